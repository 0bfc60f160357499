"""Ties with time, as statements give them: who was tied to whom, from when to when, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from muniment.actor import Actor
from muniment.edtf import bounds
from muniment.statement import Party, Statement
from muniment.tie import Tie


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
