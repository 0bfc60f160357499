"""Facets: when, where, by whom and to whom an incident's figure is, as its voices say; what none says is `not said`."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from muniment.counting.attributing import UNKNOWN, agents, around, causes
from muniment.counting.groups import group_of
from muniment.counting.tallies import Ground, Tally, table_of
from muniment.edtf import bounds, within
from muniment.statement import Place, Precision, Statement

NOT_SAID = "not said"
DIFFER = " (voices differ)"
AMONG = ", among others"
APART = " / "
TOGETHER = " and "
WITHIN = ", in "
MOST_NAMES = 4
"""Names listed in one key; the rest is said to be more."""

TOWNS: tuple[Precision, ...] = ("settlement", "near")
SPOTS: tuple[Precision, ...] = ("site", "sea", "adm2", "unresolved")


# When


def period_of(tally: Tally) -> str | None:
    """When it was, EDTF: as the statements of its figure say, else as the incident's others do; `None` where none says.

    A figure without a date takes the incident's only where all that is told there is dated, and none of it for an
    open time: "the army killed 149 of them" may be of the whole war.
    """
    figured = {one.statement for one in tally.standpoints}
    said = {when.value for one in tally.behind if one.id in figured or not figured for when in one.dates()}
    if said:
        return span([value for value in said if not any(_narrower(other, value) for other in said)])
    around = {when.value for one in tally.told for when in one.dates()}
    return (
        None if any((None in bounds(value)) and bounds(value) != (None, None) for value in around) else span([*around])
    )


def _narrower(one: str, other: str) -> bool:
    return one != other and within(one, other) and not within(other, one)


def span(values: Sequence[str]) -> str | None:
    """The one date, or the interval from the first day of several to the last; `None` where neither is known."""
    if len(values) == 1:
        return values[0]
    limits = [bounds(value) for value in values]
    lows = [low for low, _ in limits if low is not None]
    highs = [high for _, high in limits if high is not None]
    if not lows or not highs:
        return None
    first, last = min(lows).isoformat(), max(highs).isoformat()
    return first if first == last else f"{first}/{last}"


def window(day: date, size: str) -> str:
    """The day, ISO week, month or year that a day is in: `2021-03-12`, `2021-W10`, `2021-03`, `2021`."""
    year, week, _ = day.isocalendar()
    return {"day": day.isoformat(), "week": f"{year}-W{week:02d}", "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}[size]


def _in_window(tally: Tally, _: Ground, size: str) -> str:
    first, last = bounds(period) if (period := period_of(tally)) else (None, None)
    if first is None or last is None:
        return NOT_SAID
    if window(first, size) == window(last, size):
        return window(first, size)
    wider = next((wide for wide in ("month", "year") if window(first, wide) == window(last, wide)), None)
    return f"{window(first, wider)}, {size} {NOT_SAID}" if wider else NOT_SAID


# Where


def _country(tally: Tally, ground: Ground) -> str:
    return _told_as(tally, ground, _places(tally, lambda place: place.country)) or NOT_SAID


def _admin1(tally: Tally, ground: Ground) -> str:
    found = _told_as(tally, ground, _places(tally, lambda place: place.admin1))
    return found or _wider(_country(tally, ground), "admin1")


def _place(tally: Tally, ground: Ground) -> str:
    for precise in (TOWNS, SPOTS):
        names = _places(tally, lambda place, precise=precise: place.value if place.precision in precise else None)
        if found := _told_as(tally, ground, names):
            return found
    admin1 = _admin1(tally, ground)
    return f"{admin1}, place {NOT_SAID}" if NOT_SAID not in admin1 else _wider(_country(tally, ground), "place")


def _wider(known: str, asked: str) -> str:
    return NOT_SAID if known == NOT_SAID else f"{known}, {asked} {NOT_SAID}"


def _places(tally: Tally, read: Callable[[Place], str | None]) -> Mapping[str, set[str]]:
    """Statement → what it says of where, from those of the figure, else from the incident's others."""
    for asked in (tally.behind, tally.told):
        said = {one.id: {found for place in one.places() if (found := read(place))} for one in asked}
        if any(said.values()):
            return said
    return {}


