"""Candidates for each part of a report's principal incident, each with its cues and the words it stands on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from muniment import edtf
from muniment.actor import Actor
from muniment.extracting.principal.cues import (
    Cues,
    Ground,
    Stretch,
    grouped,
    harmful,
    prepositions,
    ranked,
    surroundings,
)
from muniment.extracting.principal.survey import Survey
from muniment.statement import Place, Statement, When

TOWNS = ("settlement", "near", "site", "adm2", "unresolved")
CITY_STATES = ("HKG", "MAC", "SGP", "MCO", "VAT", "GIB")
"""Codes of what the gazetteer has as countries and is a town as well."""

FAMILIES = {
    "life.": "killing",
    "harm.death": "killing",
    "liberty.enforced_disappearance": "enforced_disappearance",
    "liberty.abduction": "abduction",
    "liberty.": "detention",
    "legal.prosecute": "detention",
    "body.torture": "torture",
    "body.ill_treatment": "torture",
}
"""Beginning of a type's code → family of violation; the longest beginning that fits holds."""

OTHER = "other"
LOOSE = ("repress", "speech", "legal", "info", "expression")
ROLES = ("victim", "agent", "co_agent", "object", "holder", "subject", "addressee")
DATELINE = re.compile(r"[^\n]{0,40}?(?:\)|\bReuters\)?|\bAFP\)?)?\s*(?:--|–|—|-|:)\s")
HEADER = 40
"""Letters that a line has at most beside a date that heads the page rather than tells of anything."""

WIDER = re.compile(r",\s+[A-Z]")
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
AGES = (("years", 730), ("year", 365), ("months", 62), ("month", 21), ("weeks", 7), ("days", 1))
DATE_WORDS = {
    "year_written": re.compile(r"\b(?:19|20)\d\d\b"),
    "digits": re.compile(r"\d"),
    "reckoned": re.compile(r"\b(?:ago|last|past|previous)\b"),
    "now": re.compile(r"\b(?:today|this|now|current)"),
}


@dataclass(slots=True, kw_only=True)
class Candidate:
    """Something that may be part of the principal incident."""

    name: str
    """A place's value, a country's code, an EDTF date, an actor's id, a family of violations."""
    cues: Cues
    stretches: Sequence[Stretch] = ()
    """Where its words stand, first to last."""


def towns(ground: Ground) -> list[Candidate]:
    """Settlements, sites, city states, and names that the gazetteer leaves open."""
    return _places(ground, lambda place: place.precision in TOWNS or is_city_state(place))


def divisions(ground: Ground) -> list[Candidate]:
    """First-level divisions that the words name."""
    return _places(ground, lambda place: place.precision == "adm1")


def is_city_state(place: Place) -> bool:
    """Whether a country is a town as well."""
    return place.precision == "country" and place.country in CITY_STATES


def _places(ground: Ground, fits: Callable[[Place], bool]) -> list[Candidate]:
    groups = grouped((place.value, place) for place in ground.survey.places if fits(place))
    return _listed(
        Candidate(name=name, cues=_place_cues(ground, held), stretches=_stretches(held))
        for name, held in groups.items()
    )


def _place_cues(ground: Ground, mentions: Sequence[Place]) -> Cues:
    survey = ground.survey
    starts, names = [place.start for place in mentions], {place.value for place in mentions}
    held = [one for one in survey.statements if any(place.value in names for place in one.places())]
    cues = ground.standing(starts) | ground.held(held) | prepositions(survey.text, starts)
    if any(WIDER.match(survey.text, place.end) for place in mentions):
        cues["with_wider"] = 1
    if any(_opens(survey, place) for place in mentions):
        cues["dateline"] = 1
    land = mentions[0].country
    if land is not None:
        cues["land_share"] = ground.lands[land]
        cues["in_main_land" if ground.lands[land] == max(ground.lands.values()) else "in_other_land"] = 1
    return cues | {f"is_{mentions[0].precision}": 1.0}


def _opens(survey: Survey, place: Place) -> bool:
    """Whether a place opens the body as a dateline: "DORRANE (Karsa Wire) - "."""
    opening = survey.text[survey.title_end : place.start].strip()
    return len(opening) < 30 and DATELINE.match(survey.text, place.end) is not None


def countries(ground: Ground) -> list[Candidate]:
    """Countries, by their names, the places in them and the words for their people."""
    survey = ground.survey
    codes = sorted({code for code, _, _ in survey.lands} | {place.country for place in survey.places if place.country})
    return _listed(_country(ground, code) for code in codes)


def _country(ground: Ground, code: str) -> Candidate:
    survey = ground.survey
    within = [place for place in survey.places if place.country == code]
    people = [(start, end) for land, start, end in survey.lands if land == code]
    sorts: Mapping[str, Sequence[Stretch]] = {
        "people": people,
        "inside": _stretches(place for place in within if place.precision != "country"),
        "named": _stretches(place for place in within if place.precision == "country"),
    }
    every = sorted(stretch for stretches in sorts.values() for stretch in stretches)
    cues = ground.standing([start for start, _ in every])
    cues["share"] = ground.lands[code]
    for name, stretches in sorts.items():
        if stretches:
            starts = [start for start, _ in stretches]
            cues |= {name: math.log2(1 + len(stretches))} | ground.opening(starts, f"{name}_")
    cues |= ground.held([one for one in survey.statements if any(place.country == code for place in one.places())])
    return Candidate(name=code, cues=cues, stretches=[*sorts["named"], *sorts["inside"], *sorts["people"]])


