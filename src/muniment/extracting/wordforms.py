"""Wordforms: whether a word stands as a noun, is definite, looks back or ahead, or is part of a headline."""

from __future__ import annotations

from spacy.tokens import Token

DETERMINERS = ("det", "poss", "nummod", "predet", "quantmod")
DEFINITE = ("the", "this", "that", "these", "those", "both")


def nominal(token: Token) -> bool:
    """Whether a token stands as a noun: "the killing of", "their arrest"."""
    if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        return True
    if token.pos_ == "ADJ" and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "attr"):
        return True
    if token.tag_ == "VBG":
        inner = [child.dep_ for child in token.children]
        return ("det" in inner or "poss" in inner) and "aux" not in inner and "dobj" not in inner
    return False


def definite(noun: Token) -> bool:
    """Whether a noun phrase speaks of something already known: "the raid", "their arrest", "his killing"."""
    if noun.tag_ in ("NNP", "NNPS"):
        return True
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ in ("det", "predet") and child.lower_ in DEFINITE):
            return True
    if noun.dep_ == "conj":
        return definite(noun.head) and not determined(noun)
    return False


def content_tense(verb: Token) -> str:
    """Whether a finite clause looks back (past), ahead (future), or is a bare subjunctive (base)."""
    auxes = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = [aux.lower_ for aux in auxes]
    perfect = "have" in words
    if any(aux.tag_ == "MD" for aux in auxes) and not perfect:
        return "future"
    if "going" in words or (verb.lemma_ == "go" and verb.tag_ == "VBG"):
        return "future"
    if not any(aux.tag_ in ("VBD", "VBZ", "VBP", "MD") for aux in auxes) and (
        (verb.tag_ == "VB" and "to" not in words) or "be" in words
    ):
        return "base"
    return "past"


def past(verb: Token) -> bool:
    """Whether a finite verb is in the past or the perfect."""
    if verb.tag_ == "VBD":
        return True
    tags = [child.tag_ for child in verb.children if child.dep_ in ("aux", "auxpass")]
    have = any(child.lemma_ == "have" for child in verb.children if child.dep_ == "aux")
    return "VBD" in tags or have


def headline(token: Token) -> bool:
    """Whether the sentence is a title: it ends without a full stop, question mark or closing quotation mark."""
    words = [word for word in token.sent if not word.is_space]
    return bool(words) and words[-1].text[-1] not in ".?!”\"'’;:…)" and len(words) < 25


def determined(noun: Token) -> bool:
    """Whether an article, a possessor or a number stands before a noun, or before the one it is joined to."""
    joined = noun.dep_ == "conj" and noun.head.pos_ == noun.pos_ and noun.tag_ == noun.head.tag_
    return any(child.dep_ in DETERMINERS for child in noun.children) or (joined and determined(noun.head))
