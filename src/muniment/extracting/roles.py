"""Who fills which slot of an act or harm: the participants of its trigger, by what each of them is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from muniment.extracting.lexicon import Entry, Part, belongs, owner_role, role_by_meaning, words_of
from muniment.extracting.participants import (
    Participants,
    agents,
    governing_verb,
    is_passive,
    makers,
    of_adjective,
    of_noun,
    of_verb,
    real,
    surface_subjects,
)
from muniment.extracting.people import entity, unbracketed, with_country
from muniment.extracting.syntax import children, phrase, prepositional

CAUSES = ("@weapon", "@instrument", "@happening", "@nature")
NO_PARTY = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LAW", "WORK_OF_ART")
ISSUING = ("issue", "publish", "release", "adopt", "sign", "send", "pass", "circulate", "write")
COURTS = ("court", "tribunal")

Slots = dict[str, list[Span]]


def participants(token: Token, entry: Entry, particle: Token | None = None, *, part: Part = "verb") -> Participants:
    """Who does and who undergoes, before any slot is named."""
    if part == "noun":
        return _of_noun(token, entry)
    if part == "adjective":
        return of_adjective(token)
    found = of_verb(
        token, particle=particle, transitive=not (entry.objectless or entry.passive_only) and bool(entry.object)
    )
    if entry.type.startswith("speech.") and not found.passive:
        found.doers = [author for doer in found.doers for author in _authors(doer)]
    if entry.passive_never and found.passive:
        return Participants(doers=found.undergoers)
    return found


def slots(token: Token, entry: Entry, found: Participants) -> Slots:
    """The slots of a trigger, each with its phrases in the order of the text."""
    filled: Slots = {}
    for doer in found.doers:
        if doer.lemma_ in COURTS and doer.head.head != token and not entry.type.startswith(("legal.", "life.judicial")):
            continue  # "was arrested and sentenced by the court": the court only sentenced
        if entry.subject == "owner":
            _put_owner(filled, "victim", doer)
        _put(filled, _doer_role(doer, entry), doer)
    for one in found.undergoers:
        if entry.object != "owner":
            _put(filled, role_by_meaning(entry.object, wholes([one])[-1]), one)
        _put_owner(filled, owner_role(entry.object) or ("victim" if entry.object == "owner" else ""), one)
        for maker in makers_of(one) if entry.maker else ():
            if maker.tag_ != "PRP$" or entry.type.startswith("speech."):  # "lifted its ban" is its own
                _put(filled, role_by_meaning(entry.maker, maker), maker)
    for asked in _subjects_said(token) if entry.content_subject else ():
        _put(filled, role_by_meaning(entry.content_subject, asked), asked)
    for one in found.sufferers if entry.object == "agent" else ():
        _put(filled, role_by_meaning(entry.prepositions.get("on", ""), one), one)
    for role, noun in _behind_prepositions(token, entry):
        _put_party(filled, role, noun)
    for one in wholes(found.undergoers) if entry.maker or entry.content_subject else ():
        for role, noun in _behind_prepositions(one, entry):
            _put_party(filled, role, noun)
    if entry.kind == "act":
        _means(filled, token, entry)
    if entry.content_object:
        for below in children(token, "xcomp"):
            for noun in _touched(below):
                _put(filled, role_by_meaning(entry.content_object, noun), noun)
    if "agent" not in filled and entry.subject == "agent":
        _agent_of_means(filled)
    return filled


def wholes(things: list[Token]) -> list[Token]:
    """These things, and what they are a part or a measure of: "part of a programme", "two tons of flour"."""
    parts = [one for one in things if one.pos_ == "NUM" or belongs(one, ("@partitive",))]
    return [*things, *(whole for one in parts for whole in prepositional(one, "of"))]


def _put_party(filled: Slots, role: str, noun: Token) -> None:
    """What stands behind a preposition; where only a party will do, whoever it comes from or belongs to."""
    meant = role_by_meaning(role, noun)
    _put(filled, meant, noun)
    for maker in makers_of(noun) if role and not meant else ():
        _put(filled, role_by_meaning(role, maker), maker)


def _touched(verb: Token) -> list[Token]:
    """What the deed of an infinitive is to be done to: "threatened to shell the town", "to strike at Marland"."""
    whole = [verb, *children(verb, "dobj")]
    behind = [noun for token in whole for noun in real(prepositional(token, "against", "on", "to", "at", "with"))]
    return [*of_verb(verb).undergoers, *behind]


def _authors(doer: Token) -> list[Token]:
    """Who speaks in what is put out: "the front issued a declaration demanding …"; else the doer itself."""
    put_out = doer.head if doer.dep_ in ("dobj", "nsubjpass") else None
    if put_out is None or put_out.lemma_ not in ISSUING or not belongs(doer, ("@document", "declaration")):
        return [doer]
    return of_verb(put_out).doers or [doer]


def makers_of(thing: Token) -> list[Token]:
    """Who a thing comes from or belongs to: "Ostran's offer", "an Ostran offer", "an offer by the envoy"."""
    named = [
        child for child in children(thing, "compound", "nmod", "amod") if child.ent_type_ in ("GPE", "NORP", "ORG")
    ]
    contents = list(prepositional(thing, "of"))
    behind = real(
        [*prepositional(thing, "by", "from"), *(one for of in contents for one in prepositional(of, "by")), *contents]
    )
    found = [*children(thing, "poss"), *named, *behind]
    return [one for one in found if belongs(one, ("@person", "@unnamed", "@state")) and not belongs(one, ("@thing",))]


def _subjects_said(token: Token) -> list[Token]:
    """The subjects of the clause that a verb of speech says: "demanded that the army leave"."""
    clauses = children(token, "ccomp") or (children(token, "acl", "relcl") if token.pos_ == "NOUN" else [])
    return real([noun for clause in clauses for noun in children(clause, "nsubj", "nsubjpass")])


def span_of(head: Token) -> Span:
    """The phrase of a head without what is no part of its name: no "including …", no trailing adverbial."""
    if head.dep_ in ("amod", "nmod", "compound"):
        return with_country(head) or entity(head) or head.doc[head.i : head.i + 1]
    whole = phrase(head)
    for child in head.rights:
        verbal = child.dep_ == "prep" and any(below.pos_ == "VERB" for below in children(child, "pcomp"))
        if (
            verbal or child.dep_ == "prt" or child.lower_ in ("including", "include", "—", "–", "-")
        ) and whole.start < child.i < whole.end:
            return head.doc[whole.start : child.i]
    end = _named_after(head, whole.end)
    end = unbracketed(head.doc[head.i : end]).end
    while end > head.i + 1 and (whole.doc[end - 1].is_punct or whole.doc[end - 1].tag_ in ("POS", "_SP")):
        end -= 1
    start = whole.start
    while start < head.i and whole.doc[start].is_punct and whole.doc[start].text not in "\"“‘'(":
        start += 1
    return head.doc[start:end]


def _named_after(head: Token, end: int) -> int:
    """The end of a name set right behind its noun: "the militant group Sand Banner"."""
    for child in head.rights:
        if child.dep_ == "appos" and child.left_edge.i == end and child.pos_ == "PROPN":
            return child.i + 1
    return end


def _of_noun(noun: Token, entry: Entry) -> Participants:
    found = of_noun(noun)
    owners = [owner for owner in children(noun, "poss") if owner.ent_type_ not in NO_PARTY]
    if entry.type.startswith("protest."):  # "the Capitol protest" was not held by the Capitol
        found.doers = [doer for doer in found.doers if doer.dep_ != "compound"]
        light = None if found.doers else governing_verb(noun)
        if light is not None and light[1] == "in" and not children(noun, "det", "poss"):  # "closed in protest"
            found.doers = [] if is_passive(light[0]) else real(surface_subjects(light[0]))
    if entry.prepositions.get("of", entry.object) != entry.object:
        of = list(prepositional(noun, "of"))
        found.undergoers = [one for one in found.undergoers if one not in of]
    elif entry.object == "agent":
        found.doers, found.undergoers = found.doers or found.undergoers, []
    if owners and (found.undergoers or entry.poss in ("", "agent")):
        theirs = found.doers and all(owner.tag_ == "PRP$" for owner in owners)
        found.doers = found.doers if theirs or agents(noun) else owners
    elif owners and not found.undergoers:
        found.undergoers = owners
    if entry.object == "victim" and not found.undergoers:  # "the Moss murder case"
        named = [child for child in children(noun, "compound", "nmod") if child.ent_type_ == "PERSON"]
        found.undergoers = named[-1:]
    if entry.object != "agent":
        found.undergoers = found.undergoers or found.sufferers
    for preposition, role in entry.prepositions.items():
        if role and role == entry.object:
            found.undergoers += [one for one in real(prepositional(noun, preposition)) if one not in found.undergoers]
    return found


def _doer_role(doer: Token, entry: Entry) -> str:
    """Something that happens or is used is how it was done, not who did it."""
    if entry.subject in ("agent", "") and doer.ent_type_ not in ("PERSON", "ORG", "NORP") and belongs(doer, CAUSES):
        harming = entry.harm or entry.type.startswith(("life.", "body.", "property.", "move.", "access."))
        return "means" if entry.subject and entry.kind == "act" and harming else ""
    if entry.subject == "agent" and belongs(doer, ("@thing",)) and not doer.ent_type_:
        return ""
    return "" if entry.subject == "owner" else entry.subject


def _behind_prepositions(token: Token, entry: Entry) -> Iterator[tuple[str, Token]]:
    for preposition, role in entry.prepositions.items():
        if not role:
            continue
        for noun in _hanging(token, preposition):
            if (noun.ent_type_ not in ("DATE", "TIME") or role == "outcome") and (
                preposition != "of" or token.pos_ in ("NOUN", "PROPN")
            ):
                yield ("means" if role == "agent" and belongs(noun, ("@instrument",)) else role), noun
        if preposition == "targeting":
            for child in children(token, "acl"):
                if child.lower_ == preposition:
                    for noun in children(child, "dobj"):
                        yield role, noun


def _hanging(token: Token, preposition: str) -> list[Token]:
    """What hangs on a word by a preposition, or on its object, where the parser put it: "shipped rifles to"."""
    found = real(prepositional(token, preposition))
    named = any(one.ent_type_ not in ("DATE", "TIME") for one in found)
    if named or token.pos_ not in ("VERB", "AUX") or preposition == "of":
        return found
    return [noun for thing in children(token, "dobj") for noun in real(prepositional(thing, preposition))] or found


def _means(filled: Slots, token: Token, entry: Entry) -> None:
    """What it was done with: "with batons", "in an airstrike", "using acid"."""
    if "means" in filled or (not entry.harm and not entry.type.startswith(("life.", "body.", "property."))):
        return
    for preposition in ("with", "in", "by", "during"):
        gerunds = [below for child in children(token, "prep") for below in children(child, "pcomp")]
        for noun in [*prepositional(token, preposition), *(one for one in gerunds if one.head.lower_ == preposition)]:
            if belongs(noun, ("@weapon", "@instrument")) and noun.ent_type_ not in ("PERSON", "ORG"):
                _put(filled, "means", noun)
    for child in children(token, "advcl", "acl"):
        if child.lower_ in ("using", "firing"):
            for noun in children(child, "dobj"):
                _put(filled, "means", noun)


def _agent_of_means(filled: Slots) -> None:
    """Whoever made the attack that did it did it: "killed in shelling by the army"."""
    for span in filled.get("means", ()):
        if not belongs(span.root, ("@weapon",)):
            continue
        behind = agents(span.root) or makers(span.root) or _who_has(span.root)
        behind = behind or [owner for owner in children(span.root, "poss") if owner.ent_type_ not in NO_PARTY]
        for doer in behind:
            if not belongs(doer, CAUSES):
                _put(filled, "agent", doer)


def _who_has(vehicle: Token) -> list[Token]:
    """Whose a vehicle is: "two aircraft of the army", "military helicopters"."""
    if not belongs(vehicle, ("@vehicle",)):
        return []
    before = [child for child in children(vehicle, "amod") if child.lower_ == "military"]
    return before or [owner for owner in real(prepositional(vehicle, "of")) if belongs(owner, ("@armed", "@state"))]


def _put_owner(filled: Slots, role: str, thing: Token) -> None:
    """The possessor of what was hit: "their homes", "the homes of two families"."""
    if not role or role in filled:
        return
    recipients = [child for child in children(thing, "nmod", "compound") if belongs(thing, ("@care", "@permit"))]
    recipients = [child for child in recipients if child.pos_ == "NOUN" and child.i and child.nbor(-1).pos_ == "DET"]
    of = list(prepositional(thing, "of"))
    theirs = [owner for one in of for owner in children(one, "poss")]  # "the soles of his feet"
    for owner in [*children(thing, "poss"), *recipients, *of, *theirs]:
        if owner.ent_type_ not in (*NO_PARTY, "GPE", "LOC") and belongs(owner, ("@person", "@unnamed", "@possessive")):
            _put(filled, role, owner)


def _put(filled: Slots, role: str, head: Token) -> None:
    counted = head.pos_ == "NOUN" and head.lemma_.lower() in words_of("person")
    counted = counted or role in ("outcome", "reason", "purpose")
    if not role or (head.ent_type_ in NO_PARTY and not counted) or not any(char.isalnum() for char in head.text):
        return
    span = span_of(head)
    held = filled.setdefault(role, [])
    if all(span.start >= other.end or other.start >= span.end for other in held):
        held.append(span)
    if not held:
        del filled[role]
