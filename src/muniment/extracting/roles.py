"""Who fills which slot of an act or harm: the participants of its trigger, by what each of them is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from muniment.extracting.lexicon import Entry, Part, belongs, owner_role, role_by_meaning, words_of
from muniment.extracting.participants import Participants, agents, makers, of_adjective, of_noun, of_verb, real
from muniment.extracting.syntax import children, phrase, prepositional

CAUSES = ("@weapon", "@instrument", "@happening", "@nature")
NO_PARTY = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LAW", "WORK_OF_ART")
NOT_A_WHOLE = ("of", "in", "with", "by", "on")

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
    if entry.passive_never and found.passive:
        return Participants(doers=found.undergoers)
    return found


def slots(token: Token, entry: Entry, found: Participants) -> Slots:
    """The slots of a trigger, each with its phrases in the order of the text."""
    filled: Slots = {}
    for doer in found.doers:
        _put(filled, _doer_role(doer, entry), doer)
    for one in found.undergoers:
        if entry.object != "owner":
            _put(filled, role_by_meaning(entry.object, one), one)
        _put_owner(filled, owner_role(entry.object) or ("victim" if entry.object == "owner" else ""), one)
    for one in found.sufferers if entry.object == "agent" else ():
        _put(filled, role_by_meaning(entry.prepositions.get("on", ""), one), one)
    for role, noun in _behind_prepositions(token, entry):
        _put(filled, role_by_meaning(role, noun), noun)
    if entry.kind == "act":
        _means(filled, token, entry)
    if entry.content_object:
        for below in children(token, "xcomp"):
            for noun in of_verb(below).undergoers:
                _put(filled, entry.content_object, noun)
    if "agent" not in filled and entry.subject == "agent":
        _agent_of_means(filled)
    return filled


def span_of(head: Token) -> Span:
    """The phrase of a head without what is no part of its name: no "including …", no trailing adverbial."""
    if head.dep_ in ("amod", "nmod", "compound"):
        return head.doc[head.i : head.i + 1] if head.ent_iob_ == "O" else _entity(head)
    whole = phrase(head)
    for child in head.rights:
        verbal = child.dep_ == "prep" and any(below.pos_ == "VERB" for below in children(child, "pcomp"))
        if (verbal or child.lower_ in ("including", "include", "—", "–", "-")) and whole.start < child.i < whole.end:
            return head.doc[whole.start : child.i]
    end = _named_after(head, whole.end)
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
    if entry.prepositions.get("of", entry.object) != entry.object:
        of = list(prepositional(noun, "of"))
        found.undergoers = [one for one in found.undergoers if one not in of]
    elif entry.object == "agent":
        found.doers, found.undergoers = found.doers or found.undergoers, []
    if owners and (found.undergoers or entry.poss in ("", "agent")):
        found.doers = found.doers if agents(noun) else owners
    elif owners and not found.undergoers:
        found.undergoers = owners
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
    if entry.subject == "owner":
        owners = children(doer, "poss") or list(prepositional(doer, "of"))
        return "victim" if not owners else ""
    return entry.subject


def _behind_prepositions(token: Token, entry: Entry) -> Iterator[tuple[str, Token]]:
    for preposition, role in entry.prepositions.items():
        if not role:
            continue
        for noun in _hanging(token, preposition):
            if (noun.ent_type_ not in ("DATE", "TIME") or role == "outcome") and (
                preposition != "of" or token.pos_ in ("NOUN", "PROPN")
            ):
                yield role, noun
        if preposition == "targeting":
            for child in children(token, "acl"):
                if child.lower_ == preposition:
                    for noun in children(child, "dobj"):
                        yield role, noun


def _hanging(token: Token, preposition: str) -> list[Token]:
    """What hangs on a word by a preposition, or on its object, where the parser put it: "shipped rifles to"."""
    found = real(prepositional(token, preposition))
    if found or token.pos_ not in ("VERB", "AUX") or preposition == "of":
        return found
    return [noun for thing in children(token, "dobj") for noun in real(prepositional(thing, preposition))]


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
        behind = agents(span.root) or makers(span.root)
        behind = behind or [owner for owner in children(span.root, "poss") if owner.ent_type_ not in NO_PARTY]
        for doer in behind:
            if not belongs(doer, CAUSES):
                _put(filled, "agent", doer)


def _put_owner(filled: Slots, role: str, thing: Token) -> None:
    """The possessor of what was hit: "their homes", "the homes of two families"."""
    if not role or role in filled:
        return
    recipients = [child for child in children(thing, "nmod", "compound") if belongs(thing, ("@care", "@permit"))]
    recipients = [child for child in recipients if child.pos_ == "NOUN" and child.i and child.nbor(-1).pos_ == "DET"]
    for owner in [*children(thing, "poss"), *recipients, *prepositional(thing, "of")]:
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


def _entity(head: Token) -> Span:
    start = end = head.i
    while head.doc[start].ent_iob_ == "I" and start > 0:
        start -= 1
    while end + 1 < len(head.doc) and head.doc[end + 1].ent_iob_ == "I":
        end += 1
    return head.doc[start : end + 1]
