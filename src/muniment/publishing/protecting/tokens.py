"""Words as they are compared when names are hidden: without case, accents, or the signs between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "a"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)
CLITICS = "وفبلك"
"""Letters that Arabic writes together with the word that follows: and, so, by, for, like."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, where it stands, and as it is compared."""

    start: int
    end: int
    words: str
    folded: str

    @property
    def capital(self) -> bool:
        """Whether it is written as names are; scripts without capitals write all words so."""
        return not self.words[:1].islower()


def folded(word: str) -> str:
    """A word in lower case, without accents and marks."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(LETTERS)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    for found in WORD.finditer(text):
        yield Token(found.start(), found.end(), found.group(), folded(found.group()))


def phrase(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(token.folded for token in tokens(text))


def readings(word: str) -> Iterator[tuple[int, str]]:
    """What a word may be: itself, and in Arabic what follows a letter that is written on to it, with how far in that begins."""
    yield 0, word
    if len(word) > 3 and word[0] in CLITICS:
        yield 1, word[1:]
