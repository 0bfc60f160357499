"""Mentions become statements: every span gets its words and offsets, and what is not grounded is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from spacy.tokens import Doc, Span, Token

from muniment.actor import Actor
from muniment.errors import UngroundedStatement
from muniment.extracting import answering, resolving
from muniment.extracting.filling import PERFORMED, Desk, filled, in_person, voice
from muniment.extracting.mention import NEGATED, Mention, Register, Speaker, Stance, mentions, register, stance_of
from muniment.extracting.people import words
from muniment.extracting.realis import imperative
from muniment.extracting.speech import disowning
from muniment.extracting.syntax import definite, negated
from muniment.extracting.ties import PRESUPPOSED
from muniment.report import Passage, Report
from muniment.run import refusal_of
from muniment.seams import Extraction
from muniment.statement import (
    CONTENT_SLOTS,
    Commit,
    Content,
    Statement,
    statement_of,
)

HOLDING = ("relation", "standing", "duty")
"""Kinds that hold for a time: their present tense tells no habit."""

HABITUAL = ("routinely", "regularly", "often", "always", "usually", "repeatedly", "never", "frequently", "habitually")


def assemble(doc: Doc, report: Report, *, shift: int = 0, run: str = "", visibility: str = "restricted") -> Extraction:
    """The statements and actors of a document that begins `shift` characters into the report's text."""
    signed = resolving.signed(register(doc), report.id, run, shift=shift)
    desk = Desk(doc=doc, report=report, shift=shift, run=run, visibility=visibility, register=signed)
    made: dict[int, Statement] = {}
    disowned: list[Statement] = []
    stances: dict[int, Stance] = {}
    for mention in mentions(doc):
        held = stances[id(mention)] = _settled(mention, stance_of(mention))
        if mention.kind == "harm" and held.realis == "attempted":
            continue  # whom somebody tried to kill is not dead of it
        told = mention if held.disowned_by is None else _without_agent(mention, held.disowned_by, signed)
        statement = _statement(desk, told, held)
        if statement is not None:
            made[id(mention)] = statement
        disowned += _disowned(desk, mention, held)
    denied = _denied(desk, made, stances)
    joined = _joined(mentions(doc), made, stances)
    return Extraction(
        statements=(*joined, *disowned, *denied), actors=tuple(desk.actors.values()), refusals=tuple(desk.refusals)
    )


def _denied(desk: Desk, made: dict[int, Statement], stances: dict[int, Stance]) -> list[Statement]:
    """What a later sentence denies, as the denier has it; the denial gets it for its content."""
    found: list[Statement] = []
    for answer in answering.answers(desk.doc, stances):
        theirs = dataclasses.replace(answer.denied, rule=f"{answer.denied.rule}:answered")
        statement = _statement(desk, theirs, answer.stance)
        denial = made.get(id(answer.denial))
        if statement is not None and denial is not None:
            content = (*denial.values("content"), _content(statement))
            made[id(answer.denial)] = dataclasses.replace(denial, slots=dict(denial.slots) | {"content": content})
            found.append(statement)
    return found


def _settled(mention: Mention, held: Stance) -> Stance:
    """The stance on what the trigger itself says.

    "did not respond" is an omission told, not an answer denied; "the army denies it" is said once, not a habit.
    """
    last = held.speakers[-1]
    absent = mention.type.startswith("omit.") or mention.rule.endswith(NEGATED)
    if absent and last.commit.endswith("-") and _says_not(mention.head):
        told = dataclasses.replace(last, commit=cast(Commit, last.commit.replace("-", "+")))
        held = dataclasses.replace(held, speakers=(*held.speakers[:-1], told))
    if held.realis in ("actual", "demanded") and mention.realis is None and _commanded(mention.head):
        asked = dataclasses.replace(last, commit="Uu")
        held = dataclasses.replace(held, speakers=(*held.speakers[:-1], asked), realis="demanded")
    habit = any(child.lemma_.lower() in HABITUAL for child in mention.head.children)
    if mention.kind in HOLDING:
        held = _lasting(mention, held, habit=habit)
    if mention.type.startswith(PERFORMED) and mention.head.tag_ in ("VBZ", "VBP") and not habit:
        held = dataclasses.replace(held, specificity="specific")
    return held


