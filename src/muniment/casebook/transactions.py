"""Transactions that write say so when they begin, for a database has one writer at a time."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

PATIENCE = 60
"""Seconds to wait while somebody else writes."""


def writer(engine: Engine) -> Engine:
    """The same engine, for transactions that write."""
    return engine.execution_options(writes=True)


def writes(connection: Connection) -> bool:
    """Whether a connection was opened to write."""
    return bool(connection.get_execution_options().get("writes"))
