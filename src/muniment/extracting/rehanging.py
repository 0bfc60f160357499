"""Rehanging: words that the small model hangs on the wrong one, by patterns of English that leave no doubt."""

from __future__ import annotations

from spacy.tokens import Token

from muniment.extracting import people
from muniment.extracting.syntax import children

ARGUMENTS = ("dobj", "nsubj", "nsubjpass", "pobj", "dative")
DAYTIMES = ("morning", "afternoon", "evening")
PLACES = ("GPE", "LOC", "FAC", "ORG")


def rehang(token: Token) -> None:
    """Mends what one word hangs on; each rule names its pattern."""
    if token.ent_type_ == "PERSON" and token.dep_ in ARGUMENTS:
        _beside_noun(token)
    if token.lower_ == "dead" and token.dep_ == "amod" and token.i and token.nbor(-1) == token.head.head:
        token.head, token.dep_ = token.head.head, "oprd"  # "shot dead Ada Brun"
    if token.dep_ == "conj" and token.tag_ in ("VBN", "VBD"):
        _join_finite(token)
    if token.dep_ == "conj" and token.pos_ == "VERB" and token.head.dep_ == "ROOT":
        _join_subjects(token, token.head)
    if token.dep_ == "relcl":
        _of_people(token)
    if token.is_title and token.dep_ in ("nmod", "amod", "compound") and token.i + 1 < len(token.doc):
        _of_body(token, token.nbor(1))
    if token.tag_ == "CD" and token.dep_ == "pobj" and _is_daytime(token):
        token.ent_type_ = "TIME"


def _beside_noun(name: Token) -> None:
    """Makes a name right behind a noun for one person its apposition: "beat the guard Ada Brun with rifle butts"."""
    noun = name.doc[name.left_edge.i - 1] if name.left_edge.i else name
    if noun.tag_ == "NN" and noun.head == name.head and noun.dep_ in ARGUMENTS and people.human(noun):
        name.head, name.dep_ = noun, "appos"


def _join_finite(verb: Token) -> None:
    """Joins a finite verb to a finite one, not to the infinitive between: "ran to help the wounded and was killed"."""
    above = verb.head
    if above.tag_ != "VB" or not any(child.tag_ == "TO" for child in above.children):
        return
    auxiliaries = children(verb, "aux", "auxpass")
    if not auxiliaries and verb.lower_ == verb.lemma_ and not _same_object(verb, above.head):
        return  # "to burn and cut": the past form is the infinitive's too
    if auxiliaries and any(one.tag_ in ("VB", "MD") for one in auxiliaries):
        return
    if not auxiliaries and verb.tag_ != "VBD":
        return
    while above.tag_ == "VB" and above.head != above:
        above = above.head
    if above.pos_ in ("VERB", "AUX") and above.tag_ != "VB":
        verb.head = above


def _same_object(verb: Token, above: Token) -> bool:
    """Whether both verbs have the same pronoun for object: "forced him to carry water and beat him"."""
    ours, theirs = ({child.lower_ for child in children(one, "dobj")} for one in (verb, above))
    return bool(ours & theirs & {"him", "her", "them", "me", "us"})


def _of_people(verb: Token) -> None:
    """Hangs "who" on people, not on the place they are of: "the three residents of Odem who were detained"."""
    place = verb.head
    if not any(child.lower_ == "who" for child in verb.children) or place.dep_ != "pobj":
        return
    noun = place.head.head
    if place.ent_type_ in PLACES and noun.pos_ == "NOUN" and people.human(noun) and not people.human(place):
        verb.head = noun


def _join_subjects(verb: Token, noun: Token) -> None:
    """Gives a verb both of its subjects: "Jon Ost, 70, and his wife Mara, 66, were killed"."""
    subject = next(iter(children(verb, "nsubj", "nsubjpass")), None)
    joins = [token for token in children(noun, "cc") if token.lower_ == "and"]
    if subject is None or noun.pos_ not in ("NOUN", "PROPN") or not joins or joins[0].i > subject.i:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, subject.dep_
    subject.head, subject.dep_ = noun, "conj"


def _of_body(country: Token, body: Token) -> None:
    """Hangs a country's name on the body behind it, not on what both stand before: "Ostran military aircraft"."""
    if body.head == country.head and body.lower_ in ("army", "military", "navy", "police") and body.i < body.head.i:
        country.head = body


def _is_daytime(number: Token) -> bool:
    """Whether a bare number is an hour: "at about three in the afternoon"."""
    behind = [noun for child in children(number, "prep") for noun in children(child, "pobj")]
    return any(noun.lower_ in DAYTIMES for noun in behind)
