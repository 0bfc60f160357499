"""A person decides on statements, reports and sources: accepted, amended, rejected, redacted, graded, and undone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias, cast, get_args

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.decision import RELIABILITIES, TAKEN_BACK, Decision, Ruling, Subject, amended, decision_of, standing
from muniment.edtf import valid
from muniment.errors import BadChoice, UnknownTarget
from muniment.record import hints
from muniment.report import SOURCE, Report, source_id
from muniment.statement import AUTHOR, VISIBILITIES, Statement, When, ground, passages
from muniment.taxonomy import types
from muniment.workflow.running import now

RULINGS: Mapping[Subject, tuple[Ruling, ...]] = {
    "statement": ("accepted", "amended", "rejected", "unsure", "redacted", "released"),
    "report": ("amended", "unsure", "redacted", "released"),
    "slot": ("redacted", "released", "unsure"),
    "actor": ("redacted", "released", "unsure"),
    "source": ("graded", "unsure"),
}
"""What can be ruled on a statement, on one slot of it, on a report as a whole, on the name of an actor, and on a source."""

SOME = 10
"""Sources that are named to whoever names one that there is not."""

Held: TypeAlias = Report | Statement | Actor | str
"""What is ruled on; of a source its name."""


def decide(
    casebook: Casebook,
    target: str,
    ruling: Ruling,
    *,
    by: str,
    seen: str | Collection[str] = (),
    reason: str = "",
    amendment: Mapping[str, Any] | None = None,
    independent: bool = False,
    slot: str | None = None,
) -> Decision:
    """A person's ruling on a statement, a slot of it, a report, an actor or a source; `seen` are the ids of the decisions that stood
    on it when they looked.

    An actor is named by its number or its id, and redacted wherever the record joins it. An amendment gives the fields as
    they should be: of a statement any, of a report its `visibility`, of a source its `reliability`. An independent
    ruling is by somebody who was shown nobody else's; it takes the place of none but their own. Raises `UnknownTarget`
    for what is not there, `DecisionConflict` where somebody ruled meanwhile, `UngroundedStatement` for words that are
    not in the report, `BadChoice` for what cannot be ruled.
    """
    subject, target = _subject(casebook, target, slot)
    if ruling not in RULINGS[subject]:
        raise BadChoice("ruling", ruling, hint=f"of a {subject}: {', '.join(RULINGS[subject])}")
    held = _held(casebook, subject, target)
    if slot is not None and subject != "slot":
        raise BadChoice("slot", slot, hint="a statement has slots; name one of them")
    if slot is not None and slot not in (known := _slots(casebook, cast(Statement, held))):
        raise BadChoice("slot", slot, hint=f"the slots of {target} are: {', '.join(known) or 'none'}")
    if ruling == "graded":
        amendment = _graded(cast(str, held), amendment or {}, reason)
    elif amendment is not None or ruling == "amended":
        _check(casebook, cast(Report | Statement, held), amendment or {})
    made = decision_of(
        subject,
        (target,),
        ruling,
        by=by,
        at=now(),
        reason=reason,
        amendment=amendment,
        supersedes=replaced(casebook, target, seen, subject=subject, slot=slot),
        independent=independent,
        slot=slot,
    )
    casebook.keep_decisions([made])
    return made


def _subject(casebook: Casebook, target: str, slot: str | None) -> tuple[Subject, str]:
    """What is ruled on, by the id that it keeps: of an actor joined across reports that of its first member."""
    if target.startswith(f"{Report.PREFIX}_"):
        return "report", target
    if target.startswith(f"{SOURCE}_"):
        return "source", target
    if slot is not None or target.startswith(f"{Statement.PREFIX}_"):
        return ("statement" if slot is None else "slot"), target
    joined = (one for one in casebook.derived(Actor, "link") if target.upper() == one.number or target == one.id)
    return "actor", next((one.members[0] for one in joined), target)


def _held(casebook: Casebook, subject: Subject, target: str) -> Held:
    try:
        if subject == "source":
            return {source_id(name): name for name in casebook.publishers()}[target]
        if subject == "actor":
            return casebook.actor(target)
        return casebook.report(target) if subject == "report" else casebook.statement(target)
    except KeyError as error:
        raise UnknownTarget(target) from error


def _slots(casebook: Casebook, held: Statement) -> list[str]:
    """The slots of a statement, with those that people amended in."""
    ruled = standing(casebook.decisions(on=held.id))
    amended_in = (slot for one in ruled for slot in (one.amendment or {}).get("slots", ()))
    return list(dict.fromkeys((*held.slots, *amended_in)))


def replaced(
    casebook: Casebook,
    target: str,
    seen: str | Collection[str],
    *,
    subject: Subject = "statement",
    slot: str | None = None,
) -> str | None:
    """The ids of the decisions that stand and were seen, as a new one names those that it supersedes.

    What was seen of other subjects on the same target, as of a slot or a pair, stays as it is.
    """
    known = {seen} if isinstance(seen, str) else set(seen)
    own = (one for one in casebook.decisions(on=target) if (one.subject, one.slot) == (subject, slot))
    return " ".join(one.id for one in standing(own) if one.id in known) or None


def undo(casebook: Casebook, decision: str, *, by: str) -> Decision:
    """Takes a decision back: what stood before it is ruled again, or nothing; both stay in the log.

    Readings that differed are not ruled again: after the ruling between them is taken back, somebody reads anew. A reader
    who takes an independent ruling of theirs back may read independently again. Raises `UnknownTarget` for no
    decision, and `DecisionConflict` where it stands no longer.
    """
    try:
        taken = casebook.decision(decision)
    except KeyError as error:
        raise UnknownTarget(decision) from error
    if taken.subject == "pair":
        raise UnknownTarget(decision)
    before = casebook.decision(taken.replaces[0]) if len(taken.replaces) == 1 else None
    return decide(
        casebook,
        taken.targets[0],
        before.ruling if before else "unsure",
        by=by,
        seen=decision,
        reason=before.reason if before else f"{TAKEN_BACK}{taken.ruling}",
        amendment=before.amendment if before else None,
        independent=taken.independent and taken.by == by,
        slot=taken.slot,
    )


def grade(casebook: Casebook, source: str, reliability: str, *, by: str, reason: str) -> Decision:
    """A person's ruling on how far a source, by its name in reports, can be relied on, in the place of the one before.

    Raises `BadChoice` where no report is of it, for what is no grade and for no reason.
    """
    target = source_id(source)
    held = {one.id for one in standing(casebook.decisions(on=target))}
    said = {"reliability": reliability}
    try:
        return decide(casebook, target, "graded", by=by, seen=held, reason=reason, amendment=said)
    except UnknownTarget as error:
        known = ", ".join(casebook.publishers()[:SOME]) or "no report here names who put it out"
        raise BadChoice("source", source, hint=f"who put a report out, as the report names them: {known}") from error


def _graded(source: str, amendment: Mapping[str, Any], reason: str) -> Mapping[str, Any]:
    """A grade with the name that its id is made of; raises `BadChoice`."""
    said = amendment.get("reliability")
    if not isinstance(said, str) or said not in RELIABILITIES or not set(amendment) <= {"reliability", "source"}:
        raise BadChoice(
            "reliability", said, hint=", ".join(f"{code}: {words}" for code, words in RELIABILITIES.items())
        )
    if not reason.strip():
        raise BadChoice("reason", "", hint="say why it is graded so; the next reader will ask")
    return {"source": source, "reliability": said}


def _check(casebook: Casebook, held: Report | Statement, amendment: Mapping[str, Any]) -> None:
    """That what is amended can be so; raises `BadChoice` and `UngroundedStatement`."""
    if isinstance(held, Report) and set(amendment) != {"visibility"}:
        raise BadChoice("amendment", dict(amendment), hint='of a report only its visibility: {"visibility": "sealed"}')
    if amendment.get("visibility", "public") not in VISIBILITIES:
        raise BadChoice("visibility", amendment["visibility"], hint=", ".join(VISIBILITIES))
    if isinstance(held, Statement) and not amendment:
        raise BadChoice("amendment", "nothing", hint="give the fields as they should be")
    if isinstance(held, Statement):
        report = casebook.report(held.report)
        for passage in passages(_readable(held, amendment)):
            ground(report, passage)


OWN = ("id", "report", "rule", "run", "entered", "countable", "score")
"""Fields of a statement that no person amends."""

CHOSEN = ("kind", "realis", "specificity", "basis", "visibility")
"""Fields that hold one of a few words."""

SLOT = re.compile(r"[a-z][a-z_]{0,39}")


def _readable(held: Statement, amendment: Mapping[str, Any]) -> Statement:
    """A statement as amended; raises `BadChoice` where a field is none, or not of its type."""
    known = [name for name in hints(Statement) if name not in OWN]
    for name in amendment:
        if name not in known:
            raise BadChoice("amendment", name, hint=f"there are: {', '.join(known)}")
        allowed = get_args(hints(Statement)[name])
        if name in CHOSEN and amendment[name] not in allowed:
            raise BadChoice(name, amendment[name], hint=f"one of {', '.join(allowed)}")
    try:
        made = amended(held, amendment)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadChoice(
            "amendment", ", ".join(amendment), hint=f"a field is missing or not of its type: {error}"
        ) from error
    if made.type not in types() or types()[made.type].kind != made.kind:
        raise BadChoice("type", made.type, hint=f"choose one of the taxonomy, of the kind {made.kind}")
    if not made.voices or made.voices[0].name != AUTHOR:
        raise BadChoice("voices", len(made.voices), hint="the first voice is the author")
    for slot, values in made.slots.items():
        if not SLOT.fullmatch(slot):
            raise BadChoice("slot", slot[:40], hint="small letters and _")
        for value in values:
            if isinstance(value, When) and not valid(value.value):
                raise BadChoice(slot, value.value, hint="write 2021-03-12, 2021-03 or 2021")
    return made
