"""Two statements compared, slot by slot: what agrees, what conflicts, and what it weighs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from muniment.edtf import bounds
from muniment.incident import Comparison
from muniment.statement import Party, Place, Statement, When

FAMILIES: Sequence[frozenset[str]] = (
    frozenset(
        [
            "life",
            "protect",
            "property",
            "body",
            "repress.raid",
            "move.displacement",
            "harm.death",
            "harm.injury",
            "harm.loss_of_home",
            "harm.loss_of_property",
            "harm.displaced",
            "harm.missing",
            "abuse.unspecified",
        ]
    ),
    frozenset(
        [
            "liberty",
            "repress.raid",
            "repress.forced_recantation",
            "body.torture",
            "body.ill_treatment",
            "harm.detained",
            "harm.missing",
        ]
    ),
    frozenset(
        [
            "access",
            "move.siege",
            "move.restriction",
            "harm.loss_of_care",
            "harm.delayed_care",
            "harm.illness_worsened",
            "harm.death",
        ]
    ),
    frozenset(["protest", "body.crowd_force", "liberty.arrest", "harm.death", "harm.injury", "harm.detained"]),
    frozenset(["move", "harm.displaced", "harm.loss_of_home", "property"]),
    frozenset(["body", "repress", "harm.injury", "harm.psychological", "harm.sexual_violence"]),
)
"""Types that can tell of one incident: by whole code, or by family."""

SAME_PLACE_KM = 8.0
OTHER_PLACE_KM = 40.0
PINNED = ("site", "settlement", "near")
"""Precisions that pin a place down on the map."""


def same_family(one: str, other: str) -> bool:
    """Whether two types can tell of one incident."""
    if one == other:
        return True
    return any(_within(one, family) and _within(other, family) for family in FAMILIES)


def _within(code: str, family: frozenset[str]) -> bool:
    return code in family or code.split(".", 1)[0] in family


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
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    apart = kilometres((one.lat, one.lon), (other.lat, other.lon))
    if apart <= SAME_PLACE_KM:
        return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=3.0)
    if apart >= OTHER_PLACE_KM:
        return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=-8.0)
    return Comparison(of="place", outcome=f"{apart:.0f} km apart", weight=-5.0)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two points in degrees, by the haversine formula."""
    lat, lon, other_lat, other_lon = map(math.radians, (*one, *other))
    chord = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(chord))


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
