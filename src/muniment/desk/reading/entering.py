"""Entering: the words that a person selected in a report, as a form sends them, become what a statement is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from muniment.desk.asking.forms import said_in
from muniment.desk.reading.amending import words_at
from muniment.errors import BadChoice
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
