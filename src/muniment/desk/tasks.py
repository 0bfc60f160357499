"""Long tasks that are started from the desk: one at a time, beside the pages, with progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from muniment import workflow
from muniment.casebook import Casebook
from muniment.errors import BadChoice
from muniment.workflow import Outcome

KNOWN: Mapping[str, Callable[..., Outcome]] = {
    "extract": workflow.extract,
    "link": workflow.link,
    "count": workflow.count,
    "publish": workflow.publish,
}
"""Task → what does it. Each is safe to run again, and goes on where it was stopped."""


class Tasks:
    """What is running, and what ran last."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.name, self.done = "", 0
        self.total: int | None = None
        self._pool = ThreadPoolExecutor(1)
        self._running: Future[Outcome] | None = None

    def start(self, name: str) -> None:
        """Starts a task; raises `BadChoice` for one that there is not, or while another runs."""
        if name not in KNOWN:
            raise BadChoice("task", name, hint=f"one of {', '.join(KNOWN)}")
        if self.running:
            raise BadChoice("task", name, hint=f"{self.name} is running; wait until it ends")
        self.name, self.done, self.total = name, 0, None
        self._running = self._pool.submit(KNOWN[name], self.casebook, progress=self._progress)

    @property
    def running(self) -> bool:
        """Whether a task is running."""
        return self._running is not None and not self._running.done()

    @property
    def ended(self) -> str:
        """How the last task ended, in words; empty while one runs, and where none ran."""
        if self._running is None or self.running:
            return ""
        error = self._running.exception()
        return f"{self.name} stopped: {error}" if error else f"{self.name} is done"

    def _progress(self, task: str, done: int, total: int | None) -> None:
        self.name, self.done, self.total = task, done, total
