"""A later text of a report stands beside the old one; what people ruled on stays on the text that they saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import muniment
from factory import find, report, statement
from muniment import workflow
from muniment.casebook import Casebook
from muniment.desk.sight.shelf import Shelf
from muniment.report import Report, report_of
from muniment.reviewing.anchoring import found_again
from muniment.run import run_of
from muniment.seams import Received
from muniment.settings import Settings

BYTES = b"Soldiers burned the mill. Guards shut the gate on Friday. The gate was of iron.\n"
BADLY = "Soldiers burned the rnill. Guards shut the gate on Friday. The gate was of iron."
OLD, NEW = (run_of("extract", version=version, settings={}) for version in "12")


def by_an_older_reader(content: bytes, text: str) -> Received:
    made = report_of(content, text, name="mill.txt", media_type="text/plain", language="en")
    return Received(report=made, content=content)


@pytest.fixture
def casebook(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Karsa")) as made:
        yield made


@pytest.fixture
def told(casebook: Casebook) -> Report:
    came = by_an_older_reader(BYTES, BADLY)
    casebook.keep([OLD, NEW])
    casebook.keep_report(came)
    casebook.keep_reading(came.report.id, OLD.id, [burned(came.report), shut(came.report), gated(came.report)])
    return came.report


def burned(on: Report, mill: str = "rnill") -> object:
    return statement(on, "burned", type="property.destruction", agent="Soldiers", object=f"the {mill}")


def shut(on: Report) -> object:
    return statement(on, "shut", type="move.blockade", agent="Guards")


def gated(on: Report) -> object:
    return statement(on, "was of iron", type="property.destruction")


def later(casebook: Casebook, told: Report) -> Report:
    (found,) = [one for one in casebook.reports() if one.replaces == told.id]
    return found


def test_a_text_that_differs_is_a_report_of_its_own_beside_the_old_one(casebook: Casebook, told: Report) -> None:
    assert workflow.reread(casebook).new == 1
    new = later(casebook, told)
    assert new.text.startswith("Soldiers burned the mill.")
    assert (new.sha256, new.part, new.name) == (told.sha256, told.part, told.name)
    assert new.id != told.id
    assert casebook.report(told.id) == told
    assert workflow.check(casebook) == []
    assert workflow.reread(casebook).new == 0
    assert casebook.number(Report) == 2


def test_a_text_that_is_the_same_leaves_nothing(casebook: Casebook) -> None:
    casebook.keep_report(by_an_older_reader(BYTES, BYTES.decode()))
    outcome = workflow.reread(casebook)
    assert (outcome.done, outcome.new, outcome.refusals) == (1, 0, [])


def test_what_nobody_ruled_on_stands_until_the_later_text_was_read(casebook: Casebook, told: Report) -> None:
    ruled = next(one for one in casebook.statements() if one.trigger.words == "shut")
    workflow.decide(casebook, ruled.id, "accepted", by="A. Reader")
    workflow.reread(casebook)
    assert {one.report for one in casebook.statements()} == {told.id}
    assert len(list(casebook.statements())) == 3
    new = later(casebook, told)
    casebook.keep_reading(new.id, NEW.id, [burned(new, "mill")])
    assert {(one.report, one.trigger.words) for one in casebook.statements()} == {
        (told.id, "shut"),
        (new.id, "burned"),
    }
    assert len(list(casebook.statements(all=True))) == 4
    assert [hit.report for hit in casebook.search("burned")] == [new.id]
    assert [hit.report for hit in casebook.search("shut")] == [told.id]
    assert casebook.replaced() == {told.id}


def test_an_open_desk_does_not_show_the_statements_of_both_texts(casebook: Casebook, told: Report) -> None:
    ruled = next(one for one in casebook.statements() if one.trigger.words == "shut")
    workflow.decide(casebook, ruled.id, "accepted", by="A. Reader")
    with muniment.open(casebook.folder) as opened:
        shelf = Shelf(opened)
        assert len(shelf.seen("sealed").index.order) == 3
        workflow.reread(casebook)
        assert len(shelf.seen("sealed").index.order) == 3
        new = later(casebook, told)
        casebook.keep_reading(new.id, NEW.id, [burned(new, "mill")])
        standing = {one.id for one in casebook.statements()}
        assert {*shelf.seen("sealed").index.order} == standing == {*Shelf(opened).seen("sealed").index.order}
        assert len(standing) == 2


def test_what_was_ruled_on_and_is_not_found_again_is_listed_with_its_words(casebook: Casebook, told: Report) -> None:
    for one in list(casebook.statements()):
        workflow.decide(casebook, one.id, "accepted", by="A. Reader")
    lost = next(one for one in casebook.statements() if one.trigger.words == "burned")
    (refusal,) = workflow.reread(casebook).refusals
    assert refusal.subject == lost.id
    assert "the rnill" in refusal.reason
    assert [one.subject for one in casebook.refusals()] == [lost.id]


def test_words_are_found_again_by_what_stands_around_them() -> None:
    old = report("Guards shut the gate. Later the gate was opened.")
    new = report("KARSA HERALD\n\nGuards shut the gate. Later, on Friday, the gate was opened.")
    first, second = find(old, "the gate"), find(old, "the gate", near=40)
    for passage, words in ((first, "shut the gate"), (second, "Friday, the gate")):
        found = found_again(passage, old, new)
        assert found is not None
        assert new.text[: found.end].endswith(words)


def test_words_that_stand_at_two_places_alike_are_not_found() -> None:
    old, new = report("the gate"), report("the gate; the gate")
    assert found_again(find(old, "the gate"), report("x the gate y"), new) is None
    assert found_again(find(old, "gate"), old, report("the door")) is None


def test_a_report_whose_bytes_are_gone_is_refused_and_the_others_are_read(casebook: Casebook, told: Report) -> None:
    casebook.keep_report(by_an_older_reader(b"Nothing happened.", "Nothing happened"))
    casebook.content(told).unlink()
    outcome = workflow.reread(casebook)
    assert ["bytes are gone" in refusal.reason for refusal in outcome.refusals] == [True]
    assert outcome.new == 1
