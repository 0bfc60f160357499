"""The layout of a PDF page: lines by where they stand, and the paragraphs that they make."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pypdfium2 import raw

from muniment.adding.text import clean

HYPHEN = "\x02"
"""How pdfium gives a hyphen at the end of a line; it leaves the line end out."""

ITEM = re.compile(r"(?:[•·▪●◦‣–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
STOP = re.compile(r"[.!?:;…][\"'”’»)\]]*\d{0,3}$")
"""The end of a sentence, with the number of a footnote at most."""

PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
EDGE = 2
"""Lines at the top and the bottom of a page that may be a running head."""

LEADING = 1.3
"""A gap this many times the usual one between lines begins a paragraph."""

SOLID = 1.2
"""The least leading of a line, in sizes of its type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line: its words and where they stand, in points from the lower left corner."""

    words: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    split: bool = False
    """Whether the last word goes on in the next line."""


def lines(page: Any) -> list[Line]:
    """The lines of a page, in the order the file gives them."""
    text = page.get_textpage()
    try:
        codes = [raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
        return [line for first, last in _spans(codes) if (line := _line(text, codes, first, last)) is not None]
    finally:
        text.close()


def _spans(codes: Sequence[int]) -> Iterable[tuple[int, int]]:
    start = 0
    for index, code in enumerate(codes):
        if code in (10, 13) or code == ord(HYPHEN):
            end = index + (code == ord(HYPHEN))
            if end > start:
                yield start, end
            start = index + 1
    if start < len(codes):
        yield start, len(codes)


def _line(text: Any, codes: Sequence[int], first: int, last: int) -> Line | None:
    characters = "".join(map(chr, codes[first:last])).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    split = characters.endswith((HYPHEN, "\u00ad"))
    words = " ".join(clean(characters).split()).rstrip("\u00ad")
    inked = [index for index in range(first, last) if codes[index] > 32]
    if not words or not inked:
        return None
    left, bottom, _, _ = text.get_charbox(inked[0], loose=True)
    # The hyphen itself has no box of its own in some files.
    _, _, right, _ = text.get_charbox(inked[-1], loose=True)
    size = float(raw.FPDFText_GetFontSize(text, inked[0])) * _scale(text, inked[0])
    return Line(words=words, left=left, right=right, bottom=bottom, size=size, split=split)


def _scale(text: Any, index: int) -> float:
    """How much a page enlarges the nominal size of a character: many files set all type at size 1."""
    matrix = raw.FS_MATRIX()
    found = raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    return abs(matrix.d) or abs(matrix.b) or 1.0 if found else 1.0


def without_running_heads(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without page numbers and without the first and last lines that most pages share; and what went."""
    edges = Counter(shape for page in pages for shape in {_shape(page[place].words) for place in _edge(page)})
    running = {shape for shape, seen in edges.items() if seen >= 2 and seen >= 0.5 * len(pages)}
    dropped: dict[str, None] = {}
    kept: list[list[Line]] = []
    for page in pages:
        gone = {
            place
            for place in _edge(page)
            if _shape(page[place].words) in running or PAGE_NUMBER.match(page[place].words)
        }
        dropped.update((page[place].words, None) for place in sorted(gone) if len(_shape(page[place].words)) > 3)
        kept.append([line for place, line in enumerate(page) if place not in gone])
    return kept, list(dropped)


def _edge(page: Sequence[Line]) -> set[int]:
    # A page of a line or two is no frame around a text.
    if len(page) <= EDGE:
        return {place for place, line in enumerate(page) if PAGE_NUMBER.match(line.words)}
    return {*range(EDGE), *range(len(page) - EDGE, len(page))}


def _shape(words: str) -> str:
    return re.sub(r"\d+", "#", words.casefold())


def paragraphs(page: Sequence[Line], compounds: frozenset[str] = frozenset()) -> list[str]:
    """The paragraphs of a page, each whole; `compounds` are the hyphenated words that keep their hyphen."""
    if not page:
        return []
    leading = _leading(page)
    right = max(line.right for line in page)
    found = [page[0].words]
    for line, following in pairwise(page):
        if _ends(line, following, leading=leading, right=right):
            found.append(following.words)
        else:
            found[-1] = joined(found[-1], following.words, compounds, split=line.split)
    return found


def _leading(page: Sequence[Line]) -> float:
    gaps = [line.bottom - below.bottom for line, below in pairwise(page)]
    usual = [gap for gap in gaps if 0 < gap < 5 * max(line.size for line in page)]
    return median(usual) if usual else 0.0


def _ends(line: Line, following: Line, *, leading: float, right: float) -> bool:
    """Whether a paragraph ends with this line."""
    if line.split:
        return False
    gap = line.bottom - following.bottom
    stopped, short = STOP.search(line.words) is not None, _short(line, following, right)
    if abs(line.size - following.size) > 0.08 * max(line.size, 1.0):
        return abs(gap) > 0.3 * leading  # a raised number or small capitals stay in their line
    if gap < 0:  # the next column, or back to the top
        return stopped or not following.words[:1].islower()
    if leading and gap > LEADING * max(leading, SOLID * line.size):
        return True
    if ITEM.match(following.words) and (stopped or following.words[0] in "•·▪●◦‣"):
        return short or following.left < line.left - 2 or not following.words[:1].isdigit()
    indented = following.left > line.left + max(line.size, 6.0)
    return stopped and (short or indented)


def _short(line: Line, following: Line, right: float) -> bool:
    """Whether the next word would have fitted: then the line ends for another reason than its width."""
    character = (line.right - line.left) / len(line.words)
    return line.right + character * (2 + len(following.words.split(" ", 1)[0])) < right


def joined(before: str, after: str, compounds: frozenset[str] = frozenset(), *, split: bool = False) -> str:
    """Two lines as one; a word broken at the end of a line is whole again, and a compound keeps its hyphen."""
    head = before.rsplit(" ", 1)[-1]
    if split or (re.search(r"\w-$", head) and after[:1].islower()):
        stem = head.removesuffix("-")
        rest = re.match(r"[\w'’]*", after)
        compound = f"{stem}-{rest[0] if rest else ''}".casefold()
        keep = compound in compounds or stem[-1:].isdigit() or after[:1].isupper()
        return before.removesuffix("-") + ("-" if keep else "") + after
    return f"{before} {after}"


def compounds_of(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    """The hyphenated words that stand within lines; these keep their hyphen where a line breaks after it."""
    return frozenset(
        word.casefold() for page in pages for line in page for word in re.findall(r"\w+(?:-\w+)+", line.words)
    )


def lines_of(text: str) -> list[Line]:
    """Lines of a text that has no places, such as that of OCR: a blank line keeps its paragraphs apart."""
    found: list[Line] = []
    height = 0.0
    for words in text.split("\n"):
        height -= 1.0
        if words.strip():
            plain = " ".join(words.split())
            found.append(Line(words=plain, right=float(len(plain)), bottom=height, size=1.0))
    return found
