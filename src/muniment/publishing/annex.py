"""Annex: the statements that sentences cite, numbered, and the notes that lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.publishing import wording
from muniment.publishing.gathering import Gathered
from muniment.publishing.parts import Line, Section, Table
from muniment.report import Report
from muniment.statement import Statement

ANNEX = "Each statement that a sentence cites: its number, where it stands, its id, and the words around it."
"""What an annex says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """The statements that sentences cite, numbered, with their words and where they stand."""

    numbers: Mapping[str, int]
    """Id of a statement → its number."""
    reports: Mapping[str, int]

    def cited(self, ids: Iterable[str]) -> str:
        """Numbers of statements, in runs: S3–S5, S9."""
        return ", ".join(
            f"S{first}" if first == last else f"S{first}–S{last}"
            for first, last in _runs(sorted({self.numbers[one] for one in ids if one in self.numbers}))
        )

    def note(self, view: Gathered, ids: Sequence[str], *, most: int = 4) -> str:
        """Where sentences come from: report, publisher, date, page, and the numbers of the statements."""
        places = Counter(place(view, view.statements[one], self.reports) for one in ids if one in view.statements)
        said = "; ".join(list(places)[:most]) + (
            f"; and {len(places) - most} more places" if len(places) > most else ""
        )
        return f"{said}. {self.cited(ids)}." if said else ""


def place(view: Gathered, one: Statement, reports: Mapping[str, int]) -> str:
    """Where a statement stands: "R4: Odem Post, “Strike on Odem”, 13 March 2021, page 2"."""
    report: Report = view.report(one)
    page = report.mark_at(one.trigger.start)
    parts = [f"R{reports[report.id]}: {wording.author_name(report)}"]
    parts += [f"“{wording.shortened(report.title)}”"] if report.title and report.publisher else []
    parts += [wording.date_words(report.published) if report.published else "not dated", *([page] if page else [])]
    return ", ".join(parts)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def annex_of(view: Gathered, held: Iterable[Section]) -> Annex:
    """The statements that these sections cite, numbered in the order of the dossier."""
    cited: set[str] = set()
    for section in held:
        for part in section.parts:
            for one in part.held:
                rows = [one.statements] if isinstance(one, Line) else one.statements if isinstance(one, Table) else []
                cited.update(id for row in rows for id in row)
    known = [one for one in view.statements if one in cited]
    return Annex(
        numbers={one: number for number, one in enumerate(known, start=1)},
        reports={report.id: number for number, report in enumerate(view.dossier.reports, start=1)},
    )


def table_heads(one: Table) -> list[str]:
    """The heads of a table, with one for the statements where rows cite any."""
    return [*one.heads, *(["Statements"] if any(one.statements) else [])]


def table_rows(one: Table, annex: Annex) -> list[list[str]]:
    """The rows of a table, each with the statements it cites."""
    cites = any(one.statements)
    return [[*row, *([annex.cited(ids)] if cites else [])] for row, ids in zip(one.rows, one.statements, strict=True)]


def annex_rows(view: Gathered, annex: Annex) -> Iterator[tuple[int, str, str, str]]:
    """Number, id, place and words of each statement that is cited."""
    for id, number in annex.numbers.items():
        one = view.statements[id]
        yield number, id, place(view, one, annex.reports), wording.excerpt(one, view.report(one))
