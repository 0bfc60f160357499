"""Numbering: what people cite keeps its number while most of it stays, and a number is never given twice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from muniment.incident import Citation

Of = Literal["incident", "actor"]
LETTER: Mapping[Of, str] = {"incident": "", "actor": "A"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """The numbers of clusters, in their order, and what changed since numbers were last given."""

    numbers: Sequence[str]
    changes: Sequence[Citation]


def number(
    clusters: Sequence[Sequence[str]],
    citations: Iterable[Citation],
    *,
    of: Of,
    code: str,
    order: Callable[[int], tuple[object, ...]],
    run: str = "",
) -> Numbered:
    """Numbers for clusters of ids that have no id in common.

    A cluster keeps the number with which it shares most ids; of two numbers that come together, the one that held
    more stands, the lower of equals, and the other leads to it. What is split off takes back the number it once had,
    or a new one. New numbers are given in the order of `order` of a cluster's place.
    """
    standing = _standing(citations, of)
    home = {member: index for index, members in enumerate(clusters) for member in members}
    given = _kept(standing, home, retired=False)
    given |= {index: held for index, held in _kept(standing, home, retired=True).items() if index not in given}
    split_from = {member: held.number for held in standing.values() if not _retired(held) for member in held.members}
    next_number = 1 + max((int(held.rpartition("-")[2].lstrip("A")) for held in standing), default=0)
    changes: list[Citation] = []
    for index in sorted(range(len(clusters)), key=lambda index: (*order(index), min(clusters[index]))):
        members = tuple(sorted(clusters[index]))
        held = given.get(index)
        before = standing.get(held) if held else None
        if before is None:
            given[index] = f"{code}-{LETTER[of]}{next_number:04d}"
            next_number += 1
            parts = Counter(split_from[member] for member in members if member in split_from)
            other = min(parts, key=lambda part: (-parts[part], part), default=None)
            changes.append(_change(given[index], of, "issued", members, other, run))
        elif _retired(before):
            changes.append(_change(before.number, of, "restored", members, None, run))
        elif before.members != members:
            changes.append(_change(before.number, of, "changed", members, None, run))
    taken = set(given.values())
    for held in sorted(standing.keys() - taken):
        before = standing[held]
        if not _retired(before):
            changes.append(_gone(before, home, given, run))
    return Numbered(numbers=[given[index] for index in range(len(clusters))], changes=changes)


def _standing(citations: Iterable[Citation], of: Of) -> dict[str, Citation]:
    """Number → the newest that is said of it."""
    return {citation.number: citation for citation in citations if citation.of == of}


def _retired(citation: Citation) -> bool:
    return citation.event in ("merged", "withdrawn")


def _kept(standing: Mapping[str, Citation], home: Mapping[str, int], *, retired: bool) -> dict[int, str]:
    """Place of a cluster → the number it keeps, or takes back."""
    shares = [
        (common, held.number, index)
        for held in standing.values()
        if _retired(held) is retired
        for index, common in Counter(home[member] for member in held.members if member in home).items()
    ]
    found: dict[int, str] = {}
    taken: set[str] = set()
    # Where shares are equal, the number that was there first stands.
    for _, held, index in sorted(shares, key=lambda share: (-share[0], share[1], share[2])):
        if index not in found and held not in taken:
            found[index] = held
            taken.add(held)
    return found


def _gone(before: Citation, home: Mapping[str, int], given: Mapping[int, str], run: str) -> Citation:
    """A number that no cluster has any more: merged into that of most of its members, or withdrawn."""
    parts = Counter(given[home[member]] for member in before.members if member in home)
    if not parts:
        return _change(before.number, before.of, "withdrawn", before.members, None, run)
    into = min(parts, key=lambda part: (-parts[part], part))
    return _change(before.number, before.of, "merged", before.members, into, run)


def _change(
    number: str,
    of: Of,
    event: Literal["issued", "changed", "merged", "withdrawn", "restored"],
    members: tuple[str, ...],
    other: str | None,
    run: str,
) -> Citation:
    return Citation(number=number, of=of, event=event, members=members, other=other, run=run)


def by_day(day: int | None) -> tuple[object, ...]:
    """An order in which what has no day comes last."""
    return (math.inf if day is None else day,)
