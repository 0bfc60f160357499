"""Incidents: tellings side by side; and what a person rules of two of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from muniment.desk.forms import Form, said_in, way_back
from muniment.desk.seat import Seat
from muniment.errors import BadChoice
from muniment.incident import Incident
from muniment.publishing.gathering import incident_date, incident_place, incident_title
from muniment.statement import Statement

SLOTS = ("agent", "victim", "place", "date", "count", "means", "facility")
"""What tellings of one incident are compared in, in this order."""


@get("/incidents", sync_to_thread=True)
def incidents(seat: NamedDependency[Seat]) -> Template:
    """All incidents, those told by most reports first."""
    rows: list[tuple[Incident, str, str | None, str | None, int]] = []
    for incident in seat.seen.incidents():
        told = seat.seen.statements(incident.statements)
        if told:
            reports = len({one.report for one in told})
            rows.append((incident, incident_title(told), incident_date(told), incident_place(told), reports))
    return Template("incidents.html", context={"rows": sorted(rows, key=lambda row: (-row[4], row[0].number))})


@get("/incidents/{number:str}", sync_to_thread=True)
def incident(seat: NamedDependency[Seat], number: FromPath[str]) -> Template:
    """One incident: slot by slot, telling by telling, with what differs marked."""
    seen = seat.seen
    held = seen.incident(number)
    told = seen.statements(held.statements)
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        by_report[one.report].append(one)
    reports = {one: seen.report(one) for one in by_report}
    compared = [(slot, [_said(by_report[report], slot) for report in reports]) for slot in SLOTS]
    return Template(
        "incident.html",
        context={
            "incident": held,
            "title": incident_title(told),
            "reports": list(reports.values()),
            "told": by_report,
            "compared": [(slot, said, _differ(said)) for slot, said in compared if any(said)],
            "counts": seen.counts_of(held),
            "concerned": seen.statements(held.concerned),
            "rulings": {one: seen.ruling(one) for one in (*held.statements, *held.concerned)},
            "every": reports,
        },
    )


def _said(told: list[Statement], slot: str) -> list[str]:
    return list(dict.fromkeys(_word(value) for one in told for value in one.values(slot)))


def _word(value: Any) -> str:
    return getattr(value, "value", None) or value.words


def _differ(said: list[list[str]]) -> bool:
    given = [{word.casefold() for word in each} for each in said if each]
    return any(one.isdisjoint(other) for place, one in enumerate(given) for other in given[place + 1 :])


@post("/pairs", opt={"needs": "review"}, sync_to_thread=True)
def pair(
    seat: NamedDependency[Seat],
    data: Form,
) -> Redirect:
    """A ruling that two incidents, actors or statements are the same, or are not; obeyed by the next link."""
    ruling = said_in(data, "ruling")
    if ruling not in ("same", "different", "unsure"):
        raise BadChoice("ruling", ruling, hint="same, different or unsure")
    seat.rule(ruling, (said_in(data, "left"), said_in(data, "right")), reason=said_in(data, "reason"))
    return Redirect(way_back(data, "/incidents"), status_code=303)


HANDLERS = (incidents, incident, pair)
