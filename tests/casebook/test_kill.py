"""A kill at any moment leaves a casebook that opens, holds, and goes on; two processes may write at once."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.incident import Incident
from muniment.report import Report
from muniment.statement import Statement

SCRIPT = Path(__file__).with_name("adding_reports.py")
REPORTS = 50
KILLS = 5


def start(folder: Path, url: str | None = None) -> subprocess.Popen[bytes]:
    environment = os.environ | ({"MUNIMENT_DATABASE": url} if url else {})
    return subprocess.Popen([sys.executable, SCRIPT, folder, str(REPORTS)], stdout=subprocess.PIPE, env=environment)


def kill_after(process: subprocess.Popen[bytes], steps: int, *, seconds: float) -> None:
    """Kills a process so many steps and a moment after it began."""
    assert process.stdout is not None
    for _ in range(steps):
        process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    ended(process)


def ended(process: subprocess.Popen[bytes]) -> int:
    process.communicate()
    return process.returncode


def test_a_casebook_that_is_killed_again_and_again_holds_and_goes_on(tmp_path: Path) -> None:
    book, chance = tmp_path / "book", random.Random(0)  # moments, not secrets
    states: list[int] = []
    for _ in range(KILLS):
        kill_after(start(book), chance.randint(1, 15), seconds=chance.uniform(0, 0.01))
        with Casebook.open(book) as casebook:
            assert list(casebook.audit()) == []
            every_reading_is_whole_or_absent(casebook)
            states.append(casebook.number(Report) + casebook.number(Statement))
    assert states == sorted(states)
    assert 0 < states[0] < REPORTS
    assert ended(start(book)) == 0
    as_if_never_killed(book)


def test_a_kill_while_the_casebook_is_being_made_leaves_one_that_can_be_made(tmp_path: Path) -> None:
    for moment in range(3):
        book = tmp_path / f"book{moment}"
        process = start(book)
        while not book.exists() and process.poll() is None:
            time.sleep(0.001)
        kill_after(process, 0, seconds=moment * 0.01)
        with Casebook.create(book) as casebook:
            assert list(casebook.audit()) == []


ENTERING = """
import sys
sys.path.insert(0, sys.argv[2])
from factory import received, statement
from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.statement import Entered
told = received(" ".join(f"Soldiers killed {number} people." for number in range(400)))
with Casebook.open(sys.argv[1]) as casebook:
    casebook.keep_report(told)
    print("added", flush=True)
    for number in range(400):
        signed = Entered(by="Ada", at=f"2021-01-01T00:{number // 60:02}:{number % 60:02}Z")
        made = statement(told.report, f"killed {number} ", type="life.killing", rule="entered", entered=signed)
        ruled = decision_of("statement", (made.id,), "accepted", by=signed.by, at=signed.at)
        casebook.keep_decisions([ruled], entered=[made])
        print("entered", flush=True)
"""


def test_a_kill_while_a_person_enters_statements_leaves_none_without_its_decision(tmp_path: Path) -> None:
    book, chance = tmp_path / "book", random.Random(1)  # moments, not secrets
    Casebook.create(book).close()
    for steps in (1, 4, 9):
        command = [sys.executable, "-c", ENTERING, book, SCRIPT.parent.parent]
        kill_after(subprocess.Popen(command, stdout=subprocess.PIPE), steps, seconds=chance.uniform(0, 0.01))
        with Casebook.open(book) as casebook:
            assert list(casebook.audit()) == []
            entered = {one.id for one in casebook.entered()}
            assert entered == {one.targets[0] for one in casebook.decisions()}
            assert len(entered) < 400
    assert entered


def test_a_kill_while_results_are_replaced_leaves_the_old_ones_and_lets_others_write(casebook: Casebook) -> None:
    script = the_script()
    casebook.keep([script.RUN])
    before = Incident(id="in_1", statements=("st_1",), run=script.RUN.id)
    casebook.keep_derived("link", script.RUN.id, [before], "before")
    process = subprocess.Popen([sys.executable, SCRIPT, casebook.folder, "endless"], stdout=subprocess.PIPE)
    kill_after(process, 1, seconds=0)
    assert list(casebook.incidents()) == [before]
    assert casebook.keep_derived("link", script.RUN.id, [], "after") == 0
    assert casebook.fingerprint("link") == "after"


def test_two_processes_may_write_at_once(tmp_path: Path, url: str | None) -> None:
    book = tmp_path / "book"
    both = [start(book, url), start(book, url)]
    assert [ended(process) for process in both] == [0, 0]
    as_if_never_killed(book)


def every_reading_is_whole_or_absent(casebook: Casebook) -> None:
    script = the_script()
    unread = {told.id for told in casebook.unread(script.RUN.id)}
    read = 0
    for told in casebook.reports():
        found = list(casebook.statements(told.id, all=True))
        assert len(found) == (0 if told.id in unread else script.HARMS)
        assert len(list(casebook.actors(told.id))) == (told.id not in unread)
        read += told.id not in unread
    assert len(list(casebook.refusals())) == read
    assert casebook.number(Incident) in (0, script.HARMS)


def as_if_never_killed(book: Path) -> None:
    script = the_script()
    with Casebook.open(book) as casebook:
        assert list(casebook.audit()) == []
        expected = [came.report for came in script.reports(REPORTS)]
        assert sorted(casebook.reports(), key=lambda told: told.id) == sorted(expected, key=lambda told: told.id)
        told = {one for report in expected for one in (made.id for made in script.statements(report))}
        kept = [one.id for one in casebook.statements(all=True)]
        assert len(kept) == len(told)
        assert set(kept) == told
        assert casebook.number(Actor) == REPORTS
        assert casebook.number(Incident) == script.HARMS
        assert list(casebook.sightings()) == []
        assert list(casebook.unread(script.RUN.id)) == []


def the_script() -> Any:
    found = importlib.util.spec_from_file_location("adding_reports", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
