"""Paging: long lists a page at a time, in an order that stays the same while rows arrive."""

from __future__ import annotations

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from litestar.params import QueryParameter

from muniment.errors import BadChoice
from muniment.record import described

T = TypeVar("T")

Key: TypeAlias = tuple[str | int, ...]
"""By what a list is in order: something of the row itself, its id last, so that it stands wherever other rows come."""

MOST = 500
"""Rows of a page at the most."""

Limit: TypeAlias = Annotated[int, QueryParameter(ge=1, le=MOST, description="rows of a page at the most")]
Cursor: TypeAlias = Annotated[str, QueryParameter(description="`next` of the page before; none for the first")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some rows of a list, and how to go on."""

    results: Sequence[T] = described("the rows")
    next: str | None = described("`cursor` of the next page; null on the last")
    total: int = described("rows of the whole list as it stands now")


def page_of(keys: Sequence[Key], make: Callable[[Sequence[Any]], Sequence[T]], *, cursor: str, limit: int) -> Page[T]:
    """The rows after a cursor: `keys` in ascending order, of which `make` makes rows by their ids. Raises `BadChoice`."""
    begin = bisect_right(keys, _key(cursor, like=keys[0])) if cursor and keys else 0
    wanted = keys[begin : begin + limit]
    more = begin + limit < len(keys)
    return Page(results=make([key[-1] for key in wanted]), next=_cursor(wanted[-1]) if more else None, total=len(keys))


def _cursor(key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def _key(cursor: str, *, like: Key) -> Key:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        key = tuple(found)
    except (ValueError, TypeError, RecursionError) as error:
        raise _unknown(cursor) from error
    if [type(part) for part in key] != [type(part) for part in like]:
        raise _unknown(cursor)
    return key


def _unknown(cursor: str) -> BadChoice:
    return BadChoice("cursor", cursor[:40], hint="give `next` of the page before, of the same list")
