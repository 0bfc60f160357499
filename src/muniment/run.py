"""Run: which task, version and settings made a thing; and the log of when tasks ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from muniment.record import described, digest

Outcome = Literal["running", "done", "done_with_refusals", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A task with its version and settings. The same three are the same run, whenever it is repeated."""

    PREFIX: ClassVar[str] = "rn"

    id: str = described("digest of task, version and settings")
    task: str = described("the verb: add, extract, link, count, publish, read")
    version: str = described("version of Muniment")
    settings: Mapping[str, Any] = described("what the result depends on: model, rules, thresholds")


def run_of(task: str, *, version: str, settings: Mapping[str, Any]) -> Run:
    """The run of a task under these settings, with its id."""
    return Run(id=digest(Run.PREFIX, task, version, settings), task=task, version=version, settings=settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log: a task that was started, and how it ended."""

    PREFIX: ClassVar[str] = "lg"

    id: str = described("digest of run and starting time")
    run: str = described("id of the Run")
    task: str = described("the verb")
    started: str = described("ISO 8601, UTC")
    finished: str | None = described("ISO 8601, UTC; empty while running or when it was killed", default=None)
    outcome: Outcome = described("running, done, done_with_refusals or stopped", default="running")
    done: int = described("things made or kept", default=0)
    refused: int = described("things refused", default=0)
    note: str = described("what was asked, or why it stopped", default="")
    reached: Mapping[str, int] = described(
        "how many reports, readings and citations the casebook held at that moment; empty where it was not noted",
        default_factory=dict,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that a task would not take, by name and with the reason."""

    PREFIX: ClassVar[str] = "rf"

    id: str = described("digest of task, subject and reason")
    task: str = described("the verb that refused")
    subject: str = described("path, or id of a report")
    reason: str = described("one sentence")
    hint: str = described("what to do about it", default="")
    run: str = described("id of the Run", default="")


def refusal_of(task: str, subject: str, reason: str, *, hint: str = "", run: str = "") -> Refusal:
    """A refusal with its id."""
    return Refusal(
        id=digest(Refusal.PREFIX, task, subject, reason),
        task=task,
        subject=subject,
        reason=reason,
        hint=hint,
        run=run,
    )
