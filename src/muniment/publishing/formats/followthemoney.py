"""The record as FollowTheMoney entities: only what a voice affirms as fact, each with the passage and report it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muniment.actor import Actor
from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped, why_not_said, withheld, write_dropped
from muniment.publishing.formats.events import Event, events, toll
from muniment.publishing.formats.precision import span_of
from muniment.publishing.gathering import Gathered, gathered
from muniment.publishing.wording import PRONOUNS, chain_words, claim, sentence
from muniment.record import digest
from muniment.report import Report
from muniment.statement import Party, Statement
from muniment.taxonomy import data
from muniment.world import countries

SURE = ("CT+",)
INEXACT = "the format cuts off `about` and `uncertain`"
ROLES = {"agent": "said to have done it", "victim": "said to have suffered it", "co_agent": "other side"}


@dataclass(slots=True)
class Entities:
    """Entities by id, in the order they came; the values of one property add up."""

    found: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, id: str, schema: str, **properties: Any) -> str:
        """An entity, or more values of one that is there; empty values are left out. Its id, as the format writes ids."""
        id = _own(id)
        entity = self.found.setdefault(id, {"id": id, "schema": schema, "properties": {}})
        for name, given in properties.items():
            for value in given if isinstance(given, (list, tuple)) else [given]:
                held = entity["properties"].setdefault(name, [])
                if value not in (None, "") and str(value) not in held:
                    held.append(str(value))
        entity["properties"] = {name: values for name, values in entity["properties"].items() if values}
        return id


class FollowTheMoney:
    """Writes `entities.ftm.json`, an entity a line, and what was dropped."""

    name = "followthemoney"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The two files."""
        view = gathered(dossier)
        entities, dropped = Entities(), list(withheld(view))
        for report in view.dossier.reports:
            _report(entities, report)
        said: list[Statement] = []
        for one in view.statements.values():
            if why := _unfit(one):
                dropped.append(Dropped(id=one.id, what=one.type, reason=why))
            else:
                said.append(one)
        for event in events(view):
            dropped += _event(entities, view, event, {one.id for one in said})
        for one in said:
            if one.kind == "relation":
                dropped += _relation(entities, view, one)
            elif one.id not in view.incident_of:
                dropped.append(
                    Dropped(id=one.id, what=one.type, reason="part of no incident, and the format has no speech")
                )
        file = path / "entities.ftm.json"
        lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in entities.found.values())
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return [file, write_dropped(path / "entities.ftm.dropped.csv", dropped)]


def _unfit(one: Statement) -> str:
    """Why a statement may not stand as a fact: FollowTheMoney has neither denial nor voices nor hedges."""
    if why := why_not_said(one):
        return why
    if one.realis not in ("actual", "ongoing"):
        return f"{one.realis}, not done"
    if not any(voice.commit in SURE and not voice.coerced for voice in one.voices):
        return "said to be probable only, and the format has no hedge"
    if one.kind in ("standing", "duty"):
        return f"the format has no {one.kind}"
    if one.kind == "relation" and not (one.parties("subject") and one.parties("object")):
        return "a tie with one end"
    return ""


def _report(entities: Entities, report: Report) -> str:
    span = span_of(report.published)
    return entities.add(
        report.id,
        "Article",
        title=report.title or report.name,
        publisher=report.publisher,
        author=report.author,
        # Its dates have no `approximate` and no range: only what is exact to a day, a month or a year is given.
        publishedAt=report.published if span and span.clear and "/" not in (report.published or "/") else None,
        sourceUrl=report.address,
        mimeType=report.media_type,
        fileName=report.name,
    )


def _event(entities: Entities, view: Gathered, event: Event, said: set[str]) -> Iterator[Dropped]:
    """An incident as an Event, its parties tied to it by links that say their role: `involved` has no direction."""
    told = [one for one in event.told if one.id in said]
    if not told:
        yield Dropped(id=event.number, what="incident", reason="none of its tellings may stand as a fact")
        return
    span = span_of(event.date)
    exact = span is not None and span.clear
    day = span.start.isoformat() if span and exact and span.days == 1 else None
    between = span if exact and day is None else None
    entities.add(
        event.incident.id,
        "Event",
        name=event.title,
        summary=[
            *(sentence(one, view.report(one)) for one in told),
            toll(event.deaths) if event.deaths else "",
        ],
        date=day,
        startDate=between.start.isoformat() if between else None,
        endDate=between.end.isoformat() if between and between.end else None,
        location=event.place.value if event.place else None,
        country=_country(event.place.country if event.place else None),
        recordId=[event.number, *(one.id for one in told)],
        proof=[_own(report.id) for report in event.reports],
        sourceUrl=[report.address for report in event.reports],
    )
    if event.date and not exact:
        yield Dropped(id=event.number, what=f"date {event.date}", reason=INEXACT if span else "no voice gives the year")
    for one in told:
        for slot in ROLES:
            for party in one.parties(slot):
                if party.actor or party.value.casefold() not in PRONOUNS:
                    _link(entities, view, one, party, event, slot)


