"""A person decides on statements: accepted, amended, rejected, redacted, and undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muniment.casebook import Casebook
from muniment.decision import Decision, Ruling, amended, decision_of, reviews
from muniment.errors import DecisionConflict, UngroundedStatement, UnknownTarget
from muniment.statement import Statement, passages
from muniment.workflow.running import now


def decide(
    casebook: Casebook,
    statement: str,
    ruling: Ruling,
    *,
    by: str,
    seen: str = "",
    reason: str = "",
    amendment: Mapping[str, Any] | None = None,
) -> Decision:
    """A person's ruling on a statement; `seen` is the id of the decision that stood on it when they looked.

    An amendment gives the statement's fields as they should be. Raises `UnknownTarget` for no statement,
    `DecisionConflict` where somebody ruled meanwhile, `UngroundedStatement` for words that are not in the report.
    """
    try:
        held = casebook.statement(statement)
    except KeyError as error:
        raise UnknownTarget(statement) from error
    if amendment is not None:
        _check(casebook, amended(held, amendment))
    before = reviews(casebook.decisions(on=statement)).get(statement)
    if before is not None and before.id != seen:
        raise DecisionConflict(statement, by=before.by, at=before.at, ruling=before.ruling)
    made = decision_of(
        "statement",
        (statement,),
        ruling,
        by=by,
        at=now(),
        reason=reason,
        amendment=amendment,
        supersedes=before.id if before else None,
    )
    casebook.keep([made])
    return made


def undo(casebook: Casebook, decision: str, *, by: str) -> Decision:
    """Takes a decision back: what stood before it is ruled again, or nothing; both stay in the log.

    Raises `UnknownTarget` for no decision, and `DecisionConflict` where it stands no longer.
    """
    try:
        taken = casebook.decision(decision)
    except KeyError as error:
        raise UnknownTarget(decision) from error
    before = casebook.decision(taken.supersedes) if taken.supersedes else None
    return decide(
        casebook,
        taken.targets[0],
        before.ruling if before else "unsure",
        by=by,
        seen=decision,
        reason=before.reason if before else f"taken back: {taken.ruling}",
        amendment=before.amendment if before else None,
    )


def _check(casebook: Casebook, statement: Statement) -> None:
    """That every passage of an amended statement is in its report; raises `UngroundedStatement`."""
    text = casebook.report(statement.report).text
    for passage in passages(statement):
        if text[passage.start : passage.end] != passage.words:
            found = text[passage.start : passage.end]
            raise UngroundedStatement(statement.report, passage.start, passage.end, words=passage.words, found=found)
