"""Acts that are said to have happened as PLOVER events, one a line, with what PLOVER cannot say in a block of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped, why_not_said, withheld, write_dropped
from muniment.publishing.formats.precision import pin, span_of
from muniment.publishing.gathering import Gathered, gathered
from muniment.publishing.wording import author_name, excerpt
from muniment.record import as_json
from muniment.report import Report
from muniment.statement import Content, Party, Place, Statement
from muniment.taxonomy import data, type_of, types

RECIPIENTS = ("victim", "addressee", "beneficiary", "co_agent")
SIZES = {"harm.death": "dead", "harm.injury": "injured", "harm.detained": "arrested"}
CODE = re.compile(r"(?P<event>[A-Z]+)(?:/(?P<mode>[a-z-]+))?(?:\+(?P<context>[a-z_+-]+))?")


class Plover:
    """Writes `events.plover.jsonl` and what was dropped."""

    name = "plover"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The two files."""
        view = gathered(dossier)
        harms = harms_of(view)
        dropped, lines = list(withheld(view)), list[str]()
        for one in view.statements.values():
            if why := _unfit(one):
                dropped.append(Dropped(id=one.id, what=one.type, reason=why))
            else:
                lines.append(json.dumps(event(view, one, harms.get(one.id, ())), ensure_ascii=False))
                dropped += _less(one)
        file = path / "events.plover.jsonl"
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return [file, write_dropped(path / "events.plover.dropped.csv", dropped)]


def harms_of(view: Gathered) -> Mapping[str, Sequence[Statement]]:
    """Id of an act → the harms that come from it and count."""
    found: dict[str, list[Statement]] = {}
    for one in view.statements.values():
        for act in one.values("from_act") if one.countable else ():
            if isinstance(act, Content):
                found.setdefault(act.statement, []).append(one)
    return found


def _unfit(one: Statement) -> str:
    """Why a statement is no event of PLOVER; empty where it is one."""
    if one.kind != "act":
        return f"a {one.kind}: PLOVER has events alone"
    known = types().get(one.type)
    return why_not_said(one) or ("" if known and known.plover else "PLOVER has no category for it")


def _less(one: Statement) -> Iterator[Dropped]:
    """What the event of a statement does not say outside our own block."""
    if len(one.voices) > 2:
        yield Dropped(id=one.id, what="voices", reason="PLOVER cites one source; the chain is in the block `muniment`")


def event(view: Gathered, one: Statement, harms: Sequence[Statement]) -> dict[str, Any]:
    """One act as an event."""
    report, incident = view.report(one), view.incident_of.get(one.id)
    span = next((found for date in one.dates() if (found := span_of(date.value))), None)
    known: dict[str, Any] = {
        "id": one.id,
        "date": span.start.isoformat() if span else None,
        "enddate": span.end.isoformat() if span and span.end else None,
        "actor": [_party(view, party) for party in one.parties("agent")] or [{"sector": "UNK"}],
        "recipient": [_party(view, party) for slot in RECIPIENTS for party in one.parties(slot)],
        **_code(one),
        "event_loc": next((_place(place) for place in one.places()), None),
        "size": _size(harms),
        "event_text": excerpt(one, report),
        "text_info": {"start": one.trigger.start, "end": one.trigger.end},
        "cite_info": _citation(report),
        "link": incident.number or incident.id if incident else None,
    }
    kept = {key: value for key, value in known.items() if value not in (None, {}, [])}
    return kept | {"muniment": _own(view, one)}


def _code(one: Statement) -> Mapping[str, Any]:
    """Event, mode and context: of the codes of its type the one whose mode the words tell, else the first."""
    codes = [found for code in type_of(one.type).plover if (found := CODE.fullmatch(code))]
    told = _clue(one)
    modes = [
        rule["mode"] for rule in data("formats.toml")["plover"]["modes"] if any(word in told for word in rule["words"])
    ]
    chosen = next((code for mode in modes for code in codes if code["mode"] == mode), None)
    # Of an attack whose means nobody tells, no means is said.
    many = len({code["mode"] for code in codes}) > 1 and codes[0]["event"] == "ASSAULT"
    code = chosen or codes[0]
    mode = code["mode"] if chosen or not many else None
    context = code["context"].split("+") if code["context"] else []
    return {"event": [code["event"]], "mode": [mode] if mode else [], "context": context}


def _clue(one: Statement) -> str:
    words = [one.trigger.words, *(value.words for slot in ("means", "agent") for value in one.values(slot))]
    return " ".join(words).casefold()


def _party(view: Gathered, party: Party) -> Mapping[str, Any]:
    joined = view.actor_of.get(party.actor or "")
    known = {
        "code": joined.country if joined else None,
        "sector": sector(party.words, party.kind),
        "entity_text": party.words,
        "identifier_id": joined.number or joined.id if joined else party.actor,
    }
    return {key: value for key, value in known.items() if value}


def sector(words: str, kind: str | None) -> str:
    """The sector of an actor: by a word that names it, else by its kind; UNK where neither tells."""
    known, named = data("formats.toml")["plover"], words.casefold()
    told = next((code for word, code in known["words"].items() if re.search(rf"\b{word}\b", named)), None)
    return told or known["sectors"].get(kind or "unknown", "UNK")


def _place(place: Place) -> Mapping[str, Any]:
    at = pin(place)
    known = {
        "extracted_place": place.words,
        "resolved_place": place.value,
        "lat": at[0] if at else None,
        "lon": at[1] if at else None,
        "province": place.value if place.precision == "adm1" else place.admin1,
        "country_code": place.country,
        "resolution": data("formats.toml")["plover"]["resolution"].get(place.precision),
    }
    return {key: value for key, value in known.items() if value is not None}


def _size(harms: Sequence[Statement]) -> Mapping[str, int]:
    """People dead, injured, arrested: the number, else the least, of the harms that come from the act."""
    found: dict[str, int] = {}
    for harm in harms:
        figures = [
            figure for figure in harm.figures() if figure.unit == "person" and figure.scope in ("single", "incident")
        ]
        for figure in figures if harm.type in SIZES else ():
            number = figure.best if figure.best is not None else figure.low
            if number is not None:
                found[SIZES[harm.type]] = max(number, found.get(SIZES[harm.type], 0))
    return found


def _citation(report: Report) -> Mapping[str, Any]:
    known = {
        "corpus": "muniment",
        "citation": author_name(report),
        "url": report.address,
        "title": report.title or report.name,
        "language": report.language,
        "publication": report.published,
        "coder": "muniment",
        "codebook": data("formats.toml")["plover"]["codebook"],
    }
    return {key: value for key, value in known.items() if value is not None}


def _own(view: Gathered, one: Statement) -> Mapping[str, Any]:
    """What PLOVER has no field for."""
    return {
        "type": one.type,
        "report": one.report,
        "voices": [{"name": voice.name, "commit": voice.commit} for voice in one.voices],
        "realis": one.realis,
        "dates": [date.value for date in one.dates()],
        "places": [{"value": place.value, "precision": place.precision} for place in one.places()],
        "counts": [as_json(figure) for slot in ("count", "quantity") for figure in one.figures(slot)],
        "review": view.review(one),
    }
