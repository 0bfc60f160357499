"""Tasks: killed in the middle, gone on with after a restart, given up after three tries, and stopped."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from muniment.desk.tasks import TRIES, Tasks
from muniment.errand import Errand
from muniment.errors import BadChoice, UnknownTarget
from muniment.library import Casebook

WAIT = 300.0
STORY = "Police arrested five nurses in Velm on 20 March 2021.\n"


def until(holds: Callable[[], object]) -> None:
    """Waits until something holds, which it must."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


def events(casebook: Casebook, id: str) -> list[str]:
    return [one.event for one in casebook.news(Errand)[0] if one.id == id]


def state(casebook: Casebook, id: str) -> Errand:
    return casebook.errands()[id]


def ended(casebook: Casebook, id: str) -> bool:
    return state(casebook, id).event in ("done", "stopped")


@pytest.fixture
def tasks(casebook: Casebook):
    made = Tasks(casebook)
    yield made
    made.close()


def test_a_task_whose_process_is_killed_says_so_and_the_next_one_runs(tasks: Tasks, casebook: Casebook) -> None:
    killed = tasks.ask("renew", by="R. Velt")
    next_ = tasks.ask("count", by="R. Velt")
    until(lambda: tasks._process is not None and tasks._process.pid)  # pyright: ignore[reportPrivateUsage]
    os.kill(tasks._process.pid, signal.SIGKILL)  # pyright: ignore[reportPrivateUsage]
    until(lambda: ended(casebook, next_.id))
    assert (state(casebook, killed.id).event, state(casebook, killed.id).note) == (
        "stopped",
        "its process ended before it was done; what was kept stays",
    )
    assert state(casebook, next_.id).event == "done"
    assert list(casebook.audit()) == []


DESK = """
import sys, io
from muniment.library import Casebook
from muniment.desk.tasks import Tasks
if __name__ == "__main__":
    with Casebook.open(sys.argv[1]) as casebook:
        tasks = Tasks(casebook)
        tasks.resume()
        if len(sys.argv) > 2:
            one = tasks.ask("add", by="R. Velt", files=[("later.txt", io.BytesIO(sys.argv[2].encode()))])
            print(one.id, flush=True)
        sys.stdin.read()
        tasks.close()
"""


def begun(script: Path, book: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(script), str(book), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_task_goes_on_when_the_desk_was_killed_and_begun_anew(casebook: Casebook, tmp_path: Path) -> None:
    script = tmp_path / "desking.py"
    script.write_text(DESK, encoding="utf-8")
    with begun(script, casebook.folder, STORY) as first:
        assert first.stdout is not None
        id = first.stdout.readline().strip()
        until(lambda: events(casebook, id)[-1] == "begun")
        listed = Path(f"/proc/{first.pid}/task/{first.pid}/children")  # on Linux alone
        children = [int(one) for one in listed.read_text().split()] if listed.exists() else []
        first.kill()
    assert state(casebook, id).event == "begun"
    with begun(script, casebook.folder) as second:
        until(lambda: ended(casebook, id))
        second.communicate("")
    assert events(casebook, id) == ["asked", "begun", "begun", "done"], state(casebook, id)
    assert [one.name for one in casebook.reports()].count("later.txt") == 1
    assert not list((casebook.folder / "inbox").glob("*"))
    assert list(casebook.audit()) == []
    until(lambda: not any(Path(f"/proc/{child}/cwd").exists() for child in children))


def test_a_task_that_ended_the_desk_three_times_is_given_up(casebook: Casebook) -> None:
    one = Errand(id="er_1", event="asked", task="count", by="R. Velt", at="2021-06-01T10:00:00+00:00")
    casebook.keep([one])
    for number in range(TRIES):
        casebook.keep([replace(one, event="begun", at=f"2021-06-01T1{number + 1}:00:00+00:00")])
    tasks = Tasks(casebook)
    tasks.resume()
    tasks.close()
    assert state(casebook, "er_1").event == "stopped"
    assert "3 times" in state(casebook, "er_1").note


def test_a_task_is_stopped_while_it_waits_and_while_it_runs(tasks: Tasks, casebook: Casebook) -> None:
    runs = tasks.ask("renew", by="R. Velt")
    waits = tasks.ask("add", by="R. Velt", files=[("a.txt", io.BytesIO(STORY.encode()))])
    assert list((casebook.folder / "inbox" / waits.id).iterdir())
    until(lambda: tasks._process is not None)  # pyright: ignore[reportPrivateUsage]
    tasks.stop(waits.id, by="M. Kestra")
    tasks.stop(runs.id, by="M. Kestra")
    until(lambda: tasks.current is None)
    for id in (runs.id, waits.id):
        assert (state(casebook, id).event, state(casebook, id).note) == ("stopped", "by M. Kestra")
        with pytest.raises(UnknownTarget):
            tasks.stop(id, by="M. Kestra")
    assert not (casebook.folder / "inbox" / waits.id).exists()
    assert "begun" not in events(casebook, waits.id)
    assert [one.name for one in casebook.reports()].count("a.txt") == 0


@pytest.mark.parametrize("task", ["rm", "", "add"])
def test_what_is_no_task_or_adds_nothing_is_refused(tasks: Tasks, casebook: Casebook, task: str) -> None:
    with pytest.raises(BadChoice):
        tasks.ask(task, by="R. Velt")
    assert casebook.errands() == {}
