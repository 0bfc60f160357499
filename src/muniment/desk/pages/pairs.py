"""Pairs: the pairs that are most in doubt, one at a time: the same, or different?"""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from muniment.decision import Decision
from muniment.desk.asking.forms import Form, back_to, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.looking.overview import renewal
from muniment.desk.looking.pairing import (
    THRESHOLD,
    End,
    Of,
    actor_named,
    acts,
    against,
    doubts,
    end,
    found,
    grouped,
    named,
    next_after,
    told,
    undecided,
)
from muniment.desk.seat import Seat
from muniment.desk.sight.seen import Seen
from muniment.desk.tasks import Tasks
from muniment.desk.words.telling import title_of
from muniment.desk.words.wording import weight_words
from muniment.errors import BadChoice, ContradictoryDecision, UnknownTarget
from muniment.publishing.joining import waterfall

NEWEST = 20
"""Tasks among which the last renewal is looked for."""

KINDS: dict[str, Of] = {"incidents": "statement", "actors": "actor"}
"""What is in the address, and what its pairs are of."""


@get("/pairs", opt={"needs": "review"}, sync_to_thread=True)
def first() -> Redirect:
    """The pairs of incidents."""
    return Redirect("/pairs/incidents")


@get("/pairs/{of:str}", opt={"needs": "review"}, sync_to_thread=True)
def pairs(
    seat: NamedDependency[Seat], of: FromPath[str], after: FromQuery[str] = "", pair: FromQuery[str] = ""
) -> Template:
    """The next pair that nobody has ruled on, with what speaks for and against it; or the one that is asked for."""
    seen, kind = seat.seen, _kind(of)
    worked = doubts(seen, kind)
    link = found(seen, worked.value, pair) if pair else next_after(seen, worked.value, after)
    look: Any = told if kind == "statement" else actor_named
    mine = [one for one in _of(seat, kind) if one.by == seat.person.name]
    return Template(
        "pairs.html",
        context={
            "of": of,
            "link": link,
            "pair": named(link) if link else "",
            "ends": [look(seen, one) for one in (link.left, link.right)] if link else [],
            "parts": waterfall(link) if link else [],
            "weight": weight_words(link.weight) if link else "",
            "threshold": THRESHOLD,
            "least": weight_words(THRESHOLD),
            "ruling": seen.compared.ruling(link.left, link.right) if link else None,
            "left": len(undecided(seen, worked.value)),
            "all_of": len(worked.value),
            "current": worked.current,
            "mine": next(iter(acts(seen, grouped(mine)[:1])), None),
        },
    )


@post("/pairs/{of:str}", opt={"needs": "review"}, sync_to_thread=True)
def rule(seat: NamedDependency[Seat], of: FromPath[str], data: Form) -> Redirect:
    """A ruling on a pair; the next one follows."""
    ruling, pair = said_in(data, "ruling"), said_in(data, "pair")
    left, _, right = pair.partition(".")
    _kind(of)
    if ruling not in ("same", "different", "unsure"):
        raise BadChoice("ruling", ruling, hint="same, different or unsure")
    seat.rule(ruling, (left, right), reason=said_in(data, "reason"))
    return Redirect(f"/pairs/{of}?after={pair}", status_code=303)


@get("/pairs/{of:str}/done", opt={"needs": "review"}, sync_to_thread=True)
def done(
    request: Request[Any, Any, Any], seat: NamedDependency[Seat], tasks: NamedDependency[Tasks], of: FromPath[str]
) -> Template:
    """The rulings on pairs that stand, newest first, with who ruled."""
    seen, question = seat.seen, asked(request)
    shown = paged(grouped(_of(seat, _kind(of))), question.page)
    context = {
        "of": of,
        "page": shown,
        "question": question,
        "acts": acts(seen, shown.rows),
        "waiting": seen.compared.waiting(),
        "renewal": renewal(seen, tasks.newest(NEWEST)),
    }
    return Template("pairs_done.html", context=context)


def contradicted(seat: Seat, error: ContradictoryDecision) -> Template:
    """Which two cannot be ruled so, and the rulings that stand against it, which can be taken back here."""
    ends = [end(seat.seen, one) for one in (error.left, error.right)]
    return Template(
        "contradicted.html",
        context={
            "ends": ends,
            "titles": [_title(seat.seen, one) for one in ends],
            "acts": against(seat.seen, error),
            "back": next((one.within for one in ends if one.number), "/pairs"),
        },
        status_code=400,
    )


def _title(seen: Seen, one: End) -> str:
    """What stands under the number of the incident or actor that one of a pair is in; empty where it is in none."""
    if not one.number:
        return ""
    if one.id.startswith("ac_"):
        return seen.actor(one.number).name
    return title_of(seen.statements(seen.incident(one.number).statements))


@post("/pairs", opt={"needs": "review"}, sync_to_thread=True)
def rule_named(seat: NamedDependency[Seat], data: Form) -> Redirect:
    """A ruling that two incidents, actors or statements are the same, or are not; obeyed by the next link."""
    ruling = said_in(data, "ruling")
    if ruling not in ("same", "different", "unsure"):
        raise BadChoice("ruling", ruling, hint="same, different or unsure")
    seat.rule(ruling, (said_in(data, "left"), said_in(data, "right")), reason=said_in(data, "reason"))
    return Redirect(back_to(data, "/incidents"), status_code=303)


@post("/pairs/undo", opt={"needs": "review"}, sync_to_thread=True)
def undo(seat: NamedDependency[Seat], data: Form) -> Redirect:
    """Takes a ruling on pairs back, with all that was ruled by the same act."""
    seat.take_back(said_in(data, "decision"))
    return Redirect(back_to(data, "/pairs"), status_code=303)


def _kind(of: str) -> Of:
    if of not in KINDS:
        raise UnknownTarget(of)
    return KINDS[of]


def _of(seat: Seat, kind: Of) -> list[Decision]:
    prefix = "st_" if kind == "statement" else "ac_"
    return [one for one in seat.seen.compared.rulings() if one.targets[0].startswith(prefix)]


HANDLERS = (first, pairs, rule, done, rule_named, undo)
