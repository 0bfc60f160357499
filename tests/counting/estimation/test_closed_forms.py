"""Cases that paper and pencil can check."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betaln, gammaln
from tests.counting.estimation.lists import THREE, population, three

from muniment.counting.estimation.chao import bound
from muniment.counting.estimation.latent import sample
from muniment.counting.estimation.loglinear import choose
from muniment.counting.estimation.patterns import patterns_of
from muniment.errors import UnusableLists


def test_chao_for_two_lists_is_lincoln_and_petersen() -> None:
    assert bound(patterns_of("ab", {(1, 0): 30, (0, 1): 50, (1, 1): 20})).missing == pytest.approx(30 * 50 / 20)


def test_chao_for_equal_lists_is_that_of_singles_and_doubles() -> None:
    ones = {(1, 0, 0): 30, (0, 1, 0): 30, (0, 0, 1): 30}
    twos = {(1, 1, 0): 10, (1, 0, 1): 10, (0, 1, 1): 10}
    assert bound(three(ones | twos | {(1, 1, 1): 3})).missing == pytest.approx((3 - 1) / (2 * 3) * 90**2 / 30)


def test_the_interval_of_chao_is_wider_where_fewer_are_on_two_lists() -> None:
    many = bound(patterns_of("ab", {(1, 0): 30, (0, 1): 50, (1, 1): 20}))
    few = bound(patterns_of("ab", {(1, 0): 30, (0, 1): 50, (1, 1): 5}))
    assert few.high / few.missing > many.high / many.missing > 1 > many.low / many.missing


def missing_by_terms() -> dict[tuple[tuple[str, ...], ...], float]:
    return {one.terms: one.missing for one in choose(three()).models}


def test_log_linear_models_of_three_lists_agree_with_their_closed_forms() -> None:
    n = THREE
    found = missing_by_terms()
    ab, ac, bc = ("a", "b"), ("a", "c"), ("b", "c")
    assert len(found) == 8
    assert found[ab,] == pytest.approx(
        n[0, 0, 1] * (n[1, 0, 0] + n[0, 1, 0] + n[1, 1, 0]) / (n[1, 0, 1] + n[0, 1, 1] + n[1, 1, 1])
    )
    assert found[ab, bc] == pytest.approx(n[1, 0, 0] * n[0, 0, 1] / n[1, 0, 1])
    odd = n[1, 1, 1] * n[1, 0, 0] * n[0, 1, 0] * n[0, 0, 1]
    assert found[ab, ac, bc] == pytest.approx(odd / (n[1, 1, 0] * n[1, 0, 1] * n[0, 1, 1]))


def test_the_weights_of_log_linear_models_follow_their_bic() -> None:
    models = choose(three()).models
    assert [one.bic for one in models] == sorted(one.bic for one in models)
    assert sum(one.weight for one in models) == pytest.approx(1)
    assert models[0].weight / models[1].weight == pytest.approx(np.exp((models[1].bic - models[0].bic) / 2))


def test_the_profile_interval_of_one_list_pair_is_where_the_likelihood_falls_by_its_share() -> None:
    """With lists independent, the multinomial likelihood for a given number has a closed form."""
    found = choose(patterns_of("abc", population(500, (0.5, 0.4, 0.3), seed=4).table()))
    assert found.models[0].terms == ()
    table = population(500, (0.5, 0.4, 0.3), seed=4)
    sizes, seen = np.array(list(table.sizes().values())), table.documented

    def likelihood(missing: float) -> float:
        people = seen + missing
        shares = sizes / people
        return float(
            gammaln(people + 1)
            - gammaln(missing + 1)
            + (sizes * np.log(shares) + (people - sizes) * np.log(1 - shares)).sum()
        )

    best = max(likelihood(missing) for missing in np.linspace(found.low, found.high or 0, 4_000))
    for end in (found.low, found.high):
        assert end is not None
        assert best - likelihood(end) == pytest.approx(3.8415 / 2, abs=0.02)


def test_a_pair_that_shares_nobody_takes_its_empty_cells_with_it() -> None:
    """What is left then has the closed form of the two lists that each overlap the third."""
    counts = {(1, 0, 0): 30, (0, 1, 0): 30, (0, 0, 1): 30, (1, 0, 1): 10, (0, 1, 1): 10}
    chosen = choose(three(counts))
    assert chosen.models[0].terms == (("a", "b"),)
    assert chosen.missing == pytest.approx(30 * (30 + 30) / (10 + 10))
    with pytest.raises(UnusableLists, match="overlap too little"):
        choose(three({(1, 0, 0): 30, (0, 1, 0): 30, (0, 0, 1): 30}))


def test_one_latent_class_is_independent_lists_with_uniform_chances() -> None:
    table = population(300, (0.3, 0.4, 0.5), seed=2)
    drawn = sample(table, seed=5, keep=5_000, classes=1)
    missing = np.arange(0, 2_000)
    people = table.documented + missing
    log = gammaln(people) - gammaln(missing + 1)
    for size in table.sizes().values():
        log = log + betaln(1 + size, 1 + people - size)
    exact = np.exp(log - log.max())
    below = np.cumsum(exact / exact.sum())
    for share in (0.025, 0.25, 0.5, 0.75, 0.975):
        at = int(np.quantile(drawn.missing, share))
        assert below[at - 1] - 0.02 < share < below[at] + 0.02
    assert drawn.converged