def _lasting(mention: Mention, held: Stance, *, habit: bool) -> Stance:
    """The stance on what holds for a time: the present tense of a tie tells no habit.

    To deny, demand or fear that "the commander of the militia" did something takes for granted that there is one.
    """
    if held.specificity == "pattern" and not habit:
        held = dataclasses.replace(held, specificity="specific")
    holders = [span for role in ("subject", "holder", "bearer") for span in mention.slots.get(role, ())]
    if held.specificity == "general" and any(definite(span.root) for span in holders):
        held = dataclasses.replace(held, specificity="specific")
    if not mention.rule.endswith(PRESUPPOSED):
        return held
    speakers = tuple(
        dataclasses.replace(speaker, commit=cast(Commit, speaker.commit.replace("-", "+"))) for speaker in held.speakers
    )
    return dataclasses.replace(held, speakers=speakers, realis="actual", specificity="specific")


def _commanded(head: Token) -> bool:
    """Whether a verb is an imperative: "Release all prisoners", an item of a list of recommendations."""
    while head.dep_ == "conj" and head.tag_ == "VB":
        head = head.head
    return imperative(head)


def _says_not(head: Token) -> bool:
    """Whether the trigger itself says that nothing was done: "did not reply", "did nothing to stop them"."""
    return negated(head) or any(child.lower_ in ("nothing", "nobody", "none") for child in head.children)


def _others(speakers: Sequence[Speaker]) -> Sequence[Speaker]:
    """The voices, without one that is the author's own: "according to our information"."""
    last = speakers[-1]
    if len(speakers) != 2 or last.span is None or last.span.root.lemma_.lower() not in words("own_words"):
        return speakers
    own = any(token.dep_ == "poss" and token.lower_ in ("our", "my") for token in last.span)
    return (dataclasses.replace(speakers[0], commit=last.commit),) if own else speakers


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
    """The extractions of a report's pieces as one, each id once; an actor keeps the names of every piece."""
    actors: dict[str, Actor] = {}
    for actor in (actor for piece in pieces for actor in piece.actors):
        actors[actor.id] = _with_names(actors[actor.id], actor) if actor.id in actors else actor
    return Extraction(
        statements=tuple({made.id: made for piece in pieces for made in piece.statements}.values()),
        actors=tuple(actors.values()),
        refusals=tuple({refusal.id: refusal for piece in pieces for refusal in piece.refusals}.values()),
    )


def _with_names(first: Actor, later: Actor) -> Actor:
    """An actor with the names that only a later piece of the report has for it."""
    called = {name.words for name in first.names}
    return dataclasses.replace(first, names=(*first.names, *(name for name in later.names if name.words not in called)))


def _statement(desk: Desk, mention: Mention, held: Stance) -> Statement | None:
    trigger = Passage(**desk.passage(mention.trigger))
    voices = [voice(desk, speaker) for speaker in _others(held.speakers)]
    try:
        return statement_of(
            desk.report,
            kind=mention.kind,
            type=mention.type,
            trigger=trigger,
            voices=voices,
            realis=mention.realis or held.realis,
            specificity=held.specificity,
            slots=in_person(desk, mention, filled(desk, mention), voices[-1]),
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
        for governor in _telling(stances[id(mention)].governors, by_head):
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


def _telling(governors: Sequence[Token], told: Mapping[int, Mention]) -> Sequence[Token]:
    """The innermost speech act, past a noun for what was said: "rejects the claim that nine died"."""
    while governors and governors[-1].i not in told and governors[-1].pos_ == "NOUN":
        governors = governors[:-1]
    return governors[-1:]


def _content(statement: Statement) -> Content:
    trigger = statement.trigger
    return Content(statement=statement.id, start=trigger.start, end=trigger.end, words=trigger.words)
