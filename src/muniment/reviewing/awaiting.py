"""Awaiting: whether a statement awaits a first reader, a second one or somebody who decides between them, and whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from muniment.decision import Decision, opinions, settled, standing

Awaited = Literal["reading", "second reading", "adjudication"]

DONE = ("accepted", "amended", "rejected", "redacted", "released")
"""Rulings after which a statement awaits no further review."""


def chosen(statement: str, share: float) -> bool:
    """Whether a second person reads this statement too, where they read a share of all from 0 to 1.

    It follows from the id alone: asking again, or for a greater share, never drops one.
    """
    return int(hashlib.sha256(statement.encode()).hexdigest()[:8], 16) < share * 2**32


def awaits(statement: str, decisions: Iterable[Decision], *, by: str = "", share: float = 0.0) -> Awaited | None:
    """What a statement awaits of this person, or of anybody; none where it awaits nothing of them.

    `decisions` are all on this statement, oldest first; `share` is the setting `second_reading`.
    """
    every = [one for one in decisions if one.subject == "statement"]
    held = standing(every)
    found, ruling = opinions(held), settled(held)
    if ruling is not None:
        if ruling.ruling not in DONE:
            return "reading"
        readers = {one.by for one in every if one.ruling in DONE}
        again = chosen(statement, share) and len(readers) == 1 and by not in readers
        return "second reading" if again else None
    if not found:
        return "reading"
    if any(one.content != found[0].content for one in found):
        return "adjudication"
    return None if by == found[0].by else "second reading"


def shown(statement: str, decisions: Iterable[Decision], *, by: str, share: float = 0.0) -> list[Decision]:
    """The decisions on a statement that this person may see: while a reading of theirs is awaited, only their own."""
    every = list(decisions)
    awaited = awaits(statement, every, by=by, share=share)
    if awaited == "second reading" or (awaited == "reading" and any(one.independent for one in every)):
        return [one for one in every if one.by == by]
    return every
