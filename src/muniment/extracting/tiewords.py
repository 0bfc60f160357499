"""The words of ties: the rules of `data/en/relations.toml`, found by the first word of each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from muniment.taxonomy import data

NOUN_PREPOSITIONS = ("of", "for", "in", "from", "with", "to")
HYPHENS = ("-", "–", "‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Words that tie a subject to an object, and what may fill the two."""

    type: str
    number: int
    subject_is: tuple[str, ...] = ()
    object_is: tuple[str, ...] = ()
    preposition: tuple[str, ...] = NOUN_PREPOSITIONS
    swap: frozenset[str] = frozenset()
    adverb: frozenset[str] = frozenset()
    own: frozenset[str] | None = None
    """Nouns that may stand for their own bearer; all of them where the rule does not say."""
    role: bool = False
    begins: bool = False
    custody: bool = False
    of_country: bool = False
    passes: bool = False
    """The tie is between what undergoes the verb and its preposition's noun, not the doer."""
    passive_only: bool = False
    named: bool = False


@functools.cache
def _index() -> Mapping[tuple[str, str], tuple[tuple[Rule, tuple[str, ...]], ...]]:
    """Way and first word → rules with the words that must follow."""
    index: dict[tuple[str, str], list[tuple[Rule, tuple[str, ...]]]] = {}
    for number, entry in enumerate(data("en/relations.toml")["relation"]):
        rule = _rule(number, entry)
        for way in ("verbs", "nouns", "adjectives", "hyphened", "prefixed"):
            for expression in entry.get(way, ()):
                words = tuple(expression.replace("-", " - ").split())
                first, rest = (words[-1], words[:-1]) if way == "nouns" else (words[0], words[1:])
                index.setdefault((way, first), []).append((rule, rest))
    return {key: tuple(sorted(held, key=lambda pair: -len(pair[1]))) for key, held in index.items()}


def _rule(number: int, entry: Mapping[str, Any]) -> Rule:
    flags = {
        name: bool(entry.get(name))
        for name in ("role", "begins", "custody", "of_country", "passes", "passive_only", "named")
    }
    return Rule(
        type=entry["type"],
        number=number,
        subject_is=tuple(entry.get("subject_is", ())),
        object_is=tuple(entry.get("object_is", ())),
        preposition=tuple(entry.get("preposition", NOUN_PREPOSITIONS)),
        swap=frozenset(entry.get("swap", ())),
        adverb=frozenset(entry.get("adverb", ())),
        own=frozenset(entry["own"]) if "own" in entry else None,
        **flags,
    )


def candidates(token: Token) -> Iterator[tuple[str, Rule, tuple[str, ...]]]:
    """How a word may begin a tie: the way, the rule, and the words that must stand beside it."""
    index, lemma = _index(), token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD", "VBG"):
        for rule, rest in index.get(("verbs", lemma), ()):
            yield "verbs", rule, rest
    if token.pos_ in ("NOUN", "PROPN"):
        for rule, rest in index.get(("nouns", lemma), ()):
            yield "nouns", rule, rest
    if token.pos_ in ("ADJ", "VERB"):
        for rule, rest in index.get(("adjectives", token.lower_), ()):
            yield "adjectives", rule, rest
    if token.i >= 2 and token.nbor(-1).text in HYPHENS:
        for rule, rest in index.get(("hyphened", token.lower_), ()):
            yield "hyphened", rule, rest
    if token.i + 2 < len(token.doc) and token.nbor(1).text in HYPHENS:
        for rule, rest in index.get(("prefixed", token.lower_), ()):
            yield "prefixed", rule, rest
