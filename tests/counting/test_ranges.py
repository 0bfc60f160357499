"""The counting rules of the record, each with a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import at, report, statement
from linking.strikes import linked, told
from muniment.count import Count, Standpoint
from muniment.counting.ranges import Ground, count, per_incident, spread
from muniment.incident import Incident, original_at
from muniment.linking.origins import origins
from muniment.report import Report
from muniment.statement import Content, Statement

Told = tuple[Report, list[Statement]]


def counted(*given: Told, kinds: dict[str, str] | None = None) -> list[Count]:
    return _count(linked(given).incidents, given, kinds or {})


def _count(found: Sequence[Incident], given: Sequence[Told], kinds: dict[str, str]) -> list[Count]:
    reports = [one for one, _ in given]
    ground = Ground(
        reports={one.id: one for one in reports}, original_at=original_at(origins(reports)), voice_kinds=kinds
    )
    return count(found, {one.id: one for _, said in given for one in said}, ground)


def deaths(counts: Sequence[Count], over: str = "incident") -> Count:
    (found,) = [one for one in counts if one.measure == "harm.death" and one.over == over and one.scope == "incident"]
    return found


def test_a_count_is_the_least_and_the_greatest_that_origins_stand_by() -> None:
    found = deaths(
        counted(told("Odem", "2021-03-12", dead="4"), told("Odem", "2021-03-12", dead="31", publisher="Tide"))
    )
    assert (found.low, found.best, found.high, found.origins) == (4, None, 31, 2)
    assert {one.statement for one in found.standpoints} == set(found.statements)


def test_two_independent_origins_that_agree_give_a_best() -> None:
    found = deaths(counted(told("Odem", "2021-03-12"), told("Odem", "2021-03-12", publisher="Tide")))
    assert (found.low, found.best, found.high) == (12, 12, 12)


def test_ten_reports_that_quote_one_ministry_are_one_origin() -> None:
    given: list[Told] = []
    for number in range(10):
        one, said = told(
            "Odem", "2021-03-12", publisher=f"Post {number}", voice="author:Uu > the ministry:CT+", more=f"No {number}."
        )
        named = [
            dataclasses.replace(
                each, voices=(each.voices[0], dataclasses.replace(each.voices[1], name="Odem Ministry", actor="ac_1"))
            )
            for each in said
        ]
        given.append((one, named))
    found = deaths(counted(*given, kinds={"ac_1": "state_body"}))
    assert (found.origins, found.best) == (1, None)


def test_an_origin_stands_by_its_last_figure() -> None:
    early = told("Odem", "2021-03-12", dead="9", published="2021-03-13", voice="author:Uu > the ministry:CT+")
    late = told(
        "Odem", "2021-03-12", dead="12", published="2021-03-20", voice="author:Uu > the ministry:CT+", more="Later."
    )
    given = [
        (
            one,
            [
                dataclasses.replace(
                    each,
                    voices=(each.voices[0], dataclasses.replace(each.voices[1], name="Odem Ministry", actor="ac_1")),
                )
                for each in said
            ],
        )
        for one, said in (early, late)
    ]
    found = deaths(counted(*given, kinds={"ac_1": "state_body"}))
    assert (found.low, found.high, found.origins) == (12, 12, 1)


def test_at_least_leaves_the_high_open_unless_somebody_gives_more() -> None:
    low = Standpoint(origin="a", voice="a", low=54, best=None, high=None, statement="st_a")
    plain = Standpoint(origin="b", voice="b", low=60, best=60, high=60, statement="st_b")
    assert spread([low]) == (54, None, None)
    assert spread([low, plain]) == (54, None, 60)
    assert spread([low, dataclasses.replace(plain, low=21, best=21, high=21)]) == (21, None, None)


def test_a_share_is_not_more_people() -> None:
    one, said = told("Odem", "2021-03-12", dead="12", more="Among them were 4 children.")
    child = statement(
        one, "4 children", type="harm.death", victim="4 children", count=at("4 children", low=4, best=4, high=4)
    )
    part = Content(statement=child.id, start=child.trigger.start, end=child.trigger.end, words=child.trigger.words)
    whole = dataclasses.replace(said[1], slots={**said[1].slots, "includes": (part,)})
    found = deaths(counted((one, [said[0], whole, child])))
    assert (found.low, found.high) == (12, 12)


def test_a_running_total_replaces_the_earlier_one_and_is_never_added() -> None:
    totals: list[Told] = []
    for number, day, who in (
        ("214", "2021-07-05", "KCRD"),
        ("230", "2021-08-01", "Tide"),
        ("268", "2021-09-06", "KCRD"),
    ):
        one = report(f"Since 2021-03-01 {number} people were killed.", published=day, publisher=who)
        figure = at(number, low=int(number), best=int(number), high=int(number), unit="person", scope="cumulative")
        since = at("2021-03-01", value="2021-03-01/..")
        said = statement(one, "killed", type="harm.death", voices="author:CT+", count=figure, date=since)
        totals.append((one, [said]))
    counts = counted(told("Odem", "2021-03-12"), *totals)
    assert deaths(counts, "selection").low == 12
    assert [one.best for one in counts if one.scope == "cumulative"] == [268, 230], "two authors' series stand apart"


def test_a_denial_a_demand_and_a_habit_are_never_counted() -> None:
    one, said = told("Odem", "2021-03-12", voice="author:Uu > the ministry:CT-")
    assert [each.measure for each in counted((one, said))] == ["incident"]


def test_victims_known_by_name_stand_beside_the_figure() -> None:
    one, said = told("Odem", "2021-03-12", more="Mara Ilven was among the dead.")
    named = at("Mara Ilven", value="Mara Ilven", kind="person")
    death = statement(one, "dead", type="harm.death", victim=named)
    found = deaths(counted((one, [*said, death])))
    assert (found.low, found.high, found.named) == (12, 12, 1)


def test_who_names_one_of_the_dead_does_not_say_that_there_was_one() -> None:
    one, said = told("Odem", "2021-03-12", more="Mara Ilven was among the dead, her school said.")
    named = at("Mara Ilven", value="Mara Ilven", kind="person")
    death = statement(one, "dead", type="harm.death", voices="author:Uu > her school:CT+", victim=named)
    found = deaths(counted((one, [*said, death])))
    assert (found.low, found.high, found.named) == (12, 12, 1)


def test_units_never_mix() -> None:
    one, said = told("Odem", "2021-03-12", more="It destroyed 3 houses.")
    homes = statement(one, "destroyed", type="harm.loss_of_home", count=at("3", low=3, best=3, high=3, unit="dwelling"))
    units = {each.unit for each in counted((one, [*said, homes])) if each.over == "incident"}
    assert units == {"person", "dwelling"}


NUMBERS = st.one_of(st.none(), st.integers(0, 500))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_low_is_never_above_high(pairs: list[tuple[int | None, int | None]]) -> None:
    standpoints = [
        Standpoint(
            origin=str(index),
            voice="v",
            low=low,
            best=low if low == high else None,
            high=max(low, high) if low is not None and high is not None else high,
            statement=f"st_{index}",
        )
        for index, (low, high) in enumerate(pairs)
    ]
    low, best, high = spread(standpoints)
    if low is not None and high is not None:
        assert low <= high
    if best is not None:
        assert (low or 0) <= best
        assert high is None or best <= high


@pytest.mark.parametrize("best", [0, 7])
def test_zero_is_a_figure_when_a_voice_says_none(best: int) -> None:
    one = Standpoint(origin="a", voice="a", low=best, best=best, high=best, statement="st_a")
    assert spread([one]) == (best, None, best)


def test_a_figure_without_a_date_is_not_added_to_those_that_have_one() -> None:
    war = report("The war killed 400000 people in Odem.", publisher="Gale")
    toll = statement(war, "killed", type="harm.death", count=at("400000"), place=at("Odem", precision="settlement"))
    counts = counted(told("Odem", "2021-03-12"), (war, [toll]))
    assert deaths(counts, "selection").low == 12


def test_rows_of_one_table_are_one_origin_unless_they_name_their_publishers() -> None:
    rows = [
        report(f"On 12 March soldiers killed 12 people in Odem, row {n}.", name="list.csv", part=f"row {n}")
        for n in (2, 3)
    ]
    others = [dataclasses.replace(one, publisher=f"Post {one.part}") for one in rows]
    for reports, number in ((rows, 1), (others, 2)):
        said = {
            one.id: one for each in reports for one in [statement(each, "killed", type="harm.death", count=at("12"))]
        }
        ground = Ground(reports={one.id: one for one in reports}, original_at=lambda report, _: report, voice_kinds={})
        (found,) = per_incident(Incident(id="in_1", statements=tuple(said)), said, ground)
        assert (found.origins, found.best) == (number, 12 if number == 2 else None)


def test_a_figure_does_not_take_the_date_of_another_where_the_telling_is_of_an_open_time() -> None:
    text = "Since 2021-03-01 there has been war. The army killed 149 of them. Gunmen shot Mara Ilven on 2021-08-24."
    one = report(text, publisher="Odem Post")
    since, day = at("2021-03-01", value="2021-03-01/.."), at("2021-08-24", value="2021-08-24")
    toll = statement(one, "killed", type="harm.death", count=at("149"))
    war = statement(one, "war", type="life.armed_clash", date=since)
    shot = statement(one, "shot", type="life.killing", date=day)
    for others, period in (((shot,), "2021-08-24"), ((shot, war), None)):
        said = {each.id: each for each in (toll, *others)}
        ground = Ground(reports={one.id: one}, original_at=lambda report, _: report, voice_kinds={})
        (found,) = per_incident(Incident(id="in_1", statements=tuple(said)), said, ground)
        assert found.period == period
