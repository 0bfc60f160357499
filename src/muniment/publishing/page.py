"""The dossier as one page that opens offline: every sentence and figure leads to the marked words."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment

from muniment.dossier import Dossier
from muniment.incident import Incident
from muniment.publishing import charts, estimates, maps, noting, wording
from muniment.publishing.bars import rates
from muniment.publishing.gathering import (
    REVIEWED,
    Gathered,
    gathered,
    incident_date,
    incident_place,
    incident_title,
    ordered,
    statements_of,
    summary,
)
from muniment.publishing.joining import joins, nearly, proposals, repeated
from muniment.publishing.marking import marked
from muniment.publishing.pivoting import MOST_ORIGINS, covered, pivot, shared_notes
from muniment.publishing.templating import environment
from muniment.statement import Statement

MOST_ACTORS = 60
MOST_ROWS = 200


class Page:
    """Writes `index.html`, with everything it needs inside."""

    name = "page"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The one file."""
        target = path / "index.html"
        target.write_text(rendered(dossier), encoding="utf-8")
        return [target]


def rendered(dossier: Dossier) -> str:
    """The page's HTML."""
    view = gathered(dossier)
    script = _static("page.js")
    template = _environment().get_template("page.html")
    return template.render(
        view=view,
        dossier=view.dossier,
        style=_static("page.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        summary=summary(view),
        timeline=charts.timeline(view),
        network=charts.network(view),
        map=maps.drawn(view),
        incidents=[incident_view(view, incident) for incident in ordered(view)],
        totals=[
            count
            for count in dossier.counts
            if count.over == "selection" and set(count.statements) <= view.statements.keys()
        ],
        pivots=[pivot(table) for table in view.dossier.tables],
        pivot_notes=shared_notes(view.dossier.tables),
        most_origins=MOST_ORIGINS,
        series=view.dossier.series,
        rates=rates(view.dossier.series) if view.dossier.series else "",
        covered=covered(view.dossier.coverage) if view.dossier.coverage else [],
        estimates=[
            {"is": one, "overlap": estimates.overlap(one), "posterior": estimates.posterior(one)}
            for one in view.dossier.estimates
        ],
        intervals=estimates.intervals(view.dossier.estimates),
        actors=actor_views(view),
        notices=list(noting.shown(view)),
        told=grouped(view),
        repeated=repeated(view),
        proposals=proposals(view),
        languages=Counter(report.language or "not said" for report in dossier.reports),
        most=MOST_ROWS,
    )


def _environment() -> Environment:
    return environment(
        "muniment.publishing",
        names=wording.names,
        value_words=wording.value_words,
        voice_words=wording.voice_words,
        context=wording.context,
        role=lambda slot: wording.ROLES.get(slot, slot.replace("_", " ")),
        marked=marked,
        statements_of=statements_of,
        why_not=why_not,
        noted_words=noting.noted_words,
        after_words=noting.after_words,
        answer_words=noting.answer_words,
        accepted=noting.reviewed,
        model_name=estimates.NAMES.__getitem__,
        isolated=estimates.isolated,
    )


def _static(name: str) -> str:
    return files("muniment.publishing").joinpath("static").joinpath(name).read_text(encoding="utf-8")


def why_not(statement: Statement) -> str:
    """Why a statement does not count, in words."""
    reasons: list[str] = []
    if any(voice.commit.endswith("-") for voice in statement.voices):
        reasons.append("a voice denies it")
    elif not any(voice.commit in ("CT+", "PR+") and not voice.coerced for voice in statement.voices):
        reasons.append("no voice that speaks freely affirms it")
    if statement.realis not in ("actual", "ongoing", "attempted"):
        reasons.append(wording.MOODS.get(statement.realis, statement.realis).lower())
    if statement.specificity != "specific":
        reasons.append("told as a habit or in general")
    return "; ".join(reasons)


def incident_view(view: Gathered, incident: Incident) -> Mapping[str, Any]:
    """What the page shows of an incident."""
    told = view.told(incident)
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        by_report[one.report].append(one)
    apart = [view.statements[one] for one in incident.concerned if one in view.statements]
    return {
        "id": incident.id,
        "title": incident_title(told),
        "date": incident_date(told),
        "place": incident_place(told),
        "told": told,
        "tellings": sorted(
            ((view.reports[report], said) for report, said in by_report.items()),
            key=lambda telling: (telling[0].published or "9999", telling[0].name, telling[0].part),
        ),
        "counts": view.counts_of.get(incident.id, ()),
        "contradictions": contradictions(view, told, incident),
        "apart": apart,
        "number": incident.number,
        "joins": joins(view, incident),
        "nearly": nearly(view, incident),
        "reviewed": all(view.review(one) in REVIEWED for one in told),
    }


def contradictions(
    view: Gathered, told: Sequence[Statement], incident: Incident
) -> list[tuple[str, str, Sequence[str]]]:
    """Where the tellings of an incident do not agree: slot, what is said, and the statements that say it."""
    found: list[tuple[str, str, Sequence[str]]] = []
    for count in view.counts_of.get(incident.id, ()):
        figures = {wording.range_words(one.low, one.best, one.high) for one in count.standpoints}
        if len(figures) > 1:
            found.append((wording.label(count.measure), " against ".join(sorted(figures)), count.statements))
    for slot, name in (("agent", "Who did it"), ("date", "When")):
        said: dict[str, list[str]] = defaultdict(list)
        for one in told:
            for value in one.values(slot):
                said[_said(view, slot, value)].append(one.id)
        if len(said) > 1 and len({view.statements[one].report for ids in said.values() for one in ids}) > 1:
            found.append((name, " / ".join(said), [one for ids in said.values() for one in ids]))
    return found


def _said(view: Gathered, slot: str, value: Any) -> str:
    return wording.date_words(value.value) if slot == "date" else view.who(value.actor, value.value)


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
    """The statements that have a section of their own: ties, standings, duties, what was demanded and warned of."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in view.statements.values():
        if one.kind in ("relation", "standing", "duty"):
            found[one.kind].append(one)
        elif one.type in (
            "speech.demand",
            "speech.warn",
            "speech.promise",
            "speech.refuse",
            "speech.deny",
            "record.notify",
            "omit.respond",
        ):
            found["speech"].append(one)
    return found
