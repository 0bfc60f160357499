"""Links: what a word hangs on in the syntax, and by which preposition, object, infinitive or clause."""

from __future__ import annotations

from spacy.tokens import Token

from muniment.extracting.syntax import children
from muniment.extracting.wordforms import nominal

VERBAL = ("VERB", "AUX")
WH = ("how", "why")


def link_of(node: Token) -> tuple[Token, str]:
    """What a word hangs on and by which link; prepositions are stepped over and become the link."""
    head, dep = node.head, node.dep_
    if dep in ("pobj", "pcomp") and head.dep_ in ("prep", "agent", "dative", "advmod", "mark", "prt", "pcomp", "cc"):
        word, governor = head.lower_, head.head
        if word == "of" and head.i and head.nbor(-1).lower_ == "instead":
            return governor, "instead of"
        while governor.pos_ in ("ADP", "SCONJ") and governor.dep_ in ("prep", "pcomp") and governor.head != governor:
            word, governor = governor.lower_, governor.head
        return governor, word
    simple = {"dobj": "object", "nsubjpass": "object", "csubjpass": "object", "oprd": "object", "dative": "object"}
    if (dep in simple and node.pos_ not in VERBAL) or dep == "nsubjpass":
        return head, simple.get(dep, "object")
    if dep in ("nsubj", "csubj"):
        return head, "subject"
    if dep in ("compound", "nmod", "npadvmod") and nominal(node):
        return head, "compound"
    if dep in ("attr", "conj", "appos", "amod", "poss"):
        return head, dep
    if node.pos_ in VERBAL or node.tag_.startswith("VB"):
        return head, _clause_link(node)
    return head, dep


def _clause_link(verb: Token) -> str:
    auxes = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(aux.tag_ == "TO" for aux in auxes):
        return "infinitive"
    if not any(aux.tag_ in ("VBD", "VBZ", "VBP", "MD") for aux in auxes) and "VBG" in (
        verb.tag_,
        *(a.tag_ for a in auxes),
    ):
        return "advcl" if verb.dep_ == "advcl" else "ing"
    if verb.tag_ == "VBN" and not auxes and not children(verb, "nsubj", "nsubjpass"):
        return "participle"
    words = {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
    if verb.dep_ in ("ccomp", "acl", "relcl", "pcomp") and words & {"whether", "if"}:
        return "whether"
    if any(word in words for word in WH) and verb.dep_ in ("ccomp", "pcomp", "advcl"):
        return "how"
    if verb.dep_ == "advcl" and any(
        child.dep_ in ("mark", "advmod") and child.lower_ != "that" for child in verb.children
    ):
        return "advcl"
    return "that"


def by_preposition(link: str) -> bool:
    """Whether a link is a preposition."""
    return link not in (
        "object",
        "subject",
        "attr",
        "compound",
        "infinitive",
        "ing",
        "that",
        "how",
        "whether",
        "participle",
        "conj",
    ) and not link.endswith(("comp", "subj", "mod", "cl"))


def verb_above(noun: Token) -> Token | None:
    """The verb whose object or complement a noun is, through prepositions and of-phrases."""
    node = noun
    for _ in range(4):
        if node.dep_ not in ("dobj", "pobj", "prep", "dative", "nsubjpass", "oprd", "npadvmod", "agent", "nsubj"):
            return None
        node = node.head
        if node.pos_ in VERBAL:
            return node
    return None
