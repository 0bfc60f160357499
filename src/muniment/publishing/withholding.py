"""Withholding: words that may not be shown are blackened, so that every offset stays what it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from muniment.report import Report
from muniment.statement import Content, Statement, passages

BLACK = "█"
"""Stands for each character of words that are withheld."""

BLACKENED = BLACK * 5
"""Stands for words that are withheld where no offset is kept, however many and however long they are."""


def blackened(report: Report, hidden: Iterable[Statement], shown: Iterable[Statement]) -> Report:
    """A report with the words of hidden statements blackened, where none that is shown stands on them.

    Without its hashes then: whoever guesses a black word would know by the hash of the whole that they guessed it.
    """
    return _without(report, _places(hidden) - _places(shown))


def unpointed(statement: Statement, withheld: Iterable[str]) -> Statement:
    """A statement without the slot values that name a withheld one, since they carry its words."""
    slots = {
        slot: tuple(value for value in values if not (isinstance(value, Content) and value.statement in withheld))
        for slot, values in statement.slots.items()
    }
    if slots == statement.slots:
        return statement
    return replace(statement, slots={slot: values for slot, values in slots.items() if values})


def _places(statements: Iterable[Statement]) -> set[int]:
    return {place for one in statements for held in passages(one) for place in range(held.start, held.end)}


def _without(report: Report, places: set[int]) -> Report:
    if not places:
        return report
    text = "".join(BLACK if at in places and not sign.isspace() else sign for at, sign in enumerate(report.text))
    title = title_without(report.title, report.text, places)
    return replace(report, text=text, title=title, sha256="", text_sha256="")


def title_without(title: str | None, text: str, places: Collection[int]) -> str | None:
    """A title without the words that are blackened at these places of the text."""
    for words in _runs(text, places) if title else ():
        title = title and re.sub(r"\s+".join(map(re.escape, words.split())), BLACKENED, title, flags=re.IGNORECASE)
    return title


def _runs(text: str, places: Collection[int]) -> list[str]:
    """The words that are blackened, each run of them once, the longest first, so that a title can be searched for them."""
    runs = ("".join(text[at] if at in places else "\0" for at in range(len(text)))).split("\0")
    return sorted({run.strip() for run in runs if len(run.strip()) > 2}, key=len, reverse=True)
