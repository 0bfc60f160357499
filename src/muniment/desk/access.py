"""Access: by a link that opens once, by a name and password, or by a token; sessions, and the headers that keep all else out."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, ClassVar

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware.session.server_side import ServerSideSessionBackend, ServerSideSessionConfig

from muniment import workflow
from muniment.account import Account, Scope
from muniment.desk.seat import Person, of_account, owner
from muniment.errors import NotAllowed, TooManyAttempts
from muniment.library import Casebook

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer: nothing from elsewhere is loaded, nothing is framed, nothing is left in a cache."""

HOURS = 12
"""After which a session ends."""

SESSION_ID = "session id"


class Sessions(ServerSideSessionBackend):
    """Sessions whose id is made anew when somebody comes in, so that nobody can plant one beforehand."""

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        """The new id, where somebody has just come in; else that of the cookie."""
        fresh = connection.scope["state"].get(SESSION_ID)
        return fresh if isinstance(fresh, str) else super().get_session_id(connection)


@dataclass
class SessionConfig(ServerSideSessionConfig):
    """Sessions kept in this process: they end with the desk."""

    _backend_class: ClassVar[type[ServerSideSessionBackend]] = Sessions  # pyright: ignore[reportIncompatibleVariableOverride]


def sessions(*, secure: bool) -> SessionConfig:
    """How sessions are kept; `secure` where the desk is reached over TLS alone."""
    return SessionConfig(max_age=HOURS * 3600, samesite="strict", httponly=True, secure=secure, key="desk")


class Door:
    """The link that opens the desk of one person. It opens once; the session that it opens goes on."""

    def __init__(self, by: str) -> None:
        """`by` is the name that stands under the decisions."""
        self.by = by
        self.key = secrets.token_urlsafe(32)
        self.used = False

    def opens(self, key: str) -> bool:
        """Whether this key opens the door; from then on no key does."""
        fits = not self.used and secrets.compare_digest(key.encode(), self.key.encode())
        self.used = self.used or fits
        return fits


class Attempts:
    """How often somebody tried to log in and failed, by name and by address; in this process."""

    MOST = 5
    SECONDS = 300.0

    def __init__(self) -> None:
        self._failed: dict[str, list[float]] = defaultdict(list)
        self._lock = Lock()

    def check(self, *who: str) -> None:
        """Raises `TooManyAttempts` for a name or an address that failed too often of late."""
        since = monotonic() - self.SECONDS
        with self._lock:
            for one in who:
                self._failed[one] = [at for at in self._failed[one] if at > since]
                if len(self._failed[one]) >= self.MOST:
                    raise TooManyAttempts(int(self._failed[one][0] - since) + 1)

    def failed(self, *who: str) -> None:
        """Counts a failure."""
        with self._lock:
            for one in who:
                self._failed[one].append(monotonic())


def come_in(connection: ASGIConnection[Any, Any, Any, Any], session: Mapping[str, str]) -> None:
    """Begins a session under a new id."""
    connection.scope["state"][SESSION_ID] = secrets.token_hex(32)
    connection.set_session(dict(session))


def seated(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Lets only those in who came in by the link or a password and may do what the handler does; leaves the person in `state`."""
    person = _by_session(connection)
    if person is None:
        raise NotAuthorizedException("come in first")
    _check(person, handler)
    connection.state["person"] = person


def called(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Lets only programs in that hold a token which may do what the handler does; leaves the person in `state`."""
    kind, _, whole = connection.headers.get("authorization", "").partition(" ")
    casebook = _casebook(connection)
    token = workflow.found(casebook, whole.strip()) if kind.casefold() == "bearer" else None
    if token is None or not token.scopes:
        raise NotAuthorizedException("give a token: Authorization: Bearer muniment_…")
    person = of_account(casebook.accounts()[token.account], token)
    _check(person, handler)
    connection.state["person"] = person


def _by_session(connection: ASGIConnection[Any, Any, Any, Any]) -> Person | None:
    session: Mapping[str, str] = connection.session
    if session.get("alone"):
        return owner(session["alone"])
    account = _casebook(connection).accounts().get(session.get("name", ""))
    # A changed password or a closed account ends the sessions that began before.
    if account is None or not account.open or session.get("password") != stamp(account):
        return None
    return of_account(account)


def stamp(account: Account) -> str:
    """What a session remembers of a password, so that it ends when the password changes."""
    return account.password[-16:]


def _check(person: Person, handler: BaseRouteHandler) -> None:
    scope: Scope = handler.opt.get("needs", "read")
    if not person.may(scope):
        raise NotAllowed(scope, person.name)


def _casebook(connection: ASGIConnection[Any, Any, Any, Any]) -> Casebook:
    return connection.app.state["casebook"]
