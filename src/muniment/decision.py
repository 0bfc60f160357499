"""Decision: what a person ruled, signed and dated; superseded, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from muniment.record import as_json, described, digest
from muniment.statement import Statement

Subject = Literal["statement", "slot", "pair", "report"]
Ruling = Literal["accepted", "amended", "rejected", "same", "different", "unsure", "redacted", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's ruling on a statement, a slot, a pair or a report."""

    PREFIX: ClassVar[str] = "dc"

    id: str = described("digest of everything below")
    subject: Subject = described("what kind of thing was ruled on")
    targets: tuple[str, ...] = described("its ids: one, or two for a pair")
    ruling: Ruling = described("what was ruled")
    slot: str | None = described("which slot, for a ruling on one", default=None)
    amendment: Mapping[str, Any] | None = described(
        "the statement's fields as the person would have them", default=None
    )
    reason: str = described("why, in the person's words", default="")
    by: str = described("who decided")
    at: str = described("ISO 8601, UTC")
    supersedes: str | None = described("id of the Decision it replaces", default=None)


def decision_of(
    subject: Subject, targets: tuple[str, ...], ruling: Ruling, *, by: str, at: str, **known: Any
) -> Decision:
    """A decision with its id. The order of a pair does not matter."""
    ordered = tuple(sorted(targets)) if subject == "pair" else targets
    ruled = Decision(id="", subject=subject, targets=ordered, ruling=ruling, by=by, at=at, **known)
    return replace(ruled, id=digest(Decision.PREFIX, ruled))


def standing(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """The decisions that no later one supersedes."""
    replaced = {decision.supersedes for decision in decisions if decision.supersedes}
    return tuple(decision for decision in decisions if decision.id not in replaced)


def reviews(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Statement id → the decision that stands on it, the newest where there are several."""
    held = standing(tuple(decisions))
    return {decision.targets[0]: decision for decision in held if decision.subject == "statement"}


def amended(statement: Statement, amendment: Mapping[str, Any]) -> Statement:
    """The statement with the fields as a person would have them; it stays the same statement."""
    return Statement.from_plain(as_json(statement) | dict(amendment) | {"id": statement.id})


def obeyed(statements: Iterable[Statement], decisions: Iterable[Decision]) -> Iterator[Statement]:
    """The statements as people ruled: rejected and redacted ones are left out, amended ones amended."""
    ruled = reviews(decisions)
    for statement in statements:
        decision = ruled.get(statement.id)
        if decision is None or decision.ruling in ("accepted", "released", "unsure"):
            yield statement
        elif decision.ruling == "amended" and decision.amendment is not None:
            yield amended(statement, decision.amendment)
