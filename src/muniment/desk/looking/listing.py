"""Listing: what a list of incidents shows and narrows by, worked out once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

from muniment.desk.asking.questions import Question
from muniment.desk.looking.comparing import columns, contradicted
from muniment.desk.looking.occasions import REVIEWS, Review
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.words.speaking import language
from muniment.desk.words.telling import title_of
from muniment.desk.words.wording import label
from muniment.edtf import bounds, overlaps, valid
from muniment.errors import BadChoice
from muniment.incident import Incident
from muniment.publishing.gathering import incident_date, incident_place
from muniment.statement import PARTY_SLOTS, Party, Statement

SORTS = ("told", "newest", "oldest", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One incident as a list shows it."""

    incident: Incident
    title: str
    date: str | None
    place: str | None
    types: frozenset[str]
    """Types and families of what is told of it."""
    actors: frozenset[str]
    """Ids of the joined actors in it."""
    reports: int
    origins: int
    differ: Sequence[str]
    """Slots in which two origins exclude each other."""
    places: frozenset[str]
    """Every name of a place in it, with what that lies in, folded."""
    words: str
    """What a search looks in, folded."""

    @property
    def first(self) -> str:
        """The first day it may have been, to sort by; after all others where it has no date."""
        low = bounds(self.date)[0] if self.date else None
        return low.isoformat() if low else "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of incidents is narrowed to; empty for all."""

    q: str = ""
    since: str = ""
    until: str = ""
    place: str = ""
    type: str = ""
    actor: str = ""
    reports: int = 0
    origins: int = 0
    differ: bool = False
    review: str = ""
    sort: str = "told"

    @classmethod
    def of(cls, question: Question) -> Self:
        """What an address asks for; raises `BadChoice`."""
        return cls(
            q=question.get("q"),
            since=question.get("since"),
            until=question.get("until"),
            place=question.get("place"),
            type=question.get("type"),
            actor=question.get("actor"),
            reports=_whole(question.get("reports")),
            origins=_whole(question.get("origins")),
            differ=bool(question.get("differ")),
            review=question.get("review"),
            sort=question.get("sort", "told"),
        )

    def __post_init__(self) -> None:
        """Raises `BadChoice` for a date or a word that there is not."""
        for name, said in (("since", self.since), ("until", self.until)):
            if said and not valid(said):
                raise BadChoice(name, said, hint="write 2021-03-12, 2021-03 or 2021")
        for name, said, known in (("review", self.review, ("", *REVIEWS)), ("sort", self.sort, SORTS)):
            if said not in known:
                raise BadChoice(name, said, hint=", ".join(filter(None, known)))


def listed(seen: Seen) -> Worked[Sequence[Listed]]:
    """All incidents of which something is shown, as a list has them."""
    aside = seen.aside()
    return seen.remembered(("incidents", language()), lambda: list(_listed(aside)), worded=True)


def kinds(rows: Sequence[Listed]) -> list[tuple[str, str, int]]:
    """Types and families that incidents are told of, with their names and how many there are, by name."""
    found = Counter(kind for row in rows for kind in row.types)
    return sorted(((code, label(code), number) for code, number in found.items()), key=lambda one: (one[1], one[0]))


def narrowed(seen: Seen, rows: Sequence[Listed], wanted: Wanted) -> list[Listed]:
    """The rows that are wanted, in the order asked for."""
    tests = list(_tests(seen, wanted))
    found = [row for row in rows if all(test(row) for test in tests)]
    match wanted.sort:
        case "newest":
            return sorted(found, key=lambda row: (row.first == "9999", _reversed(row.first), row.incident.number))
        case "oldest":
            return sorted(found, key=lambda row: (row.first, row.incident.number))
        case "number":
            return sorted(found, key=lambda row: _numbered(row.incident.number))
        case _:
            return sorted(found, key=lambda row: (-row.origins, -row.reports, _numbered(row.incident.number)))


def review_of(seen: Seen, row: Listed) -> Review:
    """How much of an incident people have reviewed: whether nothing, some or all of it awaits nobody."""
    waiting = sum(seen.waits(one) for one in row.incident.statements)
    if not waiting:
        return "reviewed"
    return "not yet reviewed" if waiting == len(row.incident.statements) else "partly reviewed"


def _tests(seen: Seen, wanted: Wanted) -> Iterator[Callable[[Listed], bool]]:
    words, place = wanted.q.casefold().split(), wanted.place.strip().casefold()
    if wanted.since or wanted.until:
        period = f"{wanted.since or '..'}/{wanted.until or '..'}"
        yield lambda row: row.date is not None and overlaps(row.date, period)
    if place:
        yield lambda row: place in row.places
    if wanted.type:
        yield lambda row: wanted.type in row.types
    if wanted.actor.strip():
        meant = seen.actor(wanted.actor.strip()).id
        yield lambda row: meant in row.actors
    if wanted.reports > 1:
        yield lambda row: row.reports >= wanted.reports
    if wanted.origins > 1:
        yield lambda row: row.origins >= wanted.origins
    if wanted.differ:
        yield lambda row: bool(row.differ)
    if words:
        yield lambda row: all(word in row.words for word in words)
    if wanted.review:
        yield lambda row: review_of(seen, row) == wanted.review


def _listed(seen: Seen) -> Iterator[Listed]:
    reports, original = {one.id: one for one in seen.reports()}, seen.origin_at()

    def who(mention: str | None) -> str | None:
        actor = seen.actor_of(mention)
        return actor.id if actor else None

    for incident in seen.incidents():
        told = seen.statements(incident.statements)
        if told:
            held = columns(told, reports, original)
            title, places = title_of(told), _places(told)
            parties = [party for one in told for slot in PARTY_SLOTS for party in one.parties(slot)]
            yield Listed(
                incident=incident,
                title=title,
                date=incident_date(told),
                place=incident_place(told),
                types=frozenset(kind for one in told for kind in (one.type, one.type.partition(".")[0])),
                actors=frozenset(found for party in parties if (found := who(party.actor)) is not None),
                reports=len({one.report for one in told}),
                origins=len(held),
                differ=tuple(dict.fromkeys(slot.name for slot in contradicted(held, who))),
                places=places,
                words=_folded(incident, title, parties, places),
            )


def _places(told: Sequence[Statement]) -> frozenset[str]:
    named = (name for one in told for place in one.places() for name in (place.value, place.admin1, place.country))
    return frozenset(name.casefold() for name in named if name)


def _folded(incident: Incident, title: str, parties: Sequence[Party], places: Iterable[str]) -> str:
    names = dict.fromkeys(party.value for party in islice(parties, 200))
    return "\n".join((incident.number, title, *names, *places)).casefold()


def _whole(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 8 else 0


def _numbered(number: str) -> tuple[str, int]:
    letters, _, digits = number.rpartition("-")
    return letters, int(digits) if digits.isdigit() else 0


def _reversed(day: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day.split("-"))
