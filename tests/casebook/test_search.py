"""Search finds reports and statements by their words, whatever a person types."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factory import at, received, statement
from intruder import Intruder
from muniment.casebook import Casebook, database
from muniment.casebook.transactions import writer
from muniment.report import Report
from muniment.run import run_of

OLD, NEW = (run_of("extract", version=version, settings={}) for version in "12")


@pytest.fixture
def told(casebook: Casebook) -> Report:
    came = received("Soldiers burned the mill in Ölmez on 3 May, the council said.", title="Mill destroyed")
    casebook.keep([OLD, NEW])
    casebook.keep_report(came)
    casebook.keep_report(received("A bridge was opened in Darrow."))
    burned = statement(
        came.report,
        "burned",
        type="property.destruction",
        voices="author:Uu > the council:CT+",
        agent="Soldiers",
        place="Ölmez",
        date=at("on 3 May", value="2021-05-03"),
    )
    casebook.keep_reading(came.report.id, OLD.id, [burned])
    return came.report


@pytest.mark.parametrize(
    "query", ["mill", "MILLS", "burning", "olmez", '"burned the mill"', "sold*", "destroyed", "3 May"]
)
def test_a_report_is_found_by_its_words_and_its_title(casebook: Casebook, told: Report, query: str) -> None:
    assert [hit.id for hit in casebook.search(query, in_="reports")] == [told.id]


@pytest.mark.parametrize("query", ["mill bridge", '"mill burned"', "sold", "mill NOT bridge", "", "…", "*", '"'])
def test_a_report_is_not_found_by_what_it_does_not_say(casebook: Casebook, told: Report, query: str) -> None:
    assert casebook.search(query, in_="reports") == []


@pytest.mark.parametrize("query", ["burned", "destruction", "soldiers", "council", "2021-05-03", "Ölmez burned"])
def test_a_statement_is_found_by_trigger_type_slots_and_voices(casebook: Casebook, told: Report, query: str) -> None:
    (hit,) = casebook.search(query)
    (found,) = casebook.statements()
    assert (hit.id, hit.report) == (found.id, told.id)


def test_what_was_found_stands_between_the_marks(casebook: Casebook, told: Report) -> None:
    (hit,) = casebook.search("mill", in_="reports", marks=("<", ">"))
    assert "<Mill>" in hit.snippet or "<mill>" in hit.snippet


def test_a_statement_that_a_newer_reading_dropped_is_not_found(casebook: Casebook, told: Report) -> None:
    casebook.keep_reading(told.id, NEW.id, [])
    assert casebook.search("burned") == []


def test_no_more_hits_come_than_were_asked_for(casebook: Casebook) -> None:
    for number in range(5):
        casebook.keep_report(received(f"The gate was shut {number} times."))
    assert len(casebook.search("gate", in_="reports", limit=3)) == 3


def test_the_index_is_rebuilt_from_the_rows(
    casebook: Casebook, intruder: Intruder, told: Report, url: str | None
) -> None:
    for index in ("report_words", "statement_words"):
        intruder.run(f"DELETE FROM {index}" if url else f"INSERT INTO {index}({index}) VALUES ('delete-all')")
    assert casebook.search("mill", in_="reports") + casebook.search("burned") == []
    for _ in range(2):
        with writer(casebook._engine).begin() as connection:
            database.of(connection).index_again(connection)
    assert len(casebook.search("mill", in_="reports")) == len(casebook.search("burned")) == 1


@given(query=st.text(alphabet=st.characters(), max_size=20) | st.text("\"*'()-+^:{}ANDORT\0 a", max_size=20))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_typed_is_safe(casebook: Casebook, told: Report, query: str) -> None:
    assert len(casebook.search(query, in_="reports")) <= 2
    assert len(casebook.search(query)) <= 1
