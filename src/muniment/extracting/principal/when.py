"""Candidates for when: dates, and the calendar of their EDTF values."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from muniment import edtf
from muniment.extracting.principal.candidates import Candidate, listed, stretches_of
from muniment.extracting.principal.cues import Cues, Ground, grouped, prepositions
from muniment.extracting.principal.survey import Survey
from muniment.statement import When

HEADER = 40
"""Letters that a line has at most beside a date that heads the page rather than tells of anything."""

AGES = (("years", 730), ("year", 365), ("months", 62), ("month", 21), ("weeks", 7), ("days", 1))
DATE_WORDS = {
    "year_written": re.compile(r"\b(?:19|20)\d\d\b"),
    "digits": re.compile(r"\d"),
    "reckoned": re.compile(r"\b(?:ago|last|past|previous)\b"),
    "now": re.compile(r"\b(?:today|this|now|current)"),
}


def dates(ground: Ground) -> list[Candidate]:
    """Dates that say at least a year."""
    survey = ground.survey
    valid = (
        (when.value, when)
        for when in survey.dates
        if edtf.valid(when.value) and calendar(when.value)[0] and not _heads(survey, when)
    )
    return listed(
        Candidate(name=value, cues=_date_cues(ground, value, held), stretches=stretches_of(held))
        for value, held in grouped(valid).items()
    )


def _heads(survey: Survey, when: When) -> bool:
    """Whether a date is the report's own, alone in a line of its own: "By our reporter, 13 March 2021"."""
    if when.value != survey.published:
        return False
    start, end = survey.text.rfind("\n", 0, when.start) + 1, survey.text.find("\n", when.end)
    line = survey.text[start : end if end >= 0 else None].strip()
    return len(line) - len(when.words) <= HEADER


def _date_cues(ground: Ground, value: str, mentions: Sequence[When]) -> Cues:
    survey = ground.survey
    starts = [when.start for when in mentions]
    held = [one for one in survey.statements if any(when.value == value for when in one.dates())]
    cues = ground.standing(starts) | ground.held(held) | prepositions(survey.text, starts)
    words = " ".join(when.words for when in mentions).lower()
    cues |= {name: 1.0 for name, pattern in DATE_WORDS.items() if pattern.search(words)}
    cues[f"is_{edtf.precision(value)}"] = 1
    if "/" in value:
        cues["open" if ".." in value else "range"] = 1
    return cues | _age(value, survey.published)


def _age(value: str, published: str | None) -> Cues:
    """How long before the report a date lies."""
    first, last = edtf.bounds(value)
    day, end = edtf.bounds(published)[0] if published else None, last or first
    if day is None or end is None:
        return {"age_unknown": 1}
    days = (day - end).days
    for name, least in AGES:
        if days >= least:
            return {f"age_{name}": 1, "age": math.log2(1 + days) / 10}
    return {"age_same": 1} if days >= 0 else {"ahead": 1}


def calendar(value: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day as far as an EDTF value has one of each; a range only what both its ends share."""
    ends = [re.sub(r"[~?%]", "", end).split("-") for end in value.split("/") if end and end != ".."]
    if not ends or not (ends[0][0].isdigit() and len(ends[0][0]) == 4):
        return None, None, None
    first, last = ends[0], ends[-1]
    month = first[1] if len(first) > 1 and first[1].isdigit() and int(first[1]) <= 12 else None
    if first[:2] != last[:2]:
        month = None
    whole = month is not None and len(ends) == 1 and len(first) > 2 and first[2].isdigit()
    return first[0], month, first[2] if whole else None
