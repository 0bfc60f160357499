"""Standings: who holds a status under a norm, where the words assert it and do not only use the noun."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from muniment.extracting.bearing import COPULAS
from muniment.extracting.fitting import fits, named, span_of
from muniment.extracting.mention import Mention, register
from muniment.extracting.participants import is_passive, objects, real, surface_subjects
from muniment.extracting.syntax import by_agents, children, phrase, prepositional
from muniment.extracting.ties import between
from muniment.taxonomy import data

FILE = "en/standings.toml"
NAMING = ("of", "on", "for", "against", "relating", "concerning")
UNDER = ("under", "by", "pursuant", "per", "in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status and what the words must do to assert it."""

    type: str
    words: tuple[str, ...]
    declared: bool = False
    treaty: bool = False
    of_place: bool = False
    """A status of somewhere: "citizen of Ostran", "Ostran citizen"."""
    given_by: tuple[str, ...] = ()
    """For a noun that is itself the status ("citizenship"): the verbs with which somebody has or gets it."""


@dataclass(slots=True, kw_only=True)
class Assertion:
    """Who is said to hold a status, who gives it, and the word that the dates hang on."""

    holders: list[Token] = field(default_factory=list)
    authorities: list[Token] = field(default_factory=list)
    verb: Token


def of(doc: Doc) -> list[Mention]:
    """The standings that the words of a document assert."""
    found: list[Mention] = []
    end = 0
    for token in doc:
        if token.i < end:
            continue
        for status in _statuses().get(token.lemma_.lower(), ()) or _statuses().get(token.lower_, ()):
            trigger = _written(token, status)
            if trigger is not None and (mention := _standing(trigger, status)) is not None:
                found.append(mention)
                end = trigger.end
                break
        if token.pos_ == "VERB" and (joined := _joined(token)) is not None:
            found.append(joined)
    return found


@functools.cache
def _statuses() -> Mapping[str, tuple[Status, ...]]:
    """First word → statuses, those with more words first."""
    index: dict[str, list[Status]] = {}
    for entry in data(FILE)["standing"]:
        flags = {name: bool(entry.get(name)) for name in ("declared", "treaty", "of_place")}
        for words in sorted(entry["words"], key=len, reverse=True):
            parts = tuple(words.split())
            status = Status(type=entry["type"], words=parts, given_by=tuple(entry.get("given_by", ())), **flags)
            index.setdefault(parts[0], []).append(status)
    return {word: tuple(sorted(held, key=lambda one: -len(one.words))) for word, held in index.items()}


def _written(first: Token, status: Status) -> Span | None:
    doc, end = first.doc, first.i + len(status.words)
    if end > first.sent.end:
        return None
    for token, word in zip(doc[first.i : end], status.words, strict=True):
        if word not in (token.lower_, token.lemma_.lower()):
            return None
    return doc[first.i : end]


def _standing(trigger: Span, status: Status) -> Mention | None:
    head = _head(trigger)
    made = _asserted(trigger, head, status)
    if made is None or (status.treaty and not _treaty(trigger)):
        return None
    somewhere = _somewhere(head)
    if status.of_place and not somewhere:
        return None
    holders = [span_of(one) for one in made.holders if _holds(one)]
    if not holders:
        return None
    slots = {"holder": holders, "authority": [span_of(one) for one in made.authorities if fits(one, ("party",))]}
    instruments = _treaty(trigger) if status.treaty else _instruments(head, made.verb)
    slots["instrument"] = [instrument(one) for one in instruments]
    slots["place"] = somewhere if status.of_place else []
    slots |= between(made.verb, begins=made.verb.lemma_ not in COPULAS)
    kept = {role: spans for role, spans in slots.items() if spans}
    return Mention(kind="standing", type=status.type, trigger=trigger, rule=status.type, slots=kept)


def _asserted(trigger: Span, head: Token, status: Status) -> Assertion | None:
    if status.given_by:
        return _given(head) if head.head.lemma_ in status.given_by else None
    made = _declared(head) or _granted(trigger, head)
    if made is None and not status.declared:
        made = _copular(head) or _misread(trigger, head) or (None if status.treaty else _apposed(head))
    return made


