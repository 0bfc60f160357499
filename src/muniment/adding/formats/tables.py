"""Tables: a row with a narrative is a report, its other cells are kept below the narrative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean
from typing import Any

from muniment.adding.dates import published
from muniment.adding.formats.rows import Row, Table, cell, csv_table, json_table, sheets
from muniment.adding.text import language
from muniment.errors import UnreadableReport
from muniment.report import CODED, Mark, Report, report_of
from muniment.scheme import Scheme, plain, scheme_of
from muniment.seams import Received

GUESSES: Mapping[str, tuple[str, ...]] = {
    "narrative": (
        "narrative",
        "full text",
        "report text",
        "text",
        "description",
        "event text",
        "what happened",
        "body",
        "content",
        "statement",
        "testimony",
        "account",
        "story",
        "details",
        "summary",
        "notes",
        "note",
    ),
    "title": ("title", "headline", "subject"),
    "publisher": ("publisher", "source", "outlet", "organisation", "organization"),
    "author": ("author", "recorded by", "reporter", "byline", "recorder"),
    "published": ("published", "publication date", "pub date", "published at", "published on", "date published"),
    "address": ("url", "link", "source url", "web address"),
}
"""Names that columns go by, best first. A column `date` is not among them: it is the day of the act, or may be."""

SHORTEST = 40
"""Letters that the cells of an unnamed column must have on average to be taken for narratives."""

HINT = 'name it in a columns file: [columns] narrative = "What happened"'


AsText = tuple[str, str, Mapping[str, Any]]
"""Where a row stands, the text that it becomes, and what else is known of it as a report."""


class Tables:
    """Reads `.csv`, `.tsv`, `.xlsx`, `.jsonl` and `.ndjson`; `mapping` names the columns where they are not guessed."""

    name = "tables"
    suffixes = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")

    def __init__(self, mapping: Mapping[str, str] | None = None, own: Scheme | None = None) -> None:
        self.mapping = mapping or {}
        self.own = own

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """A report for each row that has a narrative or was coded, and a refusal for each sheet and row without one."""
        for table in _tables(content, name):
            yield from table.broken
            try:
                scheme = scheme_of(table.columns, self.own)
                rows = self._coded(table, scheme) if scheme else self._told(name, table)
                yield from _received(rows, content, name, table)
            except UnreadableReport as error:
                yield error

    def _told(self, name: str, table: Table) -> Iterator[AsText | UnreadableReport]:
        """The rows that have a narrative: each is a report."""
        if not table.rows:
            raise UnreadableReport(
                table.name, "a table without rows", media_type=table.media_type, hint="ask whoever sent it for the rows"
            )
        fields = self._fields(table)
        usual = language("\n".join(cell(row.get(fields["narrative"])) for _, row in table.rows[:200]))
        for label, row in table.rows:
            known = _known(row, fields)
            text, marks = _text(label, row, fields, known)
            if text is None:
                reason = f"the row says nothing under {fields['narrative']!r}"
                yield UnreadableReport(f"{name} {label}", reason, media_type=table.media_type, hint=HINT)
                continue
            known |= {"marks": marks, "language": language(text) or usual, "custody": table.custody}
            yield label, text, known

    def _coded(self, table: Table, scheme: Scheme) -> Iterator[AsText]:
        """The rows that people coded: each is a report by the dataset, its cells a line each."""
        named = {plain(column): column for column in table.columns}
        fields = {field: named[plain(column)] for field, column in self.mapping.items() if plain(column) in named}
        for label, row in table.rows:
            text, marks = _lines(label, row)
            known = _known(row, fields)
            number = cell(row.get(named.get(plain(scheme.record or ""), "")))
            known["publisher"] = known["publisher"] or scheme.label
            known["title"] = known["title"] or f"{scheme.label} {number or label}"
            known |= {"marks": marks, "custody": ({"step": CODED, "as": scheme.name}, *table.custody)}
            yield label, text, known

    def _fields(self, table: Table) -> Mapping[str, str]:
        """Field → column, as mapped or as guessed."""
        by_name = {plain(column): column for column in reversed(table.columns)}
        fields = {field: by_name[plain(column)] for field, column in self.mapping.items() if plain(column) in by_name}
        for field, guesses in GUESSES.items():
            named = next((by_name[guess] for guess in guesses if guess in by_name), None)
            if field not in fields and named is not None and named not in fields.values():
                fields[field] = named
        if "narrative" not in fields and (longest := _longest(table)) is not None:
            fields = {field: column for field, column in fields.items() if column != longest} | {"narrative": longest}
        if "narrative" not in fields:
            reason = f"no column with narratives among {', '.join(table.columns) or 'none'}"
            raise UnreadableReport(table.name, reason, media_type=table.media_type, hint=HINT)
        return fields


def _received(
    rows: Iterable[AsText | UnreadableReport], content: bytes, name: str, table: Table
) -> Iterator[Received | UnreadableReport]:
    """The reports of rows. Their bytes are hashed once: a table of a hundred thousand rows is one file."""
    first: Report | None = None
    for row in rows:
        if isinstance(row, UnreadableReport):
            yield row
            continue
        label, text, known = row
        given = {**known, "name": name, "part": label, "media_type": table.media_type}
        report = report_of(content, text, received=first.sha256 if first else None, **given)
        first = first or report
        yield Received(report=report, content=content)


def _tables(content: bytes, name: str) -> Iterator[Table]:
    lower = name.lower()
    if lower.endswith(".xlsx") or content.startswith(b"PK\x03\x04"):
        return sheets(content, name)
    if lower.endswith((".jsonl", ".ndjson")):
        return iter([json_table(content, name)])
    return iter([csv_table(content, name, tabs=lower.endswith(".tsv"))])


def _longest(table: Table) -> str | None:
    """The column with the longest cells, where they are long enough for sentences."""
    lengths = {column: fmean(len(cell(row.get(column))) for _, row in table.rows) for column in table.columns}
    longest = max(lengths, key=lambda column: lengths[column], default=None)
    return longest if longest is not None and lengths[longest] >= SHORTEST else None


def _known(row: Row, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the mapped columns say of the report itself."""
    said = {field: cell(row.get(column)) or None for field, column in fields.items()}
    known: dict[str, Any] = {field: said.get(field) for field in ("title", "publisher", "author", "address")}
    return known | {"published": published(row.get(fields["published"])) if "published" in fields else None}


