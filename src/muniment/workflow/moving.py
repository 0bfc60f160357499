"""A casebook's record moves to a server."""

from __future__ import annotations

from pathlib import Path

from muniment.casebook import Casebook, moving
from muniment.run import run_of
from muniment.settings import check_database
from muniment.workflow.running import VERSION, Progress, logged, silent


def move(folder: Path, url: str, *, progress: Progress = silent) -> int:
    """Moves the record in a casebook's folder to the empty database at a URL; the number of rows.

    Raises `BadSetting` for a URL of another kind, `CasebookMismatch` where it cannot be moved there.
    """
    check_database(url)
    moved = moving.move(folder, url, progress=lambda done, total: progress("move", done, total))
    with Casebook.open(folder) as casebook, logged(casebook, run_of("move", version=VERSION, settings={})) as outcome:
        outcome.done = moved
    return moved
