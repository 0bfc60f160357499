"""Which dates and places of a sentence belong to a claim, and which to another or to the saying of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TypeAlias, TypeVar

from spacy.tokens import Span, Token

from muniment.extracting.mention import Mention, mentions
from muniment.extracting.reckoning import lexicon
from muniment.extracting.syntax import ancestors

T = TypeVar("T")
FARTHEST = 9
"""Tokens between a mention and a phrase that still follows it."""
Hosted: TypeAlias = tuple[Span, Token | None, T]


def attached(mention: Mention, found: Sequence[tuple[Span, T]]) -> list[T]:
    """Those of a sentence's dates or places that hang on a mention, or on its clause; never on the saying of it."""
    hosted: list[Hosted[T]] = [(span, host(span), thing) for span, thing in found]
    own = [
        thing
        for span, token, thing in hosted
        if (token is not None and token == mention.head) or (follows(mention, span) and not (token and says(token)))
    ]
    verb = clause(mention.head)
    for above in [*sharing(verb), *together(verb)] if not own else ():
        own = [thing for _, token, thing in hosted if token is not None and token == above and not says(token)]
        if own:
            break
    return own or _only(mention, hosted)


def follows(mention: Mention, span: Span) -> bool:
    """Whether nothing but a preposition and the mention's own people or things stand between it and a phrase.

    "the murder of Mara Ilven in 2019", "seven nurses killed in Dorrane": wherever the parser hangs the last words.
    """
    doc, end = span.doc, mention.trigger.end
    if not end < span.start <= end + FARTHEST:
        return False
    own = {token.i for spans in mention.slots.values() for held in spans for token in held}
    between = doc[end : span.start]
    return between[-1].pos_ == "ADP" and all(token.i in own or token.pos_ in ("ADP", "DET") for token in between)


def _only(mention: Mention, hosted: Sequence[Hosted[T]]) -> list[T]:
    """The only one of a sentence, where it opens the sentence or hangs on nothing that has a time of its own."""
    if len(hosted) != 1:
        return []
    span, token, thing = hosted[0]
    if token is None or apart(clause(mention.head), span):
        return []
    verbal = token.pos_ in ("VERB", "AUX")
    if says(token) and not (_opens(span) and mention.head.i < token.i):
        return []
    if _opens(span) and verbal:
        return [thing]
    return [] if verbal or happens(token) else [thing]


def _opens(span: Span) -> bool:
    """Whether a phrase is the first thing in its sentence: "On Monday, ..."."""
    before = span.doc[span[0].sent.start : span.start]
    return all(token.is_punct or token.is_space or token.pos_ in ("ADP", "DET", "ADV", "CCONJ") for token in before)


def host(span: Span) -> Token | None:
    """The verb, or the noun that happens, that a date or a place hangs on."""
    token = span.root
    while span.start <= token.i < span.end or token.pos_ in ("ADP", "ADV", "PART", "SCONJ", "PUNCT"):
        if token.head == token:
            return None
        token = token.head
    while token.pos_ not in ("VERB", "AUX") and not happens(token) and not says(token):
        if token.head == token:
            return token
        token = token.head
    return _content_verb(token, span)


def _content_verb(verb: Token, span: Span) -> Token:
    """The verb of what is said, where the parser hung its date on the verb of saying.

    "On Monday soldiers shot three people, officials said": the date stands on the far side of the content.
    """
    if not says(verb) or verb.pos_ != "VERB":
        return verb
    for child in verb.children:
        if child.dep_ in ("ccomp", "parataxis") and child.pos_ in ("VERB", "AUX"):
            opens = span.start < child.i < verb.i
            follows = verb.i < child.i < span.start and span.start <= child.right_edge.i + 4
            if opens or follows:
                return child
    return verb


def happens(token: Token) -> bool:
    """Whether a noun is something that happens: it heads a mention, or is in the list of such nouns."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    return token.lemma_.lower() in _words("events", "nouns") or any(
        mention.head == token for mention in mentions(token.doc)
    )


def says(token: Token) -> bool:
    """Whether the date of this word is when something was said."""
    words = _words("speech", "verbs" if token.pos_ in ("VERB", "AUX") else "nouns")
    return token.lemma_.lower() in words


def clause(token: Token) -> Token:
    """The verb of the clause that a token stands in."""
    for above in ancestors(token):
        if above.pos_ in ("VERB", "AUX") and above.dep_ not in ("aux", "auxpass", "amod"):
            return above
    return token


def sharing(verb: Token) -> Iterator[Token]:
    """A clause and those above it whose time it shares: conjuncts, complements, bare participles."""
    yield verb
    while True:
        head = verb.head
        joined = verb.dep_ in ("conj", "xcomp") or (verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN"))
        if head == verb or not joined or marked(verb) or head.pos_ not in ("VERB", "AUX"):
            return
        verb = head
        yield verb


def together(verb: Token) -> Iterator[Token]:
    """What happened together with a verb: "killed in the 12 March raid", "when police opened fire"."""
    words = _words("together", "words")
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass") and happens(child):
            yield child
        elif child.dep_ in ("prep", "agent") and child.lower_ in words:
            yield from (noun for noun in child.children if noun.dep_ == "pobj" and happens(noun))
        elif child.dep_ == "advcl" and any(below.lower_ in words and below.i < child.i for below in child.children):
            yield child


def marked(verb: Token) -> bool:
    """Whether a word opens the clause that gives it a time of its own: "after being shot"."""
    return any(child.lower_ in _words("apart", "words") for child in verb.children if child.i < verb.i)


def apart(verb: Token, span: Span) -> bool:
    """Whether a clause has a time of its own and the phrase stands outside it."""
    for above in ancestors(verb):
        inside = above.left_edge.i <= span.start <= above.right_edge.i
        if inside:
            return False
        if above.dep_ in ("relcl", "acl") or marked(above) or (above.dep_ == "pcomp" and above.head.lower_ != "by"):
            return True
    return False


@functools.cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(lexicon()[section][name])
