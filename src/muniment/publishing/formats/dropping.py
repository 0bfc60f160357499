"""What a format could not say: each thing by its id, with the reason, in a table beside the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from muniment.publishing.gathering import Gathered
from muniment.publishing.rows import written
from muniment.record import described
from muniment.statement import HAPPENED, Statement

COLUMNS = ("id", "what", "reason")
PLURALS = {
    "statement": "statements",
    "report": "reports",
    "detail of a statement": "details of statements",
    "actor": "actors",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """One thing that a format leaves out, or says less of than the record does."""

    id: str = described("id in the record, or the number that people cite; empty for what is withheld")
    what: str = described("incident, statement, voice, date …")
    reason: str = described("why, in one clause")


def write_dropped(path: Path, dropped: Iterable[Dropped]) -> Path:
    """`NAME.dropped.csv`: a row for each thing, in the order of the record."""
    return written(path, COLUMNS, ({"id": one.id, "what": one.what, "reason": one.reason} for one in dropped))


def withheld(view: Gathered) -> Iterator[Dropped]:
    """What no format shows, being withheld, not reviewed or not for these readers: by number and kind of reason alone."""
    if view.withheld:
        many = "1 statement" if view.withheld == 1 else f"{view.withheld} statements"
        yield Dropped(id="", what=many, reason="rejected, redacted or sealed")
    if view.closed:
        many = "1 report" if view.closed == 1 else f"{view.closed} reports"
        yield Dropped(id="", what=many, reason="redacted or sealed with all that they say")
    for one in view.dossier.withheld:
        many = f"{one.number} {one.what}" if one.number == 1 else f"{one.number} {PLURALS[one.what]}"
        yield Dropped(id="", what=many, reason=one.why)


def apart(view: Gathered) -> Iterator[Dropped]:
    """What a format with rows of incidents alone does not show: statements that do not count, or belong to none."""
    number = sum(not one.countable or one.id not in view.incident_of for one in view.statements.values())
    if number:
        many = "1 statement" if number == 1 else f"{number} statements"
        yield Dropped(
            id="", what=many, reason="denied, not done, general, or part of no incident; a row is an incident"
        )


def why_not_said(statement: Statement) -> str:
    """Why a format without voices may not say a statement as a fact; empty where it may."""
    if statement.countable:
        return ""
    if any(voice.commit.endswith("-") for voice in statement.voices):
        return "a voice denies it, and the format has no denial"
    if statement.realis not in HAPPENED:
        return f"{statement.realis}, not said to have happened"
    if statement.specificity != "specific":
        return f"told as a {statement.specificity}" if statement.specificity == "pattern" else "told in general"
    return "no voice that speaks freely affirms it"
