"""Demands told without a verb for one: by a modal ("the envoy said that the army must leave"), a line addressed to somebody, a protest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from muniment.extracting.frames import named
from muniment.extracting.lexicon import belongs
from muniment.extracting.mention import Mention
from muniment.extracting.participants import surface_subjects
from muniment.extracting.realis import imperative
from muniment.extracting.roles import span_of
from muniment.extracting.syntax import children

MUST = ("must", "should")
PARTY = ("@person", "@unnamed", "@state")
STATES = (
    "be",
    "have",
    "feel",
    "know",
    "live",
    "remain",
    "receive",
    "get",
    "understand",
    "like",
    "expect",
    "worry",
    "fear",
)
OURSELVES = ("i", "we", "you", "he", "she")
"""Who is no addressee: "I must say", "we must go", "he said she must rest"."""


def of(doc: Doc) -> Iterator[Mention]:
    """A demand for each line that tells somebody to do something, and each saying that somebody must."""
    for modal in doc:
        yield from _told(modal)
        if modal.tag_ != "MD" or modal.lower_ not in MUST:
            continue
        saying = _saying(modal.head)
        if saying is None:
            continue
        askers = [one for one in surface_subjects(saying) if belongs(one, PARTY)]
        asked = [one for one in surface_subjects(modal.head) if belongs(one, PARTY) and not belongs(one, ("@thing",))]
        if askers and asked and not any(one.lower_ in OURSELVES for one in asked):
            yield Mention(
                kind="act",
                type="speech.demand",
                trigger=doc[saying.i : saying.i + 1],
                rule=f"verb {saying.lemma_.lower()} with modal {modal.lower_}",
                slots={"agent": [span_of(one) for one in askers], "addressee": [span_of(one) for one in asked]},
            )


def _told(verb: Token) -> Iterator[Mention]:
    """A demand of whom a line is addressed to: "To the government: lift the siege"."""
    for to in children(verb, "prep") if imperative(verb) else ():
        asked = [one for one in children(to, "pobj") if belongs(one, PARTY)]
        if to.lower_ == "to" and asked and any(token.text == ":" for token in verb.doc[to.i : verb.i]):
            yield Mention(
                kind="act",
                type="speech.demand",
                trigger=verb.doc[verb.i : verb.i + 1],
                rule=f"told to {verb.lemma_.lower()}",
                slots={"addressee": [span_of(one) for one in asked]},
                realis="actual",
            )


def address(found: Sequence[Mention]) -> None:
    """A protest that makes a demand of somebody is addressed to them: "marched to demand an apology from the mayor"."""
    demands = [mention for mention in found if mention.type == "speech.demand" and "addressee" in mention.slots]
    for mention in found if demands else ():
        if mention.type != "protest.action" or "addressee" in mention.slots:
            continue
        carrier = mention.head.head if mention.head.dep_ in ("dobj", "pobj", "nsubjpass") else mention.head
        for demand in demands:
            if demand.head.dep_ in ("advcl", "xcomp", "acl") and demand.head.head in (mention.head, carrier):
                mention.slots["addressee"] = list(demand.slots["addressee"])


def _saying(verb: Token) -> Token | None:
    """The verb of saying over a clause in the active voice about what is still to be done."""
    if verb.dep_ != "ccomp" or verb.tag_ != "VB" or children(verb, "nsubjpass", "auxpass"):
        return None
    if any(child.lemma_ == "have" for child in children(verb, "aux")) or verb.lemma_ in STATES:
        return None
    above = verb.head
    return above if named("verbs", above.lemma_.lower(), "relay") is not None else None
