"""Notice: who told an actor what and when, what it answered and what happened after; asked of statements, never asserted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from muniment.desk import timeline
from muniment.desk.paging import paged
from muniment.desk.seat import Seat
from muniment.desk.wording import label
from muniment.publishing.noting import answer_words
from muniment.taxonomy import types

MOST_TOLD = 100
"""Actors that the page offers, those told most first."""


@get("/notice", sync_to_thread=True)
def notice(
    seat: NamedDependency[Seat],
    actor: FromQuery[str] = "",
    of: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    what: FromQuery[list[str] | None] = None,
    reviewed: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Template:
    """What bears on what an actor knew, as a timeline; without an actor, those who were told something."""
    seen = seat.seen
    held = timeline.held(seen)
    kinds = [of] if of else []
    asked = {"actor": actor, "of": of, "since": since, "until": until, "reviewed": reviewed}
    wanted = what or list(timeline.NAMES)
    context: dict[str, Any] = {
        "asked": asked,
        "kinds": sorted({code.split(".")[0] for code in types()}) + sorted(types()),
        "named": {code: label(code) for code in types()},
        "names": timeline.NAMES,
        "wanted": wanted,
        "current": held.current,
    }
    if not actor.strip():
        told = [seen.index.actors[one] for one in held.value.told_first() if one in seen.index.actors]
        return Template("notice.html", context=context | {"told": told[:MOST_TOLD], "notice": None})
    found = timeline.asked(seen, held, seen.actor(actor.strip()), kinds, since or None, until or None)
    every = timeline.lines(found.value, seen)
    chosen = [one for one in every if one.what in wanted]
    if reviewed:
        chosen = [one for one in chosen if not any(map(seen.waits, one.statements))]
    shown = paged(chosen, page, size=100)
    ids = [one.statements[0] for one in shown.rows] + [each.answer for one in shown.rows for each in one.answers]
    return Template(
        "notice.html",
        context=context
        | {
            "notice": found.value,
            "page": shown,
            "all_of": len(every),
            "query": urlencode({**{k: v for k, v in asked.items() if v}, "what": what or []}, doseq=True),
            "reports": {one.id: one for one in seen.reports(dict.fromkeys(one.report for one in shown.rows))},
            "rulings": {one: seen.ruling(one) for one in ids},
            "answer_words": answer_words,
            "first": next((one for one in every if found.value.first in one.statements), None),
            "told": [],
            "current": held.current and found.current,
        },
    )


HANDLERS = (notice,)
