"""Notice: what an actor is said to have been told, to have shown, and to have done after; a view, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from muniment.record import described
from muniment.statement import Realis, Voice
from muniment.tie import Held

Section = Literal["told", "shown", "public", "said_to_know", "silent", "doubtful"]
"""Was told; showed it; it was public; is said to know; gave no answer; and tellings that are denied, doubted or only asked about."""

Rank = Literal["itself", "above", "below"]
Fit = Literal["what it is about", "who is answered", "told next in the same report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """How the one a statement names stands to the actor asked about, on the day of it."""

    name: str = described("of the one named")
    rank: Rank = described("the actor itself, or above or below it by ties", default="itself")
    held: Held = described("may have held, where a tie of the chain is not dated so", default="held")
    ties: tuple[str, ...] = described("ids of the statements that give the chain of ties, nearest first", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What somebody was told, or answered: the content of a speech act."""

    statement: str = described("id of the statement")
    type: str = described("code from the taxonomy")
    realis: Realis = described("whether it happened, is feared, demanded …")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One thing that bears on what an actor knew, as voices say; the copies of one report are one."""

    section: Section = described("told, shown, public, said_to_know, silent or doubtful")
    statements: tuple[str, ...] = described("ids: first the one shown, then those that repeat it")
    type: str = described("code from the taxonomy; `report` where a whole report makes it public")
    words: str = described("the words that name it")
    by: tuple[str, ...] = described("who told, showed or published; empty where the words do not say", default=())
    of: Related = described("who was told or showed it, and how they stand to the actor asked about")
    affirms: bool | None = described(
        "where the actor speaks for itself: whether it affirms or denies; empty for acts of speech", default=None
    )
    dates: tuple[str, ...] = described("EDTF: when; empty where the words do not say", default=())
    published: str | None = described(
        "EDTF: of the report; an undated telling happened by then, no more is sure", default=None
    )
    first: date | None = described("the first day it may have happened; none where it is undated", default=None)
    last: date | None = described(
        "the last day it may have happened: that of the report, where it is undated", default=None
    )
    about: tuple[Matter, ...] = described("what it is about; empty where that is not said", default=())
    voices: tuple[Voice, ...] = described("who says so, outermost first")
    report: str = described("id of the Report")
    origins: tuple[str, ...] = described("ids of the reports that say it in words of their own")
    reviewed: bool = described("whether a person accepted it", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A telling and what may answer it; that it does is not asserted."""

    telling: str = described("id of the statement that tells")
    answer: str = described("id of the statement that may answer")
    type: str = described("code of the answer")
    fits: tuple[Fit, ...] = described("why the two are put side by side")


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """Countable acts that may lie after the first telling: of one incident, or one that stands alone."""

    incident: str = described("its number; empty for a statement in no incident", default="")
    statements: tuple[str, ...] = described("ids of the statements")
    types: tuple[str, ...] = described("codes from the taxonomy")
    of: Related = described("who is said to have done it, and how they stand to the actor asked about")
    dates: tuple[str, ...] = described("EDTF: when, as the statements have it")
    least: int = described("days at least since the first telling; below zero where it may lie before it")
    most: int | None = described("days at most; empty where that is open")
    sure: bool = described("whether every date given lies after the first telling")
    origins: tuple[str, ...] = described("ids of the reports that say it in words of their own")
    reviewed: bool = described("whether a person accepted all of it", default=False)


Part: TypeAlias = Noted | Answer | Afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """All that bears on what one actor knew of a kind of harm; never that it knew, or should have."""

    actor: str = described("id of the Actor")
    name: str = described("its name")
    number: str = described("its number")
    kinds: tuple[str, ...] = described("types or families asked about; empty for all", default=())
    since: str | None = described("EDTF: nothing that lies wholly before it", default=None)
    until: str | None = described("EDTF: nothing that lies wholly after it", default=None)
    noted: tuple[Noted, ...] = described("by first possible day; the undated last", default=())
    first: str | None = described("id of the telling from which `after` is reckoned", default=None)
    answers: tuple[Answer, ...] = described("what may answer what", default=())
    after: tuple[Afterwards, ...] = described("what is said to have happened after the first telling", default=())

    def section(self, section: Section, *, about: bool | None = None, dated: bool | None = None) -> list[Noted]:
        """What stands in a section; with or without what it is about, or a date, where that is asked."""
        return [
            one
            for one in self.noted
            if one.section == section and about in (None, bool(one.about)) and dated in (None, one.first is not None)
        ]

    def parts(self) -> Iterator[Part]:
        """Everything in it, one by one."""
        yield from (*self.noted, *self.answers, *self.after)
