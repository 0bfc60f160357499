"""Spans become slot values: people, places, dates and numbers, each with its words and offsets."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

from muniment.actor import Actor, Name, actor_of
from muniment.extracting import howmany, resolving, when, where
from muniment.extracting.mention import Mention, Register, Speaker, dates, mentions, places
from muniment.extracting.syntax import PASSIVE_SUBJECTS, SUBJECTS, ancestors, children
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

OPEN_MARKS = ("if", "unless", "until")
"""What opens a clause that has a time and place of its own: "If the bombing goes on, our units will strike the base"."""

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


def in_person(
    desk: Desk, mention: Mention, slots: Mapping[str, tuple[Value, ...]], speaker: Voice
) -> Mapping[str, tuple[Value, ...]]:
    """The slots with whoever speaks for "we" and "I": the innermost voice, or whoever answers for the whole report.

    "We killed two", said by a commander, is not said of the commander: "we" is a body, or whoever warns or demands.
    "I was beaten" is said of no body: in a testimony that a centre put out, the centre is not "I".
    """
    known = _speaking(desk, speaker)
    if known is None:
        return slots
    body = known.kind not in ("person", "unknown")
    theirs = body or (known.kind == "unknown" and mention.type.startswith(PERFORMED))
    wrote = speaker.name != AUTHOR or desk.report.author == desk.report.source
    meant = (*(("we", "us", "ourselves") if theirs else ()), *(("i", "me", "myself") if wrote and not body else ()))
    kind = None if known.kind == "unknown" else known.kind
    found: dict[str, tuple[Value, ...]] = {}
    for role, values in slots.items():
        found[role] = tuple(
            dataclasses.replace(value, value=known.name, actor=known.id, kind=kind, basis="inferred")
            if isinstance(value, Party) and value.words.lower() in meant
            else value
            for value in values
        )
        if found[role] != values:
            desk.actors[known.id] = known
    return found


def _speaking(desk: Desk, speaker: Voice) -> Actor | None:
    """The actor whose words a statement tells: of the report's own, whoever put it out or wrote it."""
    if speaker.name != AUTHOR:
        return desk.actors.get(speaker.actor or "")
    source = desk.report.source
    if source is None:
        return None
    known = (one for one in desk.register.actors if one.name.casefold() == source.casefold())
    return next(known, actor_of(desk.report.id, source, run=desk.run))


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
        days = (_moved(day, desk.shift) for day in when.of(mention) if _own(mention, day.start))
        slots["date"] = [when.until(day) if mention.found_out else day for day in days]
    if mention.kind == "harm" and "count" not in slots:
        figures = list(mention.figures) or [
            figure for span in mention.slots.get("victim", ()) if (figure := howmany.of(span)) is not None
        ]
        slots["count"] = [_moved(_of_people(mention, figure), desk.shift) for figure in figures]
    slots["place"] = slots["place"] or [_inferred(desk, place) for place in _scene(mention, where.of)]
    slots["date"] = slots["date"] or [
        _inferred(desk, day) for day in _scene(mention, when.of) if _own(mention, day.start)
    ]
    for role in [role for role, values in slots.items() if not values]:
        del slots[role]


def _own(mention: Mention, at: int) -> bool:
    """Whether words at an offset are of the harm itself: "evacuated 23 wounded men on Tuesday" dates no wound."""
    head = mention.head
    if mention.kind != "harm" or head.dep_ != "amod" or head.tag_ != "VBN":
        return True
    noun = head.head
    return noun.left_edge.idx <= at <= noun.right_edge.idx


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
        opened = any(child.lower_ in OPEN_MARKS for child in children(token, "mark"))
        if opened or any(between.text == ";" for between in token.doc[token.head.i : token.i]):
            break
        above.add(token.head.i)
        if token.dep_ in ("relcl", "acl"):
            break
    for other in mentions(mention.head.doc):
        if (
            other.head.i in above
            and other.head != mention.head
            and other.kind == "act"
            and not other.type.startswith(PERFORMED)
            and (found := read(other))
        ):
            return found
    return _joined_scene(mention.head, read)


def _joined_scene(verb: Token, read: Callable[[Mention], Sequence[Movable]]) -> Sequence[Movable]:
    """What the last of joined verbs says for all of them: "killed six and wounded 13 on Friday"."""
    joined = {one.i for one in verb.conjuncts if one.i > verb.i and not children(one, *SUBJECTS, *PASSIVE_SUBJECTS)}
    for other in mentions(verb.doc):
        if other.head.i in joined and other.kind in ("act", "harm") and (found := read(other)):
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
