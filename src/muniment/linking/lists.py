"""Lists of people: which records of them are of one person, in several plausible ways."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import average, fcluster
from scipy.spatial.distance import squareform

from muniment.linking.clustering import sets
from muniment.linking.comparing import Record, levels, names_alike, outcomes, record_of, worth_comparing
from muniment.linking.people import Person

THRESHOLDS = (-6.0, -4.0, -2.0, 0.0)
"""Mean weights between two groups of records, in log2 of the odds, from which they are taken for one person.

Records of one person that say little weigh little, so the mean runs low: the number of people in the invented lists of
`benchmarks/lists.py` lies between what the first and the last of these find, and not at even odds.
"""

LEAST_WEIGHT = -10.0
"""What a pair counts for that was not worth comparing."""

WITHIN = -4.0
"""What being on one list weighs against two records: lists hold few people twice."""

DRAWN = 20_000
"""Pairs drawn to see how common each outcome is among two people."""

HELD_BACK, BELIEVED = 200, 50
"""Pairs that the shipped frequencies count for beside those seen, of two people and of one."""

ROUNDS = 30
"""Of expectation maximisation."""

BESIDE = ("sex", "born", "date", "place")
"""What is compared beside the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """One plausible way in which records are people."""

    threshold: float
    """log2 of the odds from which records were joined."""
    weight: float
    """How much it counts among the others; they sum to one."""
    groups: tuple[tuple[str, ...], ...]
    """For each person, the ids of their records."""


def clusterings(found: Sequence[Person]) -> Sequence[Clustering]:
    """The people on these lists, once for each threshold, the loosest first; each way weighs the same.

    Pairs are weighed after Fellegi and Sunter (1969), with outcomes' frequencies taken from the lists, and joined by
    average linkage, so that no chain of weak likenesses glues people together. The order of records and their ids do
    not matter, except between records that are the same in every word.
    """
    read = sorted((record_of(person) for person in found), key=lambda one: (*_content(one), one.id))
    pairs = {pair: weight for pair, weight in _weighed(read).items() if weight > LEAST_WEIGHT}
    ways = [_groups(read, pairs, threshold) for threshold in THRESHOLDS]
    return [
        Clustering(threshold=threshold, weight=1 / len(ways), groups=groups)
        for threshold, groups in zip(THRESHOLDS, ways, strict=True)
    ]


def _content(one: Record) -> tuple[Any, ...]:
    return one.list, one.parts, one.sex, one.born or (), one.days or (), one.place


def _weighed(read: Sequence[Record]) -> Mapping[tuple[int, int], float]:
    """Each pair worth comparing, with the log2 of the odds that it is one person.

    How often records of one person agree, and how many pairs are of one, is learned by expectation maximisation,
    beginning with the shipped numbers; how often records of two people agree is what pairs drawn at random show.
    """
    pairs = list(worth_comparing(read))
    if not pairs:
        return {}
    common, usual = _common(read), _usual(read)
    seen, against = np.full((len(pairs), len(BESIDE) + 1), -1), np.zeros(len(pairs))
    for place, (left, right) in enumerate(pairs):
        one, other = read[left], read[right]
        says, chance = names_alike(one, other, common)
        seen[place, 0] = [*levels("name")].index(says)
        against[place] = -math.log2(min(chance, 1.0)) + (WITHIN if one.list == other.list else 0)
        for of, outcome in outcomes(one, other):
            seen[place, 1 + BESIDE.index(of)] = [*levels(of)].index(outcome)
            against[place] -= math.log2(usual[of][outcome])
    shipped = [np.array([level["m"] for level in levels(of).values()]) for of in ("name", *BESIDE)]
    all_pairs = len(read) * (len(read) - 1) / 2
    agreeing, prior, weights = shipped, -math.log2(max(len(read), 2)), against
    for _ in range(ROUNDS):
        # The last place of each is what −1 finds: a record that does not say weighs nothing.
        said = [np.append(np.log2(each), 0.0)[seen[:, column]] for column, each in enumerate(agreeing)]
        weights = prior + against + np.sum(said, axis=0)
        one_person = 1 / (1 + np.exp2(-weights))
        agreeing = [_learned(each, seen[:, column], one_person) for column, each in enumerate(shipped)]
        prior = math.log2(max(float(one_person.sum()), 0.5) / all_pairs)
    return dict(zip(pairs, weights.tolist(), strict=True))


def _learned(
    shipped: NDArray[np.float64], seen: NDArray[np.int_], one_person: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How often each outcome is seen in pairs of one person; the shipped share counts for some pairs beside them."""
    known = seen >= 0
    found = np.bincount(seen[known], weights=one_person[known], minlength=len(shipped)) + BELIEVED * shipped
    return found / found.sum()


def _common(read: Sequence[Record]) -> Mapping[str, float]:
    """Part of a name → the share of records that have it."""
    held = Counter(part for one in read for part in set(one.parts))
    return {part: number / len(read) for part, number in held.items()}


def _usual(read: Sequence[Record]) -> Mapping[str, Mapping[str, float]]:
    """How common each outcome is among pairs drawn at random, few of which are one person."""
    drawn = random.Random(1)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for _ in range(DRAWN if len(read) > 1 else 0):
        one, other = drawn.sample(read, 2)
        for of, outcome in outcomes(one, other):
            seen[of][outcome] += 1
    found: dict[str, dict[str, float]] = {}
    for of in BESIDE:
        total = seen[of].total() + HELD_BACK
        found[of] = {says: (seen[of][says] + HELD_BACK * level["u"]) / total for says, level in levels(of).items()}
    return found


def _groups(
    read: Sequence[Record], pairs: Mapping[tuple[int, int], float], threshold: float
) -> tuple[tuple[str, ...], ...]:
    strong = [pair for pair, weight in pairs.items() if weight >= threshold]
    found: list[tuple[str, ...]] = []
    alone = set(range(len(read)))
    for connected in sets(strong):
        members = sorted(connected)
        alone -= set(members)
        apart = np.full((len(members), len(members)), -LEAST_WEIGHT)
        np.fill_diagonal(apart, 0)
        for (i, one), (j, other) in combinations(enumerate(members), 2):
            apart[i, j] = apart[j, i] = -pairs.get((one, other), LEAST_WEIGHT)
        # Distances must not be below zero: the heaviest pair is nearest.
        shift = apart.min() - 1
        apart -= shift
        np.fill_diagonal(apart, 0)
        labels = fcluster(average(squareform(apart)), -threshold - shift, criterion="distance")
        joined: dict[int, list[str]] = defaultdict(list)
        for label, member in zip(labels, members, strict=True):
            joined[int(label)].append(read[member].id)
        found += [tuple(sorted(each)) for each in joined.values()]
    return tuple(sorted([*found, *((read[member].id,) for member in alone)]))
