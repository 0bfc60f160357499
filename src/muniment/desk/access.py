"""Access: by a link that opens once, by a name and password, or by a token; sessions, and the headers that keep all else out."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, ClassVar

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware.session.server_side import ServerSideSessionBackend, ServerSideSessionConfig
from litestar.types import Empty, Message, ScopeSession
from litestar.types import Scope as Call

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

TLS_ALONE = {"Strict-Transport-Security": "max-age=31536000"}
"""Beside these where the desk is reached over TLS: never otherwise."""

API = "/api/"
"""How the addresses of the interface for programs begin."""

HOURS = 12
"""After which a session ends, however busy it is."""

MOST_LETTERS = 200
"""Of a name that somebody tries, which is remembered for a while."""

SESSION_ID = "session id"


class Sessions(ServerSideSessionBackend):
    """Sessions whose id is made anew when somebody comes in, so that nobody can plant one beforehand."""

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        """The new id, where somebody has just come in; else that of the cookie."""
        fresh = connection.scope["state"].get(SESSION_ID)
        return fresh if isinstance(fresh, str) else super().get_session_id(connection)

    async def store_in_message(
        self, scope_session: ScopeSession, message: Message, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> None:
        """Keeps the session: none for whoever has not come in, and none that was ended while a page was made."""
        before, fresh = connection.cookies.get(self.config.key), connection.scope["state"].get(SESSION_ID)
        store = self.config.get_store_from_app(connection.app)
        if before and fresh:
            await self.delete(before, store=store)
        if not scope_session or scope_session is Empty:
            if before:
                await super().store_in_message(Empty, message, connection)
        elif fresh or (before and await store.exists(before)):
            await super().store_in_message(scope_session, message, connection)


@dataclass
class SessionConfig(ServerSideSessionConfig):
    """Sessions kept in this process: they end with the desk."""

    _backend_class: ClassVar[type[ServerSideSessionBackend]] = Sessions  # pyright: ignore[reportIncompatibleVariableOverride]


def sessions(*, secure: bool) -> SessionConfig:
    """How sessions are kept; `secure` where the desk is reached over TLS alone."""
    return SessionConfig(
        max_age=HOURS * 3600, samesite="strict", httponly=True, secure=secure, key="desk", exclude=[f"^{API}"]
    )


def secured(secure: bool) -> Callable[[Message, Call], Awaitable[None]]:
    """What adds the headers to every answer, whoever made it: a page, an error, or the framework itself."""
    known = HEADERS | (TLS_ALONE if secure else {})

    async def secure_it(message: Message, _: Call) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in known.items():
                headers.setdefault(name, value)

    return secure_it


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

    BY_NAME = 5
    BY_ADDRESS = 20
    """More, for a whole office may have one address."""
    SECONDS = 300.0
    MOST = 10_000
    """Names and addresses that are remembered; those that failed longest ago go first."""

    def __init__(self) -> None:
        self._failed: OrderedDict[tuple[str, str], list[float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, name: str, address: str) -> None:
        """Counts an attempt before it is known how it ends, so that many at once are no way round.

        Raises `TooManyAttempts` for a name or an address that failed too often of late.
        """
        at = monotonic()
        with self._lock:
            for who, most in _counted(name, address):
                held = [one for one in self._failed.get(who, ()) if one > at - self.SECONDS]
                if len(held) >= most:
                    raise TooManyAttempts(int(held[0] + self.SECONDS - at) + 1)
            for who, _ in _counted(name, address):
                kept = [one for one in self._failed.pop(who, ()) if one > at - self.SECONDS]
                self._failed[who] = [*kept, at]
            while len(self._failed) > self.MOST:
                self._failed.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forgets what a name failed before it got in, and of its address this one attempt."""
        (by_name, _), (by_address, _) = _counted(name, address)
        with self._lock:
            self._failed.pop(by_name, None)
            if held := self._failed.get(by_address):
                held.pop()


def _counted(name: str, address: str) -> tuple[tuple[tuple[str, str], int], tuple[tuple[str, str], int]]:
    known = workflow.plain(name).casefold()[:MOST_LETTERS]
    return (("name", known), Attempts.BY_NAME), (("address", address), Attempts.BY_ADDRESS)


def come_in(connection: ASGIConnection[Any, Any, Any, Any], session: Mapping[str, str]) -> None:
    """Begins a session under a new id."""
    connection.scope["state"][SESSION_ID] = secrets.token_hex(32)
    connection.set_session({**session, "since": monotonic()})


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
        raise NotAuthorizedException(
            "give a token: Authorization: Bearer muniment_…", headers={"WWW-Authenticate": "Bearer"}
        )
    person = of_account(casebook.accounts()[token.account], token)
    _check(person, handler)
    connection.state["person"] = person


def _by_session(connection: ASGIConnection[Any, Any, Any, Any]) -> Person | None:
    session: Mapping[str, Any] = connection.session
    if not session or monotonic() - session["since"] > HOURS * 3600:
        return None
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
