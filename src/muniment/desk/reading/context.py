"""A passage in its context: the words around a statement, with its trigger and its slots marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from markupsafe import Markup

from muniment.desk.reading.marks import plain
from muniment.desk.words.speaking import gettext
from muniment.report import Report
from muniment.statement import Statement

AROUND = 1_500
"""Characters shown before and after the words of a statement."""


def in_context(report: Report, statement: Statement) -> Markup:
    """The paragraphs around a statement; each piece carries its offset, so that words selected in it are a passage."""
    marks = [("trigger", statement.trigger.start, statement.trigger.end)]
    marks += [(slot, value.start, value.end) for slot, held in statement.slots.items() for value in held]
    first, last = statement.trigger.start, statement.trigger.end
    begin, end = _paragraph_start(report.text, first), _paragraph_end(report.text, last)
    inside = [(name, start, stop) for name, start, stop in marks if begin <= start and stop <= end]
    cuts = sorted({begin, end} | {edge for _, start, stop in inside for edge in (start, stop)})
    return Markup("").join(_pieces(report.text, cuts, inside))


def _pieces(text: str, cuts: list[int], marks: list[tuple[str, int, int]]) -> Iterator[Markup]:
    for start, stop in itertools.pairwise(cuts):
        over = sorted({name for name, begin, end in marks if begin <= start and stop <= end})
        kind = "trigger" if "trigger" in over else "slot" if over else "plain"
        said = ", ".join(gettext(name.replace("_", " ")) for name in over if name != "trigger")
        yield Markup('<span class="{}" data-start="{}"{}>{}</span>').format(
            kind, start, Markup(' title="{}"').format(said) if said else "", plain(text[start:stop])
        )


def _paragraph_start(text: str, place: int) -> int:
    least = max(0, place - AROUND)
    found = text.rfind("\n\n", least, max(least, place - 200))
    return found + 2 if found >= 0 else _word(text, least)


def _paragraph_end(text: str, place: int) -> int:
    most = min(len(text), place + AROUND)
    found = text.find("\n\n", min(most, place + 200), most)
    return found if found >= 0 else most


def _word(text: str, place: int) -> int:
    found = text.find(" ", place, place + 60)
    return place if place == 0 or found < 0 else found + 1
