"""Tables: a row with a narrative is a report, its other cells are kept below the narrative."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from statistics import fmean
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from muniment.adding.dates import published
from muniment.adding.text import clean, decoded, language
from muniment.errors import UnreadableReport
from muniment.report import Mark, report_of
from muniment.seams import Received

GUESSES: Mapping[str, tuple[str, ...]] = {
    "narrative": (
        "narrative",
        "description",
        "text",
        "body",
        "content",
        "statement",
        "testimony",
        "summary",
        "account",
        "details",
        "notes",
        "note",
        "event_text",
        "what happened",
        "story",
    ),
    "title": ("title", "headline", "subject"),
    "publisher": ("publisher", "source", "outlet", "organisation", "organization"),
    "author": ("author", "recorded by", "reporter", "byline", "recorder"),
    "published": (
        "published",
        "publication date",
        "pub_date",
        "published_at",
        "date published",
        "recorded",
        "recorded on",
    ),
    "address": ("url", "link", "address of source", "source_url", "web address"),
}
SHORTEST = 40
"""Letters that the cells of an unnamed column must have on average to be taken for narratives."""

HINT = 'name it in a columns file: [columns] narrative = "What happened"'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Mapping[str, Any]


class Tables:
    """Reads `.csv`, `.tsv`, `.xlsx`, `.jsonl` and `.ndjson`; `mapping` names the columns where they are not guessed."""

    name = "tables"
    suffixes = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self.mapping = mapping or {}

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """A report for each row with a narrative; raises `UnreadableReport` for a table without such a column."""
        media_type, rows = _rows(content, name)
        columns = list(dict.fromkeys(str(column) for _, row in rows for column in row))
        fields = self._fields(columns, [row for _, row in rows], name, media_type)
        found = False
        for label, row in rows:
            if _cell(row.get(fields["narrative"])):
                found = True
                yield _report(content, name, media_type, label, row, fields)
        if not found:
            raise UnreadableReport(name, "no row of the table has a narrative", media_type=media_type, hint=HINT)

    def _fields(self, columns: Sequence[str], rows: Sequence[Row], name: str, media_type: str) -> Mapping[str, str]:
        """Field → column, as mapped or as guessed."""
        fields = {field: column for field, column in self.mapping.items() if column in columns}
        by_name = {_plain(column): column for column in columns}
        for field, guesses in GUESSES.items():
            named = next((by_name[guess] for guess in guesses if guess in by_name), None)
            if field not in self.mapping and named is not None:
                fields[field] = named
        if "narrative" not in fields and "narrative" not in self.mapping:
            lengths = {column: fmean(len(_cell(row.get(column))) for row in rows) for column in columns} if rows else {}
            longest = max(lengths, key=lambda column: lengths[column], default=None)
            if longest is not None and lengths[longest] >= SHORTEST:
                fields["narrative"] = longest
        if "narrative" not in fields:
            reason = f"no column with narratives among {', '.join(columns) or 'none'}"
            raise UnreadableReport(name, reason, media_type=media_type, hint=HINT)
        return fields


def _plain(column: str) -> str:
    return (
        " ".join(column.casefold().replace("_", " ").split()) if " " in column or "_" in column else column.casefold()
    )


def _rows(content: bytes, name: str) -> tuple[str, list[tuple[str, Row]]]:
    """Media type, and the rows with their labels; raises `UnreadableReport` for what is no table."""
    lower = name.lower()
    if lower.endswith(".xlsx"):
        return XLSX, list(_sheet_rows(content, name))
    text, _ = decoded(content, name=name)
    if lower.endswith((".jsonl", ".ndjson")):
        return "application/jsonl", list(_json_rows(text, name))
    return "text/csv", list(_csv_rows(text, name, tabs=lower.endswith(".tsv")))


def _json_rows(text: str, name: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise UnreadableReport(
                name, f"line {number} is not JSON", media_type="application/jsonl", hint="one JSON object a line"
            ) from error
        if not isinstance(row, dict):
            raise UnreadableReport(
                name,
                f"line {number} is not a JSON object",
                media_type="application/jsonl",
                hint="one JSON object a line",
            )
        yield f"row {number}", row


def _csv_rows(text: str, name: str, *, tabs: bool) -> Iterator[tuple[str, Row]]:
    try:
        dialect: Any = csv.excel_tab if tabs else csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text), dialect=dialect), start=2):
            yield f"row {number}", {column: value for column, value in row.items() if column}
    except csv.Error as error:
        raise UnreadableReport(
            name, f"not a readable CSV table: {error}", media_type="text/csv", hint="save it again as CSV, UTF-8"
        ) from error


def _sheet_rows(content: bytes, name: str) -> Iterator[tuple[str, Row]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError) as error:
        raise UnreadableReport(
            name,
            "not a spreadsheet, or an encrypted one",
            media_type=XLSX,
            hint="save it again as .xlsx, without a password",
        ) from error
    try:
        for sheet in book.worksheets:
            yield from _rows_of(sheet, many=len(book.worksheets) > 1)
    finally:
        book.close()


def _rows_of(sheet: Any, *, many: bool) -> Iterator[tuple[str, Row]]:
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    heads: list[str] = []
    for number, cells in rows:
        if not heads:
            heads = (
                [str(cell).strip() if cell is not None else "" for cell in cells]
                if sum(cell is not None for cell in cells) > 1
                else []
            )
            continue
        row = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell is not None}
        if row:
            yield (f"{sheet.title}, row {number}" if many else f"row {number}"), row


def _report(content: bytes, name: str, media_type: str, label: str, row: Row, fields: Mapping[str, str]) -> Received:
    known = {
        field: _cell(row.get(column)) or None
        for field, column in fields.items()
        if field not in ("narrative", "published")
    }
    if "published" in fields:
        known["published"] = published(row.get(fields["published"]))
    narrative = _cell(row.get(fields["narrative"]))
    others = [(column, _cell(value)) for column, value in row.items() if column != fields["narrative"]]
    text, marks = _text(label, fields["narrative"], narrative, [(column, value) for column, value in others if value])
    return Received(
        report=report_of(
            content,
            text,
            name=name,
            part=label,
            media_type=media_type,
            marks=marks,
            language=language(narrative),
            **known,
        ),
        content=content,
    )


def _text(label: str, column: str, narrative: str, others: Iterable[tuple[str, str]]) -> tuple[str, tuple[Mark, ...]]:
    """The narrative, a blank line, and the other cells a line each, with where each cell lies."""
    text = narrative
    marks = [Mark(label=f"{label}, {column}", start=0, end=len(narrative))]
    for number, (head, value) in enumerate(others):
        text += "\n" if number else "\n\n"
        start = len(text) + len(head) + 2
        text += f"{head}: {value}"
        marks.append(Mark(label=f"{label}, {head}", start=start, end=len(text)))
    return text, tuple(marks)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    words = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return clean(words).strip()
