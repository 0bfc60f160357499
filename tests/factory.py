"""Valid reports and statements for tests, made from words: `statement(told, "killed", type="life.killing", agent="The army")`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from muniment.record import Noun, hints
from muniment.report import Passage, Report, report_of, sha256
from muniment.seams import Received
from muniment.statement import (
    AUTHOR,
    Commit,
    Figure,
    Kind,
    Place,
    Statement,
    Value,
    Voice,
    statement_of,
    value_type,
)

KINDS = ("harm", "relation", "standing", "duty")


@dataclass(frozen=True)
class At:
    """Words of a report with what else a slot's value says."""

    words: str
    known: Mapping[str, Any]


def at(words: str, **known: Any) -> At:
    """Words with fields of their value: `at("on 3 May", value="2021-05-03")`, `at("dozens", low=24)`."""
    return At(words, known)


def received(text: str, *, name: str = "report.txt", part: str = "", **known: Any) -> Received:
    """A plain text as it comes in: the report and its bytes."""
    content = text.encode()
    found = report_of(content, text, name=name, media_type="text/plain", part=part, **({"language": "en"} | known))
    return Received(report=found, content=content)


def report(text: str, **known: Any) -> Report:
    """A report with this text."""
    return received(text, **known).report


def statement(
    told: Report,
    trigger: str,
    *,
    type: str,
    voices: str = "author:CT+",
    slots: Mapping[str, Any] | None = None,
    **named: Any,
) -> Statement:
    """A statement about a report, with its offsets found from the words.

    Slots are given by name as words, as `at(…)`, as a value, or as a list of these; `slots` takes those
    whose name is a word of Python (`from`). Fields of the statement (`realis`, `specificity`, `run`, …)
    are given by name too. Voices read as in the specs: `author:Uu > the ministry:CT-`.
    """
    passage = find(told, trigger)
    fields = {name: value for name, value in named.items() if name in hints(Statement)}
    given = {name: value for name, value in named.items() if name not in fields} | dict(slots or {})
    family = type.split(".")[0]
    return statement_of(
        told,
        kind=cast(Kind, fields.pop("kind", family if family in KINDS else "act")),
        type=type,
        trigger=passage,
        voices=tuple(_voices(told, voices, passage.start)),
        slots={name: tuple(_values(told, name, value, passage.start)) for name, value in given.items()},
        **fields,
    )


def find(told: Report, words: str, *, near: int = 0) -> Passage:
    """Where words stand in a report: the place nearest to an offset."""
    starts = [found.start() for found in re.finditer(re.escape(words), told.text)]
    assert starts, f"{words!r} is not in {told.text!r}"
    start = min(starts, key=lambda place: abs(place - near))
    return told.passage(start, start + len(words))


def _voices(told: Report, chain: str, near: int) -> Iterator[Voice]:
    for link in chain.split(" > "):
        name, _, commit = link.rpartition(":")
        if name == AUTHOR:
            yield Voice(name=AUTHOR, commit=cast(Commit, commit))
        else:
            place = find(told, name, near=near)
            yield Voice(name=name, commit=cast(Commit, commit), start=place.start, end=place.end, words=place.words)


def _values(told: Report, slot: str, given: Any, near: int) -> Iterator[Value]:
    for one in given if isinstance(given, (list, tuple)) else [given]:
        if isinstance(one, (str, At)):
            asked = one if isinstance(one, At) else at(one)
            place = find(told, asked.words, near=near)
            kind = value_type(slot)
            fields = {"start": place.start, "end": place.end, "words": place.words}
            yield kind(**(_usual(kind, asked.words) | fields | dict(asked.known)))
        else:
            yield one


def _usual(kind: type[Noun], words: str) -> dict[str, Any]:
    if kind is Figure:
        number = next((int(found) for found in re.findall(r"\d+", words.replace(",", ""))), None)
        return {"low": number, "best": number, "high": number, "unit": "person"}
    if kind is Place:
        return {"value": words, "precision": "settlement"}
    return {"statement": "st_" + sha256(words)[:20]} if "statement" in hints(kind) else {"value": words}
