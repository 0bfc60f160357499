"""Titles: parsed as their words would stand in a sentence, since a small model knows neither capitals nor headlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.extracting import paragraphs
from muniment.extracting.lexicon import knows, past_of, words_of

COMPONENT = "muniment_titles"
STOPS = frozenset("of by for in on at after over to from with against is are was were".split())
OPEN = frozenset(
    "to must should may might can could will would let help make if that how why when whether did do".split()
)
COPIED = [TAG, POS, MORPH, LEMMA, DEP, HEAD, ENT_IOB, ENT_TYPE]
LONGEST, FEWEST, SHARE = 40, 4, 0.75
"""Tokens that a title may have, long words it must have, and the share of them that must begin with a capital."""

LONG = 3
"""Letters above which a title capitalises every word."""

NEAR = 5
"""Tokens after the verb of a headline within which somebody is named to whom it is done."""


@Language.factory(  # pyright: ignore[reportUntypedFunctionDecorator]  spaCy leaves the decorator untyped
    COMPONENT, assigns=["token.tag", "token.head", "token.dep", "token.lemma", "doc.ents"]
)
def titles(nlp: Language, name: str) -> Titles:
    """The component, which parses with the model's own components."""
    return Titles(nlp=nlp, name=name)


@dataclass(slots=True, kw_only=True)
class Titles:
    """Gives each title the parse of a sentence: words as the report writes them, a headline's present as a past."""

    nlp: Language
    name: str

    def __call__(self, doc: Doc) -> Doc:
        """Parses the titles of a document anew."""
        lines = [line for line in _lines(doc) if _is_title(line) and _is_closed(line)]
        told = _cases(doc, lines)
        retold = {line.start: words for line in lines if (words := _retold(line, told)) != [*map(str, line)]}
        if not retold:
            return doc
        rows = cast(Any, doc.to_array(COPIED))
        for line in lines:
            if line.start in retold:
                spaces = [bool(token.whitespace_) for token in line]
                parsed = self._parsed(Doc(doc.vocab, words=retold[line.start], spaces=spaces))
                rows[line.start : line.end] = parsed.to_array(COPIED)
        return doc.from_array(COPIED, rows)

    def _parsed(self, doc: Doc) -> Doc:
        for name, component in self.nlp.pipeline:
            if name == self.name:
                break
            if name != paragraphs.COMPONENT:
                doc = component(doc)
        return doc


def _lines(doc: Doc) -> Iterator[Span]:
    """The lines of a document, each with the white space that ends it."""
    start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            yield doc[start : token.i + 1]
            start = token.i + 1
    if start < len(doc):
        yield doc[start:]


def _is_title(line: Span) -> bool:
    """Whether a line is short and unfinished."""
    told = [token for token in line if not token.is_space]
    return 2 < len(told) <= LONGEST and told[-1].text not in (".", "!", "?", ":", ",", ";")


def _is_capitalised(line: Span) -> bool:
    words = [token for token in line if token.is_alpha and len(token) > LONG]
    return len(words) >= FEWEST and sum(token.text[0].isupper() for token in words) >= SHARE * len(words)


def _retold(line: Span, told: Counter[str]) -> list[str]:
    """The words of a title as a sentence would have them."""
    words = [_recased(token, told) for token in line] if _is_capitalised(line) else [token.text for token in line]
    for at in range(1, len(words) - 1):
        if _is_headline_verb(words, at):
            words[at] = past_of(words[at]) or words[at]
            break
    return words


def _is_headline_verb(words: Sequence[str], at: int) -> bool:
    """Whether a word says in a headline's present what the people before it did to those after it.

    "Police arrest two editors", not "Police arrest of two editors" and not "Police attack kills editor".
    """
    if not past_of(words[at]) or not _is_party(words[at - 1]) or not OPEN.isdisjoint(words[:at]):
        return False
    for word in words[at + 1 : at + 1 + NEAR]:
        if not word[:1].isalnum() or word in STOPS or past_of(word.removesuffix("s")):
            return False
        if word.isdigit() or _is_party(word):
            return True
    return False


def _is_party(word: str) -> bool:
    return not words_of("person").isdisjoint({word.lower(), word.lower().removesuffix("s")})


def _is_closed(line: Span) -> bool:
    """Whether no word of a line hangs on one outside it."""
    inside = all(line.start <= token.head.i < line.end for token in line)
    after = line.doc[line.end : line.end + LONGEST]
    return inside and not any(line.start <= token.head.i < line.end for token in after)


def _cases(doc: Doc, lines: Sequence[Span]) -> Counter[str]:
    """Word in lower case → how much oftener it stands in lower case than with a capital, within sentences."""
    titled = {token.i for line in lines for token in line}
    told: Counter[str] = Counter()
    for token in doc:
        if token.is_alpha and token.i not in titled and not token.is_sent_start:
            told[token.lower_] += 1 if token.is_lower else -1
    return told


def _recased(token: Token, told: Counter[str]) -> str:
    """A word as a sentence would write it: as the report does, else small where the lexicon knows it."""
    if not token.is_alpha or token.is_lower:
        return token.text
    seen = told[token.lower_]
    return token.lower_ if seen > 0 or (seen == 0 and knows(token.lower_)) else token.text
