"""Poisson regression of capture patterns: fitting, whether a fit exists, and the profile of the missing number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, linprog
from scipy.special import gammaln
from scipy.stats import chi2

Floats = NDArray[np.floating[Any]]

STEPS = 100
CLOSE = 1e-9
FARTHEST = 1e9
"""The greatest number of missing people that an interval is sought to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A fitted regression: coefficients, expected counts, log-likelihood and covariance of the coefficients."""

    coefficients: Floats
    expected: Floats
    log_likelihood: float
    covariance: Floats


def fit(design: Floats, counts: Floats, *, start: Floats | None = None) -> Fit | None:
    """Iteratively reweighted least squares; None where it does not settle.

    `design` has shape (cells, coefficients), `counts` (cells,).
    """
    linear = np.log(counts + 0.5) if start is None else design @ start
    beta = np.zeros(design.shape[1]) if start is None else start
    last = -np.inf
    for _ in range(STEPS):
        expected = np.exp(np.clip(linear, -30, 30))
        weighted = design * expected[:, None]
        try:
            beta = np.linalg.solve(design.T @ weighted, weighted.T @ (linear + (counts - expected) / expected))
        except np.linalg.LinAlgError:
            return None
        linear = design @ beta
        if not np.all(np.isfinite(linear)) or np.abs(linear).max() > 30:
            return None
        now = float(counts @ linear - np.exp(linear).sum())
        if abs(now - last) < CLOSE * (1 + abs(now)):
            expected = np.exp(linear)
            return Fit(
                coefficients=beta,
                expected=expected,
                log_likelihood=now - float(gammaln(counts + 1).sum()),
                covariance=np.linalg.inv(design.T @ (design * expected[:, None])),
            )
        last = now
    return None


def exists(design: Floats, counts: Floats) -> bool:
    """Whether a greatest likelihood exists and is the only one.

    It does where the sufficient statistics are those of some table without a zero (Fienberg and Rinaldo 2012, Annals of
    Statistics 40), which a linear programme finds, and the columns are independent.
    """
    cells, columns = design.shape
    if np.linalg.matrix_rank(design) < columns:
        return False
    if counts.min() > 0:
        return True
    goal = np.zeros(cells + 1)
    goal[-1] = -1.0
    above = np.hstack([-np.eye(cells), np.ones((cells, 1))])
    same = np.hstack([design.T, np.zeros((columns, 1))])
    found = linprog(
        goal, A_ub=above, b_ub=np.zeros(cells), A_eq=same, b_eq=design.T @ counts, bounds=[(0, None)] * cells + [(0, 1)]
    )
    return found.status == 0 and -found.fun > 1e-7


def profile_interval(design: Floats, counts: Floats, missing: float, *, level: float) -> tuple[float, float | None]:
    """The numbers of missing people that the data do not contradict at this level; None where there is no most.

    Cormack (1992), "Interval estimation for mark-recapture studies of closed populations", Biometrics 48: the missing
    cell is given each number in turn, and the multinomial likelihood compared with its greatest. The missing cell's row
    of the design is that of the intercept, which is the first column.
    """
    whole = np.vstack([np.eye(1, design.shape[1]), design])

    def likelihood(number: float) -> float:
        cells = np.concatenate([[number], counts])
        fitted = fit(whole, cells)
        if fitted is None:
            return -np.inf
        total = cells.sum()
        return float(
            gammaln(total + 1) - gammaln(cells + 1).sum() + cells @ np.log(fitted.expected) - total * np.log(total)
        )

    best = likelihood(max(missing, 1e-6))
    allowed = float(chi2.ppf(level, 1)) / 2

    def beyond(number: float) -> float:
        return best - likelihood(number) - allowed

    return _lower(beyond, missing), _upper(beyond, missing)


def _lower(beyond: Callable[[float], float], missing: float) -> float:
    least = 1e-6
    return 0.0 if missing <= least or beyond(least) <= 0 else _root(beyond, least, missing)


def _upper(beyond: Callable[[float], float], missing: float) -> float | None:
    inner, outer = max(missing, 1e-6), max(2 * missing, 10.0)
    while beyond(outer) <= 0:
        inner, outer = outer, outer * 2
        if outer > FARTHEST:
            return None
    return _root(beyond, inner, outer) if beyond(inner) < 0 else inner


def _root(beyond: Callable[[float], float], low: float, high: float) -> float:
    return cast(float, brentq(beyond, low, high, xtol=1e-3))
