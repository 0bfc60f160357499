"""Entering: the words that a person selected in a report, as a form sends them, become what a statement is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from muniment.desk.asking.forms import said_in
from muniment.desk.reading.amending import words_at
from muniment.errors import BadChoice, MunimentError
from muniment.report import Report
from muniment.taxonomy import types


def missed(form: Mapping[str, Sequence[str]], report: Report) -> dict[str, Any]:
    """What `workflow.enter` is told, from a form; raises `BadChoice`.

    `trigger` is `start:end`; `add` is `slot:start:end`, and `as:slot:start:end` what the words stand for; `voice` is
    `start:end`, and `commit:start:end` how far it commits; `author` is how far the author does.
    """
    said = partial(said_in, form)
    type = said("type")
    if type not in types():
        raise BadChoice("type", type, hint="choose one of the list")
    slots: dict[str, list[tuple[int, int, str | None]]] = {}
    for added in form.get("add", ()):
        slot, _, where = added.partition(":")
        start, end = words_at(report, where)
        slots.setdefault(slot, []).append((start, end, said(f"as:{added}") or None))
    voices = [(*words_at(report, where), said(f"commit:{where}") or "CT+") for where in form.get("voice", ())]
    return {
        "kind": types()[type].kind,
        "type": type,
        "trigger": words_at(report, said("trigger")),
        "slots": slots,
        "voices": voices,
        "author": said("author") or None,
        "realis": said("realis") or "actual",
        "specificity": said("specificity") or "specific",
        "reason": said("reason"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Selected words that were put somewhere, as a form said it."""

    where: str
    """As its field is named: `slot:start:end`, or `start:end` of a voice."""
    slot: str
    words: str
    stands_for: str
    """What they stand for; of a voice, how far it commits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form of a missed statement as it was sent, to be shown again beside what was wrong with it."""

    wrong: str
    trigger: str
    trigger_words: str
    type: str
    slots: Sequence[Row]
    voices: Sequence[Row]
    author: str
    realis: str
    specificity: str
    reason: str


def sent_again(form: Mapping[str, Sequence[str]], report: Report, error: MunimentError) -> Sent:
    """What was filled in, and why it could not be kept."""
    said = partial(said_in, form)
    return Sent(
        wrong=f"{error}; {error.hint}" if error.hint else str(error),
        trigger=said("trigger"),
        trigger_words=_words(report, said("trigger")),
        slots=list(_rows(form, report, "add", "as")),
        voices=list(_rows(form, report, "voice", "commit")),
        **{name: said(name) for name in ("type", "author", "realis", "specificity", "reason")},
    )


def _rows(form: Mapping[str, Sequence[str]], report: Report, name: str, meant: str) -> Iterator[Row]:
    for where in form.get(name, ()):
        slot, _, place = where.partition(":") if name == "add" else ("", "", where)
        if words := _words(report, place):
            yield Row(where=where, slot=slot, words=words, stands_for=said_in(form, f"{meant}:{where}"))


def _words(report: Report, where: str) -> str:
    """The words that were selected; empty where they are none of the report."""
    try:
        start, end = words_at(report, where)
    except BadChoice:
        return ""
    return report.text[start:end]
