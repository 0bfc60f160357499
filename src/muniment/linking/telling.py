"""Telling: the acts and harms by which one report tells of one incident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from muniment.edtf import days
from muniment.linking.comparing import conflicting, same_family
from muniment.report import Report
from muniment.statement import Content, Statement
from muniment.taxonomy import types

APART = re.compile(
    r"\b(another|separate(?:ly)?|elsewhere|a second|the second|a third|(?:two|three|four|five) other|"
    r"an? (?:earlier|later|previous|similar)|in a different)\b",
    re.IGNORECASE,
)
"""Words that tell an act apart from those told before: "in another raid", "separately", "a second strike"."""

SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s|\n\s*\n")
NEAR = 700
"""Code points within which an act with the same agent still tells of the same incident."""

LONGEST = 45
"""Days within which an occasion may be dated; what is told of a longer span goes with no occasion."""

LEADING = 48
"""Code points before a trigger that are searched for words that tell it apart."""

UNFOUNDING = ("speech", "record", "legal", "omit", "support", "abuse")
"""Families of which no incident is founded: what is said, published, ruled or left undone about others."""


@dataclass(slots=True)
class Telling:
    """Statements of one report that stand together."""

    report: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def acts(self) -> Iterator[Statement]:
        """The acts, or the harms where no act is told."""
        found = [statement for statement in self.statements if statement.kind == "act"]
        return iter(found or self.statements)


def founds(statement: Statement) -> bool:
    """Whether a statement can found or join an incident: countable, of one occurrence, harmful or a clash."""
    if not statement.countable or statement.kind not in ("act", "harm"):
        return False
    if any(figure.scope in ("aggregate", "cumulative", "rate") for figure in statement.figures()):
        return False
    entry = types().get(statement.type)
    family = statement.type.split(".", 1)[0]
    if statement.kind == "harm":
        return True
    harmful = entry is not None and entry.harms
    return family not in UNFOUNDING and (harmful or statement.type in ("life.armed_clash", "protest.action"))


def tellings(report: Report, statements: Iterable[Statement]) -> list[Telling]:
    """The incidents that one report tells of, each with its statements; acts told as distinct stay apart."""
    found: list[Telling] = []
    of_statement: dict[str, Telling] = {}
    ordered = sorted((one for one in statements if founds(one)), key=lambda one: (one.trigger.start, one.kind))
    titled = [one for one in ordered if _in_title(report, one)]
    for statement in (*(one for one in ordered if one not in titled), *titled):
        telling = _cause(statement, of_statement) or (
            _announced(statement, found) if statement in titled else _home(report, statement, found)
        )
        if telling is None:
            telling = Telling(report.id)
            found.append(telling)
        telling.statements.append(statement)
        of_statement[statement.id] = telling
    return found


def _in_title(report: Report, statement: Statement) -> bool:
    title = report.title
    return title is not None and report.text.startswith(title) and statement.trigger.end <= len(title)


def _announced(statement: Statement, found: Sequence[Telling]) -> Telling | None:
    """The first telling of the body that the title can mean."""
    for telling in found:
        if not any(conflicting(statement, other) for other in telling.statements) and any(
            same_family(statement.type, other.type) for other in telling.statements
        ):
            return telling
    return None


def _cause(statement: Statement, of_statement: dict[str, Telling]) -> Telling | None:
    """The telling of the act that a harm came from."""
    for value in statement.values("from_act"):
        if isinstance(value, Content) and value.statement in of_statement:
            return of_statement[value.statement]
    return None


def _home(report: Report, statement: Statement, found: Sequence[Telling]) -> Telling | None:
    """The latest telling that this statement goes on with, if any."""
    if _lasts(statement) or APART.search(
        report.text, max(0, statement.trigger.start - LEADING), statement.trigger.start
    ):
        return None
    for telling in reversed(found[-6:]):
        if any(conflicting(statement, other) for other in telling.statements):
            continue
        if any(_goes_on(report, other, statement) for other in telling.statements):
            return telling
    return None if _pinned_down(statement) else _only(statement, found)


def _lasts(statement: Statement) -> bool:
    """Whether the words give it a span, not an occasion: "since January", "over the past year"."""
    spans = [days(date.value) for date in statement.dates()]
    return bool(spans) and all(span is None or span > LONGEST for span in spans)


def _only(statement: Statement, found: Sequence[Telling]) -> Telling | None:
    """The one pinned-down telling of the report that a bare figure can belong to: "The bombs killed 31 people"."""
    pinned = [
        telling
        for telling in found
        if any(_pinned_down(one) for one in telling.statements)
        and any(same_family(one.type, statement.type) for one in telling.statements)
    ]
    if len(pinned) != 1 or any(conflicting(statement, other) for other in pinned[0].statements):
        return None
    agents = {party.value.casefold() for one in pinned[0].statements for party in one.parties("agent")}
    mine = {party.value.casefold() for party in statement.parties("agent")}
    near = statement.trigger.start - max(one.trigger.end for one in pinned[0].statements) < 2 * NEAR
    return pinned[0] if near and not (mine and agents and not mine & agents) else None


def _pinned_down(statement: Statement) -> bool:
    """Whether the words give a date and a place more precise than a country."""
    return bool(statement.dates()) and any(
        place.precision not in ("country", "wide", "unresolved") for place in statement.places()
    )


def _goes_on(report: Report, earlier: Statement, later: Statement) -> bool:
    """Whether a later statement of the same report goes on telling of the earlier one's incident."""
    if not same_family(earlier.type, later.type):
        return False
    between = report.text[earlier.trigger.start : later.trigger.start]
    if not SENTENCE_END.search(between):
        return True
    if later.rule.endswith(":anaphoric"):
        return len(between) < 4 * NEAR
    if len(between) < NEAR and _shared(earlier, later, "agent"):
        return True
    if _shared(earlier, later, "victim"):
        return True
    return _same_scene(earlier, later)


def _shared(one: Statement, other: Statement, slot: str) -> bool:
    mine = {party.actor for party in one.parties(slot) if party.actor}
    return any(party.actor in mine for party in other.parties(slot) if party.actor)


def _same_scene(one: Statement, other: Statement) -> bool:
    """Whether both name the same place and the same date, or for one type the same month."""
    dates = {date.value for date in one.dates()} & {date.value for date in other.dates()}
    places = {place.value for place in one.places()} & {place.value for place in other.places()}
    exact = one.type == other.type or any(days(date) == 1 for date in dates)
    return bool(dates and places) and exact
