"""Clustering: tellings that on the whole speak for one incident are joined; people's rulings are obeyed."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from muniment.linking.matching import LEAST_WEIGHT, THRESHOLD
from muniment.linking.rulings import Rulings
from muniment.linking.workings import Told

NEVER = 10**6
"""A day, counted from 1970, that is beyond all days."""

SLACK = 1
"""Days by which a date may be wrong, or a paper dated ahead."""


@dataclass(slots=True)
class Between:
    """What was weighed between two groups."""

    total: float = 0.0
    number: int = 0

    def add(self, other: Between) -> None:
        """Takes in what was weighed between parts of the two."""
        self.total += other.total
        self.number += other.number


@dataclass(slots=True)
class Group:
    """Tellings that stand together so far, by their place in the order of ids."""

    members: list[int]
    reports: set[str]
    ruled: set[str]
    """What people ruled on it: the groups of rulings that its statements belong to."""
    enemies: set[str]
    printed: int
    """The first day on which one of its reports was published; far off where none says."""
    begun: int
    """The last day before which it cannot have been, by one of its tellings; long ago where none says."""
    lasting: set[bool]
    """Whether its dates are seasons, occasions, or both, by ruling."""
    near: dict[int, Between] = field(default_factory=dict)
    """Group → what was weighed between the two."""


def clusters(
    told: Sequence[Told],
    weighed: Callable[[float], Iterable[tuple[str, str, float]]],
    rulings: Rulings,
    *,
    threshold: float = THRESHOLD,
) -> list[list[Told]]:
    """Tellings joined by average linkage: the two groups whose pairs weigh most on average first.

    A pair that was not worth weighing counts with `LEAST_WEIGHT`, so that no chain of weak links glues together what
    nothing else joins; `weighed` gives the pairs of at least a weight. Two tellings of one report stay apart, and what else cannot be one: see `_apart`. The result does not depend on the order of tellings or pairs.
    """
    ordered = sorted(told, key=lambda one: one.id)
    place = {one.id: index for index, one in enumerate(ordered)}
    groups = _begun(ordered, rulings)
    home = {member: name for name, group in groups.items() for member in group.members}
    at = {name: home[index] for name, index in place.items()}
    for component in _components(at, weighed, threshold):
        _agglomerate(groups, component, threshold)
    return [
        [ordered[member] for member in sorted(group.members)]
        for _, group in sorted(groups.items(), key=lambda found: min(found[1].members))
    ]


def _begun(told: Sequence[Told], rulings: Rulings) -> dict[int, Group]:
    """A group for each telling, or for those that people ruled the same."""
    groups: dict[int, Group] = {}
    by_ruling: dict[str, int] = {}
    for index, one in enumerate(told):
        ruled = {rulings.group[statement] for statement in one.statements if statement in rulings.group}
        names = {rulings.group.get(statement, statement) for statement in one.statements}
        enemies = {enemy for statement in one.statements for enemy in rulings.enemies(statement)}
        group = Group(
            members=[index],
            reports={one.report},
            ruled=names if enemies or ruled else set(),
            enemies=enemies,
            printed=NEVER if one.published is None else one.published,
            begun=_begun_by(one),
            lasting=set() if one.lasting is None else {one.lasting},
        )
        groups[index] = group
        for other in sorted({by_ruling[name] for name in ruled if name in by_ruling}):
            group = _united(groups.pop(other), group)
            del groups[index]
            index = min(index, other)
            groups[index] = group
        by_ruling |= dict.fromkeys((name for name in group.ruled if name in rulings.group.values()), index)
    return groups


def _begun_by(one: Told) -> int:
    """The first day of a telling, where it is dated, and not after its own report."""
    ahead = one.published is not None and one.first is not None and one.first > one.published + SLACK
    return -NEVER if one.first is None or ahead else one.first


def _united(one: Group, other: Group) -> Group:
    return Group(
        members=one.members + other.members,
        reports=one.reports | other.reports,
        ruled=one.ruled | other.ruled,
        enemies=one.enemies | other.enemies,
        printed=min(one.printed, other.printed),
        begun=max(one.begun, other.begun),
        lasting=one.lasting | other.lasting,
    )


Pairs = Mapping[tuple[int, int], Between]


def _components(
    home: Mapping[str, int], weighed: Callable[[float], Iterable[tuple[str, str, float]]], threshold: float
) -> Iterator[Pairs]:
    """What was weighed between groups, apart for each set of groups that strong pairs connect.

    The strong pairs are read first, so that of all the others only those inside a set are held.
    """
    strong = ((home[one], home[other]) for one, other, _ in weighed(threshold) if one in home and other in home)
    connected = sets(pair for pair in strong if pair[0] != pair[1])
    component = {member: number for number, each in enumerate(connected) for member in each}
    found: dict[int, dict[tuple[int, int], Between]] = defaultdict(lambda: defaultdict(Between))
    for left, right, weight in weighed(LEAST_WEIGHT):
        one, other = home.get(left), home.get(right)
        if one is None or other is None or one == other:
            continue
        where = component.get(one)
        if where is not None and where == component.get(other):
            found[where][min(one, other), max(one, other)].add(Between(weight, 1))
    yield from found.values()


T = TypeVar("T", int, str)


def sets(pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """The sets of things that pairs connect, directly or through others."""
    root: dict[T, T] = {}

    def find(one: T) -> T:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in pairs:
        left, right = find(one), find(other)
        root[max(left, right)] = min(left, right)
    found: dict[T, list[T]] = defaultdict(list)
    for one in root:
        found[find(one)].append(one)
    return list(found.values())


def _agglomerate(groups: dict[int, Group], pairs: Pairs, threshold: float) -> None:
    """Joins the groups of one component, the most alike first."""
    for (one, other), weighed in pairs.items():
        groups[one].near[other] = groups[other].near[one] = weighed
    waiting: list[tuple[float, int, int, int, int]] = []

    def offer(one: int, other: int) -> None:
        mine, theirs = groups[one], groups[other]
        weight = _average(mine, theirs, mine.near[other])
        if weight >= threshold and not _apart(mine, theirs):
            heapq.heappush(waiting, (-weight, one, other, len(mine.members), len(theirs.members)))

    for one, other in pairs:
        offer(one, other)
    while waiting:
        _, one, other, size, other_size = heapq.heappop(waiting)
        stale = one not in groups or other not in groups
        if stale or (len(groups[one].members), len(groups[other].members)) != (size, other_size):
            continue
        _join(groups, one, other)
        for near in sorted(groups[one].near):
            offer(*sorted((one, near)))


def _join(groups: dict[int, Group], one: int, other: int) -> None:
    """The second group becomes part of the first, which has the lesser name."""
    mine, theirs = groups[one], groups.pop(other)
    united = _united(mine, theirs)
    united.near = {}
    for name in sorted({*mine.near, *theirs.near} - {one, other}):
        weighed = Between()
        for part in (mine.near.get(name), theirs.near.get(name)):
            if part is not None:
                weighed.add(part)
        united.near[name] = groups[name].near[one] = weighed
        groups[name].near.pop(other, None)
    groups[one] = united


def _average(one: Group, other: Group, weighed: Between) -> float:
    """Mean weight over all pairs of two groups, rounded so that the order of addition does not matter."""
    all_pairs = len(one.members) * len(other.members)
    return round((weighed.total + (all_pairs - weighed.number) * LEAST_WEIGHT) / all_pairs, 6)


def _apart(one: Group, other: Group) -> bool:
    """Whether two groups may not be joined.

    One report tells of both as distinct, one was in print before the other began, one is of a season and the other of
    an occasion, or people ruled so.
    """
    if one.reports & other.reports or (one.lasting and other.lasting and one.lasting != other.lasting):
        return True
    if min(one.printed, other.printed) + SLACK < max(one.begun, other.begun):
        return True
    return bool(one.enemies & other.ruled or other.enemies & one.ruled)
