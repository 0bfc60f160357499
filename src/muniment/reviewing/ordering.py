"""Ordering: which statements a person should see first."""

from __future__ import annotations

import math

from muniment.statement import Statement

GRAVEST = {"harm.death": 5.0, "life": 4.0, "body": 3.0, "liberty": 2.5, "harm": 2.0, "protect": 2.0, "abuse": 2.0}
"""Type, or family of types → how much hangs on a statement of it; 1 for all others."""

PARTIES = {"act": ("agent", "victim"), "harm": ("victim",), "relation": ("from", "to"), "duty": ("bearer",)}
"""Kind → the slots that a reader expects, and whose absence leaves a doubt."""


def urgency(statement: Statement) -> float:
    """How much a look at it is worth: what hangs on it, times how doubtful the reading is. It orders, and says no more."""
    at_stake = GRAVEST.get(statement.type, GRAVEST.get(statement.type.partition(".")[0], 1.0)) * (
        2.0 if statement.countable else 1.0
    )
    most = max((figure.best or figure.high or figure.low or 0 for figure in statement.figures()), default=0)
    return at_stake * (1 + math.log10(1 + most)) * (1 + _doubt(statement))


def _doubt(statement: Statement) -> float:
    """From 0 up: what was inferred, what is missing, how long the chain of voices is, how sure the rule was."""
    values = [value for held in statement.slots.values() for value in held]
    inferred = sum(getattr(value, "basis", "stated") == "inferred" for value in values)
    missing = sum(not statement.values(slot) for slot in PARTIES.get(statement.kind, ()))
    unsure = 0.0 if statement.score is None else 1 - statement.score
    return 0.15 * inferred + 0.25 * missing + 0.1 * (len(statement.voices) - 1) + unsure
