"""Copied text: passages that two reports share, found by winnowed fingerprints and read word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from muniment.edtf import bounds
from muniment.report import Report

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

SHINGLE = 7
"""Words in a fingerprint."""

WINDOW = 14
"""Shingles of which the least hash is kept: any 20 words in a row that two texts share leave a common fingerprint."""

LONG_ENOUGH = 25
"""Words that make a shared passage a copy; shorter ones are quotations and turns of phrase."""

VARIED = 15
"""Different words in a shared passage; fewer are a rule of dashes or a broken page, not text."""

BRIDGED = 6
"""Words that may differ between two shared runs of one passage: a name cut, a verb changed."""

CROWDED = 200
"""Reports that may share one fingerprint and still be compared with one another."""

RECURRING = 3
"""Reports over more than `SPAN` days that share a passage from which it is boilerplate."""

SPAN = 21
"""Days within which a wire is reprinted; a footer goes on."""

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The winnowed fingerprints of one text: hashes, and the word at which each begins."""

    hashes: Hashes
    words: Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A passage that two reports share, in code points of each: half-open."""

    one: str
    start: int
    end: int
    other: str
    other_start: int
    other_end: int
    words: int

    def turned(self) -> Shared:
        """The same passage, seen from the other report."""
        return Shared(
            one=self.other,
            start=self.other_start,
            end=self.other_end,
            other=self.one,
            other_start=self.start,
            other_end=self.end,
            words=self.words,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as words: the hash of each, and where it lies."""

    hashes: Hashes
    starts: Positions
    ends: Positions


def text_of(words: str) -> Text:
    """A text as words; case does not count."""
    found = [(match.group(), match.start(), match.end()) for match in WORD.finditer(words)]
    hashes = np.fromiter((crc32(word.casefold().encode()) for word, _, _ in found), dtype=np.uint64, count=len(found))
    places = np.asarray([place for _, *place in found], dtype=np.int32).reshape(-1, 2)
    return Text(hashes=hashes, starts=places[:, 0], ends=places[:, 1])


def print_of(text: Text) -> Print:
    """Fingerprints by winnowing (Schleimer, Wilkerson and Aiken 2003): the least hash of each window, once."""
    shingles = _shingles(text.hashes)
    if not len(shingles):
        return Print(hashes=np.empty(0, np.uint64), words=np.empty(0, np.int32))
    width = min(WINDOW, len(shingles))
    windows = np.lib.stride_tricks.sliding_window_view(shingles, width)
    kept = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
    return Print(hashes=shingles[kept], words=kept.astype(np.int32))


