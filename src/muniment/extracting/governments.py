"""Countries, capitals and demonyms that stand for a government: "Baghdad said", "the Iraqi government", "Iraq denied"."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files

from spacy.tokens import Span, Token

from muniment.extracting.gazetteer import Gazetteer
from muniment.extracting.mention import places
from muniment.extracting.people import words
from muniment.extracting.syntax import SUBJECTS, children
from muniment.statement import Place


def acts(token: Token) -> bool:
    """Whether a name stands where only somebody who acts or speaks can stand; a dateline does not: "(Beirut) – Police"."""
    if token.i and token.nbor(-1).text == "(":
        return False
    if token.dep_ == "pobj":
        return token.head.dep_ == "agent"
    if token.dep_ not in SUBJECTS:
        return False
    verb = token.head
    member = any(child.dep_ == "attr" and child.lemma_ in words("of_places", "unless") for child in verb.children)
    return member or (verb.pos_ == "VERB" and verb.lemma_ not in words("of_places", "verbs"))


def place_of(token: Token) -> Place | None:
    """The place that a token is named in."""
    return next((one.place for one in places(token.doc) if one.span.start <= token.i < one.span.end), None)


def country_of(span: Span, known: Gazetteer) -> str | None:
    """ISO alpha-3 of the one country that a phrase names by itself or by a demonym."""
    found = {known.demonyms[token.text] for token in span if token.text in known.demonyms}
    for located in places(span.doc):
        if located.place.country and located.span.start < span.end and span.start < located.span.end:
            found.add(located.place.country)
    return found.pop() if len(found) == 1 else None


def government_in(span: Span, known: Gazetteer) -> str | None:
    """The country whose government a phrase means; none where it means somebody else."""
    head = span.root
    if head.lemma_.lower() in words("government"):
        code = country_of(span, known)
        return code if code is not None and _only_country(head, known) else None
    if head.text in known.demonyms and in_office(head):
        return known.demonyms[head.text]
    place = place_of(head)
    if place is None or place.country is None:
        return None
    if place.precision == "country":
        return place.country if acts(head) or backs(head) or in_office(head) else None
    capital = known.capital(place.country)
    if capital is None or capital.name != place.value or not acts(head):
        return None
    return place.country if head.head.lemma_ in words("of_capitals", "verbs") else None


def backs(token: Token) -> bool:
    """Whether a name is the first half of "Ostran-backed", or the object of "backed by"."""
    following = token.doc[token.i + 1 : token.i + 3]
    return len(following) == 2 and following[0].text in ("-", "–") and following[1].tag_ in ("VBN", "VBD", "JJ")


def in_office(token: Token) -> bool:
    """Whether a country or demonym stands before an office it has: "the Ostran president", "Ostran's parliament"."""
    following = token.doc[token.i + 1 : token.i + 4]
    before = token.dep_ in ("amod", "compound", "nmod", "poss")
    return before and any(
        one.lemma_.lower() in words("office") and (one == token.head or one.head == token.head or one == token.nbor(1))
        for one in following
    )


def _only_country(head: Token, known: Gazetteer) -> bool:
    """Whether nothing but the country tells the body apart: "the Iraqi government", not "the Iraqi city government"."""
    for child in head.children:
        if child.i > head.i and child.dep_ == "prep" and child.lower_ == "of":
            owners = children(child, "pobj")
            if not owners or (place := place_of(owners[0])) is None or place.precision != "country":
                return False
        elif child.dep_ in ("amod", "compound", "nmod", "poss"):
            place = place_of(child)
            if (
                child.lower_ not in words("government", "beside")
                and child.text not in known.demonyms
                and (place is None or place.precision != "country")
            ):
                return False
    return True


def named_after(code: str, known: Gazetteer, fallback: str) -> str:
    """What the government of a country is called."""
    own = [
        one.name for entries in known.own.values() for one in entries if one.kind == "country" and one.country == code
    ]
    if own:
        return f"government of {own[0]}"
    return f"government of {_usual_names().get(code, fallback)}"


@functools.cache
def _usual_names() -> Mapping[str, str]:
    """ISO alpha-3 → what a country is usually called."""
    rows = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    return {code: name for code, name, _ in (row.split("\t") for row in rows)}