def _link(entities: Entities, view: Gathered, one: Statement, party: Party, event: Event, slot: str) -> None:
    report, who = view.report(one), _party(entities, view, party)
    entities.add(
        f"{event.incident.id}-{slot}-{who}",
        "UnknownLink",
        subject=who,
        object=_own(event.incident.id),
        role=f"{ROLES[slot]} ({chain_words(one.voices, report)})",
        summary=claim(one),
        recordId=one.id,
        proof=_own(report.id),
        sourceUrl=report.address,
    )


def _party(entities: Entities, view: Gathered, party: Party) -> str:
    joined = view.actor_of.get(party.actor or "")
    kind = joined.kind if joined and joined.kind != "unknown" else party.kind or "unknown"
    schema = data("formats.toml")["followthemoney"]["schemas"].get(kind, "LegalEntity")
    id = _own(_id(joined, party))
    if id in entities.found:
        schema = entities.found[id]["schema"]
    return entities.add(
        id,
        schema,
        name=joined.name if joined else party.value,
        country=_country(joined.country if joined else None),
        notes=joined.number if joined else None,
    )


def _own(id: str) -> str:
    """An id of the record as the format writes ids: it has no underscores."""
    return id.replace("_", "-")


def _id(joined: Actor | None, party: Party) -> str:
    return joined.id if joined else party.actor or digest(Actor.PREFIX, party.value)


def _relation(entities: Entities, view: Gathered, one: Statement) -> Iterator[Dropped]:
    """A tie between each subject and each object, in the schema that fits both its ends, else as an UnknownLink."""
    report = view.report(one)
    for subject in one.parties("subject"):
        for object_ in one.parties("object"):
            ends = (_party(entities, view, subject), _party(entities, view, object_))
            if ends[0] == ends[1]:
                yield Dropped(id=one.id, what=one.type, reason="both ends are one actor, as the register joined them")
                continue
            schema, first, second = _schema(one.type, [entities.found[end]["schema"] for end in ends])
            dates = {slot: _exact(one, slot) for slot in ("from", "to")}
            said = next((value.words for value in one.values("role")), None)
            role = said or f"{claim(one)} ({chain_words(one.voices, report)})"
            entities.add(
                f"{one.id}-{ends[0]}-{ends[1]}",
                schema,
                **{first: ends[0], second: ends[1], "relationship" if schema == "Family" else "role": role},
                summary=sentence(one, report),
                startDate=dates["from"],
                endDate=dates["to"],
                recordId=one.id,
                proof=_own(report.id),
                sourceUrl=report.address,
            )


PEOPLE = ("Person",)
BODIES = ("Organization", "PublicBody")
FITS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "Membership": ((*PEOPLE, *BODIES, "LegalEntity"), BODIES),
    "Directorship": ((*PEOPLE, *BODIES, "LegalEntity"), BODIES),
    "Employment": (PEOPLE, BODIES),
    "Family": (PEOPLE, PEOPLE),
    "Representation": ((*PEOPLE, *BODIES, "LegalEntity"), (*PEOPLE, *BODIES, "LegalEntity")),
}
"""Schema of a tie → the schemas that its first and its second end may have."""


def _schema(code: str, ends: Sequence[str]) -> tuple[str, str, str]:
    known = data("formats.toml")["followthemoney"]["relations"].get(code)
    if known is not None:
        schema, first, second = known
        holder, body = (ends[1], ends[0]) if first in ("organization", "employer") else (ends[0], ends[1])
        if holder in FITS[schema][0] and body in FITS[schema][1]:
            return schema, first, second
    return "UnknownLink", "subject", "object"


def _exact(one: Statement, slot: str) -> str | None:
    value = next((date.value for date in one.dates(slot)), None)
    span = span_of(value)
    return value if span is not None and span.clear and value is not None and "/" not in value else None


def _country(code: str | None) -> str | None:
    """Two small letters, as the format has its countries; none for one that is not in ISO 3166."""
    found = countries().get(code or "")
    return found.alpha2.lower() if found else None
