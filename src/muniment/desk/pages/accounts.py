"""Accounts: who may come in, what they may do and see, their tokens, and who read what is sealed. For administrators."""

from __future__ import annotations

from typing import Any, cast, get_args

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from muniment import workflow
from muniment.account import ROLES, SCOPES, Role, Scope, may
from muniment.desk.asking.forms import Form, fields, said_in
from muniment.desk.seat import Seat
from muniment.errors import BadChoice
from muniment.statement import VISIBILITIES

VISITS = 300
"""Lines of the list of what sealed material was read."""


@get("/accounts", opt={"needs": "administer"}, sync_to_thread=True)
def accounts(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """Who may come in, the tokens there are, and who read what is sealed."""
    casebook = seat.needs("administer")
    shown = request.session.pop("issued", "")  # the whole of a token or an invitation, once
    return Template(
        "accounts.html",
        context={
            "held": sorted(casebook.accounts().values(), key=lambda one: (not one.open, one.name.casefold())),
            "tokens": [one for one in casebook.tokens().values() if one.open and one.expires > workflow.now()],
            "visits": list(casebook.visits())[-VISITS:][::-1],
            "roles": ROLES,
            "levels": VISIBILITIES,
            "issued": shown,
        },
    )


@post("/accounts", opt={"needs": "administer"}, sync_to_thread=True)
def change(seat: NamedDependency[Seat], data: Form, request: Request[Any, Any, Any]) -> Redirect:
    """Makes an account, changes what it may do and see, closes or opens it, or invites somebody to set a password."""
    casebook, name, todo = seat.needs("administer"), said_in(data, "name"), said_in(data, "todo")
    role, sees = said_in(data, "role"), said_in(data, "sees")
    if role not in get_args(Role) or (sees and sees not in VISIBILITIES):
        raise BadChoice("role", role or sees, hint=", ".join(ROLES))
    workflow.admit(
        casebook,
        name,
        cast(Role, role),
        by=seat.person.name,
        sees=sees or None,
        open=todo != "close",
    )
    if todo == "invite":
        whole = workflow.invite(casebook, name, by=seat.person.name).whole
        request.session["issued"] = f"{request.base_url}invited/{whole}"
    return Redirect("/accounts", status_code=303)


@get("/tokens", sync_to_thread=True)
def tokens(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """The tokens of whoever asks."""
    casebook, person = seat.needs("read"), seat.person
    issued = request.session.pop("issued", "")
    account = casebook.accounts().get(person.name)
    return Template(
        "tokens.html",
        context={
            "held": [one for one in casebook.tokens().values() if one.account == person.name and one.scopes],
            "scopes": [one for one in SCOPES if account is not None and may(account.role, one)],
            "issued": issued,
            "today": workflow.now(),
        },
    )


@post("/tokens", sync_to_thread=True)
def issue(request: Request[Any, Any, Any], seat: NamedDependency[Seat], data: Form) -> Redirect:
    """Makes a token for whoever asks, or withdraws one of theirs; an administrator withdraws any."""
    casebook, key = seat.needs("read"), said_in(data, "withdraw")
    if key:
        held = casebook.tokens().get(key)
        if held is None or held.account != seat.person.name:
            seat.needs("administer")
        workflow.withdraw(casebook, key, by=seat.person.name)
        return Redirect(
            "/tokens" if held is not None and held.account == seat.person.name else "/accounts", status_code=303
        )
    scopes = cast(list[Scope], list(fields(data).get("scope", ())))
    days = said_in(data, "days") or "90"
    if not days.isdigit():
        raise BadChoice("days", days, hint="1 to 366")
    made = workflow.issue(
        casebook, seat.person.name, scopes, days=int(days), label=said_in(data, "label"), by=seat.person.name
    )
    request.session["issued"] = made.whole
    return Redirect("/tokens", status_code=303)


HANDLERS = (accounts, change, tokens, issue)
