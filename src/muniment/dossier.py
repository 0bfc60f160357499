"""Dossier and Exhibit: a selection of the record with everything behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from muniment.actor import Actor
from muniment.count import Count, Counts, Estimate, Matrix, Series
from muniment.decision import Decision
from muniment.incident import Incident, Link, Origin, Principal
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
    decisions: tuple[Decision, ...] = described("of people, newest last", default=())
    refusals: tuple[Refusal, ...] = described("what was not taken, and why", default=())
    runs: tuple[Run, ...] = described("the tasks with their versions and settings", default=())
    log: tuple[Entry, ...] = described("what was done", default=())
    reviewed: bool = described("whether only what a person accepted is to be shown", default=False)
    shapes: Mapping[str, object] | None = described("GeoJSON of the casebook's own outlines", default=None)
