"""Spans become slot values: people, places, dates and numbers, each with its words and offsets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spacy.tokens import Doc, Span

from muniment.actor import Actor, Name, actor_of
from muniment.extracting import howmany, resolving, when, where
from muniment.extracting.mention import Mention, Register, Speaker, dates, mentions, places
from muniment.extracting.syntax import ancestors
from muniment.report import Report
from muniment.run import Refusal
from muniment.statement import (
    AUTHOR,
    DATE_SLOTS,
    FIGURE_SLOTS,
    PARTY_SLOTS,
    PLACE_SLOTS,
    Figure,
    Party,
    Place,
    Value,
    Voice,
    When,
    Wording,
)
from muniment.taxonomy import data

Movable = TypeVar("Movable", Figure, Place, When)
PERSONAL = ("harm.death", "harm.injury", "harm.missing", "harm.detained", "harm.displaced")
PERFORMED = ("speech.", "record.", "legal.")
"""Families of acts that are done by saying or writing."""

DETERMINERS = ("the ", "a ", "an ", "some ", "these ", "those ", "this ", "that ")


@dataclass(slots=True, kw_only=True)
class Desk:
    """What is known while one document's mentions are made into statements."""

    doc: Doc
    report: Report
    shift: int
    run: str
    visibility: str
    register: Register
    actors: dict[str, Actor] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def passage(self, span: Span) -> dict[str, Any]:
        """Start, end and words of a span in the whole report, without edge white space."""
        words = span.text
        start = self.shift + span.start_char + len(words) - len(words.lstrip())
        return {"start": start, "end": start + len(words.strip()), "words": words.strip()}

    def actor(self, span: Span) -> Actor | None:
        """The actor that a phrase means; one that the register does not know is its own, an open pronoun is none."""
        known = self.register.actor(span)
        if known is None and span.root.pos_ == "PRON":
            return None
        if known is None:
            first = self.passage(span)
            known = actor_of(
                self.report.id, bare(span.text), kind=resolving.kind_of(span), names=(Name(**first),), run=self.run
            )
        self.actors[known.id] = known
        return known


def bare(words: str) -> str:
    """A name without its article and the possessive: "the army's" → "army"."""
    name = " ".join(words.split()).removesuffix("'s").removesuffix("’s")
    for determiner in DETERMINERS:
        if name.lower().startswith(determiner) and len(name) > len(determiner):
            return name[len(determiner) :]
    return name


def voice(desk: Desk, speaker: Speaker) -> Voice:
    """A speaker as a voice of a statement, with the actor that the name means."""
    cue = None if speaker.cue is None else speaker.cue.text
    if speaker.span is None:
        return Voice(name=speaker.name or AUTHOR, commit=speaker.commit, cue=cue, coerced=speaker.coerced)
    actor = desk.actor(speaker.span)
    return Voice(
        name=speaker.span.text if actor is None else actor.name,
        actor=None if actor is None else actor.id,
        commit=speaker.commit,
        cue=cue,
        coerced=speaker.coerced,
        **desk.passage(speaker.span),
    )


def filled(desk: Desk, mention: Mention) -> Mapping[str, tuple[Value, ...]]:
    """The slots of a mention: what its spans say, and the place, date and count that the words around them give."""
    slots: dict[str, list[Value]] = {}
    for role, spans in mention.slots.items():
        values = [value for span in spans if (value := _value(desk, mention, role, span)) is not None]
        if values:
            slots[role] = values
    trigger = desk.passage(mention.trigger)
    for role, code in mention.wording.items():
        if role not in mention.slots:
            slots[role] = [Wording(value=code, **trigger)]
    if mention.kind in ("act", "harm"):
        _attach(desk, mention, slots)
    return {role: tuple(values) for role, values in slots.items()}


