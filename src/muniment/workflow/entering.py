"""A person enters a statement that the machine missed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.errors import AlreadyStated, UnknownTarget
from muniment.reviewing.entering import Heard, Selected, entered
from muniment.statement import Commit, Kind, Realis, Specificity, Statement
from muniment.workflow.deciding import replaced
from muniment.workflow.running import now


def enter(
    casebook: Casebook,
    report: str,
    *,
    kind: Kind,
    type: str,
    trigger: tuple[int, int],
    slots: Mapping[str, Sequence[Selected]] | None = None,
    voices: Sequence[Heard] = (),
    author: Commit | None = None,
    realis: Realis = "actual",
    specificity: Specificity = "specific",
    by: str,
    reason: str = "",
    seen: str | Collection[str] = (),
) -> Statement:
    """Keeps a statement that a person enters, and with it that they accept it; the same twice adds nothing.

    Passages are places in the report's text: `(start, end)` for the trigger, `(start, end, value)` in slots, where no value
    stands for the words themselves, `(start, end, commit)` for voices, outermost first. The author affirms (CT+), or
    passes on (Uu) where others are given. Raises `UnknownTarget`, `UngroundedStatement`, `BadChoice`, `AlreadyStated`,
    and `DecisionConflict` where somebody ruled on the same statement, and their ruling is not `seen`.
    """
    try:
        held = casebook.report(report)
    except KeyError as error:
        raise UnknownTarget(report) from error
    known = {one.id: one for one in casebook.statements(report)}
    at = now()
    made = entered(
        held,
        kind=kind,
        type=type,
        trigger=trigger,
        slots=slots,
        voices=voices,
        author=author,
        realis=realis,
        specificity=specificity,
        visibility=casebook.settings.visibility,  # pyright: ignore[reportArgumentType]  checked where it is read
        actors={name.words: actor.id for actor in casebook.actors(report) for name in actor.names},
        others={id: one.trigger for id, one in known.items()},
        by=by,
        at=at,
    )
    before = known.get(made.id)
    if before is not None:
        if before.entered and (before.slots, before.specificity) == (made.slots, made.specificity):
            return before
        raise AlreadyStated(before.id, by=before.entered_by)
    decision = decision_of(
        "statement",
        (made.id,),
        "accepted",
        by=by,
        at=at,
        reason=reason,
        supersedes=replaced(casebook, made.id, seen),
    )
    casebook.keep_decisions([decision], entered=[made])
    return made
