"""Small questions put to a dependency parse: subjects, objects, phrases, negation."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
OBJECTS = ("dobj", "obj")
CLAUSAL = ("advcl", "csubj", "prep", "ccomp", "relcl", "acl", "mark", "parataxis", "nsubj")
LOOSE = ("relcl", "appos", "acl", "punct", "cc", "conj", "advcl", "parataxis")


def phrase(head: Token) -> Span:
    """The noun phrase of a head, without relative clauses, appositions, conjuncts or edge punctuation; names whole.

    "the three teachers who were held" → "the three teachers".
    """
    left = right = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in CLAUSAL:
            break
        if child.dep_ not in ("punct", "cc", "preconj"):
            left = min(left, child.left_edge.i)
    for child in head.rights:
        if child.dep_ in LOOSE or (child.dep_ == "prep" and child.lower_ not in ("of",)):
            break
        right = max(right, child.right_edge.i)
    while right + 1 < len(head.doc) and head.doc[right + 1].ent_iob_ == "I" and head.doc[right + 1].text != "(":
        right += 1  # "fighters of the Front for Odem Renewal"
    return head.doc[left : right + 1]


def with_conjuncts(head: Token) -> list[Token]:
    """A head and the heads joined to it by "and", "or" or commas."""
    return [head, *head.conjuncts] if head.dep_ != "conj" else [head]


def children(token: Token, *deps: str) -> list[Token]:
    """Direct dependents in one of these relations."""
    return [child for child in token.children if child.dep_ in deps]


def passive(verb: Token) -> bool:
    """Whether a verb is in the passive: "was shot", "people killed in the raid", "with two nurses killed"."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "pcomp" and verb.head.lower_ == "with":
        return not children(verb, "aux", *OBJECTS)
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "amod") and not children(verb, "aux", "nsubj")


def by_agents(verb: Token) -> list[Token]:
    """Who a passive verb or an act noun names with "by" or "at the hands of"."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            for noun in children(child, "pobj"):
                found += with_conjuncts(noun)
    return found


def subjects(verb: Token) -> list[Token]:
    """Heads of the subject, passive or not, followed through conjoined verbs, relative and control clauses."""
    own = children(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
    if own:
        found: list[Token] = []
        for subject in own:
            if subject.tag_ in ("WDT", "WP", "WP$") and verb.dep_ == "relcl":
                found += [verb.head]
            else:
                found += with_conjuncts(subject)
        return found
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and passive(verb) == passive(verb.head):
        return subjects(verb.head)
    if verb.dep_ in ("xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
        controlled = children(verb.head, *OBJECTS) if verb.dep_ == "xcomp" else []
        return [noun for head in controlled for noun in with_conjuncts(head)] or subjects(verb.head)
    if verb.dep_ in ("relcl", "acl"):
        return [verb.head]
    return []


def objects(verb: Token) -> list[Token]:
    """Heads of the direct object, with conjuncts."""
    return [noun for head in children(verb, *OBJECTS) for noun in with_conjuncts(head)]


def prepositional(token: Token, *prepositions: str) -> Iterator[Token]:
    """Heads of the nouns that hang on a token by one of these prepositions."""
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in prepositions:
            for noun in children(child, "pobj"):
                yield from with_conjuncts(noun)


def negated(verb: Token) -> bool:
    """Whether "not", "never" or "no" stands on the verb itself or on its subject or object."""
    if children(verb, "neg"):
        return True
    nouns = children(verb, *SUBJECTS, *PASSIVE_SUBJECTS, *OBJECTS)
    return any(
        child.lower_ in ("no", "neither")
        for noun in nouns
        for child in noun.children
        if child.dep_ in ("det", "preconj")
    )


def ancestors(token: Token) -> Iterator[Token]:
    """The token itself, then its head, and so on to the root of the sentence."""
    yield token
    yield from token.ancestors


def definite(noun: Token) -> bool:
    """Whether a phrase points at somebody: a name, a pronoun, "the residents", "three men", "its guards"."""
    if noun.pos_ in ("PROPN", "PRON") or noun.ent_type_ in ("PERSON", "ORG", "GPE"):
        return True
    return any(
        child.dep_ in ("poss", "nummod") or child.lower_ in ("the", "this", "that", "these", "those", "all", "both")
        for child in noun.children
    )
