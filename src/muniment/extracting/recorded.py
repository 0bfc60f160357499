"""Reports of another casebook keep their statements: the same words, voices and slots, under ids of this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from muniment.actor import Actor, actor_of
from muniment.errors import UngroundedStatement
from muniment.nodes import read_back
from muniment.report import Report
from muniment.run import Refusal, refusal_of
from muniment.seams import Extraction
from muniment.statement import Content, Party, Statement, Value, Voice, statement_of


class Record:
    """What another casebook read, report by report. Decisions stay with those who made them."""

    def __init__(self, content: bytes) -> None:
        """From the bytes of its file; raises `UnreadableReport`."""
        there = read_back(content.decode("utf-8"))
        self._statements: dict[str, list[Statement]] = defaultdict(list)
        self._actors: dict[str, list[Actor]] = defaultdict(list)
        for one in there.statements:
            self._statements[one.report].append(one)
        for actor in there.mentioned:
            self._actors[actor.report or ""].append(actor)

    def of(self, report: Report, *, run: str = "") -> Extraction:
        """The statements of one of its reports, under ids of this casebook."""
        actors = {one.id: _here(one, report, run) for one in self._actors[report.part]}
        made: dict[str, Statement] = {}
        refusals: list[Refusal] = []
        for one in self._statements[report.part]:
            try:
                made[one.id] = _again(one, report, actors, run)
            except UngroundedStatement as error:
                subject = f"{report.name} {report.part}"
                refusals.append(refusal_of("extract", subject, str(error), hint=error.hint, run=run))
        return Extraction(
            statements=tuple(_pointed(one, made) for one in made.values()),
            actors=tuple(actors.values()),
            refusals=tuple(refusals),
        )


def _here(actor: Actor, report: Report, run: str) -> Actor:
    return actor_of(report.id, actor.name, kind=actor.kind, names=actor.names, country=actor.country, run=run)


def _again(one: Statement, report: Report, actors: Mapping[str, Actor], run: str) -> Statement:
    return statement_of(
        report,
        kind=one.kind,
        type=one.type,
        trigger=one.trigger,
        voices=[_known(voice, actors) for voice in one.voices],
        realis=one.realis,
        specificity=one.specificity,
        slots={slot: tuple(_known(value, actors) for value in values) for slot, values in one.slots.items()},
        basis=one.basis,
        score=one.score,
        visibility=one.visibility,
        rule=one.rule,
        run=run,
    )


def _known(value: Any, actors: Mapping[str, Actor]) -> Any:
    """A value or a voice with its actor's id in this casebook."""
    if isinstance(value, (Party, Voice)) and value.actor is not None:
        here = actors.get(value.actor)
        return replace(value, actor=here.id if here else None)
    return value


def _pointed(one: Statement, made: Mapping[str, Statement]) -> Statement:
    """A statement whose slots name other statements by their ids here; one that did not come along is not named."""
    return replace(one, slots={slot: kept for slot, held in one.slots.items() if (kept := tuple(_others(held, made)))})


def _others(held: tuple[Value, ...], made: Mapping[str, Statement]) -> Iterator[Value]:
    for value in held:
        if not isinstance(value, Content):
            yield value
        elif value.statement in made:
            yield replace(value, statement=made[value.statement].id)
