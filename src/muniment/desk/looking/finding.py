"""Finding: reports by words, times, places, types, actors and how far they are reviewed, from an index kept for each shape of the record."""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Self

from muniment.desk.sight.seen import Seen
from muniment.edtf import Bounds, bounds
from muniment.errors import BadChoice
from muniment.incident import Origin
from muniment.report import Report
from muniment.statement import DATE_SLOTS, PLACE_SLOTS, VISIBILITIES, Statement

STATES: tuple[str, ...] = ("not begun", "begun", "done", "entered", "disputed", "nothing said")
"""How far a report is reviewed; whether a person entered a statement of it; whether second readings of it differ."""

SORTS = ("best", "newest", "oldest", "name", "waiting", "came")
COPIES = ("originals", "repeated", "repeats")
FACETS = ("place", "type", "actor", "publisher", "language", "media", "state", "visibility", "copies")
"""What reports are narrowed to one value of."""

OFFERED = 300
"""Values of a facet that a page offers at the most: those of most reports."""

CONSIDERED = 1_000
"""Values of a facet, those of most reports in all, from which they are taken."""

SEARCHED = 1_000
"""Reports that hold the words asked for, of which the best are narrowed further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person looks for; empty fields ask for nothing."""

    q: str = ""
    since: str = ""
    until: str = ""
    told_since: str = ""
    told_until: str = ""
    place: str = ""
    type: str = ""
    actor: str = ""
    publisher: str = ""
    language: str = ""
    media: str = ""
    state: str = ""
    visibility: str = ""
    copies: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; raises `BadChoice` for what there is not to choose."""
        known = {one.name: query.get(one.name, "").strip() for one in fields(cls)}
        for name, allowed in (("state", STATES), ("sort", SORTS), ("copies", COPIES), ("visibility", VISIBILITIES)):
            if known[name] and known[name] not in allowed:
                raise BadChoice(name, known[name], hint=f"one of {', '.join(allowed)}")
        return cls(**known)

    @property
    def narrows(self) -> bool:
        """Whether it asks for anything but an order."""
        return replace(self, sort="") != Wanted()

    @property
    def filters(self) -> bool:
        """Whether it asks for anything but words."""
        return replace(self, q="") != Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """The inverted index of what somebody sees."""

    every: frozenset[str]
    """All reports."""
    of: Mapping[str, Mapping[str, frozenset[str]]]
    """Facet → value, folded → reports; those of most reports first."""
    shown: Mapping[str, Mapping[str, str]]
    """Facet → value, folded → as it is shown."""
    published: Mapping[str, Bounds]
    """Report → first and last day on which it may have been published."""
    told: Mapping[str, Sequence[Bounds]]
    """Report → first and last days of what it tells of."""
    orders: Mapping[str, Sequence[str]]
    """Name of an order → all reports in it."""
    origins: Mapping[str, Origin]
    """Report → what it repeats, or what repeats it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The reports that were found, in order, and how many more each choice would leave."""

    reports: Sequence[str]
    snippets: Mapping[str, str]
    offered: Mapping[str, Sequence[tuple[str, str, int]]]
    """Facet → value, as it is shown, and how many reports it would leave with all else as asked."""
    cut: bool
    """Whether more reports hold the words than were narrowed."""
    current: bool
    """Whether the index is of the record as it stands."""


def find(seen: Seen, wanted: Wanted) -> Found:
    """The reports that somebody looks for; raises `BadChoice` for what is no date."""
    held = seen.kept(("shelved", seen.restricted_reports()), lambda: shelved(seen))
    index, progress = held.value, seen.progress_of_reports()
    hits = {hit.id: hit.snippet for hit in seen.search(wanted.q, limit=SEARCHED)} if wanted.q else {}
    chosen: dict[str, frozenset[str]] = {
        name: _chosen(index, progress, name, said) for name in FACETS if (said := getattr(wanted, name))
    }
    if wanted.q:
        chosen["q"] = frozenset(hits)
    chosen |= _dated(index, wanted)
    every = index.every
    kept = every.intersection(*chosen.values())
    return Found(
        reports=_ordered(index, progress, wanted, kept, hits),
        snippets=hits,
        offered={
            name: _offered(
                index, progress, name, every.intersection(*(v for each, v in chosen.items() if each != name))
            )
            for name in FACETS
        },
        cut=len(hits) >= SEARCHED,
        current=held.current,
    )


def _ordered(
    index: Shelved,
    progress: Mapping[str, Mapping[str, int]],
    wanted: Wanted,
    kept: frozenset[str],
    hits: Iterable[str],
) -> list[str]:
    sort = wanted.sort or ("best" if wanted.q else "newest")
    if sort == "best":
        return [one for one in (hits if wanted.q else index.orders["newest"]) if one in kept]
    if sort == "waiting":
        return sorted((one for one in index.orders["newest"] if one in kept), key=lambda one: -progress[one]["waiting"])
    return [one for one in index.orders[sort] if one in kept]


def _chosen(index: Shelved, progress: Mapping[str, Mapping[str, int]], facet: str, said: str) -> frozenset[str]:
    if facet == "state":
        return frozenset(one for one, numbers in progress.items() if said in states_of(numbers))
    held, sought = index.of[facet], said.casefold()
    if sought in held:
        return held[sought]
    if facet not in ("place", "actor", "publisher"):
        return frozenset()
    return frozenset().union(*(reports for key, reports in held.items() if sought in key))


def states_of(numbers: Mapping[str, int]) -> Iterator[str]:
    """What can be said of a report by how its statements stand: see `Seen.progress_of_reports`."""
    if not numbers["all"]:
        yield "nothing said"
    elif not numbers["waiting"]:
        yield "done"
    else:
        yield "begun" if numbers["ruled"] else "not begun"
    for name in ("entered", "disputed"):
        if numbers[name]:
            yield name


def _offered(
    index: Shelved, progress: Mapping[str, Mapping[str, int]], facet: str, within: frozenset[str]
) -> list[tuple[str, str, int]]:
    if facet == "state":
        tally: dict[str, int] = dict.fromkeys(STATES, 0)
        for one in within:
            for state in states_of(progress[one]):
                tally[state] += 1
        return [(state, state, number) for state, number in tally.items() if number]
    most_first = itertools.islice(index.of[facet].items(), CONSIDERED)
    numbers = ((key, number) for key, reports in most_first if (number := len(reports & within)))
    return [
        (index.shown[facet][key], index.shown[facet][key], number)
        for key, number in heapq.nsmallest(OFFERED, numbers, key=lambda one: (-one[1], one[0]))
    ]


def _dated(index: Shelved, wanted: Wanted) -> Iterator[tuple[str, frozenset[str]]]:
    published = _period(wanted.since, wanted.until)
    if published:
        yield "published", frozenset(one for one, when in index.published.items() if _meet(when, published))
    told = _period(wanted.told_since, wanted.told_until)
    if told:
        yield (
            "told",
            frozenset(one for one, dates in index.told.items() if any(_meet(when, told) for when in dates)),
        )


def _period(since: str, until: str) -> tuple[date, date] | None:
    if not since and not until:
        return None
    first = _day("since", since, 0) if since else date.min
    last = _day("until", until, 1) if until else date.max
    return first, last


def _day(name: str, said: str, end: int) -> date:
    try:
        found = bounds(said)[end]
    except ValueError:
        found = None
    if found is None:
        raise BadChoice(name, said, hint="write 2021-03-12, 2021-03 or 2021")
    return found


def _meet(when: Bounds, period: tuple[date, date]) -> bool:
    lower, upper = when
    if lower is None and upper is None:
        return False
    return (lower is None or lower <= period[1]) and (upper is None or period[0] <= upper)


def shelved(seen: Seen) -> Shelved:
    """The index of what somebody sees, in one walk over reports and statements."""
    of: dict[str, dict[str, set[str]]] = {facet: defaultdict(set) for facet in FACETS if facet != "state"}
    shown: dict[str, dict[str, str]] = defaultdict(dict)

    def put(facet: str, value: str | None, report: str) -> None:
        if value:
            key = value.casefold()
            of[facet][key].add(report)
            shown[facet].setdefault(key, value)

    reports = seen.reports()
    origins = seen.origins()
    for one in reports:
        for facet, value in (("publisher", one.publisher), ("language", one.language), ("media", one.media_type)):
            put(facet, value, one.id)
        put("visibility", seen.visibility_of_report(one.id), one.id)
        put("copies", _copy(one, origins), one.id)
    told = _told(seen.statements(), put)
    _named(seen, put)
    return Shelved(
        every=frozenset(one.id for one in reports),
        of={facet: _most_first(values) for facet, values in of.items()},
        shown=shown,
        published={one.id: when for one in reports if one.published and (when := _bounds(one.published))},
        told=told,
        orders=_orders(reports),
        origins=origins,
    )


def _most_first(values: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(held) for key, held in sorted(values.items(), key=lambda one: -len(one[1]))}


def _copy(report: Report, origins: Mapping[str, Origin]) -> str:
    origin = origins.get(report.id)
    if origin is None or len(origin.reports) < 2:
        return "originals"
    return "repeated" if origin.reports[0] == report.id else "repeats"


def _told(
    statements: Iterable[Statement], put: Callable[[str, str | None, str], None]
) -> Mapping[str, Sequence[Bounds]]:
    days: dict[str, Bounds | None] = {}
    told: dict[str, set[Bounds]] = defaultdict(set)
    for one in statements:
        put("type", one.type, one.report)
        put("type", one.type.partition(".")[0], one.report)
        for place in (place for slot in PLACE_SLOTS for place in one.places(slot)):
            for value in (place.value, place.admin1, place.country):
                put("place", value, one.report)
        for when in (when for slot in DATE_SLOTS for when in one.dates(slot)):
            if when.value not in days:
                days[when.value] = _bounds(when.value)
            if (covered := days[when.value]) is not None:
                told[one.report].add(covered)
    return {report: tuple(held) for report, held in told.items()}


def _named(seen: Seen, put: Callable[[str, str | None, str], None]) -> None:
    for id, parts in seen.index.mentions.items():
        actor = seen.index.actors.get(id)
        if actor is None:
            continue
        names = {actor.number, actor.name, *(name.words for name in actor.names)}
        for report in {seen.report_of(one) for held in parts.values() for one in held}:
            for name in names:
                put("actor", name, report)


def _orders(reports: Sequence[Report]) -> Mapping[str, Sequence[str]]:
    def title(one: Report) -> str:
        return (one.title or one.name).casefold()

    by_name = sorted(reports, key=title)
    dated = [one for one in by_name if one.published]
    undated = [one.id for one in by_name if not one.published]
    oldest = [one.id for one in sorted(dated, key=lambda one: one.published or "")]
    return {
        "came": [one.id for one in reports],
        "name": [one.id for one in by_name],
        "oldest": oldest + undated,
        "newest": oldest[::-1] + undated,
    }


def _bounds(edtf: str) -> Bounds | None:
    try:
        return bounds(edtf)
    except ValueError:
        return None
