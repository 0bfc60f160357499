"""The map and the timeline: incidents where and when their words say they were, narrowed as a person asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from muniment import workflow
from muniment.count import Series
from muniment.desk.asking.questions import Question, asked
from muniment.desk.looking.behind import listed
from muniment.desk.looking.mapping import mapped
from muniment.desk.looking.occasions import FIELDS, REVIEWS, SIZES, Narrowed, known, narrowed
from muniment.desk.looking.timeline import strips, window_words
from muniment.desk.seat import Seat
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.errors import BadChoice


@get("/map", sync_to_thread=True)
def map_(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Incidents at the places that words pin down; provinces and countries apart, with those told nowhere."""
    question = asked(request)
    found = narrowed(seat.seen, question)
    atlas = mapped(found.held, question, seat.seen.shapes())
    told = None if atlas.chosen is None else listed(seat.seen, atlas.chosen, question)
    return Template("map.html", context={"atlas": atlas, "told": told, **_asked(seat.seen, question, found)})


@get("/timeline", sync_to_thread=True)
def timeline(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Incidents by day, week, month or year, by type, with the reports published meanwhile."""
    question = asked(request)
    found = narrowed(seat.seen, question)
    drawn = strips(found.held, known(seat.seen).value.published, question)
    told = None if drawn.chosen is None else listed(seat.seen, drawn.chosen, question)
    rates: Worked[Series] | None = None
    wanted = bool(question.get("rates"))
    refused: BadChoice | None = None
    if wanted:
        try:
            rates = _rates(seat.seen, question, drawn.size)
        except BadChoice as error:
            refused = error
    context: dict[str, Any] = {"timeline": drawn, "told": told, "sizes": SIZES, "rates": rates, "refused": refused}
    context["window_words"] = window_words
    context["again"] = wanted and rates is None and refused is None
    return Template("timeline.html", context={**context, **_asked(seat.seen, question, found)})


def _rates(seen: Seen, question: Question, size: Any) -> Worked[Series] | None:
    """The series of the same question, as far as counting knows what is asked; `None` while it is worked out.

    Raises `BadChoice`.
    """
    review = {"reviewed": True, "not yet reviewed": False}.get(said := question.get("review"))
    if said and review is None:
        raise BadChoice("review", said, hint="rates are of what is reviewed, or of what is not yet")
    fields = {"measure": "type", "since": "since", "until": "until", "place": "place", "agent": "actor"}
    narrow: dict[str, str | bool] = {name: said for name, field in fields.items() if (said := question.get(field))}
    if review is not None:
        narrow["reviewed"] = review
    key = ("series", size, tuple(sorted(narrow.items())))
    return seen.of_basis_soon(key, lambda basis: workflow.series_from(basis, size, **narrow))


def _asked(seen: Seen, question: Question, found: Narrowed) -> Mapping[str, Any]:
    """What every picture is narrowed by, and how much of all that leaves."""
    there = known(seen).value
    return {
        "question": question,
        "fields": FIELDS,
        "reviews": REVIEWS,
        "families": there.families,
        "kinds": there.types,
        "number": len(found.held),
        "every": len(there.occasions),
        "unsure": len(found.unsure),
        "current": found.current,
        "as_of": there.as_of,
    }


HANDLERS = (map_, timeline)
