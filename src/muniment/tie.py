"""Tie and Behind: who backed, led, commanded or belonged to whom, from when to when, and who stood behind whom on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from muniment.statement import Voice

Held = Literal["held", "may have held"]

BEHIND: Mapping[str, Literal["subject", "object"]] = {
    "relation.backed_by": "object",
    "relation.led_by": "object",
    "relation.branch_of": "object",
    "relation.integrated_into": "object",
    "relation.member_of": "object",
    "relation.officer_of": "object",
    "relation.commands": "subject",
    "relation.controls": "subject",
    "relation.employs": "subject",
}
"""Ties by which one stands behind another, and the slot of the one behind."""

Ends: TypeAlias = Mapping[str, Literal["subject", "object"]]
"""Type of tie → the slot of the one behind."""

COMMAND: Ends = {type: slot for type, slot in BEHIND.items() if type != "relation.backed_by"}
"""Ties by which one is under the other's orders, or a part of it: whoever only backs somebody does not command them."""

SPEECH: Ends = {**COMMAND, "relation.represents": "object"}
"""Ties by which what one hears or says is the other's to know: a spokesman commands nobody, and speaks for a body."""

DEEPEST = 6
"""How many ties one after the other are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One tie as one statement gives it; a view over statements, kept nowhere."""

    type: str
    subject: str
    """Id of the actor as the register joined it, or the name where it has none."""
    object: str
    first: date | None
    """The first day it is said to have held; none where the words do not say."""
    last: date | None
    """The last day it is said to have held; none where it goes on, or the words do not say."""
    role: str | None
    denied: bool
    voices: tuple[Voice, ...]
    statement: str

    def on(self, day: date) -> Held | None:
        """Whether the tie held on a day: by the dates given, perhaps where there are none, or not at all."""
        if (self.first is not None and day < self.first) or (self.last is not None and day > self.last):
            return None
        return "held" if self.first is not None else "may have held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Somebody who stood behind another on a day, or under them, and the chain of ties that leads there."""

    actor: str
    held: Held
    """`held` where every tie of the chain is dated so; `may have held` where one of them is not."""
    chain: tuple[Tie, ...]


Rungs: TypeAlias = Mapping[str, Sequence[tuple[str, Tie]]]
"""Id of an actor → the actors one tie further up, or down, each with that tie."""


def rungs(known: Iterable[Tie], ends: Ends = BEHIND, *, down: bool = False) -> Rungs:
    """The ladder that ties make, upwards or downwards. Ties that a voice denies are left to be shown beside, not climbed."""
    of: dict[str, list[tuple[str, Tie]]] = defaultdict(list)
    for tie in known:
        if tie.type in ends and not tie.denied:
            below, above = (tie.subject, tie.object) if ends[tie.type] == "object" else (tie.object, tie.subject)
            here, there = (above, below) if down else (below, above)
            of[here].append((there, tie))
    return of


def reached(ladder: Rungs, actor: str, day: date) -> list[Behind]:
    """Who is reached from an actor by the ties that held on a day, nearest first, each by its surest chain."""
    found: dict[tuple[str, Held], Behind] = {}
    edge = [Behind(actor=actor, held="held", chain=())]
    for _ in range(DEEPEST):
        further: list[Behind] = []
        for last in edge:
            steps = [(there, tie, on) for there, tie in ladder.get(last.actor, ()) if (on := tie.on(day)) is not None]
            for there, tie, on in sorted(steps, key=lambda step: (step[2] != "held", step[0])):
                held: Held = "held" if last.held == on == "held" else "may have held"
                # Somebody is reached twice, surely and perhaps, for a chain that leads on may be shorter by the one.
                if there != actor and (there, held) not in found:
                    found[there, held] = Behind(actor=there, held=held, chain=(*last.chain, tie))
                    further.append(found[there, held])
        edge = further
    surest = (one for (there, held), one in found.items() if held == "held" or (there, "held") not in found)
    return sorted(surest, key=lambda one: len(one.chain))


def behind(known: Iterable[Tie], actor: str, day: date) -> list[Behind]:
    """Who stood behind an actor on a day, directly or through others, by the ties that voices give; nearest first.

    It is what is said, never a finding.
    """
    return reached(rungs(known), actor, day)
