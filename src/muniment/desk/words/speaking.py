"""Speaking: the languages of the desk itself; reports and what is quoted from them stay as they are."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol
from litestar import Request

LANGUAGES = {"en": "English", "fr": "Français"}
"""Each language by its own name."""

ENGLISH = "en"
"""The language of the code; no catalogue is needed for it."""

COOKIE = "language"

speaking: ContextVar[str] = ContextVar("speaking", default=ENGLISH)
"""The language in which the request at hand is answered."""


async def language_of(request: Request[Any, Any, Any]) -> None:
    """Chooses the language before a page is made; not in a thread, where the choice would be lost."""
    choose(request)


def choose(request: Request[Any, Any, Any]) -> None:
    """Chooses the language of an answer: as the person chose, else as their browser asks."""
    asked = [request.cookies.get(COOKIE, "")]
    asked += [
        one.partition(";")[0].strip()[:2].lower() for one in request.headers.get("accept-language", "").split(",")
    ]
    speaking.set(next((one for one in asked if one in LANGUAGES), ENGLISH))


def language() -> str:
    """The language that is spoken now."""
    return speaking.get()


def gettext(words: str) -> str:
    """Words of the desk in the language that is spoken; those that no catalogue has stay as they are."""
    return _spoken().gettext(words) if words else words


def ngettext(one: str, many: str, number: int) -> str:
    """The same for a number of things."""
    return _spoken().ngettext(one, many, number)


def pgettext(context: str, words: str) -> str:
    """The same for words that mean something else elsewhere."""
    return _spoken().pgettext(context, words)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    """The same for a number of things."""
    return _spoken().npgettext(context, one, many, number)


def numeral(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}" if language() == ENGLISH else format_decimal(number, locale=language())


def pointed(number: str) -> str:
    """A number that was written out, with the decimal sign of the language."""
    return number if language() == ENGLISH else number.replace(".", get_decimal_symbol(language()))


def _spoken() -> NullTranslations:
    return catalogue(speaking.get())


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of a language, with its rules for numbers; English is what the code says."""
    if language == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, messages(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def messages(language: str) -> Catalog:
    """The catalogue of a language as people wrote it."""
    with files("muniment.desk").joinpath(f"locale/{language}.po").open("rb") as written:
        return read_po(written, locale=language)
