"""The record as Parquet: reports, statements and incidents in typed columns, each described in the file's schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import withheld, write_dropped
from muniment.publishing.gathering import gathered
from muniment.publishing.rows import COLUMNS, INCIDENT_COLUMNS, REPORT_COLUMNS, incident_rows, report_row, statement_row
from muniment.taxonomy import data

KINDS: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
}


class Parquet:
    """Writes `reports.parquet`, `statements.parquet` and `incidents.parquet`, the same columns as the CSV files."""

    name = "parquet"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The three files and what was dropped."""
        view = gathered(dossier)
        tables: Mapping[str, tuple[Sequence[str], Iterable[Mapping[str, object]]]] = {
            "reports": (REPORT_COLUMNS, (report_row(view, one) for one in view.dossier.reports)),
            "statements": (COLUMNS, (statement_row(view, one) for one in view.statements.values())),
            "incidents": (INCIDENT_COLUMNS, incident_rows(view)),
        }
        files = [_written(path / f"{name}.parquet", name, columns, rows) for name, (columns, rows) in tables.items()]
        return [*files, write_dropped(path / "parquet.dropped.csv", withheld(view))]


def _written(path: Path, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    known: Mapping[str, Mapping[str, str]] = data("columns.toml")[name]
    fields = [pa.field(column, KINDS[known[column]["kind"]], metadata=_said(known[column])) for column in columns]
    given = [{column: row.get(column) for column in columns} for row in rows]
    pq.write_table(pa.Table.from_pylist(given, schema=pa.schema(fields)), path, compression="zstd")
    return path


def _said(column: Mapping[str, str]) -> Mapping[str, str]:
    return {"description": column["is"]}
