"""Lists of people: which records of them are of one person, in several plausible ways."""

from __future__ import annotations

import math
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
from rapidfuzz.fuzz import ratio
from scipy.cluster.hierarchy import average, fcluster
from scipy.spatial.distance import squareform

from muniment.linking.clustering import sets
from muniment.linking.naming import alike, key, sounds
from muniment.linking.people import Person

THRESHOLDS = (0.0, 2.0, 4.0, 6.0)
"""Weights, log2 of the odds, from which records are taken for one person: even odds, 4, 16 and 64 to one."""

LEAST_WEIGHT = -10.0
"""What a pair counts for that was not worth comparing."""

WITHIN = -4.0
"""What being on one list weighs against two records: lists hold few people twice."""

CROWDED = 60
"""Records that may share a key; one that more share says too little."""

DRAWN = 20_000
"""Pairs drawn to see how common each outcome is among two people."""

HELD_BACK = 200
"""Pairs that the shipped frequencies count for beside those drawn."""

SIMILAR_PLACE = 85.0
"""Likeness of two names of places, 0 to 100 by Levenshtein, from which they may be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """One plausible way in which records are people."""

    threshold: float
    """log2 of the odds from which records were joined."""
    weight: float
    """How much it counts among the others; they sum to one."""
    groups: tuple[tuple[str, ...], ...]
    """For each person, the ids of their records."""


@dataclass(slots=True)
class _Read:
    """A record as it is compared."""

    id: str
    list: str
    parts: tuple[str, ...]
    sounds: frozenset[str]
    sex: str
    born: tuple[int, int] | None
    days: tuple[int, int] | None
    place: str


def clusterings(found: Sequence[Person], *, thresholds: Sequence[float] = THRESHOLDS) -> Sequence[Clustering]:
    """The people on these lists, once for each threshold, the loosest first; each way weighs the same.

    Pairs are weighed after Fellegi and Sunter (1969), with outcomes' frequencies taken from the lists, and joined by
    average linkage, so that no chain of weak likenesses glues people together. The order of records and their ids do
    not matter, except between records that are the same in every word.
    """
    read = sorted((_read(person) for person in found), key=lambda one: (*_content(one), one.id))
    pairs = {pair: weight for pair, weight in _weighed(read) if weight > LEAST_WEIGHT}
    ways = [_groups(read, pairs, threshold) for threshold in thresholds]
    return [
        Clustering(threshold=threshold, weight=1 / len(ways), groups=groups)
        for threshold, groups in zip(thresholds, ways, strict=True)
    ]


def _read(person: Person) -> _Read:
    first, last = person.days
    parts = person.parts
    return _Read(
        id=person.id,
        list=person.list,
        parts=parts,
        sounds=sounds(parts),
        sex=person.sex,
        born=person.birth,
        days=(first.toordinal(), last.toordinal()) if first and last else None,
        place=key(person.place),
    )


def _content(one: _Read) -> tuple[Any, ...]:
    return one.list, one.parts, one.sex, one.born or (), one.days or (), one.place


def _worth_comparing(read: Sequence[_Read]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key that few have: two sounds of the name, or one with a year, a month or a place."""
    keyed: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        for found in _keys(one):
            keyed[found].append(number)
    yield from sorted(
        {pair for holders in keyed.values() if len(holders) <= CROWDED for pair in combinations(holders, 2)}
    )