def places_named(tally: Tally) -> set[str]:
    """Every name of a place at any level that the incident's statements give, and their countries' codes."""
    return {
        name.casefold()
        for one in tally.told
        for place in one.places()
        for name in (place.value, place.admin1, place.country)
        if name
    }


# Who


def _agent(tally: Tally, ground: Ground) -> str:
    return _told_as(tally, ground, agents(tally, ground)) or UNKNOWN


def _act(tally: Tally, _: Ground) -> str:
    """The kind of act told most; that somebody was killed says least of how, and stands only where nothing else does."""
    told = Counter(one.type for one in [*causes(tally), *around(tally)])
    how = {code: number for code, number in told.items() if code not in ("life.killing", "body.injury")} or told
    return min(how, key=lambda code: (-how[code], code)) if how else NOT_SAID


def _victim(tally: Tally, ground: Ground) -> str:
    if tally.group is not None:
        return f"{tally.group}{AMONG}"
    figured = {one.statement for one in tally.standpoints}
    said = {one.id: {group_of(one)} for one in tally.behind if one.id in figured or not figured}
    known = {one: groups for one, groups in said.items() if not any("not said" in group for group in groups)}
    return _told_as(tally, ground, known or said) or NOT_SAID


def _told_as(tally: Tally, ground: Ground, said: Mapping[str, set[str]]) -> str:
    """One name; several that one origin names together; or several on which voices differ."""
    names = sorted({name for held in said.values() for name in held})
    if len(names) < 2:
        return "".join(names)
    by_origin: dict[str, set[str]] = {}
    for one in tally.told:
        by_origin.setdefault(ground.origin(one), set()).update(said.get(one.id, ()))
    together = any(set(names) <= held for held in by_origin.values())
    shown = names[:MOST_NAMES] + ([f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else [])
    return TOGETHER.join(shown) if together else APART.join(shown) + DIFFER


# All of them


def _reviewed(tally: Tally, ground: Ground) -> str:
    done = sum(one.id in ground.reviewed for one in tally.behind)
    return "reviewed" if done == len(tally.behind) else "partly reviewed" if done else "not yet reviewed"


def _incident(tally: Tally, _: Ground) -> str:
    return tally.incident.number or tally.incident.id


def origin_name(statement: Statement, ground: Ground) -> str:
    """What an origin is called: the named voice, else the publisher of who first printed the words."""
    origin = ground.origin(statement)
    if origin.startswith("voice:"):
        voice = origin.removeprefix("voice:")
        return ground.names.get(voice) or _spelled(statement, voice)
    if origin.startswith("publisher:"):
        return ground.publishers[origin.removeprefix("publisher:")]
    original = ground.reports.get(ground.original_at(statement.report, statement.trigger.start))
    titled = original and (table_of(original) or original.title or original.name)
    first = (original and original.publisher) or titled or origin
    return first if len(statement.voices) == 1 else f"{statement.innermost.name}{WITHIN}{first}"


def _spelled(statement: Statement, name: str) -> str:
    """A voice as the report spells it: one of several sources in a coded row, or the innermost."""
    parts = (part.strip() for voice in statement.voices[1:] for part in voice.name.split(";"))
    return next((part for part in parts if part.casefold() == name), statement.innermost.name)


def publisher(statement: Statement, ground: Ground) -> str:
    """Who published the report."""
    return ground.reports[statement.report].publisher or NOT_SAID


FACETS: Mapping[str, Callable[[Tally, Ground], str]] = {
    **{size: functools.partial(_in_window, size=size) for size in ("year", "month", "week", "day")},
    "country": _country,
    "admin1": _admin1,
    "place": _place,
    "type": lambda tally, _: tally.measure,
    "act": _act,
    "agent": _agent,
    "victim": _victim,
    "reviewed": _reviewed,
    "incident": _incident,
}
"""Dimension → how a figure is placed in it."""

OVERLAPPING: Mapping[str, Callable[[Statement, Ground], str]] = {"origin": origin_name, "publisher": publisher}
"""Dimensions in which one incident is in several rows: by the statement, not by the incident."""

DIMENSIONS = (*FACETS, *OVERLAPPING)
