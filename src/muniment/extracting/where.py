"""The places in a document, and which of them is the place of a claim."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from muniment.extracting.attaching import attached, happens, host
from muniment.extracting.gazetteer import Gazetteer, gazetteer, key, lexicon
from muniment.extracting.locating import Fix, Scene, Sought
from muniment.extracting.mention import Located, Mention, places, text_of
from muniment.extracting.placenames import Name, kind_words, names_in
from muniment.statement import Basis, Place

COMPONENT = "muniment_places"
PRECISIONS = ("site", "settlement", "near", "adm2", "adm1", "wide", "sea", "country", "unresolved")


@dataclass(slots=True)
class Places:
    """Finds the places in documents; made once for a gazetteer and the countries a casebook is about."""

    gazetteer: Gazetteer
    countries: tuple[str, ...]
    matcher: PhraseMatcher

    def __call__(self, doc: Doc) -> Doc:
        """Leaves on the document the places that its words name."""
        names = names_in(doc, self.matcher, self.gazetteer)
        scene = Scene(gazetteer=self.gazetteer)
        scene.countries.update(dict.fromkeys(self.countries, 3))
        scene.countries.update(_countries_named(doc, names, self.gazetteer))
        found = [_located(name.span, fix) for name, fix in _fixed(doc, names, scene) if _is_named(name, fix)]
        doc._.places = sorted([*found, *_referred(doc, found, scene)], key=lambda located: located.span.start)
        return doc


@Language.factory(  # pyright: ignore[reportUntypedFunctionDecorator]  spaCy leaves the decorator untyped
    COMPONENT,
    assigns=["doc._.places"],
    requires=["doc.ents"],
    default_config={"gazetteer": None, "countries": []},
)
def component(nlp: Language, name: str, gazetteer: str | None, countries: list[str]) -> Places:
    """The component, for a casebook's own gazetteer (a CSV file) and the countries it is about."""
    return _places(nlp, gazetteer, countries)


def _places(nlp: Language, path: str | None, countries: Sequence[str]) -> Places:
    known = gazetteer(path)
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("own", [nlp.make_doc(name) for name in known.own_names])
    return Places(known, tuple(countries), matcher)


def of(mention: Mention) -> list[Place]:
    """The place of what a mention tells, the most specific first; what encloses it is folded into it."""
    found = [
        (located.span, located)
        for located in places(mention.head.doc)
        if located.span[0].sent == mention.head.sent and _is_scene(located, mention)
    ]
    ranked = sorted(attached(mention, found), key=lambda located: PRECISIONS.index(located.place.precision))
    kept: list[Place] = []
    for located in ranked:
        if not any(_encloses(located.place, other) for other in kept):
            kept.append(located.place)
    return kept


def ends(mention: Mention) -> tuple[list[Place], list[Place]]:
    """Where people were moved from, and where to; empty for what moves nobody."""
    if not mention.type.startswith(tuple(lexicon()["moves"]["types"])):
        return [], []
    origins: list[Place] = []
    destinations: list[Place] = []
    for located in places(mention.head.doc):
        if located.span[0].sent != mention.head.sent or host(located.span) != mention.head:
            continue
        preposition = located.span.root.head.lower_ if located.span.root.dep_ == "pobj" else ""
        if preposition == "from":
            origins.append(located.place)
        elif preposition in lexicon()["prepositions"]["destination"]:
            destinations.append(located.place)
    return origins, destinations


def _encloses(wide: Place, narrow: Place) -> bool:
    """Whether a place already says that it lies in another."""
    broader = PRECISIONS.index(wide.precision) > PRECISIONS.index(narrow.precision)
    same = wide.country is None or narrow.country in (None, wide.country)
    return wide.value == narrow.value or (broader and same and wide.precision != "unresolved")


def _is_scene(located: Located, mention: Mention) -> bool:
    """Whether the syntax makes a place the scene of something, rather than who acts or where somebody comes from."""
    token, words = located.span.root, lexicon()["prepositions"]
    while token.dep_ in ("conj", "appos", "nmod") and token.head.pos_ == "PROPN" and token.head != token:
        token = token.head
    local = located.place.precision not in ("country", "wide", "unresolved")
    if token.dep_ == "pobj":
        preposition = token.head
        if preposition.lower_ == "of":
            return preposition.head.lemma_.lower() in _of_nouns() or happens(preposition.head)
        return preposition.lower_ in words["place"] and not _is_inner_name(preposition, located)
    if token.dep_ in ("dobj", "nsubjpass"):
        return local and token.head == mention.head
    if token.dep_ in ("compound", "nmod", "poss", "amod"):
        return token.head.lemma_.lower() in _of_nouns() or (token.head == mention.head and local)
    return token.dep_ in ("npadvmod", "advmod", "appos") and local


def _is_inner_name(preposition: Token, located: Located) -> bool:
    """Whether a place is part of somebody's title: "the ambassador in Ankara"."""
    head = preposition.head
    return (
        head.pos_ == "PROPN"
        and head.ent_type_ in ("PERSON", "ORG")
        and not happens(head)
        and head.i < located.span.start
    )


@functools.cache
def _of_nouns() -> frozenset[str]:
    return frozenset(lexicon()["of"]["nouns"]) | frozenset(kind_words())


