"""The record becomes a dossier."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.casebook.publications import called, editions, keep_edition, key_of
from muniment.count import Count, Estimate
from muniment.counting.ranges import count as counted
from muniment.decision import REVIEWED, hidden_actors, hidden_slots, obeyed, reviews
from muniment.dossier import Correction, Dossier
from muniment.incident import Incident, Link, Origin, original_at
from muniment.publishing import EXPORTERS, TRAVELLING
from muniment.publishing.editions import as_text, compared, manifest, read, same
from muniment.publishing.protecting import WORKING, Profile, Protected, profile_of, protected
from muniment.run import run_of
from muniment.workflow.noticing import held_from, most_told, notices_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent
from muniment.workflow.tabulating import basis_from, tables_from, tables_of

DOSSIER = "dossier"
"""The folder inside a casebook that publications are written to."""


def gathered(casebook: Casebook) -> Dossier:
    """Everything a publication draws on. What was rejected or redacted goes along, for publishing must blacken its words."""
    return replace(
        _estimated(casebook, _evidence(casebook)),
        counts=tuple(casebook.derived(Count, "count")),
        **tables_of(casebook),
        notices=notices_of(casebook),
    )


def _estimated(casebook: Casebook, dossier: Dossier) -> Dossier:
    """The dossier with the estimates that were made, unless of an older record: they may tell of what was sealed since."""
    current = casebook.current("estimate")
    found = tuple(casebook.derived(Estimate, "estimate")) if current else ()
    return replace(dossier, estimates=found, outdated=not current)


def _evidence(casebook: Casebook) -> Dossier:
    """Reports, statements as people ruled, and what joins them; without counts."""
    decisions = tuple(casebook.decisions())
    statements = list(casebook.statements())
    ruled = {one.id: one for one in obeyed(statements, decisions)}
    shapes = casebook.settings.shapes
    log = tuple(casebook.log())
    return Dossier(
        title=casebook.settings.title,
        # Not now: a page says the same whenever, and wherever, it is made of the same record.
        made=casebook.moment() or now(),
        version=VERSION,
        reports=tuple(sorted(casebook.reports(), key=lambda report: (report.published or "9999", report.name))),
        statements=tuple(ruled.get(one.id, one) for one in statements),
        principals=tuple(casebook.principals()),
        actors=tuple(casebook.derived(Actor, "link")),
        incidents=tuple(casebook.derived(Incident, "link")),
        links=tuple(casebook.derived(Link, "link")),
        origins=tuple(casebook.derived(Origin, "link")),
        decisions=decisions,
        refusals=tuple(casebook.refusals()),
        log=log,
        shapes=None if shapes is None else json.loads(Path(shapes).read_text(encoding="utf-8")),
    )


def published(casebook: Casebook, profile: Profile, key: bytes) -> Protected:
    """What a profile admits of the record, with counts made of that alone."""
    raw = _evidence(casebook)
    made = protected(raw, profile, key, members=tuple(casebook.actors()))
    held = made.dossier
    basis = basis_from(
        held.incidents,
        (one for one in held.statements if one.countable),
        reports={report.id: report for report in held.reports},
        origins=held.origins,
        kinds=made.kinds,
        register=held.actors,
        rulings=reviews(held.decisions),
    )
    told = held_from(
        held.statements,
        register=held.actors,
        reports=held.reports,
        original=original_at(held.origins),
        incidents=held.incidents,
        reviewed={id for id, ruling in reviews(held.decisions).items() if ruling.ruling in REVIEWED},
    )
    counts = tuple(counted(basis.incidents, basis.statements, basis.ground))
    return replace(made, dossier=replace(held, counts=counts, **tables_from(basis), notices=most_told(told)))


def publish(
    casebook: Casebook,
    to: Path | None = None,
    *,
    profile: str = WORKING,
    name: str = "",
    progress: Progress = silent,
) -> Outcome:
    """The record becomes a page, tables and JSON Lines; what nobody reviewed is marked so.

    A profile makes a dossier that leaves the team; `name` tells several of one profile apart, each with its own key.
    Raises `BadChoice` for a profile that there is not.
    """
    asked = profile_of(profile)
    own = profile == WORKING and not name
    folder = to or casebook.folder / (DOSSIER if own else f"{DOSSIER}-{called(profile, name)}")
    exporters = TRAVELLING if asked.hides else EXPORTERS
    run = run_of("publish", version=VERSION, settings={"exporters": sorted(exporters), "profile": profile})
    with logged(casebook, run, note=str(folder)) as outcome:
        dossier = _made(casebook, asked, name)
        folder.mkdir(parents=True, exist_ok=True)
        for number, exporter in enumerate(exporters.values(), start=1):
            outcome.files += exporter.write(dossier, folder)
            progress("publish", number, len(exporters))
        outcome.done = len(outcome.files)
    return outcome


def _made(casebook: Casebook, profile: Profile, name: str) -> Dossier:
    """The dossier of a profile; the team's own as it is, unless names or details in it were redacted."""
    decisions = tuple(casebook.decisions())
    if not profile.hides and not hidden_actors(decisions) and not hidden_slots(decisions):
        return gathered(casebook)
    made = published(casebook, profile, key_of(casebook.folder, profile.name, name, casebook.key))
    if profile.hides:
        return _edition(casebook, made, name)
    estimated = _estimated(casebook, made.dossier)
    return replace(estimated, estimates=made.veil.over(estimated.estimates))


def _edition(casebook: Casebook, made: Protected, name: str) -> Dossier:
    """The dossier as the next edition, with what changed since the one before; the same record is the same edition."""
    earlier = editions(casebook.folder, made.dossier.profile, name, casebook.key)
    now = manifest(made.dossier)
    if earlier and same(earlier[-1], now):
        earlier.pop()
    before = earlier[-1] if earlier else None
    found = compared(before, now, made.why) if before else []
    corrections = tuple(
        one if made.shows(one.before, (one.of, *one.statements)) else replace(one, before="") for one in found
    )
    dossier = replace(made.dossier, edition=len(earlier) + 1, corrections=corrections)
    keep_edition(casebook.folder, dossier.profile, name, dossier.edition, as_text(manifest(dossier)), casebook.key)
    return dossier


def compare(before: Path, now: Path) -> list[Correction]:
    """What changed between two published editions of one dossier; raises `MunimentError` where they are none."""
    return compared(read(before), read(now))
