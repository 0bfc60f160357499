"""A casebook's record moves to a server."""

from __future__ import annotations

from pathlib import Path

from muniment.casebook import Casebook, moving
from muniment.casebook.encryption import Key
from muniment.run import run_of
from muniment.settings import check_database
from muniment.workflow.running import VERSION, Progress, logged, silent


def move(folder: Path, url: str, *, key: Key | None = None, progress: Progress = silent) -> int:
    """Moves the record in a casebook's folder to the empty database at a URL; the number of rows.

    Raises `BadSetting` for a URL of another kind, `CasebookMismatch` where it cannot be moved there.
    """
    check_database(url)
    moved = moving.move(folder, url, key=key, progress=lambda done, total: progress("move", done, total))
    run = run_of("move", version=VERSION, settings={})
    with Casebook.open(folder, key=key) as casebook, logged(casebook, run) as outcome:
        outcome.done = moved
    return moved
