"""Serving: the desk as an application, and on this machine alone."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar, Request, Response, get
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.stores.memory import MemoryStore
from litestar.template import TemplateConfig

from muniment.desk.access import HEADERS, Door, enter, session
from muniment.desk.pages import PAGES
from muniment.desk.pages.counts import sources_of
from muniment.desk.shelf import Shelf
from muniment.desk.tasks import Tasks
from muniment.errors import DecisionConflict, MunimentError, UnknownActor, UnknownTarget
from muniment.library import Casebook
from muniment.publishing.templating import environment

LOOPBACK = "127.0.0.1"
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "page.css": "text/css"}
"""What the pages load, all of it from the package."""


@get("/static/{name:str}", sync_to_thread=False)
def static(name: FromPath[str]) -> Response[str]:
    """A style or script of the package."""
    if name not in STATIC:
        raise HTTPException(f"there is no {name}", status_code=404)
    package = "muniment.publishing" if name == "page.css" else "muniment.desk"
    text = files(package).joinpath("static").joinpath(name).read_text(encoding="utf-8")
    return Response(text, media_type=f"{STATIC[name]}; charset=utf-8")


def refused(_: Request[Any, Any, Any], error: MunimentError) -> Response[Any]:
    """What a person can act on, as a page."""
    status = (
        409 if isinstance(error, DecisionConflict) else 404 if isinstance(error, (UnknownActor, UnknownTarget)) else 400
    )
    return Template(
        "refused.html", context={"said": str(error), "hint": error.hint}, status_code=status, headers=HEADERS
    )  # pyright: ignore[reportReturnType]


def failed(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What cannot be answered, as a page."""
    return Template(
        "refused.html", context={"said": error.detail, "hint": ""}, status_code=error.status_code, headers=HEADERS
    )  # pyright: ignore[reportReturnType]


def desk(casebook: Casebook, door: Door, *, hosts: list[str]) -> Litestar:
    """The application over an open casebook; `door` opens it once, and only these hosts are answered."""
    templates = environment("muniment.desk", casebook_title=casebook.settings.title, sources_of=sources_of)
    shelf, tasks = Shelf(casebook), Tasks(casebook)
    handlers: dict[Any, Callable[..., Any]] = {MunimentError: refused, HTTPException: failed}
    return Litestar(
        [enter, static, *PAGES],
        dependencies={
            "casebook": Provide(lambda: casebook, sync_to_thread=False),
            "shelf": Provide(lambda: shelf, sync_to_thread=False),
            "tasks": Provide(lambda: tasks, sync_to_thread=False),
            "door": Provide(lambda: door, sync_to_thread=False),
        },
        middleware=[session.middleware],
        stores={"sessions": MemoryStore()},
        csrf_config=CSRFConfig(secret=secrets.token_urlsafe(32), cookie_samesite="strict"),
        allowed_hosts=AllowedHostsConfig(allowed_hosts=hosts),
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(templates)),
        response_headers=HEADERS,
        exception_handlers=handlers,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=2_000_000,
    )


def serve(folder: Path, *, by: str, port: int, tell: Callable[[str], None]) -> None:
    """Serves a casebook on this machine's loopback until it is stopped; `tell` is given the link that opens it."""
    door = Door(by)
    with Casebook.open(folder) as casebook, socket.create_server((LOOPBACK, port)) as bound:
        taken = bound.getsockname()[1]
        application = desk(casebook, door, hosts=[f"{LOOPBACK}:{taken}"])
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
        tell(f"http://{LOOPBACK}:{taken}/enter/{door.key}")
        server.run(sockets=[bound])
