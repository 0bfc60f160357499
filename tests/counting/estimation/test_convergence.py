"""Chains that agree, chains that do not, and what a slow chain is worth."""

from __future__ import annotations

import numpy as np
import pytest

from muniment.counting.estimation.convergence import effective_size, split_rhat


def chains(memory: float, *, number: int = 4, length: int = 20_000) -> np.ndarray:
    rng = np.random.default_rng(1)
    drawn = np.zeros((number, length))
    noise = rng.normal(size=(number, length)) * np.sqrt(1 - memory**2)
    drawn[:, 0] = rng.normal(size=number)
    for turn in range(1, length):
        drawn[:, turn] = memory * drawn[:, turn - 1] + noise[:, turn]
    return drawn


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_draws_that_remember_are_worth_less_by_what_they_remember(memory: float) -> None:
    drawn = chains(memory)
    assert effective_size(drawn) == pytest.approx(drawn.size * (1 - memory) / (1 + memory), rel=0.1)
    assert split_rhat(drawn) < 1.01


def test_chains_that_do_not_agree_are_found_out() -> None:
    drawn = chains(0.0)
    apart, wider, drifting = drawn.copy(), drawn.copy(), drawn.copy()
    apart[0] += 1
    wider[0] *= 3
    drifting += np.linspace(0, 2, drawn.shape[1])
    for bad in (apart, wider, drifting):
        assert split_rhat(bad) > 1.05


def test_draws_that_never_change_agree() -> None:
    still = np.full((4, 100), 7)
    assert split_rhat(still) == 1.0
    assert effective_size(still) == still.size
