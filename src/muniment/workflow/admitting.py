"""Who may come in: accounts with passwords, invitations, tokens for programs, and the list of what sealed material was read."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore, RLock

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from muniment.account import SCOPES, Account, Role, Scope, Token, Visit, account_of, may, token_of
from muniment.casebook import Casebook
from muniment.errors import BadChoice, UnknownTarget
from muniment.statement import Visibility
from muniment.workflow.running import now

SHORTEST = 12
"""Characters of a password at the least."""

LONGEST = 200
"""Characters of a name or a password at the most."""

INVITED_DAYS = 3
"""How long an invitation can be followed."""

MARK = "muniment"
"""How a token begins, so that one that was lost can be searched for."""

CHECKED = BoundedSemaphore(4)
"""Passwords that are checked at once: each check takes 64 MB, and whoever knows no password may ask for one."""

CHANGED = RLock()
"""Held while who may come in is looked up and then changed."""

hasher = PasswordHasher()
NOBODY = hasher.hash(secrets.token_urlsafe())
"""Checked for a name that nobody has, so that an answer takes as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token as it was made, and the whole of it, which is shown once."""

    token: Token
    whole: str


def admit(
    casebook: Casebook,
    name: str,
    role: Role,
    *,
    by: str,
    sees: Visibility | None = None,
    password: str | None = None,
    open: bool = True,
) -> Account:
    """Makes an account, or changes one; its password stays where none is given. Raises `BadChoice`."""
    name = plain(name)
    if not name or len(name) > LONGEST or not name.isprintable():
        raise BadChoice("name", name[:LONGEST], hint=f"1 to {LONGEST} letters that can be printed")
    hashed = None if password is None else hasher.hash(_long_enough(password))
    with CHANGED:
        before = casebook.accounts().get(name)
        known = hashed if hashed is not None else before.password if before else ""
        made = account_of(name, role=role, by=by, at=now(), sees=sees, password=known, open=open)
        _leave_one(casebook, made)
        casebook.keep([made])
    return made


def _leave_one(casebook: Casebook, changed: Account) -> None:
    """Raises `BadChoice` where nobody would be left who may administer."""
    after = casebook.accounts() | {changed.name: changed}
    if not any(one.open and one.role == "administrator" for one in after.values()):
        raise BadChoice(
            "role",
            f"{changed.role}{'' if changed.open else ', closed'}",
            hint="an administrator must be left: make the first account one, or another one first",
        )


def log_in(casebook: Casebook, name: str, password: str) -> Account | None:
    """The account that this name and password open; none where they open none."""
    held = casebook.accounts().get(plain(name))
    known = held is not None and held.open and held.password
    try:
        with CHECKED:
            hasher.verify(held.password if held and known else NOBODY, password[: LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return None
    return held if known else None


def invite(casebook: Casebook, name: str, *, by: str) -> Issued:
    """A key with which somebody sets the password of their account, once; raises `UnknownTarget` for no account."""
    return _issue(casebook, name, (), days=INVITED_DAYS, label="invitation", by=by)


def accept(casebook: Casebook, whole: str, password: str) -> Account:
    """Sets the password of the account that somebody was invited to, and ends its invitations; raises `BadChoice`."""
    _long_enough(password)
    with CHANGED:
        token = found(casebook, whole)
        if token is None or token.scopes:
            raise BadChoice("invitation", "this one", hint="it was used, or is too old: ask for a new one")
        account = casebook.accounts()[token.account]
        for one in casebook.tokens().values():
            if one.account == account.name and one.open and not one.scopes:
                withdraw(casebook, one.key, by=account.name)
        return admit(casebook, account.name, account.role, by=account.name, sees=account.sees, password=password)


def issue(casebook: Casebook, name: str, scopes: Sequence[Scope], *, days: int, label: str, by: str) -> Issued:
    """A token for a program that acts for an account; raises `BadChoice` for more than the account may."""
    account = casebook.accounts().get(plain(name))
    if account is None:
        raise UnknownTarget(name)
    for scope in scopes or ("none",):
        if scope not in SCOPES or not may(account.role, scope):
            raise BadChoice("scope", scope, hint=f"what a {account.role} may: {', '.join(_scopes(account.role))}")
    if not 1 <= days <= 366:
        raise BadChoice("days", days, hint="1 to 366")
    return _issue(casebook, name, scopes, days=days, label=label, by=by)


def _issue(casebook: Casebook, name: str, scopes: Iterable[Scope], *, days: int, label: str, by: str) -> Issued:
    account = casebook.accounts().get(plain(name))
    if account is None or not account.open:
        raise UnknownTarget(name)
    key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    made = token_of(
        key, secret, account=account.name, scopes=scopes, expires=expires, by=by, at=now(), label=label[:LONGEST]
    )
    casebook.keep([made])
    return Issued(token=made, whole=f"{MARK}_{key}_{secret}")


def found(casebook: Casebook, whole: str) -> Token | None:
    """The token that is open to whoever holds the whole of it; none for a guess, one withdrawn, or one too old."""
    mark, _, rest = whole.partition("_")
    key, _, secret = rest.partition("_")
    token = casebook.tokens().get(key)
    fits = token is not None and secrets.compare_digest(token.secret, hashlib.sha256(secret.encode()).hexdigest())
    if token is None or mark != MARK or not fits or not token.open or token.expires < now():
        return None
    account = casebook.accounts().get(token.account)
    return token if account is not None and account.open else None


def withdraw(casebook: Casebook, key: str, *, by: str) -> Token:
    """Ends a token; raises `UnknownTarget`."""
    token = casebook.tokens().get(key)
    if token is None:
        raise UnknownTarget(key)
    known = {"label": token.label, "open": False}
    made = token_of(
        key, "", account=token.account, scopes=token.scopes, expires=token.expires, by=by, at=now(), **known
    )
    casebook.keep([made])
    return made


def visited(casebook: Casebook, targets: Iterable[str], *, by: str, on: str) -> None:
    """Notes that somebody was shown sealed material."""
    at = now()
    casebook.keep([Visit(by=by, at=at, target=one, on=on) for one in targets])


def plain(name: str) -> str:
    """A name as it is kept, however it was typed."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _scopes(role: Role) -> list[Scope]:
    return [scope for scope in SCOPES if may(role, scope)]


def _long_enough(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadChoice("password", "•" * min(len(password), 8), hint=f"{SHORTEST} characters at the least")
    return password
