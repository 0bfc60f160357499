"""Cues: named observations about something in a report, which trained weights add up."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

from muniment.extracting.principal.survey import Survey
from muniment.statement import Statement
from muniment.taxonomy import types

Grouped = TypeVar("Grouped")
Cues: TypeAlias = dict[str, float]
Stretch: TypeAlias = tuple[int, int]
"""Start and end of something in the text."""

NEAR = 160
"""Code points within which a name stands beside an act."""

LEAD = 600
"""Code points after the title that open a report."""

BESIDE = 40
"""Code points on either side whose words are cues of a name."""

STEM = 7
"""Letters by which a word beside a name is known: "journalist" and "journalists" are one cue."""

DISTANT = 10_000
PREPOSITIONS = frozenset("in at near outside from of to on since until between during by".split())
WORD = re.compile(r"(?<![A-Za-z])[a-z]{3,}")
WORD_BEFORE = re.compile(r"([A-Za-z]+)\W{1,3}(?:the\s+)?$")
RANKED = {
    "times": "most_times",
    "beside_act": "most_beside_act",
    "first": "earliest",
    "of_countable_harm": "most_of_harm",
}
"""Cues that also say who has most of them among all candidates."""


@dataclass(frozen=True)
class Ground:
    """What is asked again and again of one survey: its harmful statements and where they stand."""

    survey: Survey

    @cached_property
    def harmful(self) -> Sequence[Statement]:
        """Statements of acts that harm somebody, and of harms, first to last."""
        found = [one for one in self.survey.statements if harmful(one)]
        return sorted(found, key=lambda one: one.trigger.start)

    @cached_property
    def countable(self) -> Sequence[Statement]:
        """Those of them that somebody says happened."""
        return [one for one in self.harmful if one.countable]

    @cached_property
    def sentences(self) -> frozenset[int]:
        """Sentences in which it is told that somebody was harmed."""
        return frozenset(self.survey.sentence(one.trigger.start) for one in self.countable)

    @cached_property
    def named(self) -> frozenset[int]:
        """Those of them in which the one harmed has a name."""
        told = (one for one in self.countable if any(party.value[:1].isupper() for party in one.parties("victim")))
        return frozenset(self.survey.sentence(one.trigger.start) for one in told)

    @cached_property
    def lands(self) -> Mapping[str, float]:
        """Share of each country among all words for countries, their people and the places in them."""
        survey = self.survey
        codes = [code for code, _, _ in survey.lands] + [place.country for place in survey.places if place.country]
        return {code: codes.count(code) / len(codes) for code in set(codes)}

    @cached_property
    def first(self) -> int:
        """Where the first countable harmful act below the title is told."""
        starts = [one.trigger.start for one in self.countable if one.trigger.start >= self.survey.title_end]
        return min(starts, default=DISTANT)

    @cached_property
    def titled(self) -> frozenset[str]:
        """Types that the title tells."""
        return frozenset(one.type for one in self.harmful if one.trigger.end <= self.survey.title_end)

    def standing(self, starts: Sequence[int]) -> Cues:
        """Where in the report something stands: title, lead, near what was done, how often."""
        survey = self.survey
        beside = sum(survey.sentence(start) in self.sentences for start in starts)
        cues = self.opening(starts) | {
            "times": math.log2(1 + len(starts)),
            "first": 1 - min(starts) / max(len(survey.text), 1),
            "distance": math.log2(1 + self._distance(starts)) / math.log2(DISTANT),
        }
        if beside:
            cues["beside_act"] = math.log2(1 + beside)
        if any(survey.sentence(start) in self.named for start in starts):
            cues["beside_named"] = 1
        for name, within in (("beside_first_act", NEAR), ("around_first_act", 4 * NEAR)):
            if any(abs(start - self.first) < within for start in starts):
                cues[name] = 1
        return cues

    def opening(self, starts: Iterable[int], prefix: str = "") -> Cues:
        """Whether something stands in the title or in the lead."""
        end, starts = self.survey.title_end, tuple(starts)
        cues: Cues = {}
        if any(start < end for start in starts):
            cues[prefix + "title"] = 1
        if any(end <= start < end + LEAD for start in starts):
            cues[prefix + "lead"] = 1
        return cues

    def held(self, statements: Sequence[Statement]) -> Cues:
        """What the statements are that hold a place or a date."""
        done = [one for one in statements if harmful(one)]
        counted = [one for one in done if one.countable]
        cues: Cues = {}
        if done:
            cues["of_harm"] = 1
        if counted:
            cues["of_countable_harm"] = math.log2(1 + len(counted))
        if any(one.type in self.titled for one in counted):
            cues["of_titled_type"] = 1
        if any(one in self.countable[:2] for one in counted):
            cues["of_first_harm"] = 1
        if len(done) < len(statements):
            cues["of_other"] = 1
        return cues

    def _distance(self, starts: Iterable[int]) -> int:
        told = self._told
        near = (
            abs(start - told[at])
            for start in starts
            for after in (bisect.bisect(told, start),)
            for at in (after - 1, after)
            if 0 <= at < len(told)
        )
        return min(near, default=DISTANT - 1)

    @cached_property
    def _told(self) -> Sequence[int]:
        """Where the countable harmful acts are told, first to last."""
        return [one.trigger.start for one in self.countable]


def harmful(statement: Statement) -> bool:
    """Whether a statement is of an act that harms somebody, or of a harm."""
    entry = types().get(statement.type)
    return statement.kind == "harm" or (statement.kind == "act" and entry is not None and bool(entry.harms))


def prepositions(text: str, starts: Iterable[int]) -> Cues:
    """Which prepositions stand before something, past an article."""
    found = (WORD_BEFORE.search(text, max(0, start - 24), start) for start in starts)
    words = {match[1].lower() for match in found if match}
    return {f"after_{word}": 1.0 for word in words & PREPOSITIONS}


def surroundings(survey: Survey, stretches: Iterable[Stretch], *, weight: float = 0.3) -> Cues:
    """The common words beside a name, in its own sentence; names are never cues."""
    cues: Cues = {}
    for start, end in stretches:
        number = survey.sentence(start)
        opens = survey.sentences[number] if number >= 0 else 0
        closes = survey.sentences[number + 1] if number + 1 < len(survey.sentences) else len(survey.text)
        for side, text in (
            ("before", survey.text[max(start - BESIDE, opens) : start]),
            ("after", survey.text[end : min(end + BESIDE, closes)]),
        ):
            for word in WORD.findall(text):
                cues[f"{side}:{word[:STEM]}"] = weight
                cues[f"beside:{word[:STEM]}"] = weight
    return cues


def ranked(candidates: Sequence[Cues]) -> None:
    """Adds to each who has most of what, and among how many."""
    for name, most in RANKED.items():
        best = max((cues.get(name, 0) for cues in candidates), default=0)
        for cues in candidates:
            if best and cues.get(name, 0) == best:
                cues[most] = 1
    for cues in candidates:
        cues["rivals"] = math.log2(len(candidates))


def grouped(values: Iterable[tuple[str, Grouped]]) -> Mapping[str, list[Grouped]]:
    """Values by key, in the order they come."""
    groups: dict[str, list[Grouped]] = {}
    for key, value in values:
        groups.setdefault(key, []).append(value)
    return groups
