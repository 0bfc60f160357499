"""The bytes of reports are read again by today's readers; a text that differs stands beside the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from muniment.adding.opening import Opener
from muniment.casebook import Casebook
from muniment.decision import standing
from muniment.errors import TamperedReport, UnreadableReport
from muniment.extracting.many import own_scheme
from muniment.report import Report, later_text
from muniment.reviewing.anchoring import found_again
from muniment.run import Refusal, refusal_of, run_of
from muniment.seams import Received
from muniment.statement import Statement, passages
from muniment.workflow.adding import mapping_of
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent


def reread(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Reads the bytes of every report again; where the text differs, it is kept as a later text beside the old one.

    What people ruled on stays on the text that they saw. Where its words are not found again in the later text, that is
    refused by name. What the machine reads in the later text takes the place of the rest, at the next `extract`.
    """
    run = run_of("reread", version=VERSION, settings={"largest": casebook.settings.largest})
    with logged(casebook, run) as outcome:
        total = casebook.number(Report)
        for known in _by_bytes(casebook.reports()):
            found = {one.report.part: one for one in _read(casebook, known, outcome, run.id)}
            for old in newest_texts(known):
                outcome.done += 1
                progress("reread", outcome.done, total)
                new = found.get(old.part)
                if new is not None and new.report.text_sha256 != old.text_sha256:
                    kept = replace(new, report=later_text(old, replace(new.report, run=run.id)))
                    outcome.new += casebook.keep_report(kept)
                    outcome.refusals += _lost(casebook, old, kept.report, run.id)
    return outcome


def _by_bytes(reports: Iterable[Report]) -> list[list[Report]]:
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(report.sha256, []).append(report)
    return list(found.values())


def newest_texts(reports: Iterable[Report]) -> list[Report]:
    """The reports of which there is no later text."""
    known = list(reports)
    replaced = {report.replaces for report in known}
    return [report for report in known if report.id not in replaced]


def _read(casebook: Casebook, known: list[Report], outcome: Outcome, run: str) -> Iterator[Received]:
    first = known[0]
    try:
        content = casebook.bytes_of(first)
    except TamperedReport as error:
        reason = "its bytes are others than they were" if error.found else "its bytes are gone"
        outcome.refusals.append(refusal_of("reread", first.name, reason, hint=error.hint, run=run))
        return
    settings = casebook.settings
    opener = Opener(mapping_of(settings), largest=settings.largest, own=own_scheme(settings))
    for found in opener.read(content, first.name):
        if isinstance(found, UnreadableReport):
            outcome.refusals.append(refusal_of("reread", first.name, found.reason, hint=found.hint, run=run))
        elif found.report.sha256 == first.sha256:
            yield found


def _lost(casebook: Casebook, old: Report, new: Report, run: str) -> Iterator[Refusal]:
    """What people ruled on in the old text whose words the later one does not have."""
    ruled = {target for decision in standing(casebook.decisions()) for target in decision.targets}
    for statement in casebook.statements(old.id):
        if statement.id in ruled and (words := _missing(statement, old, new)):
            reason = f"somebody ruled on it, and {words!r} is not found again in the later text {new.id}"
            hint = f"it stays on the text {old.id}; look whether the later one says it otherwise"
            yield refusal_of("reread", statement.id, reason, hint=hint, run=run)


def _missing(statement: Statement, old: Report, new: Report) -> str:
    """The first words of a statement that are not in the later text; empty where all are."""
    lost = (passage for passage in passages(statement) if found_again(passage, old, new) is None)
    return next((passage.words for passage in lost), "")
