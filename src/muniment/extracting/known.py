"""Known: one actor while a report is read, and whether another name or noun means the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Span, Token

from muniment.actor import ActorKind
from muniment.extracting.mention import text_of
from muniment.extracting.people import attributes, human, words
from muniment.extracting.syntax import phrase

BRACKETED = re.compile(r"\s*\(\s*(?:the\s+|or\s+|known as\s+)?[\"“']?([A-Z][A-Za-z.&/-]{1,14})[\"”']?\s*[,)]")
"""What stands in brackets after a name: "United Front for Renewal (UFR)"."""
ALSO = re.compile(
    r"\s*,?\s*(?:also |better |widely |otherwise |locally )?(?:known as|called|nicknamed|alias|aka|a\.k\.a\.)\s+"
    r"(?:the\s+)?[\"“']?([A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,5})"
)
"""What a name is also: "the Front, also known as the Renewal"."""

DEFINITE = ("the", "this", "these", "those", "that")
BODIES = ("state_body", "organisation", "armed_group", "intergovernmental")
SMALL = ("of", "for", "the", "and", "in", "on", "to", "de", "la")


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
    single: bool = False
    """A single word that the model takes for a person's name, and nothing else does."""

    def called(self, span: Span) -> None:
        """Notes one more way and place it is called."""
        self.forms.setdefault(bare(span), (span.start_char, span.end_char))
        self.heads.append(head_of(span))


def head_of(span: Span) -> Token:
    """The noun that a name turns on, also where the parser tears its "for …" from it."""
    root = span.root
    return root.nbor(-1) if root.pos_ == "ADP" and root.i > span.start else root


def bare(span: Span) -> str:
    """A phrase as a name: without article, possessive and edge punctuation."""
    tokens = [token for token in span if not token.is_space]
    while tokens and (_determines(tokens[0]) or tokens[0].is_punct):
        tokens = tokens[1:]
    while tokens and ((tokens[-1].is_punct and tokens[-1].text not in ".)") or tokens[-1].tag_ == "POS"):
        tokens = tokens[:-1]
    if not tokens:
        return " ".join(span.text.split())
    return " ".join(span.doc[tokens[0].i : tokens[-1].i + 1].text.split())


def _determines(token: Token) -> bool:
    return token.lower_ == "the" or (
        token.dep_ in ("det", "poss") and token.ent_iob_ != "I" and token.pos_ in ("DET", "PRON")
    )


def key(name: str) -> str:
    """A name to be compared: case, points, hyphens, possessive and article do not count."""
    plain = name.casefold().replace(".", "").replace("-", " ")
    return plain.removesuffix("'s").removesuffix("’s").removeprefix("the ")


def definite(head: Token) -> bool:
    """Whether "the", "this" or "those" stands before a noun."""
    return any(child.dep_ == "det" and child.lower_ in DEFINITE for child in head.children)


def modified(head: Token) -> bool:
    """Whether words before a noun, other than articles, tell which one is meant."""
    return any(child.dep_ not in ("det", "punct", "predet") for child in head.lefts) or any(
        child.dep_ in ("prep", "relcl", "acl") for child in head.rights
    )


def ends_in(known: Known, head: Token) -> bool:
    """Whether a known name is one of this noun: "Odem interior ministry" for "the ministry"."""
    first, lemma = known.heads[0], head.lemma_.lower()
    if any(child.lower_ in words("otherwise") for child in first.children):
        return False
    begins = known.proper and known.name.split()[0].lower() == lemma
    same = begins or lemma == first.lemma_.lower() or head.lower_ == first.lower_
    return same and known.plural == (head.tag_ in ("NNS", "NNPS"))


def full(known: Known) -> bool:
    """Whether a body is known by a proper name of two words or more."""
    return known.proper and known.kind != "person" and " " in known.name


def only_one(known: Known, head: Token) -> bool:
    """Whether no other name of this noun stands in the whole report: "Ministry of Defence", before it or behind."""
    named = (ent for ent in head.doc.ents if len(ent) > 1 and ent.root.lower_ == head.lower_)
    return all(key(known.name) in key(ent.text) for ent in named)


def short_form(span: Span) -> bool:
    """Whether a name is a common noun for a body with "the" and a capital: "the Ministry", "the Mission"."""
    nouns = (word for kind in BODIES for word in words(f"kind.{kind}"))
    head = span.root
    return len(bare(span).split()) == 1 and definite(head) and head.lower_.removesuffix("s") in nouns


def does(known: Known, occupation: str) -> bool:
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


def surname_of(known: Known, name: str) -> bool:
    """Whether a full name holds a shorter one: "Marl" or "Teo Marl" of "Ise Teo Marl"."""
    if known.kind != "person" or not known.proper or " " not in known.name:
        return False
    full, short = known.name.split(), name.split()
    if len(short) == 1:
        return name in (full[-1], full[0])
    return len(short) < len(full) and short[-1] == full[-1] and all(part in full for part in short)


def acronym_of(name: str) -> str:
    """The initials of a name: "United Front for Renewal" → "UFR"."""
    return "".join(
        part[0] for part in re.split(r"[\s-]+", name) if part and part.lower() not in SMALL and part[0].isupper()
    )


def aliases(known: Known, span: Span) -> Iterator[tuple[str, int, int]]:
    """What the words right behind a name say it is also called, with offsets."""
    text, end = text_of(span.doc), span.end_char
    found = BRACKETED.match(text, end)
    if found is not None and known.kind != "person" and known.proper and _alias(found[1], known):
        yield found[1], found.start(1), found.end(1)
    other = ALSO.match(text, end)
    if other is not None and known.proper:
        yield other[1], other.start(1), other.end(1)


def _alias(alias: str, known: Known) -> bool:
    if alias in words("bylines") or alias.isdigit() or alias.startswith(("R-", "D-")):
        return False
    initials = acronym_of(known.name).upper()
    return alias.isupper() or alias[0].upper() in initials


def reports(name: str) -> bool:
    """Whether a name is of those who report and are seldom "the group": a wire, a paper, a broadcaster."""
    return any(part in words("press") for part in name.split())


def of_person(noun: Token) -> bool:
    """Whether a noun belongs to another noun for a person: of "a spokeswoman for the governor, Mara Ilven", either."""
    return noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN" and human(noun.head.head)
