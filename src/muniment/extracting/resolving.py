"""Who is who in one report: names, acronyms, surnames, pronouns and "the group", where joining them is safe."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.actor import LASTING, Actor, Name, actor_of
from muniment.extracting.gazetteer import Gazetteer, gazetteer
from muniment.extracting.governments import acts, backs, country_of, government_in, in_office, named_after, place_of
from muniment.extracting.known import (
    Known,
    acronym_of,
    aliases,
    bare,
    definite,
    does,
    ends_in,
    full,
    head_of,
    key,
    modified,
    of_person,
    only_one,
    reports,
    short_form,
    surname_of,
)
from muniment.extracting.lexicon import belongs
from muniment.extracting.mention import Register
from muniment.extracting.people import (
    anaphors,
    attributes,
    beside_person,
    entity,
    human,
    kind_of,
    members,
    unbracketed,
    with_country,
    words,
)
from muniment.extracting.pronouns import NEUTER, PERSONAL, PLURAL, resolved
from muniment.extracting.syntax import phrase

__all__ = ["COMPONENT", "attributes", "kind_of", "members", "register_of", "signed"]

COMPONENT = "muniment_names"
MODIFYING = ("compound", "amod", "nmod", "npadvmod")
NAMES = ("PERSON", "ORG", "GPE", "NORP")
NEAR, FAR = 80, 250
"""Tokens after which "the group" and "the ministry" no longer reach back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Finds who is who, with the casebook's own gazetteer for its countries and demonyms."""

    known: Gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Leaves on the document who is who in it."""
        doc._.register = register_of(doc, self.known)
        return doc


@Language.factory(  # pyright: ignore[reportUntypedFunctionDecorator]  spaCy leaves the decorator untyped
    COMPONENT,
    assigns=["doc._.register"],
    requires=["doc.ents", "token.dep", "token.lemma"],
    default_config={"gazetteer": None, "countries": []},
)
def names(nlp: Language, name: str, gazetteer: str | None, countries: list[str]) -> Names:
    """The component, for a pipeline whose casebook has its own places."""
    return Names(known=_gazetteer(gazetteer))


def _gazetteer(path: str | None) -> Gazetteer:
    return gazetteer(path)


def register_of(doc: Doc, known: Gazetteer | None = None) -> Register:
    """Who is who in a document; actors have no ids until they are signed."""
    reader = _Reader(known or gazetteer())
    for span in _mentions(doc):
        reader.read(span)
    return reader.register()


def signed(register: Register, report: str, run: str = "", *, shift: int = 0) -> Register:
    """The register with the ids and the offsets that the actors have in a report, read from `shift` on."""
    actors = [
        actor_of(
            report,
            actor.name,
            kind=actor.kind,
            names=tuple(_moved(name, shift) for name in actor.names),
            country=actor.country,
            run=run,
        )
        for actor in register.actors
    ]
    return dataclasses.replace(register, actors=actors)


def _moved(name: Name, shift: int) -> Name:
    if name.start is None or name.end is None:
        return name
    return dataclasses.replace(name, start=name.start + shift, end=name.end + shift)


def _mentions(doc: Doc) -> Iterator[Span]:
    """Phrases that may name somebody, in order: names, nouns for people and bodies, pronouns."""
    for token in doc:
        if token.pos_ == "PRON":
            if token.lower_ in PERSONAL or token.lower_ in PLURAL or token.lower_ in NEUTER:
                yield doc[token.i : token.i + 1]
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM"):
            span = _owning(token) if token.dep_ in MODIFYING else _named(token)
            if span is not None:
                yield span


def _owning(token: Token) -> Span | None:
    """A body or country before a noun: "army spokesman", "the UFKR commander", "Ostran-backed", "the Ostran president"."""
    alone = token.doc[token.i : token.i + 1]
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if place_of(token) is not None or token.ent_type_ == "NORP":
        return alone if backs(token) or in_office(token) else None
    if following is None:
        return None
    if belongs(following, ("@vehicle",)):
        return with_country(token)
    if not (human(following) or following.text in ("-", "–")):
        return None
    if token.ent_type_ == "ORG":
        ent = entity(token)
        return ent if ent is not None and ent.root == token else None
    return alone if token.pos_ == "NOUN" and kind_of(alone) in ("state_body", "armed_group") else None


def _named(token: Token) -> Span | None:
    """The phrase that names somebody with this head; none where it names nobody."""
    ent = entity(token)
    if ent is not None and ent.label_ in ("PERSON", "ORG") and head_of(ent) == token:
        if place_of(token) is not None and not human(token):
            return ent if acts(token) else None
        if ent.label_ == "PERSON" and any(inner.tag_ == "POS" for inner in ent[:-1]):
            return phrase(token) if human(token) else None
        return _person(ent) if ent.label_ == "PERSON" else unbracketed(ent)
    if ent is not None and ent.label_ in ("PERSON", "ORG") and head_of(ent) != token:
        return None
    if ent is not None and ent.label_ in ("GPE", "NORP") and ent.root == token and not beside_person(token):
        named = (
            acts(token)
            or (token.dep_ == "poss" and in_office(token))
            or (ent.label_ == "NORP" and token.pos_ in ("NOUN", "PROPN"))
        )
        return ent if named else None
    if token.pos_ in ("NOUN", "PROPN") and human(token):
        return _trimmed(phrase(token))
    if token.pos_ != "PROPN" or place_of(token) is not None:
        return None
    return phrase(token) if acts(token) else token.doc[token.i : token.i + 1]


def _trimmed(span: Span) -> Span:
    """A phrase without an adverb or a particle at its end: "police everywhere", "let no patient out"."""
    return span[:-1] if len(span) > 1 and (span[-1].pos_ == "ADV" or span[-1].tag_ == "RP") else span


def _person(ent: Span) -> Span:
    """A person's name without the title before it."""
    start = ent.start
    while start < ent.end - 1 and ent.doc[start].lower_.rstrip(".") in words("titles"):
        start += 1
    return ent.doc[start : ent.end]


