"""Actor: somebody who is said to act, suffer, speak or hold a status; the register of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from muniment.record import described, digest
from muniment.statement import Party, Statement

ActorKind = Literal[
    "person",
    "group",
    "organisation",
    "state",
    "state_body",
    "armed_group",
    "intergovernmental",
    "population",
    "unknown",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way an actor is called in a report."""

    words: str = described("the name as written")
    start: int | None = described("where it was first read", default=None)
    end: int | None = described("one past its last code point", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody as one report calls them; or, without a report, those joined across reports."""

    PREFIX: ClassVar[str] = "ac"

    id: str = described("digest of report and name, or of the members joined")
    kind: ActorKind = described("what it is, where the words say; unknown otherwise", default="unknown")
    name: str = described("the fullest name")
    names: tuple[Name, ...] = described("every way it is called", default=())
    country: str | None = described("ISO 3166-1 alpha-3, where the words say", default=None)
    report: str | None = described("id of the Report; empty for actors joined across reports", default=None)
    members: tuple[str, ...] = described("ids of the actors joined here; empty for one report's", default=())
    number: str = described("what people say and cite of a joined actor: KAR-A0042", default="")
    run: str = described("id of the Run", default="")


LASTING: tuple[ActorKind, ...] = ("state_body", "organisation", "intergovernmental", "state", "armed_group")
"""Kinds of which "army" and later "the army" in one report are one; "gunmen" twice need not be."""


def lasting(kind: ActorKind, name: str) -> bool:
    """Whether a name means the same wherever one report uses it: a proper name, or a body's common one."""
    return kind in LASTING or name[:1].isupper()


def actor_of(
    report: str,
    name: str,
    *,
    kind: ActorKind = "unknown",
    names: tuple[Name, ...] = (),
    country: str | None = None,
    run: str = "",
) -> Actor:
    """One report's actor, with its id; two that share a common noun, such as "gunmen", differ by where they are first read."""
    told_apart = () if lasting(kind, name) or not names else (names[0].start,)
    return Actor(
        id=digest(Actor.PREFIX, report, name, *told_apart),
        kind=kind,
        name=name,
        names=names,
        country=country,
        report=report,
        run=run,
    )


def named_by(register: Iterable[Actor], statements: Iterable[Statement]) -> Iterator[Actor]:
    """The actors that statements name, each by the names alone that these give it."""
    said: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        for values in one.slots.values():
            for party in values:
                if isinstance(party, Party) and party.actor:
                    said[party.actor] |= {party.value, party.words}
        for voice in one.voices:
            if voice.actor:
                said[voice.actor] |= {voice.name, voice.words or voice.name}
    for actor in register:
        if words := {name for one in actor.members or (actor.id,) for name in said.get(one, ())}:
            yield called_by(actor, words, said)


def called_by(actor: Actor, words: Collection[str], members: Collection[str]) -> Actor:
    """An actor by these words and of these members alone: what else it is called may be known only to others."""
    known = [name.words for name in actor.names if name.words in words] or sorted(words)
    name = actor.name if actor.name in words else max(known, key=len)
    # Where a name was first read may be in a report that is not shown.
    names = tuple(Name(words=word) for word in known)
    return replace(actor, name=name, names=names, members=tuple(one for one in actor.members if one in members))
