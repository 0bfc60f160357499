"""A report is set in the country that most of what it names is of; where that is not plain it is set in none."""

from __future__ import annotations

import pytest

from muniment.actor import Actor, actor_of
from muniment.linking.countries import Mentioned, named_in, set_in


def mentioned(report: str, country: str, times: int, *, mainly: bool = False) -> Mentioned:
    return Mentioned(report=report, country=country, times=times, mainly=mainly)


def state(report: str, country: str) -> Actor:
    return actor_of(report, f"government of {country}", kind="state", country=country)


def test_a_report_is_set_where_more_than_half_of_what_it_names_lies() -> None:
    places = [mentioned("rp_1", "XKA", 3), mentioned("rp_1", "XMV", 1)]
    assert set_in(places, [state("rp_1", "XMV")]) == {"rp_1": "XKA"}
    assert set_in(places, [state("rp_1", code) for code in ("XMV", "XOD")]) == {}


def test_a_report_that_is_mainly_about_another_country_is_set_in_none() -> None:
    assert set_in([mentioned("rp_1", "XKA", 9), mentioned("rp_1", "XMV", 2, mainly=True)], ()) == {}


def test_a_report_that_names_no_country_is_set_where_all_others_are() -> None:
    places = [mentioned(f"rp_{at}", "XKA", 2) for at in (1, 2)]
    row = actor_of("rp_3", "army", kind="state_body")
    assert set_in(places, [row])["rp_3"] == "XKA"
    assert "rp_3" not in set_in([*places, mentioned("rp_4", "XMV", 1)], [row])


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("nigerian police", "NGA"),
        ("government of papua new guinea", "PNG"),
        ("niger state police", None),
        ("indigenous peoples council", None),
        ("malicious acts unit", None),
    ],
)
def test_a_name_says_a_country_by_whole_words_alone(name: str, country: str | None) -> None:
    assert named_in(tuple(name.split()))[0] == country
