"""What a casebook is asked: who stood behind whom, and whether it is as it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.decision import obeyed
from muniment.errors import MunimentError
from muniment.linking.finding import found_in
from muniment.linking.ties import ties
from muniment.reviewing.agreeing import Agreement, agreements, readings
from muniment.statement import Statement
from muniment.tie import Behind, Tie, behind
from muniment.workflow.running import Progress, silent
from muniment.workflow.sealing import signatures_checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The ties of one actor on a day, and who stood behind it then, by what voices say."""

    actor: Actor
    ties: Sequence[Tie]
    behind: Sequence[Behind]
    names: Mapping[str, str]
    """Id of an actor → its number and name."""


def ties_of(casebook: Casebook, name: str, on: date) -> Ties:
    """The ties of the actor with this name or number on a day; raises `UnknownActor` with the names that are near."""
    register = list(casebook.derived(Actor, "link"))
    relations = obeyed(casebook.statements(kind="relation"), tuple(casebook.decisions()))
    return ties_among(found_in(register, name), relations, register, on)


def ties_among(actor: Actor, relations: Iterable[Statement], register: Sequence[Actor], on: date) -> Ties:
    """The ties of an actor on a day among those that statements give, as people ruled on them."""
    known = list(ties(relations, register))
    return Ties(
        actor=actor,
        ties=[tie for tie in known if actor.id in (tie.subject, tie.object) and tie.on(on) is not None],
        behind=behind(known, actor.id, on),
        names={one.id: f"{one.name} ({one.number})" for one in register},
    )


def agreement_in(casebook: Casebook) -> list[Agreement]:
    """How far people agree who read the same statements independently."""
    decisions = list(casebook.decisions())
    read = {target for target, by_reader in readings(decisions).items() if len(by_reader) > 1}
    return agreements({id: casebook.statement(id) for id in casebook.report_of(read)}, decisions)


def check(casebook: Casebook, *, progress: Progress = silent) -> list[MunimentError]:
    """Every passage and every byte read again against its hash, the chain of custody and each signature proved.

    An empty list is a clean casebook.
    """
    found = list(casebook.audit(progress=lambda done, total: progress("check", done, total)))
    return [*found, *signatures_checked(casebook)]
