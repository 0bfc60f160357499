"""What a report says anywhere of somebody it names: what they do, and by which pronouns they go."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from muniment.extracting.people import words
from muniment.extracting.principal.cues import Stretch
from muniment.extracting.principal.survey import Survey

NAMES = r"(?:(?:[A-Z][\w.’'-]*|al-\w+|bin|and|,|&)\s*)*"
"""Names that stand between what several people do and the one asked for: "journalists Ana Belt and Oru Tam"."""

BEFORE = re.compile(rf"((?:[\w’'-]+\s+){{0,3}}?)\b([a-z][a-z-]+)(,?\s+(?:named\s+|called\s+)?)({NAMES})$")
AFTER = re.compile(
    r"(?:\s*\(\d+\)|,\s*(?:aged\s+)?\d+)?(?:,?\s+who\s+(?:is|was|worked as|works as)|,|\s+(?:is|was|worked as|works as))\s+"
    r"(?:an?|the|another|one of the)\s+([^.;:\n]{3,90})"
)
APPOSED = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Aa]nother)\s+([^.,;:—–\n]{3,80}),\s*$")
"""What stands before a name and a comma: "a well-known blogger in the republic, Oru Tam"."""

LISTED = re.compile(
    r"\b([a-z][a-z-]+s)\b[^.;:—–\n]{0,90}?(?:\s*(?:—|–|--|:)\s*|\s+(?:are|were|including|include|included|like|such as|namely)\s+)"
)
"""What opens a list of names: "four journalists from the north — Oru Tam, Ana Belt and …"."""

ITEM = re.compile(r"[^\W\d_][\w’'-]*")
BETWEEN = frozenset("of the from with for and at in a an or aged its".split())
"""Small words inside the items of such a list: "Ana Belt of the Courier; Oru Tam, 23, and"."""

NEAR = 120
"""Letters before a name in which its occupation may stand."""

FAR = 320
"""Letters before a name within which its list may open."""

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
HEAD_ENDS = re.compile(r"[,(]|\s(?:of|for|from|with|at|in|on|to|and|or|who|whose|which)\s")
"""Where the first noun of a phrase has been said."""

FEW = 3
"""Words before an occupation that may belong to it: "labour rights activist"."""

LOOSE = frozenset(
    "a an the of and or by to in on at for with from as is was were are who that his her their its one two three also "
    "said says including against after before former late slain veteran young his another other".split()
)


def occupation(survey: Survey, names: Sequence[str]) -> str | None:
    """What somebody does, in the words of the report; the words that stand there most often, the first of equals."""
    found = Counter(said for name in names for said in _said(survey.text, name))
    return max(found, key=lambda said: found[said]) if found else None


def sex(survey: Survey, stretches: Sequence[Stretch]) -> str | None:
    """The sex that the words for somebody give; none where none does, or they disagree."""
    said = [survey.text[start:end].casefold() for start, end in stretches]
    found = {name for name in ("female", "male") if any(word in words("sex", name) for word in said)}
    return found.pop() if len(found) == 1 else None


def _said(text: str, name: str) -> Iterator[str]:
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        line = text.rfind("\n", 0, found.start()) + 1
        near = text[max(line, found.start() - NEAR) : found.start()]
        before, apposed = BEFORE.search(near), APPOSED.search(near)
        if before is not None and (noun := _does(before[2])) and (not before[4] or noun != before[2]):
            yield _with_modifiers(before[1], noun)
        if apposed is not None and (said := _first(apposed[1])):
            yield said
        if (noun := _listed(text[max(line, found.start() - FAR) : found.start()])) is not None:
            yield noun
        after = AFTER.match(text, found.end())
        if after is not None and (said := _first(after[1])):
            yield said


def _listed(before: str) -> str | None:
    """What all are who are listed up to here, where nothing but names and what they are of stands between."""
    for opened in reversed(list(LISTED.finditer(before))):
        words_between = ITEM.findall(before[opened.end() :])
        names = [word for word in words_between if word[0].isupper()]
        if all(word[0].isupper() or word in BETWEEN for word in words_between) and (names or not words_between):
            return _does(opened[1])
    return None


def _first(phrase: str) -> str | None:
    """The occupation that a phrase names first, with what belongs to it: "a dissident Iranian journalist"."""
    head = HEAD_ENDS.split(phrase, maxsplit=1)[0]
    found = [word for word in WORD.finditer(head) if _does(word[0])][-1:]
    found = found or [word for word in WORD.finditer(phrase) if _does(word[0])][:1]
    return next((_with_modifiers(phrase[: word.start()], _does(word[0]) or "") for word in found), None)


def _with_modifiers(before: str, noun: str) -> str:
    kept: list[str] = []
    for word in reversed(before.split()[-FEW:]):
        told = word.endswith(("ed", "ing"))  # "jailed journalists": what was done to them
        if word.casefold() in LOOSE or told or not word[0].islower():
            break
        kept.insert(0, word)
    return " ".join([*kept, noun])


def _does(word: str) -> str | None:
    """The occupation that a word names, in the singular; none where it names none."""
    low = word.casefold()
    single = low.removesuffix("s") if low not in _occupations() else low
    return single if single in _occupations() else None


@functools.cache
def _occupations() -> frozenset[str]:
    return words("kind.person") - words("not_an_occupation")
