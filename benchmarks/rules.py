"""The rule of thumb that linking is measured against: weights set by hand, joined strongest first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from muniment.edtf import bounds
from muniment.incident import Comparison
from muniment.linking.fitting import distance, same_family
from muniment.linking.telling import Telling, tellings
from muniment.report import Report
from muniment.statement import Party, Place, Statement, When

THRESHOLD = 6.0
"""Weight from which two tellings are joined: as much as the same day and the same settlement, less a disagreement."""

CROWDED = 400
"""Tellings that may share one blocking key; a key with more says too little and is skipped."""

QUARTER = 92
DAY = timedelta(days=1)
SAME_PLACE_KM = 8.0
OTHER_PLACE_KM = 40.0
PINNED = ("site", "settlement", "near")
"""Precisions that pin a place down on the map."""


def compare(one: Statement, other: Statement) -> tuple[Comparison, ...]:
    """What was compared, each with its weight; unknown on either side weighs nothing and is left out."""
    found = [
        Comparison(of="type", outcome="same type", weight=2.0)
        if one.type == other.type
        else Comparison(of="type", outcome="compatible types", weight=0.5),
        _dates(one.dates(), other.dates()),
        _places(one.places(), other.places()),
        _agents(one.parties("agent"), other.parties("agent")),
        _victims(one.parties("victim"), other.parties("victim")),
        _counts(one, other),
    ]
    return tuple(comparison for comparison in found if comparison is not None)


def conflicting(one: Statement, other: Statement) -> bool:
    """Whether dates or places rule out that both tell of one incident."""
    dates = _dates(one.dates(), other.dates())
    places = _places(one.places(), other.places())
    return any(comparison is not None and comparison.weight <= -5 for comparison in (dates, places))


def _dates(mine: Sequence[When], theirs: Sequence[When]) -> Comparison | None:
    best: Comparison | None = None
    for one in mine:
        for other in theirs:
            compared = _two_dates(one.value, other.value)
            if compared is not None and (best is None or compared.weight > best.weight):
                best = compared
    return best


def _two_dates(one: str, other: str) -> Comparison | None:
    (low, high), (start, end) = bounds(one), bounds(other)
    if low is None or high is None or start is None or end is None:
        return None
    days = max((start - high).days, (low - end).days)
    if days == 1 and high == low and start == end:
        return Comparison(of="date", outcome="one day apart", weight=0.5)
    if days > 0:
        return Comparison(of="date", outcome=f"{days} days apart", weight=-8.0)
    width = max((high - low).days, (end - start).days) + 1
    outcome = "same day" if width == 1 else f"dates overlap within {width} days"
    return Comparison(of="date", outcome=outcome, weight=round(max(0.0, 5.0 - math.log2(width)), 1))


def _places(mine: Sequence[Place], theirs: Sequence[Place]) -> Comparison | None:
    best: Comparison | None = None
    for one in mine:
        for other in theirs:
            compared = _two_places(one, other)
            if compared is not None and (best is None or compared.weight > best.weight):
                best = compared
    return best


def _two_places(one: Place, other: Place) -> Comparison | None:
    if one.country and other.country and one.country != other.country:
        return Comparison(of="place", outcome="different countries", weight=-12.0)
    if one.value.casefold() == other.value.casefold():
        weight = {"country": 0.3, "wide": 0.5, "adm1": 1.5, "adm2": 2.5}.get(one.precision, 5.0)
        return Comparison(of="place", outcome=f"both {one.value}", weight=weight)
    if one.precision in PINNED and other.precision in PINNED:
        return _distance(one, other)
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return Comparison(of="place", outcome="different provinces", weight=-8.0)
    if {one.precision, other.precision} & {"adm1", "adm2"} and one.admin1 and one.admin1 == other.admin1:
        return Comparison(of="place", outcome=f"both in {one.admin1}", weight=1.0)
    return None


def _distance(one: Place, other: Place) -> Comparison | None:
    apart = distance(one.lat, one.lon, other.lat, other.lon)
    if apart is None:
        return None
    if apart <= SAME_PLACE_KM:
        return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=3.0)
    if apart >= OTHER_PLACE_KM:
        return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=-8.0)
    return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=-5.0)


def _agents(mine: Sequence[Party], theirs: Sequence[Party]) -> Comparison | None:
    if not mine or not theirs:
        return None
    shared = _names(mine) & _names(theirs)
    if shared:
        return Comparison(of="agent", outcome=f"both name {min(shared)}", weight=1.5)
    return Comparison(of="agent", outcome="different agents named", weight=-0.5)


def _victims(mine: Sequence[Party], theirs: Sequence[Party]) -> Comparison | None:
    people = {name for name in _people(mine) & _people(theirs) if " " in name}
    if people:
        return Comparison(of="victim", outcome=f"both name {', '.join(sorted(people))}", weight=6.0 + len(people))
    if _people(mine) and _people(theirs):
        return Comparison(of="victim", outcome="different people named", weight=-1.0)
    if _names(mine) & _names(theirs):
        return Comparison(of="victim", outcome=f"both {min(_names(mine) & _names(theirs))}", weight=0.5)
    return None


def _names(parties: Iterable[Party]) -> set[str]:
    return {party.value.casefold() for party in parties}


def _people(parties: Iterable[Party]) -> set[str]:
    return {party.value.casefold() for party in parties if party.kind == "person" and party.value[:1].isupper()}


def _counts(one: Statement, other: Statement) -> Comparison | None:
    mine = {figure.best for figure in one.figures() if figure.best is not None}
    theirs = {figure.best for figure in other.figures() if figure.best is not None}
    if one.type != other.type or not mine or not theirs:
        return None
    if mine & theirs:
        return Comparison(of="count", outcome=f"both {min(mine & theirs)}", weight=1.5)
    return Comparison(of="count", outcome="different figures", weight=-0.5)


def joined_by_rules(told: Iterable[tuple[Report, Sequence[Statement]]]) -> list[list[str]]:
    """Incidents as lists of statement ids."""
    every = [telling for report, said in told for telling in tellings(report, said)]
    weighed = sorted(_weighed(every), reverse=True)
    cluster = {index: [index] for index in range(len(every))}
    home = list(range(len(every)))
    for _, mine, theirs in weighed:
        left, right = cluster[home[mine]], cluster[home[theirs]]
        if home[mine] == home[theirs] or any(_apart(every[a], every[b]) for a in left for b in right):
            continue
        absorbed = home[theirs]
        cluster[home[mine]] = left + right
        for index in right:
            home[index] = home[mine]
        del cluster[absorbed]
    return [[one.id for index in members for one in every[index].statements] for members in cluster.values()]


def _weighed(told: Sequence[Telling]) -> Iterator[tuple[float, int, int]]:
    for mine, theirs in sorted(_candidates(told)):
        one, other = told[mine], told[theirs]
        if one.report == other.report:
            continue
        compared = [
            compare(left, right) for left in one.acts for right in other.acts if same_family(left.type, right.type)
        ]
        best = max(compared, key=lambda found: sum(comparison.weight for comparison in found), default=None)
        if best is not None and _stands(best):
            yield sum(comparison.weight for comparison in best), mine, theirs


def _stands(compared: Sequence[Comparison]) -> bool:
    """Whether a pair is joined: weight enough, and a day with a place, or people by name, behind it."""
    weights = {comparison.of: comparison.weight for comparison in compared}
    anchored = (weights.get("date", 0) > 0 and weights.get("place", 0) > 0) or weights.get("victim", 0) >= 6
    return anchored and sum(weights.values()) >= THRESHOLD


def _candidates(told: Sequence[Telling]) -> set[tuple[int, int]]:
    """Pairs of tellings that share a place in the same month, or a person by name."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, telling in enumerate(told):
        for key in set(_keys(telling)):
            blocks[key].append(index)
    return {pair for block in blocks.values() if 1 < len(block) <= CROWDED for pair in combinations(block, 2)}


def _keys(telling: Telling) -> Iterator[tuple[str, ...]]:
    for statement in telling.statements:
        months = {month for date in statement.dates() for month in _months(date.value)}
        for place in statement.places():
            cells = {place.value.casefold(), (place.admin1 or place.value).casefold()}
            yield from ((cell, month) for cell in cells for month in months)
        for party in statement.parties("victim"):
            if party.kind == "person" and " " in party.value:
                yield ("person", party.value.casefold())


def _months(edtf: str) -> set[str]:
    """The months that a date touches, give or take a day; none for more than a quarter."""
    low, high = bounds(edtf)
    if low is None or high is None or (high - low).days > QUARTER:
        return set()
    near = (low - DAY, low, high, high + DAY)
    return {f"{day:%Y-%m}" for day in near} | {f"{low + n * DAY:%Y-%m}" for n in range(0, (high - low).days, 28)}


def _apart(one: Telling, other: Telling) -> bool:
    """Whether two tellings cannot be of one incident: one report tells both, or dates or places conflict."""
    return one.report == other.report or any(conflicting(left, right) for left in one.acts for right in other.acts)
