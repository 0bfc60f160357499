"""A casebook of 100,000 statements in some 6,000 invented reports, to measure the desk and the tasks on.

Usage: python -m benchmarks.large FOLDER [--statements N] [--seed S]

The reports are made from an invented world, kept through the casebook's own methods, ruled on by three invented people,
then linked and counted for real. A folder that has as many statements already is only linked and counted, which takes
no time where nothing changed.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.claims import Teller
from benchmarks.world import MEDIUM, Composed, Said, Telling, Town, World
from muniment import workflow
from muniment.actor import Actor, Name, actor_of
from muniment.casebook import Casebook
from muniment.decision import Decision, Ruling, decision_of
from muniment.incident import Principal, principal_of
from muniment.record import as_json
from muniment.report import Report, report_of
from muniment.run import run_of
from muniment.seams import Received
from muniment.settings import Settings
from muniment.statement import Party, Statement

DAYS = 4 * 365
PEOPLE = ("T. Oru", "L. Vask", "I. Brenn")
RULED = 0.02
"""Share of the statements on which somebody ruled."""

RULINGS: Sequence[Ruling] = (
    "accepted",
    "accepted",
    "accepted",
    "accepted",
    "rejected",
    "amended",
    "redacted",
    "unsure",
)
LANGUAGES = ("en",) * 8 + ("fr", "es", "ar", "uk")
FAMILIES = {"life": "killing", "liberty": "detention", "repress": "intimidation", "property": "destruction"}
RUN = run_of("extract", version="invented", settings={"benchmark": "large"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report with all that is read in it."""

    report: Report
    statements: Sequence[Statement]
    actors: Sequence[Actor]
    principal: Principal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with Casebook.create(arguments.folder, Settings(title="A large invented casebook", code="LRG")) as casebook:
        if casebook.number(Statement) < arguments.statements:
            timed("reports and statements", lambda: keep(casebook, told(arguments.statements, arguments.seed)))
            timed("rulings", lambda: casebook.keep(rulings(casebook.statements(), arguments.seed)))
        timed("link", lambda: workflow.link(casebook).done)
        timed("count", lambda: workflow.count(casebook).done)
        numbers = ((noun.__name__.lower(), casebook.number(noun)) for noun in (Report, Statement, Actor, Decision))
        print(", ".join(f"{number:,} {name}s" for name, number in numbers))


def timed(name: str, task: Callable[[], int]) -> None:
    """Does a task, and prints how many things it made, the seconds, and the peak memory of this process so far."""
    begun = time.perf_counter()
    made = task()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {made:,} in {time.perf_counter() - begun:.1f} s; peak {peak:,.0f} MB", flush=True)


def keep(casebook: Casebook, reports: Iterator[Told]) -> int:
    """Keeps the reports with their readings; the number of statements."""
    casebook.keep([RUN])
    number = 0
    for one in reports:
        content = (one.report.name + " " + (one.report.published or "")).encode()
        casebook.keep_report(Received(report=one.report, content=content))
        number += casebook.keep_reading(one.report.id, RUN.id, one.statements, one.actors, principal=one.principal)
    return number


