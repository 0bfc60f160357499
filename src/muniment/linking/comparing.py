"""Comparing two records of people: how alike their names, ages, dates and places are."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from muniment.linking.naming import alike, key, sounds
from muniment.linking.people import Person

CROWDED = 60
"""Records that may share a key; one that more share says too little."""

SAME_INITIAL, RESEMBLING = 0.1, 0.01
"""How often parts of two people's names have one initial, or resemble each other."""

SIMILAR_NAME = 0.88
"""Likeness of two parts of names, 0 to 1 by Jaro and Winkler, from which one may be a slip for the other."""

SIMILAR_PLACE = 85.0
"""Likeness of two names of places, 0 to 100 by Levenshtein, from which they may be one."""


@cache
def levels(of: str) -> Mapping[str, Any]:
    """What says an outcome of a comparison → how often it is seen, in order; from `data/people.toml`."""
    known = tomllib.loads(files("muniment.data").joinpath("people.toml").read_text(encoding="utf-8"))
    return {level["says"]: level for level in known[of]["levels"]}


@dataclass(slots=True)
class Record:
    """A record as it is compared."""

    id: str
    list: str
    parts: tuple[str, ...]
    sounds: frozenset[str]
    sex: str
    born: tuple[int, int] | None
    days: tuple[int, int] | None
    place: str


def record_of(person: Person) -> Record:
    """A record as it is compared."""
    first, last = person.days
    parts = person.parts
    return Record(
        id=person.id,
        list=person.list,
        parts=parts,
        sounds=sounds(parts),
        sex=person.sex,
        born=person.birth,
        days=(first.toordinal(), last.toordinal()) if first and last else None,
        place=key(person.place),
    )


def worth_comparing(read: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key that few have: two sounds of the name, or one with a year, a month or a place."""
    keyed: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(read):
        for found in _keys(one):
            keyed[found].append(number)
    yield from sorted(
        {pair for holders in keyed.values() if len(holders) <= CROWDED for pair in combinations(holders, 2)}
    )


def _keys(one: Record) -> set[tuple[str, ...]]:
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


def names_alike(one: Record, other: Record, common: Mapping[str, float]) -> tuple[str, float]:
    """How alike two names are, and how often two people have names so alike."""
    if sorted(one.parts) == sorted(other.parts):
        return "same", math.prod(common[part] for part in one.parts)
    short, long = sorted((one.parts, other.parts), key=lambda parts: (len(parts), parts))
    left, says, chance = list(long), "shorter", 1.0
    for part in sorted(short, key=lambda part: (part not in long, len(part) == 1, part)):
        partner = next((name for name in left if name == part or _resemble(part, name)), None)
        if partner is None:
            return _otherwise(one, other, common)
        left.remove(partner)
        if partner == part:
            chance *= common[part]
        elif min(len(part), len(partner)) == 1:
            chance *= SAME_INITIAL
        else:
            says, chance = "similar", chance * RESEMBLING
    return (says, chance) if any(len(part) > 1 for part in short) else ("other", 1.0)


def _otherwise(one: Record, other: Record, common: Mapping[str, float]) -> tuple[str, float]:
    if alike(one.parts, other.parts) != "spelled otherwise":
        return "other", 1.0
    return "spelled otherwise", max(math.prod(common[part] for part in each.parts) for each in (one, other))


@lru_cache(maxsize=200_000)
def _resemble(part: str, other: str) -> bool:
    """Whether two parts of names differ by a slip or two, sound the same, or one is the other's initial."""
    if min(len(part), len(other)) == 1:
        return part[0] == other[0]
    return part[0] == other[0] and (
        JaroWinkler.similarity(part, other) >= SIMILAR_NAME or sounds((part,)) == sounds((other,))
    )


def outcomes(one: Record, other: Record) -> Iterator[tuple[str, str]]:
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
    known = levels(of)
    return next((says for says, level in known.items() if apart <= level.get("within", -1)), [*known][-1])


def _places(one: str, other: str) -> str:
    if one == other:
        return "same"
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return "one within the other"
    return "similar" if ratio(one, other) >= SIMILAR_PLACE else "other"
