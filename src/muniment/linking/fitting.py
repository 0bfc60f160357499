"""Whether two statements can tell of one incident at all: by type, by date, by place."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from muniment.edtf import bounds
from muniment.statement import Place, Statement, When

OTHER_PLACE_KM = 8.0
"""Distance between two places pinned down on the map from which they are two."""

PINNED = ("site", "settlement", "near")
"""Precisions that pin a place down on the map."""

COARSE = ("country", "wide", "unresolved")
"""Precisions that say too little to tell a place from another."""


@cache
def families() -> Sequence[frozenset[str]]:
    """Types that can tell of one incident: by whole code, or by family."""
    text = files("muniment.data").joinpath("linkage.toml").read_text(encoding="utf-8")
    return [frozenset(each) for each in tomllib.loads(text)["families"]]


def same_family(one: str, other: str) -> bool:
    """Whether two types can tell of one incident."""
    return one == other or any(_within(one, family) and _within(other, family) for family in families())


def _within(code: str, family: frozenset[str]) -> bool:
    return code in family or code.split(".", 1)[0] in family


def conflicting(one: Statement, other: Statement) -> bool:
    """Whether dates or places rule out that both tell of one incident: every pair of them is apart."""
    days = [_other_days(mine, theirs) for mine in one.dates() for theirs in other.dates()]
    places = [_other_places(mine, theirs) for mine in one.places() for theirs in other.places()]
    return (bool(days) and all(days)) or (bool(places) and all(places))


def _other_days(one: When, other: When) -> bool:
    (low, high), (start, end) = bounds(one.value), bounds(other.value)
    # What is open at one end is apart from what lies beyond the other.
    gaps = [(later - earlier).days for earlier, later in ((high, start), (end, low)) if earlier and later]
    between = max(gaps, default=0)
    # Who tells of a night may name either day.
    return between > 1 or (between == 1 and not (low == high and start == end))


def _other_places(one: Place, other: Place) -> bool:
    if one.country and other.country and one.country != other.country:
        return True
    if one.value.casefold() == other.value.casefold():
        return False
    if one.precision in PINNED and other.precision in PINNED:
        apart = distance(one.lat, one.lon, other.lat, other.lon)
        return apart is not None and apart > OTHER_PLACE_KM
    return bool(one.admin1 and other.admin1) and one.admin1 != other.admin1


def distance(lat: float | None, lon: float | None, other_lat: float | None, other_lon: float | None) -> float | None:
    """Great-circle distance in km between two points in degrees, by the haversine formula; none where either is unknown."""
    if lat is None or lon is None or other_lat is None or other_lon is None:
        return None
    phi, theta, other_phi, other_theta = map(math.radians, (lat, lon, other_lat, other_lon))
    chord = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin((other_theta - theta) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(chord))
