"""Number words become ranges: digits, words and vague words, and what "at least" or "about" makes of them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from spacy.tokens import Doc, Token

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
JOINS = ("-", "–", "—", "to", "or")


@dataclass(frozen=True, slots=True)
class Amount:
    """The least, the best and the most that words allow; `None` where they do not say."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number with the words that bound it, as tokens from `start` to `end`."""

    start: int
    end: int
    amount: Amount
    inferred: bool = False


@functools.cache
def lexicon() -> Mapping[str, Any]:
    """The words of `data/en/numbers.toml`."""
    return tomllib.loads((files("muniment.data") / "en" / "numbers.toml").read_text(encoding="utf-8"))


@functools.cache
def words(name: str) -> frozenset[str]:
    """A list of words: `labels`, nouns `known` to be counted, and those that look singular but are `plural`."""
    if name == "labels":
        return frozenset(lexicon()["labels"]["words"])
    if name == "plural":
        return frozenset(lexicon()["plural"]["words"])
    return frozenset(noun for nouns in lexicon()["units"].values() for noun in nouns)


def unit_of(noun: Token) -> str:
    """What a noun is counted in; empty where the word cannot be counted."""
    found = _units().get(noun.lower_) or _units().get(noun.lemma_.lower())
    if found is not None:
        return found
    if noun.ent_type_ == "NORP" or (noun.pos_ == "PROPN" and noun.text[0].isupper() and noun.text.endswith("s")):
        return "person"
    return noun.lemma_.lower() if noun.pos_ == "NOUN" and noun.text.isalpha() else ""


def numeral(doc: Doc, at: int) -> Numeral | None:
    """The number that begins at a token, with what bounds it; `None` where none does."""
    word = doc[at].lower_
    if word not in _openers() and not word[:1].isdigit():
        return None
    start, bound = _before(doc, at)
    fixed = _phrase(doc, start, _worded_numbers())
    if fixed is not None:
        end, phrase = fixed
        return _worded(doc, start if bound else at, end, phrase, bound)
    between = doc[at].lower_ == "between" and at + 1 < len(doc)
    first = _number(doc, start + between)
    if first is None:
        return None
    value, end = first
    rises = at > 0 and doc[at - 1].lower_ == "from"  # "rose from 12 to 15" is no range
    joined = not rises and end < len(doc) and (doc[end].lower_ in JOINS or (between and doc[end].lower_ == "and"))
    second = _number(doc, end + 1) if joined and end + 1 < len(doc) else None
    if second is not None and value < second[0]:
        return Numeral(start=at, end=second[1], amount=Amount(int(value), None, int(second[0])))
    if value != int(value) or between:
        return None
    after = _phrase(doc, end, lexicon()["after"])
    if after is not None:
        end, bound = after[0], lexicon()["after"][after[1]]
    return Numeral(start=at, end=end, amount=bounded(int(value), bound), inferred=bound == "near")


@functools.cache
def _worded_numbers() -> Mapping[str, Any]:
    return {**lexicon()["vague"], **lexicon()["exact"]}


@functools.cache
def _openers() -> frozenset[str]:
    """The words with which a number may begin, beside digits."""
    known = lexicon()
    phrases = (*known["vague"], *known["exact"], *known["before"], *known["words"], "between")
    return frozenset(phrase.split()[0] for phrase in phrases)


def bounded(value: int, bound: str) -> Amount:
    """A number as the words before it bound it."""
    if bound == "low":
        return Amount(value, None, None)
    if bound == "high":
        return Amount(None, None, value)
    return Amount(None, value, None) if bound == "near" else Amount(value, value, value)


def _worded(doc: Doc, start: int, end: int, phrase: str, bound: str) -> Numeral | None:
    vague = lexicon()["vague"].get(phrase)
    if vague is None:
        return Numeral(
            start=start, end=end, amount=bounded(lexicon()["exact"][phrase], bound), inferred=bound == "near"
        )
    if bound == "high":
        return None
    scale = lexicon()["scales"].get(doc[end].lower_) if end < len(doc) and vague < 10 else None
    if scale is not None:  # "several hundred"
        vague, end = vague * scale, end + 1
    return Numeral(start=start, end=end, amount=Amount(vague, None, None), inferred=True)


def _before(doc: Doc, at: int) -> tuple[int, str]:
    """Where the number proper begins after words such as "at least", and what they make of it."""
    found = _phrase(doc, at, lexicon()["before"])
    if found is None:
        return at, ""
    kind = lexicon()["before"][found[1]]
    further = _phrase(doc, found[0], lexicon()["before"])  # "about another 12", "at least some 40"
    return (further[0] if further else found[0]), kind


def _phrase(doc: Doc, at: int, known: Mapping[str, Any]) -> tuple[int, str] | None:
    """The longest of some phrases that begins at a token: where it ends, and which."""
    words = [token.lower_ for token in doc[at : at + 3]]
    while words:
        phrase = " ".join(words)
        if phrase in known:
            return at + len(words), phrase
        words.pop()
    return None


def _number(doc: Doc, at: int) -> tuple[float, int] | None:
    """The value of the digits or number words at a token, and where they end."""
    if at >= len(doc):
        return None
    total, current, end, seen = 0.0, 0.0, at, False
    while end < len(doc):
        token, known = doc[end], lexicon()
        word = token.lower_
        if DIGITS.fullmatch(word) and not seen:
            current, seen = float(word.replace(",", "")), True
        elif word in known["words"] and (not seen or _continues(current, known["words"][word])):
            current, seen = current + known["words"][word], True
        elif word in known["scales"] and seen and (len(word) > 1 or not doc[end - 1].whitespace_):
            current *= known["scales"][word]
            if known["scales"][word] >= 1000:
                total, current = total + current, 0.0
        elif seen and word in ("-", "and") and end + 1 < len(doc) and _is_compound(doc, end, current + total):
            pass
        else:
            break
        end += 1
    return (total + current, end) if seen else None


def _continues(current: float, value: int) -> bool:
    return (current % 100 == 0 and current > 0) or (current % 10 == 0 and 20 <= current % 100 <= 90 and value < 10)


def _is_compound(doc: Doc, at: int, current: float) -> bool:
    """Whether "-" or "and" stands inside a number: "twenty-seven", "one hundred and six"."""
    following = lexicon()["words"].get(doc[at + 1].lower_)
    if following is None or DIGITS.fullmatch(doc[at - 1].text):
        return False
    if doc[at].lower_ == "and":
        return current >= 100 and current % 100 == 0
    return 20 <= current % 100 <= 90 and current % 10 == 0 and following < 10


@functools.cache
def _units() -> Mapping[str, str]:
    return {noun: unit for unit, nouns in lexicon()["units"].items() for noun in nouns}
