"""A person takes tellings out of an incident, into another or into one of their own; and takes rulings on pairs back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muniment.casebook import Casebook
from muniment.decision import TAKEN_BACK, Decision, Ruling, decision_of, standing
from muniment.errors import UnknownTarget
from muniment.linking.rulings import pair, rulings
from muniment.run import run_of
from muniment.workflow.running import VERSION, logged, now


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

    Raises `ContradictoryDecision` where that cannot stand beside other rulings, `UnknownTarget` for no statement.
    """
    known = casebook.report_of([*tellings, *rest, *to])
    for one in (*tellings, *rest, *to):
        if one not in known:
            raise UnknownTarget(one)
    wanted: list[tuple[Ruling, str, str]] = [("different", one, other) for one in tellings for other in rest]
    joined = [(one, other) for one in tellings for other in to[:1]] + [(to[0], other) for other in to[1:]]
    wanted.extend(("same", one, other) for one, other in joined)
    return _ruled(casebook, wanted, by=by, reason=reason, note=f"{len(tellings)} taken out of an incident")


def take_back(casebook: Casebook, decision: str, *, by: str) -> list[Decision]:
    """Takes a ruling on a pair back, with all that the same person ruled on pairs at the same moment; they stay in the log.

    Raises `UnknownTarget` where it is none that stands.
    """
    held = [one for one in standing(tuple(casebook.decisions())) if one.subject == "pair"]
    taken = next((one for one in held if one.id == decision), None)
    if taken is None or taken.ruling == "unsure":
        raise UnknownTarget(decision)
    moment = [one for one in held if (one.by, one.at, one.reason) == (taken.by, taken.at, taken.reason)]
    wanted: list[tuple[Ruling, str, str]] = [("unsure", one.targets[0], one.targets[1]) for one in moment]
    return _ruled(casebook, wanted, by=by, reason=f"{TAKEN_BACK}{taken.ruling}", note="rulings taken back")


def _ruled(
    casebook: Casebook, wanted: Iterable[tuple[Ruling, str, str]], *, by: str, reason: str, note: str
) -> list[Decision]:
    with logged(casebook, run_of("rule", version=VERSION, settings={}), note=note) as outcome:
        decisions, at = tuple(casebook.decisions()), now()
        before = {one.targets: one.id for one in standing(decisions) if one.subject == "pair"}
        made = [
            decision_of(
                "pair", (one, other), ruling, by=by, at=at, reason=reason, supersedes=before.get(pair(one, other))
            )
            for ruling, one, other in wanted
        ]
        rulings((*decisions, *made))
        outcome.done = casebook.keep(made)
    return made
