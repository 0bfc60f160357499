"""Bodies: the names of ministries, armies, groups and populations, which each report words as it likes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from muniment.actor import Actor
from muniment.linking.countries import named_in, usual_names
from muniment.linking.naming import common_nouns, demonyms, key, words

STEM = 4
"""Letters that a country's name and the word for what is its own have in common, at least: Karsa, Karsan."""

FIGURES = re.compile(r"\d")
POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How a report calls a body: the words that tell it from others, and the country they or the report say it is of."""

    telling: tuple[str, ...]
    country: str | None
    said: bool
    """Whether words say the country; otherwise it is the one that the report is set in."""
    common: bool
    """Whether such words name a body in any country: "police", "Supreme Court"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bodies:
    """What the names of bodies are compared by: how this casebook's countries are called, and where its reports are set."""

    own: Mapping[str, str]
    """ISO country that only this casebook knows → its name."""
    set_in: Mapping[str, str]
    """Report → the country that it is set in."""
    of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """A name without its country → the countries that it is said with in this casebook."""

    def key_of(self, actor: Actor) -> str | None:
        """The name of a body to be compared: same key, same body. None for what names nobody: "gunmen", "a court"."""
        called = self.called(actor)
        name = " ".join(called.telling)
        if actor.kind == "state":
            return f"state {called.country}" if called.country else name or None
        if not name or actor.kind == "group" or FIGURES.search(actor.name) or _picks(actor.name):
            return None
        if called.common:
            return self._common(actor, called)
        if not _capitalised(actor.name):
            return f"{name} of {called.country}" if called.said and actor.kind == "state_body" else None
        # A proper name that bodies of some countries bear is of the country that the report says, or is set in.
        theirs = called.said or called.country in self.of.get(name, ())
        return f"{name} of {called.country}" if theirs else name

    def called(self, actor: Actor) -> Called:
        """How a report calls a body."""
        telling, said = self.telling(actor.name, actor.country, of_state=actor.kind == "state")
        known = _common_words() | words("everywhere") if actor.kind == "population" else _common_words()
        return Called(
            telling=tuple(sorted(set(telling))),
            country=said or self.set_in.get(actor.report or ""),
            said=said is not None,
            common=set(telling) <= known and actor.kind != "intergovernmental",
        )

    def _common(self, actor: Actor, called: Called) -> str | None:
        """The key of a common name: of an organ that a country has one of, in the country it is of or the report is set in."""
        if called.country is None:
            return None
        if actor.kind == "state_body" and _is_government(called.telling):
            return f"state {called.country}"
        if actor.kind == "population":
            one = not words("everywhere").isdisjoint(called.telling)
        else:
            one = _one_of_a_country(actor.name, called)
        return f"{' '.join(called.telling)} of {called.country}" if one else None

    def aliases(self, actor: Actor) -> Iterator[str]:
        """The keys of the other proper names that a report gives a body."""
        for name in actor.names:
            parts, _ = self.telling(name.words, actor.country)
            if parts and name.words[:1].isupper() and not set(parts) <= _common_words():
                yield " ".join(sorted(set(parts)))

    def stands_on(self, one: Actor, other: Actor) -> tuple[str, ...]:
        """What a join of two bodies stands on beside their name: the country that a report is set in, where no words say it."""
        if all(self._says_whose(actor) for actor in (one, other)):
            return ()
        return (f"in reports on {self.country_name(self.called(one).country)}",)

    def _says_whose(self, actor: Actor) -> bool:
        called = self.called(actor)
        return called.said or self.key_of(actor) == " ".join(called.telling)

    def country_name(self, code: str | None) -> str:
        """What a country is called in this casebook, or usually."""
        return self.own.get(code or "") or usual_names().get(code or "", code or "")

    def label(self, actor: Actor) -> str:
        """A body's name as the register shows it: "the government" by its country, and a common name with it in brackets.

        A casebook whose reports are all set in one country needs no brackets.
        """
        name = actor.name.removeprefix("the ").removeprefix("The ")
        called = self.called(actor)
        if called.country is None or not called.common or self.key_of(actor) is None:
            return name
        country = self.country_name(called.country)
        if actor.kind == "state_body" and _is_government(called.telling):
            return f"government of {country}"
        alone = self.by_itself(actor) or len(set(self.set_in.values())) < 2
        return name if alone else f"{name} ({country})"

    def by_itself(self, actor: Actor) -> bool:
        """Whether a body's name tells it from others without more: a proper name, or one that says its country."""
        return not self.called(actor).common or self.telling(actor.name, None)[1] is not None

    def telling(self, name: str, country: str | None, *, of_state: bool = False) -> tuple[list[str], str | None]:
        """The telling words of a name, without those for its country; and that country, where the name says it."""
        parts = _of_whom(key(POSSESSIVE.sub("", name)).split())
        found, said = named_in(tuple(parts), of_state=of_state)
        if found is None:
            found, said = self._own_in(parts)
        country = country or found
        if country and country != found:
            said = frozenset(part for part in parts if demonyms().get(part) == country) | self._own_words(
                country, parts
            )
        return [part for part in parts if part not in words("small") and part not in said], country

    def _own_in(self, parts: Iterable[str]) -> tuple[str | None, frozenset[str]]:
        """The country that only this casebook knows and that a name says: Karsa, Karsan."""
        for code in sorted(self.own):
            if said := self._own_words(code, parts):
                return code, said
        return None, frozenset()

    def _own_words(self, country: str, parts: Iterable[str]) -> frozenset[str]:
        stems = [
            part[: max(STEM, len(part) - 1)] for part in key(self.own.get(country, "")).split() if len(part) >= STEM
        ]
        return frozenset(part for part in parts if stems and part.startswith(tuple(stems)))


