"""A casebook gives back what it was given, adds nothing twice and overwrites nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from factory import received, statement
from muniment.actor import Actor, actor_of
from muniment.casebook import Casebook, reading
from muniment.casebook.ledger import Sighting
from muniment.count import Count
from muniment.decision import Decision, decision_of
from muniment.errors import MunimentError
from muniment.incident import Incident, Link, Origin
from muniment.record import row
from muniment.report import Report
from muniment.run import Entry, Refusal, Run, refusal_of, run_of
from muniment.seams import Received
from muniment.statement import Statement
from strategies import nouns

OLD = run_of("extract", version="1", settings={})
NEW = run_of("extract", version="2", settings={})
LINK = run_of("link", version="1", settings={})


@pytest.fixture
def raid(casebook: Casebook) -> Report:
    came = received("The army killed 12 people in Karsa. Soldiers burned the mill.")
    casebook.keep([OLD, NEW, LINK])
    casebook.keep_report(came)
    return came.report


def killing(told: Report, **known: Any) -> Statement:
    return statement(told, "killed", type="life.killing", agent="The army", **known)


def burning(told: Report, **known: Any) -> Statement:
    return statement(told, "burned", type="property.destruction", agent="Soldiers", **known)


@pytest.mark.parametrize("noun", [Run, Refusal, Report, Decision, Origin, Link, Incident, Count])
@given(data=st.data())
@examples(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_casebook_gives_back_what_it_was_given(
    casebook: Casebook, url: str | None, noun: type[Any], data: st.DataObject
) -> None:
    given_ = data.draw(nouns(noun))
    kept = dataclasses.replace(given_, id=f"id {casebook.number(noun)}")
    if refused_on_server(casebook, url, kept):
        return
    assert casebook.keep([kept]) == 1
    assert casebook.keep([kept]) == 0
    readers: dict[type[Any], Any] = {
        Run: casebook.runs,
        Refusal: casebook.refusals,
        Report: casebook.reports,
        Decision: casebook.decisions,
        Origin: casebook.origins,
        Link: lambda: casebook.derived(Link),
        Incident: casebook.incidents,
        Count: casebook.counts,
    }
    assert kept in list(readers[noun]())


@given(data=st.data())
@examples(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_statement_and_actor_come_back(casebook: Casebook, url: str | None, data: st.DataObject) -> None:
    told = received("Words.").report
    number = casebook.number(Statement)
    drawn = data.draw(nouns(Statement)), data.draw(nouns(Actor))
    given_ = [dataclasses.replace(one, id=f"id {number}", report=told.id) for one in drawn]
    if any(refused_on_server(casebook, url, one) for one in given_):
        return
    casebook.keep([told, *given_])
    assert given_[0] in list(casebook.statements(all=True))
    assert given_[1] in list(casebook.actors())
    assert casebook.statement(given_[0].id) == given_[0]


def refused_on_server(casebook: Casebook, url: str | None, noun: Any) -> bool:
    """Whether a noun has a NUL in a text, which PostgreSQL cannot keep; that it is refused then, and nothing kept."""
    if url is None or not any("\0" in value for value in row(noun).values() if isinstance(value, str)):
        return False
    before = casebook.number(type(noun))
    with pytest.raises(MunimentError, match="NUL"):
        casebook.keep([noun])
    assert casebook.number(type(noun)) == before
    return True


def test_nothing_is_kept_of_what_could_not_all_be_kept(casebook: Casebook) -> None:
    elsewhere = killing(received("The army killed 12 people.").report)
    with pytest.raises(IntegrityError):
        casebook.keep([OLD, elsewhere])
    assert list(casebook.runs()) == []


def test_what_is_no_noun_of_the_record_is_not_kept(casebook: Casebook) -> None:
    with pytest.raises(TypeError, match="Received"):
        casebook.keep([received("Words.")])


def test_the_same_bytes_twice_are_one_report(casebook: Casebook) -> None:
    came = received("Guards shut the gate.")
    assert [casebook.keep_report(came), casebook.keep_report(came)] == [True, False]
    assert list(casebook.reports()) == [came.report]
    assert list(casebook.sightings()) == []
    assert casebook.report(came.report.id) == came.report


def test_the_same_bytes_from_elsewhere_leave_a_sighting(casebook: Casebook) -> None:
    text = "Guards shut the gate."
    copy = received(text, name="copy.txt", address="https://example.org/gate", run="rn_2")
    for came in (received(text, run="rn_1"), received(text, run="rn_2"), copy, copy):
        casebook.keep_report(came)
    (sighting,) = casebook.sightings()
    assert sighting == Sighting(report=copy.report.id, name="copy.txt", address="https://example.org/gate", run="rn_2")


def test_each_row_of_a_table_is_a_report_of_the_same_bytes(casebook: Casebook) -> None:
    content = received("one\ntwo").content
    for part in ("row 1", "row 2"):
        told = dataclasses.replace(received("one\ntwo", part=part).report, text=part)
        assert casebook.keep_report(Received(report=told, content=content))
    assert [one.text for one in casebook.reports()] == ["row 1", "row 2"]
    assert len([path for path in (casebook.folder / "reports").rglob("*") if path.is_file()]) == 1


def test_an_unknown_report_is_a_key_error(casebook: Casebook) -> None:
    with pytest.raises(KeyError, match="rp_none"):
        casebook.report("rp_none")


def test_more_reports_than_a_page_come_in_the_order_they_were_added(casebook: Casebook) -> None:
    names = [f"{number} of many.txt" for number in range(reading.FEW * 3 + 1)]
    for name in names:
        casebook.keep_report(received(name, name=name))
    assert [one.name for one in casebook.reports()] == names


def test_statements_come_in_the_order_of_their_triggers_however_many(casebook: Casebook, raid: Report) -> None:
    first, second = killing(raid), burning(raid)
    many = [dataclasses.replace(first, id=f"st_{number}") for number in range(reading.PAGE * 2)]
    casebook.keep([second, *many])
    found = list(casebook.statements(raid.id))
    assert found[-1] == second
    assert found[:-1] == many
    assert casebook.number(Statement) == len(found)


def test_reports_are_in_the_order_of_their_characters_whatever_the_language_of_the_server(casebook: Casebook) -> None:
    told = [
        dataclasses.replace(received("The army killed him.").report, id=id) for id in ("rp_a", "rp_B", "rp_Ö", "rp_b")
    ]
    casebook.keep([*told, *(killing(report) for report in told)])
    assert [one.report for one in casebook.statements()] == ["rp_B", "rp_a", "rp_b", "rp_Ö"]


def test_statements_are_picked_by_kind_type_and_whether_they_count(casebook: Casebook, raid: Report) -> None:
    death = statement(raid, "killed", type="harm.death", count="12 people")
    told, denied = killing(raid), burning(raid, voices="author:CT-")
    casebook.keep([death, told, denied])
    assert list(casebook.statements(kind="harm")) == [death]
    assert list(casebook.statements(type="life.killing")) == [told]
    assert list(casebook.statements(countable=False)) == [denied]
    assert list(casebook.statements(kind="act", countable=True)) == [told]
    assert list(casebook.statements("rp_other")) == []


def test_a_newer_reading_stands_and_the_older_one_is_kept(casebook: Casebook, raid: Report) -> None:
    army, soldiers = actor_of(raid.id, "The army"), actor_of(raid.id, "Soldiers")
    refused = refusal_of("extract", raid.id, "words not found", run=OLD.id)
    assert casebook.keep_reading(raid.id, OLD.id, [killing(raid)], [army], [refused]) == 1
    assert list(casebook.refusals()) == [refused]
    assert casebook.keep_reading(raid.id, NEW.id, [killing(raid), burning(raid)], [army, soldiers]) == 2
    assert [(one.type, one.run) for one in casebook.statements()] == [
        ("life.killing", NEW.id),
        ("property.destruction", NEW.id),
    ]
    assert [one.run for one in casebook.statements(all=True)] == [OLD.id, NEW.id, NEW.id]
    assert [(one.name, one.run) for one in casebook.actors()] == [("The army", NEW.id), ("Soldiers", NEW.id)]
    assert list(casebook.refusals()) == []


def test_going_back_to_earlier_rules_reads_again_and_adds_no_statement(casebook: Casebook, raid: Report) -> None:
    casebook.keep_reading(raid.id, OLD.id, [killing(raid)])
    casebook.keep_reading(raid.id, NEW.id, [burning(raid)])
    assert [one.id for one in casebook.unread(OLD.id)] == [raid.id]
    assert casebook.keep_reading(raid.id, OLD.id, [killing(raid)]) == 0
    assert [one.type for one in casebook.statements()] == ["life.killing"]
    assert casebook.number(Statement) == 1


def test_a_report_in_which_nothing_was_found_has_been_read(casebook: Casebook, raid: Report) -> None:
    assert (casebook.unread_number(OLD.id), [one.id for one in casebook.unread(OLD.id)]) == (1, [raid.id])
    casebook.keep_reading(raid.id, OLD.id, [])
    assert (casebook.unread_number(OLD.id), list(casebook.unread(OLD.id))) == (0, [])
    assert casebook.unread_number(NEW.id) == 1


def test_reports_may_be_read_while_the_unread_are_listed(casebook: Casebook) -> None:
    casebook.keep([OLD])
    for number in range(reading.FEW * 2 + 1):
        casebook.keep_report(received(f"Report {number}."))
    seen = []
    for told in casebook.unread(OLD.id):
        casebook.keep_reading(told.id, OLD.id, [])
        seen.append(told.id)
    assert seen == [one.id for one in casebook.reports()]


def test_a_reading_takes_no_statement_of_another_report_or_run(casebook: Casebook, raid: Report) -> None:
    other = killing(received("The army killed 12 people.").report)
    with pytest.raises(ValueError, match="not of"):
        casebook.keep_reading(raid.id, OLD.id, [other])
    with pytest.raises(ValueError, match="not by"):
        casebook.keep_reading(raid.id, OLD.id, [killing(raid, run=NEW.id)])
    assert list(casebook.statements(all=True)) == []
    assert casebook.unread_number(OLD.id) == 1


def test_a_new_derivation_takes_the_place_of_the_old_one(casebook: Casebook) -> None:
    casebook.keep([LINK])
    first, second = (Incident(id=f"in_{n}", statements=(f"st_{n}",), run=LINK.id) for n in (1, 2))
    origin = Origin(id="og_1", reports=("rp_1",), run=LINK.id)
    joined = Actor(id="ac_1", name="The army", members=("ac_2",), run=LINK.id)
    assert casebook.fingerprint("link") is None
    assert casebook.keep_derived("link", LINK.id, [first, origin, joined], "once") == 3
    assert casebook.keep_derived("link", LINK.id, [first, origin, joined], "once") == 3
    assert (list(casebook.incidents()), list(casebook.origins())) == ([first], [origin])
    assert list(casebook.actors(joined=True)) == [joined]
    assert list(casebook.actors()) == []
    casebook.keep_derived("link", LINK.id, [second], "twice")
    assert (list(casebook.incidents()), list(casebook.origins())) == ([second], [])
    assert casebook.fingerprint("link") == "twice"


def test_a_derivation_leaves_the_results_of_other_tasks(casebook: Casebook) -> None:
    casebook.keep([LINK])
    found = Incident(id="in_1", statements=("st_1",), run=LINK.id)
    casebook.keep_derived("link", LINK.id, [found], "")
    casebook.keep_derived("count", LINK.id, [], "")
    assert list(casebook.derived(Incident, "link")) == [found]
    assert list(casebook.derived(Incident, "count")) == []


def test_a_derivation_that_fails_leaves_the_one_before(casebook: Casebook) -> None:
    casebook.keep([LINK])
    found = Incident(id="in_1", statements=("st_1",), run=LINK.id)
    casebook.keep_derived("link", LINK.id, [found], "before")
    with pytest.raises(ValueError, match="not by"):
        casebook.keep_derived("link", LINK.id, [dataclasses.replace(found, id="in_2", run="rn_x")], "after")
    assert list(casebook.incidents()) == [found]
    assert casebook.fingerprint("link") == "before"


def test_results_are_fresh_until_something_is_added(casebook: Casebook, raid: Report) -> None:
    def derive() -> None:
        casebook.keep_derived("link", LINK.id, [], casebook.mark())

    assert not casebook.fresh("link", LINK.id)
    derive()
    assert casebook.fresh("link", LINK.id)
    assert not casebook.fresh("link", NEW.id)
    ruling = decision_of("report", (raid.id,), "rejected", by="Inan", at="2024-01-01T00:00:00Z")
    for change in (
        lambda: casebook.keep_report(received("Another.")),
        lambda: casebook.keep_reading(raid.id, OLD.id, []),
        lambda: casebook.keep([ruling]),
    ):
        change()
        assert not casebook.fresh("link", LINK.id)
        derive()
        assert casebook.fresh("link", LINK.id)


def test_an_entry_of_the_log_is_begun_and_later_ended(casebook: Casebook) -> None:
    begun = Entry(id="lg_1", run=OLD.id, task="extract", started="2024-01-02T00:00:00Z")
    killed = Entry(id="lg_0", run=OLD.id, task="add", started="2024-01-01T00:00:00Z")
    ended = dataclasses.replace(begun, finished="2024-01-02T00:01:00Z", outcome="done", done=3)
    casebook.keep([begun, killed])
    assert list(casebook.log()) == [killed, begun]
    casebook.keep([ended])
    assert list(casebook.log()) == [killed, ended]


def test_two_open_casebooks_see_what_each_adds(casebook: Casebook) -> None:
    with Casebook.open(casebook.folder) as other:
        casebook.keep([OLD])
        assert list(other.runs()) == [OLD]
        other.keep([NEW])
        assert list(casebook.runs()) == [OLD, NEW]
