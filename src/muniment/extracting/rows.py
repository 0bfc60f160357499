"""Rows: what the other cells of a row say of its narrative, as in a register of the dead with a column for what happened.

A row's day and place are those of what its first sentence tells, where that names none itself, and so inferred. The
age, sex and occupation in its cells are those of the person it names, and so is what became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from spacy.tokens import Doc, Span

from muniment.actor import Actor, Name, actor_of
from muniment.extracting.cells import Cells, day
from muniment.extracting.filling import PERFORMED
from muniment.extracting.mention import dates, places
from muniment.extracting.people import GROWN, OLDEST
from muniment.report import Passage, Report
from muniment.seams import Extraction
from muniment.statement import (
    AUTHOR,
    HAPPENED,
    Party,
    Place,
    Statement,
    Value,
    Visibility,
    Voice,
    When,
    Wording,
    statement_of,
)
from muniment.taxonomy import data

REGISTER = ("name", "age", "status")
"""Columns that make a table one of people and what became of them; in any other, a bare `date` may be the writer's day."""


def day_of(report: Report) -> str | None:
    """The day in a row's cell, which the dates of its narrative are read against; none where it has none."""
    cells = Cells(report)
    return day(cells.words(_column(cells, "date")))


def with_cells(
    extraction: Extraction, doc: Doc, report: Report, *, read: Callable[[str], Doc], run: str, visibility: str
) -> Extraction:
    """What a row's narrative says, with what its other cells say of the same; `read` reads a sentence."""
    cells = Cells(report)
    if not report.marks or not report.part or not any(_column(cells, one) for one in data("en/rows.toml")["columns"]):
        return extraction
    row = _Row(report=report, doc=doc, cells=cells, read=read, run=run, visibility=cast(Visibility, visibility))
    told = [row.completed(statement) for statement in extraction.statements]
    told += row.became(told, extraction.actors)
    return replace(extraction, statements=tuple(told), actors=(*extraction.actors, *row.actors))