def _lines(label: str, row: Row) -> tuple[str, tuple[Mark, ...]]:
    """The cells of a row that say something, a line each, with where each cell lies."""
    text, marks = "", list[Mark]()
    for column, value in row.items():
        words = " ".join(cell(value).split())
        if words:
            text += ("\n" if text else "") + f"{column}: {words}"
            marks.append(Mark(label=f"{label}, {column}", start=len(text) - len(words), end=len(text)))
    return text, tuple(marks)


def _text(
    label: str, row: Row, fields: Mapping[str, str], known: Mapping[str, Any]
) -> tuple[str | None, tuple[Mark, ...]]:
    """The narrative, a blank line, and the other cells a line each, with where each cell lies.

    A cell that became a field of the report is not told twice; one that could not, such as an unclear date, is.
    """
    narrative = cell(row.get(fields["narrative"]))
    if not any(character.isalpha() for character in narrative):
        return None, ()
    kept = {fields["narrative"], *(column for field, column in fields.items() if known.get(field))}
    text, marks = narrative, [Mark(label=f"{label}, {fields['narrative']}", start=0, end=len(narrative))]
    for column, value in row.items():
        words = cell(value)
        if column in kept or not words:
            continue
        text += ("\n" if len(marks) > 1 else "\n\n") + f"{column}: {words}"
        marks.append(Mark(label=f"{label}, {column}", start=len(text) - len(words), end=len(text)))
    return text, tuple(marks)
