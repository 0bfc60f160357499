"""Reports of invented strikes on two towns, told by several publishers, for tests of linking and counting."""

from __future__ import annotations

from factory import at, report, statement
from muniment.report import Report
from muniment.statement import Statement

LAT, LON = -39.5, 63.2


def told(
    place: str,
    day: str,
    *,
    dead: str = "12",
    publisher: str = "Odem Post",
    voice: str = "author:CT+",
    more: str = "",
    title: str | None = None,
    published: str = "2021-03-13",
) -> tuple[Report, list[Statement]]:
    """A report of one strike: an attack, a killing and the deaths, with their place and date."""
    text = f"An aircraft bombed {place} on {day}. It killed {dead} people there, the ministry said. {more} Reported by {publisher}."
    one = report(text, publisher=publisher, title=title, published=published)
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
