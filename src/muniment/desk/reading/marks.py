"""Marks: a report's text as the desk shows it, in pieces that know their offsets, so that words selected in it are a passage."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from muniment.desk.words.speaking import gettext
from muniment.incident import Copy
from muniment.report import Report
from muniment.statement import Statement

LONGEST = 4_000
"""Characters of one block of text: a browser lays out many small ones faster than one line of a book."""

BREAK = re.compile(r"\n{2,}")

CONTROLS = {
    "\u061c": "Arabic letter mark",
    "\u200b": "zero width space",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "pop directional formatting",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2060": "word joiner",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "pop directional isolate",
    "\ufeff": "zero width no-break space",
}
"""Signs that nobody sees, but that change how the words around them look; they are named, and act on nothing."""

CONTROL = re.compile(f"[{''.join(CONTROLS)}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or a part of a long one, from its first code point on."""

    start: int
    end: int
    label: str
    """The page or cell that begins with it."""
    markup: Markup


def blocks(
    report: Report, statements: Sequence[Statement], *, copies: Iterable[Copy] = (), state: Callable[[str], str]
) -> Iterator[Block]:
    """The text in blocks; each trigger is a link to its statement, and the words that another report had first are marked.

    `state` gives a word for how a statement stands.
    """
    spans: list[tuple[int, int, Statement | Copy]] = [(one.trigger.start, one.trigger.end, one) for one in statements]
    spans += [(one.start, one.end, one) for one in copies]
    spans.sort(key=lambda span: span[:2])
    labels = {mark.start: mark.label for mark in reversed(report.marks)}
    anchored: set[str] = set()
    later, open_ = 0, list[tuple[int, int, Statement | Copy]]()
    for start, end in _cut(report.text, labels):
        open_ = [span for span in open_ if span[1] > start]
        while later < len(spans) and spans[later][0] < end:
            open_.append(spans[later])
            later += 1
        inside = [span for span in open_ if span[1] > start]
        markup = _marked(report.text, start, end, inside, anchored, state)
        yield Block(start=start, end=end, label=labels.get(start, ""), markup=markup)


def plain(words: str) -> Markup:
    """Words as they stand, with the signs that nobody sees named, each shut in so that it turns nothing round."""
    if not CONTROL.search(words):
        return escape(words)
    pieces: list[Markup] = []
    at = 0
    for found in CONTROL.finditer(words):
        sign = found[0]
        pieces.append(escape(words[at : found.start()]))
        pieces.append(
            Markup('<bdi class="control" title="{}" data-code="U+{:04X}">{}</bdi>').format(
                gettext(CONTROLS[sign]), ord(sign), sign
            )
        )
        at = found.end()
    return Markup("").join([*pieces, escape(words[at:])])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same words without the spaces around them, as a hand that selects takes them along."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _cut(text: str, labels: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last code points of the blocks: paragraphs, pages and cells, and no more than so many characters."""
    breaks = {edge for found in BREAK.finditer(text) for edge in found.span()} | {at for at in labels if at < len(text)}
    for start, end in itertools.pairwise(sorted({0, len(text)} | breaks)):
        while end - start > LONGEST:
            space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = space + 1 if space > 0 else start + LONGEST
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def _marked(
    text: str,
    start: int,
    end: int,
    spans: Sequence[tuple[int, int, Statement | Copy]],
    anchored: set[str],
    state: Callable[[str], str],
) -> Markup:
    cuts = sorted({start, end} | {edge for span in spans for edge in span[:2] if start < edge < end})
    pieces: list[Markup] = []
    for first, last in itertools.pairwise(cuts):
        over = [one for begin, stop, one in spans if begin <= first and last <= stop]
        words = plain(text[first:last])
        said = [one for one in over if isinstance(one, Statement)]
        if said:
            words = _mark(words, said, anchored, state)
        if any(isinstance(one, Copy) for one in over):
            words = Markup('<span class="copied">{}</span>').format(words)
        pieces.append(words)
    return Markup("").join(pieces)


def _mark(words: Markup, over: Sequence[Statement], anchored: set[str], state: Callable[[str], str]) -> Markup:
    kinds = {one.kind for one in over} | {"counts" if any(one.countable for one in over) else "apart"}
    kinds |= {state(one.id) for one in over}
    anchors = Markup("").join(Markup('<span id="{}"></span>').format(one.id) for one in over if one.id not in anchored)
    anchored.update(one.id for one in over)
    return Markup('{}<a class="mark {}" href="?at={}#{}" data-statements="{}">{}</a>').format(
        anchors, " ".join(sorted(kinds)), over[0].id, over[0].id, " ".join(one.id for one in over), words
    )
