"""Dossier and Exhibit: a selection of the record with everything behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from muniment.actor import Actor
from muniment.count import Count, Counts, Estimate, Matrix, Series
from muniment.decision import Decision
from muniment.incident import Incident, Link, Origin, Principal
from muniment.notice import Notice
from muniment.record import described
from muniment.report import Report
from muniment.run import Entry, Refusal, Run
from muniment.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A sentence of a dossier and the statements that carry it."""

    sentence: str = described("what the dossier says")
    statements: tuple[str, ...] = described("ids of the statements behind it; never empty")
    reviewed: bool = described("whether a person accepted all of them", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """How much of one kind is left out of a dossier, and why; never which."""

    what: str = described("statement, report, detail of a statement, actor")
    number: int = described("how many")
    why: str = described("the kind of reason; never in a person's own words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What became of a sentence of the edition before, in the words of this one."""

    of: str = described("id of the statement, or the sentence or figure that stood on it")
    change: Literal["added", "changed", "withdrawn"] = described("what became of it")
    before: str = described(
        "as the edition before had it; empty for what was withdrawn and for what is new", default=""
    )
    now: str = described("as it stands; empty for what was withdrawn", default="")
    why: str = described("the kind of reason, for what was withdrawn or rests on it", default="")
    statements: tuple[str, ...] = described("ids of the statements that are the reason", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that a publication draws on, gathered once from the casebook."""

    PREFIX: ClassVar[str] = "ds"

    title: str = described("of the casebook or the selection")
    made: str = described("ISO 8601, UTC")
    version: str = described("version of Muniment")
    reports: tuple[Report, ...] = described("in order of publication")
    statements: tuple[Statement, ...] = described("in order of report and offset")
    principals: tuple[Principal, ...] = described("what each report is mainly about", default=())
    actors: tuple[Actor, ...] = described("joined across reports, with their members", default=())
    mentioned: tuple[Actor, ...] = described("actors as single reports call them", default=())
    incidents: tuple[Incident, ...] = described("in order of date", default=())
    links: tuple[Link, ...] = described("why statements stand together", default=())
    origins: tuple[Origin, ...] = described("which reports repeat one another", default=())
    counts: tuple[Count, ...] = described("of each incident and in total", default=())
    tables: tuple[Counts, ...] = described("counts by month, by first-level division, by agent", default=())
    series: Series | None = described("how often incidents are told of, over time", default=None)
    coverage: Counts | None = described("which origin tells of which place and month", default=None)
    matrix: Matrix | None = described("which origin tells of which incident", default=None)
    estimates: tuple[Estimate, ...] = described("of what nobody recorded, where a person asked for them", default=())
    outdated: bool = described(
        "whether estimates were left out, being of an earlier state of the record", default=False
    )
    notices: tuple[Notice, ...] = described("who was told what, and when, of those told most", default=())
    decisions: tuple[Decision, ...] = described("of people, newest last", default=())
    refusals: tuple[Refusal, ...] = described("what was not taken, and why", default=())
    runs: tuple[Run, ...] = described("the tasks with their versions and settings", default=())
    log: tuple[Entry, ...] = described("what was done", default=())
    shapes: Mapping[str, object] | None = described("GeoJSON of the casebook's own outlines", default=None)
    profile: str = described("for whom it is made: working, public, partner or court", default="working")
    says: str = described("what that profile shows and hides, in one sentence", default="")
    withheld: tuple[Withheld, ...] = described("how much is left out, and why", default=())
    edition: int = described("which edition of this dossier it is, from 1; 0 for the team's own", default=0)
    corrections: tuple[Correction, ...] = described("what changed since the edition before", default=())
