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


def named(*actors: Actor, set_in: dict[str, str] | None = None) -> dict[str, int]:
    """Name of an actor of the register → how many actors of reports it joins."""
    found = register(actors, {}, Rulings(), set_in=set_in or {})
    return {each.name: len(each.members) for each in found.actors}


KARSA, MORVESSA = {"rp_1": "XKA", "rp_2": "XKA"}, {"rp_3": "XMV"}
STATES = (actor("rp_0", "government of Karsa", "state", "XKA"), actor("rp_0", "government of Morvessa", "state", "XMV"))


@pytest.mark.parametrize(
    "organ", ["police", "army", "authorities", "security forces", "interior ministry", "Supreme Court"]
)
def test_a_common_name_is_one_actor_of_the_reports_that_are_set_in_one_country(organ: str) -> None:
    told = [actor(f"rp_{index}", organ, "state_body") for index in (1, 2, 3, 4)]
    found = named(*STATES, *told, set_in=KARSA | MORVESSA)
    assert (found[f"{organ} (Karsa)"], found[f"{organ} (Morvessa)"], found[organ]) == (2, 1, 1)


@pytest.mark.parametrize("noun", ["court", "local authorities", "state government", "High Court", "police department"])
def test_an_organ_of_which_a_country_has_many_is_not_one_across_its_reports(noun: str) -> None:
    found = register([actor(f"rp_{index}", noun, "state_body") for index in (1, 2)], {}, Rulings(), set_in=KARSA)
    assert [len(each.members) for each in found.actors] == [1, 1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("soldiers", "state_body"),
        ("officials", "state_body"),
        ("gunmen", "unknown"),
        ("Protesters", "group"),
        ("villagers", "population"),
        ("Former detainees", "group"),
        ("Two people", "population"),
        ("Rights groups", "organisation"),
        ("rebels", "armed_group"),
    ],
)
def test_those_whom_a_report_only_describes_are_joined_within_one_incident_alone(name: str, kind: ActorKind) -> None:
    one, other = actor("rp_1", name, kind), actor("rp_2", name, kind)
    apart = register([one, other], {}, Rulings(), set_in=KARSA)
    assert [len(each.members) for each in apart.actors] == [1, 1]


def test_the_gunmen_of_one_incident_are_one_where_each_report_tells_of_one_such_group() -> None:
    gunmen = [actor(f"rp_{index}", "gunmen", "unknown") for index in (1, 2)]
    others = [actor_of("rp_2", "gunmen", kind="unknown", names=(Name(words="gunmen", start=90),))]
    marks = {one.id: {"incident 7"} for one in (*gunmen, *others)}
    assert [len(one.members) for one in joined(*gunmen, marks=marks).actors] == [2]
    assert [len(one.members) for one in joined(*gunmen, *others, marks=marks).actors] == [1, 1, 1]


def test_the_government_in_reports_on_a_country_is_that_state() -> None:
    told = [actor("rp_1", "government", "state_body"), actor("rp_2", "federal government", "state_body")]
    assert named(*STATES, *told, set_in=KARSA | MORVESSA)["government of Karsa"] == 3
    assert named(actor("rp_1", "the government", "state_body"), set_in={"rp_1": "NER"}) == {"government of Niger": 1}


def test_a_join_that_stands_on_where_reports_are_set_says_so() -> None:
    said, unsaid = actor("rp_1", "Karsan police", "state_body", "XKA"), actor("rp_2", "police", "state_body")
    found = register([*STATES, said, unsaid], {}, Rulings(), set_in=KARSA | MORVESSA)
    (link,) = found.links
    assert link.joined
    assert [compared.outcome for compared in link.compared] == ["the same name", "in reports on Karsa"]
    assert "Karsan police" in {each.name for each in found.actors}, "a name that says its country needs no brackets"


def test_a_casebook_of_one_country_needs_no_brackets() -> None:
    assert named(actor("rp_1", "police", "state_body"), actor("rp_2", "police", "state_body"), set_in=KARSA) == {
        "police": 2
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("United States", "United Kingdom"), ("Niger", "Nigeria"), ("State of Israel", "United States")],
)
def test_countries_that_share_letters_or_words_are_two(one: str, other: str) -> None:
    assert sizes(actor("rp_1", one, "state"), actor("rp_2", other, "state")) == [1, 1]


def test_a_country_is_one_by_its_name_its_initials_and_its_government() -> None:
    names = [("United States", None), ("U.S.", None), ("government of United States", "USA")]
    assert sizes(*(actor(f"rp_{at}", name, "state", code) for at, (name, code) in enumerate(names))) == [3]


def test_a_body_whose_name_is_borne_in_two_countries_is_one_only_within_each() -> None:
    taliban = [actor(f"rp_{at}", name, "armed_group") for at, name in enumerate(("Taliban", "Pakistani Taliban"))]
    assert sizes(*taliban) == [1, 1]
    commissions = [
        actor("rp_1", "Human Rights Commission", "organisation"),
        actor("rp_2", "Karsan Human Rights Commission", "organisation", "XKA"),
        actor("rp_3", "Human Rights Commission", "organisation"),
    ]
    found = register([*STATES, *commissions], {}, Rulings(), set_in=KARSA | MORVESSA)
    assert sorted(len(each.members) for each in found.actors) == [1, 1, 1, 2]


def test_believers_of_two_countries_are_two_populations_and_a_people_is_one() -> None:
    faithful = [actor(f"rp_{at}", "Christians", "population") for at in (1, 2, 3)]
    assert named(*STATES, *faithful, set_in=KARSA | MORVESSA)["Christians (Karsa)"] == 2
    assert sizes(*(actor(f"rp_{at}", "Rohingya", "population") for at in (1, 3))) == [2]


@pytest.mark.parametrize("name", ["American journalist", "Syrian prisoner", "Tavrin, a nurse"])
def test_a_common_noun_with_a_capital_before_it_is_nobodys_full_name(name: str) -> None:
    assert full_name(name) == ()