def told(statements: int, seed: int) -> Iterator[Told]:
    """Reports until they hold so many statements, in no order of time; the same seed gives the same."""
    chance = random.Random(f"large {seed}")
    world = World(max(20, statements // 9), MEDIUM, seed, DAYS)
    groups = _grouped(world, chance)
    bodies = [f"{world.word().title()} {kind}" for kind in ("Commission", "Watch", "Committee", "Mission") * 6]
    people = [f"{world.word().title()} {world.word().title()}" for _ in range(400)]
    number = 0
    for index, group in enumerate(groups):
        one = _composed(f"{index:05d}.txt", group, chance, chance.choice(bodies), chance.choice(people))
        yield one
        number += len(one.statements)
        if number >= statements:
            return
    raise ValueError(f"the world ends after {number} statements")


def _grouped(world: World, chance: random.Random) -> list[list[Telling]]:
    """What each publisher says of several incidents that it tells of within some days, shuffled."""
    by_publisher: dict[str, list[Telling]] = {}
    for telling in world.tellings():
        by_publisher.setdefault(telling.publisher, []).append(telling)
    groups: list[list[Telling]] = []
    for _, held in sorted(by_publisher.items()):
        waiting = sorted(held, key=lambda one: one.draft.published)
        while waiting:
            size = 1 + min(int(chance.expovariate(0.4)), 9)
            groups.append(waiting[:size])
            waiting = waiting[size:]
    chance.shuffle(groups)
    return groups


def _composed(name: str, group: Sequence[Telling], chance: random.Random, body: str, person: str) -> Told:
    published = max(one.draft.published for one in group)
    content = f"{name} {published}".encode()
    known: dict[str, Any] = {
        "name": name,
        "media_type": "text/plain",
        "publisher": group[0].publisher,
        "published": published.isoformat(),
        "language": chance.choice(LANGUAGES),
        "address": f"https://news.example/{published:%Y/%m}/{name.removesuffix('.txt')}",
    }
    identity = report_of(content, "", **known).id
    text = Composed()
    said: list[Said] = []
    for place, telling in enumerate(group):
        if place:
            text.paragraph()
        said += telling.draft.said(text, identity)
    main_act = said[0]
    said += _besides(text, identity, group, chance, body, person)
    report = report_of(content, text.text, title=_title(group[0]), **known)
    visible = {"visibility": chance.choices(("restricted", "public", "partner", "sealed"), (90, 5, 4, 1))[0]}
    statements = [one.stated(report, rule=f"invented.{one.type}", score=chance.random(), **visible) for one in said]
    return Told(
        report=report,
        statements=statements,
        actors=list(_actors(report.id, said).values()),
        principal=_principal(report, main_act, statements[0]),
    )


def _besides(
    text: Composed, identity: str, group: Sequence[Telling], chance: random.Random, body: str, person: str
) -> list[Said]:
    agents = [one.draft.agent for one in group if one.draft.agent] or ["Armed men"]
    towns = [one.draft.place for one in group if isinstance(one.draft.place, Town)] or [NOWHERE]
    said: list[Said] = []
    for _ in range(2 + 2 * len(group)):
        teller = Teller(
            chance=chance,
            text=text,
            report=identity,
            agent=chance.choice(agents),
            body=body,
            person=person,
            town=chance.choice(towns),
        )
        teller.tell()
        said += teller.said
    return said


NOWHERE = Town(name="Ostrand", province="Veld", lat=-44.0, lon=-121.0)
"""The capital, which is meant where a report names no town."""


def _title(telling: Telling) -> str:
    draft = telling.draft
    where = draft.place.name if isinstance(draft.place, Town) else draft.place
    return f"{draft.agent or 'Armed men'} {draft.verb} people{f' in {where}' if where else ''}"


def _actors(report: str, said: Sequence[Said]) -> Mapping[str, Actor]:
    """Every party that a report names, each with where it is first read."""
    found: dict[str, Actor] = {}
    for one in said:
        for value in (value for held in one.slots.values() for value in held):
            if isinstance(value, Party) and value.actor and value.actor not in found:
                names = (Name(words=value.words, start=value.start, end=value.end),)
                kind: Any = value.kind or "unknown"
                found[value.actor] = replace(
                    actor_of(report, value.value, kind=kind, names=names, country="XKA"), id=value.actor
                )
    return found


def _principal(report: Report, act: Said, statement: Statement) -> Principal:
    return principal_of(
        report.id,
        statements=(statement.id,),
        violations=(FAMILIES[act.type.partition(".")[0]],),
        agent_kind="non_state" if "agent" in act.slots else "undescribed",
        slots={
            slot: values for slot, values in statement.slots.items() if slot in ("agent", "victim", "place", "date")
        },
        reasons=("it is told first",),
    )


def rulings(statements: Iterator[Statement], seed: int) -> Iterator[Decision]:
    """What three people ruled over a year; one ruling in ten is superseded by somebody else's."""
    chance = random.Random(f"rulings {seed}")
    for one in statements:
        if chance.random() < RULED:
            first = _ruling(one, chance, None)
            yield first
            if chance.random() < 0.1:
                yield _ruling(one, chance, first)


def _ruling(one: Statement, chance: random.Random, before: Decision | None) -> Decision:
    ruling = chance.choice(RULINGS)
    at = datetime.combine(date(2025, 1, 1), datetime.min.time()) + timedelta(minutes=chance.randrange(365 * 24 * 60))
    if before is not None:
        at = datetime.fromisoformat(before.at.removesuffix("+00:00")) + timedelta(hours=3)
    return decision_of(
        "statement",
        (one.id,),
        ruling,
        by=chance.choice(PEOPLE),
        at=f"{at.isoformat(timespec='seconds')}+00:00",
        reason="not said" if ruling == "rejected" else "",
        amendment=_amendment(one) if ruling == "amended" else None,
        supersedes=before.id if before else None,
    )


def _amendment(one: Statement) -> Mapping[str, Any]:
    """The statement with its first figure one higher, or else said to go on."""
    slots = as_json(one)["slots"]
    if not one.figures():
        return {"realis": "ongoing"}
    figure = slots["count"][0]
    return {"slots": slots | {"count": [figure | {"low": figure["low"] + 1, "best": figure["low"] + 1, "high": None}]}}


if __name__ == "__main__":
    main()
