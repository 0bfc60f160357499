"""Repairs of the parse where a small model is known to err: a voice named at the end of a sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.taxonomy import data

COMPONENT = "muniment_repairs"
LONGEST_NAME = 14
"""Tokens that the name of a closing voice may have."""


@Language.component(COMPONENT, assigns=["token.head", "token.dep"], requires=["token.head", "token.dep", "token.lemma"])
def repairs(doc: Doc) -> Doc:
    """Gives a verb of saying that closes a sentence the subject that stands before it.

    "Two shells hit the market, killing six and wounding nine, hospital staff and traders said."
    """
    for sentence in list(doc.sents):
        verb = _closing(sentence)
        if verb is not None and not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
            _give_subject(sentence, verb)
    return doc


def _closing(sentence: Span) -> Token | None:
    """The verb of saying with which a sentence ends, but for a day and punctuation."""
    tokens = [
        token
        for token in sentence
        if not (token.is_space or token.is_punct or token.ent_type_ == "DATE" or token.lower_ == "on")
    ]
    last = tokens[-1] if tokens else None
    if last is None or last.i <= sentence.start + 3 or last.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    return last if last.lemma_ in data("en/saying.toml")["relay"]["verbs"] else None


def _give_subject(sentence: Span, verb: Token) -> None:
    """Hangs the noun phrase between the last fitting comma and the verb on the verb, and the verb on the root."""
    doc = sentence.doc
    for comma in range(verb.i - 1, max(sentence.start, verb.i - LONGEST_NAME), -1):
        if doc[comma].text not in (",", "”", '"'):
            continue
        phrase = doc[comma + 1 : verb.i]
        nouns = [token for token in phrase if token.pos_ in ("NOUN", "PROPN", "PRON")]
        if not nouns or any(token.pos_ in ("VERB", "AUX") for token in phrase):
            return
        subject = _head(phrase, nouns)
        root = sentence.root
        subject.head, subject.dep_ = verb, "nsubj"
        for token in phrase:
            if token != subject and not (phrase.start <= token.head.i < phrase.end):
                token.head, token.dep_ = subject, "conj" if token.pos_ in ("NOUN", "PROPN") else "dep"
        if root != verb and root.i < phrase.start:
            _make_root(verb, root)
        return


def _head(phrase: Span, nouns: list[Token]) -> Token:
    """The head of the first noun phrase: the last noun before a conjunction or a preposition."""
    head = nouns[0]
    for token in phrase[nouns[0].i - phrase.start :]:
        if token.pos_ in ("CCONJ", "ADP", "PUNCT"):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            head = token
    return head


def _make_root(verb: Token, root: Token) -> None:
    """The verb of saying governs the rest: "… , traders said" is "traders said that …"."""
    verb.head, verb.dep_ = verb, "ROOT"
    root.head, root.dep_ = verb, "ccomp"