def _attach(desk: Desk, mention: Mention, slots: dict[str, list[Value]]) -> None:
    """Place, date and count that the words give without naming them as a role."""
    if "place" not in slots:
        slots["place"] = [_moved(place, desk.shift) for place in where.of(mention)]
    origins, destinations = where.ends(mention)
    slots.setdefault("origin", [_moved(place, desk.shift) for place in origins])
    slots.setdefault("destination", [_moved(place, desk.shift) for place in destinations])
    if "date" not in slots:
        slots["date"] = [_moved(day, desk.shift) for day in when.of(mention)]
    if mention.kind == "harm" and "count" not in slots:
        figures = list(mention.figures) or [
            figure for span in mention.slots.get("victim", ()) if (figure := howmany.of(span)) is not None
        ]
        slots["count"] = [_moved(_of_people(mention, figure), desk.shift) for figure in figures]
    slots["place"] = slots["place"] or [_inferred(desk, place) for place in _scene(mention, where.of)]
    slots["date"] = slots["date"] or [_inferred(desk, day) for day in _scene(mention, when.of)]
    for role in [role for role, values in slots.items() if not values]:
        del slots[role]


def _of_people(mention: Mention, figure: Figure) -> Figure:
    """A figure of those who died, were hurt, held, missing or driven out: whatever noun counts them, they are people."""
    other = figure.unit in data("en/numbers.toml")["units"]
    return figure if other or mention.type not in PERSONAL else dataclasses.replace(figure, unit="person")


def _inferred(desk: Desk, value: Movable) -> Movable:
    return dataclasses.replace(_moved(value, desk.shift), basis="inferred")


def _scene(mention: Mention, read: Callable[[Mention], Sequence[Movable]]) -> Sequence[Movable]:
    """What the act that governs this one, or is told in the same breath, says of place or date.

    "Gunmen stormed the camp and killed five": the killing is where the storming is. But "drivers abducted by rebels
    were freed on Friday": what a clause says of a noun has a time of its own, unless the noun is the act.
    """
    above: set[int] = set()
    for token in ancestors(mention.head):
        above.add(token.head.i)
        if token.dep_ in ("relcl", "acl"):
            break
    for other in mentions(mention.head.doc):
        if (
            other.head.i in above
            and other.kind == "act"
            and not other.type.startswith(PERFORMED)
            and (found := read(other))
        ):
            return found
    return ()


def _moved(value: Movable, shift: int) -> Movable:
    return dataclasses.replace(value, start=value.start + shift, end=value.end + shift)


def _value(desk: Desk, mention: Mention, role: str, span: Span) -> Value | None:
    if not span.text.strip():
        return None
    if role in PARTY_SLOTS:
        return _party(desk, span)
    if role in PLACE_SLOTS:
        return _place(desk, span)
    if role in DATE_SLOTS:
        found = next((dated.when for dated in dates(desk.doc) if _overlap(dated.span, span)), None)
        return None if found is None else _moved(found, desk.shift)
    if role in FIGURE_SLOTS:
        figure = howmany.of(span)
        return None if figure is None else _moved(figure, desk.shift)
    return Wording(value=mention.wording.get(role, bare(span.text)), **desk.passage(span))


def _party(desk: Desk, span: Span) -> Party:
    actor = desk.actor(span)
    known = resolving.attributes(span)
    if actor is None:
        return Party(value=span.text, **known, **desk.passage(span))
    called = {bare(name.words).casefold() for name in actor.names} | {actor.name.casefold()}
    resolved = span.root.pos_ == "PRON" or bare(span.text).casefold() not in called
    return Party(
        value=actor.name,
        actor=actor.id,
        kind=None if actor.kind == "unknown" else actor.kind,
        basis="inferred" if resolved else "stated",
        **known,
        **desk.passage(span),
    )


def _place(desk: Desk, span: Span) -> Place:
    for located in places(desk.doc):
        if _overlap(located.span, span):
            return _moved(located.place, desk.shift)
    return Place(value=bare(span.text), precision="unresolved", **desk.passage(span))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
