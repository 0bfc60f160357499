"""Actors: who is named, and who stood behind them on a chosen day, as voices say."""

from __future__ import annotations

from datetime import date

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from muniment.desk.seat import Seat
from muniment.errors import BadChoice


@get("/actors", sync_to_thread=True)
def actors(seat: NamedDependency[Seat], q: FromQuery[str] = "") -> Template:
    """Actors joined across reports, those named most often first; or those with these letters in a name."""
    held = sorted(seat.seen.actors(), key=lambda one: (-len(one.members), one.name))
    sought = q.strip().casefold()
    if sought:
        held = [one for one in held if any(sought in name.words.casefold() for name in one.names)]
    return Template("actors.html", context={"held": held[:300], "q": q, "all_of": len(held)})


@get("/actors/{number:str}", sync_to_thread=True)
def actor(seat: NamedDependency[Seat], number: FromPath[str], on: FromQuery[str] = "") -> Template:
    """One actor: names, and the ties that voices give on a day."""
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError as error:
        raise BadChoice("day", on, hint="write 2021-03-12") from error
    newest = max(
        (one.published[:10] for one in seat.seen.reports() if one.published and len(one.published) >= 10),
        default="2000-01-01",
    )
    return Template(
        "actor.html",
        context={"found": seat.seen.ties(number, day or date.fromisoformat(newest)), "on": on or newest},
    )


HANDLERS = (actors, actor)
