"""Speech that the syntax does not hold together: quotation marks, "…, he said", "according to", "citing", continuation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from muniment.extracting import voices
from muniment.extracting.frames import Frame, frames, named
from muniment.extracting.people import human
from muniment.extracting.syntax import OBJECTS, children, objects
from muniment.extracting.wordforms import headline

OPENING, CLOSING, EITHER = ("“", "«", "``"), ("”", "»", "''"), ('"',)
SPEAKING = ("relay", "know", "believe", "suspect", "deny", "confess", "questioned", "warned", "promised", "threatened")
FINITE = ("VBD", "VBZ", "VBP")
NEXT = ("then", "later", "afterwards", "afterward", "next", "eventually", "finally")
FRAGMENT = 6
"""Words in quotation marks without a verb of their own, up to this many, are a borrowed expression."""

COLON_WITHIN = 8
"""Tokens within which a colon follows the one who speaks."""

_KEPT = "muniment_quotations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """A voice found beside a clause rather than above it; no speaker where nobody is named."""

    speaker: Token | None
    cue: Token | None
    frame: Frame | None = None


def quotations(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges inside quotation marks; one left open ends with its paragraph."""
    if _KEPT not in doc.user_data:
        doc.user_data[_KEPT] = list(_quotations(doc))
    return doc.user_data[_KEPT]


def _quotations(doc: Doc) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for token in doc:
        mark = token.text
        if start is not None and (mark in CLOSING or mark in EITHER or _paragraph(token)):
            yield start, token.i
            start = None
        elif mark in OPENING or (mark in EITHER and start is None):
            start = token.i + 1
    if start is not None:
        yield start, len(doc)


def _paragraph(token: Token) -> bool:
    return token.is_space and token.text.count("\n") >= 2


def quotation(token: Token) -> tuple[int, int] | None:
    """The quotation that a token stands in."""
    return next(((start, end) for start, end in quotations(token.doc) if start <= token.i < end), None)


def outer_voices(token: Token, cues: set[int]) -> list[Outer]:
    """Voices beside the clause, innermost first; `cues` are the words of saying already met in the syntax."""
    found: list[Outer] = []
    taken = set(cues)
    beside = (_quoted(token, cues), _parenthetical(token, taken), _according(token), _headline(token), _opening(token))
    for voice in beside:
        if voice is None:
            continue
        if voice.cue is not None:
            if voice.cue.i in taken:
                continue
            taken.add(voice.cue.i)
        found.append(voice)
    return found


def cited(token: Token) -> Outer | None:
    """Who is cited for the whole sentence: "…, citing the ministry"."""
    for verb in token.sent:
        if verb.lemma_.lower() not in ("cite", "quote") or verb.tag_ != "VBG" or token in verb.subtree:
            continue
        if children(verb, "prep") and any(child.lower_ == "as" for child in verb.children):
            continue
        for noun in objects(verb):
            return Outer(speaker=voices.named_by(noun), cue=verb)
    return None


def speaking(verb: Token) -> Frame | None:
    """The frame of a finite verb of saying that can tag a quotation or follow a claim after a comma."""
    if verb.pos_ not in ("VERB", "AUX") or verb.tag_ not in FINITE:
        return None
    lemma = verb.lemma_.lower()
    return next((frame for frame in frames("verbs", lemma) if frame.name in SPEAKING and "that" in _links(frame)), None)


def _links(frame: Frame) -> frozenset[str]:
    return frame.links | {"that"} if frame.name == "questioned" else frame.links


def _quoted(token: Token, cues: set[int]) -> Outer | None:
    inside = quotation(token)
    if inside is None:
        return None
    start, end = inside
    if any(not start <= cue < end for cue in cues):
        return None
    verb = _tag(token.doc, start, end)
    if verb is not None:
        return Outer(speaker=voices.of_verb(verb), cue=verb, frame=speaking(verb))
    before = _introduction(token.doc, start) or _earlier(token.doc, start)
    if before is not None:
        return Outer(speaker=voices.of_verb(before), cue=before, frame=speaking(before))
    if _according(token) is not None:
        return None
    return Outer(speaker=None, cue=None)


def _tag(doc: Doc, start: int, end: int) -> Token | None:
    """The verb that tags a quotation in its own sentences: after it ("…,” she said") or before it ("She said: “…")."""
    last = min(end, len(doc) - 1)
    after = [token for token in doc[end : doc[last].sent.end] if speaking(token) and quotation(token) is None]
    if not after and end + 1 < len(doc):
        following = doc[end + 1].sent
        if following.start >= end and following.start <= end + 1:
            after = [token for token in following[:4] if speaking(token) and not children(token, "ccomp")]
    first = max(start - 2, 0)
    before = [token for token in doc[doc[first].sent.start : start - 1] if speaking(token) and quotation(token) is None]
    near = [token for token in after if token.i - end <= 8]
    return (near or before[-1:] or after or [None])[0]


