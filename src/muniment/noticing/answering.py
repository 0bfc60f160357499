"""Answering: which tellings an actor may have answered, and what is said to have happened after the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from muniment.notice import Afterwards, Answer, Fit, Noted, Related
from muniment.noticing.ground import Asked, acting, dates_of, span_of
from muniment.noticing.sorting import harms, when
from muniment.statement import Content, Statement

NEXT = 300
"""Code points after a telling within which the same report may say how it was answered."""


def answers(noted: Sequence[Noted], asked: Asked) -> Iterator[Answer]:
    """Each telling with what follows it and fits it, by what it is about or whom it answers."""
    tellings = [one for one in noted if one.section == "told"]
    replies = [one for one in noted if one.section == "silent" or (one.section == "shown" and one.affirms is None)]
    for telling in tellings:
        for reply in replies:
            fits = tuple(_fits(telling, reply, asked))
            if fits and not _before(reply, telling):
                yield Answer(telling=telling.statements[0], answer=reply.statements[0], type=reply.type, fits=fits)


def _before(reply: Noted, telling: Noted) -> bool:
    """Whether a reply lies before the telling, as far as both have days."""
    return reply.last is not None and telling.first is not None and reply.last < telling.first


def _fits(telling: Noted, reply: Noted, asked: Asked) -> Iterator[Fit]:
    one, other = (asked.ground.statements[each.statements[0]] for each in (telling, reply))
    if {matter.type for matter in telling.about} & {matter.type for matter in reply.about}:
        yield "what it is about"
    tellers = {asked.ground.who(party) for party in acting(one)} - {None}
    if tellers & {asked.ground.who(party) for party in other.parties("addressee")}:
        yield "who is answered"
    if one.report == other.report and 0 <= other.trigger.start - one.trigger.end <= NEXT:
        yield "told next in the same report"


def first_telling(noted: Iterable[Noted]) -> Noted | None:
    """The telling that had happened by the earliest day; one that says what it is about before one that does not."""
    told = [one for one in noted if one.section == "told" and one.last is not None]
    return min(told, key=lambda one: (not one.about, one.last or date.max, one.first is None), default=None)


def after(statements: Iterable[Statement], telling: Noted, asked: Asked) -> list[Afterwards]:
    """The countable acts of the kind asked about, by the actor or under its command, that may lie after a telling."""
    held: dict[str, list[tuple[Statement, Related]]] = defaultdict(list)
    for one in statements:
        if one.countable and harms(one, asked) and dates_of(one, asked.ground) and _later(one, telling, asked):
            of = _done(one, asked)
            if of is not None:
                incident = asked.ground.incident_of.get(one.id)
                held[incident.number if incident else one.id].append((one, of))
    found = [_afterwards(key, said, telling, asked) for key, said in held.items()]
    return sorted(found, key=lambda one: (one.least, one.incident, one.statements))


def _later(one: Statement, telling: Noted, asked: Asked) -> bool:
    """Whether an act may lie after a telling, of which one that is undated may lie on any day before its report."""
    last = when(one, asked)[1]
    return last is None or telling.first is None or last >= telling.first


def _done(one: Statement, asked: Asked) -> Related | None:
    """Whoever did it, where that is the actor or somebody under its command; of a harm, who did the act it came from."""
    causes = [
        asked.ground.statements.get(part.statement) for part in one.values("from_act") if isinstance(part, Content)
    ]
    for act in (one, *(cause for cause in causes if cause is not None)):
        for party in acting(act):
            of = asked.related(asked.ground.who(party), when(one, asked), by=asked.commanding)
            if of is not None and of.rank != "above":
                return of
    return None


def _afterwards(key: str, said: Sequence[tuple[Statement, Related]], telling: Noted, asked: Asked) -> Afterwards:
    told = telling.last or date.max
    statements = [one for one, _ in said]
    spans = [when(one, asked) for one in statements]
    least = min((first - told).days for first, _ in spans if first is not None)
    ends = [last for _, last in spans]
    incident = asked.ground.incident_of.get(statements[0].id)
    return Afterwards(
        incident=key if incident else "",
        statements=tuple(one.id for one in statements),
        types=tuple(dict.fromkeys(one.type for one in statements)),
        of=min((of for _, of in said), key=lambda of: (of.rank != "itself", of.held != "held")),
        dates=tuple(sorted({edtf for one in statements for edtf in dates_of(one, asked.ground)}, key=_first)),
        least=least,
        most=max((end - telling.first).days for end in ends if end) if telling.first and None not in ends else None,
        sure=least > 0,
        origins=tuple(sorted({asked.ground.origin(one) for one in statements})),
        reviewed=all(one.id in asked.ground.reviewed for one in statements),
    )


def _first(edtf: str) -> tuple[date, str]:
    return (span_of((edtf,))[0] or date.max, edtf)
