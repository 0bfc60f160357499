"""Tellings of one incident are joined; what a report or a person tells apart stays apart."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from factory import at, report, statement
from linking.strikes import linked, told
from muniment.decision import Ruling, decision_of
from muniment.errors import ContradictoryDecision
from muniment.incident import Incident
from muniment.report import Report
from muniment.statement import Statement

Told = tuple[Report, list[Statement]]


def joined(*given: Told, decisions: tuple[object, ...] = ()) -> list[Incident]:
    return list(linked(given, decisions).incidents)  # pyright: ignore[reportArgumentType]


def ruled(ruling: Ruling, one: Statement, other: Statement) -> object:
    return decision_of("pair", (one.id, other.id), ruling, by="reader", at="2021-04-01T00:00:00Z")


def test_two_reports_of_one_day_and_place_are_one_incident_though_their_figures_differ() -> None:
    (incident,) = joined(told("Odem", "2021-03-12", dead="9"), told("Odem", "2021-03-12", dead="31", publisher="Tide"))
    assert len(incident.statements) == 4


def test_another_day_or_another_town_is_another_incident() -> None:
    first, later = told("Odem", "2021-03-12"), told("Odem", "2021-03-19", publisher="Tide")
    elsewhere = told("Harrowby Down", "2021-03-12", publisher="Gale")
    assert len(joined(first, later, elsewhere)) == 3


def test_a_month_does_not_join_by_itself_what_happened_in_it() -> None:
    day, month = told("Odem", "2021-03-12"), told("Harrowby Down", "2021-03", publisher="Tide")
    ids = {one.id for one in day[1]}, {one.id for one in month[1]}
    assert not any(ids[0] & set(found.statements) and ids[1] & set(found.statements) for found in joined(day, month))


def test_what_does_not_count_is_in_no_incident() -> None:
    one, said = told("Odem", "2021-03-12", voice="author:Uu > the ministry:CT-")
    assert joined((one, said)) == []


def test_an_aggregate_figure_founds_no_incident() -> None:
    one = report("Since March 214 people were killed in the province.")
    figure = at("214", low=214, best=214, high=214, unit="person", scope="cumulative")
    assert joined((one, [statement(one, "killed", type="harm.death", count=figure)])) == []


def test_two_strikes_that_one_report_tells_apart_are_not_joined_through_another_report() -> None:
    text = "An aircraft bombed Odem on 2021-03-12. In another raid that day an aircraft struck Odem again."
    both = report(text)
    where, when = at("Odem", precision="settlement", country="XKA"), at("2021-03-12")
    acts = [
        statement(both, "bombed", type="life.attack", place=where, date=when),
        statement(both, "struck", type="life.attack", place=where, date=when),
    ]
    found = joined((both, acts), told("Odem", "2021-03-12", publisher="Tide"))
    apart = [incident for incident in found if {acts[0].id, acts[1].id} <= set(incident.statements)]
    assert not apart
    assert len(found) == 2


def test_a_title_and_a_bare_figure_belong_to_the_strike_that_the_report_pins_down() -> None:
    title = "Strike kills many"
    text = f"{title}\n\nAn aircraft bombed Odem on 2021-03-12. The bombs killed 31 people."
    one = report(text, title=title)
    acts = [
        statement(one, "kills", type="life.killing"),
        statement(
            one,
            "bombed",
            type="life.attack",
            place=at("Odem", precision="settlement", country="XKA"),
            date=at("2021-03-12"),
        ),
        statement(one, "killed", type="harm.death", victim="31 people", count=at("31")),
    ]
    (incident,) = joined((one, acts))
    assert set(incident.statements) == {act.id for act in acts}


def test_a_person_joins_and_separates() -> None:
    near, far = told("Odem", "2021-03-12"), told("Harrowby Down", "2021-03-12", publisher="Tide")
    assert len(joined(near, far, decisions=(ruled("same", near[1][0], far[1][0]),))) == 1
    same = told("Odem", "2021-03-12", publisher="Gale")
    assert len(joined(near, same, decisions=(ruled("different", near[1][0], same[1][0]),))) == 2


def test_rulings_that_contradict_each_other_name_their_chain() -> None:
    one, two, three = (told("Odem", "2021-03-12", publisher=name)[1][0] for name in ("Post", "Tide", "Gale"))
    decisions = (ruled("same", one, two), ruled("same", two, three), ruled("different", one, three))
    given = [told("Odem", "2021-03-12", publisher=name) for name in ("Post", "Tide", "Gale")]
    with pytest.raises(ContradictoryDecision) as error:
        joined(*given, decisions=decisions)
    assert set(error.value.chain) == {one.id, two.id, three.id}


def test_the_order_of_reports_does_not_change_what_is_joined() -> None:
    given = [
        told("Odem", "2021-03-12"),
        told("Odem", "2021-03-12", publisher="Tide", dead="9"),
        told("Odem", "2021-03-19", publisher="Gale"),
        told("Harrowby Down", "2021-03-12", publisher="Spray"),
    ]
    partitions = {
        frozenset(frozenset(incident.statements) for incident in joined(*order))
        for order in itertools.permutations(given)
    }
    assert len(partitions) == 1


def test_an_incident_keeps_its_id_when_a_telling_is_added() -> None:
    first = told("Odem", "2021-03-12")
    (before,) = joined(first)
    (after,) = joined(first, told("Odem", "2021-03-12", publisher="Tide"))
    assert before.id == after.id


def test_people_of_one_name_join_what_gives_no_place() -> None:
    one, other = report("Gunmen killed Mara Ilven."), report("The body of Mara Ilven, killed by gunmen, was found.")
    named = at("Mara Ilven", value="Mara Ilven", kind="person")
    acts = [statement(each, "killed", type="life.killing", victim=named) for each in (one, other)]
    assert len(joined((one, acts[:1]), (other, acts[1:]))) == 1
    stranger = dataclasses.replace(acts[1], slots={})
    assert len(joined((one, acts[:1]), (other, [stranger]))) == 2


def test_a_denial_stands_beside_the_incident_it_denies_and_joins_nothing() -> None:
    denial, said = told("Odem", "2021-03-12", publisher="Ministry", voice="author:Uu > the ministry:CT-")
    (incident,) = joined(told("Odem", "2021-03-12"), (denial, said))
    assert set(incident.concerned) == {one.id for one in said}
    assert not set(incident.concerned) & set(incident.statements)
    (other,) = joined(told("Odem", "2021-03-19"), (denial, said))
    assert other.concerned == ()
