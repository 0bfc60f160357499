"""Withheld: what must not be told of what somebody does not see, in decisions, the log, origins and what is found by words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from muniment.decision import Decision
from muniment.incident import Copy, Origin
from muniment.record import as_json
from muniment.run import Entry

NAMED = re.compile(r"\b(?:st|rp|ac|dc|in|og|lk|ct|pi)_[0-9a-f]{20}\b")
"""An id of the record, wherever it is written."""

ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
WORD = re.compile(r"\w+")


def told(decision: Decision, shows: Callable[[str], bool]) -> Decision | None:
    """A decision as it may be told: none on what is not shown; without a reason that names it, or values that point to it."""
    if not all(map(shows, decision.targets)):
        return None
    reason = decision.reason if all(map(shows, NAMED.findall(decision.reason))) else ""
    amendment = decision.amendment
    if amendment is not None and "slots" in amendment and not all(map(shows, NAMED.findall(str(as_json(amendment))))):
        amendment = {**amendment, "slots": _unpointed(amendment["slots"], shows)}
    if (reason, amendment) == (decision.reason, decision.amendment):
        return decision
    return replace(decision, reason=reason, amendment=amendment)


def _unpointed(slots: object, shows: Callable[[str], bool]) -> object:
    if not isinstance(slots, dict):
        return {}
    return {slot: [one for one in values if all(map(shows, NAMED.findall(str(one))))] for slot, values in slots.items()}


def without_notes(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The log without what was noted in words, which may name anything."""
    return (replace(one, note="") for one in entries)


def origins_among(origins: Iterable[Origin], hidden: Collection[str]) -> Iterator[Origin]:
    """Origins as far as their reports are shown; where the original is not, the first that repeats it stands for it."""
    for one in origins:
        reports = tuple(report for report in one.reports if report not in hidden)
        if reports == one.reports:
            yield one
        elif reports:
            copies = tuple(_original(copy, reports[0], hidden) for copy in one.copies if copy.report not in hidden)
            yield replace(one, reports=reports, copies=tuple(copy for copy in copies if copy.report != copy.original))


def _original(copy: Copy, first: str, hidden: Collection[str]) -> Copy:
    return replace(copy, original=first) if copy.original in hidden else copy


def holds(text: str, query: str) -> bool:
    """Whether all that somebody asked for stands in a text: words in quotes together, `arrest*` as the beginning of one.

    A search that knows the whole text would tell, by what it finds, which words are black.
    """
    words = f" {' '.join(_words(text))} "
    asked = [(_words(phrase or word), word.endswith("*")) for phrase, word in ASKED.findall(query)]
    wanted = [f" {' '.join(one)}{'' if begins else ' '}" for one, begins in asked if one]
    return bool(wanted) and all(one in words for one in wanted)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
