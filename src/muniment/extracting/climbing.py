"""Climbing: from the head of a claim through every word that governs it, gathering what each says of the claim."""

from __future__ import annotations

import dataclasses

from spacy.tokens import Token

from muniment.extracting import voices
from muniment.extracting.frames import Frame, governing
from muniment.extracting.hearing import CALLING, called_false, calls_false, habit, hear, is_false
from muniment.extracting.links import VERBAL, link_of, verb_above
from muniment.extracting.reading import Reading, Voiced
from muniment.extracting.realis import Marks, of_clause, of_noun
from muniment.extracting.sharing import attribute, share
from muniment.extracting.syntax import children
from muniment.extracting.wordforms import content_tense, definite, headline, nominal, past

OWN_OBJECT = ("accuse", "charge", "prevented", "warned")
OPEN = ("know", "questioned", "believe", "suspect", "doubt", "warned", "uncommitted")
FURTHEST = 50
"""No sentence is deeper than this; a parse that is would be a mistake."""


def climbed(token: Token) -> Reading:
    """The reading of a claim after every word above its head has been heard."""
    reading = Reading()
    if token.lemma_ == "count" and token.pos_ in VERBAL and (teller := voices.of_verb(token)) is not None:
        reading.say(Voiced(speaker=teller, commit="CT+", cue=token, frame="named_event"), base="CT+")
    marks = of_noun(token) if nominal(token) else of_clause(token)
    reading.definite = nominal(token) and definite(token)
    reading.take(marks)
    habit(marks, reading)
    if marks.general:
        _general(token, reading)
    node: Token | None = token
    for _ in range(FURTHEST):
        if node is None or node.head == node:
            break
        node = _step(node, reading)
    return reading


def _step(node: Token, reading: Reading) -> Token | None:
    governor, link = link_of(node)
    if link == "that" and any(token.text == ";" for token in node.doc[node.i : governor.i]):
        return _said_before(node, reading)
    if link == "conj" and (gerund := _gerund_before(node, governor)) is not None:
        return gerund
    if link == "conj":
        return _joined(node, governor, reading)
    if link == "amod" and not nominal(node):
        attribute(node, governor, reading)
    if link in ("appos", "amod", "poss"):
        return governor
    if link == "subject" and is_false(governor):
        return called_false(node, governor, reading)
    if link == "object" and governor.lemma_.lower() in CALLING and calls_false(node, governor):
        return called_false(node, governor, reading)
    if node.dep_ == "csubj" and node.tag_ == "VBG" and governor.lemma_ == "be" and not past(governor):
        reading.specificity = "general"  # "Killing civilians is a crime"
    found = _called(node, governor, link) or _frame(node, governor, link)
    if _who(node, link) and (found is None or found[0].name in OPEN):
        reading.shielded = reading.aside = True
        return governor
    if found is None:
        return share(node, governor, link, reading)
    frame, at = found
    return hear(frame, at, node, link, reading)


def _said_before(node: Token, reading: Reading) -> Token | None:
    """ "The union says nine died; the ministry says two": the first part is the union's, wherever the parser hung it."""
    at = node.left_edge.i - 1
    if at < node.sent.start or node.doc[at].pos_ not in VERBAL:
        return None
    frame = governing(node.doc[at], "that")
    return None if frame is None else hear(frame, node.doc[at], node, "that", reading)


def _frame(node: Token, governor: Token, link: str) -> tuple[Frame, Token] | None:
    """The frame over a claim: on the word it hangs on, or where the parser put it too low, on the verb above that."""
    tense = content_tense(node) if link == "that" else "past"
    if not nominal(node) and link in ("on", "of"):
        tense = "base"
    if governor.lemma_ == "be" and link in ("infinitive", "that", "whether"):
        for adjective in children(governor, "acomp"):
            frame = governing(adjective, link, content=tense)
            if frame is not None:
                return frame, governor
    if link in ("including", "such", "like"):
        link = "of"
    frame = governing(governor, link, content=tense)
    if frame is not None and frame.name == "actual" and governor.lemma_ == "make" and _aims(governor, link):
        return dataclasses.replace(frame, realis="planned", name="planned"), governor
    if frame is not None and frame.name == "trend" and node.tag_ == "NN":
        return None  # "the death toll rose" is of one event, "killings rose" of none
    if frame is not None and frame.name == "obliged" and governor.lemma_ == "have" and past(governor):
        return dataclasses.replace(frame, name="actual", realis=None), governor  # "he had to resign": he did
    if frame is not None and not _relative(node, frame) and not _has_its_object(node, governor, frame, link):
        return frame, governor
    if governor.pos_ in VERBAL or (link in ("object", "subject", "compound", "attr")):
        return None
    above = verb_above(governor)
    if above is None or (node.dep_ in ("relcl", "acl") and link != "infinitive" and not _that(node)):
        return None
    frame = governing(above, link, content=tense)
    if frame is None or (nominal(node) and frame.name not in OWN_OBJECT):
        return None
    return frame, above


