"""The record as JSON-LD: W3C Web Annotation and PROV-O, without loss of what may be published, to be read back."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from muniment.actor import Actor
from muniment.decision import Decision
from muniment.dossier import Dossier
from muniment.nodes import node, reference
from muniment.publishing.formats.dropping import Dropped, withheld, write_dropped
from muniment.publishing.gathering import Gathered, gathered
from muniment.publishing.wording import author_name
from muniment.record import digest
from muniment.report import Report, sha256
from muniment.run import Run
from muniment.statement import AUTHOR, PARTY_SLOTS, Statement

ANNOTATION = "http://www.w3.org/ns/anno.jsonld"
"""The context that the model of Web Annotation asks for; ours says all of it that is used."""

AROUND = 32
"""Characters quoted before and after the words of a trigger."""

MOTIVES = {"redacted": "moderating", "released": "moderating"}
"""Rulings that are no assessment."""


class JsonLd:
    """Writes `record.jsonld`, its context, and what is not in it."""

    name = "jsonld"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The three files."""
        view = gathered(dossier)
        actors = _open_actors(view)
        whole = {
            "@context": [ANNOTATION, context()],
            "id": reference(digest(Dossier.PREFIX, dossier.title, dossier.made)),
            "type": ["Bundle", "Dossier"],
            "title": dossier.title,
            "made": dossier.made,
            "version": dossier.version,
            "profile": dossier.profile,
            "says": dossier.says,
        }
        head = json.dumps(whole, ensure_ascii=False)[:-1]
        nodes = (json.dumps(one, ensure_ascii=False) for one in _nodes(view, actors))
        file, beside = path / "record.jsonld", path / "context.jsonld"
        with file.open("w", encoding="utf-8") as written:
            written.write(f'{head}, "graph": [')
            for number, line in enumerate(nodes):
                written.write(("," if number else "") + "\n" + line)
            written.write("\n]}\n")
        beside.write_text(json.dumps({"@context": context()}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return [file, beside, write_dropped(path / "record.jsonld.dropped.csv", _dropped(view, actors))]


@functools.cache
def context() -> Mapping[str, Any]:
    """What every name in the file stands for; shipped with the package, so that no processor needs the network."""
    return json.loads(files("muniment.data").joinpath("context.jsonld").read_text(encoding="utf-8"))["@context"]


def _nodes(view: Gathered, actors: Iterable[Actor]) -> Iterator[Mapping[str, Any]]:
    dossier = view.dossier
    software = {"id": f"urn:muniment:version:{dossier.version}", "type": "SoftwareAgent", "name": "Muniment"}
    for run in _runs(view, actors):
        yield node(run, "Activity", wasAssociatedWith=software)
    copied = {report: origin.reports[0] for origin in dossier.origins for report in origin.reports[1:]}
    for report in dossier.reports:
        yield _report(report, copied.get(report.id))
    for actor in actors:
        yield node(actor, "Agent", **_members(actor))
    for one in view.statements.values():
        yield _annotation(one, view.report(one))
    for decision in dossier.decisions:
        if _is_open(decision, view):
            yield _ruling(decision)
    for incident in dossier.incidents:
        yield node(incident, "Collection", hadMember=[reference(one) for one in incident.statements])
    for origin in dossier.origins:
        yield node(origin, "Collection", hadMember=[reference(one) for one in origin.reports])


def _runs(view: Gathered, actors: Iterable[Actor]) -> Iterator[Run]:
    """The runs that made something of what is written; those that only read the record come and go."""
    made = (*view.dossier.reports, *view.statements.values(), *actors, *view.dossier.incidents, *view.dossier.origins)
    named = {one.run for one in made}
    return (run for run in view.dossier.runs if run.id in named)


def _report(report: Report, original: str | None) -> Mapping[str, Any]:
    """A report as an entity, attributed to whoever put it out; the folders it was found in are nobody's business."""
    own = node(report, "Entity")
    if report.custody:
        own["custody"] = [
            {key: _last(value) if key == "path" else value for key, value in one.items()} for one in report.custody
        ]
    more: dict[str, Any] = {
        "wasAttributedTo": {"id": f"{own['id']}#author", "type": "Agent", "name": author_name(report)}
    }
    if report.run:
        more["wasGeneratedBy"] = reference(report.run)
    if original is not None:
        more["wasDerivedFrom"] = reference(original)
    return own | more


def _last(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _members(actor: Actor) -> Mapping[str, Any]:
    return {"hadMember": [reference(one) for one in actor.members]} if actor.members else {}


def _annotation(one: Statement, report: Report) -> Mapping[str, Any]:
    """A statement as an annotation of the words that name it; each voice is an attribution with its role."""
    start, end = one.trigger.start, one.trigger.end
    quote = {
        "type": "TextQuoteSelector",
        "exact": one.trigger.words,
        "prefix": report.text[max(0, start - AROUND) : start],
        "suffix": report.text[end : end + AROUND],
    }
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": reference(report.id),
        "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}],
    }
    if state := _state(report.retrieved):
        target["state"] = state
    body = {"type": "SpecificResource", "source": f"kinds:{one.type}", "purpose": "classifying"}
    made = node(one, "Annotation", "Entity", motivation="classifying", body=body, target=target)
    made["voices"] = [_voice(one, number, voice) for number, voice in enumerate(made["voices"])]
    made["qualifiedAttribution"] = [voice["id"] for voice in made["voices"]]
    made["wasDerivedFrom"] = reference(report.id)
    return made | ({"wasGeneratedBy": reference(one.run)} if one.run else {})


def _voice(one: Statement, number: int, voice: Mapping[str, Any]) -> Mapping[str, Any]:
    """A voice as an attribution: the author's to whoever put the report out, another's to the actor, where it is known."""
    id = f"{reference(one.id)}#voice{number}"
    if voice["name"] == AUTHOR:
        agent: Any = f"{reference(one.report)}#author"
    else:
        agent = voice.get("actor") or {"type": "Agent", "name": voice["name"]}
    role = "mu:author" if number == 0 else "mu:claimant"
    return {"id": id, "type": "Attribution", "agent": agent, "hadRole": role, **voice}


def _state(retrieved: str | None) -> Mapping[str, str] | None:
    """When the report was fetched, as Web Annotation says in which state its words were found."""
    if retrieved is None or len(retrieved) < len("2021-03-12") or "/" in retrieved or "X" in retrieved:
        return None
    if "T" in retrieved:
        return {"type": "TimeState", "sourceDate": retrieved.replace("+00:00", "Z")}
    day = retrieved[:10]
    return {"type": "TimeState", "sourceDateStart": f"{day}T00:00:00Z", "sourceDateEnd": f"{day}T23:59:59Z"}


def _ruling(decision: Decision) -> Mapping[str, Any]:
    """A decision as an annotation of what it rules on, made by a person."""
    more: dict[str, Any] = {
        "motivation": MOTIVES.get(decision.ruling, "linking" if decision.subject == "pair" else "assessing"),
        "target": [reference(one) for one in decision.targets],
        "wasGeneratedBy": {
            "type": "Activity",
            "endedAtTime": decision.at,
            "wasAssociatedWith": {"type": "Person", "name": decision.by},
        },
    }
    if decision.reason:
        more["body"] = {"type": "TextualBody", "value": decision.reason, "format": "text/plain"}
    if decision.supersedes:
        more["wasRevisionOf"] = reference(decision.supersedes)
    return node(decision, "Annotation", "Entity", **more)


def _is_open(decision: Decision, view: Gathered) -> bool:
    """Whether a decision is about nothing that is withheld."""
    known = (
        view.statements.keys() | view.reports.keys() | view.actor_of.keys() | {one.id for one in view.dossier.actors}
    )
    return set(decision.targets) <= known


def _open_actors(view: Gathered) -> list[Actor]:
    """The actors of single reports, then the joined ones.

    In a report with something withheld, only those whom a published statement names and no blackened words tell of.
    """
    named = {
        id
        for one in view.statements.values()
        for id in (
            *(voice.actor for voice in one.voices),
            *(party.actor for slot in PARTY_SLOTS for party in one.parties(slot)),
        )
        if id
    }
    single = [
        one for one in view.dossier.mentioned if _whole(one, view) or (one.id in named and _unblackened(one, view))
    ]
    shut = {one.id for one in view.dossier.mentioned} - {one.id for one in single}
    joined = (replace(one, members=tuple(id for id in one.members if id not in shut)) for one in view.dossier.actors)
    return [*single, *(one for one in joined if one.members)]


def _whole(actor: Actor, view: Gathered) -> bool:
    """Whether an actor's report is shown, and nothing of it is withheld."""
    return actor.report in view.reports and actor.report not in view.touched


def _unblackened(actor: Actor, view: Gathered) -> bool:
    report = view.reports.get(actor.report or "")
    text = report.text if report else ""
    return all(text[name.start : name.end] == name.words for name in actor.names if name.start is not None)


def _dropped(view: Gathered, actors: Iterable[Actor]) -> Iterator[Dropped]:
    yield from withheld(view)
    given = {one.id for one in actors}
    shut = sum(one.id not in given for one in (*view.dossier.mentioned, *view.dossier.actors))
    if shut:
        yield Dropped(
            id="", what=f"{shut} actors", reason="no published statement names them, or words that are withheld do"
        )
    rulings = sum(not _is_open(one, view) for one in view.dossier.decisions)
    if rulings:
        yield Dropped(id="", what=f"{rulings} decisions", reason="they rule on what is withheld")
    for report in view.dossier.reports:
        if sha256(report.text) != report.text_sha256:
            yield Dropped(
                id=report.id,
                what="words of the text",
                reason="redacted or sealed; its hashes go with them, for a guess could be tested by them",
            )
    for one, ruling in view.rulings.items():
        if ruling == "amended" and one in view.statements:
            yield Dropped(id=one, what="first reading", reason="a person amended the statement; it is given as amended")
    yield Dropped(id="", what="bytes of the reports", reason="the file holds their text")
    yield Dropped(
        id="", what="links, counts, tables, log", reason="derived, or of this machine: made again by link and count"
    )
