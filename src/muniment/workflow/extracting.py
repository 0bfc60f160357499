"""Reports become statements."""

from __future__ import annotations

from collections.abc import Iterator

from muniment.casebook import Casebook
from muniment.extracting.many import extractors, processes, read_many
from muniment.extracting.recorded import Record
from muniment.report import RECORDED, Report
from muniment.run import run_of
from muniment.seams import Extraction
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent


def extract(casebook: Casebook, *, jobs: int = 0, progress: Progress = silent) -> Outcome:
    """Reports become statements. Reports already read by the same rules are left; a kill loses no reading that was kept.

    `jobs` is the number of processes that read side by side; 0 leaves it to the machine and the work.
    """
    available = extractors(casebook.settings)
    run = run_of("extract", version=VERSION, settings={name: dict(one.settings) for name, one in available.items()})
    with logged(casebook, run) as outcome:
        total = casebook.unread_number(run.id)
        found = _read(casebook, run.id, jobs=processes(jobs, total))
        for number, (report, extraction) in enumerate(found, start=1):
            casebook.keep_reading(
                report.id,
                run.id,
                extraction.statements,
                extraction.actors,
                extraction.refusals,
                extraction.principal,
            )
            outcome.done += 1
            outcome.new += len(extraction.statements)
            outcome.refusals += extraction.refusals
            progress("extract", number, total)
    return outcome


def _read(casebook: Casebook, run: str, *, jobs: int) -> Iterator[tuple[Report, Extraction]]:
    """What each unread report says; those that came from another casebook say what was read there."""
    records: dict[str, Record] = {}
    for report in casebook.unread(run):
        if report.coded == RECORDED:
            if report.sha256 not in records:  # reports of one file come one after the other
                records = {report.sha256: Record(casebook.bytes_of(report))}
            yield report, records[report.sha256].of(report, run=run)
    others = (report for report in casebook.unread(run) if report.coded != RECORDED)
    yield from read_many(others, casebook.settings, run, jobs=jobs)
