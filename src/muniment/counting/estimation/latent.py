"""The latent class model: people differ in how easily lists catch them, in as many ways as the data ask for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from muniment.counting.estimation.convergence import effective_size, split_rhat
from muniment.counting.estimation.patterns import Patterns

CLASSES = 10
"""The most classes; those that the data do not ask for stay empty."""

PRIOR = (0.25, 0.25)
"""Shape and rate of the Gamma prior of the concentration: few classes unless the data ask for more."""

RHAT, ENOUGH = 1.01, 400.0
"""Draws are used only below this split R-hat and above this effective size (Vehtari and others 2021)."""

ROUGH_RHAT, ROUGH = 1.05, 75.0
"""What will do, with a caution, where longer chains do not help: the number then wanders by a tenth of its deviation."""

LONGEST, LONG = 16, 4
"""How many times as long the chains may become before they are said not to converge; and where they agree roughly."""

MOVES = 3
"""Collapsed steps for each class in one step of the chain."""

STEPS = (0.15, 0.6, 2.4)
"""Standard deviations of the proposed changes of log-odds; one of them is drawn each time."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def _compiled(function: Compiled) -> Compiled:
    """Machine code, kept beside the module, that runs outside the interpreter's lock."""
    return cast(Compiled, njit(cache=True, nogil=True)(function))


def close(rhat: float, effective: float) -> bool:
    """Whether chains with this split R-hat and effective size agree."""
    return rhat < RHAT and effective > ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """What chains drew: the number that no list has, with how far the chains agree."""

    missing: Whole
    """Shape (chains, kept draws): people whom no list has."""
    rhat: float
    effective: float
    thin: int
    """Steps of the chain between two kept draws."""

    @property
    def converged(self) -> bool:
        """Whether the chains agree, and hold enough independent draws."""
        return close(self.rhat, self.effective)

    @property
    def roughly(self) -> bool:
        """Whether they agree well enough to be shown with a caution."""
        return self.rhat < ROUGH_RHAT and self.effective > ROUGH


def sample(
    patterns: Patterns,
    *,
    seed: int,
    chains: int = 4,
    keep: int = 10_000,
    classes: int = CLASSES,
    thin: int = 5,
    longest: int = LONGEST,
) -> Draws:
    """Draws of the number of people in no list, from the posterior of the Dirichlet process mixture of latent classes.

    Manrique-Vallier (2016), "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72:
    within a class the lists catch independently, with uniform priors; class weights are broken from a stick cut at
    `classes` (Ishwaran and James 2001), the concentration is Gamma(0.25, 0.25), and p(N) is proportional to 1/N.
    Lists that cannot share a person are treated as in Manrique-Vallier, Ball and Sadinle (2022): people in impossible
    patterns are imagined along with those in none, and left out of the number.

    The sampler walks over capture patterns, not over people: a step costs patterns times classes, however many people
    there are. Each step first moves whole classes with the missing people summed out (their negative binomial sums to
    (1 - p0)^-n), then draws the missing, the classes and the probabilities from their full conditionals. Chains that
    do not agree are run again, twice as long, up to `longest` times `thin`; where they agree roughly, up to `LONG` times.
    """
    captured, counts = patterns.captured.astype(np.int64), patterns.counts
    unseen = np.vstack([np.zeros((1, captured.shape[1]), dtype=np.int64), patterns.forbidden.astype(np.int64)])
    cells = np.vstack([captured, unseen])
    first = thin
    while True:
        walk = partial(_chain, cells, counts, classes, *PRIOR, np.array(STEPS), keep // 2, keep, thin)
        generators = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(chains))
        with ThreadPoolExecutor(chains) as pool:
            drawn = list(pool.map(walk, generators))
        missing = np.stack(drawn)
        found = Draws(missing=missing, rhat=split_rhat(missing), effective=effective_size(missing), thin=thin)
        most = min(LONG, longest) if found.roughly else longest
        if found.converged or thin * 2 > first * most:
            return found
        thin *= 2


