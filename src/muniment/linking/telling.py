"""Telling: the acts and harms by which one report tells of one incident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from muniment.edtf import SLACK_DAYS, days, overlaps
from muniment.incident import Principal
from muniment.linking.fitting import COARSE, PINNED, conflicting, same_family
from muniment.linking.rulings import Rulings
from muniment.report import Report
from muniment.statement import Content, Statement, When
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

SUMS = ("aggregate", "cumulative", "rate")
"""Scopes of figures that are of more than one occasion."""

UNFOUNDING = ("speech", "record", "legal", "omit", "support", "abuse")
"""Families of which no incident is founded: what is said, published, ruled or left undone about others."""


@dataclass(slots=True)
class Telling:
    """Statements of one report that stand together."""

    report: str
    statements: list[Statement] = field(default_factory=list)
    concerned: list[Statement] = field(default_factory=list)
    """What is said of the same words and does not count: "there was a strike, but not by us"."""

    @property
    def acts(self) -> Iterator[Statement]:
        """The acts, or the harms where no act is told."""
        found = [statement for statement in self.statements if statement.kind == "act"]
        return iter(found or self.statements)


def founds(statement: Statement) -> bool:
    """Whether a statement can found or join an incident: countable, of one occurrence, harmful or a clash."""
    if not statement.countable or statement.kind not in ("act", "harm"):
        return False
    if any(figure.scope in SUMS for figure in statement.figures()):
        return False
    if _of_several(statement):
        return False
    entry = types().get(statement.type)
    family = statement.type.split(".", 1)[0]
    if statement.kind == "harm":
        return True
    harmful = entry is not None and entry.harms
    return family not in UNFOUNDING and (harmful or statement.type in ("life.armed_clash", "protest.action"))


def _summed(said: Iterable[Statement]) -> set[str]:
    """The acts whose harm is told as a sum over a time or a place: they are no occasion either."""
    sums = (one for one in said if any(figure.scope in SUMS for figure in one.figures()))
    return {value.statement for one in sums for value in one.values("from_act") if isinstance(value, Content)}


def _of_several(statement: Statement) -> bool:
    """Whether the words give several days: "the raids of 14 April and 27 April" are two incidents."""
    when = [date.value for date in statement.dates() if exact(date.value)]
    return len(when) > 1 and not any(overlaps(one, other) for one, other in combinations(when, 2))


def tellings(
    report: Report,
    statements: Iterable[Statement],
    principal: Principal | None = None,
    rulings: Rulings | None = None,
) -> list[Telling]:
    """The incidents that one report tells of, each with its statements; acts told as distinct stay apart.

    What the report is mainly about is one telling, where nothing conflicts; a bare mention ("the shooting") goes to
    what was told last. Statements that people ruled different are never in one telling.
    """
    found: list[Telling] = []
    of_statement: dict[str, Telling] = {}
    said = list(statements)
    summed = _summed(said)
    founding = (one for one in said if founds(one) and one.id not in summed)
    ordered = sorted(founding, key=lambda one: (one.trigger.start, one.kind, one.id))
    titled = [one for one in ordered if _in_title(report, one)]
    for statement in (*(one for one in ordered if one not in titled), *titled):
        telling = _cause(statement, of_statement) or (
            _announced(statement, found) if statement in titled else _home(report, statement, found)
        )
        if telling is None or _ruled_apart(statement, telling, rulings):
            telling = Telling(report.id)
            found.append(telling)
        telling.statements.append(statement)
        of_statement[statement.id] = telling
    gathered = _gathered(report, _scenes(report, _of_principal(found, principal, rulings), rulings), rulings)
    _concern(gathered, said)
    return gathered


def _ruled_apart(statement: Statement, telling: Telling, rulings: Rulings | None) -> bool:
    return rulings is not None and any(rulings.apart(statement.id, other.id) for other in telling.statements)


def _of_principal(found: list[Telling], principal: Principal | None, rulings: Rulings | None) -> list[Telling]:
    """The tellings, with those that hold statements of the principal incident as one, where nothing conflicts."""
    chosen = set(principal.statements) if principal else set[str]()
    about = [telling for telling in found if any(one.id in chosen for one in telling.statements)]
    if len(about) < 2:
        return found
    main, *others = about
    joined = [telling for telling in others if _may_join(telling, main, rulings)]
    for telling in joined:
        main.statements += telling.statements
    return [telling for telling in found if telling not in joined]


def _scenes(report: Report, found: list[Telling], rulings: Rulings | None) -> list[Telling]:
    """The tellings, with those of one day and place as one: the summary, the section and its heading."""
    kept: list[Telling] = []
    for telling in found:
        apart = _told_apart(report, telling.statements[0])
        home = None if apart else next((one for one in kept if _one_scene(telling, one, rulings)), None)
        if home is None:
            kept.append(telling)
        else:
            home.statements += telling.statements
    return kept


def _one_scene(one: Telling, other: Telling, rulings: Rulings | None) -> bool:
    pairs = [(mine, theirs) for mine in one.statements for theirs in other.statements]
    same = any(same_family(mine.type, theirs.type) and _same_scene(mine, theirs) for mine, theirs in pairs)
    return same and _may_join(one, other, rulings)


def _gathered(report: Report, found: list[Telling], rulings: Rulings | None) -> list[Telling]:
    """The tellings without those that only mention what another tells; a mention goes to the last one before it."""
    told = [one for one in found if not all(_bare(said) and not _told_apart(report, said) for said in one.statements)]
    kept = list(told)
    for mention in found:
        if mention in told:
            continue
        start = mention.statements[0].trigger.start
        near = sorted(told, key=lambda telling: _far(telling, start))
        home = next((telling for telling in near if _may_join(mention, telling, rulings)), None)
        if home is None:
            kept.append(mention)
        else:
            home.statements += mention.statements
    return sorted(kept, key=lambda telling: telling.statements[0].trigger.start)


def _far(telling: Telling, start: int) -> tuple[bool, int]:
    """How far a telling is from a place in the text; what comes before it is nearer than what comes after."""
    before = [start - one.trigger.end for one in telling.statements if one.trigger.end <= start]
    after = [one.trigger.start - start for one in telling.statements if one.trigger.start >= start]
    return (not before, min(before or after or [0]))


def _may_join(telling: Telling, other: Telling, rulings: Rulings | None) -> bool:
    pairs = [(one, two) for one in telling.statements for two in other.statements]
    if any(conflicting(one, two) or (rulings is not None and rulings.apart(one.id, two.id)) for one, two in pairs):
        return False
    return any(same_family(one.type, two.type) for one, two in pairs)


def _bare(statement: Statement) -> bool:
    """Whether a statement says nothing of when, where, how many or to whom by name."""
    named = any(party.kind == "person" and party.value[:1].isupper() for party in statement.parties("victim"))
    return not (statement.dates() or statement.places() or statement.figures() or named)


def _concern(found: Sequence[Telling], said: Iterable[Statement]) -> None:
    """Gives each telling what does not count and is said with the same words, or of one of its statements."""
    at_words = {one.trigger.start: telling for telling in reversed(found) for one in telling.statements}
    for one in said:
        home = at_words.get(one.trigger.start)
        if home is not None and concerns(one):
            home.concerned.append(one)


def concerns(statement: Statement) -> bool:
    """Whether a statement is about an occurrence and does not count: it is denied, demanded, warned of or doubted."""
    return not statement.countable and statement.kind in ("act", "harm") and statement.specificity == "specific"


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
    if _lasts(statement) or _told_apart(report, statement):
        return None
    for telling in reversed(found[-6:]):
        if any(conflicting(statement, other) or _lasts(other) for other in telling.statements):
            continue
        if any(_goes_on(report, other, statement) for other in telling.statements):
            return telling
    return None if pinned_down(statement) else _only(statement, found)


def _told_apart(report: Report, statement: Statement) -> bool:
    """Whether words before it say that it is another one: "in another raid"."""
    start = statement.trigger.start
    return APART.search(report.text, max(0, start - LEADING), start) is not None


def _lasts(statement: Statement) -> bool:
    """Whether the words give it a span, not an occasion: "since January", "over the past year"."""
    spans = [days(date.value) for date in statement.dates()]
    return bool(spans) and all(span is None or span > LONGEST for span in spans)


def _only(statement: Statement, found: Sequence[Telling]) -> Telling | None:
    """The one pinned-down telling of the report that a bare figure can belong to: "The bombs killed 31 people"."""
    pinned = [
        telling
        for telling in found
        if any(pinned_down(one) for one in telling.statements)
        and any(same_family(one.type, statement.type) for one in telling.statements)
    ]
    if len(pinned) != 1 or any(conflicting(statement, other) for other in pinned[0].statements):
        return None
    agents = {party.value.casefold() for one in pinned[0].statements for party in one.parties("agent")}
    mine = {party.value.casefold() for party in statement.parties("agent")}
    near = statement.trigger.start - max(one.trigger.end for one in pinned[0].statements) < 2 * NEAR
    return pinned[0] if near and not (mine and agents and not mine & agents) else None


def pinned_down(statement: Statement) -> bool:
    """Whether the words give a date and a place more precise than a country."""
    return bool(statement.dates()) and any(place.precision not in COARSE for place in statement.places())


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
    """Whether both name one day, and places that can be one; or, for one type, the same place and date."""
    dates = {date.value for date in one.dates()} & {date.value for date in other.dates()}
    places = {place.value for place in one.places()} & {place.value for place in other.places()}
    if one.type == other.type and dates and places:
        return True
    day = any(exact(mine.value) and overlaps(mine.value, theirs.value) for mine, theirs in _dates(one, other))
    return day and (bool(places) or _near(one, other))


def _dates(one: Statement, other: Statement) -> Iterator[tuple[When, When]]:
    return ((mine, theirs) for mine in one.dates() for theirs in other.dates() if exact(theirs.value))


def exact(edtf: str) -> bool:
    """Whether a date says the day, or nearly."""
    return (days(edtf) or LONGEST) <= 2 * SLACK_DAYS + 1


def _near(one: Statement, other: Statement) -> bool:
    """Whether both name a place that is pinned down, and not two."""
    pinned = all(any(place.precision in PINNED for place in said.places()) for said in (one, other))
    return pinned and not conflicting(one, other)
