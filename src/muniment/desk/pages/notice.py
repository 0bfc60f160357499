"""Notice: who told an actor what and when, what it answered and what happened after; asked of statements, never asserted."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.looking import noticing
from muniment.desk.seat import Seat
from muniment.desk.words.noting import answer_words
from muniment.desk.words.wording import label
from muniment.taxonomy import types

MOST_TOLD = 100
"""Actors that the page offers, those told most first."""


@get("/notice", sync_to_thread=True)
def notice(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """What bears on what an actor knew, in the order of time; without an actor, those who were told something."""
    seen, question = seat.seen, asked(request)
    held = noticing.held(seen)
    wanted = question.every("what") or list(noticing.NAMES)
    context: dict[str, Any] = {
        "question": question,
        "kinds": sorted({code.split(".")[0] for code in types()}) + sorted(types()),
        "named": {code: label(code) for code in types()},
        "names": noticing.NAMES,
        "wanted": wanted,
        "current": held.current,
    }
    if not question.get("actor"):
        told = [seen.index.actors[one] for one in held.value.told_first() if one in seen.index.actors]
        return Template("notice.html", context=context | {"told": told[:MOST_TOLD], "notice": None})
    found = noticing.noticed(
        seen,
        held,
        seen.actor(question.get("actor")),
        question.every("of"),
        question.get("since") or None,
        question.get("until") or None,
    )
    every = noticing.lines(found.value, seen)
    chosen = [one for one in every if one.what in wanted]
    if question.get("reviewed"):
        chosen = [one for one in chosen if not any(map(seen.waits, one.statements))]
    shown = paged(chosen, question.page, size=100)
    ids = [one.statements[0] for one in shown.rows] + [each.answer for one in shown.rows for each in one.answers]
    return Template(
        "notice.html",
        context=context
        | {
            "notice": found.value,
            "page": shown,
            "all_of": len(every),
            "reports": {one.id: one for one in seen.reports(dict.fromkeys(one.report for one in shown.rows))},
            "rulings": {one: seen.ruling(one) for one in ids},
            "answer_words": answer_words,
            "first": next((one for one in every if found.value.first in one.statements), None),
            "told": [],
            "current": held.current and found.current,
        },
    )


HANDLERS = (notice,)
