"""Selecting: what a table of counts is narrowed to, and what is left out of it by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from muniment.counting.attributing import UNKNOWN, agents
from muniment.counting.facets import DIMENSIONS, OVERLAPPING, period_of, places_named
from muniment.counting.groups import group_names, group_of
from muniment.counting.tallies import Ground, Tally
from muniment.edtf import bounds, valid
from muniment.errors import BadChoice
from muniment.statement import Statement
from muniment.taxonomy import types

INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a table is narrowed to; nothing narrows where a field is empty."""

    measure: str | None = None
    """A type, or a family of types: `harm.death`, `harm`, `life`; `incident` for incidents of any type."""
    unit: str | None = None
    since: str | None = None
    """EDTF: nothing before the first day of it."""
    until: str | None = None
    """EDTF: nothing after the last day of it."""
    place: str | None = None
    """The name of a place at any level."""
    country: str | None = None
    agent: str | None = None
    victim: str | None = None
    """A group of victims: see `victims.toml`."""
    origin: str | None = None
    """The name of an origin, or of a publisher."""
    reviewed: bool | None = None
    """Only what a person accepted, or only what nobody has."""

    def said(self) -> dict[str, str]:
        """What is narrowed, in words."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        plain = {True: "yes", False: "no"}
        return {name: plain.get(value, str(value)) for name, value in given.items() if value is not None}


def check(by: Sequence[str], asked: Selection) -> None:
    """Raises `BadChoice` for a dimension, a measure, a group or a date that nothing is counted by."""
    for name in by:
        if name not in DIMENSIONS:
            raise BadChoice("by", name, hint=f"one or more of {', '.join(DIMENSIONS)}")
    if asked.measure and not any(_is_of(code, asked.measure) for code in (INCIDENT, *types())):
        like = [code for code in types() if asked.measure.casefold()[:4] in code]
        near = like or sorted({code.split(".")[0] for code in types()})
        raise BadChoice("measure", asked.measure, hint=f"a type or a family of types: {', '.join(near)}")
    if asked.victim and asked.victim.casefold() not in group_names():
        raise BadChoice("victim", asked.victim, hint=f"one of {', '.join(group_names())}")
    for name, value in (("since", asked.since), ("until", asked.until)):
        if value and not valid(value):
            raise BadChoice(name, value, hint="a year, month or day, such as 2021, 2021-03 or 2021-03-12")


def measured(tally: Tally, asked: Selection) -> bool:
    """Whether a figure is of the measure and the unit asked for."""
    return _is_of(tally.measure, asked.measure) and asked.unit in (None, tally.unit)


def _is_of(measure: str, asked: str | None) -> bool:
    return asked is None or measure == asked or measure.startswith(f"{asked}.")


def of_origin(one: Statement, asked: Selection, ground: Ground) -> bool:
    """Whether a statement is of the origin or the publisher asked for."""
    wanted = asked.origin and asked.origin.casefold()
    return not wanted or any(name(one, ground).casefold() == wanted for name in OVERLAPPING.values())


def of_review(one: Statement, asked: Selection, ground: Ground) -> bool:
    """Whether a statement is accepted, or not, as was asked."""
    return asked.reviewed is None or (one.id in ground.reviewed) == asked.reviewed


def outside(tally: Tally, asked: Selection, ground: Ground) -> str | None:
    """Why a figure is left out though it might belong; empty where it belongs, `None` where it does not."""
    if asked.victim and asked.victim.casefold() not in _groups(tally):
        return None
    reasons: list[str | None] = []
    if asked.since or asked.until:
        reasons.append(_dated_outside(period_of(tally), asked))
    for wanted in (asked.place, asked.country):
        if wanted:
            named = places_named(tally)
            reasons.append("" if wanted.casefold() in named else None if named else "place not said")
    if asked.agent:
        names = {name.casefold() for held in agents(tally, ground).values() for name in held} or {UNKNOWN}
        meant = ground.bodies.get(asked.agent, asked.agent).casefold()
        reasons.append("" if meant in names else None if names != {UNKNOWN} else "agent unknown")
    return None if None in reasons else next((why for why in reasons if why), "")


def _groups(tally: Tally) -> set[str]:
    return {tally.group.casefold()} if tally.group else {group_of(one).casefold() for one in tally.behind}


def _dated_outside(period: str | None, asked: Selection) -> str | None:
    """Whether a date lies in the period asked for; left out by name where it may, or where none is said."""
    if period is None:
        return "date not said"
    first = bounds(asked.since)[0] if asked.since else None
    last = bounds(asked.until)[1] if asked.until else None
    lower, upper = bounds(period)
    if (first and upper and upper < first) or (last and lower and lower > last):
        return None
    whole = (not first or (lower and lower >= first)) and (not last or (upper and upper <= last))
    return "" if whole else "date only partly inside, or open"


def stands_apart(measure: str, unit: str, told: Statement, asked: Selection) -> bool:
    """Whether an aggregate or a running total is of what was asked, as far as its own words say."""
    named = {name.casefold() for place in told.places() for name in (place.value, place.admin1, place.country) if name}
    wanted = {name.casefold() for name in (asked.place, asked.country) if name}
    dated = next((date.value for date in told.dates()), None)
    period = not (asked.since or asked.until) or _dated_outside(dated, asked) is not None
    group = not asked.victim or group_of(told).casefold() == asked.victim.casefold()
    return _is_of(measure, asked.measure) and asked.unit in (None, unit) and wanted <= named and period and group
