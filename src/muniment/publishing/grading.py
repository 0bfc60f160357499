"""Grading: how far a dossier says that the source of a report can be relied on, as people ruled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from muniment.decision import RELIABILITIES, Decision, grades
from muniment.publishing.gathering import Gathered
from muniment.publishing.wording import date_words
from muniment.report import Report, source_id

NOT_GRADED = "not graded"
"""Of a source on whose reliability no person has ruled."""

A_PERSON = "a person"
"""Who ruled, in a dossier that leaves the team."""

NAMED = re.compile(r"\b[a-z]{2}_[0-9a-f]{20}\b")


def grade_of(report: Report, held: Mapping[str, Decision]) -> Decision | None:
    """The grade of who put a report out."""
    return held.get(source_id(report.source)) if report.source else None


def graded(view: Gathered) -> Mapping[str, str]:
    """Report → how far its source can be relied on, who says so, when and why: "B, usually reliable (R. Velt, 12 March 2021: …)"."""
    held = grades(view.dossier.decisions)
    named = {*view.statements, *view.reports}
    found = ((report.id, grade_of(report, held)) for report in view.dossier.reports)
    return {id: NOT_GRADED if one is None else grade_words(one, shown=named) for id, one in found}


def grade_words(decision: Decision, *, shown: Iterable[str] = ()) -> str:
    """A grade in words; without a reason that names what is not shown, nor who ruled where that is not said."""
    code = str((decision.amendment or {}).get("reliability"))
    words = f"{code}, {RELIABILITIES[code]}"
    if not decision.at:
        return words
    reason = decision.reason if set(NAMED.findall(decision.reason)) <= set(shown) else ""
    return f"{words} ({decision.by}, {date_words(decision.at[:10])}{f': {reason}' if reason else ''})"


def told(pairs: Iterable[tuple[Report, Report]], decisions: Iterable[Decision]) -> Iterator[Decision]:
    """The grades as a dossier says them that leaves the team: of sources by the names that it gives; not who, when or why.

    `pairs` are reports as they are and as they are published. Sources that are called by one name there, and were not
    graded alike, have none.
    """
    held = grades(decisions)
    found: dict[str, set[str | None]] = {}
    for report, published in pairs:
        if published.source:
            one = grade_of(report, held)
            code = str((one.amendment or {})["reliability"]) if one else None
            found.setdefault(source_id(published.source), set()).add(code)
    for source, codes in found.items():
        (code, *others) = codes
        if code is not None and not others:
            yield Decision(
                id="",
                subject="source",
                targets=(source,),
                ruling="graded",
                amendment={"reliability": code},
                by=A_PERSON,
                at="",
            )
