"""Decision: what a person ruled, signed and dated; superseded, never edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

from muniment.record import as_json, described, digest
from muniment.statement import VISIBILITIES, Statement, Visibility, counts

Subject = Literal["statement", "slot", "pair", "report", "actor"]
Ruling = Literal["accepted", "amended", "rejected", "same", "different", "unsure", "redacted", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's ruling on a statement, a slot, a pair, a report or an actor."""

    PREFIX: ClassVar[str] = "dc"

    id: str = described("digest of everything below")
    subject: Subject = described("what kind of thing was ruled on")
    targets: tuple[str, ...] = described("its ids: one, or two for a pair")
    ruling: Ruling = described("what was ruled")
    slot: str | None = described("which slot, for a ruling on one", default=None)
    amendment: Mapping[str, Any] | None = described(
        "the fields as the person would have them: of a statement any, of a report its visibility", default=None
    )
    reason: str = described("why, in the person's words", default="")
    by: str = described("who decided")
    at: str = described("ISO 8601, UTC")
    supersedes: str | None = described(
        "id of the Decision it replaces; several, with spaces between, where it settles readings that differ",
        default=None,
    )
    independent: bool = described("made without seeing what anybody else ruled", default=False)

    @property
    def replaces(self) -> tuple[str, ...]:
        """The ids of the decisions it replaces."""
        return tuple((self.supersedes or "").split())

    @property
    def content(self) -> tuple[object, ...]:
        """What was ruled, apart from who, when and why."""
        return (self.ruling, as_json(self.amendment))


REVIEWED: tuple[Ruling, ...] = ("accepted", "amended", "released")
"""Rulings by which a person stands by what a statement says."""

TAKEN_BACK = "taken back: "
"""How the reason of a ruling begins that takes another back and puts none in its place."""

Ruled: TypeAlias = Mapping[str, Sequence[Decision]]
"""Id of a statement or report → the decisions on it that nothing supersedes, oldest first."""


def decision_of(
    subject: Subject, targets: tuple[str, ...], ruling: Ruling, *, by: str, at: str, **known: Any
) -> Decision:
    """A decision with its id. The order of a pair does not matter."""
    ordered = tuple(sorted(targets)) if subject == "pair" else targets
    ruled = Decision(id="", subject=subject, targets=ordered, ruling=ruling, by=by, at=at, **known)
    return replace(ruled, id=identity(ruled))


def identity(decision: Decision) -> str:
    """The id that a decision has by what it says."""
    said = as_json(decision) | {"id": ""}
    if not decision.independent:
        # Decisions kept before there were second readers have no such field in their id.
        del said["independent"]
    return digest(Decision.PREFIX, said)


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that no other one supersedes."""
    held = tuple(decisions)
    replaced = {id for decision in held for id in decision.replaces}
    return tuple(decision for decision in held if decision.id not in replaced)


def on_each(decisions: Iterable[Decision]) -> Ruled:
    """The decisions that stand on each statement and report."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in standing(decisions):
        if decision.subject in ("statement", "report"):
            found[decision.targets[0]].append(decision)
    return found


def opinions(held: Iterable[Decision]) -> list[Decision]:
    """Of the decisions that stand on one thing, those that must agree: the newest that saw others, each independent reading.

    An independent reader who is unsure leaves it to others.
    """
    seeing: list[Decision] = []
    alone: list[Decision] = []
    for decision in held:
        if not decision.independent:
            seeing = [decision]
        elif decision.ruling != "unsure":
            alone.append(decision)
    return seeing + alone


def settled(held: Iterable[Decision]) -> Decision | None:
    """The ruling that holds, of the decisions that stand on one thing.

    None where they differ, and where one person read independently and the second reader has not come.
    """
    found = opinions(held)
    if not found or any(one.content != found[0].content for one in found):
        return None
    return found[0] if not found[0].independent or len({one.by for one in found}) > 1 else None


def reviews(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Id of a statement or report → the decision that holds; nothing of those on which none does."""
    each = ((target, settled(held)) for target, held in on_each(decisions).items())
    return {target: decision for target, decision in each if decision is not None}


def hidden_actors(decisions: Iterable[Decision]) -> frozenset[str]:
    """The actors, by the ids they have in single reports, whose names somebody redacted."""
    held = standing(decisions)
    return frozenset(one.targets[0] for one in held if one.subject == "actor" and one.ruling == "redacted")


def hidden_slots(decisions: Iterable[Decision]) -> Mapping[str, frozenset[str]]:
    """Id of a statement → the slots of it that somebody redacted."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for one in standing(decisions):
        if one.subject == "slot" and one.ruling == "redacted" and one.slot:
            found[one.targets[0]] |= {one.slot}
    return found


def amended(statement: Statement, amendment: Mapping[str, Any]) -> Statement:
    """The statement with the fields as a person would have them; it stays the same statement, and counts by its new ones."""
    own = {name: as_json(getattr(statement, name)) for name in ("id", "report", "rule", "run", "entered")}
    read = Statement.from_plain(as_json(statement) | dict(amendment) | own)
    return replace(read, countable=counts(read))


def visibility(statement: Statement, ruled: Ruled) -> Visibility:
    """Who may see a statement: the stricter of its own and of its report's, each as ruled; `sealed` where one is redacted.

    While readings differ, and until a second reader has come, the strictest that anybody ruled holds, for what was
    shown cannot be taken back. A reader who rules on something else leaves the visibility as it was.
    """
    own = [_visibility(one) for one in opinions(ruled.get(statement.id, ()))]
    # One reader's ruling may open a statement, where no other reader has it stricter.
    said = [one or statement.visibility for one in own] or [statement.visibility]
    return max([*said, report_visibility(statement.report, ruled)], key=VISIBILITIES.index)


def report_visibility(report: str, ruled: Ruled) -> Visibility:
    """Who may see a report as a whole: the strictest that anybody ruled; `public` where nobody did."""
    said: list[Visibility] = [_visibility(one) or "public" for one in opinions(ruled.get(report, ()))]
    return max(said or [VISIBILITIES[0]], key=VISIBILITIES.index)


def hidden(report: str, ruled: Ruled) -> bool:
    """Whether nothing of a report may be published: somebody sealed or redacted it."""
    return report_visibility(report, ruled) == "sealed"


def _visibility(decision: Decision) -> Visibility | None:
    if decision.ruling == "redacted":
        return "sealed"
    said = (decision.amendment or {}).get("visibility")
    return said if said in VISIBILITIES else None


def obeyed(statements: Iterable[Statement], decisions: Iterable[Decision]) -> Iterator[Statement]:
    """The statements as people ruled: rejected and redacted ones are left out, amended ones amended.

    Each has the visibility that holds, its report's with it.
    """
    ruled = on_each(decisions)
    holding = {target: settled(held) for target, held in ruled.items()}
    for statement in statements:
        own, of_report = holding.get(statement.id), holding.get(statement.report)
        if (own and own.ruling in ("rejected", "redacted")) or (of_report and of_report.ruling == "redacted"):
            continue
        if statement.id not in ruled and statement.report not in ruled:
            yield statement
            continue
        read = amended(statement, own.amendment) if own and own.ruling == "amended" and own.amendment else statement
        yield replace(read, visibility=visibility(statement, ruled))
