"""Veil: the one place through which every word and every id of a protected dossier passes."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from muniment.publishing.protecting.tokens import Token, phrase, readings, tokens
from muniment.publishing.withholding import BLACKENED

ID = re.compile(r"\b([a-z]{2})_([0-9a-f]{20})\b")
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of pseudonyms: consonants alone, so that none is a word."""

CODE = 5
FIXED = frozenset(
    "kind type realis specificity basis commit precision scope unit measure visibility rule country age_group sex language "
    "media_type published retrieved of what why profile subject ruling".split()
)
"""Fields that hold codes and dates, and nobody's words."""

T = TypeVar("T")
Edit = tuple[int, int, str]
"""From, to, and what stands there instead."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """What is said instead of what, under the key of one dossier."""

    key: bytes
    keyed: bool = False
    """Whether ids are derived with the key, so that nobody can test a guess against them."""
    swaps: Mapping[tuple[str, ...], str] = dataclasses.field(default_factory=dict)
    """Words as they are compared → what stands instead."""
    proper: frozenset[tuple[str, ...]] = frozenset()
    """Those that are common words too, and are hidden only where they begin with a capital."""
    lengths: Mapping[str, Sequence[int]] = dataclasses.field(init=False, repr=False, compare=False)
    """First word of what is hidden → how many words it may have, the most first."""

    def id(self, id: str) -> str:
        """An id as it is published."""
        return ID.sub(lambda found: self._keyed(found.group()), id) if self.keyed else id

    def _keyed(self, id: str) -> str:
        return f"{id[:3]}{self._digest(id)[:20]}"

    def _digest(self, said: str) -> str:
        return hmac.new(self.key, said.encode(), hashlib.sha256).hexdigest()

    def pseudonym(self, who: str, *, kind: str = "Person") -> str:
        """A name that only this key gives to this one."""
        number, code = int(self._digest(f"name {who}"), 16), ""
        for _ in range(CODE):
            number, place = divmod(number, len(LETTERS))
            code += LETTERS[place]
        return f"{kind} {code}"

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for said in self.swaps:
            lengths.setdefault(said[0], set()).add(len(said))
        object.__setattr__(self, "lengths", {word: sorted(held, reverse=True) for word, held in lengths.items()})

    def edits(self, text: str) -> Iterator[Edit]:
        """Where words are hidden in a text, the longest names first where several begin at one word."""
        if not self.swaps:
            return
        found, at = list(tokens(text)), 0
        while at < len(found):
            edit, used = self._edit(text, found, at)
            if edit:
                yield edit
            at += used

    def _edit(self, text: str, found: list[Token], at: int) -> tuple[Edit | None, int]:
        for skipped, first in readings(found[at].folded):
            for length in self.lengths.get(first, ()):
                ahead = found[at : at + length]
                if any("\n\n" in text[one.end : two.start] for one, two in itertools.pairwise(ahead)):
                    continue
                words = (first, *(token.folded for token in ahead[1:]))
                said = self.swaps.get(words)
                if said is not None and (words not in self.proper or ahead[0].capital):
                    return (ahead[0].start + skipped, ahead[-1].end, said), length
        return None, 1

    def text(self, words: str) -> str:
        """Words as they are published."""
        made, last = "", 0
        for start, end, said in self.edits(words):
            made += words[last:start] + said
            last = end
        return self.id(made + words[last:])

    def over(self, value: T) -> T:
        """A noun, or anything a noun holds, with every text in it as it is published."""
        return _walked(value, self)

    def joined(self, swaps: Mapping[tuple[str, ...], str]) -> Veil:
        """The same with more that is hidden."""
        return dataclasses.replace(self, swaps={**self.swaps, **swaps}) if swaps else self


def _walked(value: Any, veil: Veil) -> Any:
    if isinstance(value, str):
        return veil.text(value)
    if isinstance(value, tuple):
        return tuple(_walked(one, veil) for one in value)
    if isinstance(value, Mapping):
        return {_walked(key, veil): _walked(one, veil) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        open_ = (field.name for field in dataclasses.fields(value) if field.name not in FIXED)
        known = {name: _walked(getattr(value, name), veil) for name in open_}
        return dataclasses.replace(value, **known)
    return value


def black(said: Iterable[str]) -> dict[tuple[str, ...], str]:
    """What is blackened: each of these as a whole."""
    return {found: BLACKENED for one in said if (found := phrase(one))}
