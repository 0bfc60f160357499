"""Several processes read as one does, in order; one that dies is said, and none outlives its parent."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factory import report

from muniment.errors import ReadingStopped
from muniment.extracting.many import processes, read_many
from muniment.report import Report
from muniment.settings import Settings

RAID = "On {day} March 2021 soldiers killed {day} farmers near Velisar. The army denied it."
SPANISH = "Los soldados mataron a dos campesinos."


def reports(number: int) -> list[Report]:
    told = [report(RAID.format(day=day), name=f"{day}.txt", language="en") for day in range(2, number + 1)]
    return [*told, report(SPANISH, name="es.txt", language="es")]


def test_two_processes_read_what_one_reads_in_the_same_order() -> None:
    alone = list(read_many(reports(9), Settings(), "run", jobs=1))
    assert list(read_many(reports(9), Settings(), "run", jobs=2)) == alone
    assert all(found.statements for _, found in alone[:-1])
    assert alone[-1][1].refusals, "a language that nothing reads is refused by name"


def test_a_process_that_dies_is_said_and_what_was_read_before_was_given() -> None:
    found, given = read_many(_deadly(reports(30)), Settings(), "run", jobs=2), list[Report]()
    with pytest.raises(ReadingStopped, match=r"\.txt") as stopped:
        given.extend(one for one, _ in found)
    assert "--jobs" in stopped.value.hint
    assert given == reports(30)[: len(given)]


def _deadly(told: list[Report]) -> Iterator[Report]:
    """The reports; once some are out, the processes that read them are killed, as a machine without memory does."""
    for index, one in enumerate(told):
        if index == 12:  # by then they have begun
            for child in multiprocessing.active_children():
                child.kill()
        yield one


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_process_outlives_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "reading.py"
    script.write_text(
        textwrap.dedent(
            """
            import multiprocessing
            from muniment.extracting.many import read_many
            from muniment.settings import Settings
            from tests.extracting.test_many import reports
            if __name__ == "__main__":
                for _ in read_many(reports(31) * 50, Settings(), "run", jobs=2):
                    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            """
        )
    )
    root = Path(__file__).parents[2]
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root)}
    )
    assert parent.stdout is not None
    children = [int(child) for child in parent.stdout.readline().split()]
    assert len(children) == 2
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 30
    while any(_alive(child) for child in children):
        assert time.monotonic() < deadline, "a process goes on without its parent"
        time.sleep(0.2)


def _alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_more_processes_are_taken_only_where_the_work_is_worth_it() -> None:
    assert processes(0, 10) == 1
    assert processes(3, 1000) == 3
    assert processes(3, 2) == 2
    assert 1 <= processes(0, 10_000) <= 4
