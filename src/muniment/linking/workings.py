"""Workings: tellings, fingerprints and weighed pairs, kept beside the casebook so that only what is new is worked out."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa

from muniment.linking.blocking import keys
from muniment.linking.copying import Print, Shared, Sheet
from muniment.linking.countries import Mentioned
from muniment.linking.describing import Description
from muniment.linking.sealing import Cipher, Sealed
from muniment.linking.telling import LONGEST

MADE_AS = "2"
"""The form of the tables; workings of another form are made anew."""

MEMORY = "4GB"
"""What DuckDB may hold before it writes to disk."""

TABLES = """
CREATE TABLE IF NOT EXISTS kept.state (name VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE IF NOT EXISTS kept.readings (report VARCHAR PRIMARY KEY, reading VARCHAR);
CREATE TABLE IF NOT EXISTS kept.tellings ({columns}, key VARCHAR[], founds BOOLEAN, statements VARCHAR[], concerned VARCHAR[], actors VARCHAR[]);
CREATE TABLE IF NOT EXISTS kept.pairs (one VARCHAR, other VARCHAR, weight DOUBLE, weights FLOAT[]);
CREATE TABLE IF NOT EXISTS kept.sheets
    (report VARCHAR PRIMARY KEY, hashes BLOB, words BLOB, publisher VARCHAR, published VARCHAR, length INTEGER);
CREATE TABLE IF NOT EXISTS kept.countries (report VARCHAR, country VARCHAR, times INTEGER, mainly BOOLEAN);
CREATE TABLE IF NOT EXISTS kept.shared
    (one VARCHAR, start_ INTEGER, end_ INTEGER, other VARCHAR, other_start INTEGER, other_end INTEGER, words INTEGER);
"""
NAMES = ("state", "readings", "tellings", "pairs", "sheets", "countries", "shared")
TYPES = {
    "str": "VARCHAR",
    "int | None": "INTEGER",
    "str | None": "VARCHAR",
    "float | None": "DOUBLE",
    "Sequence[str]": "VARCHAR[]",
}
COLUMNS = {field.name: TYPES[str(field.type)] for field in dataclasses.fields(Description)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling as it is clustered: who tells it, what it holds, and whether it founds an incident."""

    id: str
    report: str
    founds: bool
    statements: Sequence[str]
    concerned: Sequence[str] = ()
    """Ids of statements of the same words that do not count."""
    actors: Sequence[str] = ()
    """Ids of the report's actors that act or suffer in it."""
    first: int | None = None
    """The first day it may have been, in days from 1970-01-01."""
    published: int | None = None
    """The day it was published."""
    lasting: bool | None = None
    """Whether its date is a season and no occasion; none where it has no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two tellings compared: the whole weight, and that of each comparison."""

    one: str
    other: str
    weight: float
    weights: Sequence[float]


class Workings:
    """A DuckDB file that may be deleted at any time: it is made again from the casebook."""

    def __init__(self, path: Path | None = None, cipher: Cipher | None = None) -> None:
        """With a cipher, all is in memory while it is worked on, nothing is spilled, and one encrypted file is kept."""
        self._spill = tempfile.TemporaryDirectory(prefix="muniment-")
        limits = {"temp_directory": ""} if cipher else {"temp_directory": self._spill.name, "memory_limit": MEMORY}
        self.duckdb = duckdb.connect(config={**limits, "preserve_insertion_order": "false"})
        self._path = None if cipher else path
        self._attach()
        self._sealed = Sealed(self.duckdb, path, cipher) if cipher and path else None
        if self._sealed:
            self._sealed.load()
        if self.state("made as") != MADE_AS:
            self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._sealed and error is None:
                self._sealed.save()
        finally:
            self.duckdb.close()
            self._spill.cleanup()

    def _attach(self) -> None:
        """Opens the file; one that is broken or of another form is thrown away, for it holds nothing of its own."""
        place = ":memory:" if self._path is None else str(self._path).replace("'", "''")
        try:
            self.duckdb.execute(f"ATTACH '{place}' AS kept")
        except duckdb.Error:
            if self._path is None:
                raise
            self._path.unlink(missing_ok=True)
            self._path.with_name(self._path.name + ".wal").unlink(missing_ok=True)
            self.duckdb.execute(f"ATTACH '{place}' AS kept")
        columns = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
        self.duckdb.execute(TABLES.format(columns=columns))

    def _begin(self) -> None:
        for table in NAMES:
            self.duckdb.execute(f"DELETE FROM kept.{table}")
        self.note("made as", MADE_AS)

    def state(self, name: str) -> str | None:
        """What was noted under a name."""
        found = self.duckdb.execute("SELECT value FROM kept.state WHERE name = ?", [name]).fetchall()
        return str(found[0][0]) if found else None

    def note(self, name: str, value: str) -> None:
        """Notes a value under a name, in the place of an older one."""
        self.duckdb.execute("INSERT OR REPLACE INTO kept.state VALUES (?, ?)", [name, value])

    # What is there, and what is new

    def stale(self, readings: Mapping[str, str]) -> set[str]:
        """The reports that are new, or have been read or ruled on since; those that are gone are dropped here.

        `readings` has a report's id and whatever changes when its statements do.
        """
        kept = dict(self.duckdb.execute("SELECT report, reading FROM kept.readings").fetchall())
        self._drop(kept.keys() - readings.keys())
        return {report for report, reading in readings.items() if kept.get(report) != reading}

    def _drop(self, reports: Collection[str]) -> None:
        if not reports:
            return
        self.duckdb.register("gone", pa.table({"report": sorted(reports)}))
        self.duckdb.execute(
            "DELETE FROM kept.pairs WHERE EXISTS (SELECT 1 FROM kept.tellings t JOIN gone USING (report) "
            "WHERE t.id = one OR t.id = other)"
        )
        self.duckdb.execute("DELETE FROM kept.shared WHERE one IN (FROM gone) OR other IN (FROM gone)")
        for table in ("tellings", "readings", "sheets", "countries"):
            self.duckdb.execute(f"DELETE FROM kept.{table} WHERE report IN (FROM gone)")
        self.duckdb.unregister("gone")

    def replace(
        self,
        reports: Mapping[str, str],
        rows: Iterable[tuple[Told, Description]],
        sheets: Iterable[Sheet],
        countries: Iterable[Mentioned] = (),
    ) -> None:
        """Puts the tellings, fingerprints and countries of these reports in the place of the old ones, all or none.

        A kill leaves the reports stale, to be described again.
        """
        self.duckdb.execute("BEGIN")
        try:
            self._drop(reports)
            self._insert("tellings", [_row(told, row) for told, row in rows])
            self._insert("sheets", [_sheet_row(sheet) for sheet in sheets])
            self._insert("countries", [dataclasses.asdict(one) for one in countries])
            self._insert("readings", [{"report": report, "reading": reading} for report, reading in reports.items()])
        except BaseException:
            self.duckdb.execute("ROLLBACK")
            raise
        self.duckdb.execute("COMMIT")

    def _insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if not rows:
            return
        known = self.duckdb.sql(f"SELECT * FROM kept.{table} LIMIT 0").to_arrow_table().schema
        self.duckdb.register("added", pa.Table.from_pylist(list(rows), schema=known))
        self.duckdb.execute(f"INSERT INTO kept.{table} SELECT * FROM added")
        self.duckdb.unregister("added")

    def sheets(self) -> list[Sheet]:
        """The fingerprints of every report, in the order of their ids."""
        found = self.duckdb.execute("SELECT * FROM kept.sheets ORDER BY report").fetchall()
        return [
            Sheet(
                report=report,
                print=Print(hashes=np.frombuffer(hashes, np.uint64), words=np.frombuffer(words, np.int32)),
                publisher=publisher,
                published=published,
                length=length,
            )
            for report, hashes, words, publisher, published, length in found
        ]

    def shared(self) -> list[Shared]:
        """The passages known to be shared."""
        found = self.duckdb.execute("SELECT * FROM kept.shared ORDER BY ALL").fetchall()
        names = [field.name for field in dataclasses.fields(Shared)]
        return [Shared(**dict(zip(names, each, strict=True))) for each in found]

    def countries(self) -> list[Mentioned]:
        """How often the statements of each report name places of each country."""
        found = self.duckdb.execute("SELECT * FROM kept.countries ORDER BY ALL").fetchall()
        names = [field.name for field in dataclasses.fields(Mentioned)]
        return [Mentioned(**dict(zip(names, each, strict=True))) for each in found]

    def share(self, found: Iterable[Shared]) -> None:
        """Adds passages that were found to be shared."""
        rows = [dataclasses.asdict(each) for each in found]
        self._insert("shared", [{"start_": row.pop("start"), "end_": row.pop("end"), **row} for row in rows])

    # What clustering and people need

    def tellings(self) -> Iterator[Told]:
        """Every telling, in the order of ids."""
        rows = self.duckdb.cursor().execute(
            "SELECT id, report, founds, statements, concerned, actors, first, published, "
            f"last - first > {LONGEST} FROM kept.tellings ORDER BY id"
        )
        while batch := rows.fetchmany(10_000):
            names = [field.name for field in dataclasses.fields(Told)]
            yield from (Told(**dict(zip(names, each, strict=True))) for each in batch)

    def pairs(self, *, least: float = -99.0) -> Iterator[Weighed]:
        """The pairs of at least this weight, the strongest first, of equal weight in the order of ids."""
        rows = self.duckdb.cursor().execute(
            "SELECT one, other, weight, weights FROM kept.pairs WHERE weight >= ? "
            "ORDER BY round(weight, 6) DESC, one, other",
            [least],
        )
        while batch := rows.fetchmany(10_000):
            for one, other, weight, weights in batch:
                yield Weighed(one=one, other=other, weight=weight, weights=weights)

    def weights(self, least: float) -> Iterator[tuple[str, str, float]]:
        """The pairs of at least this weight, in no order."""
        rows = self.duckdb.cursor().execute("SELECT one, other, weight FROM kept.pairs WHERE weight >= ?", [least])
        while batch := rows.fetchmany(10_000):
            yield from batch

    def described(self, ids: Collection[str]) -> Mapping[str, Description]:
        """The rows of these tellings."""
        self.duckdb.register("wanted", pa.table({"id": pa.array(sorted(ids), pa.string())}))
        names = ", ".join(COLUMNS)
        found = self.duckdb.execute(f"SELECT {names} FROM kept.tellings WHERE id IN (FROM wanted)").fetchall()
        self.duckdb.unregister("wanted")
        return {row[0]: Description(**dict(zip(COLUMNS, row, strict=True))) for row in found}

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        found = self.duckdb.execute(query).fetchall()
        return int(found[0][0]) if found else 0


def _row(told: Told, row: Description) -> dict[str, Any]:
    return dataclasses.asdict(row) | {
        "key": sorted(set(keys(row))),
        "founds": told.founds,
        "statements": list(told.statements),
        "concerned": list(told.concerned),
        "actors": list(told.actors),
    }


def _sheet_row(sheet: Sheet) -> dict[str, Any]:
    return {
        "report": sheet.report,
        "hashes": sheet.print.hashes.tobytes(),
        "words": sheet.print.words.tobytes(),
        "publisher": sheet.publisher,
        "published": sheet.published,
        "length": sheet.length,
    }
