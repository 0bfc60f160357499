"""Actor: somebody who is said to act, suffer, speak or hold a status; the register of names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from muniment.record import described, digest

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
