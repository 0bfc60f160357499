"""Words that are looked for, and the words of a text that they may meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TERM = re.compile(r'"([^"]*)"|([^\s"]+)')

LARGEST_PIECE, OVERLAP = 30_000, 300
"""Characters: PostgreSQL numbers the first 16,383 words of a piece; phrases shorter than the overlap are never cut."""

ACCENTED = 0x590
"""The first letter beyond Latin, Greek and Cyrillic, whose accents are folded away; other scripts keep their marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that must stand together; the last may be the beginning of one."""

    words: str
    begins: bool


def terms(query: str) -> list[Term]:
    """What a person typed: single words, "words in quotes", and `arrest*` for what begins so."""
    clean = query.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    found = [
        Term(words=(phrase or word).rstrip("*"), begins=word.endswith("*")) for phrase, word in TERM.findall(clean)
    ]
    return [term for term in found if any(character.isalnum() for character in term.words)]


class _Folding(dict[int, str]):
    """Character → the one it is looked for as: small, without its accent; a space for what is no part of a word."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        first, *marks = unicodedata.normalize("NFD", character)
        if ord(first) < ACCENTED and all(unicodedata.combining(mark) for mark in marks):
            character = first
        word = unicodedata.category(character)[0] in "LN"
        self[code] = character.lower()[0] if word else " "
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """A text as it is searched, character for character: what is found in it stands at the same place in the text."""
    return text.translate(_FOLDING)


def pieces(text: str) -> Iterator[str]:
    """A text in pieces that an index can hold, cut between words; they overlap, so that phrases are found whole."""
    start = 0
    while len(text) - start > LARGEST_PIECE:
        end = _gap(text, start + LARGEST_PIECE // 2, start + LARGEST_PIECE)
        yield text[start:end]
        start = _gap(text, end - OVERLAP * 2, end - OVERLAP)
    yield text[start:]


def _gap(text: str, first: int, last: int) -> int:
    """The last place between words from one offset to another; the other, where there is none."""
    found = folded(text[first:last]).rfind(" ")
    return first + found if found >= 0 else last
