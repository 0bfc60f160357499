"""Incidents: the list, and one with its tellings side by side; what a person rules to join and to split them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from muniment.desk.asking.forms import Form, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.looking import listing
from muniment.desk.looking.comparing import Column, columns, slots
from muniment.desk.looking.occasions import REVIEWS
from muniment.desk.looking.overview import renewal
from muniment.desk.looking.pairing import acts, grouped
from muniment.desk.seat import Seat
from muniment.desk.sight.seen import NUMBER, Seen
from muniment.desk.tasks import Tasks
from muniment.desk.words.telling import author_name, title_of
from muniment.errors import BadChoice, UnknownTarget
from muniment.incident import Incident, Link
from muniment.publishing.gathering import incident_date, incident_place
from muniment.publishing.joining import waterfall
from muniment.report import Report
from muniment.statement import HAPPENED, Statement

APART = "apart"
"""Where a telling goes that is of an incident of its own."""

NEAR = 12
"""Incidents in the tray of those that are near."""

FOUND = 8
"""Incidents in the tray of those that were looked for."""

NEWEST = 20
"""Tasks among which the last renewal is looked for."""

MOST_ACTS = 50
"""Rulings that the page of an incident shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Another incident that this one was compared with and not joined, by its strongest link."""

    incident: Incident
    title: str
    link: Link


@get("/incidents", sync_to_thread=True)
def incidents(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template | Redirect:
    """Incidents, narrowed and in an order of the person's choice; a number leads right to its page."""
    question = asked(request)
    if NUMBER.fullmatch(number := question.get("q").upper()) and seat.seen.numbers_incident(number):
        return Redirect(f"/incidents/{number}")
    worked = listing.listed(seat.seen)
    shown = paged(listing.narrowed(seat.seen, worked.value, listing.Wanted.of(question)), question.page)
    for row in shown.rows:
        seat.seen.statements(row.incident.statements)  # what of them is sealed was shown now
    return Template(
        "incidents.html",
        context={
            "page": shown,
            "question": question,
            "narrowed": any(name not in ("q", "sort", "page") for name, _ in question.fields),
            "kinds": listing.kinds(worked.value),
            "reviews": REVIEWS,
            "reviewed": {row.incident.number: listing.review_of(seat.seen, row) for row in shown.rows},
            "all_of": len(worked.value),
            "current": worked.current,
        },
    )


@get("/incidents/{number:str}", sync_to_thread=True)
def incident(
    seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], number: FromPath[str], was: FromQuery[str] = ""
) -> Template | Redirect:
    """One incident: origin by origin, slot by slot, with what contradicts marked, and why it stands together.

    A number that was joined into another leads to that one.
    """
    seen = seat.seen
    held = seen.incident(number)
    if held.number != number.upper():
        return Redirect(f"/incidents/{held.number}?was={number.upper()}")
    told = seen.statements(held.statements)
    concerned = seen.statements(held.concerned)
    reports = {one: seen.report(one) for one in dict.fromkeys(one.report for one in (*told, *concerned))}
    side = columns(told, reports, seen.origin_at())
    links = sorted(seen.links_of(held), key=lambda one: -one.weight)
    known = {*held.statements}
    return Template(
        "incident.html",
        context={
            "incident": held,
            "was": was if was and seen.numbers_incident(was) == held.number != was else "",
            "renewal": renewal(seen, tasks.newest(NEWEST)),
            "title": title_of(told),
            "place": incident_place(told),
            "date": incident_date(told),
            "columns": side,
            "reports": reports,
            "copied": {one: sum(copy.words for copy in seen.copies_in(one)) for one in reports},
            "slots": list(slots(side, lambda mention: actor.id if (actor := seen.actor_of(mention)) else None)),
            "counts": seen.counts_of(held),
            "told_in": {one.id: reports[one.report] for one in (*told, *concerned)},
            "concerned": _concerned(concerned),
            "rulings": {one.id: seen.ruling(one.id) for one in (*told, *concerned)},
            "joins": [(one, _tellers(seen, one), waterfall(one)) for one in links if one.joined],
            "near": [(one, waterfall(one.link)) for one in _near(seen, held, links)],
            "acts": acts(seen, grouped(one for one in seen.compared.rulings() if known & {*one.targets})[:MOST_ACTS]),
            "waiting": seen.compared.waiting(),
        },
    )


