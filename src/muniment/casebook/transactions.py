"""Transactions say so when they begin where they write, for a database has one writer at a time, and where they look long."""

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


def steady(engine: Engine) -> Engine:
    """The same engine, for transactions in which everything is as it stood when they first looked."""
    # In SQLite every transaction is one.
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")