def _introduction(doc: Doc, start: int) -> Token | None:
    """A verb of saying in a sentence that ends in a colon just before the quotation."""
    before = start - 2
    while before > 0 and doc[before].is_space:
        before -= 1
    if before <= 0 or doc[before].text != ":":
        return None
    return next((token for token in doc[before].sent if speaking(token)), None)


def _earlier(doc: Doc, start: int) -> Token | None:
    """The tag of the quotation before in the same paragraph, where nothing else is said between."""
    for one, end in reversed(quotations(doc)):
        if end >= start:
            continue
        between = doc[end : start - 1]
        if any(_paragraph(token) for token in between):
            return None
        tag = _tag(doc, one, end)
        sentences = sum(1 for token in between if token.is_sent_start)
        return tag if sentences <= 1 else None
    return None


def _parenthetical(token: Token, cues: set[int]) -> Outer | None:
    for verb in token.sent:
        frame = speaking(verb)
        if frame is None or verb.i in cues or verb == token or verb.i in {above.i for above in token.ancestors}:
            continue
        block = _block(verb)
        if block is None or block.start <= token.i < block.end:
            continue
        if token.i > verb.i and (token in verb.subtree or _closes(block)):
            continue
        return Outer(speaker=voices.of_verb(verb), cue=verb, frame=frame)
    return None


def _block(verb: Token) -> Span | None:
    """ "…, the ministry said" or "…, said the ministry": subject and verb set off by a comma, nothing claimed after."""
    if any(child.dep_ in ("ccomp", "xcomp", *OBJECTS) and child.i > verb.i for child in verb.children):
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or subject.tag_ in ("WDT", "WP"):
        return None
    start = min(verb.i, subject.left_edge.i)
    while start > 0 and verb.doc[start - 1].dep_ in ("aux", "advmod", "mark") and verb.doc[start - 1].head == verb:
        start -= 1
    before = verb.doc[start - 1].text if start > verb.sent.start else ""
    if before not in (",", "—", "–", "-", *CLOSING, *EITHER):
        return None
    return verb.doc[start : max(verb.i, subject.right_edge.i) + 1]


def _closes(block: Span) -> bool:
    """Whether the words of saying end their part of the sentence, so that what follows is not theirs."""
    after = block.end
    if after >= len(block.doc):
        return True
    return block.doc[after].text in (".", ";", "?", "!") or block.doc[after].dep_ in ("mark", "prep")


def _according(token: Token) -> Outer | None:
    for cue in token.sent:
        if cue.lower_ != "according" or token in cue.subtree:
            continue
        for child in cue.children:
            for noun in children(child, "pobj"):
                return Outer(speaker=voices.named_by(noun), cue=cue)
    return None


def _headline(token: Token) -> Outer | None:
    """ "Army kills twelve: ministry"."""
    if not headline(token):
        return None
    words = [word for word in token.sent if not word.is_space]
    if words[-1] == token or not named("nouns", words[-1].lemma_.lower(), "headline"):
        return None
    colons = [word.i for word in words[-5:] if word.text == ":"]
    return Outer(speaker=words[-1], cue=None) if colons and token.i < colons[-1] else None


def _opening(token: Token) -> Outer | None:
    """ "The ministry: rebels killed three men"; "Army spokesman: no raid took place"."""
    sentence = token.sent
    colon = next((word for word in sentence[:COLON_WITHIN] if word.text == ":"), None)
    if colon is None or not sentence.start < colon.i < token.i or quotation(token) is not None:
        return None
    before = sentence.doc[sentence.start : colon.i]
    speaker = before.root
    if any(word.pos_ in ("VERB", "AUX", "PUNCT") for word in before) or speaker.pos_ not in ("NOUN", "PROPN"):
        return None
    return Outer(speaker=speaker, cue=None) if human(speaker) or speaker.ent_type_ in ("PERSON", "ORG") else None


def continued(token: Token) -> Token | None:
    """The verb of saying whose speaker goes on telling: "She was beaten, she said. Then they took her brother." """
    sentence = token.sent
    words = [word for word in sentence if not word.is_space]
    if not words or words[0].lower_ not in NEXT or sentence.start == 0 or quotation(token) is not None:
        return None
    subject = next((child for child in sentence.root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ != "PRON" or any(_paragraph(word) for word in _before(sentence)):
        return None
    previous = sentence.doc[sentence.start - 1].sent
    last = next((word for word in reversed(list(previous)) if not word.is_space), words[0])
    if last.text in (*CLOSING, *EITHER):
        return None  # whoever is quoted has ended, and the one who quotes goes on
    return next((verb for verb in reversed(list(previous)) if speaking(verb) and voices.of_verb(verb)), None)


def _before(sentence: Span) -> list[Token]:
    return [sentence.doc[sentence.start - 1]]