class _Reader:
    """Joins mentions to actors as they come."""

    def __init__(self, places: Gazetteer) -> None:
        self.places = places
        self.known: list[Known] = []
        self.of_token: dict[int, Known] = {}
        self.by_key: dict[str, Known] = {}

    def read(self, span: Span) -> None:
        """One more mention: joined to somebody known, or somebody new."""
        head = head_of(span)
        if head.i in self.of_token:
            return
        if head.pos_ == "PRON":
            self._pronoun(head)
            return
        found = self._government(span) or self._known(span) or self._new(span)
        if found is not None:
            found.called(span)
            self.of_token[head.i] = found
            self._aliases(found, span)

    def register(self) -> Register:
        """What was read, with ids still to be given."""
        index = {id(known): number for number, known in enumerate(self.known)}
        return Register(
            actors=[
                Actor(
                    id="",
                    kind=known.kind,
                    name=known.name,
                    names=tuple(Name(words=form, start=start, end=end) for form, (start, end) in known.forms.items()),
                    country=known.country,
                )
                for known in self.known
            ],
            of_token={token: index[id(known)] for token, known in self.of_token.items()},
        )

    def _pronoun(self, head: Token) -> None:
        found = resolved(head, self.known)
        if found is not None:
            found.heads.append(head)
            found.sex = found.sex or PERSONAL.get(head.lower_)
            self.of_token[head.i] = found

    def _government(self, span: Span) -> Known | None:
        """The state that a country, its capital or "its government" means."""
        code = government_in(span, self.places)
        if code is None:
            return None
        name = named_after(code, self.places, bare(span))
        known = self.by_key.get(key(name))
        if known is None:
            known = Known(name=name, kind="state", country=code, proper=True)
            self.known.append(known)
            self.by_key[key(name)] = known
        return known

    def _new(self, span: Span) -> Known | None:
        head = head_of(span)
        if head.dep_ in MODIFYING and head.ent_type_ != "ORG":
            return None
        if head.pos_ == "PROPN" and not (head.ent_type_ in NAMES or human(head) or acts(head)):
            return None  # a name that the model does not know, where it neither acts nor was named before
        kind = kind_of(span)
        name = bare(span)
        proper = head.pos_ == "PROPN" or bool(head.ent_type_ in ("PERSON", "ORG"))
        single = kind == "person" and " " not in name and head.ent_type_ == "PERSON" and not _introduced(span)
        known = Known(
            name=name,
            kind="unknown" if single else kind,
            sex=attributes(span).get("sex"),
            plural=head.tag_ in ("NNS", "NNPS") or kind == "population",
            country=country_of(span, self.places),
            proper=proper,
            single=single,
        )
        self.known.append(known)
        if proper or kind in LASTING:
            self.by_key.setdefault(key(name), known)
        return known

    def _known(self, span: Span) -> Known | None:
        """Somebody named before whom this phrase means, where that is safe."""
        head, name = head_of(span), bare(span)
        same = self.by_key.get(key(name))
        if same is not None:
            return same
        if head.dep_ == "appos" and (named := self._apposed(head)) is not None:
            return named
        if head.pos_ == "PROPN":
            found = self._shorter(name) or self._fuller(span) or self._acronym(name)
            return found or (self._definite(span) if short_form(span) else None)
        if head.pos_ == "NOUN" and (definite(head) or head.dep_ in MODIFYING):
            return self._definite(span)
        return None

    def _apposed(self, head: Token) -> Known | None:
        """The person or body that an apposition says more of: "Mara Ilven, a teacher"; "its commander, Oru Tam"."""
        known = self.of_token.get(head.head.i)
        if known is None or of_person(head.head) or _of_several(head):
            return None
        if known.plural != (head.tag_ in ("NNS", "NNPS")):
            return None
        kind = kind_of(phrase(head))
        if known.proper and head.pos_ == "NOUN" and kind in (known.kind, "unknown"):
            return known
        if known.proper and known.kind == "unknown" and head.pos_ == "NOUN" and kind == "person":
            known.kind, known.single = "person", False  # "Tamrel Ulden, 31, a nurse"
            return known
        if not known.proper and head.pos_ == "PROPN" and kind == known.kind == "person":
            known.name, known.proper = bare(_named(head) or phrase(head)), True
            self.by_key.setdefault(key(known.name), known)
            return known
        return None

    def _shorter(self, name: str) -> Known | None:
        """The one person whose full name holds this one."""
        called = [known for known in self.known if surname_of(known, name)]
        return called[0] if len(called) == 1 else None

    def _fuller(self, span: Span) -> Known | None:
        """The one person named before by a part of this full name: first "Marl", in a headline, then "Teo Marl"."""
        name = bare(span)
        if span.root.ent_type_ != "PERSON" or " " not in name:
            return None
        now = Known(name=name, kind="person", proper=True)
        shorter = [known for known in self.known if known.proper and surname_of(now, known.name)]
        shorter = [known for known in shorter if known.kind == "person" or known.single]
        if len(shorter) != 1 or any(surname_of(other, shorter[0].name) for other in self.known):
            return None
        known = shorter[0]
        known.name, known.kind, known.single = name, "person", False
        self.by_key.setdefault(key(name), known)
        return known

    def _acronym(self, name: str) -> Known | None:
        """The one body whose initials this is."""
        if len(name) < 3 or not name.isupper():
            return None
        called = [known for known in self.known if " " in known.name and acronym_of(known.name) == name]
        return called[0] if len(called) == 1 else None

    def _definite(self, span: Span) -> Known | None:
        """Whom "the ministry", "the teacher" or "the gunmen" means, if only one named before can be meant."""
        head = head_of(span)
        lemma = head.lemma_.lower()
        recent = [known for known in self.known if known.heads and head.i - known.heads[-1].i < FAR]
        told = head.dep_ not in MODIFYING and modified(head)
        fitting = [known for known in recent if ends_in(known, head)]
        # A full name is remembered through a whole report: "the ministry", where it names no other.
        if not fitting:
            fitting = [known for known in self.known if full(known) and ends_in(known, head) and only_one(known, head)]
        if told:
            fitting = [known for known in fitting if bare(span).lower() in known.name.lower()]
        if not fitting and not told and lemma in anaphors():
            kinds = anaphors()[lemma]
            near = [known for known in recent if head.i - known.heads[-1].i < NEAR]
            fitting = [known for known in near if known.kind in kinds and known.proper and not known.plural]
            fitting = [known for known in fitting if not reports(known.name)]
        if not fitting and not told and head.tag_ == "NN":
            fitting = [known for known in recent if does(known, lemma)]
        return fitting[0] if len(fitting) == 1 else None

    def _aliases(self, known: Known, span: Span) -> None:
        for alias, start, end in aliases(known, span):
            known.forms.setdefault(alias, (start, end))
            self.by_key.setdefault(key(alias), known)


def _of_several(head: Token) -> bool:
    """Whether an apposition may say more of all that are named before it: "Ada Brun and Jon Ost, teachers"."""
    said_of = head.head
    return head.left_edge.i > said_of.i + 1 and any(joined.i < head.i for joined in said_of.conjuncts)


def _introduced(span: Span) -> bool:
    """Whether other words than the model's guess say that a single name is a person's."""
    before = span.doc[span.start - 1] if span.start else None
    if before is not None and before.lower_.rstrip(".") in words("titles"):
        return True
    if before is not None and before.lemma_.lower() in words("kind.person") and before.dep_ in (*MODIFYING, "appos"):
        return True
    return (span.root.dep_ == "appos" and human(span.root.head)) or bool({"age", "occupation"} & set(attributes(span)))
