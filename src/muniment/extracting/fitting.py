"""What may fill a slot of a tie, a standing or a duty: a party, a person, a body, somebody armed, a place."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from spacy.tokens import Span, Token

from muniment.extracting.mention import is_town, places, register
from muniment.extracting.people import beside_person, entity, human, kind_of, unbracketed, words
from muniment.extracting.syntax import children, phrase
from muniment.taxonomy import data

RELATIVE = ("who", "whom", "which", "that", "whose")
PERSONAL = (
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "his",
    "their",
    "we",
    "us",
    "our",
    "i",
    "me",
    "my",
    "you",
    "your",
)
NEUTER = ("it", "its")
PEOPLE = ("person", "group", "population", "unknown")
NAMED = ("PERSON", "ORG", "NORP", "GPE")
UNFIT = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LAW", "WORK_OF_ART", "LANGUAGE", "EVENT")


def fits(token: Token, classes: Sequence[str]) -> bool:
    """Whether a head may fill a slot that asks for any of these classes; anything may where none is asked for."""
    return not classes or any(_fits(token, name) for name in classes)


def _fits(token: Token, name: str) -> bool:
    if token.ent_type_ in UNFIT or token.lower_ in RELATIVE or _title(token):
        return False
    if name in ("armed", "unit"):
        return token.lemma_.lower() in listed(name) or token.text in words("kind.armed_group", "names")
    if name == "place":
        return _place(token)
    if name == "person":
        return _person(token)
    if name == "body":
        return _party(token) and not _single(token) and not _many(token) and not _town(token)
    if name == "country":
        return country(token) or token.lemma_.lower() == "government" or token.ent_type_ == "NORP"
    return _party(token)


def _many(token: Token) -> bool:
    """Whether a plural only names people: "victims", "the public"."""
    if token.pos_ != "NOUN" or token.lemma_.lower() in listed("armed"):
        return False
    return human(token) and kind_of(phrase(token)) in ("group", "population")


def _title(token: Token) -> bool:
    """Whether a name is no more than a title that lost its name: "Brig", "Col"."""
    return token.pos_ == "PROPN" and len(token) < 6 and token.lower_.rstrip(".") in words("ranks")


def _town(token: Token) -> bool:
    """Whether a name is a place's that is no country: nobody is the director of a region."""
    located = any(one.span.start <= token.i < one.span.end for one in places(token.doc))
    return located and not country(token) and not human(token)


def _place(token: Token) -> bool:
    if token.lemma_.lower() in listed("place"):
        return True
    if token.ent_type_ in ("GPE", "LOC", "FAC") or (token.pos_ == "PROPN" and is_town(token)):
        return True
    return token.pos_ == "PROPN" and any(one.span.start <= token.i < one.span.end for one in places(token.doc))


def country(token: Token) -> bool:
    """Whether a name is a country's."""
    held = next((one for one in places(token.doc) if one.span.start <= token.i < one.span.end), None)
    return held is not None and held.place.precision == "country"


def _person(token: Token) -> bool:
    if token.pos_ == "PRON":
        return token.lower_ in PERSONAL
    if beside_person(token):
        return True
    if token.ent_type_ in ("GPE", "ORG", "NORP"):
        return False
    if token.pos_ == "PROPN" and not token.ent_type_:
        return kind_of(phrase(token)) == "unknown" and not _place(token)
    return token.ent_type_ == "PERSON" or (human(token) and kind_of(phrase(token)) in PEOPLE)


def _party(token: Token) -> bool:
    if token.pos_ == "PRON":
        return token.lower_ in PERSONAL or token.lower_ in NEUTER
    if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ"):
        return False
    if token.ent_type_ in NAMED or human(token) or token.i in register(token.doc).of_token:
        return True
    if token.pos_ == "PROPN" and not token.ent_type_:
        return country(token) or not _place(token)
    return token.lemma_.lower() in listed("body") | listed("armed") or token.lower_ in listed("armed")


def _single(token: Token) -> bool:
    """Whether it is one person, and no body."""
    if token.pos_ == "PRON":
        return token.lower_ in ("he", "she", "him", "her", "his", "i", "me", "my")
    if token.lemma_.lower() in listed("body") | listed("armed") or country(token):
        return False
    return token.ent_type_ == "PERSON" or (human(token) and kind_of(phrase(token)) == "person")


@functools.cache
def listed(name: str) -> frozenset[str]:
    """The words of a class in `data/en/relations.toml`."""
    return frozenset(data("en/relations.toml")["class"][name]["words"])


def named(head: Token) -> Token:
    """The name that an apposition says more of: in "the Front, a group that holds the town", the Front."""
    top = head
    while top.dep_ == "conj" and top.head.pos_ in ("NOUN", "PROPN"):
        top = top.head
    if top.dep_ == "appos" and head.pos_ == "NOUN" and top.head.pos_ == "PROPN" and 0 < top.i - top.head.i < 15:
        return top.head
    return head


def span_of(head: Token) -> Span:
    """The phrase of a head: a whole name where it stands in one."""
    if head.pos_ == "PRON":
        return head.doc[head.i : head.i + 1]
    return _without_possessive(_phrase(head))


def _without_possessive(span: Span) -> Span:
    while len(span) > 1 and span[0].is_punct:
        span = span[1:]
    return span[:-1] if len(span) > 1 and span[-1].tag_ == "POS" else span


def _phrase(head: Token) -> Span:
    held = entity(head)
    if held is not None and held.root == head and held.label_ in ("PERSON", "ORG", "GPE"):
        return unbracketed(held)
    return head.doc[phrase(head).start : _end(head)]


def _end(head: Token) -> int:
    """One past a noun and what it is of, without clauses and appositions further in."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ != "prep" or child.lower_ != "of":
            break
        for noun in children(child, "pobj"):
            held = entity(noun)
            end = max(_end(noun), held.end if held is not None and held.root == noun else 0)
    return end
