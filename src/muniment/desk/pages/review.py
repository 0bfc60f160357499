"""Review: one statement after another, by keyboard: accept, amend, reject, redact, undo; and what to do where somebody else ruled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from muniment.desk.asking.forms import Form, back_to, said_in
from muniment.desk.asking.forms import fields as said
from muniment.desk.reading import following
from muniment.desk.reading.amending import REALIS, SPECIFICITIES, amendment_of
from muniment.desk.reading.context import in_context
from muniment.desk.reading.telling import Told, told_of
from muniment.desk.seat import Seat
from muniment.desk.sight.seen import Seen
from muniment.desk.words.wording import NOTED
from muniment.errors import BadChoice, DecisionConflict
from muniment.publishing.wording import COMMITS
from muniment.reviewing import reasons
from muniment.statement import CONTENT_SLOTS, SLOT_VALUES, VISIBILITIES, Statement
from muniment.taxonomy import types

WORDED = ("means", "purpose", "reason", "role", "requires", "instrument")
"""Slots that hold words as they stand."""

RULINGS = ("accepted", "amended", "rejected", "redacted", "released", "unsure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """What a person goes through: all, or one report, incident or type, or what readers differ on."""

    report: str = ""
    incident: str = ""
    type: str = ""
    disputed: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """What an address or a form asks for."""
        return cls(**{one.name: query.get(one.name, "") for one in fields(cls)})

    @classmethod
    def in_form(cls, form: Form) -> Self:
        """What the hidden fields of a form say."""
        return cls(**{one.name: said_in(form, f"among:{one.name}") for one in fields(cls)})

    @property
    def query(self) -> str:
        """As an address asks for it; empty for all."""
        return urlencode({one.name: held for one in fields(self) if (held := getattr(self, one.name))})

    def address(self, statement: str = "", **more: str) -> str:
        """The page of a statement, or of the next one, that goes on among these."""
        asked = "&".join(part for part in (urlencode(more), self.query) if part)
        return f"/review{f'/{statement}' if statement else ''}{f'?{asked}' if asked else ''}"

    def ids(self, seen: Seen) -> Sequence[str] | None:
        """The statements, in the order in which they come; none for all. Raises `UnknownTarget`."""
        if self.report:
            seen.report(self.report)
            return seen.of_report(self.report)
        if self.incident:
            held = seen.incident(self.incident)
            return seen.ordered([*held.statements, *held.concerned])
        if self.type:
            return seen.of_type(self.type)
        return seen.disputed() if self.disputed else None


@get("/review", sync_to_thread=True)
def next_one(
    request: Request[Any, Any, Any], seat: NamedDependency[Seat], after: FromQuery[str] = ""
) -> Redirect | Template:
    """The next statement that awaits this person's review."""
    among = Among.of(dict(request.query_params))
    following = seat.next(after, among.ids(seat.seen))
    if following is None:
        return Template(
            "reviewed.html",
            context={
                "among": among,
                "all_of": seat.seen.progress(),
                "today": seat.today(),
                "undo": request.session.get("undo", ""),
            },
        )
    return Redirect(among.address(following), status_code=303)


@get("/review/{id:str}", sync_to_thread=True)
def one(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    id: FromPath[str],
) -> Template:
    """One statement: what the machine read, where it stands, and what a person rules."""
    seen, told = seat.seen, told_of(seat, id)
    report = seen.report(told.one.report)
    among = Among.of(dict(request.query_params))
    ids = among.ids(seen)
    left = None if ids is None else sum(seat.awaited(one) is not None for one in ids)
    return Template(
        "statement.html",
        context={
            "told": told,
            "one": told.one,
            "report": report,
            "words": in_context(report, told.one),
            "why": reasons(told.read),
            "incident": seen.incident_of(id),
            "among": among,
            "left": left,
            "total": None if ids is None else len(ids),
            "progress": seen.progress(),
            "today": seat.today(),
            "types": types(),
            "realis": REALIS,
            "specificities": SPECIFICITIES,
            "levels": VISIBILITIES,
            "commits": COMMITS,
            "slots": _slots(told.one),
            "follows": following.of_statement(seen, id, told.ruling),
            "on_slots": (on_slots := following.on_slots(told.history)),
            "slots_seen": following.ids(on_slots),
            "undo": request.session.get("undo", ""),
        },
    )


