"""Invented populations and the lists that catch them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from muniment.counting.estimation.patterns import Patterns, patterns_of

THREE = {
    (1, 0, 0): 60,
    (0, 1, 0): 49,
    (1, 1, 0): 4,
    (0, 0, 1): 247,
    (1, 0, 1): 112,
    (0, 1, 1): 142,
    (1, 1, 1): 12,
}
"""People on three registers of one illness, as Madigan and York (1997) print them."""


def three(counts: Mapping[tuple[int, ...], int] | None = None, **apart: Sequence[Sequence[str]]) -> Patterns:
    return patterns_of("abc", counts or THREE, **apart)


def population(people: int, chances: Sequence[float], seed: int) -> Patterns:
    """People who are caught by each list at its own rate, each independently."""
    caught = np.random.default_rng(seed).random((people, len(chances))) < np.array(chances)
    return of_rows(caught.astype(int).tolist())


def of_rows(rows: Sequence[Sequence[int]]) -> Patterns:
    counted = Counter(tuple(row) for row in rows if any(row))
    return patterns_of("abcdefgh"[: len(rows[0])], counted)
