"""Which reports repeat one original, and with which passages: the units of independence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from muniment.incident import Copy, Origin
from muniment.linking.copying import Shared, Sheet, candidates, passages, sheet_of, text_of
from muniment.record import digest
from muniment.report import Report

WHOLE = 0.8
"""Share of a report's words that must be copied for it to be called a reprint and not a partial one."""

HELD = 256
"""Texts held as words while their neighbours are compared."""


def origins(reports: Iterable[Report], *, run: str = "") -> list[Origin]:
    """The origins of reports that are all at hand; see `origins_of`."""
    texts = {report.id: report for report in reports}
    sheets = [sheet_of(report) for report in texts.values()]
    return origins_of(sheets, shared_by(sheets, lambda report: texts[report].text), run=run)


def shared_by(
    sheets: Sequence[Sheet], text: Callable[[str], str], *, fresh: Container[str] | None = None
) -> Iterator[Shared]:
    """Every passage that two reports share; with `fresh`, where at least one of the two is among them.

    `text` gives a report's text by its id; it is asked for only those that share a fingerprint.
    """
    pairs, boilerplate = candidates(sheets)
    words = lru_cache(maxsize=HELD)(lambda report: text_of(text(report)))
    for one, other in pairs:
        if fresh is None or one in fresh or other in fresh:
            yield from passages(one, words(one), other, words(other), boilerplate=boilerplate)


def origins_of(sheets: Sequence[Sheet], shared: Iterable[Shared], *, run: str = "") -> list[Origin]:
    """One origin for each original text, with the reports that repeat it, wholly or in part, and the passages they share.

    Of reports that share a passage, the one published first is its original. A report with paragraphs of its own is
    an origin too, for those.
    """
    copies = _copies(sheets, shared)
    copied: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        copied[copy.original].append(copy)
    covered = _covered(copies)
    return [
        _origin(sheet.report, copied.get(sheet.report, ()), run=run)
        for sheet in sheets
        if sheet.report in copied or covered.get(sheet.report, 0) < WHOLE * sheet.length
    ]


def _origin(report: str, copies: Sequence[Copy], *, run: str) -> Origin:
    repeating = dict.fromkeys(copy.report for copy in copies)
    return Origin(
        id=digest(Origin.PREFIX, report),
        reports=(report, *repeating),
        rule="shared passages" if repeating else "no copy found",
        copies=tuple(copies),
        run=run,
    )


def _copies(sheets: Iterable[Sheet], shared: Iterable[Shared]) -> list[Copy]:
    """Each copied passage with the report that had it first, in the order of publication."""
    rank = {sheet.report: index for index, sheet in enumerate(sorted(sheets, key=_first))}
    both = [_copy(one if rank[one.one] > rank[one.other] else one.turned()) for one in shared]
    found: list[Copy] = []
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    # The first to have printed a passage is its original, whoever else printed it meanwhile.
    for copy in sorted(
        both, key=lambda copy: (rank[copy.report], rank[copy.original], copy.start, copy.original_start)
    ):
        if not any(start <= copy.start and copy.end <= end for start, end in taken[copy.report]):
            taken[copy.report].append((copy.start, copy.end))
            found.append(copy)
    return found


def _covered(copies: Iterable[Copy]) -> Mapping[str, int]:
    """Report id → code points that it copies."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for copy in copies:
        spans[copy.report].append((copy.start, copy.end))
    return {report: _union(each) for report, each in spans.items()}


def _union(spans: Iterable[tuple[int, int]]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _copy(shared: Shared) -> Copy:
    """A shared passage as a copy made by the first report of the two."""
    return Copy(
        report=shared.one,
        start=shared.start,
        end=shared.end,
        original=shared.other,
        original_start=shared.other_start,
        original_end=shared.other_end,
        words=shared.words,
    )


def _first(sheet: Sheet) -> tuple[str, int, str]:
    """Earlier published first; of one day, the longer text, which the other cut."""
    return (sheet.published or "9999", -sheet.length, sheet.report)
