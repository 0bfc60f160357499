"""A task: how it ended, who watches it, its line in the log."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from muniment.casebook import Casebook
from muniment.record import digest
from muniment.run import Entry, Refusal, Run

VERSION = installed("muniment")


Progress = Callable[[str, int, int | None], None]
"""Told the task, how much is done, and how much there is where that is known."""


@dataclass(slots=True)
class Outcome:
    """How a task ended: what was made, what was refused, and which files to open."""

    task: str
    done: int = 0
    new: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    note: str = ""


def silent(_task: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def now() -> str:
    """The time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def logged(casebook: Casebook, run: Run, *, note: str = "") -> Generator[Outcome]:
    """A task in the log: begun, then ended as it ended; a kill leaves it begun."""
    outcome = Outcome(task=run.task)
    entry = Entry(
        id=digest(Entry.PREFIX, run.id, datetime.now(UTC).isoformat()),
        run=run.id,
        task=run.task,
        started=now(),
        note=note,
        reached=casebook.reached(),
    )
    casebook.keep([run, entry])
    try:
        yield outcome
    except BaseException as error:
        casebook.keep([_ended(casebook, entry, outcome, "stopped", note=f"{type(error).__name__}: {error}")])
        raise
    casebook.keep(outcome.refusals)
    how = "done_with_refusals" if outcome.refusals else "done"
    casebook.keep([_ended(casebook, entry, outcome, how, note=note)])


def _ended(casebook: Casebook, entry: Entry, outcome: Outcome, how: Any, *, note: str) -> Entry:
    return replace(
        entry,
        finished=now(),
        outcome=how,
        done=outcome.done,
        refused=len(outcome.refusals),
        note=note,
        reached=casebook.reached(),
    )