@get("/incidents/{number:str}/others", opt={"needs": "review"}, sync_to_thread=True)
def others(seat: NamedDependency[Seat], number: FromPath[str], q: FromQuery[str] = "") -> Template:
    """Other incidents by number or words, for the tray: where a telling may go."""
    own = seat.seen.incident(number).number
    rows = listing.narrowed(seat.seen, listing.listed(seat.seen).value, listing.Wanted(q=q)) if q.strip() else []
    found = [row for row in rows if row.incident.number != own][:FOUND]
    for row in found:
        seat.seen.statements(row.incident.statements)  # what of them is sealed was shown now
    return Template("tray.html", context={"found": found})


@post("/incidents/{number:str}/move", opt={"needs": "review"}, sync_to_thread=True)
def move(seat: NamedDependency[Seat], number: FromPath[str], data: Form) -> Redirect:
    """A ruling that one origin's telling is of another incident: one of its own, or one with a number."""
    seen = seat.seen
    held = seen.incident(number)
    told = seen.statements(held.statements)
    reports = {one.id: one for one in seen.reports({one.report for one in told})}
    side = columns(told, reports, seen.origin_at())
    taken = next((one for one in side if one.id == said_in(data, "telling")), None)
    if taken is None:
        raise UnknownTarget(said_in(data, "telling"))
    to = said_in(data, "number") or said_in(data, "to")
    rest = [column for column in side if column is not taken]
    if to == APART and not rest:
        raise BadChoice("telling", number, hint="it is the only one of this incident")
    other = [] if to in ("", APART) else _firsts(columns(_told(seen, to, number), {}, seen.origin_at()))
    if not (other or to == APART):
        raise BadChoice("to", to, hint="another incident, or the number of one")
    seat.split([one.id for one in taken.statements], _firsts(rest), to=other, reason=said_in(data, "reason"))
    return Redirect(f"/incidents/{held.number}#rulings", status_code=303)


def _told(seen: Seen, number: str, own: str) -> list[Statement]:
    if number.upper() == own.upper():
        raise BadChoice("to", number, hint="it stands there already")
    return seen.statements(seen.incident(number).statements)


def _firsts(side: Sequence[Column]) -> list[str]:
    """The first statement of each report: what a ruling on a whole telling names."""
    return [column.told[report][0].id for column in side for report in column.reports]


def _concerned(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    """What is about an incident without being told of it: what is denied first, then by whether it happened."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        denied = any(voice.commit.endswith("-") for voice in one.voices)
        found["denied" if denied else "not affirmed" if one.realis in HAPPENED else one.realis].append(one)
    return sorted(found.items(), key=lambda held: (held[0] != "denied", held[0]))


def _tellers(seen: Seen, link: Link) -> str:
    reports: dict[str, Report] = {one.id: one for one in seen.reports(_reports(seen, link))}
    return " · ".join(author_name(reports[one]) for one in _reports(seen, link) if one in reports)


def _reports(seen: Seen, link: Link) -> list[str]:
    return [one.report for one in seen.statements((link.left, link.right))]


def _near(seen: Seen, held: Incident, links: Sequence[Link]) -> list[Near]:
    found: dict[str, Near] = {}
    for link in links:
        for end in (link.left, link.right):
            number = seen.incident_of(end)
            if not link.joined and number not in (None, held.number) and number not in found and len(found) < NEAR:
                other = seen.incident(number)
                title = title_of(seen.statements(other.statements))
                found[number] = Near(incident=other, title=title, link=link)
    return list(found.values())


HANDLERS = (incidents, incident, others, move)