def _somewhere(head: Token) -> list[Span]:
    """The country that a status is of: "citizens of Ostran", "an Ostran citizen"."""
    of = [phrase(noun) for noun in prepositional(head, "of")]
    before = [one for one in children(head, "amod", "compound", "nmod") if one.is_title]
    return of or [head.doc[one.i : one.i + 1] for one in before]


def _head(trigger: Span) -> Token:
    """The noun of the status: "prisoner" in "prisoner of war", "person" in "protected person"."""
    for token in trigger:
        if token.pos_ == "ADP":
            return token.nbor(-1)
    return trigger[-1]


def _holds(token: Token) -> bool:
    if token.pos_ == "PRON" and token.lower_ not in (
        "i",
        "we",
        "me",
        "us",
        "you",
        "all",
        "both",
        "none",
        "some",
        "most",
    ):
        return token.i in register(token.doc).of_token
    return token.lower_ not in ("there", "it", "this", "that", "what", "which", "who")


def _top(head: Token) -> Token:
    """The first of joined nouns: the others are asserted with it."""
    while head.dep_ == "conj" and head.head.pos_ in ("NOUN", "PROPN", "ADJ"):
        head = head.head
    return head


def _copular(head: Token) -> Assertion | None:
    top = _top(head)
    verb = top.head
    if top.dep_ not in ("attr", "acomp") or verb.lemma_ not in COPULAS:
        return None
    holders = [named(one) for one in real(surface_subjects(verb)) if one.i < verb.i]
    holders = holders or [one for one in surface_subjects(verb) if one.lower_ == "it"]
    return Assertion(holders=holders, verb=verb)


def _misread(trigger: Span, head: Token) -> Assertion | None:
    """ "They are protected persons", which the parser takes for "they are being protected"."""
    verb = trigger[0]
    if head.head != verb or head == verb or verb.pos_ != "VERB":
        return None
    if children(verb, "auxpass"):
        return Assertion(holders=surface_subjects(verb), verb=verb)
    if verb.dep_ != "conj":
        return None
    if verb.head.lemma_ in COPULAS:
        return Assertion(holders=surface_subjects(verb.head), verb=verb.head)
    return _copular(verb.head)


def _declared(head: Token) -> Assertion | None:
    """ "recognised as refugees by the office", "considers them refugees", "was declared missing"."""
    top = _top(head)
    verb = top.head
    if top.dep_ in ("pobj", "pcomp", "amod") and verb.lower_ == "as":
        verb = verb.head
    elif top.dep_ not in ("oprd", "attr", "acomp", "ccomp", "dobj", "advmod", "xcomp"):
        return None
    if verb.lemma_ in ("be", "remain") and verb.dep_ == "xcomp":
        verb = verb.head
    if verb.lemma_ == "as" or verb.lemma_ not in data(FILE)["declaring"]["verbs"]:
        return None
    if is_passive(verb):
        return Assertion(holders=_subjects(verb), authorities=by_agents(verb), verb=verb)
    held = [one for one in dict.fromkeys((*objects(verb), *_small(head))) if one != top and one.i < head.i]
    return Assertion(holders=held, authorities=_subjects(verb), verb=verb) if held else None


def _small(head: Token) -> list[Token]:
    return [child for child in head.children if child.dep_ == "nsubj"]


def _subjects(verb: Token) -> list[Token]:
    return [named(one) for one in surface_subjects(verb) if one.lower_ not in ("who", "which", "that", "there")]


def _granted(trigger: Span, head: Token) -> Assertion | None:
    """ "refugee status" and "the status of refugees", given, held or lost; "their status as refugees"."""
    status = _status_noun(trigger, head)
    if status is None:
        return None
    return _given(status)


