"""Long tasks that are asked for at the desk: one after another, each in a process of its own, gone on with after a restart."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import RLock
from typing import Any, BinaryIO

from muniment import workflow
from muniment.casebook import Casebook
from muniment.errand import Errand, Event
from muniment.errors import BadChoice, MunimentError, UnknownTarget
from muniment.record import digest
from muniment.workflow import Outcome

INBOX = "inbox"
"""The folder inside a casebook where files wait that came through the desk; they go when they were added."""

TRIES = 3
"""How often a task is begun again after the desk ended while it ran."""

STEPS: Mapping[str, Sequence[str]] = {
    "add": ("add", "extract"),
    "extract": ("extract",),
    "link": ("link",),
    "count": ("count",),
    "publish": ("publish",),
    "renew": ("extract", "link", "count"),
}
"""Task → the verbs that it runs. Each is safe to run again, and goes on where it was stopped."""


class Tasks:
    """What waits, what runs and how far it has come."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.current: Errand | None = None
        self.step, self.done = "", 0
        self.total: int | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="errands")
        self._lock = RLock()
        self._process: Any = None
        self._ending = False

    def resume(self) -> None:
        """Goes on with what was asked for before the desk ended."""
        begun: dict[str, int] = {}
        for one in self.casebook.news(Errand)[0]:
            begun[one.id] = begun.get(one.id, 0) + (one.event == "begun")
        for one in self.casebook.errands().values():
            if one.event in ("asked", "begun"):
                if begun[one.id] >= TRIES:
                    self._became(one, "stopped", f"the desk ended {TRIES} times while it ran; ask for it again")
                else:
                    self._pool.submit(self._run, one)

    def ask(self, task: str, *, by: str, files: Iterable[tuple[str, BinaryIO]] = ()) -> Errand:
        """Asks for a task, which begins when those before it have ended; raises `BadChoice` for one that there is not."""
        if task not in STEPS:
            raise BadChoice("task", task, hint=f"one of {', '.join(STEPS)}")
        at = workflow.now()
        errand = Errand(
            id=digest(Errand.PREFIX, task, by, at, len(self.casebook.errands())), event="asked", task=task, by=by, at=at
        )
        kept = [str(one) for one in _received(self.casebook.folder / INBOX / errand.id, files)]
        if task == "add" and not kept:
            raise BadChoice("files", "none", hint="choose one file or more")
        errand = replace(errand, asked={"files": kept} if kept else {})
        self.casebook.keep([errand])
        self._pool.submit(self._run, errand)
        return errand

    def stop(self, id: str, *, by: str) -> None:
        """Stops a task that waits or runs; what it has kept stays. Raises `UnknownTarget` where there is none."""
        with self._lock:
            held = self.casebook.errands().get(id)
            if held is None or held.event not in ("asked", "begun"):
                raise UnknownTarget(id)
            self._became(held, "stopped", f"by {by}")
            if held.event == "asked":
                self._let_go(id)
            if self.current is not None and self.current.id == id and self._process is not None:
                self._process.terminate()

    def newest(self, number: int) -> list[Errand]:
        """How the tasks that were asked for last stand, newest first."""
        return list(self.casebook.errands().values())[-number:][::-1]

    @property
    def waiting(self) -> int:
        """How many wait or run."""
        return sum(one.event in ("asked", "begun") for one in self.casebook.errands().values())

    def close(self) -> None:
        """Lets go of what runs; the next desk goes on with it."""
        with self._lock:
            self._ending = True
            if self._process is not None:
                self._process.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, errand: Errand) -> None:
        held = self.casebook.errands().get(errand.id)
        if self._ending or held is None or held.event == "stopped":
            return
        self._became(errand, "begun")
        self.step, self.done, self.total = errand.task, 0, None
        self.current = errand
        try:
            note, well = self._in_a_process(errand)
        finally:
            self.current, self._process = None, None
        with self._lock:
            if self._ending:
                return
            if self.casebook.errands()[errand.id].event != "stopped":
                self._became(errand, "done" if well else "stopped", note)
        self._let_go(errand.id)

    def _let_go(self, id: str) -> None:
        """The files of a task that has ended, well or not: what was added is sealed in the casebook."""
        shutil.rmtree(self.casebook.folder / INBOX / id, ignore_errors=True)

    def _in_a_process(self, errand: Errand) -> tuple[str, bool]:
        """Runs a task where it can neither slow the pages down nor take them with it when it dies."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=perform, args=(self.casebook.folder, errand.task, errand.asked, theirs), daemon=True
        )
        with self._lock:
            if self._ending:
                return "", False
            process.start()
            self._process = process
        theirs.close()
        ended: tuple[str, bool] | None = None
        while ended is None:
            try:
                said = ours.recv()
            except EOFError:
                break
            if len(said) == 2:
                ended = said
            else:
                self.step, self.done, self.total = said
        process.join()
        return ended or ("its process ended before it was done; what was kept stays", False)

    def _became(self, errand: Errand, event: Event, note: str = "") -> None:
        self.casebook.keep([replace(errand, event=event, at=workflow.now(), note=note)])


def perform(folder: Path, task: str, asked: Mapping[str, Any], to: Connection) -> None:
    """Runs a task on the casebook in a folder; sends how far it has come, then how it ended and whether well."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Casebook.open(folder) as casebook:
            outcomes = [_step(casebook, verb, asked, to) for verb in STEPS[task]]
            workflow.write_refusals(casebook)
    except MunimentError as error:
        to.send((f"{error}{f'; {error.hint}' if error.hint else ''}", False))
    except Exception as error:  # the person who asked must hear of it, whatever it is
        to.send((f"{type(error).__name__}: {error}", False))
        raise
    else:
        refused = sum(len(one.refusals) for one in outcomes)
        to.send((f"{refused} refused: see the log" if refused else "", True))


def _step(casebook: Casebook, verb: str, asked: Mapping[str, Any], to: Connection) -> Outcome:
    def tell(step: str, done: int, total: int | None) -> None:
        to.send((step, done, total))

    if verb == "add":
        return workflow.add(casebook, asked["files"], progress=tell)
    run: Callable[..., Outcome] = getattr(workflow, verb)
    return run(casebook, progress=tell)


def _received(folder: Path, files: Iterable[tuple[str, BinaryIO]]) -> list[Path]:
    """Files as they came, under names that lead nowhere else."""
    kept: list[Path] = []
    for number, (name, content) in enumerate(files):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _plain(name, number)
        if path.exists():
            path = path.with_name(f"{number}-{path.name}")
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
        kept.append(path)
    return kept


DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that lead to a device on some systems, whatever follows them."""

FORBIDDEN = '<>:"|?*'
"""What no name may hold on some systems; `a.txt:b` is a second file behind the first."""


def _plain(name: str, number: int) -> str:
    """The last part of a name, as short as a file's name may be, that means nothing to any system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    letters = "".join(one for one in last if one.isprintable() and one not in FORBIDDEN).strip(" .")
    stem, dot, suffix = letters.rpartition(".")
    short = f"{_cut(stem, 150)}{dot}{_cut(suffix, 40 if stem else 150)}"
    return f"file-{number}" if not letters else f"file-{short}" if DEVICE.match(short) else short


def _cut(word: str, most: int) -> str:
    """The beginning of a word, in so many bytes at the most."""
    return word.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")
