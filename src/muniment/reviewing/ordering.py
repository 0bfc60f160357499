"""Ordering: which statements a person should see first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from muniment.record import described
from muniment.statement import Statement

GRAVEST = {"harm.death": 5.0, "life": 4.0, "body": 3.0, "liberty": 2.5, "harm": 2.0, "protect": 2.0, "abuse": 2.0}
"""Type, or family of types → how much hangs on a statement of it; 1 for all others."""

PARTIES = {"act": ("agent", "victim"), "harm": ("victim",), "relation": ("from", "to"), "duty": ("bearer",)}
"""Kind → the slots that a reader expects, and whose absence leaves a doubt."""

UNSURE = 0.5
"""Score of a rule, below which its doubt is worth naming."""


def urgency(statement: Statement) -> float:
    """How much a look at it is worth: what hangs on it, times how doubtful the reading is. It orders, and says no more."""
    at_stake = GRAVEST.get(statement.type, GRAVEST.get(statement.type.partition(".")[0], 1.0)) * (
        2.0 if statement.countable else 1.0
    )
    return at_stake * (1 + math.log10(1 + _most(statement))) * (1 + _doubt(statement))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that brings a statement forward in the order of review."""

    of: Literal["gravity", "number", "inferred", "missing", "voices", "rule"] = described("what it is")
    detail: str = described("the type, the number, the slots, how many", default="")


def reasons(statement: Statement) -> list[Reason]:
    """Why a look at it is worth so much, what weighs most first: see `urgency`."""
    family = statement.type.partition(".")[0]
    most = _most(statement)
    found = [
        ("gravity", statement.type if GRAVEST.keys() & {statement.type, family} else ""),
        ("number", str(most) if most > 1 else ""),
        ("missing", " ".join(_missing(statement))),
        ("inferred", " ".join(dict.fromkeys(_inferred(statement)))),
        ("voices", str(len(statement.voices)) if len(statement.voices) > 2 else ""),
        ("rule", statement.rule if statement.score is not None and statement.score < UNSURE else ""),
    ]
    return [Reason(of=of, detail=detail) for of, detail in found if detail]  # pyright: ignore[reportArgumentType]


def _most(statement: Statement) -> int:
    """The greatest number that a statement names; 0 for none."""
    return max((figure.best or figure.high or figure.low or 0 for figure in statement.figures()), default=0)


def _missing(statement: Statement) -> list[str]:
    """The slots that a reader expects, and that are empty."""
    return [slot for slot in PARTIES.get(statement.kind, ()) if not statement.values(slot)]


def _inferred(statement: Statement) -> list[str]:
    """The slot of each value that was inferred."""
    values = ((slot, value) for slot, held in statement.slots.items() for value in held)
    return [slot for slot, value in values if getattr(value, "basis", "stated") == "inferred"]


def _doubt(statement: Statement) -> float:
    """From 0 up: what was inferred, what is missing, how long the chain of voices is, how sure the rule was."""
    unsure = 0.0 if statement.score is None else 1 - statement.score
    unknown = 0.15 * len(_inferred(statement)) + 0.25 * len(_missing(statement))
    return unknown + 0.1 * (len(statement.voices) - 1) + unsure
