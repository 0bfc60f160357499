"""Statements become counts."""

from __future__ import annotations

from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.counting.ranges import Ground
from muniment.counting.ranges import count as counted
from muniment.decision import obeyed, reviews
from muniment.incident import Incident, Origin, original_at
from muniment.run import run_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent


def count(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Statements become counts, by the rules of the record."""
    run = run_of("count", version=VERSION, settings={})
    with logged(casebook, run) as outcome:
        mark = casebook.mark()
        decisions = tuple(casebook.decisions())
        reports = {report.id: report for report in casebook.reports()}
        statements = {one.id: one for one in obeyed(casebook.statements(countable=True), decisions)}
        ground = Ground(
            reports=reports,
            original_at=original_at(casebook.derived(Origin, "link")),
            voice_kinds={actor.id: actor.kind for actor in casebook.actors()},
            joined={member: actor.id for actor in casebook.derived(Actor, "link") for member in actor.members},
            reviewed=frozenset(
                target for target, ruled in reviews(decisions).items() if ruled.ruling in ("accepted", "amended")
            ),
            run=run.id,
        )
        found = counted(list(casebook.derived(Incident, "link")), statements, ground)
        casebook.keep_derived("count", run.id, found, mark)
        progress("count", len(found), len(found))
        outcome.done = len(found)
    return outcome
