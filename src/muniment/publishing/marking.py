"""A report's text with the words of every statement marked; marks may overlap."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from muniment.report import Report
from muniment.statement import Statement


def marked(report: Report, statements: Sequence[Statement]) -> Markup:
    """The text as paragraphs; each trigger is a link target and leads to its statements' cards.

    The text is cut at every boundary of a mark or a paragraph, so that overlapping marks nest nowhere, none is lost,
    and none runs over the end of a paragraph.
    """
    marks = [(one.trigger.start, one.trigger.end, one) for one in statements]
    breaks = {edge for found in re.finditer(r"\n{2,}", report.text) for edge in found.span()}
    cuts = sorted({0, len(report.text)} | breaks | {edge for start, end, _ in marks for edge in (start, end)})
    first_of: set[str] = set()
    pieces: list[str] = []
    for start, end in itertools.pairwise(cuts):
        over = [one for begin, stop, one in marks if begin <= start and end <= stop]
        pieces.append(str(_piece(report.text[start:end], over, first_of)))
    pages = {mark.start: mark.label for mark in report.marks if mark.label.startswith("page")}
    return (
        Markup("".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs("".join(pieces))))
        if not pages
        else Markup("".join(_with_pages("".join(pieces), len(pages))))
    )


def _piece(words: str, over: Sequence[Statement], first_of: set[str]) -> Markup:
    text = escape(words)
    if not over or not words.strip():
        return text
    anchors = Markup("").join(Markup('<a id="{}"></a>').format(one.id) for one in over if one.id not in first_of)
    first_of.update(one.id for one in over)
    kinds = " ".join(sorted({one.kind for one in over} | {"counts" if any(one.countable for one in over) else "apart"}))
    ids = " ".join(one.id for one in over)
    return Markup('{}<a class="mark {}" href="#card-{}" data-statements="{}">{}</a>').format(
        anchors, kinds, over[0].id, ids, text
    )


def _paragraphs(html: str) -> Iterator[str]:
    for paragraph in html.split("\n\n"):
        if paragraph.strip():
            yield paragraph.strip("\n").replace("\n", "<br>")


def _with_pages(html: str, pages: int) -> Iterator[str]:
    yield f'<p class="note">{pages} pages; the page is named on each statement.</p>'
    yield from (f"<p>{paragraph}</p>" for paragraph in _paragraphs(html))
