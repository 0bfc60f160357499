"""Who speaks: the noun phrase behind a verb of saying, a noun of saying, or "according to"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from muniment.extracting.frames import named
from muniment.extracting.syntax import SUBJECTS, by_agents, children, objects, passive, phrase, prepositional, subjects

DOCUMENTS = (
    "report",
    "statement",
    "letter",
    "post",
    "tweet",
    "article",
    "document",
    "communique",
    "testimony",
    "interview",
    "account",
    "release",
    "figure",
    "message",
    "note",
    "source",
)
OWNERS = ("by", "from", "of")
OFFICE = ("for", "of", "at", "with", "from", "to")


def of_verb(verb: Token) -> Token | None:
    """The head of who says it; none where the words hide the speaker ("it is said", "was accused of")."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        quoting = verb.head.head
        quoted = objects(quoting) or children(quoting, "nsubjpass")
        return _person(quoted[0]) if quoted else None
    if passive(verb):
        agents = by_agents(verb)
        return _person(agents[0]) if agents else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return _person(verb.head)
    found = [subject for subject in subjects(verb) if subject.dep_ != "expl"]
    return _person(found[0]) if found else None


def of_noun(noun: Token) -> Token | None:
    """Who owns a claim that a noun names: "the ministry's claim", "reports by nurses"."""
    for owner in children(noun, "poss"):
        return _person(owner)
    for owner in prepositional(noun, "by", "from"):
        return _person(owner)
    return None


def named_by(noun: Token) -> Token:
    """The one who stands behind a document: "a report by Lawyers' Circle" → "Lawyers' Circle"."""
    if noun.lemma_.lower() in DOCUMENTS:
        for owner in [*prepositional(noun, *OWNERS), *children(noun, "poss")]:
            return owner if owner.pos_ != "PRON" else noun
    return noun


def span(noun: Token) -> Span:
    """The words that name a speaker: the noun phrase with the office it speaks for."""
    found = phrase(noun)
    end = found.end
    for child in noun.rights:
        if child.dep_ != "prep" or child.i != end or child.lower_ not in OFFICE:
            continue
        objects_of = children(child, "pobj")
        if objects_of and objects_of[0].pos_ in ("NOUN", "PROPN"):
            end = phrase(objects_of[0]).end
    return _trimmed(noun.doc[found.start : end])


def coerced(verb: Token) -> bool:
    """Whether the words say that the one who speaks was made to: "was forced to confess", "under torture"."""
    for ancestor in [verb, *verb.ancestors]:
        if ancestor != verb and named("verbs", ancestor.lemma_.lower(), "coercion"):
            return True
        for child in ancestor.children:
            if child.dep_ == "prep" and any(_duress(noun, confessing=_confesses(verb)) for noun in child.children):
                return True
            if ancestor == verb and child.dep_ in SUBJECTS and _wrung(child):
                return True
        if ancestor.dep_ in ("ccomp", "ROOT", "relcl"):
            break
    return False


def _wrung(statement: Token) -> bool:
    """ "The confession, obtained under torture, says that …": the paper speaks under coercion too."""
    phrases = (inner for clause in children(statement, "acl", "amod") for inner in [clause, *clause.children])
    return any(_duress(noun, confessing=False) for inner in phrases for noun in inner.children)


def _confesses(verb: Token) -> bool:
    return verb.lemma_.lower().startswith("confess")


def _duress(noun: Token, *, confessing: bool) -> bool:
    if noun.lemma_.lower().startswith("confession"):
        return any(named("adjectives", child.lower_, "coercion") for child in noun.children)
    word = noun.lower_
    if word in ("television", "tv"):
        return confessing
    return named("nouns", word, "coercion") is not None and noun.head.lower_ == "under"


def _person(noun: Token) -> Token | None:
    if noun.lower_ in ("it", "there") and noun.head.pos_ in ("VERB", "AUX") and passive(noun.head):
        return None
    if noun.lower_ in ("who", "which", "that", "what"):
        clause = noun.head
        return clause.head if clause.dep_ == "relcl" and clause.head != clause else None
    return named_by(noun)


def _trimmed(words: Span) -> Span:
    start, end = words.start, words.end
    while end - start > 1 and (words.doc[end - 1].is_punct or words.doc[end - 1].is_space):
        end -= 1
    while end - start > 1 and (words.doc[start].is_punct or words.doc[start].is_space):
        start += 1
    if end - start > 1 and words.doc[end - 1].tag_ == "POS":
        end -= 1
    return words.doc[start:end]
