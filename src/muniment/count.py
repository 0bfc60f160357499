"""Count: a range of numbers with its unit, scope, rule and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from muniment.record import described
from muniment.statement import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """The last figure that one origin stands by."""

    origin: str = described("id of the Origin, or of the voice where several reports quote one")
    voice: str = described("the innermost voice")
    low: int | None = described("its least")
    best: int | None = described("its number")
    high: int | None = described("its most")
    statement: str = described("id of the Statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Low, best and high of one thing, over one period and place, by one rule."""

    PREFIX: ClassVar[str] = "ct"

    id: str = described("digest of what is counted, over what")
    measure: str = described("type of statement counted: harm.death, liberty.arrest")
    unit: str = described("person, incident, statement, dwelling …")
    low: int | None = described("the least that an origin stands by")
    best: int | None = described("only where two independent origins agree exactly, or a person picked it")
    high: int | None = described("the most that an origin stands by; none where one says only `at least`")
    scope: Scope = described("what kind of figure it is")
    over: Literal["incident", "selection"] = described("one incident, or many")
    incident: str | None = described("id of the Incident, for one", default=None)
    period: str | None = described("EDTF", default=None)
    place: str | None = described("where, in words", default=None)
    as_of: str | None = described("EDTF date of the newest report counted", default=None)
    rule: str = described("how it was reached, in one sentence")
    origins: int = described("number of independent origins")
    standpoints: tuple[Standpoint, ...] = described("who says which end", default=())
    statements: tuple[str, ...] = described("ids of the statements counted", default=())
    named: int = described("victims known by name, beside the figure", default=0)
    reviewed: bool = described("whether a person accepted every statement counted", default=False)
    run: str = described("id of the Run", default="")
