"""Muniment reads reports and builds a record of who did what to whom, and who says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.actor import Actor
from muniment.count import Cell, Count, Counts, Estimate, Matrix, Series
from muniment.decision import Decision
from muniment.dossier import Dossier
from muniment.errors import MunimentError
from muniment.incident import Incident, Link, Origin
from muniment.report import Passage, Report
from muniment.run import Run
from muniment.settings import Settings
from muniment.statement import Statement, Voice

if TYPE_CHECKING:
    from muniment.library import Casebook

__all__ = [
    "Actor",
    "Casebook",
    "Cell",
    "Count",
    "Counts",
    "Decision",
    "Dossier",
    "Estimate",
    "Incident",
    "Link",
    "Matrix",
    "MunimentError",
    "Origin",
    "Passage",
    "Report",
    "Run",
    "Series",
    "Settings",
    "Statement",
    "Voice",
    "open",
]


def open(folder: str | Path, *, passphrase: str | None = None) -> Casebook:
    """Opens a casebook; close it, or use it in a `with` statement.

    Raises `CasebookMismatch` where the folder is none, or a newer version wrote it; `LockedCasebook` where it is encrypted
    and neither a passphrase opens it nor the key file that its settings name.
    """
    from muniment.library import Casebook

    return Casebook.unlock(Path(folder), passphrase) if passphrase is not None else Casebook.open(Path(folder))


def __getattr__(name: str) -> Any:
    if name == "Casebook":
        from muniment.library import Casebook

        return Casebook
    raise AttributeError(f"module 'muniment' has no attribute {name!r}")