def _slots(one: Statement) -> list[str]:
    """What selected words can be put into: the slots of its type first."""
    own = types()[one.type].slots if one.type in types() else ()
    others = sorted({*SLOT_VALUES, *WORDED, *one.slots})
    return [slot for slot in dict.fromkeys((*own, *others)) if slot not in CONTENT_SLOTS]


@post("/review/{id:str}", opt={"needs": "review"}, sync_to_thread=True)
def rule(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    id: FromPath[str],
    data: Form,
) -> Redirect | Template:
    """A person's ruling; the next statement follows, or the page they came from."""
    ruling = said_in(data, "ruling")
    if ruling not in RULINGS:
        raise BadChoice("ruling", ruling, hint=", ".join(RULINGS))
    parts = (said_in(data, "other") or said_in(data, "reason"), said_in(data, "note"))
    reason = NOTED.join(part for part in parts if part)
    if ruling == "rejected" and not reason:
        raise BadChoice("reason", "", hint="say why it is rejected; the next reader will ask")
    if ruling == "unsure" and not reason:
        return Redirect(Among.in_form(data).address(id), status_code=303)  # an empty note is none
    told = told_of(seat, id)
    amendment = None
    if ruling == "amended":
        amendment = amendment_of(
            said(data),
            _as_shown(told, data),
            seat.seen.report(told.read.report),
            actors=seat.seen.actors_in(told.read.report),
            read=told.read,
        )
        if not amendment:
            ruling, amendment = "accepted", None  # nothing was changed
    try:
        made = seat.decide(id, ruling, seen=said_in(data, "seen"), reason=reason, amendment=amendment)
    except DecisionConflict:
        return _conflict(seat, id, data, ruling, reason, amendment)
    request.session["undo"] = made.id
    among = Among.in_form(data)
    follows = among.address(id) if ruling == "unsure" else among.address(after=id)
    return Redirect(back_to(data, follows), status_code=303)


def _as_shown(told: Told, data: Form) -> Statement:
    """The statement as the form showed it: as it was read, or as a ruling that stood then amended it."""
    shown_as = said_in(data, "shown_as")
    ruled = next((one for one in told.history if one.id == shown_as), None)
    return told.read if ruled is None else told.as_amended(ruled)


def _conflict(
    seat: Seat, id: str, data: Form, ruling: str, reason: str, amendment: Mapping[str, Any] | None
) -> Template:
    """What somebody else ruled meanwhile, beside what this person wanted."""
    seat.look_again()
    told = told_of(seat, id)
    return Template(
        "conflict.html",
        context={
            "told": told,
            "report": seat.seen.report(told.one.report),
            "theirs": [(each, told.as_amended(each)) for each in told.held],
            "ruling": ruling,
            "reason": reason,
            "wanted": seat.seen.would_be(id, amendment or {}),
            "sent": [
                (name, value)
                for name, held in said(data).items()
                for value in held
                if name not in ("seen", "_csrf_token")
            ],
            "among": Among.in_form(data),
        },
        status_code=409,
    )


@post("/review/{id:str}/slot", opt={"needs": "review"}, sync_to_thread=True)
def redact_slot(
    request: Request[Any, Any, Any], seat: NamedDependency[Seat], id: FromPath[str], data: Form
) -> Redirect:
    """A person's ruling that one slot of a statement is redacted; its page follows, which says so."""
    seen, reason, slot = said_in(data, "seen"), said_in(data, "reason"), said_in(data, "slot")
    made = seat.decide(id, "redacted", seen=seen, reason=reason, slot=slot)
    request.session["undo"] = made.id
    return Redirect(Among.in_form(data).address(id), status_code=303)


@post("/undo", opt={"needs": "review"}, sync_to_thread=True)
def undo(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    data: Form,
) -> Redirect:
    """Takes the last ruling back, and shows its statement again."""
    made = seat.undo(said_in(data, "decision"))
    request.session["undo"] = ""
    among = Among.in_form(data)
    return Redirect(back_to(data, among.address(made.targets[0])), status_code=303)


HANDLERS = (next_one, one, rule, redact_slot, undo)
