"""Log-linear models: lists may depend on one another in pairs or threes, and the data choose which do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from muniment.counting.estimation.patterns import Patterns
from muniment.counting.estimation.poisson import Fit, Floats, exists, fit, profile_interval
from muniment.errors import UnusableLists

EXHAUSTIVE = 4
"""Up to so many lists every hierarchical model is tried, with dependences of three; beyond, pairs, step by step."""

Term = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One choice of dependences, fitted."""

    terms: tuple[tuple[str, ...], ...]
    """The sets of lists said to depend on one another, beyond each on its own."""
    missing: float
    bic: float
    weight: float
    """Share of exp(-BIC/2) among the models tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The model with the least BIC, its profile interval, and what it was chosen from."""

    missing: float
    low: float
    high: float | None
    """None where the data set no upper end."""
    models: tuple[Model, ...]
    """Every model that could be fitted, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    terms: tuple[Term, ...]
    design: Floats
    counts: Floats
    fitted: Fit
    bic: float


def choose(patterns: Patterns, *, level: float = 0.95) -> Chosen:
    """The hierarchical log-linear model with the least BIC (Fienberg 1972, Biometrika 59; Bishop, Fienberg and Holland
    1975, chapter 6), with the profile interval of Cormack (1992).

    The model that has every dependence is never among them: its missing number is arbitrary. Where lists that depend
    share nobody, their dependence is without bound and the empty cells say nothing: both are left out (Chan, Silverman
    and Vincent 2021, "Multiple systems estimation for sparse capture data", JASA 116). Models without one greatest
    likelihood are not used.

    Raises `UnusableLists` for fewer than three lists, and where no model can be fitted.
    """
    lists = len(patterns.lists)
    if lists < 3:
        raise UnusableLists(f"log-linear models take three lists or more, not {lists}")
    tried = list(_exhaustive(patterns)) if lists <= EXHAUSTIVE else _stepwise(patterns)
    if not tried:
        raise UnusableLists("these lists overlap too little for any log-linear model")
    tried.sort(key=lambda one: (one.bic, len(one.terms), one.terms))
    best = tried[0]
    missing = float(np.exp(best.fitted.coefficients[0]))
    low, high = profile_interval(best.design, best.counts, missing, level=level)
    shares = np.exp(-0.5 * (np.array([one.bic for one in tried]) - best.bic))
    return Chosen(
        missing=missing,
        low=low,
        high=high,
        models=tuple(
            Model(
                terms=tuple(tuple(patterns.lists[place] for place in term) for term in one.terms),
                missing=float(np.exp(one.fitted.coefficients[0])),
                bic=one.bic,
                weight=float(share / shares.sum()),
            )
            for one, share in zip(tried, shares, strict=True)
        ),
    )


def _exhaustive(patterns: Patterns) -> Iterator[_Tried]:
    lists = range(len(patterns.lists))
    pairs = list(combinations(lists, 2))
    for number in range(len(pairs) + 1):
        for chosen in combinations(pairs, number):
            open_threes = [three for three in combinations(lists, 3) if set(combinations(three, 2)) <= set(chosen)]
            for more in range(len(open_threes) + 1):
                for threes in combinations(open_threes, more):
                    if len(lists) == 3 and threes:  # every dependence
                        continue
                    found = _try(patterns, (*chosen, *threes))
                    if found is not None:
                        yield found


def _stepwise(patterns: Patterns) -> list[_Tried]:
    """Adds or drops the pair that lowers BIC most, from independence on, until none does."""
    pairs = list(combinations(range(len(patterns.lists)), 2))
    seen: dict[frozenset[Term], _Tried | None] = {}
    now: frozenset[Term] = frozenset()
    while True:
        near = [now, *(now ^ {pair} for pair in pairs)]
        for one in near:
            if one not in seen:
                seen[one] = _try(patterns, tuple(sorted(one)))
        fitted = [(found.bic, sorted(one)) for one in near if (found := seen[one]) is not None]
        if not fitted:
            break
        best = frozenset(min(fitted)[1])
        if best == now:
            break
        now = best
    return [one for one in seen.values() if one is not None]


def _try(patterns: Patterns, terms: Sequence[Term]) -> _Tried | None:
    cells, counts = patterns.cells()
    kept = list[Term]()
    for term in terms:
        together = cells[:, term].all(axis=1)
        if counts[together].sum() == 0:  # without bound: the empty cells say nothing, and there is nothing to estimate
            cells, counts = cells[~together], counts[~together]
        else:
            kept.append(term)
    columns = [
        np.ones(len(cells)),
        *cells.T.astype(float),
        *(cells[:, term].all(axis=1).astype(float) for term in kept),
    ]
    design, observed = np.column_stack(columns), counts.astype(float)
    if not exists(design, observed):
        return None
    fitted = fit(design, observed)
    if fitted is None:
        return None
    bic = -2 * fitted.log_likelihood + (1 + len(patterns.lists) + len(terms)) * np.log(patterns.documented)
    return _Tried(terms=tuple(terms), design=design, counts=observed, fitted=fitted, bic=float(bic))
