"""Files become reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from muniment.adding.opening import find, opened
from muniment.adding.opening import read as read_file
from muniment.casebook import Casebook
from muniment.errors import UnreadableReport
from muniment.extracting.many import extracted, extractors, own_scheme
from muniment.extracting.recorded import Record
from muniment.report import RECORDED, Report
from muniment.run import Run, refusal_of, run_of
from muniment.seams import Extraction, Extractor, Received
from muniment.settings import Settings, columns_from
from muniment.statement import Statement
from muniment.workflow.running import VERSION, Outcome, Progress, logged, silent


def received(
    paths: Sequence[str | Path], settings: Settings, handed: Iterable[tuple[Path, bytes]] = ()
) -> Iterator[Received | UnreadableReport]:
    """What the files at these paths hold, and those handed with their bytes: reports, and what could not be read."""
    mapping, own = mapping_of(settings), own_scheme(settings)
    for found in find(paths):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            yield from read_file(found, largest=settings.largest, mapping=mapping, own=own)
    for path, content in handed:
        yield from opened(path, content, largest=settings.largest, mapping=mapping, own=own)


def mapping_of(settings: Settings) -> Mapping[str, str] | None:
    """Which columns of tables are which fields, where the settings say so."""
    return None if settings.columns is None else columns_from(Path(settings.columns))


def add(
    casebook: Casebook,
    paths: Sequence[str | Path],
    *,
    handed: Iterable[tuple[Path, bytes]] = (),
    progress: Progress = silent,
) -> Outcome:
    """Files become reports. The same bytes are one report; what cannot be read is refused by name.

    `handed` are files that are not at their paths, or not as they came, with their bytes.
    """
    run = run_of("add", version=VERSION, settings={"largest": casebook.settings.largest})
    with logged(casebook, run, note=" ".join(str(path) for path in paths)) as outcome:
        for found in received(paths, casebook.settings, handed):
            if isinstance(found, UnreadableReport):
                outcome.refusals.append(refusal_of("add", found.path, found.reason, hint=found.hint, run=run.id))
                continue
            outcome.done += 1
            outcome.new += casebook.keep_report(_by(found, run))
            progress("add", outcome.done, None)
    return outcome


def _by(found: Received, run: Run) -> Received:
    return replace(found, report=replace(found.report, run=run.id))


def read(paths: Sequence[str | Path], settings: Settings) -> Iterator[tuple[Report, Extraction] | UnreadableReport]:
    """What files say, without a casebook; nothing is kept."""
    available = extractors(settings)
    run = run_of("read", version=VERSION, settings={name: dict(one.settings) for name, one in available.items()})
    for found in received(paths, settings):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            yield found.report, _read(found, available, run.id)


def _read(found: Received, available: Mapping[str, Extractor], run: str) -> Extraction:
    if found.report.coded == RECORDED:
        return _record(found.content).of(found.report, run=run)
    return extracted(found.report, available, run)


@lru_cache(maxsize=1)
def _record(content: bytes) -> Record:
    """The record in these bytes, kept while its reports are read one after the other."""
    return Record(content)


def statements_of(found: Iterable[tuple[Report, Extraction]]) -> Iterator[Statement]:
    """The statements of several readings, in order."""
    for _, extraction in found:
        yield from extraction.statements
