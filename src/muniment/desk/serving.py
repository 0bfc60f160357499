"""Serving: the desk as an application; on this machine alone for one, or at an address for a team."""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, Router, get
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.stores.memory import MemoryStore
from litestar.template import TemplateConfig

from muniment.casebook.encryption import Key
from muniment.desk import api
from muniment.desk.access import API, Attempts, Door, secured, sessions
from muniment.desk.api.answering import conflicting, failing, problem
from muniment.desk.pages import ENTRY, PAGES
from muniment.desk.pages.pairs import contradicted
from muniment.desk.seat import Seat, note_visits, seat
from muniment.desk.sight.shelf import Shelf
from muniment.desk.tasks import Tasks
from muniment.desk.templating import templates_of
from muniment.desk.words.retelling import retold
from muniment.desk.words.speaking import choose, language_of
from muniment.errors import (
    BadChoice,
    ContradictoryDecision,
    DecisionConflict,
    MunimentError,
    NotAllowed,
    TooManyAttempts,
    UnknownActor,
    UnknownTarget,
)
from muniment.library import Casebook
from muniment.statement import Visibility

LOG = logging.getLogger("muniment.desk")
LOOPBACK = "127.0.0.1"
PORT = 8737
"""Where a desk is served that was given no port, so that addresses that were kept lead to it again."""

PORTS = range(PORT, PORT + 40)
"""Ports that are tried in turn where others have the first; after them any that is free."""

STATIC = {
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "links.css": "text/css",
    "links.js": "text/javascript",
    "page.css": "text/css",
    "reading.css": "text/css",
    "reading.js": "text/javascript",
    "seeing.css": "text/css",
    "seeing.js": "text/javascript",
}
"""What the pages load, all of it from the package."""

STATUS: Sequence[tuple[type[MunimentError], int]] = (
    (DecisionConflict, 409),
    (UnknownActor, 404),
    (UnknownTarget, 404),
    (NotAllowed, 403),
    (TooManyAttempts, 429),
)
"""What an error is answered with; any other that a person can act on with 400."""

