"""Templating: what every page of the desk may call, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from litestar import Request

from muniment.account import Scope
from muniment.desk.seat import Person
from muniment.library import Casebook
from muniment.publishing.templating import environment
from muniment.publishing.wording import context


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page as the list at the side names it."""

    address: str
    name: str
    needs: Scope = "read"


LISTED = (
    (
        Listed(address="/", name="Casebook"),
        Listed(address="/review", name="Review", needs="review"),
        Listed(address="/pairs", name="Pairs", needs="review"),
    ),
    (
        Listed(address="/reports", name="Reports"),
        Listed(address="/incidents", name="Incidents"),
        Listed(address="/actors", name="Actors"),
        Listed(address="/notice", name="Notice"),
        Listed(address="/map", name="Map"),
        Listed(address="/timeline", name="Timeline"),
        Listed(address="/counts", name="Counts"),
    ),
    (
        Listed(address="/log", name="Log"),
        Listed(address="/tokens", name="Tokens"),
        Listed(address="/accounts", name="Accounts", needs="administer"),
    ),
)
"""The pages, in groups: what to do, what is in the record, what keeps it in order."""

LANGUAGES = {"en": "English"}
"""The languages of the desk itself; reports and what is quoted from them stay as they are."""

MOST_SOURCES = 500
"""Statements behind a figure that a page opens."""

speaking: ContextVar[str] = ContextVar("speaking", default="en")
"""The language in which the request at hand is answered."""


def language_of(request: Request[Any, Any, Any]) -> None:
    """Chooses the language of an answer: as the person chose, else as their browser asks."""
    asked = [request.cookies.get("language", "")]
    asked += [
        one.partition(";")[0].strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")
    ]
    speaking.set(next((one for one in asked if one in LANGUAGES), "en"))


def person_of(request: Request[Any, Any, Any]) -> Person | None:
    """Who asks for a page; none for whoever has not come in."""
    return request.scope.get("state", {}).get("person")


def pages_of(person: Person) -> list[list[Listed]]:
    """The pages that somebody may open."""
    alone = ("/accounts", "/tokens")
    return [
        [one for one in group if person.may(one.needs) and not (person.alone and one.address in alone)]
        for group in LISTED
    ]


def templates_of(casebook: Casebook) -> Environment:
    """The environment of the desk's templates."""
    made = environment(
        "muniment.desk",
        casebook_title=casebook.settings.title,
        pages_of=pages_of,
        person_of=person_of,
        sources_of=sources_of,
        context=context,
        language=_language,
    )
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # pyright: ignore[reportAttributeAccessIssue]
    return made


def _language() -> str:
    return speaking.get()


def _gettext(words: str) -> str:
    return words


def _ngettext(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


def sources_of(statements: Sequence[str]) -> str:
    """Where the sentences behind a figure are shown; an address is not endless, so the first of very many."""
    return f"/sources?ids={'+'.join(statements[:MOST_SOURCES])}&all_of={len(statements)}"
