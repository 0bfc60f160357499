"""Candidates for what was done: the families of violation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from muniment.extracting.principal.candidates import Candidate, listed
from muniment.extracting.principal.cues import Ground, grouped, harmful
from muniment.statement import Statement

FAMILIES = {
    "life.": "killing",
    "harm.death": "killing",
    "liberty.enforced_disappearance": "enforced_disappearance",
    "liberty.abduction": "abduction",
    "liberty.": "detention",
    "legal.prosecute": "detention",
    "body.torture": "torture",
    "body.ill_treatment": "torture",
}
"""Beginning of a type's code → family of violation; the longest beginning that fits holds."""

OTHER = "other"
LOOSE = ("repress", "speech", "legal", "info", "expression")


def violations(ground: Ground) -> list[Candidate]:
    """Families of violation that the report tells of."""
    groups = grouped((name, one) for one in ground.survey.statements if (name := family(one)) is not None)
    found = [_violation(ground, name, held, groups) for name, held in sorted(groups.items())]
    return listed(found)


def family(statement: Statement) -> str | None:
    """The family of violation that a statement is of; none for what harms nobody."""
    if statement.kind not in ("act", "harm"):
        return None
    fitting = [start for start in FAMILIES if statement.type.startswith(start)]
    if fitting:
        return FAMILIES[max(fitting, key=len)]
    loose = statement.type.split(".")[0] in LOOSE
    return OTHER if harmful(statement) or loose else None


def _violation(ground: Ground, name: str, held: Sequence[Statement], groups: Iterable[str]) -> Candidate:
    cues = ground.standing([one.trigger.start for one in held])
    counted = sum(one.countable for one in held)
    cues |= {"countable": math.log2(1 + counted), "harmful": math.log2(1 + sum(harmful(one) for one in held))}
    if not counted:
        cues["none_countable"] = 1
    if any(one in ground.countable[:2] for one in held):
        cues["of_first_harm"] = 1
    for role in ("victim", "agent"):
        if any(one.parties(role) for one in held):
            cues[role] = 1
    cues |= {f"{name}:{cue}": value for cue, value in cues.items()}
    cues |= {f"type_{one.type}": 1.0 for one in held} | {f"is_{name}": 1.0}
    cues |= {f"{name}+{other}": 1.0 for other in groups if other != name}
    return Candidate(name=name, cues=cues, stretches=[(one.trigger.start, one.trigger.end) for one in held])
