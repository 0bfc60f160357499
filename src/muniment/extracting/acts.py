"""The acts and harms of a document: words of the lexicon whose conditions hold, each with its slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from muniment.extracting import harms, urging
from muniment.extracting.lexicon import Entry, Part, Term, belongs, table, terms
from muniment.extracting.mention import NEGATED, Mention
from muniment.extracting.participants import Participants, is_of_a_case
from muniment.extracting.roles import participants, slots, wholes
from muniment.extracting.syntax import children, negated, prepositional

COMPONENT = "muniment_acts"
PARTS: dict[str, Part] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
NAMES = ("ORG", "PERSON", "WORK_OF_ART", "FAC", "PRODUCT", "LAW", "GPE", "LOC")
DEFINITE = ("the", "this", "that", "these", "those", "such")
BREAKS = (",", ";", ":", "—", "–", "(", ")", ".")
MODIFIERS = ("amod", "advmod", "compound", "npadvmod", "nmod", "acomp", "oprd")
NOMINAL = ("nsubj", "nsubjpass", "pobj", "dobj")
UNFINISHED = ("PART", "SCONJ", "DET", "ADP", "CCONJ")
TURNS = (
    "and",
    "or",
    "before",
    "after",
    "when",
    "while",
    "because",
    "until",
    "although",
    "but",
    "if",
    "where",
    "who",
    "which",
)
COURSE = ("be", "begin", "start", "open", "continue", "go", "follow", "end", "take", "come", "drag", "collapse", "fail")
"""What an act does, and nobody who acts: "the prosecution began"."""

REACH, CLOSE, GAP = 7, 5, 2
FURTHER = 20
"""Words read behind the reach of an expression, for the rest of a long one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A term found in the words whose conditions hold."""

    term: Term
    token: Token
    start: int
    end: int
    particle: Token | None
    found: Participants
    weight: int


@Language.component(COMPONENT, assigns=["doc._.mentions"], requires=["token.dep", "token.lemma", "token.ent_type"])
def component(doc: Doc) -> Doc:
    """Leaves on the document the mentions of acts and harms."""
    return read(doc)


def read(doc: Doc) -> Doc:
    """Finds every act and harm and writes them to `doc._.mentions`."""
    found: list[Mention] = []
    taken: set[int] = set()
    for token in doc:
        if token.i in taken or not _may_trigger(token):
            continue
        matches = _best(token)
        for match in matches:
            found.append(_mention(match))
            taken.update(range(match.start, match.end))
    found = _with_purpose(found)
    found += urging.of(doc)
    found += [umbrella for mention in found for umbrella in _umbrellas(mention)]
    urging.address(found)
    doc._.mentions = [*_once(found), *harms.of(doc, found)]
    return doc


def _with_purpose(found: list[Mention]) -> list[Mention]:
    """One act where a second verb only says what the first was for: "used tear gas to disperse the crowd"."""
    acts = {(mention.head.i, mention.type): mention for mention in found}
    kept: list[Mention] = []
    for mention in found:
        means = mention.head.dep_ in ("xcomp", "advcl") and mention.head.tag_ == "VB"
        done = acts.get((mention.head.head.i, mention.type)) if means and mention.kind == "act" else None
        if done is None or done is mention:
            kept.append(mention)
        else:
            for role, spans in mention.slots.items():
                done.slots.setdefault(role, spans)
    return kept


def _may_trigger(token: Token) -> bool:
    if token.pos_ not in PARTS or token.dep_ in ("aux", "auxpass", "punct"):
        return False
    if token.pos_ in ("NOUN", "PROPN") and (token.dep_ == "compound" or token.ent_type_ in ("DATE", "TIME")):
        return is_of_a_case(token) and not token.ent_type_
    return not (token.ent_type_ in NAMES and not token.is_lower and token.dep_ != "ROOT" and token.tag_[:2] != "VB")


def _best(token: Token) -> list[Match]:
    """The match that asks for most, and those that stand beside any."""
    matches = [match for term in _candidates(token) if (match := _matched(term, token)) is not None]
    best = max((match for match in matches if not match.term.entry.also), key=lambda match: match.weight, default=None)
    beside = max((match for match in matches if match.term.entry.also), key=lambda match: match.weight, default=None)
    return [match for match in (best, beside) if match is not None]


def _candidates(token: Token) -> Iterator[Term]:
    known = terms()
    for part, lemma in _readings(token):
        yield from known.get((part, lemma), ())


def _readings(token: Token) -> Iterator[tuple[Part, str]]:
    """Lemmas of a token; a participle that the tagger takes for an adjective is its verb's, a bare gerund a noun."""
    part = PARTS[token.pos_]
    lemma = token.lemma_.lower()
    form = str(table("classes.toml")["forms"].get(token.lower_, lemma))
    yield part, lemma
    if part == "verb" and form != lemma:
        yield part, form
    if part == "noun" and token.lower_ != lemma:
        yield part, token.lower_
    if part == "noun" and "-" in token.text:
        yield part, lemma.rsplit("-", 1)[-1]
    if token.dep_ == "pobj" and token.head.lower_ == "among":  # "she was among the dead"
        yield "adjective", token.lower_
    if _is_gerund_noun(token):
        yield "noun", token.lower_
    if part == "adjective":
        for verb in {form, lemma.removesuffix("ed"), lemma.removesuffix("d")} - {lemma}:
            yield "verb", verb


