"""Ties between parties: who backs, commands, leads, speaks for, belongs to, lives in or is kin of whom."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from muniment.extracting.bearing import MODIFYING, bearers, of_whom
from muniment.extracting.fitting import country, fits, named, span_of
from muniment.extracting.mention import Mention, dates, register
from muniment.extracting.participants import is_passive, objects, real, surface_subjects
from muniment.extracting.people import entity
from muniment.extracting.syntax import by_agents, children, phrase, prepositional
from muniment.extracting.tiewords import HYPHENS, Rule, candidates
from muniment.taxonomy import data

SINCE, UNTIL = ("since", "from", "after"), ("until", "till", "to")
PRESUPPOSED = ":presupposed"
"""Ends the rule of a tie that a phrase takes for granted: to deny the sentence is not to deny it."""

NOBODY = ("no", "any", "every", "each")
FIRST = ("my", "our", "your", "i", "we", "me", "us", "you")


def of(doc: Doc) -> list[Mention]:
    """The ties that the words of a document state."""
    found: list[Mention] = []
    for token in doc:
        for way, rule, rest in candidates(token):
            mention = _WAYS[way](token, rule, rest)
            if mention is not None:
                found.append(mention)
                break
    return found


def _verbal(verb: Token, rule: Rule, rest: tuple[str, ...]) -> Mention | None:
    if verb.dep_ in ("aux", "auxpass") or (verb.dep_ in ("amod", "compound") and not rest):
        return None
    doers, undergoers, end = _ends(verb, rule, rest)
    if rule.named and any(token.text == "(" for token in verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]):
        return None  # "the union (then known as the League)": the parser seldom knows which noun is meant
    if end is None or (rule.adverb and not any(child.lower_ in rule.adverb for child in verb.children)):
        return None
    if rule.custody:
        return _custody(verb, rule, doers, undergoers)
    return _mention(rule, "verbs", verb.doc[verb.i : end], doers, undergoers)


def _ends(verb: Token, rule: Rule, rest: tuple[str, ...]) -> tuple[list[Token], list[Token], int | None]:
    """Doers, undergoers and where the trigger ends; no end where the words behind the verb are not there."""
    passive = is_passive(verb, transitive=not rest and not children(verb, "attr"))
    if not rest and rule.named:
        names = children(verb, "oprd", "attr", "dobj")
        return (_subjects(verb), names, verb.i + 1) if passive else ([], [], None)
    if not rest:
        if passive:
            return by_agents(verb), _subjects(verb), verb.i + 1
        far = objects(verb) or children(verb, "attr")
        return ([], [], None) if rule.passive_only else (_subjects(verb), far, verb.i + 1)
    last = _behind(verb, rest)
    if last is None or (len(rest) == 1 and children(verb, "prt")):
        return [], [], None
    far = [noun for noun in prepositional(last.head, last.lower_) if noun.i > last.i] if last.pos_ == "ADP" else []
    far = [noun for noun in far if noun.head.nbor(-1).lower_ != "not"]
    far = far or [noun for noun in last.children if noun.dep_ in ("pobj", "pcomp")]
    if len(rest) == 1 and last.pos_ == "ADP":
        near = _subjects(verb) if passive or not rule.passes else objects(verb)
        near = near or _subjects(verb)
        return near, far, verb.i + 1
    return _subjects(verb), far or objects(verb), last.i + 1


def _behind(verb: Token, rest: tuple[str, ...]) -> Token | None:
    """The last of these words behind the verb; articles, adverbs and, before a preposition, the object may intervene."""
    at, doc, last = verb.i, verb.doc, verb
    for position, word in enumerate(rest):
        alone = len(rest) == 1
        reach = 14 if alone else 3 if position == 0 else 2
        for step in range(1, reach + 1):
            if at + step >= verb.sent.end or (doc[at + step].text in (",", ";") and not alone):
                return None
            one = doc[at + step]
            if word in (one.lower_, one.lemma_.lower()) and (not alone or one.head == verb or step == 1):
                at, last = at + step, one
                break
        else:
            return None
    return last


def _subjects(verb: Token) -> list[Token]:
    return [named(one) for one in real(surface_subjects(verb))] or [
        one for one in surface_subjects(verb) if one.lower_ == "it"
    ]


def _custody(verb: Token, rule: Rule, doers: list[Token], undergoers: list[Token]) -> Mention | None:
    """Holding somebody: in the present, or where the words say captive, hostage or in a prison."""
    if any(token.lower_ in ("responsible", "accountable", "liable", "answerable") for token in verb.subtree):
        return None  # "we hold the minister responsible"
    doers = [one for one in doers if fits(one, rule.subject_is) and _resolved(one)]
    held = [one for one in undergoers if (fits(one, ("person",)) or one.pos_ == "NUM") and _resolved(one)]
    near = [noun for child in verb.children for noun in (child, *children(child, "pobj"))]
    kept = [noun for noun in near if noun.lemma_.lower() in data("en/relations.toml")["custody"]["words"]]
    named_place = [noun for noun in near if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "at")]
    present = verb.tag_ in ("VBZ", "VBP") or any(
        aux.tag_ in ("VBZ", "VBP") and aux.lemma_ == "be" for aux in children(verb, "aux", "auxpass")
    )
    if not held or not (kept or (present and (named_place or doers) and verb.lemma_ == "hold")):
        return None
    if not doers and not kept:
        return None
    slots = {"subject": [span_of(one) for one in doers]}
    slots["object"] = [_without_captive(span_of(one)) for one in held]
    slots["place"] = [phrase(noun) for noun in named_place if fits(noun, ("place",)) or noun in kept]
    return _made(rule, verb.doc[verb.i : verb.i + 1], {role: spans for role, spans in slots.items() if spans})


def _without_captive(span: Span) -> Span:
    """ "14 pupils hostage", which the parser takes for one phrase, is 14 pupils."""
    captive = span.end - span.start > 1 and span[-1].lemma_ in ("hostage", "captive", "prisoner")
    return span[:-1] if captive and span[-2].pos_ in ("NOUN", "NUM") else span


def _nominal(noun: Token, rule: Rule, rest: tuple[str, ...]) -> Mention | None:
    start = noun.i - len(rest)
    if start < 0 or any(noun.doc[start + at].lower_ != word for at, word in enumerate(rest)):
        return None
    if noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.lemma_ in ("know", "describe"):
        return None
    doc = noun.doc
    if noun.i + 1 < len(doc) and noun.nbor(1).text in HYPHENS and noun.nbor(1).whitespace_ == "":
        return None
    trigger = doc[start : noun.i + 1]
    head = trigger.root
    if noun.pos_ == "PROPN" and noun.ent_type_ == "ORG":
        return None  # the "Agency" in an agency's own name
    owners = [one for one in of_whom(head, rule.preposition) if not start <= one.i <= noun.i]
    owners = [one for one in owners if rule.of_country or not _only_from(one, rule)]
    if any(one.lower_ in FIRST for one in owners):
        return None
    who = [one for one in bearers(head) if one not in owners]
    if who == [head] and not _own(head, rule, owners):
        return None
    if rule.role and not _stated(owners):
        who = [one for one in who if one.pos_ == "PROPN"]
    mention = _mention(rule, "nouns", trigger, who, owners)
    if mention is None or (who != [head] and _nested(mention)):
        return None
    if rule.role:
        mention.slots["role"] = [trigger]
    if head.dep_ not in ("attr", "oprd") and head.head.lower_ != "as":
        mention.rule += PRESUPPOSED
    return mention


def _nested(mention: Mention) -> bool:
    """Whether one party stands in the name of the other: "United Nations Secretary General" is no third."""
    one, other = mention.slots["subject"][0], mention.slots["object"][0]
    return one.start < other.end and other.start < one.end


def _own(noun: Token, rule: Rule, owners: list[Token]) -> bool:
    """Whether the noun may stand for its own bearer: "residents of the camp", not "a front for the party".

    "A police officer" only says what somebody is; that police have officers is no news.
    """
    if any(child.lower_ in NOBODY for child in noun.children):
        return False
    called = {noun.lemma_, *(f"{child.lower_} {noun.lemma_}" for child in noun.children)}
    return _stated(owners) and (rule.own is None or not rule.own.isdisjoint(called))


def _stated(owners: list[Token]) -> bool:
    """Whether the words say of whom, with "of" or a possessive, and not only by a noun before."""
    return all(one.dep_ in ("poss", "pobj", "conj") for one in owners)


def _only_from(owner: Token, rule: Rule) -> bool:
    """Whether a country tells where somebody is from: "the Iraqi journalist", "Iraq's fellow members"."""
    possessed = owner.dep_ == "poss" and rule.type in ("relation.member_of", "relation.employs")
    return (possessed or owner.dep_ in MODIFYING) and _of_country(owner)


def _of_country(token: Token) -> bool:
    """Whether a country or its demonym only says where somebody is from: "a Ostran journalist"."""
    return token.ent_type_ in ("NORP", "GPE", "LOC") or country(token)


def _adjectival(word: Token, rule: Rule, rest: tuple[str, ...]) -> Mention | None:
    after = word.doc[word.i + 1] if word.i + 1 < word.sent.end else None
    if after is None or after.lower_ not in rest:
        return None
    far = children(after, "pobj")
    far = [noun for one in far for noun in (one, *one.conjuncts)]
    if word.dep_ in ("amod", "acl", "relcl", "appos") and word.head.i < word.i:
        near = [named(word.head)]
    elif word.dep_ in ("acomp", "oprd") or (word.pos_ == "VERB" and is_passive(word)):
        near = _subjects(word.head if word.dep_ in ("acomp", "oprd") else word)
    else:
        return None
    return _mention(rule, "adjectives", word.doc[word.i : word.i + 2], near, far)


def _hyphened(word: Token, rule: Rule, rest: tuple[str, ...]) -> Mention | None:
    left = word.nbor(-2)
    described = _described(word)
    if described is None or described.i <= word.i or described == left:
        return None
    if left.pos_ != "PROPN" and not left.ent_type_ and not fits(left, ("body",)) and not left.text.isupper():
        return None
    return _taken(_mention(rule, "hyphened", word.doc[word.i : word.i + 1], [described], [left]))


def _described(word: Token) -> Token | None:
    """The noun that a hyphened word stands before."""
    for token in word.doc[word.i + 1 : min(word.i + 8, word.sent.end)]:
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "nmod", "amod", "npadvmod"):
            return token
        beside = token.i + 1 < len(word.doc) and (token.nbor(-1).text in HYPHENS or token.nbor(1).text in HYPHENS)
        if (
            token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
            and token.text not in (*HYPHENS, "and", ",")
            and not beside
        ):
            return None
    return None


def _prefixed(word: Token, rule: Rule, rest: tuple[str, ...]) -> Mention | None:
    other = word.nbor(2)
    described = _described(other)
    if word.ent_type_ in ("LAW", "ORG", "WORK_OF_ART") or (described is not None and described.ent_type_ == "LAW"):
        return None  # the "Anti-Ostran" in the name of a law or a league
    if described is None or other.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    if not (other.ent_type_ or fits(other, ("body",)) or other.is_title):
        return None
    return _taken(_mention(rule, "prefixed", word.doc[word.i : other.i + 1], [described], [other]))


def _taken(mention: Mention | None) -> Mention | None:
    if mention is not None:
        mention.rule += PRESUPPOSED
    return mention


_WAYS = {
    "verbs": _verbal,
    "nouns": _nominal,
    "adjectives": _adjectival,
    "hyphened": _hyphened,
    "prefixed": _prefixed,
}


def _mention(rule: Rule, way: str, trigger: Span, near: Iterable[Token], far: Iterable[Token]) -> Mention | None:
    swapped = way in rule.swap
    subjects, others = (far, near) if swapped else (near, far)
    subject_heads = [one for one in subjects if fits(one, rule.subject_is) and _resolved(one)]
    object_heads = [one for one in others if _object(one, rule) and one not in subject_heads and _resolved(one)]
    if not subject_heads or not object_heads:
        return None
    made = _made(
        rule,
        trigger,
        {
            "subject": [_span(one) for one in subject_heads],
            "object": [_span(one) for one in object_heads],
        },
    )
    one, other = made.slots["subject"][0], made.slots["object"][0]
    actor = register(trigger.doc).actor
    same = actor(one) is not None and actor(one) is actor(other) and rule.type != "relation.also_known_as"
    return None if same else made


def _object(token: Token, rule: Rule) -> bool:
    if rule.named:
        return token.pos_ == "PROPN" or bool(token.ent_type_) or (token.pos_ == "NOUN" and token.is_title)
    return fits(token, rule.object_is)


def _resolved(token: Token) -> bool:
    """A pronoun fills a slot of a tie only where it is known whom it means."""
    if token.pos_ != "PRON" or token.lower_ in FIRST:
        return True
    return token.i in register(token.doc).of_token


def _span(token: Token) -> Span:
    """The phrase of a head; of a modifier, what of it stands before: "Karsan army" in "the Karsan army spokesman"."""
    hyphened = token.i > 0 and token.nbor(-1).text in HYPHENS and token.ent_iob_ != "I"
    before = token.i + 1 < len(token.doc) and token.nbor(1).text in HYPHENS
    if token.dep_ not in ("compound", "nmod", "amod", "npadvmod") and not hyphened and not before:
        return span_of(token)
    held = entity(token)
    if held is not None and held.label_ in ("ORG", "GPE", "NORP", "PERSON") and held.root == token and not hyphened:
        return held
    start = token.i
    while start > token.sent.start and _modifies(token.doc[start - 1], token):
        start -= 1
    return token.doc[start : token.i + 1]


def _modifies(left: Token, token: Token) -> bool:
    if (
        left.dep_ not in ("compound", "nmod", "amod")
        or not left.text[:1].isalpha()
        or left.tag_ in ("DT", "PRP$", "JJR", "CD")
    ):
        return False
    return left.pos_ in ("NOUN", "PROPN") or (left.pos_ == "ADJ" and left.ent_type_ == "NORP")


def _made(rule: Rule, trigger: Span, slots: dict[str, list[Span]]) -> Mention:
    number = f"{rule.type}:{rule.number}"
    mention = Mention(kind="relation", type=rule.type, trigger=trigger, rule=number, slots=slots)
    mention.slots |= between(trigger.root, begins=rule.begins)
    return mention


def between(head: Token, *, begins: bool = False) -> dict[str, list[Span]]:
    """The dates that a tie or a status starts and ends with, where the words put them on it."""
    found: dict[str, list[Span]] = {}
    for dated in dates(head.doc):
        if dated.span.sent.start != head.sent.start:
            continue
        root = dated.span.root
        preposition = root.head if root.dep_ == "pobj" else None
        governor = preposition.head if preposition is not None else root.head
        if governor != head and not (governor.pos_ == "AUX" and governor == head.head):
            continue
        word = preposition.lower_ if preposition is not None else ""
        if word in UNTIL:
            found.setdefault("to", []).append(dated.span)
        elif word in SINCE or begins:
            found.setdefault("from", []).append(dated.span)
    return found
