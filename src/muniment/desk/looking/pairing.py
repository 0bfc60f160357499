"""Pairing: which pairs a person should look at, what speaks for and against each, and what people ruled on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup

from muniment.actor import Actor
from muniment.decision import TAKEN_BACK, Decision
from muniment.desk.reading.context import in_context
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.words.telling import author_name, sentence, title_of
from muniment.errors import ContradictoryDecision, MunimentError, UnknownTarget
from muniment.incident import Incident, Link
from muniment.report import Report
from muniment.statement import Statement

Of = Literal["statement", "actor"]

THRESHOLD = 3.0
"""The weight from which pairs are joined, near which they are most in doubt."""

MOST = 2_000
"""Pairs of a queue."""

SHOWN = 3
"""Mentions of an actor that a page shows."""

AROUND = 200
"""Characters shown before and after a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One of a pair as a line names it."""

    id: str
    words: str
    address: str
    number: str
    """Of the incident or the actor that it is in; empty where it is in none."""
    within: str
    """Address of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A telling as one of a pair: its sentence, its words in the report, and the incident it stands in."""

    statement: Statement
    report: Report
    sentence: str
    words: Markup
    incident: Incident | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor of one report as one of a pair: its names in their context, and whom it was joined into."""

    actor: Actor
    report: Report
    joined: Actor | None
    mentions: Sequence[tuple[str, str, str]]
    """Words before a name, the name, and words after it."""
    parts: Mapping[str, int]
    """What the joined actor is mentioned as, and how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person ruled on pairs at one moment, for one reason."""

    decisions: Sequence[Decision]
    waits: bool
    """Whether the next link has yet to obey it."""
    left: End
    right: End

    @property
    def first(self) -> Decision:
        """The ruling that stands for all."""
        return self.decisions[0]


def doubts(seen: Seen, of: Of) -> Worked[Sequence[Link]]:
    """The pairs that are most in doubt, the most doubtful first, whether joined or not."""
    aside = seen.aside()
    return seen.remembered(("doubts", of), lambda: aside.compared.links_near(of, THRESHOLD, limit=MOST), worded=True)


def undecided(seen: Seen, queue: Sequence[Link]) -> list[Link]:
    """The pairs of a queue that nobody has ruled on."""
    return [one for one in queue if _open(seen.compared.ruling(one.left, one.right))]


def _open(ruling: Decision | None) -> bool:
    return ruling is None or (ruling.ruling == "unsure" and ruling.reason.startswith(TAKEN_BACK))


def next_after(seen: Seen, queue: Sequence[Link], after: str) -> Link | None:
    """The next pair that nobody has ruled on beyond one, named by its two ids; from the beginning again after the last."""
    place = next((place for place, one in enumerate(queue) if named(one) == after), -1)
    return next(iter(undecided(seen, (*queue[place + 1 :], *queue[: place + 1]))), None)


def named(link: Link) -> str:
    """A pair's two ids in one word."""
    return f"{link.left}.{link.right}"


def found(seen: Seen, queue: Sequence[Link], pair: str) -> Link:
    """A pair by its two ids; raises `UnknownTarget`."""
    held = next((one for one in queue if named(one) == pair), None)
    left, _, right = pair.partition(".")
    if held is None and right:
        held = next((one for one in seen.compared.links_of([left]) if named(one) == pair), None)
    if held is None:
        raise UnknownTarget(pair)
    return held


def told(seen: Seen, id: str) -> Told:
    """A telling with its words; raises `UnknownTarget`."""
    statement = seen.statement(id)
    report = seen.report(statement.report)
    number = seen.incident_of(id)
    incident = seen.incident(number) if number else None
    return Told(
        statement=statement,
        report=report,
        sentence=sentence(statement, report),
        words=in_context(report, statement),
        incident=incident,
        title=title_of(seen.statements(incident.statements)) if incident else "",
    )


def actor_named(seen: Seen, id: str) -> Named:
    """An actor of one report with its names in their context; raises `UnknownTarget`."""
    actor = seen.compared.actor(id)
    report, joined = seen.report(actor.report or ""), seen.actor_of(id)
    places = [(name.start, name.end) for name in actor.names if name.start is not None and name.end is not None]
    held = seen.index.mentions.get(joined.id, {}) if joined else {}
    return Named(
        actor=actor,
        report=report,
        joined=joined,
        mentions=[_around(report.text, start, end) for start, end in sorted(places)[:SHOWN]],
        parts={part: len(of) for part, of in held.items()},
    )


def grouped(decisions: Iterable[Decision]) -> list[list[Decision]]:
    """Rulings on pairs, oldest first, become acts, the newest first; what was taken back is left out."""
    found: dict[tuple[str, str, str, str], list[Decision]] = {}
    for one in sorted(decisions, key=lambda one: one.at)[::-1]:
        if not one.reason.startswith(TAKEN_BACK):
            found.setdefault((one.by, one.at, one.reason, one.ruling), []).append(one)
    return list(found.values())


def against(seen: Seen, error: ContradictoryDecision) -> list[Act]:
    """What people ruled that cannot stand beside what somebody wanted: that some are different, and the chain of the same."""
    chain = [error.left, *error.chain, error.right]
    within = [{*_all_of(seen, one)} for one in (error.left, error.right)]
    return acts(seen, grouped(one for one in seen.compared.rulings() if _stands_against(one, chain, within)))


def _stands_against(decision: Decision, chain: Sequence[str], within: Sequence[set[str]]) -> bool:
    one, other = decision.targets
    if decision.ruling == "same":
        return any({one, other} == {*step} for step in pairwise(chain))
    left, right = within
    return decision.ruling == "different" and ((one in left and other in right) or (one in right and other in left))


def _all_of(seen: Seen, id: str) -> Sequence[str]:
    """What stands together with a statement or with an actor of one report, and itself."""
    actor, number = seen.actor_of(id), seen.incident_of(id) if id.startswith("st_") else None
    return (id, *(actor.members if actor else seen.incident(number).statements if number else ()))


def acts(seen: Seen, groups: Iterable[Sequence[Decision]]) -> list[Act]:
    """What people ruled, with both ends of the first pair of each act in words."""
    waiting = {one.id for one in seen.compared.waiting()}
    return [
        Act(
            decisions=held,
            waits=any(one.id in waiting for one in held),
            left=end(seen, held[0].targets[0]),
            right=end(seen, held[0].targets[1]),
        )
        for held in groups
    ]


def end(seen: Seen, id: str) -> End:
    """One of a pair as a line names it."""
    try:
        return _end(seen, id)
    except MunimentError:
        return End(id=id, words=id, address="", number="", within="")


def _end(seen: Seen, id: str) -> End:
    if id.startswith("st_"):
        statement = seen.statement(id)
        (report,) = seen.reports([statement.report])
        number = seen.incident_of(id) or ""
        words = sentence(statement, report)
        return End(id=id, words=words, address=f"/review/{id}", number=number, within=f"/incidents/{number}")
    actor, joined = seen.compared.actor(id), seen.actor_of(id)
    (report,) = seen.reports([actor.report or ""])
    number = joined.number if joined else ""
    words = f"{actor.name} ({author_name(report)})"
    return End(id=id, words=words, address=f"/reports/{report.id}", number=number, within=f"/actors/{number}")


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return (
        (f"… {before.partition(' ')[2]}" if start > AROUND else before),
        text[start:end],
        (f"{after.rpartition(' ')[0]} …" if end + AROUND < len(text) else after),
    )
