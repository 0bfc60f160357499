"""Administering, for programs: accounts, invitations, tokens, and who read what is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from muniment import workflow
from muniment.account import Account, Role, Scope, Token, Visit
from muniment.desk.api.answering import PROBLEMS
from muniment.desk.api.paging import Cursor, Limit, Page, page_of
from muniment.desk.seat import Seat
from muniment.errors import BadChoice
from muniment.record import described
from muniment.statement import Visibility


class Admitted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account as it should be."""

    name: str
    role: Role
    sees: Annotated[Visibility | None, msgspec.Meta(description="by their role, where nothing is said")] = None
    open: Annotated[bool, msgspec.Meta(description="false closes it; it stays under what was decided")] = True


class Invited(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is to set a password."""

    name: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token of your own account."""

    scopes: Annotated[list[Scope], msgspec.Meta(min_length=1, max_length=4)]
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 90
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account, without its password."""

    name: str = described("what they log in with")
    role: Role = described("reader, reviewer, editor or administrator")
    sees: Visibility = described("the most that they may see")
    open: bool = described("whether they may come in")
    password: bool = described("whether one is set")
    by: str = described("who made or changed it")
    at: str = described("ISO 8601, UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A token, without its secret."""

    key: str = described("by which it is withdrawn")
    account: str = described("whose it is")
    scopes: Sequence[Scope] = described("what it may do; none for an invitation")
    label: str = described("what it is for")
    expires: str = described("ISO 8601, UTC")
    open: bool = described("whether it may still be used")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A token or an invitation, whole: shown this once, and kept nowhere."""

    key: str = described("by which it is withdrawn")
    whole: str = described("what is sent as `Authorization: Bearer`, or stands behind /invited/")


def _member(one: Account) -> Member:
    return Member(
        name=one.name, role=one.role, sees=one.sees, open=one.open, password=bool(one.password), by=one.by, at=one.at
    )


def _key(one: Token) -> Key:
    return Key(key=one.key, account=one.account, scopes=one.scopes, label=one.label, expires=one.expires, open=one.open)


@get("/accounts", tags=["accounts"], responses=PROBLEMS, sync_to_thread=True)
def accounts(seat: NamedDependency[Seat], cursor: Cursor = "", limit: Limit = 100) -> Page[Member]:
    """Accounts by name."""
    held = seat.needs("administer").accounts()
    keys = sorted((one,) for one in held)
    return page_of(keys, lambda names: [_member(held[one]) for one in names], cursor=cursor, limit=limit)


@post("/accounts", tags=["accounts"], responses=PROBLEMS, status_code=200, sync_to_thread=True)
def admit(seat: NamedDependency[Seat], data: JSONBody[Admitted]) -> Member:
    """Makes an account, or changes one; an administrator must be left."""
    casebook = seat.needs("administer")
    made = workflow.admit(casebook, data.name, data.role, by=seat.person.name, sees=data.sees, open=data.open)
    return _member(made)


@post("/invitations", tags=["accounts"], responses=PROBLEMS, sync_to_thread=True)
def invite(seat: NamedDependency[Seat], data: JSONBody[Invited]) -> Secret:
    """Invites somebody who has an account to set a password; it is followed once, at /invited/…"""
    made = workflow.invite(seat.needs("administer"), data.name, by=seat.person.name)
    return Secret(key=made.token.key, whole=made.whole)


@get("/tokens", tags=["accounts"], responses=PROBLEMS, sync_to_thread=True)
def tokens(seat: NamedDependency[Seat], cursor: Cursor = "", limit: Limit = 100) -> Page[Key]:
    """All tokens and invitations, by key."""
    held = seat.needs("administer").tokens()
    keys = sorted((one,) for one in held)
    return page_of(keys, lambda ids: [_key(held[one]) for one in ids], cursor=cursor, limit=limit)


@post("/tokens", tags=["accounts"], responses=PROBLEMS, sync_to_thread=True)
def issue(seat: NamedDependency[Seat], data: JSONBody[Wanted]) -> Secret:
    """A token of your own account, for what the token you use may do."""
    casebook = seat.needs("administer")
    for scope in data.scopes:
        if not seat.person.may(scope):
            raise BadChoice("scope", scope, hint=f"what your token may: {', '.join(seat.person.scopes)}")
    made = workflow.issue(
        casebook, seat.person.name, data.scopes, days=data.days, label=data.label, by=seat.person.name
    )
    return Secret(key=made.token.key, whole=made.whole)


@delete("/tokens/{key:str}", tags=["accounts"], responses=PROBLEMS, status_code=200, sync_to_thread=True)
def withdraw(seat: NamedDependency[Seat], key: FromPath[str]) -> Key:
    """Ends a token or an invitation."""
    return _key(workflow.withdraw(seat.needs("administer"), key, by=seat.person.name))


@get("/visits", tags=["accounts"], responses=PROBLEMS, sync_to_thread=True)
def visits(seat: NamedDependency[Seat], cursor: Cursor = "", limit: Limit = 100) -> Page[Visit]:
    """Who was shown what sealed material, oldest first."""
    held = {str(place): one for place, one in enumerate(seat.needs("administer").visits())}
    keys = [(place, str(place)) for place in range(len(held))]
    return page_of(keys, lambda places: [held[one] for one in places], cursor=cursor, limit=limit)


HANDLERS = (accounts, admit, invite, tokens, issue, withdraw, visits)
