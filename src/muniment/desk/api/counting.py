"""Counting for programs: tables of any selection, and how often over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from muniment.count import Counts, Series
from muniment.counting.facets import DIMENSIONS
from muniment.desk.api.answering import PROBLEMS
from muniment.desk.seat import Seat
from muniment.record import described

Measure: TypeAlias = Annotated[
    str, QueryParameter(description="a type of statement or a family: harm.death, life; incident for any")
]
Day: TypeAlias = Annotated[str, QueryParameter(description="EDTF: 2021, 2021-03, 2021-03-12")]
Reviewed: TypeAlias = Annotated[
    bool | None, QueryParameter(description="only what a person accepted, or only what nobody has")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of counts."""

    counts: Counts = described("rows, totals, and what stands beside them or was left out")
    current: bool = described("whether it is of the record as it stands; else a newer one is being made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How often incidents are told of, over time."""

    series: Series = described("window by window, the empty ones among them")
    current: bool = described("whether it is of the record as it stands; else a newer one is being made")


@get("/counts", tags=["counts"], responses=PROBLEMS, sync_to_thread=True)
def counts(
    seat: NamedDependency[Seat],
    by: Annotated[
        list[str] | None, QueryParameter(description=f"one dimension or more: {', '.join(DIMENSIONS)}")
    ] = None,
    measure: Measure = "",
    unit: FromQuery[str] = "",
    since: Day = "",
    until: Day = "",
    place: FromQuery[str] = "",
    country: FromQuery[str] = "",
    agent: Annotated[str, QueryParameter(description="name or number of an actor")] = "",
    victim: FromQuery[str] = "",
    origin: FromQuery[str] = "",
    reviewed: Reviewed = None,
) -> Table:
    """A table of counts: ranges, never averages; every cell names its statements."""
    asked = {
        "measure": measure,
        "unit": unit,
        "since": since,
        "until": until,
        "place": place,
        "country": country,
        "agent": agent,
        "victim": victim,
        "origin": origin,
    }
    made = seat.seen.counts(_dimensions(by), _narrowed(asked, reviewed))
    return Table(counts=made.value, current=made.current)


@get("/series", tags=["counts"], responses=PROBLEMS, sync_to_thread=True)
def series(
    seat: NamedDependency[Seat],
    window: FromQuery[Literal["day", "week", "month", "year"]] = "month",
    measure: Measure = "",
    since: Day = "",
    until: Day = "",
    place: FromQuery[str] = "",
    country: FromQuery[str] = "",
    agent: Annotated[str, QueryParameter(description="name or number of an actor")] = "",
    origin: FromQuery[str] = "",
    reviewed: Reviewed = None,
) -> Course:
    """Incidents told of in each window, with exact intervals and how much was reported."""
    asked = {
        "measure": measure,
        "since": since,
        "until": until,
        "place": place,
        "country": country,
        "agent": agent,
        "origin": origin,
    }
    made = seat.seen.series(window, _narrowed(asked, reviewed))
    return Course(series=made.value, current=made.current)


def _dimensions(by: Sequence[str] | None) -> list[str]:
    return [part.strip() for one in by or () for part in one.split(",") if part.strip()]


def _narrowed(asked: Mapping[str, str], reviewed: bool | None) -> dict[str, str | bool]:
    given: dict[str, str | bool] = {name: value for name, value in asked.items() if value}
    return given if reviewed is None else given | {"reviewed": reviewed}


HANDLERS = (counts, series)
