"""Chao's lower bound: those caught once or twice say how many, at least, were never caught."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from muniment.counting.estimation.patterns import Patterns
from muniment.counting.estimation.poisson import exists, fit
from muniment.errors import UnusableLists


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The least number of missing people that people's unequal chances allow, with its interval."""

    missing: float
    low: float
    high: float


def bound(patterns: Patterns, *, level: float = 0.95) -> Bound:
    """Chao's lower bound of the missing number, with lists of unequal reach.

    Rivest and Baillargeon (2007), "Applications and extensions of Chao's moment estimator for the size of a closed
    population", Biometrics 63: the log-linear model of independent lists, fitted to the people on one or two lists
    only. With two lists it is that of Lincoln and Petersen; with equally large ones (t - 1) / (2 t) f1^2 / f2. The interval is
    log-normal (Chao 1987, Biometrics 43). It is a lower bound where people differ in how easily they are caught; where
    being on one list keeps people off another it is not.

    Raises `UnusableLists` for fewer than two lists, and where nobody is on exactly two.
    """
    if len(patterns.lists) < 2:
        raise UnusableLists("Chao's bound takes two lists or more, not one")
    cells, counts = patterns.cells()
    few = cells.sum(axis=1) <= 2
    cells, observed = cells[few].astype(float), counts[few].astype(float)
    design = np.column_stack([np.ones(len(cells)), *cells.T])
    fitted = fit(design, observed) if exists(design, observed) else None
    if fitted is None:
        raise UnusableLists("too few people are on exactly two lists for Chao's bound")
    missing = float(np.exp(fitted.coefficients[0]))
    spread = float(np.exp(norm.ppf((1 + level) / 2) * np.sqrt(np.log1p(fitted.covariance[0, 0]))))
    return Bound(missing=missing, low=missing / spread, high=missing * spread)
