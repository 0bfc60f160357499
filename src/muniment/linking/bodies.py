"""Bodies: the names of ministries, armies, groups and populations, which each report words as it likes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from muniment.actor import Actor
from muniment.linking.naming import common_nouns, demonyms, key, words

STEM = 4
"""Letters that a country's name and the word for what is its own have in common, at least: Karsa, Karsan."""

FIGURES = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """What the names of bodies are compared by: how this casebook's countries are called."""

    stems: Mapping[str, frozenset[str]]
    """ISO country → beginnings of the words that name it."""
    single: Mapping[str, str]
    """Common name ("army") → the one country whose body is so called in this casebook, where there is one."""

    def key_of(self, actor: Actor) -> str | None:
        """The name of a body to be compared: same key, same body. None for what names nobody: "gunmen", "the army"."""
        parts, country = self.telling(actor.name, actor.country)
        if actor.kind == "state":
            return f"state {country}" if country else " ".join(parts) or None
        if not parts or FIGURES.search(actor.name):
            return None
        name = " ".join(sorted(set(parts)))
        if set(parts) <= common_nouns() or not _capitalised(actor.name):
            if actor.kind not in ("state_body", "intergovernmental"):
                return None
            country = country or self.single.get(name)
            return f"{name} of {country}" if country else None
        if actor.kind == "state_body":
            country = country or self.single.get(name)
        return f"{name} of {country}" if country and actor.kind == "state_body" else name

    def aliases(self, actor: Actor) -> Iterator[str]:
        """The keys of the other proper names that a report gives a body."""
        for name in actor.names:
            parts, _ = self.telling(name.words, actor.country)
            if parts and name.words[:1].isupper() and not set(parts) <= common_nouns():
                yield " ".join(sorted(set(parts)))

    def telling(self, name: str, country: str | None) -> tuple[list[str], str | None]:
        """The telling words of a name, without those for its country; and that country, where the name says it."""
        parts = _of_whom(key(name).split())
        for part in parts:
            country = country or demonyms().get(part) or self._named(part)
        stems = self.stems.get(country or "", frozenset())
        own = (
            [part for part in parts if demonyms().get(part) == country or part.startswith(tuple(stems))]
            if country
            else []
        )
        kept = [part for part in parts if part not in words("small") and part not in own]
        return kept, country

    def _named(self, part: str) -> str | None:
        return next((code for code, stems in sorted(self.stems.items()) if part.startswith(tuple(stems))), None)


def bodies(actors: Iterable[Actor]) -> Bodies:
    """What the actors of a casebook say of its countries."""
    known = list(actors)
    stems: dict[str, set[str]] = defaultdict(set)
    for actor in known:
        if actor.kind == "state" and actor.country:
            names = [part for part in key(actor.name).split() if part not in words("small") | common_nouns()]
            stems[actor.country] |= {part[: max(STEM, len(part) - 1)] for part in names if len(part) >= STEM}
    found = Bodies(stems={code: frozenset(held) for code, held in stems.items()}, single={})
    where: dict[str, set[str]] = defaultdict(set)
    for actor in known:
        if actor.kind == "state_body":
            parts, country = found.telling(actor.name, actor.country)
            if country:
                where[" ".join(sorted(set(parts)))].add(country)
    single = {name: min(countries) for name, countries in where.items() if len(countries) == 1}
    return Bodies(stems=found.stems, single=single)


def body_key(name: str) -> str:
    """The telling words of a body's name in any order, without those for the people of a country."""
    parts = [part for part in _of_whom(key(name).split()) if part not in words("small") and part not in demonyms()]
    return " ".join(sorted(set(parts))) or key(name)


def acronym(name: str) -> str | None:
    """The initials of a proper name of three words or more: "United Front for Renewal" → "UFR"."""
    initials = [part[0] for part in re.split(r"[\s-]+", name) if part[:1].isupper()]
    return "".join(initials) if len(initials) > 2 else None


def _of_whom(parts: list[str]) -> list[str]:
    """The body that "fighters of" and "soldiers from" are of."""
    if len(parts) > 2 and parts[0] in words("members") and parts[1] in ("of", "from", "with"):
        return parts[3:] if parts[2] == "the" else parts[2:]
    return parts


def _capitalised(name: str) -> bool:
    """Whether a name has a capital that no sentence's beginning explains."""
    first, *others = re.sub(r"^(the|a|an)\s+", "", name, flags=re.IGNORECASE).split() or [""]
    return any(part[:1].isupper() for part in others) or (first[:1].isupper() and first.lower() not in common_nouns())
