"""Two states of a casebook compared: what came between, and what the record cannot say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from factory import received, statement
from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli import main
from muniment.decision import decision_of
from muniment.errors import BadChoice
from muniment.incident import Citation
from muniment.run import Entry, run_of
from muniment.settings import Settings
from muniment.statement import Entered

ADD, OLD, NEW, LINK = (run_of("task", version=version, settings={}) for version in "1234")
TEXTS = ("Soldiers burned the mill.", "Guards shut the gate.")


def at(hour: int, minute: int = 0) -> str:
    return f"2021-03-12T{hour:02}:{minute:02}:00+00:00"


class Clock:
    """Writes the log as tasks do, at moments of our own."""

    def __init__(self, casebook: Casebook, *, noted: bool = True) -> None:
        self.casebook, self.noted = casebook, noted

    def line(self, run: str, started: str, finished: str | None = None) -> None:
        self.casebook.keep(
            [
                Entry(
                    id=f"lg_{started}",
                    run=run,
                    task="task",
                    started=started,
                    finished=finished,
                    outcome="done" if finished else "running",
                    reached=self.casebook.reached() if self.noted else {},
                )
            ]
        )


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Odem")) as made:
        made.keep([ADD, OLD, NEW, LINK])
        yield made


def filled(casebook: Casebook, *, noted: bool = True) -> Casebook:
    """At 8 a report came, at 9 it was read, at 10 another came, at 11 the first was read anew and numbered."""
    clock = Clock(casebook, noted=noted)
    first, other = (received(text, name=f"{text[:8]}.txt") for text in TEXTS)
    clock.line(ADD.id, at(8))
    casebook.keep_report(first)
    clock.line(ADD.id, at(8), at(8, 5))
    clock.line(OLD.id, at(9))
    casebook.keep_reading(first.report.id, OLD.id, [])
    clock.line(OLD.id, at(9), at(9, 5))
    clock.line(ADD.id, at(10))
    casebook.keep_report(other)
    clock.line(ADD.id, at(10), at(10, 5))
    clock.line(NEW.id, at(11))
    casebook.keep_reading(first.report.id, NEW.id, [])
    casebook.keep([Citation(number="ODE-0001", of="incident", event="issued", members=("st_1",), run=LINK.id)])
    clock.line(NEW.id, at(11), at(11, 5))
    return casebook


def test_what_came_between_two_moments_and_nothing_else(empty: Casebook) -> None:
    first, other = [one.id for one in filled(empty).reports()]
    early = workflow.changes_between(empty, at(7), at(9, 30))
    assert early.reports == (first,)
    assert [(one.report, one.before, one.after) for one in early.readings] == [(first, None, OLD.id)]
    assert (early.citations, early.unsure) == ((), ())
    late = workflow.changes_between(empty, at(9, 30), at(12))
    assert late.reports == (other,)
    assert [(one.report, one.before, one.after) for one in late.readings] == [(first, OLD.id, NEW.id)]
    assert [(one.number, one.event) for one in late.citations] == [("ODE-0001", "issued")]
    assert not workflow.changes_between(empty, at(12), at(13)).any


def test_days_that_follow_one_another_leave_nothing_out_and_nothing_twice(empty: Casebook) -> None:
    filled(empty)
    moments = ["2021-03-11", at(8, 5), at(9, 2), at(10, 5), at(11), "2021-03-13"]
    parts = [workflow.changes_between(empty, *pair) for pair in pairwise(moments)]
    assert [id for part in parts for id in part.reports] == [one.id for one in empty.reports()]
    assert sum(len(part.readings) for part in parts) == 2
    assert sum(len(part.citations) for part in parts) == 1


def test_a_moment_within_a_task_is_said_to_be_unsure(empty: Casebook) -> None:
    filled(empty)
    found = workflow.changes_between(empty, at(11, 2), at(12))
    assert len(found.citations) == 1
    assert found.unsure == (
        "a task was at work at 2021-03-12T11:02:00+00:00: what came before or after that moment counts as later: "
        "readings (1); citations (1)",
    )


def test_a_log_that_did_not_note_how_far_the_record_had_come_is_said_to_be_unsure(empty: Casebook) -> None:
    filled(empty, noted=False)
    found = workflow.changes_between(empty, at(9, 30), at(10, 30))
    assert not found.any
    assert all("was not noted" in words for words in found.unsure)
    assert len(found.unsure) == 2


def test_rulings_made_and_undone_and_statements_entered_carry_their_own_time(empty: Casebook) -> None:
    told = next(filled(empty).reports())
    burned = statement(told, "burned", type="property.destruction", rule="entered", entered=Entered(by="Ada", at=at(9)))
    first = decision_of("statement", (burned.id,), "accepted", by="Ada", at=at(9))
    other = decision_of("statement", (burned.id,), "rejected", by="Ben", at=at(10), supersedes=first.id)
    empty.keep_decisions([first], entered=[burned])
    empty.keep_decisions([other])
    early, late = (workflow.changes_between(empty, *pair) for pair in ((at(8), at(9)), (at(9), at(10))))
    assert (early.entered, early.decisions, early.undone) == ((burned,), (first,), ())
    assert (late.entered, late.decisions, late.undone) == ((), (other,), (first,))


def test_the_log_shows_what_changed(empty: Casebook, capsys: pytest.CaptureFixture[str]) -> None:
    filled(empty)
    for format in ("table", "jsonl"):
        with pytest.raises(SystemExit) as ended:
            main(["log", str(empty.folder), "--since", "2021-03-12", "--until", "2021-03-12", "--format", format])
        assert not ended.value.code
    said = capsys.readouterr().out
    assert "report came" in said
    assert "report read" in said
    assert "number issued" in said
    assert json.loads(said.splitlines()[-1])["citations"][0]["number"] == "ODE-0001"


@pytest.mark.parametrize("moment", ["yesterday", "12 March", "2021-13-01"])
def test_what_is_no_time_is_refused(empty: Casebook, moment: str) -> None:
    with pytest.raises(BadChoice):
        workflow.changes_between(empty, moment)


def test_tasks_note_how_far_the_record_has_come(empty: Casebook, tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(TEXTS[0], encoding="utf-8")
    workflow.add(empty, [tmp_path / "mill.txt"])
    assert [one.reached["reports"] for one in empty.came(Entry)] == [0, 1]
