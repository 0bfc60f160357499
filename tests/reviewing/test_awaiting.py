"""What a statement awaits, and whose ruling holds, whatever people rule and in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import report, statement
from muniment.decision import Decision, decision_of, obeyed, on_each, reviews, visibility
from muniment.reviewing import awaits, chosen, shown
from muniment.statement import VISIBILITIES

TOLD = report("Soldiers killed four people, the mayor said.")
DEATH = statement(TOLD, "killed", type="harm.death", victim="four people")


def ruled(ruling: Any, by: str, *, alone: bool = False, after: tuple[Decision, ...] = (), **known: Any) -> Decision:
    supersedes = " ".join(one.id for one in after) or None
    at = f"2021-01-01T00:00:{len(supersedes or '') % 60:02}Z"
    return decision_of(
        "statement", (DEATH.id,), ruling, by=by, at=at, independent=alone, supersedes=supersedes, **known
    )


@pytest.mark.parametrize(("ruling", "waits"), [("accepted", None), ("rejected", None), ("unsure", "reading")])
def test_what_is_unsure_awaits_review(ruling: str, waits: str | None) -> None:
    assert awaits(DEATH.id, [ruled(ruling, "Ada")]) == waits
    assert awaits(DEATH.id, []) == "reading"


def test_one_independent_reading_awaits_another_person_who_is_not_shown_it() -> None:
    first = ruled("accepted", "Ada", alone=True)
    assert awaits(DEATH.id, [first], by="Ben") == "second reading"
    assert awaits(DEATH.id, [first], by="Ada") is None
    assert shown(DEATH.id, [first], by="Ben") == []
    assert shown(DEATH.id, [first], by="Ada") == [first]
    assert reviews([first]) == {}


def test_two_independent_readings_that_agree_settle_a_statement() -> None:
    both = [ruled("rejected", "Ada", alone=True), ruled("rejected", "Ben", alone=True, reason="not said")]
    assert awaits(DEATH.id, both) is None
    assert list(obeyed([DEATH], both)) == []
    assert shown(DEATH.id, both, by="Cleo") == both


def test_two_readings_that_differ_await_anybody_and_count_as_not_reviewed_until_somebody_has_seen_both() -> None:
    both = (ruled("rejected", "Ada", alone=True), ruled("accepted", "Ben", alone=True))
    assert {awaits(DEATH.id, both, by=by) for by in ("", "Ada", "Cleo")} == {"adjudication"}
    assert reviews(both) == {}
    assert list(obeyed([DEATH], both)) == [DEATH]
    last = ruled("rejected", "Cleo", after=both)
    assert set(last.replaces) == {one.id for one in both}
    assert awaits(DEATH.id, [*both, last]) is None
    assert list(obeyed([DEATH], [*both, last])) == []


def test_the_same_ruling_with_another_amendment_differs() -> None:
    both = [
        ruled("amended", "Ada", alone=True, amendment={"realis": "planned"}),
        ruled("amended", "Ben", alone=True, amendment={"realis": "actual"}),
    ]
    assert awaits(DEATH.id, both) == "adjudication"


def test_one_person_twice_is_no_second_reader() -> None:
    twice = [ruled("accepted", "Ada", alone=True), ruled("accepted", "Ada", alone=True, reason="again")]
    assert reviews(twice) == {}
    assert awaits(DEATH.id, twice, by="Ben") == "second reading"


def test_a_statement_that_is_chosen_awaits_a_second_reader_after_an_ordinary_ruling() -> None:
    first = ruled("accepted", "Ada")
    assert awaits(DEATH.id, [first], by="Ben", share=1.0) == "second reading"
    assert awaits(DEATH.id, [first], by="Ada", share=1.0) is None
    assert awaits(DEATH.id, [first], by="Ben", share=0.0) is None
    assert reviews([first]) == {DEATH.id: first}
    other = ruled("rejected", "Ben", alone=True)
    assert awaits(DEATH.id, [first, other]) == "adjudication"


@given(st.text(), st.floats(0, 1), st.floats(0, 1))
def test_a_greater_share_keeps_what_was_chosen(id: str, one: float, other: float) -> None:
    least, most = sorted((one, other))
    assert not chosen(id, least) or chosen(id, most)
    assert chosen(id, 1.0)
    assert not chosen(id, 0.0)


def test_a_fifth_is_about_a_fifth() -> None:
    assert 150 < sum(chosen(f"st_{number}", 0.2) for number in range(1000)) < 250


RULINGS = st.sampled_from(["accepted", "rejected", "amended", "redacted", "unsure", "released"])


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """What up to three people ruled on a statement and its report, one after another."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 6))):
        ruling, alone = draw(RULINGS), draw(st.booleans())
        wanted = draw(st.none() | st.sampled_from(VISIBILITIES)) if ruling == "amended" else None
        target = draw(st.sampled_from([DEATH.id, TOLD.id]))
        held = on_each(made).get(target, ())
        by = draw(st.sampled_from(["Ada", "Ben", "Cleo"]))
        seen = [one.id for one in held if not alone or (one.independent and one.by == by)]
        made.append(
            decision_of(
                "report" if target == TOLD.id else "statement",
                (target,),
                ruling,
                by=by,
                at=f"2021-01-01T00:00:{number:02}Z",
                amendment=None if wanted is None else {"visibility": wanted},
                supersedes=" ".join(seen) or None,
                independent=alone,
            )
        )
    return made


@given(histories())
def test_a_settled_statement_awaits_nothing_and_the_strictest_visibility_holds(made: list[Decision]) -> None:
    on = [one for one in made if one.targets == (DEATH.id,)]
    waits, settled = awaits(DEATH.id, on), reviews(on).get(DEATH.id)
    assert (waits is None) == (settled is not None and settled.ruling != "unsure")
    ruled_on = on_each(made)
    shows = visibility(DEATH, ruled_on)
    assert VISIBILITIES.index(shows) >= VISIBILITIES.index(visibility(DEATH, on_each(on)))
    if any(one.ruling == "redacted" for held in ruled_on.values() for one in held[-1:]):
        assert shows == "sealed"
    for one in obeyed([DEATH], made):
        assert one.visibility == shows
        assert visibility(one, ruled_on) == shows


def test_a_decision_kept_before_there_were_second_readers_has_the_id_it_had() -> None:
    before = decision_of("statement", ("st_1",), "accepted", by="A. Reader", at="2021-01-01T00:00:00Z")
    assert before.id == "dc_87a8f46e50230a65c0a6"
    assert (
        decision_of("statement", ("st_1",), "accepted", by="A. Reader", at="2021-01-01T00:00:00Z", independent=True).id
        != before.id
    )
