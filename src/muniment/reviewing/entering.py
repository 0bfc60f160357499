"""Entering: the words that a person selects in a report become a statement that no machine read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast, get_args

from muniment.edtf import valid
from muniment.errors import BadChoice
from muniment.record import from_json, hints
from muniment.report import Passage, Report
from muniment.statement import (
    AUTHOR,
    Commit,
    Content,
    Entered,
    Figure,
    Kind,
    Party,
    Place,
    Realis,
    Specificity,
    Statement,
    Value,
    Visibility,
    Voice,
    When,
    statement_of,
    value_type,
)
from muniment.taxonomy import types

RULE = "entered"
"""What stands for the rule in a statement that a person entered."""

Said: TypeAlias = str | int | Mapping[str, Any] | None
"""What selected words stand for: a name, a date, a number, the id of a statement, any fields; none: the words themselves."""

Selected: TypeAlias = tuple[int, int, Said]
"""Where words begin and end in the report's text, and what they stand for."""

Heard: TypeAlias = tuple[int, int, Commit]
"""Where the words that name a voice begin and end, and how far it commits."""


def entered(
    report: Report,
    *,
    kind: Kind,
    type: str,
    trigger: tuple[int, int],
    slots: Mapping[str, Sequence[Selected]] | None = None,
    voices: Sequence[Heard] = (),
    author: Commit | None = None,
    realis: Realis = "actual",
    specificity: Specificity = "specific",
    visibility: Visibility = "restricted",
    actors: Mapping[str, str] | None = None,
    others: Mapping[str, Passage] | None = None,
    by: str,
    at: str,
) -> Statement:
    """The statement that a person enters; every passage is of the report.

    The author affirms (CT+) where no other voice is given, else passes on (Uu). `actors` are the ids of the report's
    actors by name, `others` the triggers of its statements by id. Raises `UngroundedStatement` for places outside the
    text, `BadChoice` for a type, slot, voice or value that cannot be.
    """
    _check(kind, type, realis, specificity, [commit for _, _, commit in voices] + [author or "Uu"])
    known = actors or {}
    given = {slot: values for slot, values in (slots or {}).items() if values}
    for slot in given:
        if slot not in types()[type].slots:
            raise BadChoice("slot", slot, hint=f"the slots of {type} are: {', '.join(types()[type].slots)}")
    first = Voice(name=AUTHOR, commit=author or ("Uu" if voices else "CT+"))
    return statement_of(
        report,
        kind=kind,
        type=type,
        trigger=report.passage(*trigger),
        voices=[first, *(_voice(report, one, known) for one in voices)],
        slots={
            slot: tuple(value_of(report, slot, one, actors=known, others=others) for one in values)
            for slot, values in given.items()
        },
        realis=realis,
        specificity=specificity,
        visibility=visibility,
        rule=RULE,
        entered=Entered(by=by, at=at),
    )


def _check(kind: str, type: str, realis: str, specificity: str, commits: Sequence[str]) -> None:
    if type not in types():
        raise BadChoice("type", type, hint="choose one of the taxonomy")
    if types()[type].kind != kind:
        raise BadChoice("kind", kind, hint=f"{type} is of the kind {types()[type].kind}")
    choices = (("realis", realis, Realis), ("specificity", specificity, Specificity))
    for name, said, allowed in (*choices, *(("voice", commit, Commit) for commit in commits)):
        if said not in get_args(allowed):
            raise BadChoice(name, said, hint=f"one of {', '.join(get_args(allowed))}")


def _voice(report: Report, heard: Heard, actors: Mapping[str, str]) -> Voice:
    start, end, commit = heard
    words = report.passage(start, end).words
    return Voice(name=words, commit=commit, actor=actors.get(words), start=start, end=end, words=words)


def value_of(
    report: Report,
    slot: str,
    selected: Selected,
    *,
    actors: Mapping[str, str],
    others: Mapping[str, Passage] | None = None,
) -> Value:
    """What selected words of a report stand for in a slot; `actors` and `others` as `entered` takes them.

    Who is meant is known by the name that was said, a place by its name alone: no pin is made for it. Raises
    `UngroundedStatement` for places outside the text, `BadChoice` for what cannot be.
    """
    start, end, said = selected
    passage = report.passage(start, end)
    kind = value_type(slot)
    fields = dict(said) if isinstance(said, Mapping) else _meant(kind, slot, passage.words, said)
    if kind is Party and "actor" not in fields:
        fields["actor"] = actors.get(str(fields.get("value")))
    unknown = set(fields) - hints(kind).keys()
    if unknown:
        raise BadChoice(
            slot, ", ".join(sorted(unknown)), hint=f"the fields of a value here are: {', '.join(hints(kind))}"
        )
    where = {"start": start, "end": end, "words": passage.words}
    try:
        value = from_json(cast(Any, kind), fields | where)
    except (ValueError, TypeError) as error:
        raise BadChoice(slot, said, hint=str(error)) from error
    if isinstance(value, When) and not valid(value.value):
        raise BadChoice(slot, value.value, hint="write 2021-03-12, 2021-03 or 2021")
    if isinstance(value, Content) and (others or {}).get(value.statement) != passage:
        raise BadChoice(
            slot, value.statement, hint="select the words of another statement of this report, and give its id"
        )
    return value


def _meant(kind: type[Value], slot: str, words: str, said: str | int | None) -> dict[str, Any]:
    """The fields of a value that is given in a word."""
    meant = str(said).strip() if said is not None else words
    if kind is Figure:
        number = number_of(slot, meant)
        return {"low": number, "best": number, "high": number, "unit": "person"}
    if kind is Place:
        return {"value": meant, "precision": "unresolved"}
    return {"statement": meant} if kind is Content else {"value": meant}


def number_of(field: str, said: str) -> int:
    """The number that a person wrote in digits, with or without commas between them; raises `BadChoice`."""
    digits = said.strip().replace(",", "")
    if not digits.isdecimal():
        raise BadChoice(field, said, hint="say the number in digits")
    return int(digits)