def _is_gerund_noun(token: Token) -> bool:
    """Whether an -ing form names an act as a noun does: "shelling by the army", "the killing of two"."""
    if token.tag_ != "VBG" or children(token, "dobj"):
        return False
    if token.dep_ in NOMINAL or children(token, "det", "poss"):
        return True
    return token.dep_ in ("csubj", "pcomp") and any(child.lower_ in ("by", "of", "on") for child in token.children)


def _matched(term: Term, token: Token) -> Match | None:
    entry = term.entry
    start = _before(term, token)
    particle = _particle(term, token)
    if start is None or (term.particle and particle is None):
        return None
    end = _tail(term, token)
    if end is None:
        return None
    if term.part == "verb" and (
        (token.tag_ == "JJ" and token.dep_ != "amod") or (token.dep_ == "amod" and not entry.attributive)
    ):
        return None
    if entry.unfollowed and _following(token, entry.unfollowed, reach=3) is not None:
        return None
    reach = CLOSE if term.part == "noun" else REACH
    follow = _following(token, entry.followed, reach=reach) if entry.followed else (0, 0)
    if follow is None or not _context(entry, token):
        return None
    found = participants(token, entry, particle, part=term.part)
    if not _fits(term, token, found):
        return None
    first = particle.i + 1 if particle is not None and particle.i == token.i + 1 else end
    tight = follow[0] == token.i + 1 and any(follow[1] - follow[0] == len(words) > 0 for words in entry.followed)
    named = [*found.doers, *(found.undergoers if entry.object else ())]
    tight = tight and not any(follow[0] <= one.i < follow[1] for one in named)
    last = follow[1] if tight and term.part == "verb" else first
    while last > first and (token.doc[last - 1].pos_ in UNFINISHED or token.doc[last - 1].dep_ in ("amod", "compound")):
        last -= 1
    asked = [entry.needs_object, entry.needs_subject, entry.modifier, entry.near, entry.followed]
    weight = entry.weight + 2 * bool(entry.modifier) + 3 * term.length + sum(map(bool, asked)) + entry.negated
    weight += follow[1] - follow[0] if entry.followed else 0
    return Match(
        term=term, token=token, start=start, end=max(first, last), particle=particle, found=found, weight=weight
    )


def _before(term: Term, token: Token) -> int | None:
    """Where the words before the head begin; none where they are not there."""
    at = token.i
    parts = term.before
    if not parts and "-" in token.text:
        return at
    for word in reversed(parts):
        at -= 1
        while at >= 0 and token.doc[at].text in ("-", "–"):
            at -= 1
        if at < 0 or word not in (token.doc[at].lower_, token.doc[at].lemma_.lower()):
            return None
    return at


