"""Occasions: each incident with when, where and what it was, looked up once for the map, the timeline and the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from muniment.counting.facets import FACETS, period_of, places_named, window
from muniment.counting.selecting import INCIDENT
from muniment.counting.series import Size
from muniment.counting.tallies import Tally, told_of
from muniment.desk.asking.questions import Question
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.edtf import bounds, valid
from muniment.errors import BadChoice
from muniment.publishing.maps import narrowest
from muniment.report import Report
from muniment.statement import Place
from muniment.taxonomy import types
from muniment.workflow import Basis

Review = Literal["reviewed", "partly reviewed", "not yet reviewed"]
REVIEWS: tuple[Review, ...] = ("reviewed", "partly reviewed", "not yet reviewed")
SIZES: tuple[Size, ...] = ("day", "week", "month", "year")
FIELDS = ("since", "until", "type", "actor", "place", "review")
"""What the map and the timeline are narrowed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One incident as pictures show it: of what counts in it alone."""

    number: str
    period: str | None
    """EDTF: when its statements say that it was."""
    first: date | None
    last: date | None
    place: Place | None
    """The most precise place that they name."""
    places: frozenset[str]
    """Every name of a place in them, at any level, folded."""
    types: tuple[str, ...]
    """Types told of it, those told most first."""
    reports: int
    review: str
    """One of `REVIEWS`, as counting says it."""
    families: tuple[str, ...]
    """The families of its types."""
    windows: Mapping[str, str]
    """The day, week, month and year that it lies in as a whole, as far as its date is so precise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Occasions that are what was asked for, and those of which their words do not say whether they are."""

    held: Sequence[Occasion]
    unsure: Sequence[Occasion]
    current: bool
    """Whether they are of the record as it stands."""


def occasions(seen: Seen) -> Worked[Sequence[Occasion]]:
    """Every incident that is shown; those of a moment ago where the record has just changed."""
    return seen.of_basis("occasions", lambda basis: list(_made(basis)))


def _made(basis: Basis) -> Iterator[Occasion]:
    for incident in basis.incidents:
        told = list(told_of(incident, basis.statements))
        if told:
            tally = Tally(incident=incident, told=told, measure=INCIDENT, unit=INCIDENT, behind=told)
            period = period_of(tally)
            first, last = bounds(period) if period else (None, None)
            kinds = [code for code, _ in Counter(one.type for one in told).most_common()]
            yield Occasion(
                number=incident.number,
                period=period,
                first=first,
                last=last,
                place=narrowest(told),
                places=frozenset(places_named(tally)),
                types=tuple(kinds),
                families=tuple(dict.fromkeys(code.partition(".")[0] for code in kinds)),
                windows={size: name for size in SIZES if (name := window_of(first, last, size)) is not None},
                reports=len({one.report for one in told}),
                review=FACETS["reviewed"](tally, basis.ground),
            )


def narrowed(seen: Seen, question: Question) -> Narrowed:
    """The occasions that a question asks for; raises `BadChoice` or `UnknownActor`."""
    every = occasions(seen)
    since, until = (_day(question, name) for name in ("since", "until"))
    kind, place, review = question.get("type"), question.get("place").casefold(), question.get("review")
    _check(kind, review)
    numbers = _of_actor(seen, question.get("actor"))
    held: list[Occasion] = []
    unsure: list[Occasion] = []
    for one in every.value:
        fits = (
            (not kind or any(code == kind or code.startswith(f"{kind}.") for code in one.types))
            and (not place or place in one.places)
            and (not review or one.review == review)
            and (numbers is None or one.number in numbers)
        )
        inside = _inside(one, since, until) if fits else False
        if inside is None:
            unsure.append(one)
        elif inside:
            held.append(one)
    return Narrowed(held=held, unsure=unsure, current=every.current)


def _check(kind: str, review: str) -> None:
    if kind and not any(code == kind or code.startswith(f"{kind}.") for code in types()):
        families = sorted({code.partition(".")[0] for code in types()})
        raise BadChoice("type", kind, hint=f"a type or a family of types: {', '.join(families)}")
    if review and review not in REVIEWS:
        raise BadChoice("review", review, hint=f"one of {', '.join(REVIEWS)}")


def _day(question: Question, name: str) -> date | None:
    """The first day of `since`, the last of `until`."""
    said = question.get(name)
    if said and not valid(said):
        raise BadChoice(name, said, hint="a year, month or day, such as 2021, 2021-03 or 2021-03-12")
    return bounds(said)[name == "until"] if said else None


def _inside(one: Occasion, since: date | None, until: date | None) -> bool | None:
    """Whether it lies between two days; `None` where its date does not say."""
    if since is None and until is None:
        return True
    if one.period is None:
        return None
    if (since and one.last and one.last < since) or (until and one.first and one.first > until):
        return False
    whole = (not since or (one.first and one.first >= since)) and (not until or (one.last and one.last <= until))
    return True if whole else None


def _of_actor(seen: Seen, name: str) -> set[str] | None:
    """The numbers of the incidents in which somebody is said to have acted or suffered; `None` where nobody is named."""
    if not name:
        return None
    parts, counted = seen.index.mentions.get(seen.actor(name).id, {}), seen.basis().value.statements
    told = (one for part in ("did", "suffered") for one in parts.get(part, ()) if one in counted)
    return {number for one in told if (number := seen.incident_of(one)) is not None}


def window_of(first: date | None, last: date | None, size: Size) -> str | None:
    """The window that two days are in; none where they are in two, or one of them is open."""
    if first is None or last is None:
        return None
    name = window(first, size)
    return name if name == window(last, size) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is to draw and to narrow pictures by, and how far the reports go."""

    occasions: Sequence[Occasion]
    families: Sequence[tuple[str, int]]
    types: Sequence[str]
    as_of: str
    published: Mapping[str, Mapping[str, int]]
    """Length of a window → window → reports that were published in it."""


def known(seen: Seen) -> Worked[Known]:
    """What there is among all occasions and reports that are shown."""
    return seen.of_worked("known", occasions(seen), lambda every: _known(every, seen.reports()))


def _known(every: Sequence[Occasion], reports: Sequence[Report]) -> Known:
    dates = [one.published for one in reports if one.published]
    days = [(bounds(value), number) for value, number in Counter(dates).items()]
    published: dict[str, Counter[str]] = {size: Counter() for size in SIZES}
    for (first, last), number in days:
        for size in SIZES:
            if name := window_of(first, last, size):
                published[size][name] += number
    return Known(
        occasions=every,
        families=sorted(families_of(every)),
        types=sorted({code for one in every for code in one.types}),
        as_of=max(dates, default=""),
        published=published,
    )


def families_of(held: Iterable[Occasion]) -> list[tuple[str, int]]:
    """The families of types among occasions, with how many there are of each, most first."""
    return Counter(family for one in held for family in one.families).most_common()
