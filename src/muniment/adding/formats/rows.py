"""The rows of tables, by the numbers a person sees beside them: CSV, spreadsheets and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any, cast

import openpyxl

from muniment.adding.formats.packed import refuse_bomb
from muniment.adding.text import clean, decoded, repaired
from muniment.errors import UnreadableReport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_LINES = "application/jsonl"
DELIMITERS = ",;\t|"
HEAD = 20
"""Rows in which the names of the columns are looked for, below a title and remarks."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns, its rows with their labels, and the rows that could not be read."""

    name: str
    media_type: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, Row], ...]
    broken: tuple[UnreadableReport, ...] = ()
    custody: tuple[Mapping[str, str], ...] = ()


def csv_table(content: bytes, name: str, *, tabs: bool = False) -> Table:
    """The table in a CSV file, whatever its delimiter and encoding; raises `UnreadableReport`."""
    text, steps = decoded(content, name=name)
    delimiter = "\t" if tabs else _delimiter(text)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        cells = [
            (number, row) for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1)
        ]
    except csv.Error as error:
        reason = f"not a readable CSV table: {error}"
        raise UnreadableReport(name, reason, media_type="text/csv", hint="save it again as CSV, UTF-8") from error
    return _table(cells, name, "text/csv", custody=repaired(steps))


def _delimiter(text: str) -> str:
    """The delimiter of the first line that has any, for the names of columns hold no commas of their own."""
    for line in text.splitlines()[:HEAD]:
        fullest = max(DELIMITERS, key=line.count)
        if fullest in line:
            return fullest
    return ","


def sheets(content: bytes, name: str) -> Iterator[Table]:
    """The tables of a workbook, a sheet each; raises `UnreadableReport` for what is no workbook."""
    refuse_bomb(content, name, media_type=XLSX)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            found = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
            book.close()
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError) as error:
            raise UnreadableReport(
                name,
                "not a spreadsheet, or an encrypted one",
                media_type=XLSX,
                hint="save it again as .xlsx, without a password",
            ) from error
    filled = [(title, rows) for title, rows in found if any(cell(value) for row in rows for value in row)] or found[:1]
    for title, rows in filled:
        many = len(filled) > 1
        place, sheet = (f"{name}/{title}", f"{title}, ") if many else (name, "")
        yield _table(enumerate(rows, start=1), place, XLSX, sheet=sheet)


def _table(
    cells: Iterable[tuple[int, Sequence[Any]]],
    name: str,
    media_type: str,
    *,
    sheet: str = "",
    custody: tuple[Mapping[str, str], ...] = (),
) -> Table:
    filled = [(number, row) for number, row in cells if any(cell(value) for value in row)]
    if not filled:
        return Table(name=name, media_type=media_type, columns=(), rows=(), custody=custody)
    head = _head([row for _, row in filled[:HEAD]])
    columns = _columns(filled[head][1])
    rows = tuple(
        (f"{sheet}row {number}", dict(zip(_widened(columns, len(row)), row, strict=False)))
        for number, row in filled[head + 1 :]
    )
    return Table(name=name, media_type=media_type, columns=tuple(columns), rows=rows, custody=custody)


def _head(rows: Sequence[Sequence[Any]]) -> int:
    """Which row names the columns: the first that is about as full as the others."""
    full = [sum(bool(cell(value)) for value in row) for row in rows]
    return next((place for place, number in enumerate(full) if number >= 0.6 * median(full)), 0)


def _columns(head: Sequence[Any]) -> list[str]:
    """Names of the columns, each once; one without a name goes by its number."""
    names: list[str] = []
    for number, value in enumerate(head, start=1):
        plain = " ".join(cell(value).split()) or f"column {number}"
        names.append(plain if plain not in names else f"{plain} ({number})")
    return names


def _widened(columns: Sequence[str], width: int) -> list[str]:
    return [*columns, *(f"column {number}" for number in range(len(columns) + 1, width + 1))]


def json_table(content: bytes, name: str) -> Table:
    """The table in JSON Lines: an object a line; lines that are none are told as broken."""
    text, steps = decoded(content, name=name)
    rows: list[tuple[str, Row]] = []
    broken: list[UnreadableReport] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row: object = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append((f"row {number}", cast(Row, row)))
        else:
            broken.append(
                UnreadableReport(
                    f"{name} row {number}",
                    "the line is not a JSON object",
                    media_type=JSON_LINES,
                    hint="write one JSON object a line",
                )
            )
    if not rows:
        raise UnreadableReport(name, "no line of it is a JSON object", media_type=JSON_LINES)
    columns = tuple(dict.fromkeys(column for _, row in rows for column in row))
    return Table(
        name=name,
        media_type=JSON_LINES,
        columns=columns,
        rows=tuple(rows),
        broken=tuple(broken),
        custody=repaired(steps),
    )


def cell(value: object) -> str:
    """What a cell says, as words: a day without its midnight, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list) and all(isinstance(one, str) for one in cast(list[object], value)):
        return clean(", ".join(cast(list[str], value))).strip()
    words = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return clean(words).strip()
