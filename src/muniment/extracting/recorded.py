"""Reports of another casebook keep their statements: the same words, voices and slots, under ids of this one."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from muniment.actor import Actor, actor_of
from muniment.dossier import Dossier
from muniment.errors import UngroundedStatement
from muniment.nodes import read_back
from muniment.report import Report
from muniment.run import refusal_of
from muniment.seams import Extraction
from muniment.statement import Content, Party, Statement, Value, Voice, statement_of


def recorded(content: bytes, report: Report, *, run: str = "") -> Extraction:
    """What another casebook read in a report, from the bytes that it came in. Decisions stay with those who made them."""
    there = _read(content)
    theirs = [one for one in there.statements if one.report == report.part]
    actors = {one.id: _here(one, report, run) for one in there.mentioned if one.report == report.part}
    made: dict[str, Statement] = {}
    refusals = []
    for one in theirs:
        try:
            made[one.id] = _again(one, report, actors, run)
        except UngroundedStatement as error:
            refusals.append(refusal_of("extract", f"{report.name} {report.part}", str(error), hint=error.hint, run=run))
    return Extraction(
        statements=tuple(_pointed(one, made) for one in made.values()),
        actors=tuple(actors.values()),
        refusals=tuple(refusals),
    )


@functools.lru_cache(maxsize=1)
def _read(content: bytes) -> Dossier:
    """The record in these bytes, kept while its reports are read one after the other."""
    return read_back(content.decode("utf-8"))


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
