"""The cells of a coded row, each with its place in the report's text; the dates, places and numbers they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from muniment.edtf import valid
from muniment.report import Passage, Report
from muniment.scheme import Scheme, plain
from muniment.statement import Place, Precision, When
from muniment.world import country_code

FARTHEST = 160
"""Characters that a passage over several cells may run to; one over more points at the first cell alone."""

FORMS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y")
"""How days are written beside 2021-03-12; 03/04/2021 is not clear, and is not read."""


class Cells:
    """The filled cells of a row, by the names of their columns."""

    def __init__(self, report: Report) -> None:
        self.report = report
        prefix = f"{report.part}, "
        self._marks = {plain(mark.label.removeprefix(prefix)): mark for mark in report.marks}

    def passage(self, column: str | None) -> Passage | None:
        """The words of a cell; none where it is empty, or the table has no such column."""
        mark = self._marks.get(plain(column)) if column else None
        return self.report.passage(mark.start, mark.end) if mark else None

    def words(self, column: str | None) -> str:
        """What a cell says; empty where it says nothing."""
        passage = self.passage(column)
        return passage.words if passage else ""

    def spanning(self, columns: Sequence[str], *, first: str | None) -> Passage:
        """From the first of several cells to the last, where they stand together; else the one that is named first."""
        found = [passage for column in columns if (passage := self.passage(column)) is not None]
        start, end = min(one.start for one in found), max(one.end for one in found)
        alone = self.passage(first) or found[0]
        return alone if end - start > FARTHEST else self.report.passage(start, end)

    def word_of_name(self, column: str | None, word: str) -> Passage | None:
        """A word in the name of a column, before its cell."""
        cell = self.passage(column)
        if cell is None:
            return None
        line = self.report.text.rfind("\n", 0, cell.start) + 1
        at = self.report.text.casefold().find(word.casefold(), line, cell.start)
        return self.report.passage(at, at + len(word)) if at >= 0 else None


def numbered(cells: Cells, column: str | None) -> int | None:
    """The whole number in a cell; none where it is empty. Raises `ValueError` with its words."""
    words = cells.words(column)
    if not words:
        return None
    try:
        number = float(words.replace(",", ""))
    except ValueError as error:
        raise ValueError(words) from error
    if number < 0 or not number.is_integer():
        raise ValueError(words)
    return int(number)


def dated(cells: Cells, scheme: Scheme) -> When | None:
    """The day or days that a row is coded to, no more precise than its code of precision."""
    columns = [column for column in scheme.dates if cells.passage(column)]
    days = [found for column in columns if (found := day(cells.words(column)))]
    if not days or len(days) < len(columns):
        return None
    value = _as_precise(days[0], days[-1], scheme.date_codes.get(cells.words(scheme.date_precision), ""))
    passage = cells.spanning(columns, first=columns[0])
    return When(value=value, start=passage.start, end=passage.end, words=passage.words) if valid(value) else None


def day(words: str) -> str | None:
    """A day as EDTF, or whatever EDTF the cell has; none where its words are no date."""
    iso = words[:10] if words[10:11] in ("T", " ") else words
    if valid(iso):
        return iso
    for form in FORMS:
        try:
            return datetime.strptime(words, form).date().isoformat()
        except ValueError:
            continue
    return None


def _as_precise(first: str, last: str, code: str) -> str:
    if code == "about":
        return f"{first}~"
    if code == "month" and first[:7] == last[:7]:
        return first[:7]
    if code == "year" and first[:4] == last[:4]:
        return first[:4]
    if first == last:
        return first
    return f"{first}/{last}~" if code == "week" else f"{first}/{last}"


def located(cells: Cells, scheme: Scheme) -> Place | None:
    """The place of a row, with its precision; coordinates go along, for the precision says what they are worth."""
    precision = scheme.place_codes.get(
        cells.words(scheme.place_precision), "" if scheme.place_precision else scheme.usual_precision
    )
    names = (scheme.place_names.get(precision), scheme.admin1, scheme.country)
    named = [passage for column in names if (passage := cells.passage(column)) is not None]
    if not precision or not named:
        return None
    country = cells.words(scheme.country)
    return Place(
        value=named[0].words,
        precision=cast(Precision, precision),
        country=country_code(country) or (country if len(country) == 3 and country.isupper() else None),
        admin1=cells.words(scheme.admin1) or None,
        lat=_degrees(cells.words(scheme.lat), 90),
        lon=_degrees(cells.words(scheme.lon), 180),
        start=named[0].start,
        end=named[0].end,
        words=named[0].words,
    )


def _degrees(words: str, most: int) -> float | None:
    try:
        found = float(words)
    except ValueError:
        return None
    return found if -most <= found <= most else None
