"""Questions: what a page was asked in its address, and the addresses of the same question with some of it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request

from muniment.errors import BadChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page and what was asked of it; fields without an answer are left out."""

    path: str
    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, otherwise: str = "") -> str:
        """What was said in a field, the first where it was said several times."""
        return next((said for field, said in self.fields if field == name), otherwise)

    def every(self, name: str) -> list[str]:
        """All that was said in a field."""
        return [said for field, said in self.fields if field == name]

    def to(self, path: str = "", /, *, keep: Sequence[str] | None = None, **changed: str | Sequence[str]) -> str:
        """The address of this question with fields changed, or taken out where they are empty; `keep` drops all others."""
        fields = [(name, said) for name, said in self.fields if name not in changed and (keep is None or name in keep)]
        for name, said in changed.items():
            fields += [(name, one) for one in ([said] if isinstance(said, str) else said) if one]
        return (path or self.path) + (f"?{urlencode(fields)}" if fields else "")

    @property
    def page(self) -> int:
        """Which page of a long list is asked for, from 1; raises `BadChoice`."""
        said = self.get("page", "1")
        if not (said.isascii() and said.isdigit()) or not 0 < int(said) < 10**6:
            raise BadChoice("page", said, hint="a number from 1")
        return int(said)


def asked(request: Request[Any, Any, Any]) -> Question:
    """The question that a page is asked."""
    fields = tuple((name, said.strip()) for name, said in request.query_params.multi_items() if said.strip())
    return Question(path=request.url.path, fields=fields)
