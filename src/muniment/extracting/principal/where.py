"""Candidates for where: settlements, divisions and countries."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from muniment.extracting.principal.candidates import Candidate, listed, stretches_of
from muniment.extracting.principal.cues import Cues, Ground, Stretch, grouped, prepositions
from muniment.extracting.principal.survey import Survey
from muniment.statement import Place

TOWNS = ("settlement", "near", "site", "adm2", "unresolved")
CITY_STATES = ("HKG", "MAC", "SGP", "MCO", "VAT", "GIB")
"""Codes of what the gazetteer has as countries and is a town as well."""
DATELINE = re.compile(r"[^\n]{0,40}?(?:\)|\bReuters\)?|\bAFP\)?)?\s*(?:--|–|—|-|:)\s")
FIELD = re.compile(r"(?:place|location|town|city|village|site|where)[^:\n]{0,20}:\s*", re.IGNORECASE)
WIDER = re.compile(r",\s+[A-Z]")


def in_field(text: str, start: int) -> bool:
    """Whether what begins here is the value of a field for a place, alone on its line."""
    return FIELD.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is not None


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
    return listed(
        Candidate(name=name, cues=_place_cues(ground, held), stretches=stretches_of(held))
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
    return listed(_country(ground, code) for code in codes)


def _country(ground: Ground, code: str) -> Candidate:
    survey = ground.survey
    within = [place for place in survey.places if place.country == code]
    people = [(start, end) for land, start, end in survey.lands if land == code]
    sorts: Mapping[str, Sequence[Stretch]] = {
        "people": people,
        "inside": stretches_of(place for place in within if place.precision != "country"),
        "named": stretches_of(place for place in within if place.precision == "country"),
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
