"""The record becomes a dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.count import Count, Estimate
from muniment.decision import obeyed, reviews
from muniment.dossier import Dossier
from muniment.incident import Incident, Link, Origin
from muniment.publishing import EXPORTERS
from muniment.publishing.gathering import REVIEWED
from muniment.run import run_of
from muniment.seams import Exporter, plugin
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent
from muniment.workflow.tabulating import counts_of_accepted, tables_of

DOSSIER = "dossier"
"""The folder inside a casebook that publications are written to."""


def gathered(casebook: Casebook, *, reviewed: bool = False) -> Dossier:
    """Everything a publication draws on. What was rejected or redacted goes along, for publishing must blacken its words.

    With `reviewed`, counts and tables are of what people accepted alone, and the dossier says that no more is to be shown.
    """
    decisions = tuple(casebook.decisions())
    statements = list(casebook.statements())
    accepted = {one for one, ruled in reviews(decisions).items() if ruled.ruling in REVIEWED} if reviewed else None
    ruled = {one.id: one for one in obeyed(statements, decisions)}
    shapes = casebook.settings.shapes
    current = casebook.current("estimate")  # an older estimate may tell of what was sealed or withdrawn since
    return Dossier(
        title=casebook.settings.title,
        made=now(),
        version=VERSION,
        reports=tuple(sorted(casebook.reports(), key=lambda report: (report.published or "9999", report.name))),
        statements=tuple(ruled.get(one.id, one) for one in statements),
        principals=tuple(casebook.principals()),
        actors=tuple(casebook.derived(Actor, "link")),
        incidents=tuple(casebook.derived(Incident, "link")),
        links=tuple(casebook.derived(Link, "link")),
        origins=tuple(casebook.derived(Origin, "link")),
        mentioned=tuple(casebook.actors()),
        counts=tuple(casebook.derived(Count, "count") if accepted is None else counts_of_accepted(casebook, accepted)),
        **tables_of(casebook, accepted=accepted),
        estimates=tuple(casebook.derived(Estimate, "estimate")) if current and not reviewed else (),
        outdated=not current,
        decisions=decisions,
        refusals=tuple(casebook.refusals()),
        runs=tuple(casebook.runs()),
        log=tuple(casebook.log()),
        reviewed=reviewed,
        shapes=None if shapes is None else json.loads(Path(shapes).read_text(encoding="utf-8")),
    )


def publish(casebook: Casebook, to: Path | None = None, *, progress: Progress = silent) -> Outcome:
    """The record becomes a page, tables and JSON Lines; what nobody reviewed is marked so."""
    folder = to or casebook.folder / DOSSIER
    run = run_of("publish", version=VERSION, settings={"exporters": sorted(EXPORTERS)})
    with logged(casebook, run, note=str(folder)) as outcome:
        dossier = gathered(casebook)
        folder.mkdir(parents=True, exist_ok=True)
        for number, exporter in enumerate(EXPORTERS.values(), start=1):
            outcome.files += exporter.write(dossier, folder)
            progress("publish", number, len(EXPORTERS))
        outcome.done = len(outcome.files)
    return outcome


def export(
    casebook: Casebook, formats: Sequence[str], to: Path, *, reviewed: bool = False, progress: Progress = silent
) -> Outcome:
    """The record in formats that others read, each with a list of what it could not say; raises `UnknownPlugin`.

    With `reviewed`, only what a person accepted.
    """
    exporters: list[Exporter] = [plugin("exporters", name)() for name in dict.fromkeys(formats)]
    settings = {"exporters": sorted(one.name for one in exporters), "reviewed": reviewed}
    with logged(casebook, run_of("export", version=VERSION, settings=settings), note=str(to)) as outcome:
        dossier = gathered(casebook, reviewed=reviewed)
        to.mkdir(parents=True, exist_ok=True)
        for number, exporter in enumerate(exporters, start=1):
            outcome.files += exporter.write(dossier, to)
            progress("export", number, len(exporters))
        outcome.done = len(outcome.files)
    return outcome
