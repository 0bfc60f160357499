"""Access: a link that opens the desk once, a session after it, and the headers that keep everything else out."""

from __future__ import annotations

import secrets
from typing import Any

from litestar import Request, Response, get
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.middleware.session.server_side import ServerSideSessionConfig
from litestar.params import FromPath
from litestar.response import Redirect

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer: nothing from elsewhere is loaded, nothing is framed, nothing is left in a cache."""

HOURS = 12
"""After which a session ends."""

session = ServerSideSessionConfig(max_age=HOURS * 3600, samesite="strict", httponly=True, key="desk")


class Door:
    """The link that opens the desk, and who sits at it. It opens once; the session that it opens goes on."""

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


def seated(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Lets only a session in that the link opened."""
    if not connection.session.get("by"):
        raise NotAuthorizedException("open the desk with the link that `muniment desk` printed")


@get("/enter/{key:str}", sync_to_thread=False)
def enter(request: Request[Any, Any, Any], key: FromPath[str], door: NamedDependency[Door]) -> Response[Any]:
    """Opens the desk, once."""
    if not door.opens(key):
        raise NotFoundException("this link was used, or is none: run `muniment desk` again")
    request.set_session({"by": door.by})
    return Redirect("/")