def _aims(verb: Token, link: str) -> bool:
    """Whether what is made is an effort or a plan: "efforts are being made to arrest them"."""
    found = (governing(noun, link) for noun in children(verb, "nsubjpass", "dobj"))
    return any(frame is not None and frame.realis is not None for frame in found)


def _called(node: Token, governor: Token, link: str) -> tuple[Frame, Token] | None:
    """What somebody is said to call something is the caller's word: "called the raid a massacre"."""
    if not nominal(node) or not (node.dep_ == "oprd" or link == "as"):
        return None
    frame = governing(governor, "called")
    return None if frame is None else (frame, governor)


def _who(node: Token, link: str) -> bool:
    """ "It is not clear who killed them": who it was is open, the killing is not."""
    asked = any(child.tag_ == "WP" for child in children(node, "nsubj", "nsubjpass"))
    return link == "that" and asked and node.dep_ in ("ccomp", "csubj", "pcomp")


def _has_its_object(node: Token, verb: Token, frame: Frame, link: str) -> bool:
    """ "Demanded justice for the killing", "used gas to disperse", "held for the killing": the word has another object."""
    if frame.name == "pattern" and link == "infinitive":
        return bool(children(verb, "dobj"))
    if frame.name == "charge" and link in ("for", "over", "in") and nominal(node):
        return definite(node)
    return (
        frame.name in ("demanded", "called_for", "sought")
        and link == "for"
        and nominal(node)
        and bool(children(verb, "dobj"))
    )


def _relative(node: Token, frame: Frame) -> bool:
    """Whether a clause on a noun of saying is about the noun, not its content: "the report that he wrote"."""
    if node.dep_ != "relcl" or frame.file == "realis.toml":
        return False
    return any(child.tag_ in ("WDT", "WP") and child.dep_ != "mark" for child in node.children) and (
        len(children(node, "nsubj", "nsubjpass", "dobj")) < 3
    )


def _that(node: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in node.children)


def _gerund_before(node: Token, first: Token) -> Token | None:
    """ "Accused of kidnapping and killing": a second gerund belongs to the first, wherever the parser hung it."""
    if node.tag_ != "VBG" or first.tag_ == "VBG" or any(child.dep_ == "aux" for child in node.children):
        return None
    for token in node.doc[first.i + 1 : node.i]:
        if token.tag_ == "VBG" and token.dep_ == "pcomp" and token.head.head == first:
            return token
    return None


def _joined(node: Token, first: Token, reading: Reading) -> Token:
    """A conjunct stands as the first one does; a clause after what somebody said is still theirs."""
    if nominal(node):
        if any(child.dep_ == "det" and child.lower_ == "no" for child in first.children) and not reading.shielded:
            reading.take(Marks(negative=True))
        return first
    if first.pos_ in VERBAL and any(child.dep_ == "mark" for child in first.children) and not reading.shielded:
        reading.take(Marks(realis=of_clause(first).realis if of_clause(first).realis == "conditional" else None))
    if _still_said(node, first):
        frame = governing(first, "that")
        if frame is not None:
            hear(frame, first, node, "that", reading)
    return first


def _still_said(node: Token, first: Token) -> bool:
    claim = [child for child in first.children if child.dep_ == "ccomp" and first.i < child.i < node.i]
    if not claim or not any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children):
        return False
    frame = governing(first, "that")
    if frame is None or frame.name not in ("relay", "believe", "know", "suspect"):
        return False
    return not any(token.lower_ in (";", "but", "while") for token in node.doc[claim[0].i : node.i])


def _general(noun: Token, reading: Reading) -> None:
    """Bare acts in the present or as a topic speak of acts in general: "torture is common", "killings have risen"."""
    if reading.specificity != "specific":
        return
    verb = next((word for word in noun.ancestors if word.pos_ in VERBAL and word.tag_ != "VBG"), None)
    if verb is None or headline(noun):
        if noun.tag_ == "NNS" and verb is None:
            reading.specificity = "general"
        return
    if verb.dep_ == "relcl" and any(child.lower_ in ("a", "an") for child in verb.head.children):
        above = verb.head.head
        if verb.head.dep_ in ("nsubj", "nsubjpass") and above.tag_ in ("VBZ", "VBP"):
            reading.specificity = "general"  # "a confession obtained by torture is void"
    topic = noun.tag_ == "NNS" and noun.dep_ in ("nsubj", "conj") and not children(verb, "dobj", "auxpass")
    if not past(verb) or topic:
        reading.specificity = "general"
