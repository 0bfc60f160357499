"""The record becomes a dossier."""

from __future__ import annotations

import json
from pathlib import Path

from muniment.casebook import Casebook
from muniment.count import Count, Estimate
from muniment.decision import obeyed
from muniment.dossier import Dossier
from muniment.incident import Incident, Link, Origin
from muniment.publishing import EXPORTERS
from muniment.run import run_of
from muniment.workflow.noticing import notices_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent
from muniment.workflow.tabulating import closed_by, register_of, tables_of

DOSSIER = "dossier"
"""The folder inside a casebook that publications are written to."""


def gathered(casebook: Casebook) -> Dossier:
    """Everything a publication draws on. What was rejected or redacted goes along, for publishing must blacken its words."""
    decisions = tuple(casebook.decisions())
    statements = list(casebook.statements())
    ruled = {one.id: one for one in obeyed(statements, decisions)}
    shapes = casebook.settings.shapes
    current = casebook.current("estimate")  # an older estimate may tell of what was sealed or withdrawn since
    return Dossier(
        title=casebook.settings.title,
        # Not now: a page says the same whenever, and wherever, it is made of the same record.
        made=casebook.moment() or now(),
        version=VERSION,
        reports=tuple(sorted(casebook.reports(), key=lambda report: (report.published or "9999", report.name))),
        statements=tuple(ruled.get(one.id, one) for one in statements),
        principals=tuple(casebook.principals()),
        actors=tuple(register_of(casebook, closed_by(decisions))),
        incidents=tuple(casebook.derived(Incident, "link")),
        links=tuple(casebook.derived(Link, "link")),
        origins=tuple(casebook.derived(Origin, "link")),
        counts=tuple(casebook.derived(Count, "count")),
        **tables_of(casebook),
        estimates=tuple(casebook.derived(Estimate, "estimate")) if current else (),
        outdated=not current,
        notices=notices_of(casebook),
        decisions=decisions,
        refusals=tuple(casebook.refusals()),
        log=tuple(casebook.log()),
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
