"""Tables of counts as a page shows them: a row for each month, place or agent, a column for each kind of harm."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from muniment.count import Cell, Counts
from muniment.edtf import valid
from muniment.publishing.wording import date_words, label, plural, range_words

MOST_COLUMNS = 6
MOST_ROWS = 60
MOST_ORIGINS = 25
MOST_MEASURES = 10
MOST_ACROSS = 14
TIMES = ("year", "month", "week", "day")
HEADS: Mapping[str, tuple[str, str]] = {
    "month": ("By month", "Month"),
    "admin1": ("By first-level division", "Where"),
    "agent": ("By who is said to have done it", "Agent"),
}

Column = tuple[str, str]
"""Measure and unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a table says types, units, dates and what no voice says, in the language of whoever reads it."""

    label: Callable[[str], str]
    plural: Callable[[str, int | None], str]
    date_words: Callable[[str], str]
    said: Callable[[str], str]
    """Codes that stand as they are in English."""
    named: Callable[[str, str], str]
    """A dimension and a value of it: names that counting put together, and groups."""


ENGLISH = Words(label=label, plural=plural, date_words=date_words, said=str, named=lambda _, value: value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what it is of, whether all of it is added, and a cell for each column."""

    name: str
    added: bool
    cells: Sequence[Cell | None]
    why: str = ""
    unsaid: bool = False
    """Whether it is of what no voice says: such a row is never cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """A table of counts by one dimension."""

    title: str
    head: str
    file: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Sequence[Cell | None]
    notes: Sequence[str]
    left_out: int
    more: int


def pivot(counts: Counts) -> Pivot:
    """A table by one dimension with its measures as columns: incidents first, then what most incidents tell of."""
    (by,) = counts.by
    columns = _columns(counts.cells)
    said = [note for note in counts.notes if "No voice names" in note]
    rows = list(_rows(counts, by, columns[:MOST_COLUMNS], ENGLISH))
    shown = rows[-MOST_ROWS:] if by == "month" else rows[:MOST_ROWS] + [row for row in rows[MOST_ROWS:] if row.unsaid]
    title, head = HEADS.get(by, (f"By {by}", by))
    totals = {(cell.measure, cell.unit): cell for cell in counts.totals}
    return Pivot(
        title=title,
        head=head,
        file=f"counts-by-{by}.csv",
        columns=[_named(*column, ENGLISH) for column in columns[:MOST_COLUMNS]],
        rows=shown,
        total=[totals.get(column) for column in columns[:MOST_COLUMNS]],
        notes=said,
        left_out=len({(cell.measure, cell.unit) for cell in counts.cells} - set(columns[:MOST_COLUMNS])),
        more=len(rows) - len(shown),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """A table of rows by columns: of measures where it is by one dimension, of one measure where it is by two."""

    title: str
    unit: str
    columns: Sequence[str]
    rows: Sequence[Row]
    total: Sequence[Cell | None]
    more: int
    """Columns that are left out."""


def crossed(counts: Counts, words: Words = ENGLISH) -> list[Cross]:
    """The tables of counts by one or two dimensions, those that most incidents are told of first."""
    columns = _columns(counts.cells)
    if len(counts.by) == 1:
        return [_by_measure(counts, columns, words)] if columns else []
    return [_by_two(counts, column, words) for column in columns]


def _by_measure(counts: Counts, columns: Sequence[Column], words: Words) -> Cross:
    (by,) = counts.by
    shown = columns[:MOST_MEASURES]
    totals = {(cell.measure, cell.unit): cell for cell in counts.totals}
    return Cross(
        title="",
        unit="",
        columns=[_named(*column, words) for column in shown],
        rows=list(_rows(counts, by, shown, words)),
        total=[totals.get(column) for column in shown],
        more=len({(cell.measure, cell.unit) for cell in counts.cells}) - len(shown),
    )


def _by_two(counts: Counts, column: Column, words: Words) -> Cross:
    """The table of one measure: the rows of each value of the first dimension, added and not, under those of the second."""
    first, second = counts.by
    cells = [cell for cell in counts.cells if (cell.measure, cell.unit) == column]
    across = _ordered(cells, second)
    shown = [value for value in across if _unsaid(value)][:1]
    shown = [value for value in across if value not in shown][: MOST_ACROSS - len(shown)] + shown
    held: dict[tuple[str, str], dict[str, Cell]] = defaultdict(dict)
    for cell in cells:
        held[cell.keys[first], cell.why][cell.keys[second]] = cell
    place = {value: number for number, value in enumerate(_ordered(cells, first))}
    rows = [
        Row(
            name=value_words(first, value, words),
            added=not why,
            cells=[found.get(one) for one in shown],
            why=words.said(why),
            unsaid=_unsaid(value),
        )
        for (value, why), found in sorted(held.items(), key=lambda one: (place[one[0][0]], one[0][1]))
    ]
    total = next((cell for cell in counts.totals if (cell.measure, cell.unit) == column), None)
    return Cross(
        title=_named(*column, words),
        unit=column[1],
        columns=[value_words(second, value, words) for value in shown],
        rows=[row for row in rows if any(row.cells)],
        total=[total],
        more=len(across) - len(shown),
    )


def _ordered(cells: Iterable[Cell], by: str) -> list[str]:
    """The values of a dimension: times in order, others by how many incidents are told of; what nobody says last."""
    told: Counter[str] = Counter()
    for cell in cells:
        told[cell.keys[by]] += cell.incidents + cell.silent
    return sorted(told, key=lambda value: (_unsaid(value), 0 if by in TIMES else -told[value], value))


def _unsaid(value: str) -> bool:
    return value == "unknown" or "not said" in value


def facts(cell: Cell, words: Words = ENGLISH) -> list[tuple[str, str]]:
    """What must be said of every figure, each with its name: unit, scope, period, place, origins, as-of date."""
    said = [
        ("unit", words.plural(cell.unit, 2)),
        ("scope", words.said(cell.scope)),
        ("period", words.date_words(cell.period) if cell.period else words.said("not said")),
        ("place", value_words("place", cell.place, words) if cell.place else words.said("any")),
        ("origins", f"{cell.origins:,}"),
        ("as of", words.date_words(cell.as_of) if cell.as_of else words.said("not said")),
    ]
    return said + ([("known by name", f"{cell.named:,}")] if cell.named else [])


def shared_notes(tables: Iterable[Counts]) -> list[str]:
    """What a reader must know of several tables, once."""
    notes = dict.fromkeys(note for table in tables for note in table.notes)
    return [note for note in notes if "No voice names" not in note]


def _columns(cells: Iterable[Cell]) -> list[Column]:
    told: Counter[Column] = Counter()
    for cell in cells:
        told[cell.measure, cell.unit] += cell.incidents + cell.silent
    often = [column for column in told if told[column] > 1] or list(told)
    return sorted(often, key=lambda column: (column[1] != "incident", -told[column], column))


def _named(measure: str, unit: str, words: Words) -> str:
    return words.label(measure) if unit == "incident" else f"{words.label(measure)} ({words.plural(unit, 2)})"


def _rows(counts: Counts, by: str, columns: Sequence[Column], words: Words) -> Iterable[Row]:
    held: dict[str, dict[bool, dict[Column, Cell]]] = defaultdict(lambda: {True: {}, False: {}})
    for cell in counts.cells:
        held[cell.keys[by]][cell.added][cell.measure, cell.unit] = cell
    values = sorted(held, key=lambda value: _weight(value, held[value])) if by not in TIMES else list(held)
    for value in values:
        added, apart = held[value][True], held[value][False]
        if all(unit == "incident" for _, unit in added):  # one row for what nobody dates, and its incidents
            added, apart = {}, added | apart
        for cells in (added, apart):
            shown = [cells.get(column) for column in columns]
            if any(shown):
                reasons = dict.fromkeys(cell.why for cell in shown if cell and cell.why)
                yield Row(
                    name=value_words(by, value, words),
                    added=all(cell.added for cell in shown if cell),
                    cells=shown,
                    why="; ".join(map(words.said, reasons)),
                    unsaid=_unsaid(value),
                )


def _weight(value: str, parts: Mapping[bool, Mapping[Column, Cell]]) -> tuple[bool, int, str]:
    """Who or where most incidents are told of first, what nobody says last."""
    told = max(cell.incidents + cell.silent for cells in parts.values() for cell in cells.values())
    return _unsaid(value), -told, value


def value_words(by: str, value: str, words: Words = ENGLISH) -> str:
    """A value of a dimension as a row or a column is called."""
    if _unsaid(value) or by == "reviewed":
        return words.said(value)
    if by in ("type", "act"):
        return words.label(value)
    return words.date_words(value) if by in TIMES and valid(value) else words.named(by, value)


def pivot_words(cell: Cell) -> str:
    """A cell under a head that says its unit: "14 to 44", "5", "no figure"."""
    if cell.unit == "incident":
        return f"{cell.incidents:,}"
    return range_words(cell.low, cell.best, cell.high) if cell.incidents else "no figure"


def covered(coverage: Counts) -> list[Mapping[str, object]]:
    """Each origin with the incidents it tells of, where, and from which month to which; those that tell of most first."""
    held: dict[str, list[Cell]] = defaultdict(list)
    for cell in coverage.cells:
        held[cell.keys["origin"]].append(cell)
    found: list[Mapping[str, object]] = []
    for origin, cells in sorted(held.items(), key=lambda item: (-sum(cell.incidents for cell in item[1]), item[0])):
        months = sorted(cell.keys["month"] for cell in cells if valid(cell.keys["month"]))
        places = Counter[str]()
        for cell in cells:
            places[cell.keys["admin1"]] += cell.incidents
        found.append(
            {
                "origin": origin,
                "incidents": sum(cell.incidents for cell in cells),
                "statements": list(dict.fromkeys(chain.from_iterable(cell.statements for cell in cells))),
                "places": [name for name, _ in places.most_common(5)] + (["…"] if len(places) > 5 else []),
                "first": months[0] if months else None,
                "last": months[-1] if months else None,
            }
        )
    return found
