"""Reading lists: a table of patterns, or of people with a column of 0 and 1 for each list."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from muniment.counting.estimation.patterns import Patterns, patterns_of
from muniment.errors import UnusableLists
from muniment.record import from_csv

COUNTS = ("count", "n", "freq", "frequency", "number", "total")
"""Headings of a column that says how many people a row stands for."""

ZEROS, ONES = frozenset({"", "0", "0.0", "no", "false", "n"}), frozenset({"1", "1.0", "yes", "true", "y", "x"})
OVERALL = ""
"""The stratum of all rows."""


def read(
    text: str,
    *,
    by: Sequence[str] = (),
    lists: Sequence[str] = (),
    never: Iterable[Iterable[str]] = (),
) -> Mapping[str, Patterns]:
    """Patterns of all rows of a CSV, and of each stratum where `by` names columns.

    Lists are the columns that hold only 0 and 1 (or yes and no), or those that `lists` names; a column `count` says how
    many people a row stands for, else a row is one person. Only people on one of the lists are counted.

    Raises `UnusableLists` where there are no such columns, and for rows that cannot be understood, with their line.
    """
    try:
        table = from_csv(text)
    except csv.Error as error:
        raise UnusableLists(f"this is no table of comma-separated values: {error}") from error
    if len(table) < 2:
        raise UnusableLists("the table holds no rows")
    (_, header), *rows = table
    for line, row in rows:
        if len(row) != len(header):
            raise UnusableLists(f"line {line} has {len(row)} columns, the heading {len(header)}")
    columns = {name: [row[place] for _, row in rows] for place, name in enumerate(header)}
    if len(columns) != len(header):
        raise UnusableLists("two columns have the same heading")
    _named(by, columns)
    _named(lists, columns)
    counted = next((name for name in header if name.casefold() in COUNTS and name not in (*lists, *by)), None)
    chosen = tuple(lists) or tuple(name for name in header if name not in (counted, *by) and _binary(columns[name]))
    if not chosen:
        raise UnusableLists("no column holds only 0 and 1, so none is a list")
    found: dict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for place, (line, _) in enumerate(rows):
        pattern = tuple(_mark(columns[name][place], name, line) for name in chosen)
        number = 1 if counted is None else _number(columns[counted][place], line)
        if not any(pattern) and (counted is None or lists):
            continue  # somebody whom only other lists have
        found[OVERALL][pattern] += number
        if by:
            found[", ".join(f"{name}={columns[name][place]}" for name in by)][pattern] += number
    apart = tuple(tuple(one) for one in never)
    return {stratum: patterns_of(chosen, cells, apart=apart) for stratum, cells in sorted(found.items())}


def _named(names: Sequence[str], columns: Mapping[str, object]) -> None:
    for name in names:
        if name not in columns:
            raise UnusableLists(f"there is no column {name}", hint=f"the columns are {', '.join(columns)}")


def _binary(cells: Sequence[str]) -> bool:
    seen = {cell.casefold() for cell in cells}
    return bool(seen & ONES) and seen <= ZEROS | ONES


def _mark(cell: str, name: str, line: int) -> int:
    said = cell.casefold()
    if said not in ZEROS | ONES:
        raise UnusableLists(f"line {line}: {cell!r} in the list {name} is neither 0 nor 1")
    return int(said in ONES)


def _number(cell: str, line: int) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise UnusableLists(f"line {line}: {cell!r} is no number of people")
    return int(cell)
