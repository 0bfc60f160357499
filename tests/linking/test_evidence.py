"""What two reports have in common ties them to one incident only as far as it is rare: a country alone is not."""

from __future__ import annotations

import pytest

from factory import at, report, statement
from linking.strikes import Told, linked


def telling(publisher: str, *, place: str, precision: str, day: str | None, victim: str = "villagers") -> Told:
    """A report of a killing in the words that every report of a country uses."""
    when = f" on {day}" if day else ""
    text = f"Gunmen killed {victim} in {place}{when}. Reported by {publisher}."
    one = report(text, publisher=publisher, published="2021-03-20")
    said = at(place, value=place, precision=precision, country="XKA", admin1="Tarsole" if precision == "adm1" else None)
    slots = {"agent": "Gunmen", "victim": victim, "place": said} | ({"date": at(day, value=day)} if day else {})
    return one, [statement(one, "killed", type="life.killing", slots=slots)]


def together(one: Told, other: Told) -> bool:
    return len(linked([one, other]).incidents) == 1


@pytest.mark.parametrize(("day", "other"), [(None, None), ("2021", None), ("2021", "2021"), ("2021-03-12", None)])
def test_a_country_without_a_date_within_weeks_joins_nothing(day: str | None, other: str | None) -> None:
    one = telling("Post", place="Karsa", precision="country", day=day)
    assert not together(one, telling("Tide", place="Karsa", precision="country", day=other))


def test_a_country_is_left_out_of_the_reasons_where_no_date_goes_with_it() -> None:
    found = linked([telling(name, place="Karsa", precision="country", day=None, victim="Mara Ilven") for name in "AB"])
    assert all(compared.of != "place" for link in found.links for compared in link.compared)


def test_a_town_and_a_day_join() -> None:
    one, other = (telling(name, place="Odem", precision="settlement", day="2021-03-12") for name in ("Post", "Tide"))
    assert together(one, other)


def test_the_finer_the_place_in_common_the_more_it_weighs() -> None:
    def weight(precision: str) -> float:
        told = [telling(name, place="Odem", precision=precision, day="2021-03-12") for name in ("Post", "Tide")]
        others = [
            telling(town, place=town, precision="settlement", day="2021-05-02") for town in ("Lissane", "Pelhame")
        ]
        link = next(link for link in linked([*told, *others]).links if link.joined)
        return next(compared.weight for compared in link.compared if compared.of == "place")

    assert weight("settlement") > weight("adm1") > weight("country")


def test_two_tellings_that_nothing_rare_ties_are_left_to_a_person_and_the_reasons_say_so() -> None:
    (link,) = linked([telling(name, place="Karsa", precision="country", day=None) for name in ("Post", "Tide")]).links
    assert not link.joined
    assert link.compared[-1].outcome == "nothing so rare that it ties them to one"
    assert link.weight == pytest.approx(0, abs=0.05)