def _tail(term: Term, token: Token) -> int | None:
    """One past the last word of the term; none where its tail does not follow."""
    at = token.i + 1
    for word in term.tail:
        if at >= len(token.doc) or word not in (token.doc[at].lower_, token.doc[at].lemma_.lower()):
            return None
        at += 1
    return at


def _particle(term: Term, token: Token) -> Token | None:
    if not term.particle:
        return None
    for child in token.children:
        near = child.dep_ in ("prt", "advmod") or child.i - token.i <= 4
        if child.lower_ == term.particle and child.i > token.i and near and child.dep_ != "punct":
            return child
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after if after is not None and after.lower_ == term.particle else None


def _following(token: Token, wanted: Sequence[tuple[str, ...]], *, reach: int) -> tuple[int, int] | None:
    """Start and end of the first of these word sequences that follows closely in the same clause."""
    begin, last = token.i + 1, token.sent.end
    longest: tuple[int, int] | None = None
    after = [(other.lower_, other.lemma_.lower()) for other in token.doc[begin : min(begin + reach + FURTHER, last)]]
    for words in wanted:
        for first in range(min(reach, len(after))):
            if after[first][0] in BREAKS or (after[first][0] in TURNS and after[first][0] not in words):
                break
            end = _sequence(after, first, words)
            if end is not None:
                if longest is None or end - first > longest[1] - longest[0]:
                    longest = (first, end)
                break
    return None if longest is None else (begin + longest[0], begin + longest[1])


def _sequence(after: Sequence[tuple[str, str]], at: int, words: tuple[str, ...]) -> int | None:
    for position, word in enumerate(words):
        for step in range(1 if position == 0 else GAP + 1):
            if at + step < len(after) and word in after[at + step]:
                at += step + 1
                break
        else:
            return None
    return at


def _context(entry: Entry, token: Token) -> bool:
    """Whether what stands right on the word, and anywhere in its sentence, lets it mean this."""
    modifiers = [child for child in token.children if child.dep_ in MODIFIERS]
    if entry.modifier and not any(belongs(child, entry.modifier) for child in modifiers):
        return False
    if entry.not_modifier and any(belongs(child, entry.not_modifier) for child in modifiers):
        return False
    if entry.not_behind and (_behind(token) & set(entry.not_behind)):
        return False
    if entry.negated and not _is_negated(token):
        return False
    if entry.speaks and token.dep_ == "nsubj" and token.head.lemma_ not in COURSE:
        return False
    if entry.near and not any(belongs(other, entry.near) for other in token.sent if other.i != token.i):
        return False
    return not (entry.not_near and any(belongs(other, entry.not_near) for other in token.sent if other.i != token.i))


def _behind(token: Token) -> set[str]:
    """The word right before, and the verb whose object it is: "in short order", "took their orders"."""
    before = {token.nbor(-1).lower_} if token.i else set[str]()
    return before | ({token.head.lemma_.lower()} if token.dep_ == "dobj" else set())


def _is_negated(token: Token) -> bool:
    allowed = [one for child in children(token, "ccomp") for one in children(child, "nsubj")]  # "let nobody leave"
    return negated(token) or any(
        child.lower_ in ("nobody", "none", "no") or any(below.lower_ == "no" for below in child.children)
        for child in (*children(token, "nsubj", "nsubjpass", "dobj"), *(allowed if token.lemma_ == "let" else ()))
    )