def _given(status: Token) -> Assertion | None:
    """Who has, gets or is given a status, and from whom."""
    owners = children(status, "poss")
    verb = status.head
    if status.dep_ not in ("dobj", "nsubjpass", "oprd") or verb.pos_ != "VERB":
        return Assertion(holders=owners, verb=status) if owners else None
    if verb.lemma_ in data(FILE)["holding"]["verbs"]:
        return Assertion(holders=owners or _subjects(verb), verb=verb)
    if verb.lemma_ not in data(FILE)["granting"]["verbs"]:
        return Assertion(holders=owners, verb=verb) if owners else None
    if is_passive(verb) and status.dep_ != "nsubjpass":
        return Assertion(holders=_subjects(verb), authorities=by_agents(verb), verb=verb)
    given = [one for one in children(verb, "dative", "iobj") if one.pos_ != "ADP"]
    given += [one for one in prepositional(verb, "to") if fits(one, ("person",))]
    authorities = by_agents(verb) if is_passive(verb) else _subjects(verb)
    return Assertion(holders=owners or given, authorities=authorities, verb=verb)


def _status_noun(trigger: Span, head: Token) -> Token | None:
    after = trigger.doc[trigger.end] if trigger.end < trigger.sent.end else None
    if after is not None and after.lemma_ == "status":
        return after
    if head.dep_ == "pobj" and head.head.lower_ in ("as", "of") and head.head.head.lemma_ == "status":
        return head.head.head
    return None


def _apposed(head: Token) -> Assertion | None:
    """ "Mara Ilven, a refugee from Ostran, said"."""
    top = _top(head)
    if top.dep_ != "appos" or top.head.i >= top.i or top != head:
        return None
    if top.head.ent_type_ != "PERSON" and not children(top, "det"):
        return None
    if not (top.head.ent_type_ == "PERSON" or fits(top.head, ("person",))):
        return None
    return Assertion(holders=[top.head], verb=head)


def _treaty(trigger: Span) -> list[Token]:
    """What a state is party to."""
    near = trigger.doc[trigger.end : min(trigger.end + 12, trigger.sent.end)]
    for token in near:
        if token.lemma_.lower() in data(FILE)["instruments"]["words"]:
            return [token]
        if token.pos_ in ("VERB", "AUX") or token.text in (",", ";", "."):
            break
    return []


def _joined(verb: Token) -> Mention | None:
    """ "Karsa ratified the convention": it is party to it."""
    words = {parts[0]: parts[1:] for parts in (one.split() for one in data(FILE)["joining"]["verbs"])}
    if verb.lemma_ not in words:
        return None
    rest = words[verb.lemma_]
    found = list(prepositional(verb, *rest)) if rest else objects(verb)
    treaties = [
        one
        for one in found
        if one.lemma_.lower() in ("convention", "treaty", "covenant", "protocol", "statute", "charter", "conventions")
    ]
    holders = [one for one in _subjects(verb) if fits(one, ("body",)) and _holds(one)]
    if not treaties or not holders or is_passive(verb):
        return None
    slots = {"holder": [span_of(one) for one in holders], "instrument": [instrument(one) for one in treaties]}
    slots |= between(verb, begins=True)
    trigger = verb.doc[verb.i : verb.i + 1]
    code = "standing.treaty_party"
    return Mention(kind="standing", type=code, trigger=trigger, rule=f"{code}:joined", slots=slots)


def _instruments(head: Token, verb: Token) -> list[Token]:
    found: list[Token] = []
    for token in (head, verb):
        for noun in prepositional(token, *UNDER):
            if noun.lemma_.lower() in data(FILE)["instruments"]["words"] and noun not in found:
                found.append(noun)
    return found


def _numbers(token: Token) -> bool:
    return token.dep_ in ("nummod", "appos", "npadvmod") and token.like_num


def instrument(noun: Token) -> Span:
    """A treaty or law by its whole name: "the Convention on the Rights of the Child", "article 12 of the charter"."""
    named_by = [child for child in noun.rights if _numbers(child) or (child.dep_ == "prep" and child.lower_ in NAMING)]
    end = max((child.right_edge.i for child in named_by), default=noun.i)
    return noun.doc[phrase(noun).start : end + 1]