@dataclass(slots=True, kw_only=True)
class _Row:
    """One row while its cells are read."""

    report: Report
    doc: Doc
    cells: Cells
    read: Callable[[str], Doc]
    run: str
    visibility: Visibility
    actors: list[Actor] = field(default_factory=list)

    def completed(self, statement: Statement) -> Statement:
        """A statement with the day, the place and the person's particulars that the cells add."""
        slots: dict[str, tuple[Value, ...]] = {
            role: tuple(self._described(value) if isinstance(value, Party) else value for value in values)
            for role, values in statement.slots.items()
        }
        first = next(iter(self.doc.sents), None)
        real = statement.kind in ("act", "harm") and statement.realis in HAPPENED
        happened = real and not statement.type.startswith(PERFORMED)
        if first is not None and happened and statement.trigger.start < first.end_char:
            slots |= {role: value for role, value in self._circumstances(first).items() if role not in slots}
        slots |= self._sooner(slots)
        return replace(statement, slots=slots)

    def _sooner(self, slots: Mapping[str, Sequence[Value]]) -> dict[str, tuple[Value, ...]]:
        """The day of the cells for what the narrative only bounds: "found the body on 13 March", of a death on the 12th."""
        told, when = [day for day in slots.get("date", ()) if isinstance(day, When)], self._when()
        bound = told[0].value if len(told) == 1 and when is not None else ""
        if when is None or not bound.startswith("../") or when.value > bound.removeprefix("../"):
            return {}
        return {"date": (replace(when, basis="inferred"),)}

    def became(self, told: Sequence[Statement], actors: Sequence[Actor]) -> list[Statement]:
        """What a cell says became of the person, where the narrative does not say so."""
        passage, name = self._passage("status"), self._passage("name")
        code = _meaning("status", passage.words) if passage else None
        if passage is None or name is None or code is None or any(self._tells(one, code, name) for one in told):
            return []
        called = (Name(words=name.words, start=name.start, end=name.end),)
        known = next((actor for actor in actors if actor.name.casefold() == name.words.casefold()), None)
        actor = known or actor_of(self.report.id, name.words, kind="person", names=called, run=self.run)
        self.actors += [] if known else [actor]
        victim = Party(
            value=name.words, actor=actor.id, kind="person", start=name.start, end=name.end, words=name.words
        )
        cause = Wording(value="unknown", start=passage.start, end=passage.end, words=passage.words)
        return [
            statement_of(
                self.report,
                kind="harm",
                type=code,
                trigger=passage,
                voices=(Voice(name=AUTHOR, commit="CT+"),),
                slots={"victim": (self._described(victim),), "causation": (cause,), **self._circumstances(None)},
                score=0.8,
                visibility=self.visibility,
                rule="cell status",
                run=self.run,
            )
        ]

    def _circumstances(self, told: Span | None) -> dict[str, tuple[Value, ...]]:
        """Day and place of the cells; inferred for a sentence, and only what it does not name itself."""
        found: dict[str, tuple[Value, ...]] = {}
        when, where = self._when(), self._place()
        if when is not None and not _within(told, [one.span for one in dates(self.doc)]):
            found["date"] = (when if told is None else replace(when, basis="inferred"),)
        if where is not None and not _within(told, [one.span for one in places(self.doc) if _is_spot(one.place)]):
            found["place"] = (where if told is None else replace(where, basis="inferred"),)
        return found

    def _when(self) -> When | None:
        column = _column(self.cells, "date")
        passage = self.cells.passage(column)
        value = day(passage.words) if passage else None
        bare = column == "date" and not any(_column(self.cells, one) for one in REGISTER)
        if passage is None or value is None or bare:
            return None
        return When(value=value, start=passage.start, end=passage.end, words=passage.words)

    def _place(self) -> Place | None:
        passage = self._passage("place")
        if passage is None:
            return None
        inside = (one.place for one in places(self.doc) if passage.start <= one.place.start < passage.end)
        return next(inside, None) or self._looked_up(passage)

    def _looked_up(self, passage: Passage) -> Place | None:
        """A place that the reader only knows in a sentence: bare words in a cell may be anybody's name."""
        found = places(self.read(f"It happened in {passage.words}."))
        if not found or found[0].place.precision == "unresolved":
            return None
        return replace(found[0].place, start=passage.start, end=passage.end, words=passage.words)

    def _described(self, party: Party) -> Party:
        """The party with the particulars of the row, where it is the person that the row names."""
        name = self._passage("name")
        if name is None or party.value.casefold() != name.words.casefold():
            return party
        words = self.cells.words(_column(self.cells, "age"))
        age = party.age if party.age is not None or not words.isdigit() or int(words) > OLDEST else int(words)
        known: dict[str, Any] = {
            "kind": party.kind or "person",
            "age": age,
            "age_group": party.age_group or (None if age is None else "child" if age < GROWN else "adult"),
            "sex": party.sex or _meaning("sex", self.cells.words(_column(self.cells, "sex"))),
            "occupation": party.occupation or self.cells.words(_column(self.cells, "occupation")) or None,
        }
        return replace(party, **known)

    def _tells(self, statement: Statement, code: str, name: Passage) -> bool:
        victims = [value for value in statement.values("victim") if isinstance(value, Party)]
        return statement.type == code and any(one.value.casefold() == name.words.casefold() for one in victims)

    def _passage(self, field_: str) -> Passage | None:
        return self.cells.passage(_column(self.cells, field_))


def _column(cells: Cells, field_: str) -> str | None:
    """The first of the columns for a field that the row has filled."""
    named: Sequence[str] = data("en/rows.toml")["columns"][field_]
    return next((column for column in named if cells.passage(column) is not None), None)


def _meaning(table: str, words: str) -> str | None:
    """The code that the words of a cell stand for."""
    known: Mapping[str, Sequence[str]] = data("en/rows.toml")[table]
    said = " ".join(words.casefold().split())
    return next((code for code, forms in known.items() if code != "example" and said in forms), None)


def _within(sentence: Span | None, named: Sequence[Span]) -> bool:
    return sentence is not None and any(sentence.start <= one.start < sentence.end for one in named)


def _is_spot(place: Place) -> bool:
    """Whether a place is narrower than a country."""
    return place.precision not in ("country", "unresolved")