def _keys(one: _Read) -> set[tuple[str, ...]]:
    heard = sorted(one.sounds)
    found = {("sounds", *pair) for pair in combinations(heard, 2)} | {("sound", sound) for sound in heard}
    found.add(("name", " ".join(sorted(one.parts))))
    for sound in heard:
        if one.born is not None and one.born[1] - one.born[0] <= 1:
            found |= {("born", sound, str(year)) for year in one.born}
        if one.days is not None and one.days[1] - one.days[0] <= 31:
            found |= {("month", sound, str(day // 31)) for day in one.days}
            found |= {("days", sound, str(day)) for day in range(one.days[0] - 1, one.days[1] + 2)}
        if one.place:
            found.add(("place", sound, one.place))
    return found


def _weighed(read: Sequence[_Read]) -> Iterator[tuple[tuple[int, int], float]]:
    """Each pair worth comparing, with the log2 of the odds that it is one person."""
    common = _common(read)
    numbers = Counter(one.list for one in read)
    usual = _usual(read)
    prior = -math.log2(max(numbers.values(), default=1))
    for left, right in _worth_comparing(read):
        one, other = read[left], read[right]
        weight = prior + _name_weight(one, other, common) + (WITHIN if one.list == other.list else 0)
        for of, outcome in _outcomes(one, other):
            weight += math.log2(_levels(of)[outcome]["m"] / usual[of][outcome])
        yield (left, right), weight


@cache
def _shipped() -> Mapping[str, Any]:
    return tomllib.loads(files("muniment.data").joinpath("people.toml").read_text(encoding="utf-8"))


@cache
def _levels(of: str) -> Mapping[str, Any]:
    """What says an outcome of a comparison → how often it is seen."""
    return {level["says"]: level for level in _shipped()[of]["levels"]}


def _common(read: Sequence[_Read]) -> Mapping[str, float]:
    """Part of a name → the share of records that have it, on the list that has it most."""
    sizes = Counter(one.list for one in read)
    held = Counter((one.list, part) for one in read for part in set(one.parts))
    found: dict[str, float] = {}
    for (where, part), number in held.items():
        found[part] = max(found.get(part, 0.0), number / sizes[where])
    return found


def _name_weight(one: _Read, other: _Read, common: Mapping[str, float]) -> float:
    levels = _levels("name")
    says = "same" if sorted(one.parts) == sorted(other.parts) else alike(one.parts, other.parts) or "other"
    if says == "other":
        return math.log2(levels["other"]["m"])
    shared = set(one.parts) & set(other.parts) if says in ("same", "shorter") else set()
    rare = min(math.prod(common[part] for part in shared or each.parts) for each in (one, other))
    return math.log2(levels[says]["m"] / min(levels[says]["often"] * rare, 1.0))


def _outcomes(one: _Read, other: _Read) -> Iterator[tuple[str, str]]:
    """What is compared beside names, and what comes out; nothing where a record does not say."""
    if one.sex and other.sex:
        yield "sex", "same" if one.sex == other.sex else "other"
    if one.born and other.born:
        yield "born", _within("born", max(one.born[0] - other.born[1], other.born[0] - one.born[1]))
    if one.days and other.days:
        apart = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
        if apart <= 0 and (one.days != other.days or one.days[0] != one.days[1]):
            yield "date", "may be the same"
        else:
            yield "date", _within("date", apart)
    if one.place and other.place:
        yield "place", _places(one.place, other.place)


def _within(of: str, apart: int) -> str:
    levels = _levels(of)
    return next((says for says, level in levels.items() if apart <= level.get("within", -1)), [*levels][-1])


def _places(one: str, other: str) -> str:
    if one == other:
        return "same"
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return "one within the other"
    return "similar" if ratio(one, other) >= SIMILAR_PLACE else "other"


def _usual(read: Sequence[_Read]) -> Mapping[str, Mapping[str, float]]:
    """How common each outcome is among pairs drawn at random, few of which are one person."""
    drawn = random.Random(1)
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for _ in range(DRAWN if len(read) > 1 else 0):
        one, other = drawn.sample(read, 2)
        for of, outcome in _outcomes(one, other):
            seen[of][outcome] += 1
    found: dict[str, dict[str, float]] = {}
    for of in ("sex", "born", "date", "place"):
        total = seen[of].total() + HELD_BACK
        found[of] = {says: (seen[of][says] + HELD_BACK * level["u"]) / total for says, level in _levels(of).items()}
    return found


def _groups(
    read: Sequence[_Read], pairs: Mapping[tuple[int, int], float], threshold: float
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
