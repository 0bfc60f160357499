"""Ties with time: who backed, led, commanded or belonged to whom, from when to when, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from muniment.actor import Actor
from muniment.edtf import bounds
from muniment.statement import Party, Statement, Voice

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
    """Somebody who stood behind another on a day, and the chain of ties that leads there."""

    actor: str
    held: Held
    """`held` where every tie of the chain is dated so; `may have held` where one of them is not."""
    chain: tuple[Tie, ...]


def ties(relations: Iterable[Statement], register: Iterable[Actor]) -> Iterator[Tie]:
    """The ties that statements give, between actors as the register joined them. A denied tie is there, and marked."""
    joined = {member: actor.id for actor in register for member in actor.members}
    for one in relations:
        if one.kind != "relation" or one.realis not in ("actual", "ongoing"):
            continue
        first, last = _span(one)
        for subject in one.parties("subject"):
            for object_ in one.parties("object"):
                below, above = _who(subject, joined), _who(object_, joined)
                if below == above:  # "gunmen of the Front" are the Front
                    continue
                yield Tie(
                    type=one.type,
                    subject=below,
                    object=above,
                    first=first,
                    last=last,
                    role=next((value.words for value in one.values("role")), None),
                    denied=any(voice.commit.endswith("-") for voice in one.voices),
                    voices=one.voices,
                    statement=one.id,
                )


def _who(party: Party, joined: Mapping[str, str]) -> str:
    return joined.get(party.actor or "", party.value)


def _span(one: Statement) -> tuple[date | None, date | None]:
    """First and last day: of a beginning, the last day it may mean; of an end, the first, for no more is sure."""
    begun = [bounds(value.value) for value in one.dates("from")]
    ended = [bounds(value.value) for value in one.dates("to")]
    during = [bounds(value.value) for value in one.dates("date")]
    # "From October" holds for sure only when October is over; an interval says its own first day.
    first = max((_sure(low, high) for low, high in begun if low is not None), default=None)
    last = min((low for low, _ in ended if low is not None), default=None)
    closed = [high for low, high in begun if high is not None and low is not None and (high - low).days > 31]
    for low, high in during:
        first, last = first or low, last or high
    return first, last or min(closed, default=None)


def _sure(low: date, high: date | None) -> date:
    return low if high is None or (high - low).days > 31 else high


def behind(known: Sequence[Tie], actor: str, day: date) -> list[Behind]:
    """Who stood behind an actor on a day, directly or through others, by the ties that voices give; nearest first.

    It is what is said, never a finding. Ties that a voice denies are left to be shown beside, not followed.
    """
    of: dict[str, list[tuple[str, Tie]]] = defaultdict(list)
    for tie in known:
        slot = BEHIND.get(tie.type)
        if slot is not None and not tie.denied and tie.on(day) is not None:
            below, above = (tie.subject, tie.object) if slot == "object" else (tie.object, tie.subject)
            of[below].append((above, tie))
    found: dict[str, Behind] = {}
    edge: list[Behind] = [Behind(actor=actor, held="held", chain=())]
    for _ in range(DEEPEST):
        further: list[Behind] = []
        for reached in edge:
            for above, tie in sorted(of[reached.actor], key=lambda held: (held[1].on(day) != "held", held[0])):
                if above != actor and above not in found:
                    sure = reached.held == "held" and tie.on(day) == "held"
                    found[above] = Behind(
                        actor=above, held="held" if sure else "may have held", chain=(*reached.chain, tie)
                    )
                    further.append(found[above])
        edge = further
    return list(found.values())
