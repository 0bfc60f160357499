"""A small invented record for notice: warnings of a raid on Odem, a ministry, its police, and what they did after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from factory import At, at, report, statement
from muniment.actor import Actor
from muniment.incident import Incident, Origin, original_at
from muniment.linking.ties import ties
from muniment.notice import Notice
from muniment.noticing import Ground, around, both, concerning, noticed, to_its_reader
from muniment.report import Report
from muniment.statement import Content, Statement, Voice
from muniment.tie import COMMAND, SPEECH

NAMES = ("Ministry", "police", "Odem Centre", "Tamrith", "Ise Marl")
REGISTER = {
    name: Actor(id=f"ac_{name}", name=name, kind="state_body", members=(f"m_{name}",), number=f"ODE-A{place:04d}")
    for place, name in enumerate(NAMES, start=1)
}


def who(words: str, name: str | None = None) -> At:
    """Words that name an actor of the register."""
    return at(words, actor=f"m_{name or words}")


def about(*statements: Statement) -> list[Content]:
    """What a speech act is about."""
    return [
        Content(statement=one.id, start=one.trigger.start, end=one.trigger.end, words=one.trigger.words)
        for one in statements
    ]


def said_by(one: Statement, name: str, *, cue: str, place: int = -1) -> tuple[Voice, ...]:
    """The voices of a statement, one of them joined to an actor and with the word that reports it."""
    voices = list(one.voices)
    known = voices[place]
    voices[place] = Voice(
        name=known.name,
        commit=known.commit,
        actor=f"m_{name}",
        start=known.start,
        end=known.end,
        words=known.words,
        cue=cue,
        coerced=known.coerced,
    )
    return tuple(voices)


LETTER = report(
    "On 31 March the Odem Centre warned the Ministry of a raid. The Ministry did not answer the Odem Centre. "
    "On 14 April police raided Odem.",
    publisher="Odem Post",
    published="2021-04-20",
)
RAID_FEARED = statement(LETTER, "raid", type="repress.raid", realis="warned", voices="author:CT+")
WARNED = statement(
    LETTER,
    "warned",
    type="speech.warn",
    agent=who("Odem Centre"),
    addressee=who("Ministry"),
    date=at("31 March", value="2021-03-31"),
    content=about(RAID_FEARED),
)
SILENT = statement(LETTER, "did not answer", type="omit.respond", agent=who("Ministry"))
RAIDED = statement(LETTER, "raided", type="repress.raid", agent=who("police"), date=at("14 April", value="2021-04-14"))
STATUTE = report(
    "The police are a branch of the Ministry since 2 March. Tamrith backs the Ministry.", published="2021-03"
)
BRANCH = statement(
    STATUTE,
    "branch",
    type="relation.branch_of",
    subject=who("police"),
    object=who("Ministry"),
    slots={"from": at("2 March", value="2021-03-02")},
)
BACKED = statement(STATUTE, "backs", type="relation.backed_by", subject=who("Ministry"), object=who("Tamrith"))
STATEMENTS = (RAID_FEARED, WARNED, SILENT, RAIDED, BRANCH, BACKED)
INCIDENT = Incident(id="in_1", number="ODE-0001", statements=(RAIDED.id,))


def ground(statements: Iterable[Statement], reports: Sequence[Report] = (), origins: Sequence[Origin] = ()) -> Ground:
    """The ground of these statements; the village's own reports are always there."""
    held = {one.id: one for one in statements}
    told = {one.id: one for one in (LETTER, STATUTE, *reports)}
    known = list(ties((one for one in held.values() if one.kind == "relation"), REGISTER.values()))
    letters = {one.report for one in held.values() if to_its_reader(one)}
    return Ground(
        statements=held,
        joined={member: actor.id for actor in REGISTER.values() for member in actor.members},
        names={actor.id: actor.name for actor in REGISTER.values()},
        authors={one.id: one.publisher for one in told.values() if one.publisher},
        published={one.id: one.published for one in told.values() if one.published},
        original_at=original_at(origins),
        open=frozenset(one.id for one in told.values() if one.publisher and one.id not in letters),
        reviewed=frozenset(),
        incident_of=dict.fromkeys(INCIDENT.statements, INCIDENT),
        hearing=both(known, SPEECH),
        commanding=both(known, COMMAND),
    )


def notice(
    name: str,
    statements: Sequence[Statement] = STATEMENTS,
    *,
    reports: Sequence[Report] = (),
    origins: Sequence[Origin] = (),
    **asked: Any,
) -> Notice:
    """The notice of an actor of the register."""
    basis = ground(statements, reports, origins)
    found = around(REGISTER[name].id, concerning(statements, basis), basis)
    return noticed(REGISTER[name], found, basis, **asked)
