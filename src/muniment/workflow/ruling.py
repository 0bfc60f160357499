"""A person rules on what the machine proposes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.decision import Decision, Ruling, decision_of, standing
from muniment.errors import UnknownTarget, UnlikePair
from muniment.incident import led_to
from muniment.linking.rulings import pair, rulings
from muniment.run import run_of
from muniment.workflow.running import VERSION, logged, now


def rule(casebook: Casebook, ruling: Ruling, targets: tuple[str, str], *, by: str, reason: str = "") -> list[Decision]:
    """A person's ruling on two incidents, actors or statements, kept as rulings on pairs; earlier ones are superseded.

    Two incidents that are the same are so with all tellings that they have now. Raises `UnknownTarget` for what is not
    there, `UnlikePair` for an incident and an actor, `ContradictoryDecision` where it cannot stand beside the others,
    `DecisionConflict` where somebody ruled on the pair at the same moment.
    """
    left, right = (_targets(casebook, name) for name in targets)
    if left[0].partition("_")[0] != right[0].partition("_")[0]:
        raise UnlikePair(*targets)
    ends = [(left[0], right[0])]
    if ruling == "same":
        ends += [(left[0], other) for other in (*left[1:], *right[1:])]
    wanted: list[tuple[Ruling, str, str]] = [(ruling, one, other) for one, other in ends]
    note = f"{ruling}: {' '.join(targets)}"
    return ruled(casebook, wanted, tuple(casebook.decisions()), by=by, reason=reason, note=note)


def ruled(
    casebook: Casebook,
    wanted: Iterable[tuple[Ruling, str, str]],
    seen: Sequence[Decision],
    *,
    by: str,
    reason: str,
    note: str,
) -> list[Decision]:
    """Keeps rulings on pairs, all or none, each in the place of everything that stood on its pair among what was seen.

    Raises `ContradictoryDecision` and `DecisionConflict`.
    """
    before: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in standing(seen):
        if one.subject == "pair":
            before[one.targets].append(one.id)
    with logged(casebook, run_of("rule", version=VERSION, settings={}), note=note) as outcome:
        at = now()
        made: list[Decision] = []
        for ruling, one, other in wanted:
            ends = pair(one, other)
            known = " ".join(before[ends]) or None
            made.append(decision_of("pair", ends, ruling, by=by, at=at, reason=reason, supersedes=known))
        rulings((*seen, *made))
        outcome.done = casebook.keep_decisions(made)
    return made


def _targets(casebook: Casebook, name: str) -> list[str]:
    """What a person named: the first statement of each telling of an incident, an actor of one report, a statement."""
    number = led_to(casebook.citations(), name.upper())
    for incident in casebook.incidents():
        if number == incident.number:
            reports = casebook.report_of(incident.statements)
            return list({reports[one]: one for one in reversed(incident.statements) if one in reports}.values())[::-1]
    for actor in casebook.derived(Actor, "link"):
        if number == actor.number:
            return [actor.members[0]]
    if casebook.report_of([name]) or _is_actor(casebook, name):
        return [name]
    raise UnknownTarget(name)


def _is_actor(casebook: Casebook, name: str) -> bool:
    try:
        return bool(casebook.actor(name))
    except KeyError:
        return False
