"""Candidates for who: everybody whom a report names, and the kinds of agent."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from muniment.actor import Actor
from muniment.extracting.principal.candidates import Candidate, listed
from muniment.extracting.principal.cues import Cues, Ground, harmful, surroundings
from muniment.statement import Statement

ROLES = ("victim", "agent", "co_agent", "object", "holder", "subject", "addressee")

PARTICLES = frozenset(
    "al el ul ibn bin bint ben abu de da do dos del della der den di du la le van von ter ten dan y".split()
)
"""Small words inside names."""

AGED = re.compile(r"\s*(?:,\s*(?:aged\s+)?\d{1,2}\b|\(\d{1,2}\))")
OWNED = re.compile(
    r"['’]s?\s+(?:\w+\s+){0,2}(?:arrest|death|murder|killing|detention|disappearance|abduction|kidnapping|"
    r"assassination|imprisonment|trial|release|case|body|family|wife|husband|father|mother|lawyers?|colleagues)"
)
OFFICE = re.compile(
    r"\b(?:president|minister|secretary|spokes\w+|director|chief|judge|justice|general|commissioner|ambassador|senator|"
    r"governor|chair(?:man|woman)?|king|prince|analyst|professor|prosecutor|colonel|captain|rep\.|sen\.)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def people(ground: Ground) -> list[Candidate]:
    """Everybody whom the report names."""
    parts = _parts(ground.survey.statements)
    named = [actor for actor in ground.survey.actors.values() if _is_named(actor)]
    return listed(_person(ground, actor, parts.get(actor.id, {})) for actor in named)


def _is_named(actor: Actor) -> bool:
    """Whether somebody has a name rather than a description: "Mara Ilven" has, "One man" and "NGO employee" have not."""
    person = actor.kind == "person" or (actor.kind == "unknown" and len(actor.name.split()) > 1)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", actor.name) if word not in PARTICLES]
    return person and bool(words) and all(word[0].isupper() for word in words)


def _parts(statements: Iterable[Statement]) -> Mapping[str, Mapping[str, list[Statement]]]:
    """Actor id → slot, or `voice` → statements."""
    parts: dict[str, dict[str, list[Statement]]] = {}
    for one in statements:
        filled = {(party.actor, role) for role in ROLES for party in one.parties(role)}
        filled |= {(voice.actor, "voice") for voice in one.voices[1:]}
        for actor, role in filled:
            if actor is not None:
                parts.setdefault(actor, {}).setdefault(role, []).append(one)
    return parts


def _person(ground: Ground, actor: Actor, parts: Mapping[str, Sequence[Statement]]) -> Candidate:
    survey = ground.survey
    stretches = set(survey.appearances.get(actor.id, ()))
    stretches |= {(name.start, name.end) for name in actor.names if name.start is not None and name.end is not None}
    told = sorted(stretches)
    cues = ground.standing([start for start, _ in told] or [0]) | surroundings(survey, told)
    for role, held in parts.items():
        cues |= _part(ground, role, held)
    for name in {name.words for name in actor.names}:
        cues |= _beside_name(survey.text, name)
    cues["words"] = min(max((len(name.words.split()) for name in actor.names), default=0), 4) / 4
    if actor.kind == "person":
        cues["is_person"] = 1
    return Candidate(name=actor.id, cues=cues, stretches=told)


def _part(ground: Ground, role: str, held: Sequence[Statement]) -> Cues:
    """What part somebody has in what is told."""
    counted = [one for one in held if harmful(one) and one.countable]
    cues: Cues = {}
    if counted:
        cues[f"{role}_countable"] = math.log2(1 + len(counted))
    if any(harmful(one) and not one.countable for one in held):
        cues[f"{role}_uncountable"] = 1
    if not all(harmful(one) for one in held):
        cues[f"{role}_other"] = 1
    if role == "victim":
        cues |= {f"victim_of_{one.type.split('.')[0]}": 1.0 for one in counted}
        if any(one.type in ground.titled for one in counted):
            cues["victim_of_titled"] = 1
    return cues


def _beside_name(text: str, name: str) -> Cues:
    cues: Cues = {}
    for found in re.finditer(re.escape(name), text):
        if AGED.match(text, found.end()):
            cues["aged"] = 1
        if OWNED.match(text, found.end()):
            cues["owner_of_case"] = 1
        if OFFICE.search(text, max(0, found.start() - 40), found.start()):
            cues["office"] = 1
    return cues


def agent_kinds(ground: Ground, kinds: Iterable[str]) -> list[Candidate]:
    """Kinds of agent, each with the same cues under its own name: who is said to have done the harm, and what."""
    shared: dict[str, float] = {"any": 1.0}
    for one in ground.harmful:
        _add(shared, f"type_{one.type}", countable=one.countable)
        for party in one.parties("agent"):
            _add(shared, f"agent_{party.kind}", countable=one.countable)
            words = re.findall(r"[a-z]{3,}", f"{party.value} {party.words}".lower())
            shared |= {f"agent:{word[:7]}": 1.0 for word in words}
    counted = {cue: value if ":" in cue else math.log2(1 + value) for cue, value in shared.items()}
    return [Candidate(name=kind, cues={f"{kind}|{cue}": value for cue, value in counted.items()}) for kind in kinds]


def _add(cues: Cues, name: str, *, countable: bool) -> None:
    cues[name] = cues.get(name, 0) + 1
    if countable:
        cues[f"{name}_countable"] = cues.get(f"{name}_countable", 0) + 1
