"""Workings as one encrypted file: read into memory, and written whole when all went well."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa


class Cipher(Protocol):
    """What encrypts bytes, and decrypts what it encrypted."""

    def encrypt(self, content: bytes, /) -> bytes:
        """The bytes, encrypted."""
        ...

    def decrypt(self, content: bytes, /) -> bytes:
        """The bytes again; raises `ValueError` where they cannot be had."""
        ...


class Sealed:
    """The tables of `kept`, and the file that keeps them from one time to the next; it may be deleted at any time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, cipher: Cipher) -> None:
        self._duckdb = connection
        self._path = path
        self._cipher = cipher

    def load(self) -> None:
        """Fills the tables from the file; one that is broken or of another form is left, and written anew."""
        try:
            content = self._cipher.decrypt(self._path.read_bytes())
        except (FileNotFoundError, ValueError):
            return
        self._duckdb.execute("BEGIN")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                for name in file.namelist():
                    self._duckdb.register("loaded", pa.ipc.open_stream(file.read(name)).read_all())
                    # Weighing makes tables of its own there.
                    self._duckdb.execute(f"CREATE TABLE IF NOT EXISTS kept.{name} AS FROM loaded LIMIT 0")
                    self._duckdb.execute(f"INSERT INTO kept.{name} SELECT * FROM loaded")
                    self._duckdb.unregister("loaded")
        except (duckdb.Error, pa.ArrowException, zipfile.BadZipFile):
            self._duckdb.execute("ROLLBACK")
            return
        self._duckdb.execute("COMMIT")

    def save(self) -> None:
        """Writes the file anew, whole or not at all."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as file:
            for name in self._tables():
                table = self._duckdb.sql(f"SELECT * FROM kept.{name}").to_arrow_table()
                stream = io.BytesIO()
                with pa.ipc.new_stream(stream, table.schema) as writer:
                    writer.write_table(table)
                file.writestr(name, stream.getvalue())
        draft = self._path.with_name(f".{self._path.name}.part")
        draft.write_bytes(self._cipher.encrypt(written.getvalue()))
        draft.replace(self._path)

    def _tables(self) -> list[str]:
        query = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'kept' ORDER BY table_name"
        return [str(name) for (name,) in self._duckdb.execute(query).fetchall()]
