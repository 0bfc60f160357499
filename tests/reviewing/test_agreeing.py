"""Agreement: Krippendorff's own examples, and what is compared of what people ruled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import report, statement
from muniment.decision import Decision, decision_of
from muniment.record import as_json
from muniment.reviewing.agreeing import FEWEST, Agreement, agreements, alpha, percent
from muniment.statement import Statement

UNITS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), min_size=1, max_size=12)


def units(*readers: str) -> list[list[str]]:
    """What each reader said of each unit, one letter a unit; a dot where they did not read it."""
    return [[said for said in column if said != "."] for column in zip(*readers, strict=True)]


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): A, binary; B, nominal; C, with gaps.
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbcccеddd".replace("е", "e")), 0.692),
        (("123321412...", "1233224125.3", ".33323422" + "51.", "12332441251."[:12]), 0.743),
    ],
)
def test_the_examples_that_krippendorff_published(readers: tuple[str, ...], expected: float) -> None:
    assert alpha(units(*readers)) == pytest.approx(expected, abs=0.0005)


@given(UNITS)
def test_alpha_is_one_less_the_disagreement_seen_over_that_of_chance(said: list[list[str]]) -> None:
    paired = [unit for unit in said if len(unit) > 1]
    every = [one for unit in paired for one in unit]
    seen = sum(sum(a != b for a in unit for b in unit) / (len(unit) - 1) for unit in paired)
    chance = sum(a != b for a in every for b in every)
    found = alpha(said)
    if chance == 0:
        assert found is None
    else:
        assert found == pytest.approx(1 - (len(every) - 1) * seen / chance)


def test_percent_weighs_each_statement_alike() -> None:
    assert percent([["a", "a"], ["a", "a", "b"]]) == pytest.approx(100 * (1 + 1 / 3) / 2)


TOLD = report(" ".join(f"Soldiers killed {number} people." for number in range(1, FEWEST + 2)))


def deaths() -> list[Statement]:
    return [statement(TOLD, f"killed {number} ", type="harm.death") for number in range(1, FEWEST + 1)]


def read(one: Statement, by: str, ruling: Any, **known: Any) -> Decision:
    return decision_of("statement", (one.id,), ruling, by=by, at="2021-01-01T00:00:00Z", independent=True, **known)


def figures(statements: Sequence[Statement], decisions: Sequence[Decision]) -> dict[str, Agreement]:
    return {one.of: one for one in agreements({one.id: one for one in statements}, decisions)}


def test_rulings_types_and_slots_are_compared_as_they_were_ruled() -> None:
    held = deaths()
    made: list[Decision] = []
    for place, one in enumerate(held):
        people = as_json(statement(TOLD, "killed 1 ", type="harm.death", victim="people"))["slots"]
        made.append(read(one, "Ada", "amended", amendment={"slots": people}))
        if place == 0:
            made.append(read(one, "Ben", "rejected"))
        elif place < 5:
            made.append(read(one, "Ben", "amended", amendment={"type": "harm.injury"}))
        else:
            made.append(read(one, "Ben", "amended", amendment={"slots": people}))
    found = figures(held, made)
    assert (found["ruling"].statements, found["ruling"].readers) == (FEWEST, 2)
    assert found["ruling"].agreed == pytest.approx(100 * (FEWEST - 1) / FEWEST)
    # A reader who rejects a statement says nothing of its type: one statement less, and too few.
    assert (found["type"].statements, found["type"].alpha) == (FEWEST - 1, None)
    assert "fewer" in found["type"].note
    assert (found["victim"].statements, found["victim"].agreed) == (FEWEST - 1, None)


def test_where_all_say_the_same_there_is_no_alpha_and_percent_says_so() -> None:
    held = deaths()
    found = figures(held, [read(one, by, "accepted") for one in held for by in ("Ada", "Ben")])
    assert (found["ruling"].agreed, found["ruling"].alpha) == (100.0, None)
    assert "the same" in found["ruling"].note


def test_only_independent_readings_count_and_a_settlement_leaves_them() -> None:
    held = deaths()
    made = [read(one, by, "accepted" if by == "Ada" else "rejected") for one in held for by in ("Ada", "Ben")]
    last = decision_of(
        "statement",
        (held[0].id,),
        "accepted",
        by="Cleo",
        at="2021-01-02T00:00:00Z",
        supersedes=f"{made[0].id} {made[1].id}",
    )
    found = figures(held, [*made, last])
    assert (found["ruling"].statements, found["ruling"].agreed) == (FEWEST, 0.0)
    assert found["ruling"].alpha is not None
    assert found["ruling"].alpha < 0
    seen = [decision_of("statement", (one.id,), "accepted", by="Ada", at="2021-01-01T00:00:00Z") for one in held]
    assert agreements({one.id: one for one in held}, seen) == []
