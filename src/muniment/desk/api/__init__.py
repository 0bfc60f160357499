"""The interface for programs: the record as far as a token's account may see it, described by /api/openapi.json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Server

from muniment import workflow
from muniment.desk.access import called
from muniment.desk.api import administering, counting, deciding, evidence, linked, working
from muniment.desk.api.answering import PROBLEMS, known_alone
from muniment.desk.seat import Seat
from muniment.library import Casebook
from muniment.record import described

SLACK = 1_000_000
"""Bytes of an upload beside the files themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the desk answers, and how much there is of what you may see."""

    version: str = described("of Muniment")
    title: str = described("of the casebook")
    reports: int = described("reports")
    statements: int = described("statements that stand")
    waiting: int = described("statements that await review")
    stale: list[str] = described("tasks whose results are of an earlier state of the record: link, count")


@get("/health", tags=["health"], responses=PROBLEMS, sync_to_thread=True)
def health(seat: NamedDependency[Seat], casebook: NamedDependency[Casebook]) -> Health:
    """Whether the desk answers, and how much there is of what you may see."""
    waiting, every = seat.seen.progress()
    return Health(
        version=workflow.VERSION,
        title=casebook.settings.title,
        reports=seat.seen.number_of_reports(),
        statements=every,
        waiting=waiting,
        stale=[task for task in ("link", "count") if not casebook.current(task)],
    )


def routes(largest: int) -> Router:
    """All of it; `largest` is the most bytes that files which are added may have together."""
    upload = Router(
        "/",
        route_handlers=[working.add],
        request_max_body_size=largest + SLACK,
        exception_handlers={IndexError: working.no_files},
    )
    administered = Router("/", route_handlers=[*administering.HANDLERS], opt={"needs": "administer"})
    others = [one for room in (evidence, deciding, linked, counting, working) for one in room.HANDLERS]
    return Router(
        "/api/v1",
        route_handlers=[health, *others, upload, administered],
        guards=[called],
        before_request=known_alone,
        security=[{"token": []}],
        include_in_schema=True,
        opt={"exclude_from_csrf": True},
    )


class Described(JsonRenderPlugin):
    """The description as JSON alone: no page that loads scripts from elsewhere."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The document. The value in a slot may fit several of its types: it is any of them, not one."""
        return self.render_json(request, cast(dict[str, Any], _any_of(openapi_schema)))


def _any_of(part: Any) -> Any:
    if isinstance(part, dict):
        held = cast(dict[str, Any], part)
        return {"anyOf" if name == "oneOf" else name: _any_of(inside) for name, inside in held.items()}
    return [_any_of(one) for one in cast(list[Any], part)] if isinstance(part, list) else part


def described_by() -> OpenAPIConfig:
    """The description of it, as JSON alone: no page that loads scripts from elsewhere."""
    return OpenAPIConfig(
        title="Muniment",
        version=workflow.VERSION,
        description="The record of a casebook as far as the account of a token may see it.",
        path="/api",
        render_plugins=[Described(path="/openapi.json")],
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer", bearer_format="muniment_…")}
        ),
        servers=[Server(url="/")],
    )
