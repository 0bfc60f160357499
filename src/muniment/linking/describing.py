"""Description: what the linkage model sees of one telling, one flat row a telling."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from wordfreq import get_frequency_dict

from muniment.edtf import bounds
from muniment.incident import Principal
from muniment.linking.bodies import body_key, common
from muniment.linking.naming import key, person_key
from muniment.linking.telling import Telling, pinned_down
from muniment.report import Report
from muniment.statement import Party, Place, Statement, When

EPOCH = date(1970, 1, 1)
WORD = re.compile(r"[^\W\d_][\w'’-]{2,}|\d{3,}")
COMMON = 3.8
"""Zipf frequency in its language from which a word tells nothing of an incident: six uses in a million words, or more."""

MOST_WORDS = 120
AROUND = 300
"""Code points before and after a trigger whose words tell of the act, in a report of several incidents."""

FINE = ("site", "settlement", "near")
"""Precisions that pin a place down on the map."""

FINENESS = ("site", "settlement", "near", "adm2", "adm1", "wide", "country", "sea", "unresolved")

BODIES = ("organisation", "state", "state_body", "armed_group", "intergovernmental", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One telling as a row. Days count from 1970-01-01; an empty list or `None` means that the words do not say."""

    id: str
    """The telling's id: that of its first statement."""
    report: str
    family: str
    """What kind of harm: `life`, `liberty` …"""
    types: Sequence[str]
    published: int | None
    """Day the report was published, where a day is known."""
    first: int | None
    """The first day that the narrowest date allows."""
    last: int | None
    """The last day that the narrowest date allows."""
    place: str | None
    """The narrowest place that pins it down, as a key."""
    places: Sequence[str]
    """Every settlement and site named for it, as keys, those too that no gazetteer has."""
    lat: float | None
    lon: float | None
    admin1: str | None
    country: str | None
    agents: Sequence[str]
    people: Sequence[str]
    surnames: Sequence[str]
    dead: int | None
    hurt: int | None
    words: Sequence[str]


def describe(
    report: Report, told: Sequence[Telling], principal: Principal | None = None
) -> Iterator[tuple[Telling, Description]]:
    """The tellings of one report, each with its row.

    The telling of the report's principal incident is also described by what the principal says, and by the people
    and words of what the report tells without a date and place of its own.
    """
    pinned = [telling for telling in told if any(pinned_down(one) for one in telling.statements)]
    main = main_of(told, principal)
    for telling in told:
        alone = telling is main and all(other is telling for other in pinned)
        about = [one for other in told for one in other.statements] if alone else telling.statements
        yield telling, _row(report, telling, about, principal if telling is main else None, alone=alone)


def main_of(told: Sequence[Telling], principal: Principal | None) -> Telling | None:
    """The telling that holds most of the statements of the report's principal incident."""
    if principal is None:
        return told[0] if len(told) == 1 else None
    chosen = set(principal.statements)
    held = [(sum(one.id in chosen for one in telling.statements), telling) for telling in told]
    number, main = max(held, key=lambda found: found[0], default=(0, None))
    return main if number else None


def _row(
    report: Report, telling: Telling, about: Sequence[Statement], principal: Principal | None, *, alone: bool
) -> Description:
    dates = [date for one in telling.statements for date in one.dates()]
    places = [place for one in telling.statements for place in one.places()]
    if principal is not None:
        dates = dates or [value for value in principal.values("date") if isinstance(value, When)]
        if not any(place.precision in FINE for place in places):
            places += [value for value in principal.values("place") if isinstance(value, Place)]
    first, last = narrowest(dates)
    finest = min(places, key=lambda place: FINENESS.index(place.precision), default=None)
    named = finest if finest is not None and finest.precision in FINE else None
    people = sorted({name for one in about for name in _people(one)} | set(_principals(principal)))
    return Description(
        id=telling.statements[0].id,
        report=report.id,
        family=_family(telling),
        types=sorted({one.type for one in telling.statements}),
        published=_day(report.published),
        first=first,
        last=last,
        place=None if named is None else key(named.value),
        places=sorted({key(place.value) for place in places if place.precision in (*FINE, "unresolved")}),
        lat=None if named is None else named.lat,
        lon=None if named is None else named.lon,
        admin1=next((key(place.admin1) for place in places if place.admin1), None),
        country=next((place.country for place in places if place.country), None),
        agents=sorted({body_key(party.value) for one in telling.statements for party in _bodies(one)}),
        people=people,
        surnames=sorted({name.split()[-1] for name in people}),
        dead=_toll(telling, "harm.death"),
        hurt=_toll(telling, "harm.injury"),
        words=_words(report, None if alone else telling),
    )


def narrowest(dates: Iterable[When]) -> tuple[int | None, int | None]:
    """First and last day of the date that says most; of several, the earliest. None where none has both ends."""
    spans = [
        ((high - EPOCH).days - (low - EPOCH).days, (low - EPOCH).days, (high - EPOCH).days)
        for low, high in (bounds(date.value) for date in dates)
        if low is not None and high is not None
    ]
    return min(spans)[1:] if spans else (None, None)


def _day(published: str | None) -> int | None:
    if not published:
        return None
    low, high = bounds(published[:10])
    return (low - EPOCH).days if low is not None and low == high else None


def _family(telling: Telling) -> str:
    families = [one.type.split(".", 1)[0] for one in telling.acts]
    return families[0] if families else ""


def _people(statement: Statement) -> Iterator[str]:
    for slot in ("agent", "victim"):
        for party in statement.parties(slot):
            yield from _person(party)


def _person(party: Party) -> Iterator[str]:
    if party.kind == "person" and (name := person_key(party.value)):
        yield name


def _principals(principal: Principal | None) -> Iterator[str]:
    for party in () if principal is None else principal.victims:
        yield from _person(party)


def _bodies(statement: Statement) -> Iterator[Party]:
    """The agents that the words name: "armed men" are nobody in particular, and speak neither for nor against."""
    for party in statement.parties("agent"):
        named = common(party.value) is None and any(word[:1].isupper() for word in party.value.split())
        if party.kind in BODIES and (named or party.kind == "state_body"):
            yield party


def _toll(telling: Telling, type: str) -> int | None:
    """The greatest single figure told of a harm."""
    figures = [
        figure.best
        for one in telling.statements
        if one.type == type
        for figure in one.figures()
        if figure.best is not None and figure.unit == "person"
    ]
    return max(figures, default=None)


def _words(report: Report, telling: Telling | None) -> Sequence[str]:
    """Different words of the text that tells of it, first to last, without those that its language uses all the time."""
    if telling is None:
        texts = [report.text[:6000]]
    else:
        texts = [
            report.text[max(0, one.trigger.start - AROUND) : one.trigger.end + AROUND] for one in telling.statements
        ]
    found = dict.fromkeys(match.group().casefold() for text in texts for match in WORD.finditer(text))
    common = _frequencies(report.language or "en")
    return [word for word in found if common.get(word.removesuffix("'s").removesuffix("’s"), 0.0) < COMMON][:MOST_WORDS]


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    """Word → Zipf frequency, log10 of its uses in a billion words; empty for a language without a list (wordfreq)."""
    try:
        used = get_frequency_dict(language, wordlist="small")
    except LookupError:
        return {}
    return {word: math.log10(share) + 9 for word, share in used.items()}
