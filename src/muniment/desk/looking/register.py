"""Register: the actors as a list shows them, found by name however it is spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from muniment.actor import Actor
from muniment.desk.sight.index import Part
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.errors import BadChoice
from muniment.linking.finding import nearest
from muniment.linking.naming import key

MOST = 500
"""Actors that a search finds."""

SAID: tuple[Part, ...] = ("did", "suffered", "told", "spoke", "tied")
"""What an actor is mentioned as, in the order of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One actor as a list shows it."""

    actor: Actor
    parts: dict[Part, int]
    """What it is mentioned as, and in how many statements."""
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All actors, those most mentioned first, with the names they are found by."""

    entries: Sequence[Entry]
    keys: Sequence[str]
    """Names in the form in which they are compared."""
    of: Sequence[int]
    """For each key the place of its actor."""
    kinds: Sequence[tuple[str, int]]
    countries: Sequence[tuple[str, int]]


def register(seen: Seen) -> Worked[Register]:
    """The actors that what is shown mentions."""
    aside = seen.aside()
    return seen.remembered("register", lambda: _register(aside), worded=True)


def sought(held: Register, *, q: str = "", kind: str = "", country: str = "", part: str = "") -> list[Entry]:
    """The actors that are wanted: the nearest name first where one is given, else those most mentioned."""
    if part and part not in SAID:
        raise BadChoice("part", part, hint=", ".join(SAID))
    rows: Sequence[Entry] = held.entries
    if q.strip():
        number = q.strip().upper()
        exact = [one for one in held.entries if one.actor.number == number]
        near = dict.fromkeys(held.of[at] for at in nearest(q, held.keys, limit=MOST))
        rows = exact or [held.entries[place] for place in near]
    return [one for one in rows if all(test(one) for test in _tests(kind, country, part))]


def _tests(kind: str, country: str, part: str) -> Iterator[Callable[[Entry], bool]]:
    if kind:
        yield lambda one: one.actor.kind == kind
    if country:
        yield lambda one: one.actor.country == country
    if part:
        yield lambda one: any(of == part and number for of, number in one.parts.items())


def _register(seen: Seen) -> Register:
    mentions = seen.index.mentions
    found = [
        Entry(
            actor=actor,
            parts={part: len(of) for part, of in mentions.get(actor.id, {}).items()},
            reports=len(actor.members),
        )
        for actor in seen.actors()
    ]
    entries = sorted(found, key=lambda one: (-sum(one.parts.values()), one.actor.name, one.actor.number))
    keyed = [
        (name, place)
        for place, one in enumerate(entries)
        for name in dict.fromkeys(map(key, (one.actor.name, *(each.words for each in one.actor.names))))
        if name
    ]
    return Register(
        entries=entries,
        keys=[name for name, _ in keyed],
        of=[place for _, place in keyed],
        kinds=Counter(one.actor.kind for one in entries).most_common(),
        countries=sorted(Counter(one.actor.country for one in entries if one.actor.country).items()),
    )