@_compiled
def _chain(
    cells: Whole,
    counts: Whole,
    classes: int,
    shape: float,
    rate: float,
    steps: Floats,
    burn: int,
    keep: int,
    thin: int,
    rng: np.random.Generator,
) -> Whole:
    """One chain: kept numbers of people in no list. The first cell after those observed is the pattern of none."""
    seen, lists = counts.size, cells.shape[1]
    total = counts.sum()
    alpha = 1.0
    weight = np.full(classes, 1.0 / classes)
    odds = np.empty((classes, lists))
    for k in range(classes):
        for j in range(lists):
            odds[k, j] = rng.normal(-1.0, 1.0)
    within = np.empty((cells.shape[0], classes))
    for k in range(classes):
        _fill(within[:, k], cells, odds[k])
    filled = np.zeros(cells.shape[0], dtype=np.int64)
    filled[:seen] = counts
    members, caught = np.zeros(classes, dtype=np.int64), np.zeros((classes, lists), dtype=np.int64)
    kept = np.empty(keep, dtype=np.int64)
    for turn in range((burn + keep) * thin):
        _move(weight, odds, within, cells, counts, alpha, steps, rng)
        _swap(weight, odds, within, alpha, rng)
        _imagine(filled, within, weight, seen, total, rng)
        _allocate(members, caught, filled, cells, within, weight, rng)
        alpha = _renew(weight, odds, members, caught, shape, rate, alpha, rng)
        for k in range(classes):
            _fill(within[:, k], cells, odds[k])
        done = turn + 1 - burn * thin
        if done > 0 and done % thin == 0:
            kept[done // thin - 1] = filled[seen]
    return kept


@_compiled
def _fill(column: Floats, cells: Whole, odds: Floats) -> None:
    """The probability of each cell within one class whose log-odds of capture these are."""
    lists = odds.size
    for cell in range(column.size):
        column[cell] = 1.0
    for j in range(lists):
        yes = 1.0 / (1.0 + np.exp(-odds[j]))
        no = 1.0 / (1.0 + np.exp(odds[j]))
        for cell in range(column.size):
            column[cell] *= yes if cells[cell, j] == 1 else no


@_compiled
def _sticks(weight: Floats, alpha: float) -> float:
    """Log density of class weights that were broken from a stick, on the simplex."""
    left, sum_logs = weight[-1], 0.0
    for k in range(weight.size - 2, 0, -1):  # from the small end, so that small remainders stay exact
        left += weight[k]
        sum_logs += np.log(max(left, 1e-300))
    return (alpha - 1.0) * np.log(max(weight[-1], 1e-300)) - sum_logs


@_compiled
def _move(
    weight: Floats,
    odds: Floats,
    within: Floats,
    cells: Whole,
    counts: Whole,
    alpha: float,
    steps: Floats,
    rng: np.random.Generator,
) -> None:
    """Metropolis steps with the missing and the classes of people summed out: these cross what Gibbs steps crawl along.

    The state is taken as each class's share of those caught, s, and its log-odds; with q the chance of being caught at
    all, weights are proportional to s/q, and that map has the Jacobian prod(1/q) / sum(s/q)^K. One kind of step makes a
    class easier or harder to catch, by one list or by all: its share is held, so that its size follows. The other
    passes share from one class to another.
    """
    classes, lists, seen = weight.size, odds.shape[1], counts.size
    share, per = np.empty(classes), np.empty(classes)
    for k in range(classes):
        per[k] = 1.0 / _chance(within[:, k], seen)
        share[k] = weight[k] / per[k]
    share /= share.sum()
    caught_at_all = counts.sum()
    mixed, proposed = np.zeros(seen), np.zeros(seen)
    for cell in range(seen):
        for k in range(classes):
            mixed[cell] += share[k] * per[k] * within[cell, k]
    column, shifted, new_weight = np.empty(cells.shape[0]), np.empty(lists), np.empty(classes)
    for _ in range(MOVES * classes):
        k = rng.integers(0, classes)
        other = k if rng.random() < 0.5 else rng.integers(0, classes)
        if (share[k] + share[other]) * caught_at_all < 1.0:  # nobody to move; the step leaves this sum as it is
            continue
        by = steps[rng.integers(0, steps.size)] * rng.normal()
        change = 0.0
        new_share, new_other, new_per = share[k], share[other], per[k]
        if other == k:
            single = rng.integers(0, lists + 1)
            for j in range(lists):
                shifted[j] = odds[k, j] + (by if single in (j, lists) else 0.0)
                change += _logistic(shifted[j]) - _logistic(odds[k, j])
            _fill(column, cells, shifted)
            caught = _chance(column, seen)
            if not caught > 0.0:
                continue
            new_per = 1.0 / caught
            for cell in range(seen):
                proposed[cell] = mixed[cell] + share[k] * (new_per * column[cell] - per[k] * within[cell, k])
        else:
            both = share[k] + share[other]
            old = np.log(share[k]) - np.log(share[other])
            new_share = both / (1.0 + np.exp(-old - by))
            new_other = both / (1.0 + np.exp(old + by))
            if not (new_share > 0.0 and new_other > 0.0):
                continue
            change += np.log(new_share) + np.log(new_other) - np.log(share[k]) - np.log(share[other])
            passed = new_share - share[k]
            for cell in range(seen):
                proposed[cell] = mixed[cell] + passed * (per[k] * within[cell, k] - per[other] * within[cell, other])
        for cell in range(seen):
            if not proposed[cell] > 0.0:
                change = -np.inf
                break
            change += counts[cell] * np.log(proposed[cell] / mixed[cell])
        if change == -np.inf:
            continue
        before, scale = 0.0, 0.0
        for one in range(classes):
            before += share[one] * per[one]
            new_weight[one] = share[one] * per[one]
        new_weight[k] = new_share * new_per
        if other != k:
            new_weight[other] = new_other * per[other]
        scale = new_weight.sum()
        new_weight /= scale
        change += _sticks(new_weight, alpha) - _sticks(weight, alpha)
        change += np.log(new_per / per[k]) - classes * np.log(scale / before)
        if np.log(rng.random()) < change:
            weight[:] = new_weight
            mixed[:] = proposed
            share[k], per[k] = new_share, new_per
            if other != k:
                share[other] = new_other
            else:
                odds[k] = shifted
                within[:, k] = column


@_compiled
def _chance(column: Floats, seen: int) -> float:
    """The chance that somebody of a class is in a cell that lists can show."""
    unseen = 0.0
    for cell in range(seen, column.size):
        unseen += column[cell]
    return 1.0 - unseen


@_compiled
def _logistic(odds: float) -> float:
    """Log density of log-odds whose probability is uniform."""
    return -abs(odds) - 2.0 * np.log1p(np.exp(-abs(odds)))


@_compiled
def _swap(weight: Floats, odds: Floats, within: Floats, alpha: float, rng: np.random.Generator) -> None:
    """Exchanges two neighbouring classes; the likelihood is the same, so the prior of the weights decides.

    Papaspiliopoulos and Roberts (2008), "Retrospective Markov chain Monte Carlo methods for Dirichlet process
    hierarchical models", Biometrika 95.
    """
    proposed = weight.copy()
    for k in range(weight.size - 1):
        proposed[k], proposed[k + 1] = weight[k + 1], weight[k]
        if np.log(rng.random()) < _sticks(proposed, alpha) - _sticks(weight, alpha):
            weight[:] = proposed
            for j in range(odds.shape[1]):
                odds[k, j], odds[k + 1, j] = odds[k + 1, j], odds[k, j]
            for cell in range(within.shape[0]):
                within[cell, k], within[cell, k + 1] = within[cell, k + 1], within[cell, k]
        else:
            proposed[k], proposed[k + 1] = weight[k], weight[k + 1]


@_compiled
def _imagine(filled: Whole, within: Floats, weight: Floats, seen: int, total: int, rng: np.random.Generator) -> None:
    """Draws how many people are in the cells that no list can show, given the rest: negative binomial, then shared."""
    parts = np.zeros(filled.size - seen)
    for cell in range(parts.size):
        for k in range(weight.size):
            parts[cell] += weight[k] * within[seen + cell, k]
    unseen = parts.sum()
    left = rng.poisson(rng.gamma(total, unseen / max(1.0 - unseen, 1e-12)))
    for cell in range(parts.size):
        filled[seen + cell] = _some(left, parts[cell], unseen, rng)
        left -= filled[seen + cell]
        unseen -= parts[cell]


@_compiled
def _some(left: int, part: float, whole: float, rng: np.random.Generator) -> int:
    """How many of those left fall to a part of what is left of the whole."""
    if left == 0 or part <= 0.0:
        return 0
    if part >= whole * (1.0 - 1e-12):
        return left
    return rng.binomial(left, part / whole)


@_compiled
def _allocate(
    members: Whole,
    caught: Whole,
    filled: Whole,
    cells: Whole,
    within: Floats,
    weight: Floats,
    rng: np.random.Generator,
) -> None:
    """Draws how many people of each cell belong to each class: one multinomial a cell."""
    members[:] = 0
    caught[:] = 0
    for cell in range(filled.size):
        left = filled[cell]
        whole = 0.0
        for k in range(weight.size):
            whole += weight[k] * within[cell, k]
        for k in range(weight.size):
            if left == 0:
                break
            part = weight[k] * within[cell, k]
            some = left if k == weight.size - 1 else _some(left, part, whole, rng)
            left -= some
            whole -= part
            members[k] += some
            for j in range(cells.shape[1]):
                caught[k, j] += some * cells[cell, j]


@_compiled
def _renew(
    weight: Floats,
    odds: Floats,
    members: Whole,
    caught: Whole,
    shape: float,
    rate: float,
    alpha: float,
    rng: np.random.Generator,
) -> float:
    """Draws probabilities, weights and concentration from their full conditionals; gives the concentration."""
    classes, later = weight.size, members.sum()
    left, log_left = 1.0, 0.0
    for k in range(classes):
        for j in range(odds.shape[1]):
            yes = rng.gamma(1.0 + caught[k, j], 1.0)
            no = rng.gamma(1.0 + members[k] - caught[k, j], 1.0)
            odds[k, j] = np.log(max(yes, 1e-300)) - np.log(max(no, 1e-300))
        later -= members[k]
        if k < classes - 1:
            taken = rng.gamma(1.0 + members[k], 1.0)
            rest = max(rng.gamma(alpha + later, 1.0), 1e-300)
            weight[k] = left * taken / (taken + rest)
            log_left += np.log(rest / (taken + rest))
            left *= rest / (taken + rest)
    weight[classes - 1] = left
    return max(rng.gamma(shape + classes - 1, 1.0 / (rate - log_left)), 1e-10)
