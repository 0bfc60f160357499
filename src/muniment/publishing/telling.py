"""Telling: what a dossier shows of each incident and actor, and where tellings differ; for the page, PDF and Word alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from muniment.incident import Incident
from muniment.publishing.clauses import itself
from muniment.publishing.differing import contradictions
from muniment.publishing.gathering import Gathered, incident_date, incident_place, incident_title, ordered
from muniment.publishing.joining import joins, nearly
from muniment.report import Report
from muniment.statement import Statement

MOST_ACTORS = 60

SPEECH: Mapping[str, Sequence[str]] = {
    "demand": ("speech.demand",),
    "warning": ("speech.warn", "record.notify"),
    "answer": ("speech.promise", "speech.refuse", "speech.deny", "omit.respond"),
}
"""What is said to somebody, by the kind of it."""


def incident_views(view: Gathered) -> list[Mapping[str, Any]]:
    """What is shown of each incident, those told by most reports first."""
    return [incident_view(view, incident) for incident in ordered(view)]


def incident_view(view: Gathered, incident: Incident) -> Mapping[str, Any]:
    """What is shown of an incident."""
    told = view.told(incident)
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        by_report[one.report].append(one)
    apart = [view.statements[one] for one in incident.concerned if one in view.statements]
    tellings = sorted(
        ((view.reports[report], said) for report, said in by_report.items()),
        key=lambda telling: (telling[0].published or "9999", telling[0].name, telling[0].part),
    )
    return {
        "id": incident.id,
        "title": incident_title(told),
        "date": incident_date(told),
        "place": incident_place(told),
        "told": told,
        "tellings": tellings,
        "documents": documents(tellings),
        "counts": view.counts_of.get(incident.id, ()),
        "contradictions": contradictions(view, told, incident),
        "apart": apart,
        "number": incident.number,
        "joins": joins(view, incident),
        "nearly": nearly(view, incident),
        "reviewed": view.reviewed(incident.statements),
    }


def documents(
    tellings: Sequence[tuple[Report, Sequence[Statement]]],
) -> list[Sequence[tuple[Report, Sequence[Statement]]]]:
    """Tellings by the document they come from: the rows of one table stand together."""
    found: dict[str, list[tuple[Report, Sequence[Statement]]]] = defaultdict(list)
    for report, said in tellings:
        row = report.part.startswith("row ") and report.sha256
        found[f"{report.sha256} {report.name}" if row else report.id].append((report, said))
    return list(found.values())


def actor_views(view: Gathered) -> list[Mapping[str, Any]]:
    """Actors with a name, those with most said of them first."""
    did: dict[str, list[str]] = defaultdict(list)
    suffered: dict[str, list[str]] = defaultdict(list)
    ties: dict[str, list[str]] = defaultdict(list)
    spoke: Counter[str] = Counter()
    for one in view.statements.values():
        for slot, held in (
            ("agent", did),
            ("victim", suffered),
            ("subject", ties),
            ("object", ties),
            ("holder", ties),
            ("bearer", ties),
        ):
            if slot in ("subject", "object") and one.kind != "relation":
                continue
            for party in one.parties(slot):
                if (actor := view.actor_of.get(party.actor or "")) is not None:
                    held[actor.id].append(one.id)
        for voice in one.voices:
            if (actor := view.actor_of.get(voice.actor or "")) is not None:
                spoke[actor.id] += 1
    known = {actor.id: actor for actor in view.dossier.actors}
    weight = {one: len(did[one]) + len(suffered[one]) + 2 * len(ties[one]) + spoke[one] for one in known}
    ranked = sorted(
        (one for one in known if weight[one] and _named(known[one].name)),
        key=lambda one: (-weight[one], known[one].name),
    )
    return [
        {
            "actor": known[one],
            "did": did[one],
            "suffered": suffered[one],
            "ties": list(dict.fromkeys(ties[one])),
            "spoke": spoke[one],
        }
        for one in ranked[:MOST_ACTORS]
    ]


def _named(name: str) -> bool:
    return any(word[:1].isupper() for word in name.split())


def grouped(view: Gathered) -> Mapping[str, Sequence[Statement]]:
    """The statements that have a section of their own: ties, standings, duties, what was demanded and warned of.

    A tie of somebody to themself tells nothing, and stands only in its report.
    """
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in view.statements.values():
        if itself(one):
            continue
        if one.kind in ("relation", "standing", "duty"):
            found[one.kind].append(one)
        elif any(one.type in types for types in SPEECH.values()):
            found["speech"].append(one)
    return found
