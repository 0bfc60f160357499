"""Forms as pages send them: every field with all that was said in it; and what a browser keeps of what was said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body

Form: TypeAlias = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


def fields(form: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Field → what was said in it, once or several times."""
    return {name: [str(one) for one in said] if isinstance(said, list) else [str(said)] for name, said in form.items()}


def said_in(form: Mapping[str, Any], name: str) -> str:
    """What was said in a field, without spaces around it; empty where nothing was."""
    return typed_in(form, name).strip()


def typed_in(form: Mapping[str, Any], name: str) -> str:
    """What was typed in a field, to the letter: a password may begin or end with a space."""
    return next(iter(fields(form).get(name, ())), "")


REMEMBERED = 400 * 24 * 3600
"""Seconds for which a browser keeps what a cookie says."""


def remembered(request: Request[Any, Any, Any], key: str, value: str) -> Cookie:
    """A cookie by which the browser of a person says something again when they come back; no script reads it."""
    secure = request.url.scheme == "https"
    return Cookie(key=key, value=value, max_age=REMEMBERED, httponly=True, samesite="strict", secure=secure)


WITHIN = re.compile(r"/(?![/\\])[\w\-./?=&+%#~:,;@!$*()]*")
"""A page of the desk: never `//elsewhere`, nor `/\\elsewhere`."""


def back_to(form: Mapping[str, Any], otherwise: str) -> str:
    """Where a form says that its page was, if that is at this desk; else another address."""
    back = said_in(form, "back")
    return back if WITHIN.fullmatch(back) else otherwise
