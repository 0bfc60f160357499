"""Circle: who is one tie or one act away from an actor, drawn around it; as voices say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from muniment.actor import Actor
from muniment.desk.sight.index import Part
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.publishing.wording import shortened

Line = Literal["tie", "did", "suffered", "told", "beside"]
"""A tie; it did something to the other; the other did something to it; one told the other; both in one act."""

MOST = 24
"""Neighbours that are drawn."""

WIDTH, HEIGHT = 720, 460
LETTERS = 24
"""Of a name beside its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One who is one tie or one act away, and the statements that say so."""

    actor: Actor
    lines: Sequence[tuple[Line, Sequence[str]]]
    """What lies between them → the statements, what is said most often first."""

    @property
    def line(self) -> Line:
        """What is said most often."""
        return self.lines[0][0]

    @property
    def statements(self) -> list[str]:
        """All statements that name both."""
        return [one for _, held in self.lines for one in held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A neighbour with its place in the picture, in units of the picture."""

    is_: Neighbour
    name: str
    x: float
    y: float
    mid_x: float
    mid_y: float
    anchor: Literal["start", "middle", "end"]
    text_x: float
    text_y: float


def neighbours(seen: Seen, actor: Actor) -> Worked[Sequence[Neighbour]]:
    """All who are one tie or one act away, those most often so first; what a person rejected is left out."""
    aside = seen.aside()
    return seen.remembered(("neighbours", actor.id), lambda: _neighbours(aside, actor))


def drawn(found: Sequence[Neighbour]) -> list[Node]:
    """The first neighbours in a ring around the middle."""
    shown = found[:MOST]
    return [_node(one, place, len(shown)) for place, one in enumerate(shown)]


def _neighbours(seen: Seen, actor: Actor) -> list[Neighbour]:
    held: dict[str, dict[Line, list[str]]] = defaultdict(lambda: defaultdict(list))
    mentions = seen.index.mentions.get(actor.id, {})
    for id in dict.fromkeys(one for part, of in mentions.items() if part != "spoke" for one in of):
        if seen.rejected(id):
            continue
        parts: list[tuple[Part, str]] = [(part, who) for part, who in seen.mentioned_in(id) if part != "spoke"]
        own: set[Part] = {part for part, who in parts if who == actor.id}
        for other in dict.fromkeys(who for _, who in parts if who != actor.id):
            theirs: set[Part] = {part for part, who in parts if who == other}
            held[other][_line(own, theirs)].append(id)
    found = [
        Neighbour(
            actor=seen.index.actors[other], lines=sorted(lines.items(), key=lambda line: (-len(line[1]), line[0]))
        )
        for other, lines in held.items()
    ]
    return sorted(found, key=lambda one: (-len(one.statements), one.actor.name, one.actor.id))


def _line(own: set[Part], others: set[Part]) -> Line:
    if "tied" in own and "tied" in others:
        return "tie"
    if "did" in own and "suffered" in others:
        return "did"
    if "suffered" in own and "did" in others:
        return "suffered"
    return "told" if "told" in own | others else "beside"


def _node(one: Neighbour, place: int, of: int) -> Node:
    angle = 2 * pi * place / of - pi / 2
    x, y = WIDTH / 2 + 190 * cos(angle), HEIGHT / 2 + 185 * sin(angle)
    side = cos(angle)
    anchor = "middle" if abs(side) < 0.08 else "start" if side > 0 else "end"
    down = 20 if sin(angle) > 0 else -12
    return Node(
        is_=one,
        name=shortened(one.actor.name, LETTERS),
        x=round(x, 1),
        y=round(y, 1),
        mid_x=round(WIDTH / 2 + 115 * cos(angle), 1),
        mid_y=round(HEIGHT / 2 + 112 * sin(angle), 1),
        anchor=anchor,
        text_x=round(x + (0 if anchor == "middle" else 11 if side > 0 else -11), 1),
        text_y=round(y + (down if anchor == "middle" else 4), 1),
    )
