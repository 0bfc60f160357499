"""The audit is silent over an honest casebook, and names whatever was tampered with."""

from __future__ import annotations

import json

import pytest

from factory import at, received, statement
from intruder import Intruder
from muniment.actor import actor_of
from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.errors import BrokenCustody, MunimentError, TamperedReport, UngroundedStatement
from muniment.report import Report
from muniment.run import refusal_of, run_of

EXTRACT = run_of("extract", version="1", settings={"model": "small"})


@pytest.fixture
def told(casebook: Casebook) -> Report:
    came = received("Soldiers burned the mill on 3 May. The ministry denied it.")
    casebook.keep([EXTRACT])
    casebook.keep_report(came)
    casebook.keep_report(received("Nothing happened."))
    burned = statement(
        came.report,
        "burned",
        type="property.destruction",
        voices="author:Uu > The ministry:CT-",
        agent="Soldiers",
        date=at("on 3 May", value="2021-05-03"),
    )
    soldiers = actor_of(came.report.id, "Soldiers")
    refused = refusal_of("extract", came.report.id, "the words are not there")
    casebook.keep_reading(came.report.id, EXTRACT.id, [burned], [soldiers], [refused])
    ruling = decision_of(
        "slot", (burned.id,), "amended", by="Inan", at="2024-01-01T00:00:00Z", slot="agent", amendment={"agent": []}
    )
    casebook.keep([ruling])
    return came.report


def problems(casebook: Casebook) -> list[MunimentError]:
    return list(casebook.audit())


def test_an_honest_casebook_has_no_problems(casebook: Casebook, told: Report) -> None:
    seen: list[tuple[int, int]] = []
    assert list(casebook.audit(progress=lambda done, total: seen.append((done, total)))) == []
    assert seen == [(1, 2), (2, 2)]


def test_bytes_that_were_changed_are_found(casebook: Casebook, told: Report) -> None:
    path = casebook.content(told)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"mill", b"hill"))
    (problem,) = problems(casebook)
    assert isinstance(problem, TamperedReport)
    assert (problem.report, problem.expected) == (told.id, told.sha256)


def test_bytes_that_are_gone_are_found(casebook: Casebook, told: Report) -> None:
    casebook.content(told).unlink()
    (problem,) = problems(casebook)
    assert isinstance(problem, TamperedReport)
    assert problem.found == ""


def test_a_text_that_was_changed_is_found_with_every_passage_that_no_longer_holds(
    casebook: Casebook, intruder: Intruder, told: Report
) -> None:
    intruder.tamper("reports", text=told.text.replace("Soldiers", "Officers"))
    found = problems(casebook)
    assert [type(problem) for problem in found] == [BrokenCustody, TamperedReport, UngroundedStatement]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("reports", "part", "row 1"),
        ("statements", "realis", "ongoing"),
        ("statements", "type", "life.killing"),
        ("statements", "countable", "1"),
        ("statements", "voices", json.dumps([{"name": "author", "commit": "CT+"}])),
        ("statements", "voices", json.dumps([{"name": "nobody", "commit": "CT+"}])),
        ("statements", "voices", "not JSON"),
        ("statements", "slots", json.dumps({"agent": [{"value": "x", "start": 0, "end": 4, "words": "Army"}]})),
        ("statements", "slots", json.dumps({"agent": [{"value": "x"}]})),
        ("statements", "report", "rp_gone"),
        ("actors", "name", "Officers"),
        ("runs", "version", "2"),
        ("runs", "settings", json.dumps({"model": "large"})),
        ("refusals", "reason", "another"),
        ("decisions", "ruling", "rejected"),
        ("decisions", "by", "Somebody else"),
        ("decisions", "amendment", "null"),
    ],
)
def test_a_row_that_was_changed_is_found(
    casebook: Casebook, intruder: Intruder, told: Report, table: str, column: str, value: str
) -> None:
    intruder.tamper(table, **{column: value})
    assert problems(casebook)


def test_every_problem_says_what_to_do(casebook: Casebook, intruder: Intruder, told: Report) -> None:
    intruder.tamper("statements", realis="ongoing", voices="[]")
    assert all(problem.hint for problem in problems(casebook))
