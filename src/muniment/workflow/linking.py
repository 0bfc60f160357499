"""Statements become incidents, copies become origins, actors a register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from muniment.casebook import Casebook
from muniment.decision import Decision, obeyed
from muniment.linking.deriving import derived
from muniment.linking.incidents import Read, take_in
from muniment.linking.matching import THRESHOLD
from muniment.linking.origins import shared_by
from muniment.linking.rulings import rulings
from muniment.linking.weighing import weigh
from muniment.linking.weights import as_plain, shipped
from muniment.linking.workings import Workings
from muniment.record import digest
from muniment.run import run_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent

WORKINGS = "linking.duckdb"
"""The file inside a casebook that keeps what was compared; it may be deleted."""


def link(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Statements become incidents, copies become origins, actors a register; people's decisions are obeyed.

    Only reports that are new, or were read or ruled on since, are described and compared again.
    """
    run = run_of(
        "link", version=VERSION, settings={"threshold": THRESHOLD, "shipped": digest("wt", as_plain(shipped()))}
    )
    with logged(casebook, run) as outcome, Workings(casebook.folder / WORKINGS) as workings:
        if casebook.fresh("link", run.id):
            outcome.note = "nothing changed since"
            return outcome
        mark = casebook.mark()
        decisions = tuple(casebook.decisions())
        ruled = rulings(decisions)
        readings = _linked_by(casebook, decisions)
        stale = workings.stale(readings)
        for done in take_in(workings, _read(casebook, sorted(stale), decisions), readings, ruled):
            progress("link", done, len(stale))
        workings.share(shared_by(workings.sheets(), lambda report: casebook.report(report).text, fresh=stale))
        found = derived(
            workings,
            weigh(workings, stale),
            ruled,
            actors=casebook.actors(),
            relations=(one for one in obeyed(casebook.statements(kind="relation"), decisions) if one.countable),
            citations=tuple(casebook.citations()),
            letters=casebook.settings.letters,
            run=run.id,
        )
        casebook.keep_derived("link", run.id, found.nouns(), mark)
        outcome.done = len(found.incidents)
    return outcome


def _linked_by(casebook: Casebook, decisions: Sequence[Decision]) -> dict[str, str]:
    """Report → digest of all that its statements are linked by: its reading, and what people ruled in it."""
    on: dict[str, list[str]] = defaultdict(list)
    reports = casebook.report_of({target for decision in decisions for target in decision.targets})
    for decision in decisions:
        ruled = decision.targets if decision.subject == "report" else ()
        for report in {*ruled, *(reports[target] for target in decision.targets if target in reports)}:
            on[report].append(decision.id)
    later = {report: ["later text"] for report in casebook.replaced()}
    return {
        report: digest("rd", VERSION, reading, on.get(report), *later.get(report, ()))
        for report, reading in casebook.readings().items()
    }


def _read(casebook: Casebook, reports: Iterable[str], decisions: Sequence[Decision]) -> Iterator[Read]:
    for report in reports:
        yield Read(
            report=casebook.report(report),
            statements=tuple(obeyed(casebook.statements(report), decisions)),
            principal=next(casebook.principals(report), None),
        )
