"""Noticing: who told an actor what and when, what it answered and what is said to have happened after, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from muniment import workflow
from muniment.actor import Actor
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.words.noting import after_words, noted_words
from muniment.edtf import bounds
from muniment.notice import Afterwards, Answer, Noted, Notice, Section
from muniment.publishing.noting import TITLES
from muniment.statement import Voice
from muniment.workflow import Held

What = Section | Literal["after"]

NAMES: Mapping[What, str] = {**TITLES, "after": "After the first telling"}
"""What a line may be, in the order of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a notice; it leads to its statement."""

    what: What
    words: str
    dates: Sequence[str]
    first: date | None
    """The first day it may have been; none where it is undated."""
    published: str | None
    statements: Sequence[str]
    voices: Sequence[Voice]
    report: str
    origins: int
    incident: str
    apart: bool
    """Whether the words do not say what it is about."""
    unsure: bool
    """Whether it may lie before the first telling as well as after it."""
    answers: Sequence[Answer]


def held(seen: Seen) -> Worked[Held]:
    """What notice is asked of: all that is shown, as people ruled."""
    aside = seen.aside()
    return seen.remembered("notice", lambda: _held(aside))


def noticed(
    seen: Seen, held: Worked[Held], actor: Actor, kinds: Sequence[str], since: str | None, until: str | None
) -> Worked[Notice]:
    """The notice of one actor; raises `BadChoice` for a kind or a date that there is not."""
    key = ("notice", actor.id, *kinds, since, until)
    return seen.of_worked(key, held, lambda held: held.notice(actor, kinds=kinds, since=since, until=until))


def lines(notice: Notice, seen: Seen) -> list[Line]:
    """All of a notice in the order of time, the undated last; nothing of what has gone since it was worked out."""
    found = [_noted(one, notice) for one in notice.noted if seen.shows(one.statements[0])]
    found += [_after(one, seen) for one in notice.after if seen.shows(one.statements[0])]
    order = list(NAMES)
    return sorted(found, key=lambda one: (one.first is None, one.first or date.min, order.index(one.what)))


def _noted(one: Noted, notice: Notice) -> Line:
    return Line(
        what=one.section,
        words=noted_words(one),
        dates=one.dates,
        first=one.first,
        published=one.published,
        statements=one.statements,
        voices=one.voices,
        report=one.report,
        origins=len(one.origins),
        incident="",
        apart=not one.about,
        unsure=False,
        answers=[each for each in notice.answers if each.telling == one.statements[0]],
    )


def _after(one: Afterwards, seen: Seen) -> Line:
    (told,) = seen.statements(one.statements[:1])
    days = [low for edtf in one.dates if (low := bounds(edtf)[0]) is not None]
    (report,) = seen.reports([told.report])
    return Line(
        what="after",
        words=after_words(one),
        dates=one.dates,
        first=min(days, default=None),
        published=report.published,
        statements=one.statements,
        voices=told.voices,
        report=told.report,
        origins=len(one.origins),
        incident=one.incident,
        apart=False,
        unsure=not one.sure,
        answers=(),
    )


def _held(seen: Seen) -> Held:
    ruled = [one for one in seen.statements() if not seen.rejected(one.id)]
    accepted = (one.id for one in ruled if (made := seen.ruling(one.id)) and made.ruling in ("accepted", "amended"))
    return workflow.held_from(
        ruled,
        register=seen.actors(),
        reports=seen.reports(),
        original=seen.origin_at(),
        incidents=seen.incidents(),
        reviewed=list(accepted),
    )
