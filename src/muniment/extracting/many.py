"""Reading many reports: each by the extractor of its language, in this process or in several side by side."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from muniment.errors import ReadingStopped
from muniment.extracting.coded import CodedExtractor
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.report import CODED, Report
from muniment.run import refusal_of
from muniment.scheme import Scheme, scheme_from
from muniment.seams import Extraction, Extractor, plugins
from muniment.settings import Settings, coded_from

MOST = 4
"""Processes taken where nobody says how many: each holds a model, about 400 MB."""

WORTH = 40
"""Reports for which one more process, which takes seconds to start, pays."""

AHEAD = 4
"""Reports handed to each process ahead of their turn, so that memory does not grow with their number."""


def extractors(settings: Settings) -> Mapping[str, Extractor]:
    """Language → extractor, of those installed, and `coded` → that of rows which people coded.

    Later names do not displace earlier ones.
    """
    found: dict[str, Extractor] = {CODED: CodedExtractor(own=own_scheme(settings), visibility=settings.visibility)}
    for name, made in sorted(plugins("extractors").items()):
        extractor: Extractor = (
            SpacyExtractor(
                model=settings.model,
                gazetteer=settings.gazetteer,
                countries=settings.countries,
                visibility=settings.visibility,
            )
            if name == "spacy"
            else made()
        )
        for language in extractor.languages:
            found.setdefault(language, extractor)
    return found


def own_scheme(settings: Settings) -> Scheme | None:
    """How the rows of a person's own table were coded, as the columns file says; raises `BadSetting`."""
    given = coded_from(Path(settings.columns)) if settings.columns else {}
    return scheme_from(given) if given else None


def extracted(report: Report, available: Mapping[str, Extractor], run: str) -> Extraction:
    """What a report says; a report in a language that nothing reads is refused by name, and stays in the record."""
    extractor = available.get(CODED if report.coded else report.language or "en")
    if extractor is not None:
        return extractor.extract(report, run=run)
    reason = f"no extractor reads the language {report.language!r}; the report is kept and shown, its statements are not read"
    refusal = refusal_of(
        "extract", report.name, reason, hint="install an extractor for it, or add a translation", run=run
    )
    return Extraction(statements=(), actors=(), refusals=(refusal,))


def processes(jobs: int, reports: int) -> int:
    """How many processes read so many reports: as many as asked for, or as the machine has and the work is worth."""
    if jobs > 0:
        return max(1, min(jobs, reports))
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(here, MOST, reports // WORTH))


def read_many(
    reports: Iterable[Report], settings: Settings, run: str, *, jobs: int = 1
) -> Iterator[tuple[Report, Extraction]]:
    """Each report with what it says, in the order given; the same whatever the number of processes.

    Raises `ReadingStopped` where a process dies, as when memory runs out; what was given before stands.
    """
    if jobs == 1:
        available = extractors(settings)
        yield from ((report, extracted(report, available, run)) for report in reports)
        return
    waiting: deque[tuple[Report, Future[Extraction]]] = deque()
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(settings,))
    try:
        for report in reports:
            waiting.append((report, pool.submit(_read, report, run)))
            if len(waiting) >= jobs * AHEAD:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    except BrokenProcessPool as error:
        raise ReadingStopped(waiting[0][0].name if waiting else "", jobs) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _next(waiting: deque[tuple[Report, Future[Extraction]]]) -> tuple[Report, Extraction]:
    report, future = waiting[0]
    found = report, future.result()
    waiting.popleft()
    return found


_available: dict[str, Extractor] = {}
"""The extractors of this process, where it is one of several."""


def _begin(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _available.update(extractors(settings))


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(report: Report, run: str) -> Extraction:
    return extracted(report, _available, run)
