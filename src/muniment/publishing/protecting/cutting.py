"""Cutting: the text of a report as it is published, and where each passage stands in it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from muniment.publishing.protecting.veil import Edit, Veil
from muniment.publishing.withholding import BLACKENED
from muniment.report import Mark, Report, sha256
from muniment.statement import Statement, passages

LEFT_OUT = "\n\n[…]\n\n"
END = re.compile(r"[.!?؟۔。][\"'”’»)\]]*\s+|\n+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and where it stands in the published one."""

    start: int
    end: int
    new: int
    said: str | None
    """What stands instead; none where the words are kept."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as it is published."""

    text: str
    pieces: Sequence[Piece]

    @property
    def hides(self) -> bool:
        """Whether words are said otherwise or are black, beyond the sentences that are left out."""
        return any(piece.said is not None and piece.said.strip() != LEFT_OUT.strip() for piece in self.pieces)

    def moved(self, start: int, end: int) -> Span:
        """Where a passage stands in the published text; of one that is partly replaced, all that replaces it."""
        first, last = self._at(start), self._at(max(start, end - 1))
        begin = first.new if first.said is not None else first.new + start - first.start
        stop = last.new + len(last.said) if last.said is not None else last.new + end - last.start
        return begin, max(begin, stop)

    def _at(self, place: int) -> Piece:
        found = bisect.bisect_right(self.pieces, place, key=lambda piece: piece.start) - 1
        return self.pieces[max(0, found)]


def cut(text: str, veil: Veil, *, hidden: Iterable[Span] = (), windows: Sequence[Span] | None = None) -> Cut:
    """A text with what is hidden said otherwise, and with nothing but the windows where there are any."""
    edits = _apart([*((start, end, BLACKENED) for start, end in hidden), *veil.edits(text)])
    if windows is not None:
        edits = _around(edits, _widened(windows, edits), len(text))
    pieces: list[Piece] = []
    made, last = "", 0
    for start, end, said in edits:
        if start > last:
            pieces.append(Piece(last, start, len(made), None))
            made += text[last:start]
        pieces.append(Piece(start, end, len(made), said))
        made += said
        last = end
    if last < len(text) or not pieces:
        pieces.append(Piece(last, len(text), len(made), None))
        made += text[last:]
    return Cut(made, pieces)


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order; of those that overlap, black swallows names."""
    found: list[Edit] = []
    for start, end, said in sorted(edits):
        if found and start < found[-1][1]:
            before = found[-1]
            found[-1] = (before[0], max(before[1], end), BLACKENED if BLACKENED in (said, before[2]) else before[2])
        else:
            found.append((start, end, said))
    return found


def _widened(windows: Sequence[Span], edits: Sequence[Edit]) -> list[Span]:
    found: list[list[int]] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    for window in found:
        for start, end, _ in edits:
            if start < window[1] and end > window[0]:
                window[0], window[1] = min(window[0], start), max(window[1], end)
    return [(start, end) for start, end in found]


def _around(edits: Sequence[Edit], windows: Sequence[Span], length: int) -> list[Edit]:
    """The edits within windows, and what is left out between them."""
    edges = [0, *(edge for window in windows for edge in window), length]
    gaps = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    left = [(start, end, LEFT_OUT.lstrip() if start == 0 else LEFT_OUT) for start, end in gaps]
    inside = [edit for edit in edits if any(start <= edit[0] and edit[1] <= end for start, end in windows)]
    return sorted([*left, *inside])


def sentences(text: str, said: Iterable[Span]) -> list[Span]:
    """The sentences in which these passages stand."""
    ends = [0, *(found.end() for found in END.finditer(text)), len(text)]
    found: list[Span] = []
    for start, end in said:
        first = ends[bisect.bisect_right(ends, start) - 1]
        last = ends[min(bisect.bisect_left(ends, end), len(ends) - 1)]
        while last > end and text[last - 1].isspace():
            last -= 1
        found.append((first, last))
    return found


def spans(statements: Iterable[Statement]) -> list[Span]:
    """Every passage on which statements stand."""
    return [(held.start, held.end) for one in statements for held in passages(one)]


def runs(places: Iterable[int]) -> list[Span]:
    """Single places as stretches."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place == found[-1][1]:
            found[-1][1] += 1
        else:
            found.append([place, place + 1])
    return [(start, end) for start, end in found]


def reported(report: Report, made: Cut) -> Report:
    """A report with its published text; pages and cells stand where their words do."""
    marks = [(mark, made.moved(mark.start, max(mark.start + 1, mark.end))) for mark in report.marks]
    return replace(
        report,
        text=made.text,
        text_sha256=sha256(made.text),
        marks=tuple(Mark(label=mark.label, start=start, end=end) for mark, (start, end) in marks),
    )