def _fits(term: Term, token: Token, found: Participants) -> bool:
    """Whether those who do and undergo are of the kinds that the entry asks for."""
    entry = term.entry
    doers, undergoers = found.doers, found.undergoers
    verbal = term.part == "verb"
    if any(belongs(one, ("@thing",)) for one in found.sufferers):
        return False
    if verbal and not (undergoers or found.passive or entry.objectless) and entry.object:
        return False
    if term.part == "noun" and entry.kind == "harm" and not (undergoers or entry.number_after or _numbered(token)):
        return bool(term.tail)
    if not doers and (entry.needs_doer or (entry.type.startswith("speech.") and not found.passive and verbal)):
        return False
    if (entry.tag and token.tag_ != entry.tag) or (entry.active_only and found.passive):
        return False
    if (entry.passive_only and not found.passive) or (entry.no_object and (undergoers or children(token, "dobj"))):
        return False
    if entry.passive_needs_by and found.passive and not doers:
        return False
    states = ("@state",) if any(word.startswith("@") for word in entry.needs_subject) else ()
    if doers and entry.needs_subject and not any(belongs(doer, (*entry.needs_subject, *states)) for doer in doers):
        return False
    if not doers and entry.needs_subject and entry.objectless and not found.passive and verbal:
        return token.dep_ in ("advcl", "pcomp", "xcomp", "csubj") and not entry.not_subject
    if entry.not_subject and any(belongs(doer, entry.not_subject) for doer in wholes(doers)):
        return False
    if entry.not_object and any(belongs(one, entry.not_object) for one in undergoers):
        return False
    if entry.modifier_of_object and not any(
        belongs(child, entry.modifier_of_object) for one in undergoers for child in one.children
    ):
        return False
    if entry.not_modifier_of_object and any(
        belongs(word, entry.not_modifier_of_object) for one in undergoers for word in _about(one)
    ):
        return False
    return not entry.needs_object or _has_object(term, undergoers)


def _about(thing: Token) -> list[Token]:
    """What a noun is qualified by, before it or behind "of": "the student body", "a body of water"."""
    return [*thing.children, *prepositional(thing, "of")]


def _numbered(token: Token) -> bool:
    return any(child.dep_ == "nummod" for child in token.children)


def _has_object(term: Term, undergoers: list[Token]) -> bool:
    needed = term.entry.needs_object
    if not undergoers:
        return term.part == "noun" and "@unnamed" in needed
    parts = {one.head.head for one in wholes(undergoers) if one not in undergoers}
    return any(belongs(one, needed) for one in wholes(undergoers) if one not in parts or one.lower_ in needed)


def _mention(match: Match) -> Mention:
    entry, token = match.term.entry, match.token
    if entry.harm and any(belongs(doer, ("@nature",)) for doer in match.found.doers):
        return harms.of_nature(entry, token, match.found.undergoers)
    filled = slots(token, entry, match.found)
    definite = any(child.lower_ in DEFINITE for child in children(token, "det"))
    referring = match.term.part == "noun" and definite and not filled and not entry.number_after
    trigger = token.doc[match.start : match.end]
    if trigger.root != token:
        trigger = token.doc[token.i : token.i + 1]
    mention = Mention(
        kind=entry.kind,
        type=entry.type,
        trigger=trigger,
        rule=f"{match.term.part} {token.lemma_.lower()}" + (":anaphoric" if referring else NEGATED * entry.negated),
        slots=filled,
        wording=dict(entry.wording),
        found_out=entry.found_out,
    )
    harms.follow(mention, entry, match.found.undergoers)
    return mention


def _umbrellas(mention: Mention) -> Iterator[Mention]:
    """Types that stand beside an act because of what it struck: an attack on a hospital is one on health care."""
    for umbrella in table("acts.toml")["umbrella"]:
        if mention.type not in umbrella["over"]:
            continue
        struck = [span for role in umbrella["roles"] for span in mention.slots.get(role, ())]
        if any(belongs(span.root, (f"@{umbrella['class']}",)) for span in struck):
            yield Mention(
                kind="act",
                type=umbrella["type"],
                trigger=mention.trigger,
                rule=f"beside {mention.type}",
                slots=dict(mention.slots),
            )


def _once(found: Sequence[Mention]) -> list[Mention]:
    """One mention for a trigger and type, in the order of the text; "paid compensation" is one act, "shot dead" one death."""
    seen: dict[tuple[int, str], Mention] = {}
    for mention in found:
        seen.setdefault((mention.head.i, mention.type), mention)
    told = set(seen) | {(one.head.i, one.wording["harm"].split()[0]) for one in found if "harm" in one.wording}
    kept = [
        mention
        for mention in seen.values()
        if mention.head.dep_ not in ("dobj", "nsubjpass", "oprd") or (mention.head.head.i, mention.type) not in told
    ]
    return sorted(kept, key=lambda mention: mention.trigger.start)
