"""The phrases of a document that name places: what the tagger found, what it missed, and the casebook's own names."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from muniment.extracting.gazetteer import Gazetteer, key, lexicon

TOWN = 100_000
"""People in a town of a country spoken of, whose name is taken for a place wherever it stands."""
PLACE_LABELS = ("GPE", "LOC", "FAC")
OTHER_LABELS = (
    "PERSON",
    "DATE",
    "TIME",
    "CARDINAL",
    "ORDINAL",
    "MONEY",
    "PERCENT",
    "QUANTITY",
    "LANGUAGE",
    "LAW",
    "EVENT",
    "NORP",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A phrase that names a place, and the bare name in it."""

    span: Span
    bare: str
    kinds: frozenset[str]


@functools.cache
def kind_words() -> dict[str, frozenset[str]]:
    """Common noun → what it says a name beside it is."""
    found: dict[str, set[str]] = {}
    for kind in ("adm1", "adm2", "settlement", "site", "wide", "sea"):
        for word in lexicon()["words"][kind]:
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def names_in(doc: Doc, matcher: PhraseMatcher, known: Gazetteer) -> list[Name]:
    """The phrases that name places, first to last, none inside another; the casebook's own names win."""
    own = filter_spans([doc[start:end] for _, start, end in matcher(doc)])
    taken = {token.i for span in own for token in span}
    surnames = {_surname(span) for span in doc.ents if span.label_ == "PERSON" and len(span) > 1}
    tagged = [span for span in doc.ents if span.label_ in PLACE_LABELS]
    tagged += [*_after_prepositions(doc, known), *_missed(doc, tagged, known)]
    tagged = [span for span in tagged if not _is_surname(span, surnames, known)]
    trimmed = [_trimmed(span) for span in tagged]
    others = [_widened(span) for span in trimmed if span is not None]
    free = [span for span in others if not any(token.i in taken for token in span) and _may_be_place(span)]
    return [
        _name(span, known) if span.start not in taken else Name(span=span, bare=span.text, kinds=_kinds(span))
        for span in sorted([*own, *filter_spans(free)], key=lambda span: span.start)
    ]


def _surname(person: Span) -> str:
    """The last word of somebody's name, past a possessive."""
    proper = [token.text for token in person if token.pos_ == "PROPN"]
    return proper[-1] if proper else person[-1].text


def _is_surname(span: Span, surnames: set[str], known: Gazetteer) -> bool:
    """Whether the tagger took somebody's surname for a place: "Orla Dornath ... Dornath said"."""
    return span.text in surnames and not any(entry.kind in ("country", "adm1") for entry in known.named(span.text))


def _runs(doc: Doc) -> Iterator[Span]:
    """Runs of capitalised proper nouns."""
    start = None
    for token in doc:
        proper = token.pos_ == "PROPN" and token.text[0].isupper()
        if proper and start is None:
            start = token.i
        elif not proper and start is not None:
            yield doc[start : token.i]
            start = None
    if start is not None:
        yield doc[start:]


def _missed(doc: Doc, tagged: Sequence[Span], known: Gazetteer) -> Iterator[Span]:
    """Runs that the tagger missed: before "province", beside another place, or a town of a country spoken of."""
    ends = {span.end for span in tagged}
    inside = {token.i for span in tagged for token in span}
    countries = {code for token in doc if token.text[0].isupper() and (code := known.demonyms.get(token.text))}
    countries |= {entry.country for span in tagged for entry in known.named(span.text) if entry.kind == "country"}
    for run in _runs(doc):
        named = run[:-1] if len(run) > 1 and run[-1].lower_ in kind_words() else run
        if run.start in inside or (any(token.ent_type_ in ("PERSON", "DATE") for token in run) and len(run) > 1):
            continue
        after = doc[run.end].lower_ if run.end < len(doc) else ""
        division = after in lexicon()["words"]["adm1"] + lexicon()["words"]["adm2"]
        beside = run.start > 1 and doc[run.start - 1].lower_ in (",", "and", "or") and run.start - 1 in ends
        entries = known.named(named.text)
        town = any(
            entry.kind == "settlement" and entry.population >= TOWN and key(entry.name) == key(named.text)
            for entry in entries
            if entry.country in countries
        )
        if division or town or (beside and any(entry.kind in ("country", "adm1", "settlement") for entry in entries)):
            ends.add(run.end)
            yield run


