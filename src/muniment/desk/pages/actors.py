"""Actors: who is named, what they are said to have done, suffered and said, and whom they are tied to; never findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from muniment.actor import Actor
from muniment.desk.asking.forms import Form, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.looking import circle, listing, register, tying
from muniment.desk.looking.overview import renewal
from muniment.desk.looking.pairing import acts, grouped
from muniment.desk.reading import following
from muniment.desk.seat import Seat
from muniment.desk.sight.seen import NUMBER, Seen
from muniment.desk.tasks import Tasks
from muniment.desk.words.wording import label
from muniment.errors import BadChoice
from muniment.incident import Link
from muniment.tie import Behind, Tie

MOST_TIES = 60
"""Rows of the picture of ties."""

MOST_NAMES = 30
"""Names of an actor for which the page looks up where they stand."""

MOST_INCIDENTS = 12
"""Incidents that the page of an actor names; the list of incidents has all."""

NEWEST = 20
"""Tasks among which the last renewal is looked for."""

MOST_PROPOSED = 10
"""Others that may be the same."""


@get("/actors", sync_to_thread=True)
def actors(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Actors joined across reports, those most mentioned first; or those whose name is near to what is sought."""
    worked, question = register.register(seat.seen), asked(request)
    held, wanted = worked.value, {name: question.get(name) for name in ("q", "kind", "country", "part")}
    return Template(
        "actors.html",
        context={
            "page": paged(register.sought(held, **wanted), question.page),
            "question": question,
            "held": held,
            "parts": register.SAID,
            "current": worked.current,
        },
    )


@get("/actors/{number:str}", sync_to_thread=True)
def actor(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    tasks: NamedDependency[Tasks],
    number: FromPath[str],
) -> Template | Redirect:
    """One actor: names, ties over time and on a day, what is said of it by type, incidents, and who stands around it.

    A number that was joined into another leads to that one.
    """
    seen, question = seat.seen, asked(request)
    found, day, type = seen.actor(number), _day(seen, question.get("on")), question.get("type")
    if found.number and NUMBER.fullmatch(number.upper()) and number.upper() != found.number:
        return Redirect(f"/actors/{found.number}?was={number.upper()}")
    tied, around = tying.tied(seen), circle.neighbours(seen, found)
    known, behind = tied.value.of.get(found.id, ()), tying.behind_on(tied.value, found.id, day)
    rows = listing.listed(seen)
    inside = [row for row in rows.value if found.id in row.actors]
    chosen, shown = question.get("part") or _first_part(seen, found), None
    if chosen in register.SAID:
        ids = [one for one in _mentions(seen, found, chosen) if not type or seen.type_of(one) == type]
        shown = paged(ids, question.page)
    told = seen.statements([*(shown.rows if shown else ()), *_said_of(known, behind)])
    return Template(
        "actor.html",
        context={
            "actor": found,
            "was": was if (was := question.get("was")) and NUMBER.fullmatch(was) and was != found.number else "",
            "renewal": renewal(seen, tasks.newest(NEWEST)),
            "names": _names(seen, found),
            "on": day.isoformat(),
            "picture": tying.picture(known[:MOST_TIES], day),
            "ties": len(known),
            "behind": behind,
            "called": seen.index.actors,
            "parts": [(one, _types(seen, _mentions(seen, found, one))) for one in register.SAID],
            "part": chosen,
            "type": type,
            "page": shown,
            "question": question,
            "told": {one.id: one for one in told},
            "reports": {one.id: one for one in seen.reports(dict.fromkeys(one.report for one in told))},
            "rulings": {one.id: seen.ruling(one.id) for one in told},
            "incidents": sorted(inside, key=lambda row: -row.origins)[:MOST_INCIDENTS],
            "all_incidents": len(inside),
            "nodes": circle.drawn(around.value),
            "neighbours": len(around.value),
            "size": (circle.WIDTH, circle.HEIGHT),
            "proposed": _proposed(seen, found),
            "acts": acts(seen, grouped(one for one in seen.compared.rulings() if {*found.members} & {*one.targets})),
            "waiting": seen.compared.waiting(),
            "redactions": following.redacted(ruled := following.on_actor(seen, found)),
            "ruled_seen": following.ids(ruled),
            "current": tied.current and around.current and rows.current,
        },
    )


def _day(seen: Seen, on: str) -> date:
    """The day asked for; else the last on which a report was published."""
    if on:
        try:
            return date.fromisoformat(on)
        except ValueError as error:
            raise BadChoice("day", on, hint="write 2021-03-12") from error
    newest = seen.remembered(
        "newest day", lambda: max((one.published or "" for one in seen.reports()), default=""), worded=True
    )
    try:
        return date.fromisoformat(newest.value[:10])
    except ValueError:
        return date(2000, 1, 1)


def _mentions(seen: Seen, actor: Actor, part: str) -> Sequence[str]:
    held = seen.index.mentions.get(actor.id, {})
    return next((of for name, of in held.items() if name == part), ())


def _first_part(seen: Seen, actor: Actor) -> str:
    return next((one for one in register.SAID if _mentions(seen, actor, one)), "")


def _types(seen: Seen, ids: Sequence[str]) -> list[tuple[str, str, int]]:
    found = Counter(map(seen.type_of, ids))
    return [(code, label(code), number) for code, number in found.most_common()]


def _said_of(known: Sequence[Tie], behind: Sequence[Behind]) -> list[str]:
    return [*(one.statement for one in known[:MOST_TIES]), *(tie.statement for one in behind for tie in one.chain)]


def _names(seen: Seen, actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each name with the reports where it stands: their ids and names."""
    found: dict[str, list[tuple[str, str]]] = {name.words: [] for name in actor.names[:MOST_NAMES]}
    for member in actor.members[:MOST_NAMES]:
        held = seen.compared.named(member)
        if held is not None:
            (report,) = seen.reports([held.report or ""])
            for name in dict.fromkeys((held.name, *(one.words for one in held.names))):
                if name in found:
                    found[name].append((report.id, report.title or report.name))
    return list(found.items())


def _proposed(seen: Seen, actor: Actor) -> list[tuple[Link, Actor]]:
    """Others that were compared with an actor and left apart, the likeliest first."""
    found: dict[str, tuple[Link, Actor]] = {}
    for link in sorted(seen.compared.links_of(actor.members), key=lambda one: -one.weight):
        for end in (link.left, link.right):
            other = seen.actor_of(end)
            if other is not None and other.id != actor.id and not link.joined:
                found.setdefault(other.id, (link, other))
    return list(found.values())[:MOST_PROPOSED]


@post("/actors/{number:str}", opt={"needs": "edit"}, sync_to_thread=True)
def redact(seat: NamedDependency[Seat], number: FromPath[str], data: Form) -> Redirect:
    """An editor's ruling that the name of an actor is redacted, wherever the record joins it."""
    seat.decide(number, "redacted", seen=said_in(data, "seen"), reason=said_in(data, "reason"))
    return Redirect(f"/actors/{number}", status_code=303)


HANDLERS = (actors, actor, redact)
