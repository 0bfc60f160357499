"""Link, Origin and Incident: what machines derive from statements; rebuilt at will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from muniment.record import described, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing that was compared, and what it weighed."""

    of: str = described("type, date, place, agent, victim, count, words")
    outcome: str = described("in words: same day; 3 km apart; different names")
    weight: float = described("log2 of the match ratio; negative speaks against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two statements, or two actors, compared: a machine's view, never a merge."""

    PREFIX: ClassVar[str] = "lk"

    id: str = described("digest of the pair and the run")
    of: Literal["statement", "actor"] = described("what was compared")
    left: str = described("the lesser id")
    right: str = described("the greater id")
    weight: float = described("sum of the comparisons' weights")
    joined: bool = described("whether the weight passes the threshold and nothing forbids it")
    compared: tuple[Comparison, ...] = described("what was compared", default=())
    run: str = described("id of the Run", default="")


def link_of(
    of: Literal["statement", "actor"],
    one: str,
    other: str,
    *,
    compared: tuple[Comparison, ...],
    joined: bool,
    run: str = "",
) -> Link:
    """A link with its id; the order of the two does not matter."""
    left, right = sorted((one, other))
    weight = sum(comparison.weight for comparison in compared)
    identity = digest(Link.PREFIX, of, left, right, run)
    return Link(id=identity, of=of, left=left, right=right, weight=weight, joined=joined, compared=compared, run=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The reports that repeat one original: the unit of independence."""

    PREFIX: ClassVar[str] = "og"

    id: str = described("digest of the text they share")
    reports: tuple[str, ...] = described("ids of the reports, earliest first")
    rule: str = described("why they are one: identical text", default="identical text")
    run: str = described("id of the Run", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Statements that stand together, by links and decisions. It holds no facts of its own."""

    PREFIX: ClassVar[str] = "in"

    id: str = described("digest of the statement that founded it, so that it outlives a new telling")
    statements: tuple[str, ...] = described("ids of the acts and harms told of it")
    concerned: tuple[str, ...] = described(
        "ids of statements about it that do not count: denied, demanded, warned of", default=()
    )
    links: tuple[str, ...] = described("ids of the links that join them", default=())
    run: str = described("id of the Run", default="")
