"""Retelling: sentences that the library finished in English, in the language that is spoken, each by the template it was made of.

What an error says, why something was refused and how a count is reckoned come here as one string each, many of them kept
in the record so. The catalogue holds their templates under a context of their own; `tools/sentences.py` collects them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from muniment.desk.words.speaking import ENGLISH, language, messages, numeral

SAID = "said"
"""The context of finished sentences in the catalogues."""

PLACE = re.compile(r"'%\(\w+\)s'|%\(\w+\)s")
LETTERS = re.compile(r"[^\W\d_]")
FIGURES = re.compile(r"[\d.,:\s–-]+")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

FEW = 6
"""Letters of its own below which a template says too little alone: it then holds only where it holds something known."""

Known = Literal["told", "figures", "kept"]

LONGEST = 2000
"""Characters of a sentence; what is longer stays as it is."""

DEEPEST = 4
"""Sentences within one another; what lies deeper stays as it is."""

MOST_MARKS = 6
"""Marks of one kind at which a sentence is tried to be of two: names that people gave may hold very many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A sentence with places for values, and how it is said."""

    says: str
    letters: int
    edged: bool
    """Whether it begins or ends with letters of its own, and does not only join two values."""
    anchor: str
    """The longest piece of its own, without which no sentence is made of it."""
    form: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retellings:
    """The sentences of a language: those without places, and templates, the one with the most letters of its own first."""

    whole: dict[str, str]
    codes: dict[str, str]
    """The words of the desk for the codes that a sentence may name; not where they stand in quotes: that somebody typed."""
    templates: tuple[Template, ...]


def retold(sentence: str) -> str:
    """A finished sentence in the language that is spoken; one that no template fits stays as it is."""
    if language() == ENGLISH or len(sentence) > LONGEST:
        return sentence
    return _found(language(), sentence, 0) or sentence


@cache
def retellings(spoken: str) -> Retellings:
    """What a language's catalogue holds of them."""
    held = {str(one.id): str(one.string) for one in messages(spoken) if one.context == SAID and one.string}
    places = {said for said in held if PLACE.search(said)}
    made = [_template(said, held[said]) for said in places]
    return Retellings(
        whole={said.replace("%%", "%"): held[said].replace("%%", "%") for said in held.keys() - places},
        codes={
            str(one.id).replace(" ", "_"): str(one.string)
            for one in messages(spoken)
            if not one.context and not one.pluralizable and one.string
        },
        templates=tuple(sorted(made, key=lambda one: (-one.letters, -one.form.groups, one.says))),
    )


def _template(said: str, says: str) -> Template:
    pieces = [piece.replace("%%", "%") for piece in PLACE.split(said)]
    form = re.escape(pieces[0])
    for place, piece in zip(PLACE.findall(said), pieces[1:], strict=True):
        name = place.strip("'")[2:-2]
        # What `repr` made: in single or double quotes; a number in none.
        value = rf"(?P<{name}>'.*?'|\".*?\"|.*?)" if place.startswith("'") else rf"(?P<{name}>.*?)"
        form += value + re.escape(piece)
    return Template(
        says=says,
        letters=len(LETTERS.findall("".join(pieces))),
        edged=any(LETTERS.search(piece) for piece in (pieces[0], pieces[-1])),
        anchor=max(pieces, key=len),
        form=re.compile(form, re.DOTALL),
    )


@lru_cache(maxsize=4096)
def _found(spoken: str, sentence: str, depth: int) -> str | None:
    """A sentence as it is said; `None` where no template fits it, or it lies too deep in others."""
    held = retellings(spoken)
    if (whole := held.whole.get(sentence)) is not None or depth == DEEPEST:
        return whole
    for one in held.templates:
        for said in _fits(one, sentence) if one.anchor in sentence else ():
            values = {name: _value(spoken, value, depth + 1) for name, value in said.items()}
            known = {how for _, how in values.values()}
            plain = one.letters >= FEW or (one.edged and not depth)
            if plain or "told" in known or (depth and "figures" in known):
                return one.says % {name: value for name, (value, _) in values.items()}
    return None


def _fits(one: Template, sentence: str) -> Iterator[dict[str, str]]:
    """The values that a template has in a sentence; of two joined by a mark alone, wherever that mark stands."""
    if one.letters:
        if match := one.form.fullmatch(sentence):
            yield match.groupdict()
        return
    first, last = one.form.groupindex
    for mark in islice(re.finditer(re.escape(one.anchor), sentence), MOST_MARKS):
        yield {first: sentence[: mark.start()], last: sentence[mark.end() :]}


def _value(spoken: str, value: str, depth: int) -> tuple[str, Known]:
    """What stands in a place: a sentence or a code itself, figures, or what stays as it is; so does all that is quoted."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1], "kept"
    if (told := _found(spoken, value, depth) or retellings(spoken).codes.get(value)) is not None:
        return told, "told"
    if FIGURES.fullmatch(value):
        return THOUSANDS.sub(lambda number: numeral(int(number[0].replace(",", ""))), value), "figures"
    return value, "kept"
