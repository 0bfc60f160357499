"""Answering: what programs are told when something went wrong, and which parameters there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec

from muniment.errors import BadChoice, DecisionConflict
from muniment.record import described


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something was not done."""

    error: str = described("what happened, in one sentence")
    hint: str = described("what to do about it; may be empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Why a ruling was not kept: somebody ruled meanwhile."""

    error: str = described("what happened, in one sentence")
    hint: str = described("what to do about it")
    by: str = described("who ruled meanwhile")
    at: str = described("when: ISO 8601, UTC")
    ruling: str = described("what they ruled")


PROBLEMS: Mapping[int, ResponseSpec] = {
    code: ResponseSpec(Problem, generate_examples=False, description=said)
    for code, said in {
        400: "a parameter or a field that cannot be so",
        401: "no token, or none that is open",
        403: "the token may not do that",
        404: "no such thing, or none that the token's account may see",
        413: "more than may be sent at once",
        429: "too often",
    }.items()
}
CONFLICT: Mapping[int, ResponseSpec] = {
    409: ResponseSpec(Conflict, generate_examples=False, description="somebody ruled meanwhile")
}


def problem(error: str, hint: str, status: int, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """What went wrong, for a program."""
    return Response(Problem(error=error, hint=hint), status_code=status, headers=dict(headers or {}))


def conflicting(error: DecisionConflict) -> Response[Any]:
    """Who ruled meanwhile, for a program."""
    said = Conflict(error=str(error), hint=error.hint, by=error.by, at=error.at, ruling=error.ruling)
    return Response(said, status_code=409)


def failing(error: HTTPException) -> Response[Any]:
    """What the framework refused, for a program: a field of a wrong type, an address that there is not."""
    wrong = error.extra if isinstance(error.extra, list) else []
    hint = "; ".join(_wrong(one) for one in wrong[:5] if isinstance(one, dict))
    said = "what was asked cannot be so" if wrong else error.detail.splitlines()[0]
    return problem(said, hint, error.status_code, error.headers)


def _wrong(one: Mapping[str, Any]) -> str:
    return ": ".join(str(one[part]) for part in ("key", "message") if one.get(part))


def known_alone(request: Request[Any, Any, Any]) -> None:
    """Refuses parameters that there are not: a filter that was misspelt must not give everything."""
    handler = request.route_handler
    known = handler.parsed_fn_signature.parameters
    asked = {name for name in known if name not in NEVER and name not in request.path_params}
    given: set[str] = set(request.query_params)
    for name in sorted(given - (asked - handler.resolve_dependencies().keys())):
        allowed = sorted(asked - handler.resolve_dependencies().keys())
        raise BadChoice("parameter", name[:80], hint=f"there are: {', '.join(allowed) or 'none here'}")


NEVER = ("data", "request", "self")
"""Arguments that are no parameters of an address."""