def _countries_named(doc: Doc, names: Sequence[Name], known: Gazetteer) -> dict[str, int]:
    """How often a report speaks of each country, by its name or its people."""
    counted: dict[str, int] = {}
    for name in names:
        entries = known.named(name.bare)
        for code in {entry.country for entry in entries if entry.kind == "country"}:
            if code is not None:
                counted[code] = counted.get(code, 0) + 2
        divisions = [entry for entry in entries if entry.kind in ("adm1", "country")]
        if len(divisions) == 1 and divisions[0].kind == "adm1" and divisions[0].country:
            counted[divisions[0].country] = counted.get(divisions[0].country, 0) + 1
    for token in doc:
        if not token.text[0].isupper():
            continue
        pair = doc[token.i : token.i + 2].text
        code = known.demonyms.get(pair) or known.demonyms.get(token.text)
        if code is not None and not (token.i and known.demonyms.get(doc[token.i - 1 : token.i + 1].text)):
            counted[code] = counted.get(code, 0) + 1
    return counted


def _fixed(doc: Doc, names: Sequence[Name], scene: Scene) -> Iterator[tuple[Name, Fix]]:
    """Each name with its place; a name is read inside the one that the words put it in."""
    fixes: list[Fix] = []
    for index in range(len(names) - 1, -1, -1):
        name, following = names[index], names[index + 1] if index + 1 < len(names) else None
        sought = Sought(name=name.bare, kinds=name.kinds, near=_is_near(name.span))
        between = text_of(doc)[name.span.end_char : following.span.start_char] if following else ""
        if following is not None and _joins().match(between) and not _is_state(name, scene):
            plain = scene.fix(sought)
            if fixes[-1].precision == "country" and plain.country != fixes[-1].country:
                fixes[-1] = scene.division(following.bare, plain.country) or fixes[-1]
            sought = _inside(sought, fixes[-1], scene, listed="in" not in between and plain.lat is not None)
        fixes.append(scene.fix(sought))
    yield from zip(names, reversed(fixes), strict=True)


def _inside(sought: Sought, holder: Fix, scene: Scene, *, listed: bool) -> Sought:
    """A name as sought within the place that holds it; a list of places holds nothing."""
    if holder.precision not in ("country", "adm1", "adm2") and not (
        "site" in sought.kinds and holder.precision in ("settlement", "near")
    ):
        return sought
    inside = replace(sought, country=holder.country, admin1=holder.admin1)
    return sought if listed and scene.fix(inside).precision == "unresolved" else inside


@functools.cache
def _joins() -> re.Pattern[str]:
    return re.compile(lexicon()["joins"]["pattern"])


def _is_state(name: Name, scene: Scene) -> bool:
    return not name.kinds and any(entry.kind == "country" for entry in scene.gazetteer.named(name.bare))


def _is_near(span: Span) -> bool:
    """Whether the words put something near a place rather than in it."""
    before = span.doc[max(0, span.start - 5) : span.start].text.lower().removesuffix("the").rstrip()
    return before.split(" ")[-1] in lexicon()["prepositions"]["near"] or before.endswith(
        tuple(lexicon()["prepositions"]["near_phrases"])
    )


def _is_named(name: Name, fix: Fix) -> bool:
    """Whether an unknown name is a place at all: the words must put something there or say what it is."""
    if fix.precision != "unresolved":
        return len(name.bare) > 2 or fix.precision == "country"
    before = name.span.doc[max(0, name.span.start - 2) : name.span.start]
    local = [*lexicon()["prepositions"]["marking"], "at"]
    shouted = name.bare.isupper() and bool(before) and before[-1].is_upper
    return len(name.bare) > 2 and not shouted and (bool(name.kinds) or any(token.lower_ in local for token in before))


def _located(span: Span, fix: Fix, *, basis: Basis = "stated") -> Located:
    place = Place(
        value=fix.value,
        precision=fix.precision,
        country=fix.country,
        admin1=fix.admin1,
        lat=fix.lat,
        lon=fix.lon,
        start=span.start_char,
        end=span.end_char,
        words=span.text,
        basis=basis,
    )
    return Located(span=span, place=place)


def _referred(doc: Doc, found: Sequence[Located], scene: Scene) -> Iterator[Located]:
    """What "the camp", "the prison" or "the capital" refer back to, where only one place can be meant."""
    taken = {token.i for located in found for token in located.span}
    for token in doc:
        definite = token.i > 0 and doc[token.i - 1].lower_ == "the" and token.pos_ == "NOUN" and token.i not in taken
        if not definite or any(
            child.dep_ in ("amod", "compound", "relcl", "acl") or child.lower_ == "of" for child in token.children
        ):
            continue
        if token.i + 1 in taken or (token.i + 2 in taken and doc[token.i + 1].lower_ in (",", "of", "in")):
            continue
        fix = _capital(scene) if token.lower_ == "capital" else _earlier(token, found)
        if fix is not None:
            yield _located(doc[token.i - 1 : token.i + 1], fix, basis="inferred")


def _capital(scene: Scene) -> Fix | None:
    country = scene.single()
    entry = scene.gazetteer.capital(country) if country else None
    if entry is None:
        return None
    return Fix(
        value=entry.name,
        precision="settlement",
        country=entry.country,
        admin1=entry.admin1,
        lat=entry.lat,
        lon=entry.lon,
    )


def _earlier(noun: Token, found: Sequence[Located]) -> Fix | None:
    """The only place told before that the same common noun was said of."""
    kinds = kind_words().get(noun.lower_, frozenset[str]())
    if noun.lower_ not in lexicon()["referring"]["words"]:
        return None
    said: dict[str, Place] = {}
    for located in found:
        if located.span.start > noun.i:
            break
        before = located.span.doc[max(0, located.span.start - 3) : located.span.start]
        beside = {word.lower_ for word in located.span} | set(key(located.place.value).split())
        if "settlement" in kinds:
            beside |= {word.lower_ for word in before}
        if noun.lower_ in beside and located.place.precision in ("site", "settlement", "near", "unresolved"):
            said[located.place.value] = located.place
    if len(said) != 1:
        return None
    place = next(iter(said.values()))
    return Fix(
        value=place.value,
        precision=place.precision,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
    )