def bodies(actors: Iterable[Actor], set_in: Mapping[str, str] | None = None) -> Bodies:
    """What the actors of a casebook say of its countries, and where its reports are set."""
    known = list(actors)
    own = {
        actor.country: re.sub(r"^(the )?(government of )?", "", actor.name)
        for actor in sorted(known, key=lambda actor: actor.name)
        if actor.kind == "state" and actor.country and actor.country not in usual_names()
    }
    found = Bodies(own=own, set_in=set_in or {})
    of: dict[str, set[str]] = defaultdict(set)
    for actor in known:
        if actor.kind not in ("person", "unknown", "group", "state"):
            called = found.called(actor)
            if called.said and called.country is not None:
                of[" ".join(called.telling)].add(called.country)
    return Bodies(own=own, set_in=found.set_in, of={name: frozenset(codes) for name, codes in of.items()})


def _is_government(telling: Iterable[str]) -> bool:
    """Whether a name means the state itself: "the government", "the federal government"."""
    parts = set(telling)
    return "government" in parts and parts <= {"government"} | words("beside_government")


@cache
def _common_words() -> frozenset[str]:
    """Words that name bodies in any country."""
    return common_nouns().union(*map(words, ("organs", "many", "offices", "local", "servants")))


def _one_of_a_country(name: str, called: Called) -> bool:
    """Whether a country has one of what a common name names: "police", "Ministry of Justice"; not "a court", "soldiers"."""
    head, telling = _head(name), set(called.telling)
    if head in words("servants") | words("members") - words("organs"):
        return called.said
    # "The state government" is of a province; the State Department is not.
    if any(part.casefold() in words("local") for part in name.split() if part != "State"):
        return False
    if head in words("organs"):
        return len(telling) > 1 or head != "forces"
    return head in words("many") and bool((telling - {head}) & words("offices"))


def _head(name: str) -> str:
    """The noun that a name turns on: "ministry" in "Ministry of the Interior", "army" in "soldiers of the Karsan army"."""
    parts = _of_whom(key(name).split())
    before = next((at for at, part in enumerate(parts) if at and part in ("of", "for", "in", "on", "at")), len(parts))
    return parts[before - 1] if parts else ""


def _picks(name: str) -> bool:
    """Whether a name counts or picks some of a kind: "two residents", "Former detainees"; not "All Karsa Union"."""
    first, *others = name.split() or [""]
    return first.lower() in words("picked") and not (first[:1].isupper() and others and others[0][:1].isupper())


def common(name: str) -> str | None:
    """The common noun that a name is, in the form in which it is compared; none for a name, a pronoun or a count."""
    noun = key(name)
    last = noun.split()[-1] if noun else ""
    counted = FIGURES.search(name) or _picks(name)
    return noun if last in common_nouns() | words("servants") and not counted and not _capitalised(name) else None


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
