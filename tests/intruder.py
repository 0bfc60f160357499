"""Somebody who has the database of a casebook, and goes past Muniment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text


class Intruder:
    """Runs what they like in the file, or on the server as the role that may do everything."""

    def __init__(self, folder: Path, url: str | None) -> None:
        place = url.replace("postgresql://team", "postgresql+psycopg://postgres") if url else None
        self.engine = create_engine(place or f"sqlite:///{folder / 'casebook.db'}")

    def run(self, command: str, *, unchecked: bool = False, **values: Any) -> list[tuple[Any, ...]]:
        with self.engine.begin() as connection:
            if unchecked and connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            found = connection.execute(text(command), values)
            return [tuple(row) for row in found] if found.returns_rows else []

    def tamper(self, table: str, **values: str) -> None:
        """Edits the first row, as who knows to get rid of the triggers."""
        changes = ", ".join(f'"{column}" = :{column}' for column in values)
        with self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {table}_no_UPDATE"))
            else:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(f"UPDATE {table} SET {changes} WHERE sequence = 1"), values)
