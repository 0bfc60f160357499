"""Numbers outlive new tellings; merges and splits leave a trace; none is ever given to another."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from muniment.incident import Citation
from muniment.linking.numbering import number


class Ledger:
    """Clusters numbered one after the other, as a casebook would."""

    def __init__(self) -> None:
        self.kept: list[Citation] = []

    def given(self, *clusters: Sequence[str]) -> list[str]:
        found = number(clusters, self.kept, of="incident", code="KAR", order=lambda index: (index,))
        self.kept += found.changes
        return list(found.numbers)


def test_a_number_stays_when_a_telling_is_added() -> None:
    ledger = Ledger()
    assert ledger.given(["a"], ["b"]) == ["KAR-0001", "KAR-0002"]
    assert ledger.given(["a", "x"], ["b"], ["c"]) == ["KAR-0001", "KAR-0002", "KAR-0003"]


def test_nothing_is_noted_where_nothing_changes() -> None:
    ledger = Ledger()
    ledger.given(["a"], ["b"])
    before = len(ledger.kept)
    ledger.given(["b"], ["a"])
    assert len(ledger.kept) == before


def test_of_two_that_come_together_the_larger_stands_and_the_other_leads_to_it() -> None:
    ledger = Ledger()
    ledger.given(["a"], ["b", "c"])
    assert ledger.given(["a", "b", "c"]) == ["KAR-0002"]
    assert [(one.number, one.event, one.other) for one in ledger.kept[-1:]] == [("KAR-0001", "merged", "KAR-0002")]


def test_what_is_split_off_again_takes_its_number_back_and_a_new_part_says_what_it_was_of() -> None:
    ledger = Ledger()
    ledger.given(["a"], ["b", "c"])
    ledger.given(["a", "b", "c"])
    assert ledger.given(["a"], ["b", "c"]) == ["KAR-0001", "KAR-0002"]
    assert ledger.given(["a"], ["b"], ["c"]) == ["KAR-0001", "KAR-0002", "KAR-0003"]
    assert ledger.kept[-1].other == "KAR-0002" or ledger.kept[-2].other == "KAR-0002"


def test_a_number_of_nothing_is_withdrawn_and_never_given_again() -> None:
    ledger = Ledger()
    ledger.given(["a"])
    assert ledger.given(["b"]) == ["KAR-0002"]
    assert ledger.given(["b"], ["a"]) == ["KAR-0002", "KAR-0001"]


@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=6))
def test_a_number_never_stands_for_two_at_once(history: list[list[int]]) -> None:
    ledger = Ledger()
    for labels in history:
        clusters = [[f"m{index}" for index, own in enumerate(labels) if own == label] for label in sorted({*labels})]
        numbers = ledger.given(*clusters)
        assert len(set(numbers)) == len(clusters)
    issued = [one.number for one in ledger.kept if one.event == "issued"]
    assert len(issued) == len(set(issued))
