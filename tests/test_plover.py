from __future__ import annotations

from typing import Any

from benchmarks.plover import Event, as_event, class_of, parties_right, same

from factory import report, statement

TOLD = report("The union demanded that Marland free the editor, and Marland will send aid. The bishop wept.")


def told(trigger: str, *, type: str, **known: Any):
    return statement(TOLD, trigger, type=type, **known)


def test_a_friendly_deed_still_to_come_is_an_agreement_and_a_hostile_one_a_threat():
    assert class_of(told("send", type="diplomacy.aid", realis="planned")) == "AGREE"
    assert class_of(told("send", type="policy.sanction", realis="threatened")) == "THREATEN"
    assert class_of(told("send", type="diplomacy.aid")) == "AID"


def test_a_friendly_deed_denied_is_a_rejection_and_a_deed_demanded_a_request():
    assert class_of(told("send", type="diplomacy.aid", voices="author:CT-")) == "REJECT"
    assert class_of(told("free", type="liberty.release", realis="demanded")) == "REQUEST"


def test_a_demand_is_aimed_at_who_is_to_act():
    release = told("free", type="liberty.release", slots={"agent": "Marland", "beneficiary": "the editor"})
    demand = told("demanded", type="speech.demand", slots={"agent": "The union", "content": "free"})
    content = demand.slots["content"][0]
    event = as_event(demand, {getattr(content, "statement", ""): release})
    assert event.name == "REQUEST"
    assert [same("Marland", target) for target in event.targets] == [True]


def test_parties_are_compared_by_name_titles_apart():
    assert same("President Marl of Ostran", "Marl")
    assert same("Ostran army", "the Ostran soldiers")
    assert not same("President Marl", "President Odel")


def test_two_sides_must_both_be_there():
    record = {"source": [{"actorText": "Ostran"}, {"actorText": "Marland"}], "target": ""}
    assert parties_right(record, Event(name="AGREE", sources=("Ostran",), targets=("Marland",)))
    assert not parties_right(record, Event(name="AGREE", sources=("Ostran",)))
