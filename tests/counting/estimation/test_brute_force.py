"""Small posteriors, enumerated."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.special import betaln, gammaln, logsumexp
from tests.counting.estimation.lists import of_rows

from muniment.counting.estimation.decomposable import average, decompositions
from muniment.counting.estimation.latent import PRIOR, sample
from muniment.counting.estimation.patterns import patterns_of
from muniment.errors import UnusableLists

ORDERS: dict[str, tuple[tuple[int, ...], ...]] = {
    "": ((), (), ()),
    "ab": ((), (0,), ()),
    "ac": ((), (), (0,)),
    "bc": ((), (), (1,)),
    "ab ac": ((), (0,), (0,)),
    "ab bc": ((), (0,), (1,)),
    "ac bc": ((2,), (2,), ()),
}
"""The graphs of three lists as chains of chances: for each list, those whose marks its chance depends on."""

SMALL = {(1, 0, 0): 3, (0, 1, 0): 2, (0, 0, 1): 4, (1, 1, 0): 2, (0, 1, 1): 1, (1, 1, 1): 1}
MOST = 60


def urn(parents: tuple[tuple[int, ...], ...], people: list[tuple[int, ...]], delta: float) -> float:
    """Log probability of these people one after another, each list's chance learnt from those before."""
    log, seen = 0.0, dict[tuple[int, tuple[int, ...]], list[float]]()
    for person in people:
        for place, on in enumerate(parents):
            key = (place, tuple(person[other] for other in on))
            known = seen.setdefault(key, [delta * 2 ** (2 - len(on))] * 2)
            log += np.log(known[person[place]] / sum(known))
            known[person[place]] += 1
    return log


def test_averaging_over_graphs_is_the_sum_over_all_urns() -> None:
    delta = 0.125
    observed = [pattern for pattern, count in SMALL.items() for _ in range(count)]
    by_graph = np.array(
        [
            [
                urn(parents, observed + [(0, 0, 0)] * missing, delta)
                + gammaln(len(observed) + missing + 1)
                - gammaln(missing + 1)
                - np.log(len(observed) + missing)
                for missing in range(MOST + 1)
            ]
            for parents in ORDERS.values()
        ]
    )
    exact = np.exp(logsumexp(by_graph, axis=0) - logsumexp(by_graph))
    found = average(patterns_of("abc", SMALL), delta=delta, most=MOST)
    assert found.weights == pytest.approx(exact, rel=1e-8)
    graphs = np.exp(logsumexp(by_graph, axis=1) - logsumexp(by_graph))
    assert [weight for _, weight in found.graphs] == pytest.approx(sorted(graphs, reverse=True), rel=1e-8)


def test_the_graphs_are_those_whose_cycles_all_have_chords() -> None:
    assert [len(decompositions(lists)) for lists in (3, 4, 5)] == [7, 60, 821]


def test_the_example_of_madigan_and_york_gives_what_the_r_package_dga_gives() -> None:
    """Five lists, cell by cell with the first list changing fastest; 617.8 (588, 616, 655) with dga 2.0.1."""
    cells = (
        0,
        27,
        37,
        19,
        4,
        4,
        1,
        1,
        97,
        22,
        37,
        25,
        2,
        1,
        3,
        5,
        83,
        36,
        34,
        18,
        3,
        5,
        0,
        2,
        30,
        5,
        23,
        8,
        0,
        3,
        0,
        2,
    )
    counts = {tuple(place >> bit & 1 for bit in range(5)): cell for place, cell in enumerate(cells) if place}
    found = average(patterns_of("abcde", counts), delta=0.5, most=300)
    assert 537 + found.missing @ found.weights == pytest.approx(617.8, abs=0.05)
    assert [537 + found.quantile(share) for share in (0.025, 0.5, 0.975)] == [588, 616, 655]


def test_lists_that_overlap_too_little_have_no_end_of_the_posterior() -> None:
    with pytest.raises(UnusableLists, match="overlap too little"):
        average(patterns_of("abc", {(1, 0, 0): 30, (0, 1, 0): 30, (0, 0, 1): 30, (1, 1, 0): 1}))


def allocations(counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return product(*(range(count + 1) for count in counts))


def test_two_latent_classes_are_the_sum_over_all_ways_to_split_people_into_them() -> None:
    """Chances and class weights integrate to beta functions; the concentration is summed over a grid."""
    rows = [(1, 1, 0)] * 3 + [(0, 1, 1)] * 2 + [(1, 0, 1)] * 2 + [(1, 1, 1)] * 2 + [(1, 0, 0)]
    table = of_rows(rows)
    most, seen = 25, table.documented
    shape, rate = PRIOR
    grid = np.exp(np.linspace(-14, 5, 400))
    prior = shape * np.log(grid) - rate * grid  # of the logarithm, which is what the grid is even in

    @cache
    def sticks(first: int, second: int) -> float:
        return float(logsumexp(prior + betaln(1 + first, grid + second) - betaln(1, grid)))

    exact = np.zeros(most + 1)
    for missing in range(most + 1):
        parts = list[float]()
        for split in allocations((*map(int, table.counts), missing)):
            first = np.array(split[:-1])
            members = np.array([first.sum() + split[-1], seen - first.sum() + missing - split[-1]])
            caught = np.array([first @ table.captured, (table.counts - first) @ table.captured])
            chances = betaln(1 + caught, 1 + members[:, None] - caught).sum()
            ways = sum(
                gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)
                for whole, part in zip((*table.counts, missing), split, strict=True)
            )
            parts.append(float(chances + sticks(*members.tolist()) + ways))
        exact[missing] = logsumexp(parts) + gammaln(seen + missing) - gammaln(missing + 1)
    exact = np.exp(exact - logsumexp(exact))
    drawn = sample(table, seed=3, keep=20_000, classes=2).missing.ravel()
    found = np.bincount(drawn[drawn <= most], minlength=most + 1) / (drawn <= most).sum()
    assert np.abs(np.cumsum(found) - np.cumsum(exact)).max() < 0.012
