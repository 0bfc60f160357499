"""Mention and the other things that components leave on a spaCy `Doc` for the next one to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from spacy.tokens import Doc, Span, Token

from muniment.actor import Actor
from muniment.statement import Commit, Figure, Kind, Place, Realis, Specificity, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date or period in the words, read against the report's own date."""

    span: Span
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A place in the words, looked up in the gazetteer or left unresolved."""

    span: Span
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number in the words, with the noun it counts."""

    span: Span
    head: Token
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice as the words name it: no span for the author, or where a sentence continues an earlier voice."""

    span: Span | None
    commit: Commit
    cue: Token | None = None
    coerced: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How a clause stands in the report: who says it, whether it happened, and whether it is one occurrence."""

    speakers: tuple[Speaker, ...]
    realis: Realis = "actual"
    specificity: Specificity = "specific"
    governors: tuple[Token, ...] = ()
    """Heads of the speech acts the clause is the content of, innermost last."""
    disowned_by: Span | None = None
    """Who denies having done it, though not that it was done: "denied responsibility for the attack"."""


@dataclass(slots=True, kw_only=True, eq=False)
class Mention:
    """A claim found in the syntax, before it is known who says it: the trigger, and a span for each role."""

    kind: Kind
    type: str
    trigger: Span
    rule: str
    slots: dict[str, list[Span]] = field(default_factory=dict)
    from_act: Mention | None = None
    includes: list[Mention] = field(default_factory=list)
    realis: Realis | None = None
    found_out: bool = False
    """Whether the day that the words give is the one on which it was found out."""
    wording: dict[str, str] = field(default_factory=dict)
    """Slot → code or value that the words stand for, where it is not the words themselves."""
    figures: list[Figure] = field(default_factory=list)
    """Figures for the `count` slot that do not stand inside the victim's own phrase."""

    @property
    def head(self) -> Token:
        """The token that governs the trigger."""
        return self.trigger.root


@dataclass(slots=True, kw_only=True)
class Register:
    """Who is who in one report: actors, and which of them each span means."""

    actors: list[Actor] = field(default_factory=list)
    of_token: dict[int, int] = field(default_factory=dict)
    """Index of a head token → index into `actors`; pronouns and definite phrases where it is safe."""

    def actor(self, span: Span) -> Actor | None:
        """The actor that a phrase means."""
        found = self.of_token.get(span.root.i)
        return None if found is None else self.actors[found]


NEGATED = ":negated"
"""Ends the rule of a mention that its own negation makes: "did not reply", "will not accept"."""

Stances: TypeAlias = Mapping[int, Stance]
"""Token index → stance, for every token that heads a clause or a mention."""

for name, default in {
    "anchor": None,  # EDTF date of the report's publication, or None
    "day": None,  # EDTF day that the other cells of a row give, or None
    "country": None,  # ISO alpha-3 codes the casebook is about
    "dates": (),  # Sequence[Dated]
    "places": (),  # Sequence[Located]
    "figures": (),  # Sequence[Counted]
    "register": None,  # Register
    "mentions": (),  # Sequence[Mention]
    "stances": None,  # Mapping[int, Stance]: see speech.stance
}.items():
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)


def dates(doc: Doc) -> Sequence[Dated]:
    """The dates that the `muniment_dates` component left on the document."""
    return doc._.dates


def places(doc: Doc) -> Sequence[Located]:
    """The places that the `muniment_places` component left on the document."""
    return doc._.places


def is_town(token: Token) -> bool:
    """Whether a word names a place smaller than a country, here or where the document names it again."""
    found = (one for one in places(token.doc) if one.place.precision not in ("country", "unresolved"))
    return any(
        one.span.start <= token.i < one.span.end or (one.span.text == token.text and token.ent_type_ != "PERSON")
        for one in found
    )


def figures(doc: Doc) -> Sequence[Counted]:
    """The numbers that the `muniment_figures` component left on the document."""
    return doc._.figures


def mentions(doc: Doc) -> Sequence[Mention]:
    """The claims that `muniment_acts` and `muniment_relations` left on the document."""
    return doc._.mentions


def stance_of(mention: Mention) -> Stance:
    """How a claim stands in the report, from the `muniment_speech` component."""
    return mention.head.doc._.stances[mention.head.i]


def register(doc: Doc) -> Register:
    """Who is who, from the `muniment_names` component."""
    return doc._.register or Register()


def text_of(doc: Doc) -> str:
    """The whole text of a document; kept, since spaCy puts it together from the tokens each time it is asked."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return doc.user_data["text"]
