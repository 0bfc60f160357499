"""How much longer the main job takes in an encrypted casebook than in a plain one, with the same reports in one run.

Usage: python -m benchmarks.encryption [REPORTS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from muniment import workflow
from muniment.casebook import Casebook, encryption
from muniment.casebook.encryption import Key
from muniment.settings import Settings, settings_from

KARSA = Path(__file__).parent.parent / "examples" / "karsa"
T = TypeVar("T")
PASSES = 3
PASSPHRASE = "seven herons over grey water"  # noqa: S105  of casebooks that are thrown away


def main() -> None:
    reports = [sys.argv[1] if len(sys.argv) > 1 else str(KARSA / "reports")]
    settings = settings_from(KARSA / "muniment.toml")
    key, seconds = timed(lambda: encryption.new(PASSPHRASE))
    print(f"a new key: {seconds:.1f} s")
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        read(reports, folder / "warm", settings, None)  # loads the model
        for step in (read, checked):
            plain, locked = [], []
            for number in range(PASSES):
                plain.append(step(reports, folder / f"plain-{number}", settings, None))
                locked.append(step(reports, folder / f"locked-{number}", settings, key))
            ratio = min(locked) / min(plain)
            print(
                f"{step.__name__}: plain {min(plain):.1f} s, encrypted {min(locked):.1f} s, ratio {ratio:.2f}",
                flush=True,
            )
        number, seconds = timed(lambda: workflow.encrypt(folder / "plain-0", PASSPHRASE))
        print(f"encrypt: {number} files in {seconds:.1f} s, of which a new key takes the time above")
        opened = encryption.unlocked(folder / "plain-0", PASSPHRASE)
        print(f"decrypt: {timed(lambda: workflow.decrypt(folder / 'plain-0', opened))[1]:.1f} s")


def read(reports: list[str], folder: Path, settings: Settings, key: Key | None) -> float:
    """Add, extract, link and count, in one process; its processor time in seconds."""
    started = time.process_time()
    with Casebook.create(folder, settings, key=key) as casebook:
        workflow.add(casebook, reports)
        workflow.extract(casebook, jobs=1)
        workflow.link(casebook)
        workflow.count(casebook)
    return time.process_time() - started


def checked(_reports: list[str], folder: Path, _settings: Settings, key: Key | None) -> float:
    """The audit of every byte, passage and row; its processor time in seconds."""
    started = time.process_time()
    with Casebook.open(folder, key=key) as casebook:
        assert workflow.check(casebook) == []
    return time.process_time() - started


def timed(task: Callable[[], T]) -> tuple[T, float]:
    """What a task gives, and how long it took by the clock."""
    started = time.perf_counter()
    given = task()
    return given, time.perf_counter() - started


if __name__ == "__main__":
    main()
