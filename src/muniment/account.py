"""Account, Token and Visit: who may sit at the desk and what they may do, by which key, and what sealed material they read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from muniment.record import described, digest
from muniment.statement import VISIBILITIES, Visibility

Role = Literal["reader", "reviewer", "editor", "administrator"]
Scope = Literal["read", "review", "edit", "administer"]

ROLES: tuple[Role, ...] = ("reader", "reviewer", "editor", "administrator")
SCOPES: tuple[Scope, ...] = ("read", "review", "edit", "administer")
"""What each role may do, and all that those before it may."""

CLEARANCE: Mapping[Role, Visibility] = {
    "reader": "partner",
    "reviewer": "restricted",
    "editor": "restricted",
    "administrator": "sealed",
}
"""Role → the most that it sees, where its account says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sit at the desk of a team. A change is a new row; the newest of a name stands."""

    PREFIX: ClassVar[str] = "an"

    id: str = described("digest of everything below")
    name: str = described("what they log in with, and what stands under their rulings")
    role: Role = described("reader, reviewer, editor or administrator")
    sees: Visibility = described("the most that they may see")
    password: str = described("argon2id hash; empty where none is set yet", default="")
    open: bool = described("whether they may come in", default=True)
    by: str = described("who made or changed it")
    at: str = described("ISO 8601, UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key that lets a program, or somebody invited, in under an account. The newest row of a key stands."""

    PREFIX: ClassVar[str] = "tk"

    id: str = described("digest of everything below")
    key: str = described("the public part of it, by which it is looked up")
    account: str = described("name of the Account")
    scopes: tuple[Scope, ...] = described("what it may do, at most what the account may; none for an invitation")
    label: str = described("what it is for", default="")
    secret: str = described("SHA-256 of the secret part; the secret itself is shown once and kept nowhere")
    expires: str = described("ISO 8601, UTC")
    open: bool = described("whether it may still be used", default=True)
    by: str = described("who made or withdrew it")
    at: str = described("ISO 8601, UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Sealed material that somebody was shown."""

    PREFIX: ClassVar[str] = "vs"

    by: str = described("who was shown it")
    at: str = described("ISO 8601, UTC")
    target: str = described("id of the Report or Statement")
    on: str = described("the page, or the address of the interface for programs, that showed it")


def account_of(name: str, *, role: Role, by: str, at: str, sees: Visibility | None = None, **known: Any) -> Account:
    """An account with its id; it sees what its role does, unless told otherwise."""
    made = Account(id="", name=name, role=role, sees=sees or CLEARANCE[role], by=by, at=at, **known)
    return replace(made, id=digest(Account.PREFIX, made))


def token_of(
    key: str, secret: str, *, account: str, scopes: Iterable[Scope], expires: str, by: str, at: str, **known: Any
) -> Token:
    """A token with its id; of the secret it keeps the hash alone."""
    made = Token(
        id="",
        key=key,
        account=account,
        scopes=tuple(scopes),
        secret=hashlib.sha256(secret.encode()).hexdigest(),
        expires=expires,
        by=by,
        at=at,
        **known,
    )
    return replace(made, id=digest(Token.PREFIX, made))


def may(role: Role, scope: Scope) -> bool:
    """Whether a role may do what a scope stands for."""
    return SCOPES.index(scope) <= ROLES.index(role)


def within(visibility: Visibility, sees: Visibility) -> bool:
    """Whether something so visible is shown to somebody who sees so much."""
    return VISIBILITIES.index(visibility) <= VISIBILITIES.index(sees)
