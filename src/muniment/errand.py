"""Errand: a long task that somebody asked for at the desk, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from muniment.record import described

Event = Literal["asked", "begun", "done", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing that became of a task which was asked for: a row for each; the newest of an id says how it stands."""

    PREFIX: ClassVar[str] = "er"

    id: str = described("digest of the task, who asked and when")
    event: Event = described("asked; begun, once more after each restart; done; stopped")
    task: str = described("add, extract, link, count or publish")
    asked: Mapping[str, Any] = described("what was asked of it: the files of an `add`", default_factory=dict)
    by: str = described("who asked")
    at: str = described("ISO 8601, UTC: when this became of it")
    note: str = described("how it ended, in words", default="")
