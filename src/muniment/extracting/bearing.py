"""Nouns that tie somebody to somebody else: in "the Front's commander, Oru Tam", who is it, and of whom."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from muniment.extracting.fitting import fits, named
from muniment.extracting.participants import surface_subjects
from muniment.extracting.people import human, words
from muniment.extracting.syntax import children, prepositional

COPULAS = ("be", "remain", "become")
NAMING = ("appoint", "name", "elect", "serve", "work", "act")
MODIFYING = ("compound", "nmod", "amod", "nounmod")


def bearers(noun: Token) -> list[Token]:
    """Who a relational noun says they are; the noun itself where nobody is named."""
    top = _coordinated(noun)
    for child in noun.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i > noun.i:
            return [child]
    behind = [
        one for child in children(noun, "prep") for owner in children(child, "pobj") for one in children(owner, "appos")
    ]
    for name in behind:  # "the head of the circle, Mara Ilven": the parser hangs the name on the circle
        if name.ent_type_ == "PERSON" and not fits(name.head, ("person",)):
            return [name]
    if top.dep_ == "appos" and top.head.i < top.i and (top.head.pos_ == "PROPN" or _described(top)):
        return [named(top.head)]
    if top.dep_ in ("attr", "oprd") and top.head.lemma_ in (*COPULAS, *NAMING):
        return [one for one in surface_subjects(top.head) if one.lower_ not in ("who", "there", "it", "this", "that")]
    if top.dep_ == "pobj" and top.head.lower_ == "as" and top.head.head.lemma_ in NAMING:
        return surface_subjects(top.head.head)
    if noun.dep_ in MODIFYING and noun.head.i > noun.i:
        return [noun.head] if noun.head.ent_type_ == "PERSON" or noun.head.pos_ == "PROPN" else []
    return [noun]


def _described(noun: Token) -> bool:
    """Whether an apposition to a common noun is one, and not the next thing of a list."""
    return noun.head.pos_ in ("NOUN", "PRON") and bool(children(noun, "det", "poss"))


def _coordinated(noun: Token) -> Token:
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN") and top.head.ent_type_ != "PERSON":
        top = top.head
    return top


def of_whom(noun: Token, prepositions: Sequence[str]) -> list[Token]:
    """Whom a relational noun is of: "commander of X", "X's commander", "their commander", "X commander Oru Tam"."""
    found = list(prepositional(noun, *prepositions))
    if found:
        return found
    if nearer := _before(noun):
        return nearer
    owners = children(noun, "poss")
    if not owners and noun.dep_ in MODIFYING:
        owners = [child for child in children(noun.head, "poss") if child.i < noun.i]
    return owners


def _before(noun: Token) -> list[Token]:
    """The noun or name right before it in one phrase: "army spokesman", "the BSB commander"."""
    if noun.i == 0:
        return []
    left = noun.doc[noun.i - 1]
    if left.dep_ not in MODIFYING or left.head not in (noun, noun.head) or left.sent != noun.sent:
        return []
    proper = left.ent_type_ in ("ORG", "NORP", "GPE")
    lexical = (
        left.pos_ in ("NOUN", "PROPN")
        and human(left)
        and fits(left, ("body",))
        and left.lemma_ not in words("kind.person")
    )
    return [left] if proper or lexical else []
