"""Reports of invented strikes on two towns, told by several publishers, for tests of linking and counting."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

from factory import at, report, statement
from muniment.decision import Decision, obeyed
from muniment.edtf import bounds
from muniment.incident import Citation
from muniment.linking.deriving import Derived, derived
from muniment.linking.incidents import Read, take_in
from muniment.linking.origins import shared_by
from muniment.linking.rulings import rulings
from muniment.linking.weighing import weigh
from muniment.linking.workings import Workings
from muniment.report import Report
from muniment.statement import Statement

LAT, LON = -39.5, 63.2

Told = tuple[Report, list[Statement]]


def linked(given: Sequence[Told], decisions: Sequence[Decision] = (), citations: Sequence[Citation] = ()) -> Derived:
    """All that linking derives from these reports."""
    ruled = rulings(decisions)
    readings = {report.id: "1" for report, _ in given}
    read = [Read(report=report, statements=tuple(obeyed(said, decisions))) for report, said in given]
    with Workings() as workings:
        fresh = workings.stale(readings)
        for _ in take_in(workings, read, readings, ruled):
            pass
        texts = {report.id: report.text for report, _ in given}
        workings.share(shared_by(workings.sheets(), texts.__getitem__, fresh=fresh))
        weights = weigh(workings, fresh)
        found = derived(workings, weights, ruled, actors=(), relations=(), citations=citations, letters="KAR")
        return dataclasses.replace(found, links=list(found.links))


def _after(day: str) -> str:
    """The day after a day; of a month, the first of the next."""
    _, last = bounds(day)
    assert last is not None
    return (last + timedelta(days=1)).isoformat()


def told(
    place: str,
    day: str,
    *,
    dead: str = "12",
    publisher: str = "Odem Post",
    voice: str = "author:CT+",
    more: str = "",
    title: str | None = None,
    published: str | None = None,
) -> tuple[Report, list[Statement]]:
    """A report of one strike: an attack, a killing and the deaths, with their place and date."""
    text = f"An aircraft bombed {place} on {day}. It killed {dead} people there, the ministry said. {more} Reported by {publisher}."
    one = report(text, publisher=publisher, title=title, published=published or _after(day))
    where = at(place, value=place, precision="settlement", country="XKA", lat=LAT + len(place) / 100, lon=LON)
    when = at(day, value=day)
    attack = statement(one, "bombed", type="life.attack", voices=voice, facility=place, place=where, date=when)
    deaths = statement(
        one,
        "killed",
        type="harm.death",
        voices=voice,
        victim=f"{dead} people",
        count=at(dead),
        place=where,
        date=when,
    )
    return one, [attack, deaths]
