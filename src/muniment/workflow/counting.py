"""Statements become counts."""

from __future__ import annotations

from muniment.casebook import Casebook
from muniment.counting.ranges import count as counted
from muniment.run import run_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent
from muniment.workflow.tabulating import basis_of


def count(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Statements become counts, by the rules of the record."""
    run = run_of("count", version=VERSION, settings={})
    with logged(casebook, run) as outcome:
        mark = casebook.mark()
        basis = basis_of(casebook, run=run.id)
        found = counted(basis.incidents, basis.statements, basis.ground)
        casebook.keep_derived("count", run.id, found, mark)
        progress("count", len(found), len(found))
        outcome.done = len(found)
    return outcome
