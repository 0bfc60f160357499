"""Duties: who owes what to whom, on what basis, where a sentence states it as a norm and not as a wish."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from muniment.extracting.fitting import fits, named, span_of
from muniment.extracting.mention import Mention, register
from muniment.extracting.participants import is_passive, objects, surface_subjects
from muniment.extracting.standings import instrument
from muniment.extracting.syntax import children, prepositional
from muniment.extracting.ties import between
from muniment.taxonomy import data

FILE = "en/duties.toml"
CODE = "duty.owed"
CUTTING = ("advcl", "parataxis", "cc", "conj")
OWED_TO = ("to", "toward", "towards")


def of(doc: Doc) -> list[Mention]:
    """The duties that the sentences of a document state."""
    return [mention for token in doc for mention in _at(token)]


def _at(token: Token) -> Iterator[Mention]:
    low, lemma = token.lower_, token.lemma_.lower()
    made: Mention | None = None
    if token.dep_ == "aux" and low in data(FILE)["modal"]["words"]:
        made = _modal(token)
    elif token.pos_ in ("VERB", "ADJ") and low in data(FILE)["obliged"]["words"]:
        made = _bound(token, forbids=False) or _by_instrument(token)
    elif token.pos_ in ("VERB", "ADJ") and low in data(FILE)["obliged_by_norm"]["words"]:
        made = _by_instrument(token) or (_bound(token, forbids=False) if _basis(token) else None)
    elif token.pos_ in ("VERB", "ADJ") and low in data(FILE)["obliged_by_norm"]["forbidding"]:
        made = _by_instrument(token) or (_bound(token, forbids=True) if _basis(token) else None)
    elif token.pos_ == "VERB" and lemma in _instrument_verbs():
        made = _by_instrument(token)
    elif token.pos_ == "NOUN" and lemma in data(FILE)["duty"]["words"]:
        made = _noun(token)
    elif token.pos_ == "ADJ" and low in data(FILE)["responsible"]["adjectives"]:
        made = _responsible(token)
    if made is not None:
        yield made


def _instrument_verbs() -> frozenset[str]:
    known = data(FILE)["instrument_verbs"]
    return frozenset((*known["requiring"], *known["forbidding"]))


def _modal(modal: Token) -> Mention | None:
    """ "Under the convention, the state must not return a refugee"."""
    verb = modal.head
    forbids = bool(children(verb, "neg"))
    basis = _basis(verb)
    if not basis or (modal.lower_ in data(FILE)["modal"]["negative_only"] and not forbids):
        return None
    bearers, requirement = _heads(surface_subjects(verb)), _requirement(verb, basis)
    if is_passive(verb):
        bearers = []
        requirement = _clause(verb)
    trigger = modal.doc[modal.i : modal.i + 1]
    return _duty(trigger, bearers, requirement, verb, basis=basis, forbids=forbids)


def _bound(word: Token, *, forbids: bool) -> Mention | None:
    """ "The guards are obliged to let patients pass"; "bound by the convention"."""
    if not (word.dep_ == "acomp" or is_passive(word) or any(child.lemma_ == "be" for child in word.children)):
        return None
    copula = word.head if word.dep_ == "acomp" else word
    bearers = _heads(surface_subjects(copula))
    basis = _basis(word)
    verb = _infinitive(word) or _gerund(word, "from")
    if verb is None:
        if not (basis and word.lower_ in ("bound", "obliged", "obligated")):
            return None
        return _duty(word.doc[word.i : word.i + 1], bearers, None, word, basis=basis, forbids=False)
    trigger = word.doc[word.i : word.i + 1]
    return _duty(trigger, bearers, _requirement(verb, basis), verb, basis=basis, forbids=forbids or _not(verb))


def _by_instrument(verb: Token) -> Mention | None:
    """ "The convention obliges states to let the sick leave"; "the agreement forbids raids"."""
    if verb.pos_ != "VERB" or is_passive(verb):
        return None
    sources = [one for one in surface_subjects(verb) if one.lemma_.lower() in data(FILE)["basis"]["words"]]
    if not sources:
        return None
    forbids = verb.lemma_.lower() in data(FILE)["instrument_verbs"]["forbidding"]
    told = _infinitive(verb) or _gerund(verb, "from")
    trigger, basis = verb.doc[verb.i : verb.i + 1], [span_of(one) for one in sources]
    if told is not None:
        bearers = _heads([*objects(verb), *children(told, "nsubj")])
        return _duty(trigger, bearers, _requirement(told, basis), told, basis=basis, forbids=forbids or _not(told))
    things = objects(verb)
    return _duty(trigger, [], _full(things[0]), verb, basis=basis, forbids=forbids) if things else None


def _noun(noun: Token) -> Mention | None:
    """ "The office has a duty to visit the camp"; "in breach of its obligation towards the residents"."""
    verb = noun.head
    owners = children(noun, "poss")
    bearers = _heads(owners)
    if noun.dep_ in ("dobj", "attr", "nsubj", "nsubjpass") and verb.lemma_ in data(FILE)["duty"]["verbs"]:
        bearers = bearers or (_heads(surface_subjects(verb)) if noun.dep_ == "dobj" else [])
        if noun.dep_ == "attr":
            bearers = bearers or _heads(prepositional(noun, "of"))
    elif not owners:
        return None
    told = _infinitive(noun) or (_infinitive(verb) if noun.dep_ == "dobj" else None)
    basis = [norm for norm in _basis(noun) or _basis(verb) if not norm.start <= noun.i < norm.end]
    trigger = noun.doc[noun.i : noun.i + 1]
    if told is not None:
        return _duty(trigger, bearers, _requirement(told, basis), told, basis=basis, forbids=_not(told))
    goods = [one for one in prepositional(noun, "of", "for") if one.lemma_ in _goods()]
    if goods:
        return _duty(trigger, bearers, _full(goods[0]), goods[0], basis=basis, forbids=False)
    owed = [one for one in prepositional(noun, *OWED_TO) if fits(one, ("party", "place"))]
    return _duty(trigger, bearers, None, noun, basis=basis, forbids=False, owed=owed) if owed or basis else None


def _responsible(word: Token) -> Mention | None:
    """ "The ministry is responsible for the safety of the camp": no blame, but a charge to protect."""
    verb = word.head
    if word.dep_ not in ("acomp", "amod", "appos", "acl"):
        return None
    bearers = _heads(surface_subjects(verb)) if word.dep_ == "acomp" else _heads([verb])
    trigger = word.doc[word.i : word.i + 1]
    for noun in prepositional(word, "for"):
        if noun.lemma_.lower() in _goods():
            return _duty(trigger, bearers, _full(noun), noun, basis=_basis(word), forbids=False)
    told = _gerund(word, "for")
    if told is None or told.lemma_ not in data(FILE)["responsible"]["gerunds"]:
        return None
    return _duty(trigger, bearers, _requirement(told, []), told, basis=_basis(word), forbids=False)


def _goods() -> frozenset[str]:
    return frozenset(data(FILE)["responsible"]["goods"])


def _heads(found: Iterator[Token] | list[Token]) -> list[Token]:
    kept: list[Token] = []
    for one in found:
        head = named(one)
        known = head.pos_ != "PRON" or head.lower_ in ("we", "our", "us", "i") or head.i in register(head.doc).of_token
        if known and fits(head, ("party",)) and head not in kept:
            kept.append(head)
    return kept


def _infinitive(word: Token) -> Token | None:
    return next(
        (
            child
            for child in word.children
            if child.dep_ in ("xcomp", "acl", "relcl", "advcl", "ccomp")
            and child.i > word.i
            and any(aux.tag_ == "TO" for aux in children(child, "aux"))
        ),
        None,
    )


def _gerund(word: Token, preposition: str) -> Token | None:
    for child in word.children:
        if child.dep_ == "prep" and child.lower_ == preposition:
            return next(iter(children(child, "pcomp")), None)
    return None


def _not(verb: Token) -> bool:
    return bool(children(verb, "neg"))


def _requirement(verb: Token, basis: list[Span]) -> Span:
    """What is to be done: from the verb to the end of its phrase, without the clauses and norms that follow."""
    last = verb.i
    for child in verb.rights:
        if child.dep_ in (*CUTTING, "punct") or any(child.i <= one.start <= child.right_edge.i for one in basis):
            break
        last = child.right_edge.i
    return verb.doc[verb.i : last + 1]


def _clause(verb: Token) -> Span:
    """A passive requirement with its subject: "patients must be let through"."""
    subject = next(iter(children(verb, "nsubjpass", "nsubj")), verb)
    last = verb.i
    for child in verb.rights:
        if child.dep_ in (*CUTTING, "punct"):
            break
        last = child.right_edge.i
    return verb.doc[subject.left_edge.i : last + 1]


def _full(noun: Token) -> Span:
    """A noun with all its prepositions: "attacks on hospitals"."""
    last = max([noun.i, *(child.right_edge.i for child in noun.rights if child.dep_ == "prep")])
    return noun.doc[noun.left_edge.i : last + 1]


def _basis(word: Token) -> list[Span]:
    """The norm that the sentence names: under, by, pursuant to, in accordance with …"""
    known = data(FILE)["basis"]
    found: list[Span] = []
    for token in word.sent:
        if token.lemma_.lower() not in known["words"] or token.dep_ != "pobj" or token == word:
            continue
        if token.head.lower_ in known["prepositions"] or _according(token.head):
            found.append(instrument(token))
    return found[:1]


def _according(preposition: Token) -> bool:
    return preposition.lower_ == "to" and preposition.head.lower_ in ("according", "pursuant")


def _before(requirement: Span, basis: list[Span]) -> Span:
    """A requirement without the norm that the parser hangs on its last noun."""
    for norm in basis:
        if requirement.start < norm.start - 1 < requirement.end:
            return requirement.doc[requirement.start : norm.start - 1]
    return requirement


def _beneficiaries(word: Token, owed: list[Token]) -> list[Token]:
    near = [*owed, *objects(word), *prepositional(word, "of", "to", "for")] if word.pos_ == "VERB" else owed
    if word.pos_ == "NOUN" and not owed:
        near = list(prepositional(word, "of"))
    for thing in objects(word) if word.pos_ == "VERB" else []:
        near += [one for one in (*prepositional(thing, "of", "to"), *children(thing, "poss")) if one not in near]
    return [one for one in near if fits(one, ("person",)) or (one.pos_ == "PROPN" and fits(one, ("party",)))]


def _duty(
    trigger: Span,
    bearers: list[Token],
    requirement: Span | None,
    told: Token,
    *,
    basis: list[Span],
    forbids: bool,
    owed: list[Token] | None = None,
) -> Mention | None:
    """The duty, if the sentence says who bears it, or what it rests on."""
    if not bearers and not basis:
        return None
    gaining = [one for one in _beneficiaries(told, owed or []) if one not in bearers]
    slots = {
        "bearer": [span_of(one) for one in bearers],
        "beneficiary": [span_of(one) for one in gaining if _holds(one)],
        "forbids" if forbids else "requires": [_before(requirement, basis)] if requirement is not None else [],
        "basis": basis,
    }
    slots |= between(trigger.root)
    kept = {role: spans for role, spans in slots.items() if spans}
    return Mention(kind="duty", type=CODE, trigger=trigger, rule=CODE, slots=kept, realis="actual")


def _holds(token: Token) -> bool:
    return token.pos_ != "PRON" or token.i in register(token.doc).of_token
