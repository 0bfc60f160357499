"""Telling: one statement as a page shows it to somebody: what was read and ruled, as far as they may see it before they rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.decision import TAKEN_BACK, Decision, standing
from muniment.desk.seat import Seat
from muniment.errors import UnknownTarget
from muniment.reviewing import Awaited
from muniment.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement with what this person may know of it."""

    one: Statement
    """As people ruled, where this person may know that; else as it was read or entered."""
    read: Statement
    """As it was read or entered."""
    awaited: Awaited | None
    """What it awaits of this person."""
    ruling: Decision | None
    """The ruling that holds, where this person may know it."""
    history: Sequence[Decision]
    """What was ruled on it that this person may know, oldest first: on a slot of it and on pairs with it too."""
    held: Sequence[Decision]
    """The rulings on the statement as a whole that stand, of those."""
    versions: Mapping[str, Statement]
    """Decision of the history → the statement as it has it."""
    differ: Sequence[tuple[Decision, Statement]]
    """Readings that differ, with the statement as each has it, where this person may settle them."""
    beside: Sequence[Statement]
    """Other statements that stand on some of the same words."""

    def as_amended(self, decision: Decision) -> Statement:
        """The statement as a decision of its history has it."""
        return self.versions[decision.id]

    @property
    def standing(self) -> str:
        """The ids of the rulings that stand, as far as this person saw them: a new one takes their place."""
        return " ".join(one.id for one in self.held)

    @property
    def slots(self) -> Sequence[str]:
        """The slots that it has, or had as it was read."""
        return [
            one
            for one in dict.fromkeys((*self.one.slots, *self.read.slots))
            if self.one.values(one) or self.read.values(one)
        ]

    @property
    def notes(self) -> Sequence[Decision]:
        """What earlier readers left for the next."""
        made = {one.id: one for one in self.history}
        undone = {id for one in self.history if _takes_back(one, made) for id in one.replaces}
        left = (one for one in self.history if one.reason and not one.reason.startswith(TAKEN_BACK))
        return list({(one.by, one.reason): one for one in left if one.id not in undone}.values())


def _takes_back(decision: Decision, made: Mapping[str, Decision]) -> bool:
    """Whether a ruling takes another back: it puts nothing in its place, or what stood before it."""
    if decision.reason.startswith(TAKEN_BACK):
        return True
    before = [made[first] for id in decision.replaces if id in made for first in made[id].replaces if first in made]
    return any((one.content, one.reason) == (decision.content, decision.reason) for one in before)


def told_in(seat: Seat, id: str, said: Sequence[Statement]) -> Told:
    """A statement of a report, with the others that stand on some of the same words; raises `UnknownTarget`."""
    if id not in {one.id for one in said}:
        raise UnknownTarget(id)
    return told_of(seat, id, said)


def told_of(seat: Seat, id: str, said: Sequence[Statement] = ()) -> Told:
    """A statement as this person may see it; raises `UnknownTarget`."""
    seen = seat.seen
    read, awaited, history = seen.as_read(id), seat.awaited(id), seat.history(id)
    blind = seat.blind(id)
    one = read if blind else seen.statement(id)
    held = standing(one for one in history if one.subject == "statement")
    versions = {ruled.id: seen.would_be(id, ruled.amendment or {}) for ruled in history}
    return Told(
        one=one,
        read=read,
        awaited=awaited,
        ruling=(held[-1] if held else None) if blind else seen.ruling(id),
        history=history,
        held=held,
        versions=versions,
        differ=[(ruled, versions[ruled.id]) for ruled in held] if awaited == "adjudication" else [],
        beside=[
            other
            for other in said
            if other.id != id and other.trigger.start < one.trigger.end and one.trigger.start < other.trigger.end
        ],
    )
