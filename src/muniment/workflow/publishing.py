"""The record becomes a dossier."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from muniment.seams import Exporter, plugin
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
        mentioned=tuple(casebook.actors()),
        incidents=tuple(casebook.derived(Incident, "link")),
        links=tuple(casebook.derived(Link, "link")),
        origins=tuple(casebook.derived(Origin, "link")),
        decisions=decisions,
        refusals=tuple(casebook.refusals()),
        runs=tuple(casebook.runs()),
        log=log,
        shapes=None if shapes is None else json.loads(Path(shapes).read_text(encoding="utf-8")),
    )


def published(casebook: Casebook, profile: Profile, key: bytes) -> Protected:
    """What a profile admits of the record, with counts made of that alone."""
    made = protected(_evidence(casebook), profile, key)
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
    made = _protected(casebook, profile, name)
    if made is None:
        return gathered(casebook)
    if profile.hides:
        return _edition(casebook, made, name)
    estimated = _estimated(casebook, made.dossier)
    return replace(estimated, estimates=made.veil.over(estimated.estimates))


def _protected(casebook: Casebook, profile: Profile, name: str) -> Protected | None:
    """What a profile admits of the record; none where it is the team's own and nothing in it is hidden."""
    decisions = tuple(casebook.decisions())
    if profile.unreviewed and not profile.hides and not hidden_actors(decisions) and not hidden_slots(decisions):
        return None
    return published(casebook, profile, key_of(casebook.folder, profile.name, name, casebook.key))


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


def export(
    casebook: Casebook,
    formats: Sequence[str],
    to: Path,
    *,
    profile: str = WORKING,
    name: str = "",
    reviewed: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """The record in formats that others read, each with a list of what it could not say.

    They show what the dossier of that profile and name shows, under its pseudonyms and ids; it makes no edition. With
    `reviewed`, only what a person accepted. Raises `UnknownPlugin` and `BadChoice`.
    """
    asked = profile_of(profile)
    if reviewed and asked.unreviewed:
        asked = replace(asked, unreviewed=False, says=f"Narrowed to what a person reviewed. {asked.says}")
    exporters: list[Exporter] = [plugin("exporters", one)() for one in dict.fromkeys(formats)]
    settings = {"exporters": sorted(one.name for one in exporters), "profile": profile, "reviewed": reviewed}
    with logged(casebook, run_of("export", version=VERSION, settings=settings), note=str(to)) as outcome:
        made = _protected(casebook, asked, name)
        dossier = gathered(casebook) if made is None else made.dossier
        to.mkdir(parents=True, exist_ok=True)
        for number, exporter in enumerate(exporters, start=1):
            outcome.files += exporter.write(dossier, to)
            progress("export", number, len(exporters))
        outcome.done = len(outcome.files)
    return outcome


def compare(before: Path, now: Path) -> list[Correction]:
    """What changed between two published editions of one dossier; raises `MunimentError` where they are none."""
    return compared(read(before), read(now))
