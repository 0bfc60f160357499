"""Harms beside acts: what an act entails, parts of a whole, bare numbers of dead and hurt, and how a harm came about."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from muniment.extracting.lexicon import Entry, belongs, table
from muniment.extracting.mention import NEGATED, Mention, figures
from muniment.extracting.people import numbered_part
from muniment.extracting.roles import span_of, wholes
from muniment.extracting.syntax import children, with_conjuncts
from muniment.statement import Figure

ATTACKS = ("life.attack", "life.armed_clash", "body.crowd_force", "body.assault", "life.killing", "repress.raid")
HOMES = ("home", "house", "dwelling", "hut", "apartment", "residence")
FAR = 16
"""Tokens behind a toll within which its number stands."""


def of(doc: Doc, found: Sequence[Mention]) -> list[Mention]:
    """The harms that the acts found entail, the bare numbers of dead and hurt, and the parts of each whole."""
    made: list[Mention] = []
    for mention in found:
        if mention.kind == "act":
            made += _entailed(mention)
    made += list(_numbered(doc, [*found, *made]))
    for mention in found:
        if mention.kind == "harm":
            _tie(mention, found)
    for whole in [*(mention for mention in found if mention.kind == "harm"), *made]:
        whole.includes.extend(_parts(whole))
        made += whole.includes
    return sorted(made, key=lambda mention: mention.trigger.start)


def follow(mention: Mention, entry: Entry, undergoers: Sequence[Token]) -> None:
    """Notes on an act which harm follows from it, and on a harm the figures of its numbers and how it came about."""
    if mention.kind == "act" and entry.harm:
        mention.wording["harm"] = f"{entry.harm} {entry.harmed}"
    if mention.kind == "harm":
        mention.wording.setdefault("causation", causation(mention.head))
        if entry.number_after:
            _read_toll(mention)
        if entry.figure_before and "victim" not in mention.slots:
            counted = [figure for thing in undergoers for figure in _figures(span_of(thing))]
            own = _figures(span_of(mention.head)) if mention.head.pos_ == "NOUN" else []
            mention.figures = own or counted[:1]
        for span in mention.slots.pop("lives", []):
            mention.figures = _figures(span)


def of_nature(entry: Entry, token: Token, struck: Sequence[Token]) -> Mention:
    """The harm alone, where no one did it: "the flood killed nine"."""
    return Mention(
        kind="harm",
        type=entry.harm,
        trigger=token.doc[token.i : token.i + 1],
        rule="of nature",
        slots={"victim": [span_of(one) for one in struck]} if struck and entry.harmed == "victim" else {},
        wording={"causation": "direct"},
    )


def causation(token: Token) -> str:
    """How the words right after a harm tie it to what came before; `unknown` where they do not."""
    after = [other for other in token.doc[token.i + 1 : min(token.i + 14, token.sent.end)] if not other.is_punct]
    said = " " + " ".join(other.lemma_.lower() for other in after) + " "
    plain = " " + " ".join(other.lower_ for other in after) + " "
    for entry in table("harms.toml")["causation"]:
        if any(f" {words} " in said or f" {words} " in plain for words in entry["words"]):
            return str(entry["value"])
    return "unknown"


def _entailed(act: Mention) -> Iterator[Mention]:
    said = act.wording.pop("harm", "")
    if not said:
        return
    code, harmed = said.split()
    hit = act.slots.get(harmed, [])
    if harmed == "object":
        hit = [*hit, *act.slots.get("facility", ())]
    if not hit or (code == "harm.detained" and act.head.pos_ == "NOUN" and not hit):
        return
    if harmed == "object":
        yield from _lost(act, hit)
        return
    yield Mention(
        kind="harm",
        type=code,
        trigger=act.trigger,
        rule=f"from {act.type}" + NEGATED * act.rule.endswith(NEGATED),
        slots={"victim": list(hit)},
        from_act=act,
        wording={"causation": "direct"},
    )


def _lost(act: Mention, hit: Sequence[Span]) -> Iterator[Mention]:
    """A dwelling destroyed is a home lost; anything else is property lost."""
    homes = [span for span in hit if any(belongs(thing, HOMES) for thing in wholes([span.root]))]
    owners = act.slots.get("victim", [])
    for code, lost in (("harm.loss_of_home", homes), ("harm.loss_of_property", [s for s in hit if s not in homes])):
        if lost:
            yield Mention(
                kind="harm",
                type=code,
                trigger=act.trigger,
                rule=f"from {act.type}",
                slots={"victim": list(owners)} if owners else {},
                from_act=act,
                wording={"causation": "direct"},
                figures=[figure for span in lost for figure in _figures(span)],
            )


def _tie(harm: Mention, found: Sequence[Mention]) -> None:
    """A harm told of an attack came from it: "the blast left 12 dead", "shelling, wounding five"."""
    if harm.head.pos_ not in ("VERB", "ADJ"):
        return
    acts = {act.head.i: act for act in found if act.kind == "act" and act.type in ATTACKS}
    for token in _causes(harm.head):
        if token.i in acts and token != harm.head:
            harm.from_act = acts[token.i]
            if harm.wording.get("causation") in (None, "unknown"):
                harm.wording["causation"] = "direct"
            return


def _causes(verb: Token) -> Iterator[Token]:
    """What may have done it: the subject, what stands behind "in" or "by", the clause it follows from."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("in", "by", "from", "during", "after"):
            for noun in children(child, "pobj"):
                yield from with_conjuncts(noun)
    head = verb.head
    if verb.dep_ in ("conj", "advcl", "acl", "relcl") and head is not verb:
        if verb.tag_ == "VBG" or verb.dep_ == "conj":
            yield head
        yield from _causes(head) if verb.dep_ in ("conj", "advcl") and head.dep_ != verb.dep_ else ()
        if verb.dep_ in ("acl", "relcl"):
            yield head


