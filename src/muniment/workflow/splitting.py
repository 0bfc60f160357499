"""A person takes tellings out of an incident, into another or into one of their own; and takes rulings on pairs back."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.casebook import Casebook
from muniment.decision import TAKEN_BACK, Decision, Ruling, standing
from muniment.errors import UnknownTarget
from muniment.workflow.ruling import ruled


def split(
    casebook: Casebook,
    tellings: Sequence[str],
    rest: Sequence[str],
    *,
    to: Sequence[str] = (),
    by: str,
    reason: str = "",
) -> list[Decision]:
    """Rules that statements are of another incident than the rest of theirs; and of the one that `to` is told of.

    Raises `ContradictoryDecision` where that cannot stand beside other rulings, `UnknownTarget` for no statement,
    `DecisionConflict` where somebody ruled meanwhile.
    """
    known = casebook.report_of([*tellings, *rest, *to])
    for one in (*tellings, *rest, *to):
        if one not in known:
            raise UnknownTarget(one)
    wanted: list[tuple[Ruling, str, str]] = [("different", one, other) for one in tellings for other in rest]
    joined = [(one, other) for one in tellings for other in to[:1]] + [(to[0], other) for other in to[1:]]
    wanted.extend(("same", one, other) for one, other in joined)
    note = f"{len(tellings)} taken out of an incident"
    return ruled(casebook, wanted, tuple(casebook.decisions()), by=by, reason=reason, note=note)


def take_back(casebook: Casebook, decision: str, *, by: str) -> list[Decision]:
    """Takes a ruling on a pair back, with all that the same person ruled on pairs at the same moment; they stay in the log.

    Raises `UnknownTarget` where it is none that stands, `DecisionConflict` where somebody ruled meanwhile.
    """
    seen = tuple(casebook.decisions())
    held = [one for one in standing(seen) if one.subject == "pair"]
    taken = next((one for one in held if one.id == decision), None)
    if taken is None or taken.reason.startswith(TAKEN_BACK):
        raise UnknownTarget(decision)
    moment = [one for one in held if (one.by, one.at, one.reason) == (taken.by, taken.at, taken.reason)]
    wanted: list[tuple[Ruling, str, str]] = [("unsure", one.targets[0], one.targets[1]) for one in moment]
    return ruled(casebook, wanted, seen, by=by, reason=f"{TAKEN_BACK}{taken.ruling}", note="rulings taken back")