def _shingles(words: Hashes) -> Hashes:
    """The hash of each run of `SHINGLE` words, or of all of a shorter text, mixed so that the least is a fair draw."""
    if not len(words):
        return np.empty(0, np.uint64)
    length = min(SHINGLE, len(words))
    number = len(words) - length + 1
    found = np.zeros(number, np.uint64)
    for offset in range(length):
        found = found * np.uint64(0x100000001B3) + words[offset : offset + number]
    found ^= found >> np.uint64(29)
    found *= np.uint64(0xBF58476D1CE4E5B9)
    return found ^ (found >> np.uint64(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What finding copies needs to know of one report."""

    report: str
    print: Print
    publisher: str
    """Who put it out, or the host of its address; empty where nobody says."""
    published: str | None
    """EDTF date of publication."""
    length: int
    """Code points of its text."""

    @property
    def day(self) -> int | None:
        """The day it was published, where a day is known."""
        low, high = bounds(self.published) if self.published else (None, None)
        return low.toordinal() if low is not None and low == high else None


def sheet_of(report: Report) -> Sheet:
    """What finding copies needs to know of a report; its text is not kept."""
    return Sheet(
        report=report.id,
        # Rows that people coded share the names of columns, conflicts and sides; that is nobody's copy.
        print=print_of(text_of(report.text if report.prose else "")),
        publisher=report.publisher or urlsplit(report.address or "").netloc,
        published=report.published,
        length=len(report.text),
    )


def candidates(sheets: Iterable[Sheet]) -> tuple[list[tuple[str, str]], Hashes]:
    """Pairs of reports with a fingerprint in common that is no boilerplate, and the fingerprints that are; both sorted."""
    ordered = sorted(sheets, key=lambda sheet: sheet.report)
    sizes = [len(sheet.print.hashes) for sheet in ordered]
    if not sum(sizes):
        return [], np.empty(0, np.uint64)
    hashes = np.concatenate([sheet.print.hashes for sheet in ordered])
    owners = np.repeat(np.arange(len(ordered), dtype=np.int32), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    edges = np.concatenate(([0], np.flatnonzero(np.diff(hashes)) + 1, [len(hashes)]))
    several = np.flatnonzero(np.diff(edges) > 1)
    pairs: set[tuple[int, int]] = set()
    boilerplate: list[int] = []
    for start, end in zip(edges[several].tolist(), edges[several + 1].tolist(), strict=True):
        sharing = sorted(set(owners[start:end].tolist()))
        if len(sharing) >= RECURRING and _recurs([ordered[one] for one in sharing]):
            boilerplate.append(int(hashes[start]))
        elif len(sharing) <= CROWDED:
            pairs.update(combinations(sharing, 2))
        else:
            # Of a crowd, each is compared with the first alone: enough to find an original.
            pairs.update((sharing[0], other) for other in sharing[1:])
    found = [(ordered[one].report, ordered[other].report) for one, other in sorted(pairs)]
    return found, np.asarray(boilerplate, dtype=np.uint64)


def _recurs(sharing: Iterable[Sheet]) -> bool:
    """Whether one publisher goes on printing a passage: a footer, a masthead, what the conflict is about."""
    days: dict[str, list[int]] = defaultdict(list)
    for sheet in sharing:
        if sheet.day is not None:
            days[sheet.publisher].append(sheet.day)
    return any(len(each) >= RECURRING and max(each) - min(each) > SPAN for each in days.values())


def passages(one: str, left: Text, other: str, right: Text, *, boilerplate: Hashes) -> list[Shared]:
    """The passages of at least `LONG_ENOUGH` words that two texts share, first to last, without boilerplate.

    Two texts that are the same are one passage, however short.
    """
    recurs = np.isin(_shingles(left.hashes), boilerplate)
    found: list[Shared] = []
    for first, last, other_first, other_last in _bridged(_runs(left, right)):
        length = min(last - first, other_last - other_first)
        # One fingerprint of boilerplate stands for up to a window of words.
        own = length - WINDOW * int(recurs[first:last].sum())
        varied = len(np.unique(left.hashes[first:last])) >= VARIED
        if (own >= LONG_ENOUGH and varied) or length == len(left.hashes) == len(right.hashes):
            found.append(
                Shared(
                    one=one,
                    start=int(left.starts[first]),
                    end=int(left.ends[last - 1]),
                    other=other,
                    other_start=int(right.starts[other_first]),
                    other_end=int(right.ends[other_last - 1]),
                    words=length,
                )
            )
    return found


Run = tuple[int, int, int, int]
"""First word and one past the last in one text, and in the other."""


def _runs(left: Text, right: Text) -> list[Run]:
    """Maximal runs of equal words that hold a shared shingle, in the order of the first text."""
    at: dict[int, list[int]] = defaultdict(list)
    for index, shingle in enumerate(_shingles(right.hashes).tolist()):
        at[shingle].append(index)
    found: list[Run] = []
    ended: dict[int, int] = {}
    mine, theirs = left.hashes, right.hashes
    for index, shingle in enumerate(_shingles(left.hashes).tolist()):
        for there in at.get(shingle, ())[:4]:
            if ended.get(there - index, -1) > index:
                continue
            length = min(SHINGLE, len(mine))
            most = min(len(mine) - index, len(theirs) - there)
            while length < most and mine[index + length] == theirs[there + length]:
                length += 1
            found.append((index, index + length, there, there + length))
            ended[there - index] = index + length
    return found


def _bridged(runs: Iterable[Run]) -> list[Run]:
    """Runs joined over the few words that were changed between them."""
    found: list[Run] = []
    for run in sorted(runs):
        if found:
            first, last, other_first, other_last = found[-1]
            if run[1] <= last and run[3] <= other_last:
                continue
            if 0 <= run[0] - last <= BRIDGED and 0 <= run[2] - other_last <= BRIDGED:
                found[-1] = (first, run[1], other_first, run[3])
                continue
        found.append(run)
    return found
