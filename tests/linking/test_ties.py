"""Who stood behind a unit on a day is asked of what voices say; a denied tie is shown and not followed."""

from __future__ import annotations

from datetime import date

import pytest

from factory import at, report, statement
from muniment.actor import Actor, actor_of
from muniment.errors import UnknownActor
from muniment.linking.finding import found_in
from muniment.linking.ties import ties
from muniment.statement import Statement
from muniment.tie import Tie, behind

TEXT = (
    "The Odem Brigade is backed by Tamrith. On 1 June 2021 it became part of the Ministry. "
    "Ise Marl commanded the Ministry until 3 July 2021. The envoy denied that Harrow backed the Odem Brigade."
)
TOLD = report(TEXT, published="2021-07-05")
NAMES = ("Odem Brigade", "Tamrith", "Ministry", "Ise Marl", "Harrow")
ACTORS = {name: actor_of(TOLD.id, name, kind="armed_group") for name in NAMES}
REGISTER = [
    Actor(id=f"ac_{index}", name=name, kind="armed_group", members=(ACTORS[name].id,), number=f"ODE-A{index:04d}")
    for index, name in enumerate(NAMES, start=1)
]


def tie(words: str, type: str, subject: str, object: str, **known: object) -> Statement:
    parties = {slot: at(name, actor=ACTORS[name].id) for slot, name in (("subject", subject), ("object", object))}
    return statement(TOLD, words, type=f"relation.{type}", **parties, **known)  # pyright: ignore[reportArgumentType]


RELATIONS = [
    tie("backed", "backed_by", "Odem Brigade", "Tamrith"),
    tie(
        "became part",
        "integrated_into",
        "Odem Brigade",
        "Ministry",
        slots={"from": at("1 June 2021", value="2021-06-01")},
    ),
    tie("commanded", "commands", "Ise Marl", "Ministry", slots={"to": at("3 July 2021", value="2021-07-03")}),
    tie("denied", "backed_by", "Odem Brigade", "Harrow", voices="author:Uu > The envoy:CT-"),
]
KNOWN = list(ties(RELATIONS, REGISTER))


def names_behind(name: str, day: str, known: list[Tie] = KNOWN) -> dict[str, str]:
    of = {actor.id: actor.name for actor in REGISTER}
    found = behind(known, found_in(REGISTER, name).id, date.fromisoformat(day))
    return {of[one.actor]: one.held for one in found}


def test_a_tie_holds_from_its_beginning_and_an_undated_one_may_have_held() -> None:
    assert names_behind("Odem Brigade", "2021-05-31") == {"Tamrith": "may have held"}
    assert names_behind("Odem Brigade", "2021-06-01")["Ministry"] == "held"


def test_ties_are_followed_one_after_the_other_and_end_when_they_end() -> None:
    assert names_behind("Odem Brigade", "2021-07-03")["Ise Marl"] == "may have held"
    assert "Ise Marl" not in names_behind("Odem Brigade", "2021-07-04")


def test_a_longer_chain_of_dated_ties_is_surer_than_one_tie_without_a_date() -> None:
    def from_(subject: str, object: str, first: date | None) -> Tie:
        return Tie(
            type="relation.branch_of",
            subject=subject,
            object=object,
            first=first,
            last=None,
            role=None,
            denied=False,
            voices=(),
            statement=f"{subject}{object}",
        )

    begun = date(2021, 1, 1)
    known = [from_("a", "c", None), from_("a", "b", begun), from_("b", "c", begun), from_("c", "d", None)]
    found = behind(known, "a", begun)
    assert [(one.actor, one.held, [tie.statement for tie in one.chain]) for one in found] == [
        ("b", "held", ["ab"]),
        ("c", "held", ["ab", "bc"]),
        ("d", "may have held", ["ac", "cd"]),
    ]


def test_a_denied_tie_is_there_and_is_not_followed() -> None:
    assert [one.denied for one in KNOWN].count(True) == 1
    assert "Harrow" not in names_behind("Odem Brigade", "2021-07-01")


def test_a_circle_of_ties_comes_to_an_end() -> None:
    circle = list(ties([*RELATIONS, tie("commanded", "commands", "Odem Brigade", "Ise Marl")], REGISTER))
    assert "Odem Brigade" not in names_behind("Odem Brigade", "2021-07-01", circle)


def test_an_actor_is_found_by_number_or_name_and_near_names_are_offered() -> None:
    assert found_in(REGISTER, "ode-a0001").name == "Odem Brigade" == found_in(REGISTER, "the odem brigade").name
    with pytest.raises(UnknownActor) as error:
        found_in(REGISTER, "Odm Brigad")
    assert error.value.near == ("Odem Brigade",)
