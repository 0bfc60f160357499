"""Releasing: which statements may stand in a dossier, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from muniment.decision import REVIEWED, Decision, hidden, on_each, opinions, reviews, visibility
from muniment.publishing.protecting.profile import Profile
from muniment.statement import Statement

Why = Literal["rejected", "redacted or sealed", "its report is withheld", "for others only", "not reviewed"]

Withheld: TypeAlias = Mapping[str, Why]
"""Id of a statement → why it is left out."""


def withheld(statements: Iterable[Statement], decisions: Iterable[Decision], profile: Profile) -> Withheld:
    """The statements that a profile leaves out, with the reason."""
    held = tuple(decisions)
    ruled = on_each(held)
    holds = {target: one.ruling for target, one in reviews(held).items()}
    found: dict[str, Why] = {}
    for one in statements:
        why = _why(profile, holds.get(one.id), hidden(one.report, ruled), visibility(one, ruled))
        if why is not None:
            found[one.id] = why
        elif holds.get(one.id) == "released" and _restricted_by_hand(ruled.get(one.report, ()), profile):
            found[one.id] = "for others only"
    return found


def _why(profile: Profile, ruling: str | None, closed: bool, seen_by: str) -> Why | None:
    if closed:
        return "its report is withheld"
    if ruling == "rejected":
        return "rejected"
    if ruling == "redacted" or seen_by == "sealed":
        return "redacted or sealed"
    if ruling != "released" and seen_by not in profile.visibilities:
        return "for others only"
    return "not reviewed" if not profile.unreviewed and ruling not in REVIEWED else None


def _restricted_by_hand(on_report: Iterable[Decision], profile: Profile) -> bool:
    """Whether a person said of the whole report that it is not for these readers: that holds for all it says."""
    said = [(one.amendment or {}).get("visibility") for one in opinions(on_report)]
    return any(one is not None and one not in profile.visibilities for one in said)