NO_TOKEN = "CSRF token verification failed"  # noqa: S105  what the framework says where there is none
COOKIE = "csrftoken"
LARGEST_FORM = 2_000_000
"""Bytes of a form at the most; files that are added may be as large as the setting says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the desk is served, and how it is reached."""

    host: str = LOOPBACK
    port: int | None = None
    """0 is any that is free, none the first that is of `PORTS`."""
    names: tuple[str, ...] = ()
    """Names by which browsers reach it; any other is not answered."""
    certificate: Path | None = None
    key: Path | None = None
    behind: bool = False
    """Whether a proxy on this machine stands before it, which speaks TLS to the browsers."""

    @property
    def secure(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.behind or self.certificate is not None


@get("/static/{name:str}", sync_to_thread=False)
def static(name: FromPath[str]) -> Response[str]:
    """A style or script of the package."""
    if name not in STATIC:
        raise HTTPException(f"there is no {name}", status_code=404)
    package = "muniment.publishing" if name == "page.css" else "muniment.desk"
    text = files(package).joinpath("static").joinpath(name).read_text(encoding="utf-8")
    headers = {"Cache-Control": "private, max-age=300"}
    return Response(text, media_type=f"{STATIC[name]}; charset=utf-8", headers=headers)


def refused(request: Request[Any, Any, Any], error: MunimentError) -> Response[Any]:
    """What a person can act on, as a page or for a program."""
    if isinstance(error, DecisionConflict) and _of_program(request):
        return conflicting(error)
    if isinstance(error, ContradictoryDecision) and not _of_program(request):
        return contradicted(request.state["seat"], error)  # pyright: ignore[reportReturnType]
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
    return _said(request, str(error), error.hint, status)


def failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What cannot be answered, as a page or for a program; whoever has not come in is shown the way in."""
    if _of_program(request):
        return failing(error)
    team = not request.app.state["alone"]
    if error.status_code == 401 and team and request.method == "GET":
        return Redirect("/login")  # pyright: ignore[reportReturnType]
    if error.detail != NO_TOKEN:
        return _said(request, error.detail, "", error.status_code)
    answer = _said(request, "this form is of an earlier session", "open its page again, and send it anew", 403)
    answer.delete_cookie(COOKIE)  # else a desk that was begun anew would refuse every form of this browser
    return answer


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """What went wrong in the desk itself: said without its insides, and in the terminal with them."""
    LOG.error("the desk could not answer %s", request.url.path, exc_info=error)
    hint = "nothing was changed; the terminal says what went wrong"
    return _said(request, "the desk could not answer this", hint, 500)


def _said(request: Request[Any, Any, Any], said: str, hint: str, status: int) -> Response[Any]:
    if _of_program(request):
        return problem(said, hint, status)
    choose(request)  # what is refused at the door comes before the language was chosen
    told = {"said": retold(said), "hint": retold(hint)}
    return Template("refused.html", context=told, status_code=status)  # pyright: ignore[reportReturnType]


def _of_program(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith(API)


def desk(casebook: Casebook, door: Door | None, *, hosts: list[str], secure: bool = False) -> Litestar:
    """The application over an open casebook; `door` opens it to one person, and without it accounts do.

    Only these hosts are answered.
    """
    shelf, tasks, attempts = Shelf(casebook), Tasks(casebook), Attempts()
    largest = casebook.settings.largest

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncGenerator[None]:
        reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        for sees in _clearances(casebook, door):
            reading.submit(shelf.seen, sees)  # else whoever comes first waits for all of it
        tasks.resume()
        yield
        tasks.close()
        reading.shutdown(cancel_futures=True)

    known: dict[str, Any] = {"casebook": casebook, "shelf": shelf, "tasks": tasks, "door": door, "attempts": attempts}
    handlers: dict[Any, Callable[..., Any]] = {MunimentError: refused, HTTPException: failed, Exception: broken}
    return Litestar(
        [Router("/", route_handlers=[static, *ENTRY, *PAGES], include_in_schema=False), api.routes(largest)],
        state=State({"casebook": casebook, "alone": door is not None}),
        dependencies={name: _given(one) for name, one in known.items()} | {"seat": Provide(seat, sync_to_thread=True)},
        before_request=language_of,
        after_response=note_visits,
        middleware=[sessions(secure=secure).middleware],
        stores={"sessions": MemoryStore()},
        csrf_config=CSRFConfig(
            secret=secrets.token_urlsafe(32), cookie_name=COOKIE, cookie_samesite="strict", cookie_secure=secure
        ),
        allowed_hosts=AllowedHostsConfig(allowed_hosts=hosts),
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(templates_of(casebook))),
        before_send=[secured(secure)],
        exception_handlers=handlers,
        lifespan=[running],
        openapi_config=api.described_by(),
        logging_config=None,
        request_max_body_size=LARGEST_FORM,
        signature_types=[Seat, Casebook, Shelf],
    )


def _clearances(casebook: Casebook, door: Door | None) -> set[Visibility]:
    """How much those see who may come in."""
    return {"sealed"} if door else {one.sees for one in casebook.accounts().values() if one.open}


def _given(one: Any) -> Provide:
    return Provide(lambda: one, sync_to_thread=False)


def serve(folder: Path, *, key: Key | None = None, by: str | None, place: Place, tell: Callable[[str], None]) -> None:
    """Serves a casebook until it is stopped: to one person, who is named, on this machine alone; or to its accounts.

    `tell` is given the address that opens it. Raises `BadChoice` where there are no accounts, or an address that others
    reach is served without TLS.
    """
    door = None if by is None else Door(by)
    with Casebook.open(folder, key=key) as casebook:
        if door is None:
            _check(casebook, place)
        with bound(place) as listening:
            taken = listening.getsockname()[1]
            hosts = [*(place.names or (place.host,)), *(f"{name}:{taken}" for name in (*place.names, place.host))]
            application = desk(casebook, door, hosts=hosts, secure=place.secure)
            configuration = uvicorn.Config(
                application,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=place.behind,
                ssl_certfile=place.certificate,
                ssl_keyfile=place.key,
                timeout_graceful_shutdown=5,
            )
            scheme = "https" if place.certificate else "http"
            tell(f"{scheme}://{place.host}:{taken}/{f'enter/{door.key}' if door else ''}")
            uvicorn.Server(configuration).run(sockets=[listening])


def bound(place: Place) -> socket.socket:
    """The socket that a desk listens at; raises `OSError` where the port that was asked for is taken."""
    for port in PORTS if place.port is None else ():
        try:
            return socket.create_server((place.host, port))
        except OSError:
            LOG.debug("%s is taken", port)
    return socket.create_server((place.host, place.port or 0))


def _check(casebook: Casebook, place: Place) -> None:
    if not any(one.open and one.password for one in casebook.accounts().values()):
        raise BadChoice(
            "accounts",
            "none",
            hint=f"make the first one: muniment account {casebook.folder} NAME --role administrator",
        )
    if place.host not in (LOOPBACK, "::1", "localhost") and place.certificate is None:
        raise BadChoice(
            "host",
            place.host,
            hint="passwords would go in the clear: give --certificate and --key, or leave the host and stand --behind a proxy",
        )
