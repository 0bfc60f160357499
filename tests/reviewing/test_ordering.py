"""What a person should see first."""

from __future__ import annotations

from factory import at, report, statement
from muniment.reviewing import urgency

TOLD = report("Soldiers killed 40 people and moved 2 tents, the mayor said.")


def test_a_killing_that_counts_comes_before_one_that_is_denied_and_before_a_small_thing() -> None:
    death = statement(TOLD, "killed", type="harm.death", victim="40 people", count=at("40"))
    denied = statement(TOLD, "killed", type="harm.death", victim="40 people", count=at("40"), voices="author:CT-")
    moved = statement(TOLD, "moved", type="move.displacement", agent="Soldiers", victim="2 tents")
    assert urgency(death) > urgency(denied) > urgency(moved)


def test_more_dead_and_a_longer_chain_of_voices_are_more_urgent() -> None:
    few = statement(TOLD, "killed", type="harm.death", victim="people", count=at("2"))
    many = statement(TOLD, "killed", type="harm.death", victim="people", count=at("40"))
    heard = statement(
        TOLD, "killed", type="harm.death", victim="people", count=at("40"), voices="author:CT+ > the mayor:CT+"
    )
    assert urgency(few) < urgency(many) < urgency(heard)
