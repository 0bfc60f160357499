"""Bodies are joined by a proper name, people only by more than a name; whatever else is alike is proposed."""

from __future__ import annotations

import pytest

from muniment.actor import Actor, ActorKind, Name, actor_of
from muniment.decision import decision_of
from muniment.linking.actors import Register, register
from muniment.linking.naming import alike, full_name
from muniment.linking.rulings import Rulings, rulings


def actor(report_id: str, name: str, kind: ActorKind, country: str | None = None) -> Actor:
    return actor_of(report_id, name, kind=kind, country=country)


def sizes(*actors: Actor) -> list[int]:
    return sorted(len(joined.members) for joined in register(actors, {}, Rulings()).actors)


def test_a_body_with_a_proper_name_is_one_across_reports() -> None:
    assert sizes(actor("rp_1", "Odem Front", "armed_group"), actor("rp_2", "the Odem Front", "armed_group")) == [2]


def test_the_army_is_one_only_within_one_country() -> None:
    assert sizes(actor("rp_1", "army", "state_body", "XKA"), actor("rp_2", "army", "state_body", "XKA")) == [2]
    assert sizes(actor("rp_1", "army", "state_body", "XKA"), actor("rp_2", "army", "state_body", "XMV")) == [1, 1]
    assert sizes(actor("rp_1", "army", "state_body"), actor("rp_2", "army", "state_body")) == [1, 1]


def test_namesakes_are_not_joined_by_name_alone_until_a_person_says_so() -> None:
    one, other = actor("rp_1", "Mara Ilven", "person"), actor("rp_2", "Mara Ilven", "person")
    assert sizes(one, other) == [1, 1]
    same = decision_of("pair", (one.id, other.id), "same", by="reader", at="2021-04-01T00:00:00Z")
    assert [len(joined.members) for joined in register((one, other), {}, rulings((same,))).actors] == [2]


def joined(*actors: Actor, marks: dict[str, set[str]] | None = None, ruled: Rulings | None = None) -> Register:
    return register(actors, marks or {}, ruled or Rulings())


def proposals(found: Register) -> list[str]:
    return [link.compared[0].outcome for link in found.links if not link.joined]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Mohammed al-Assad", "Muhammad Al Asad", "spelled otherwise"),
        ("Юсуф Хусейн", "Yusuf Hussein", "spelled otherwise"),
        ("Ahmad Khaleel", "Ahmed Khalil", "spelled otherwise"),
        ("José García Márquez", "Jose Garcia", "shorter"),
        ("Colonel Tavrin Odel", "Tavrin Odel", "same"),
        ("Hadrek Tolmash", "Hadrec Tolmache", "similar"),
        ("Ali Hassan", "Omar Hassan", None),
        ("Mara Ilven", "Joss Ilven", None),
    ],
)
def test_names_are_alike_as_alphabets_and_customs_spell_them(one: str, other: str, how: str | None) -> None:
    assert alike(full_name(one), full_name(other)) == how == alike(full_name(other), full_name(one))


def test_people_are_one_where_they_share_a_name_and_an_incident() -> None:
    one, other = actor("rp_1", "Yusuf Hussein", "person"), actor("rp_2", "Юсуф Хусейн", "person")
    found = joined(one, other, marks={one.id: {"incident 4"}, other.id: {"incident 4"}})
    assert [len(each.members) for each in found.actors] == [2]
    (link,) = found.links
    assert link.joined
    assert [compared.outcome for compared in link.compared] == ["the same name, spelled otherwise", "incident 4"]


def test_namesakes_without_more_are_proposed_and_a_ruling_ends_the_proposal() -> None:
    one, other = actor("rp_1", "Mara Ilven", "person"), actor("rp_2", "Mara Ilven", "person")
    assert proposals(joined(one, other)) == ["the same name"]
    different = decision_of("pair", (one.id, other.id), "different", by="reader", at="2021-04-01T00:00:00Z")
    apart = joined(one, other, marks={one.id: {"of odem"}, other.id: {"of odem"}}, ruled=rulings((different,)))
    assert len(apart.actors) == 2
    assert apart.links == []


def test_a_name_a_letter_apart_is_never_joined_by_the_machine() -> None:
    one, other = actor("rp_1", "Hadrek Tolmash", "person"), actor("rp_2", "Hadrec Tolmache", "person")
    found = joined(one, other, marks={one.id: {"incident 1"}, other.id: {"incident 1"}})
    assert len(found.actors) == 2
    assert proposals(found) == ["names that differ by a letter or two"]


def test_a_ministry_is_one_in_whatever_order_its_name_is_told() -> None:
    karsa = actor("rp_0", "Karsa", "state", "XKA")
    names = ("Ministry of the Interior of Karsa", "Karsan Interior Ministry", "Interior Ministry")
    ministries = [actor(f"rp_{index}", name, "state_body", "XKA") for index, name in enumerate(names, start=1)]
    elsewhere = actor("rp_9", "Interior Ministry", "state_body", "XMV")
    assert sorted(len(one.members) for one in joined(karsa, *ministries, elsewhere).actors) == [1, 1, 3]


def test_fighters_of_a_group_are_the_group_and_its_residents_are_not() -> None:
    group = actor("rp_1", "Odem Front", "armed_group")
    fighters, residents = (
        actor("rp_2", "Fighters of the Odem Front", "armed_group"),
        actor("rp_3", "residents of Camp Odem", "population"),
    )
    assert sorted(len(one.members) for one in joined(group, fighters, residents).actors) == [1, 2]


def test_an_acronym_joins_where_a_report_says_so_and_is_proposed_where_none_does() -> None:
    full = actor_of("rp_1", "United Front for Odem", kind="armed_group", names=(Name(words="UFO"),))
    short = actor("rp_2", "UFO", "armed_group")
    assert [len(one.members) for one in joined(full, short).actors] == [2]
    unsaid = actor("rp_1", "United Front for Odem", "armed_group")
    assert proposals(joined(unsaid, short)) == ["the initials of the other's name"]


def test_the_police_without_a_country_are_nobodys() -> None:
    assert sizes(actor("rp_1", "Police", "state_body"), actor("rp_2", "police", "state_body")) == [1, 1]


def test_the_register_does_not_depend_on_order() -> None:
    known = [actor(f"rp_{index}", name, "person") for index, name in enumerate(("Mara Ilven", "Mara Ilven", "M Ilven"))]
    marks = {one.id: {"incident 1"} for one in known}
    assert joined(*known, marks=marks) == joined(*known[::-1], marks=marks)
