"""Averaging over decomposable graphs: every way in which lists may depend on one another, each by its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from muniment.counting.estimation.patterns import Patterns
from muniment.errors import UnusableLists

FEWEST, MOST = 3, 5
"""Lists for which the graphs can be averaged over: 7, 60 and 821 graphs."""

NEGLIGIBLE = 1e-7
"""Share of the weight that may lie beyond the greatest number looked at."""

FARTHEST = 10_000
"""Times the documented people at which the search for the far end of the posterior stops."""

Floats = NDArray[np.float64]
Graph = frozenset[tuple[int, int]]
Lists = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Weights of every number of missing people that was looked at."""

    missing: NDArray[np.int64]
    """Shape (numbers,), rising; one by one at first, then in steps of a thousandth."""
    weights: Floats
    """Shape (numbers,), summing to one; a step's weight is that of all numbers it stands for."""
    graphs: tuple[tuple[tuple[tuple[str, ...], ...], float], ...]
    """The cliques of each graph with its posterior weight, greatest first."""

    def quantile(self, share: float) -> int:
        """The least number of missing people below or at which this share of the weight lies."""
        return int(self.missing[min(np.searchsorted(np.cumsum(self.weights), share), self.missing.size - 1)])


def average(
    patterns: Patterns,
    *,
    delta: float | None = None,
    log_prior: Callable[[Floats], Floats] = lambda people: -np.log(people),
    most: int | None = None,
) -> Posterior:
    """The posterior of the number of people in no list, averaged over all decomposable graphs but the complete one.

    Madigan and York (1997), "Bayesian methods for estimation of the size of a closed population", Biometrika 84;
    hyper-Dirichlet priors of Dawid and Lauritzen (1993), Annals of Statistics 21. `delta` is the prior count of each
    full cell, 2^-lists unless given; `log_prior` the log prior of the population, 1/N unless given; graphs are equally
    likely before the data. `most` sets the greatest number of missing people, else it is sought.

    Raises `UnusableLists` for fewer than three or more than five lists, for combinations declared impossible, which
    these graphs cannot express, and where the posterior has no end: the lists overlap too little.
    """
    lists = len(patterns.lists)
    if not FEWEST <= lists <= MOST:
        raise UnusableLists(
            f"averaging over graphs takes {FEWEST} to {MOST} lists, not {lists}",
            hint="choose or pool lists with --lists",
        )
    if patterns.apart:
        raise UnusableLists(
            "averaging over graphs cannot express lists that could not overlap", hint="use the other models"
        )
    limit = most or max(20 * patterns.documented, 1_000)
    while True:
        missing, width = _grid(limit)
        by_graph = _log_weights(patterns, missing, 2.0**-lists if delta is None else delta, log_prior)
        by_graph = by_graph + np.log(width)
        total = logsumexp(by_graph)
        weights = np.exp(logsumexp(by_graph, axis=0) - total)
        far = weights[missing > limit // 2].sum()
        if most or far < NEGLIGIBLE:
            break
        if limit > FARTHEST * patterns.documented:
            raise UnusableLists("these lists overlap too little: no number, however great, can be ruled out")
        limit *= 4
    each = np.exp(np.asarray(logsumexp(by_graph, axis=1)) - total)
    names = np.array(patterns.lists)
    graphs = [
        (tuple(tuple(str(name) for name in names[sorted(one)]) for one in cliques), float(weight))
        for (cliques, _), weight in zip(decompositions(lists), each, strict=True)
    ]
    return Posterior(missing=missing, weights=weights, graphs=tuple(sorted(graphs, key=lambda one: (-one[1], one[0]))))


def _grid(limit: int) -> tuple[NDArray[np.int64], Floats]:
    """Numbers from 0 to `limit`, in steps of a thousandth beyond ten thousand, and how many each stands for."""
    fine = min(limit, 10_000)
    coarse = np.exp(np.arange(np.log(fine), np.log(limit), 0.001))[1:] if limit > fine else np.empty(0)
    missing = np.unique(np.concatenate([np.arange(fine + 1), np.round(coarse), [limit]]).astype(np.int64))
    edges = np.concatenate([[-0.5], (missing[1:] + missing[:-1]) / 2, [missing[-1] + 0.5]])
    return missing, np.diff(edges)


def _log_weights(
    patterns: Patterns, missing: NDArray[np.int64], delta: float, log_prior: Callable[[Floats], Floats]
) -> Floats:
    """Log of prior times marginal likelihood, shape (graphs, numbers), up to one constant.

    A clique's Dirichlet integrates to a ratio of gamma functions of its margin; the number of missing people enters
    only its cell of zeros. A graph is the product over its cliques divided by that over its separators.
    """
    lists = len(patterns.lists)
    people = (patterns.documented + missing).astype(float)
    scores: dict[Lists, Floats] = {frozenset(): np.zeros(missing.size)}
    for size in range(1, lists):
        for chosen in combinations(range(lists), size):
            scores[frozenset(chosen)] = _margin(patterns, chosen, missing, delta)
    shared = log_prior(people) + gammaln(people + 1) - gammaln(missing + 1)
    return np.stack(
        [
            sum((scores[one] for one in cliques), shared) - sum((scores[one] for one in separators), np.zeros(1))
            for cliques, separators in decompositions(lists)
        ]
    )


def _margin(patterns: Patterns, chosen: tuple[int, ...], missing: NDArray[np.int64], delta: float) -> Floats:
    lists = len(patterns.lists)
    cell = delta * 2.0 ** (lists - len(chosen))
    codes = patterns.captured[:, chosen] @ (1 << np.arange(len(chosen)))
    counts = np.bincount(codes, weights=patterns.counts, minlength=1 << len(chosen))
    whole = delta * 2.0**lists
    known: float = np.sum(gammaln(cell + counts[1:])) - (counts.size - 1) * float(gammaln(cell))
    none = gammaln(cell + counts[0] + missing) - gammaln(cell)
    return known + none + gammaln(whole) - gammaln(whole + patterns.documented + missing)


@cache
def decompositions(lists: int) -> tuple[tuple[tuple[Lists, ...], tuple[Lists, ...]], ...]:
    """Cliques and separators of every decomposable graph of this many lists, but the complete one."""
    edges = list(combinations(range(lists), 2))
    found = [
        decomposed
        for number in range(len(edges))
        for chosen in combinations(edges, number)
        if (decomposed := _decomposed(lists, frozenset(chosen))) is not None
    ]
    return tuple(found)


def _decomposed(lists: int, graph: Graph) -> tuple[tuple[Lists, ...], tuple[Lists, ...]] | None:
    """Cliques and separators, by taking away vertices whose neighbours are all joined; None where none is left to take."""
    near = {one: {other for edge in graph if one in edge for other in edge if other != one} for one in range(lists)}
    left, cliques = set(range(lists)), list[Lists]()
    while left:
        simplicial = next((one for one in sorted(left) if _complete(near[one] & left, near)), None)
        if simplicial is None:
            return None
        clique = frozenset({simplicial} | (near[simplicial] & left))
        if not any(clique <= other for other in cliques):
            cliques.append(clique)
        left.remove(simplicial)
    return tuple(cliques), tuple(_separators(cliques))


def _complete(vertices: set[int], near: dict[int, set[int]]) -> bool:
    return all(other in near[one] for one, other in combinations(vertices, 2))


def _separators(cliques: list[Lists]) -> Iterator[Lists]:
    """What joins each clique to the rest, along a heaviest spanning tree of the cliques."""
    joined, rest = cliques[:1], cliques[1:]
    while rest:
        one, other = max(((one, other) for one in rest for other in joined), key=lambda pair: len(pair[0] & pair[1]))
        yield one & other
        rest.remove(one)
        joined.append(one)