def _numbered(doc: Doc, found: Sequence[Mention]) -> Iterator[Mention]:
    """ "12 dead and 30 injured": a number with the word for what became of so many."""
    taken = {mention.head.i for mention in found}
    for token in doc:
        code = _became().get(token.lower_)
        if code is None or token.i in taken or token.i == 0:
            continue
        number = doc[token.i - 1]
        if number.tag_ == "CD" and number.ent_type_ not in ("DATE", "TIME") and number.sent == token.sent:
            span = doc[number.i : number.i + 1]
            yield Mention(
                kind="harm",
                type=code,
                trigger=doc[token.i : token.i + 1],
                rule="numbered",
                slots={"victim": [span]} if not _figures(span) else {},
                figures=_figures(span),
                wording={"causation": "unknown"},
            )


@functools.cache
def _became() -> Mapping[str, str]:
    """What became of so many → the harm."""
    listed = table("harms.toml")["numbered"].items()
    return {word: code for code, words in listed if code != "examples" for word in words}


def _parts(whole: Mention) -> list[Mention]:
    """Parts of a whole: "12 people, including two medics", "among them four children"."""
    words = table("harms.toml")["parts"]["words"]
    made = list(_of_them(whole))
    for span in whole.slots.get("victim", ()):
        for opener in _openers(span):
            phrase = " ".join(other.lower_ for other in span.doc[opener.i : opener.i + 2])
            if opener.lower_ not in words and phrase not in words:
                continue
            for noun in _after(opener):
                part = span_of(noun)
                made.append(
                    Mention(
                        kind="harm",
                        type=whole.type,
                        trigger=part,
                        rule="part of a whole",
                        slots={"victim": [part]},
                        from_act=whole.from_act,
                        wording=dict(whole.wording),
                    )
                )
    return made


def _of_them(whole: Mention) -> Iterator[Mention]:
    """A part told by its number: "received nine bodies, three of them children"."""
    counted = [span.root for span in whole.slots.get("victim", ())] or children(whole.head, "dobj", "nsubjpass")
    for noun in (beside for one in counted for beside in children(one, "appos")):
        number = numbered_part(noun)
        if number is not None and belongs(noun, ("@person", "@unnamed")):
            yield Mention(
                kind="harm",
                type=whole.type,
                trigger=noun.doc[number.i : noun.i + 1],
                rule="part of a whole",
                slots={"victim": [noun.doc[noun.i : noun.i + 1]]},
                from_act=whole.from_act,
                wording=dict(whole.wording),
                figures=_figures(noun.doc[number.i : number.i + 1]),
            )


def _openers(span: Span) -> Iterator[Token]:
    """The tokens shortly after a victim's phrase that may open its parts."""
    doc, sent = span.doc, span[0].sent
    for token in doc[span.end : min(span.end + 12, sent.end)]:
        if token.lower_ in ("including", "include", "among", "of") and (
            token.lower_ != "of" or doc[token.i - 1].text == ","
        ):
            yield token
            return
        if token.pos_ == "VERB" and token.dep_ in ("ROOT",):
            return


def _after(opener: Token) -> list[Token]:
    """The nouns that a part opener introduces."""
    doc = opener.doc
    for token in doc[opener.i + 1 : min(opener.i + 9, opener.sent.end)]:
        if token.lower_ in ("them", "whom", "those") or token.pos_ not in ("NOUN", "PROPN", "NUM"):
            continue
        if token.pos_ == "NUM" and token.head.i > token.i and token.dep_ == "nummod":
            continue
        if token.dep_ in ("compound", "nmod", "amod"):
            continue
        if not (belongs(token, ("@person", "@unnamed"))):
            return []
        return [noun for noun in with_conjuncts(token) if noun.i >= token.i and belongs(noun, ("@person", "@unnamed"))]
    return []


def _read_toll(mention: Mention) -> None:
    """The figure that a toll rose to, stands at, or reached: the last number before its clause ends."""
    doc, start, end = mention.head.doc, mention.head.i, min(mention.head.i + FAR, mention.head.sent.end)
    found = [counted for counted in figures(doc) if start <= counted.span.start < end]
    within = [one for one in found if not any(token.text in (",", ";") for token in doc[start : one.span.start])]
    mention.figures = [counted.figure for counted in (within or found)[-1:]]


def _figures(span: Span) -> list[Figure]:
    return [
        counted.figure
        for counted in figures(span.doc)
        if (counted.span.start < span.end and span.start < counted.span.end) or span.start <= counted.head.i < span.end
    ]
