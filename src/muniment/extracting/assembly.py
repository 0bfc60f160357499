"""Mentions become statements: every span gets its words and offsets, and what is not grounded is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from spacy.tokens import Doc, Span

from muniment.actor import Actor, actor_of
from muniment.errors import UngroundedStatement
from muniment.extracting import howmany, resolving, when, where
from muniment.extracting.mention import Mention, Register, Speaker, Stance, dates, mentions, places, register
from muniment.extracting.speech import disowning, stance
from muniment.extracting.syntax import negated
from muniment.report import Passage, Report
from muniment.run import Refusal, refusal_of
from muniment.seams import Extraction
from muniment.statement import (
    AUTHOR,
    CONTENT_SLOTS,
    DATE_SLOTS,
    FIGURE_SLOTS,
    PARTY_SLOTS,
    PLACE_SLOTS,
    Commit,
    Content,
    Figure,
    Party,
    Place,
    Statement,
    Value,
    Voice,
    When,
    Wording,
    statement_of,
)

Movable = TypeVar("Movable", Figure, Place, When)
PERFORMED = ("speech.", "record.", "legal.")
HABITUAL = ("routinely", "regularly", "often", "always", "usually", "repeatedly", "never", "frequently", "habitually")
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
            start = self.passage(span)["start"]
            known = actor_of(self.report.id, bare(span.text), kind=resolving.kind_of(span), run=self.run, at=start)
        self.actors[known.id] = known
        return known


def assemble(doc: Doc, report: Report, *, shift: int = 0, run: str = "", visibility: str = "restricted") -> Extraction:
    """The statements and actors of a document that begins `shift` characters into the report's text."""
    signed = resolving.signed(register(doc), report.id, run)
    desk = Desk(doc=doc, report=report, shift=shift, run=run, visibility=visibility, register=signed)
    made: dict[int, Statement] = {}
    disowned: list[Statement] = []
    stances = {id(mention): stance(mention.head) for mention in mentions(doc)}
    for mention in mentions(doc):
        held = stances[id(mention)] = _settled(mention, stances[id(mention)])
        told = mention if held.disowned_by is None else _without_agent(mention, held.disowned_by, signed)
        statement = _statement(desk, told, held)
        if statement is not None:
            made[id(mention)] = statement
        disowned += _disowned(desk, mention, held)
    joined = _joined(mentions(doc), made, stances)
    return Extraction(
        statements=(*joined, *disowned), actors=tuple(desk.actors.values()), refusals=tuple(desk.refusals)
    )


def _settled(mention: Mention, held: Stance) -> Stance:
    """The stance on what the trigger itself says.

    "did not respond" is an omission told, not an answer denied; "the army denies it" is said once, not a habit.
    """
    last = held.speakers[-1]
    if mention.type.startswith("omit.") and negated(mention.head) and last.commit.endswith("-"):
        told = dataclasses.replace(last, commit=cast(Commit, last.commit.replace("-", "+")))
        held = dataclasses.replace(held, speakers=(*held.speakers[:-1], told))
    habit = any(child.lemma_.lower() in HABITUAL for child in mention.head.children)
    if mention.type.startswith(PERFORMED) and mention.head.tag_ in ("VBZ", "VBP") and not habit:
        held = dataclasses.replace(held, specificity="specific")
    return held


def _disowned(desk: Desk, mention: Mention, held: Stance) -> list[Statement]:
    """ "There was a strike, but not by us": beside the strike, that the one who says so denies having done it."""
    denial = disowning(held)
    if denial is None or held.disowned_by is None or mention.kind != "act":
        return []
    theirs = dataclasses.replace(
        mention, slots={**mention.slots, "agent": [held.disowned_by]}, rule=f"{mention.rule}:disowned"
    )
    statement = _statement(desk, theirs, denial)
    return [] if statement is None else [statement]


def _without_agent(mention: Mention, disowner: Span, register: Register) -> Mention:
    """The mention without the agent that the words disown: the one who denies it, or "us"."""
    denied = register.actor(disowner)
    agents = [
        span
        for span in mention.slots.get("agent", ())
        if span.root.i != disowner.root.i
        and span.root.pos_ != "PRON"
        and (denied is None or register.actor(span) != denied)
    ]
    return dataclasses.replace(mention, slots={**mention.slots, "agent": agents})