def _trimmed(span: Span) -> Span | None:
    """A name without the article before it and the possessive after it."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].lower_ in ("the", "a") or not span.doc[start].text[0].isalnum()):
        start += 1
    while end > start and (
        span.doc[end - 1].is_punct or span.doc[end - 1].lower_ in ("'s", "’s") or span.doc[end - 1].is_space
    ):
        end -= 1
    return span.doc[start:end] if start < end else None


def _after_prepositions(doc: Doc, known: Gazetteer) -> Iterator[Span]:
    """Runs of capitalised names that the tagger took for something else, after a preposition of place."""
    marking = lexicon()["prepositions"]["marking"]
    for token in doc[:-1]:
        if token.lower_ not in marking or token.pos_ != "ADP":
            continue
        start = token.i + 1 + (doc[token.i + 1].lower_ == "the")
        end = start
        while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper():
            end += 1
        if start == end or end - start > 4:
            continue
        run = doc[start:end]
        labels = {inner.ent_type_ for inner in run} - {""}
        if not labels & {*OTHER_LABELS, "ORG", "WORK_OF_ART", "PRODUCT"}:
            if token.lower_ in ("in", "near", "outside"):
                yield run
            continue
        known_place = any(
            entry.own or entry.kind in ("country", "settlement", "adm1") for entry in known.named(run.text)
        )
        if known_place and not labels & {"DATE", "TIME", "LANGUAGE"} and token.lower_ in ("in", "near", "outside"):
            yield run


def _widened(span: Span) -> Span:
    """A name together with the common noun that says what it is: "Zamfara state", "Kaleth refugee camp"."""
    doc, end = span.doc, span.end
    for length in (1, 2):
        after = doc[end : end + length]
        if len(after) == length and after[-1].lower_ in kind_words() and after[-1].pos_ in ("NOUN", "PROPN"):
            middle = after[0] if length == 2 else None
            if middle is None or middle.lower_ in (
                "refugee",
                "detention",
                "border",
                "military",
                "displacement",
                "central",
            ):
                return doc[span.start : end + length]
    return span


def _may_be_place(span: Span) -> bool:
    words = lexicon()["not_places"]["words"]
    return span.text.lower() not in words and span[-1].lower_ not in words and any(char.isupper() for char in span.text)


def _kinds(span: Span) -> frozenset[str]:
    """What the nouns in and before a phrase say it is: "the village of X", "X prison"."""
    inside = kind_words().get(span[-1].lower_, frozenset[str]()) if len(span) > 1 else frozenset[str]()
    if inside:
        return inside
    before = span.doc[max(0, span.start - 3) : span.start]
    words = [token.lower_ for token in before if token.lower_ != "the"]
    if len(words) >= 2 and words[-1] == "of":
        return kind_words().get(words[-2], frozenset())
    direct = kind_words().get(words[-1], frozenset[str]()) if words else frozenset[str]()
    return direct if direct & {"settlement"} else frozenset()


def _name(span: Span, known: Gazetteer) -> Name:
    kinds = _kinds(span)
    last = span[-1].lower_ in kind_words() and len(span) > 1
    if last and span[-1].text[0].isupper() and any(entry.kind == "settlement" for entry in known.named(span.text)):
        return Name(span=span, bare=span.text, kinds=frozenset({"settlement"}))  # "Cape Town", "Mexico City"
    bare = span[:-1].text if last and "site" not in kinds and kinds & {"adm1", "adm2", "settlement"} else span.text
    return Name(span=span, bare=bare, kinds=kinds)
