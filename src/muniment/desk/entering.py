"""Entering: the words that a person selected in a report, as a form sends them, become what a statement is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from muniment.desk.amending import words_at
from muniment.errors import BadChoice
from muniment.report import Report
from muniment.statement import Content, Figure, value_type
from muniment.taxonomy import types


def missed(form: Mapping[str, Sequence[str]], report: Report) -> dict[str, Any]:
    """What `workflow.enter` is told, from a form; raises `BadChoice`.

    `trigger` is `start:end`; `add` is `slot:start:end`, and `as:slot:start:end` what the words stand for; `voice` is
    `start:end`, and `commit:start:end` how far it commits; `author` is how far the author does.
    """

    def said(name: str) -> str:
        return next(iter(form.get(name, ())), "").strip()

    type = said("type")
    if type not in types():
        raise BadChoice("type", type, hint="choose one of the list")
    slots: dict[str, list[tuple[int, int, Any]]] = {}
    for added in form.get("add", ()):
        slot, _, where = added.partition(":")
        start, end = words_at(report, where)
        slots.setdefault(slot, []).append((start, end, _meant(slot, said(f"as:{added}"))))
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


def _meant(slot: str, said: str) -> str | None:
    """What words stand for; the words themselves where nothing was said, save where only a number or an id will do."""
    if not said and value_type(slot) in (Figure, Content):
        raise BadChoice(slot, "nothing", hint="say what the words stand for: digits, or another statement")
    return said or None