def gathered(pieces: Sequence[Extraction]) -> Extraction:
    """The extractions of a report's pieces as one, each id once."""
    return Extraction(
        statements=tuple({made.id: made for piece in pieces for made in piece.statements}.values()),
        actors=tuple({actor.id: actor for piece in pieces for actor in piece.actors}.values()),
        refusals=tuple({refusal.id: refusal for piece in pieces for refusal in piece.refusals}.values()),
    )


def bare(words: str) -> str:
    """A name without its article and the possessive: "the army's" → "army"."""
    name = " ".join(words.split()).removesuffix("'s").removesuffix("’s")
    for determiner in DETERMINERS:
        if name.lower().startswith(determiner) and len(name) > len(determiner):
            return name[len(determiner) :]
    return name


def _statement(desk: Desk, mention: Mention, held: Stance) -> Statement | None:
    trigger = Passage(**desk.passage(mention.trigger))
    try:
        return statement_of(
            desk.report,
            kind=mention.kind,
            type=mention.type,
            trigger=trigger,
            voices=[_voice(desk, speaker) for speaker in held.speakers],
            realis=mention.realis or held.realis,
            specificity=held.specificity,
            slots=_slots(desk, mention),
            score=_score(mention, held),
            visibility=desk.visibility,
            rule=mention.rule,
            run=desk.run,
        )
    except UngroundedStatement as error:
        desk.refusals.append(
            refusal_of("extract", desk.report.id, f"{mention.type}: {error}", hint=error.hint, run=desk.run)
        )
        return None


def _voice(desk: Desk, speaker: Speaker) -> Voice:
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


def _slots(desk: Desk, mention: Mention) -> Mapping[str, tuple[Value, ...]]:
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
        slots["count"] = [_moved(figure, desk.shift) for figure in figures]
    for role in [role for role, values in slots.items() if not values]:
        del slots[role]


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


def _score(mention: Mention, held: Stance) -> float:
    """Review order: how much of what a reader would ask for is there. Not a likelihood."""
    score = 0.5 + 0.15 * bool({"agent", "subject", "bearer", "authority"} & set(mention.slots))
    score += 0.2 * bool({"victim", "object", "holder", "addressee", "beneficiary"} & set(mention.slots))
    score -= 0.2 * mention.rule.endswith(":anaphoric") + 0.1 * (len(held.speakers) > 2)
    return round(max(0.05, min(score, 0.95)), 2)


def _joined(found: Sequence[Mention], made: dict[int, Statement], stances: dict[int, Stance]) -> Iterable[Statement]:
    """The statements with the ids of one another: contents of speech acts, acts behind harms, sub-counts."""
    contents: dict[int, list[Statement]] = {}
    by_head = {mention.head.i: mention for mention in found if mention.kind == "act" and id(mention) in made}
    for mention in found:
        for governor in stances[id(mention)].governors[-1:]:
            speech_act = by_head.get(governor.i)
            if speech_act is not None and speech_act is not mention and id(mention) in made:
                contents.setdefault(id(speech_act), []).append(made[id(mention)])
    whole: dict[str, Statement] = {}
    for mention in found:
        statement = made.get(id(mention))
        if statement is None:
            continue
        behind = [made[id(mention.from_act)]] if mention.from_act and id(mention.from_act) in made else []
        parts = [made[id(part)] for part in mention.includes if id(part) in made]
        referred = dict(zip(CONTENT_SLOTS, (contents.get(id(mention), []), behind, parts), strict=True))
        slots = dict(statement.slots) | {
            role: tuple(_content(other) for other in others) for role, others in referred.items() if others
        }
        full = dataclasses.replace(statement, slots=slots)
        whole.setdefault(full.id, full)
    return whole.values()


def _content(statement: Statement) -> Content:
    trigger = statement.trigger
    return Content(statement=statement.id, start=trigger.start, end=trigger.end, words=trigger.words)
