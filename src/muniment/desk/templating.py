"""Templating: what every page of the desk may call, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from litestar import Request

from muniment.account import Scope
from muniment.desk.seat import Person
from muniment.desk.words import telling
from muniment.desk.words.retelling import retold
from muniment.desk.words.speaking import LANGUAGES, gettext, language, ngettext, pgettext
from muniment.desk.words.wording import WORDS
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
        Listed(address="/publishers", name="Publishers"),
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

MOST_SOURCES = 500
"""Statements behind a figure that a page opens."""


def person_of(request: Request[Any, Any, Any]) -> Person | None:
    """Who asks for a page; none for whoever has not come in."""
    return request.scope.get("state", {}).get("person")


def here_of(request: Request[Any, Any, Any]) -> str:
    """The address of the page at hand, to come back to; the first page where it is the answer to a form."""
    query = request.url.query
    return f"{request.url.path}{f'?{query}' if query else ''}" if request.method == "GET" else "/"


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
        here_of=here_of,
        language=language,
        languages=LANGUAGES,
        **WORDS,
        **{
            word.__name__: word for word in (telling.author_name, telling.chain_words, telling.mainly, telling.sentence)
        },
    )
    made.filters["spoken"] = gettext
    made.filters["retold"] = retold
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # pyright: ignore[reportAttributeAccessIssue]
    return made


def sources_of(statements: Sequence[str]) -> str:
    """Where the sentences behind a figure are shown; an address is not endless, so the first of very many."""
    return f"/sources?ids={'+'.join(statements[:MOST_SOURCES])}&all_of={len(statements)}"