def dates(ground: Ground) -> list[Candidate]:
    """Dates that say at least a year."""
    survey = ground.survey
    valid = (
        (when.value, when)
        for when in survey.dates
        if edtf.valid(when.value) and calendar(when.value)[0] and not _heads(survey, when)
    )
    return _listed(
        Candidate(name=value, cues=_date_cues(ground, value, held), stretches=_stretches(held))
        for value, held in grouped(valid).items()
    )


def _heads(survey: Survey, when: When) -> bool:
    """Whether a date is the report's own, alone in a line of its own: "By our reporter, 13 March 2021"."""
    if when.value != survey.published:
        return False
    start, end = survey.text.rfind("\n", 0, when.start) + 1, survey.text.find("\n", when.end)
    line = survey.text[start : end if end >= 0 else None].strip()
    return len(line) - len(when.words) <= HEADER


def _date_cues(ground: Ground, value: str, mentions: Sequence[When]) -> Cues:
    survey = ground.survey
    starts = [when.start for when in mentions]
    held = [one for one in survey.statements if any(when.value == value for when in one.dates())]
    cues = ground.standing(starts) | ground.held(held) | prepositions(survey.text, starts)
    words = " ".join(when.words for when in mentions).lower()
    cues |= {name: 1.0 for name, pattern in DATE_WORDS.items() if pattern.search(words)}
    cues[f"is_{edtf.precision(value)}"] = 1
    if "/" in value:
        cues["open" if ".." in value else "range"] = 1
    return cues | _age(value, survey.published)


def _age(value: str, published: str | None) -> Cues:
    """How long before the report a date lies."""
    first, last = edtf.bounds(value)
    day, end = edtf.bounds(published)[0] if published else None, last or first
    if day is None or end is None:
        return {"age_unknown": 1}
    days = (day - end).days
    for name, least in AGES:
        if days >= least:
            return {f"age_{name}": 1, "age": math.log2(1 + days) / 10}
    return {"age_same": 1} if days >= 0 else {"ahead": 1}


def calendar(value: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day as far as an EDTF value has one of each; a range only what both its ends share."""
    ends = [re.sub(r"[~?%]", "", end).split("-") for end in value.split("/") if end and end != ".."]
    if not ends or not (ends[0][0].isdigit() and len(ends[0][0]) == 4):
        return None, None, None
    first, last = ends[0], ends[-1]
    month = first[1] if len(first) > 1 and first[1].isdigit() and int(first[1]) <= 12 else None
    if first[:2] != last[:2]:
        month = None
    whole = month is not None and len(ends) == 1 and len(first) > 2 and first[2].isdigit()
    return first[0], month, first[2] if whole else None


def people(ground: Ground) -> list[Candidate]:
    """Everybody whom the report names."""
    parts = _parts(ground.survey.statements)
    named = [actor for actor in ground.survey.actors.values() if _is_named(actor)]
    return _listed(_person(ground, actor, parts.get(actor.id, {})) for actor in named)


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


def violations(ground: Ground) -> list[Candidate]:
    """Families of violation that the report tells of."""
    groups = grouped((name, one) for one in ground.survey.statements if (name := family(one)) is not None)
    found = [_violation(ground, name, held, groups) for name, held in sorted(groups.items())]
    return _listed(found)


def family(statement: Statement) -> str | None:
    """The family of violation that a statement is of; none for what harms nobody."""
    if statement.kind not in ("act", "harm"):
        return None
    fitting = [start for start in FAMILIES if statement.type.startswith(start)]
    if fitting:
        return FAMILIES[max(fitting, key=len)]
    loose = statement.type.split(".")[0] in LOOSE
    return OTHER if harmful(statement) or loose else None


def _violation(ground: Ground, name: str, held: Sequence[Statement], groups: Iterable[str]) -> Candidate:
    cues = ground.standing([one.trigger.start for one in held])
    counted = sum(one.countable for one in held)
    cues |= {"countable": math.log2(1 + counted), "harmful": math.log2(1 + sum(harmful(one) for one in held))}
    if not counted:
        cues["none_countable"] = 1
    if any(one in ground.countable[:2] for one in held):
        cues["of_first_harm"] = 1
    for role in ("victim", "agent"):
        if any(one.parties(role) for one in held):
            cues[role] = 1
    cues |= {f"{name}:{cue}": value for cue, value in cues.items()}
    cues |= {f"type_{one.type}": 1.0 for one in held} | {f"is_{name}": 1.0}
    cues |= {f"{name}+{other}": 1.0 for other in groups if other != name}
    return Candidate(name=name, cues=cues, stretches=[(one.trigger.start, one.trigger.end) for one in held])


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


def _stretches(values: Iterable[Place | When]) -> list[Stretch]:
    return [(value.start, value.end) for value in values]


def _listed(found: Iterable[Candidate]) -> list[Candidate]:
    candidates = list(found)
    ranked([candidate.cues for candidate in candidates])
    return candidates
