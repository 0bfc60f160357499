"""Copies are one origin; actors are joined by a proper name, people only by more than a name."""

from __future__ import annotations

from factory import report
from muniment.actor import Actor, ActorKind, actor_of
from muniment.decision import decision_of
from muniment.incident import original_at
from muniment.linking.actors import register
from muniment.linking.origins import origins
from muniment.linking.rulings import Rulings, rulings


def test_identical_texts_are_one_origin_whoever_publishes_them() -> None:
    wire, copy = report("Two men were held.", name="a.txt"), report("Two men were held.", name="b.txt", part="row 2")
    other = report("Three men were held.")
    found = origins([wire, copy, other])
    assert len(found) == 2
    original = original_at(found)
    assert original(wire.id, 0) == original(copy.id, 0) != original(other.id, 0)


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
