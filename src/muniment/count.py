"""Count: a range of numbers with its unit, scope, rule and sources; and many of them in a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from muniment.record import as_csv, as_json, described, guarded
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of a table of counts: what it is of, its range, and the statements behind it."""

    row: int = described("its number in the table, from 1")
    keys: Mapping[str, str] = described("dimension → value; `not said` where no voice says")
    measure: str = described("type of statement counted: harm.death, life.attack; incident for any")
    unit: str = described("person, incident, dwelling …; never mixed")
    incidents: int = described("incidents behind the range, those without a figure left out")
    silent: int = described("incidents that tell of it and give no figure", default=0)
    low: int | None = described("sum of the least of each incident; the greatest of them where the row is not added")
    best: int | None = described("sum of what origins agree on; empty unless every incident has such a figure")
    high: int | None = described("sum of the most of each incident; empty where one of them is open")
    open: int = described("incidents whose figures have no upper end: at least 54, or names alone", default=0)
    reviewed_low: int | None = described("the same, from the statements alone that a person accepted", default=None)
    reviewed_high: int | None = described("the same, from the statements alone that a person accepted", default=None)
    origins: int = described("number of independent origins")
    named: int = described("victims known by name, beside the figure", default=0)
    share: float | None = described(
        "percent of the incidents of the same measure, unit and other keys; only in tables by agent", default=None
    )
    scope: Scope = described("what kind of figures they are; those of other kinds stand apart", default="incident")
    period: str | None = described("EDTF: from the first day of its dated incidents to the last", default=None)
    place: str | None = described("where, as its keys say or as was asked; empty for everywhere", default=None)
    as_of: str | None = described("EDTF date of the newest report counted", default=None)
    added: bool = described("whether the row is part of the total", default=True)
    why: str = described("why the row is not added", default="")
    statements: tuple[str, ...] = described("ids of the statements behind the range", default=())

    def plain(self) -> dict[str, Any]:
        """The cell as one flat row: its keys first, then its own columns; statement ids in one text."""
        own = {name: value for name, value in as_json(self).items() if name not in ("row", "keys", "statements")}
        if "type" in self.keys:  # the same, under the name that was asked for
            del own["measure"]
        return {"row": self.row, **self.keys, **own, "statements": " ".join(self.statements)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A table of counts: its rows, what it adds up to, and what stands beside it or was left out."""

    by: tuple[str, ...] = described("its dimensions, in order")
    asked: Mapping[str, str] = described("what the selection was narrowed to", default_factory=dict)
    cells: tuple[Cell, ...] = described("the rows")
    totals: tuple[Cell, ...] = described("for each measure and unit, over the rows that add up")
    apart: tuple[Count, ...] = described(
        "aggregate, cumulative and rate figures of the selection; never added", default=()
    )
    left_out: Mapping[str, tuple[str, ...]] = described(
        "why incidents are not in the selection though they might be → their ids", default_factory=dict
    )
    notes: tuple[str, ...] = described("what a reader must know, one sentence each", default=())

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def rows(self) -> list[dict[str, Any]]:
        """The cells as flat rows, for a data frame."""
        return [cell.plain() for cell in self.cells]

    def csv(self) -> str:
        """The rows as CSV with a header; every row names its statements."""
        own = [name for name in Cell.__dataclass_fields__ if name not in ("row", "keys")]
        if "type" in self.by:
            own.remove("measure")
        return as_csv(self.rows(), ["row", *self.by, *own])

    def json(self) -> str:
        """The whole table, with totals, what stands apart, and what was left out."""
        return json.dumps(as_json(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many are on just these lists."""

    lists: tuple[str, ...] = described("names of the lists that have them, and no other has")
    number: int = described("how many, in the unit of the Estimate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What one model makes of the lists: an interval, or why there is none."""

    name: Literal["latent_class", "graphs", "log_linear", "chao"] = described("which model")
    low: int | None = described("lower end of the interval for the whole number", default=None)
    best: int | None = described("median, or maximum likelihood; never given without its interval", default=None)
    high: int | None = described("upper end of the interval", default=None)
    level: float = described("probability or confidence of the interval", default=0.95)
    refused: str = described("why this model gives no number", default="")
    percentiles: tuple[int, ...] = described("1st to 99th of the posterior, where there is one", default=())
    detail: tuple[str, ...] = described("dependences that it chose, its rivals, how it was drawn", default=())
    rivals: tuple[int, ...] = described("numbers of the models that fit nearly as well, its own among them", default=())
    rhat: float | None = described("split R-hat of the chains, where there are any", default=None)
    effective: float | None = described("independent draws that the chains are worth", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How many there were in all, recorded or not, as several models estimate it from how lists overlap."""

    PREFIX: ClassVar[str] = "es"

    id: str = described("digest of what is estimated, from which lists")
    measure: str = described("what is on the lists: harm.death, incident")
    unit: str = described("person, incident")
    stratum: str = described("the part of the whole it is of, such as `region=North`; empty for the whole", default="")
    documented: int = described("how many are on at least one list; a count, and no estimate")
    documented_low: int = described("the least, where matching the lists was uncertain")
    documented_high: int = described("the most")
    lists: tuple[str, ...] = described("names of the lists")
    never: tuple[str, ...] = described("lists that a person declared unable to overlap, as `A+B`", default=())
    overlaps: tuple[Overlap, ...] = described("every combination of lists that has somebody")
    models: tuple[Model, ...] = described("what each model makes of it; they are never averaged")
    meaning: str = described("what it says, in plain words")
    assumes: tuple[str, ...] = described("what must hold for it to be true")
    cautions: tuple[str, ...] = described("what speaks against relying on it", default=())
    clusterings: int = described("ways of matching the lists that it was made over", default=1)
    seed: int = described("of the random draws; the same seed gives the same numbers", default=0)
    run: str = described("id of the Run", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One window of a series: how many incidents, at what rate, and how much was reported meanwhile."""

    period: str = described("2021-03 for a month, 2021-W10 for a week, a day or a year")
    days: int = described("how long it was watched: up to the newest report, in the last window")
    incidents: int = described("dated to it by their voices")
    rate: float = described("incidents per day, week of 7, month of 30 or year of 365 days")
    low: float = described("lower end of the exact Poisson (Garwood) interval of 95 percent")
    high: float = described("upper end of it")
    origins: int = described("independent origins that tell of these incidents")
    reports: int = described("reports published in the window, of whatever they tell")
    statements: tuple[str, ...] = described("ids of the statements behind the number", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How often incidents are told of, window by window, and whether the newest differs from those before it."""

    size: Literal["day", "week", "month", "year"] = described("how long a window is")
    measure: str = described("type of statement; incident for any")
    windows: tuple[Window, ...] = described("in order of time, the empty ones among them", default=())
    latest: str | None = described("period of the newest window; empty where there is nothing before it", default=None)
    p: float | None = described(
        "exact conditional binomial test of the newest window against all before it", default=None
    )
    differs: Literal["more", "fewer"] | None = described("which way it differs, where p is below 0.05", default=None)
    earlier: tuple[str, ...] = described("ids of incidents before the first report; not in the series", default=())
    undated: tuple[str, ...] = described("ids of incidents that are not dated to one window", default=())
    caveat: str = described("what must be said beside any rate")

    def rows(self) -> list[dict[str, Any]]:
        """The windows as flat rows."""
        return [as_json(one) | {"statements": " ".join(one.statements)} for one in self.windows]

    def csv(self) -> str:
        """The windows as CSV with a header."""
        return as_csv(self.rows(), list(Window.__dataclass_fields__))

    def json(self) -> str:
        """The whole series."""
        return json.dumps(as_json(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Which origin tells of which incident: what others need to estimate from."""

    origins: tuple[str, ...] = described("names of the origins that tell of two incidents or more, most first")
    told: Mapping[str, tuple[str, ...]] = described("number of an incident → the names of the origins that tell of it")

    def csv(self) -> str:
        """A row for each incident, 1 where an origin tells of it; `other` is how many tell of this one alone."""
        column = {name: place for place, name in enumerate(self.origins)}
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(["incident", *map(guarded, self.origins), "other"])
        for incident, names in self.told.items():
            ones = [0] * len(column)
            for name in names:
                if name in column:
                    ones[column[name]] = 1
            writer.writerow([guarded(incident), *ones, sum(name not in column for name in names)])
        return written.getvalue()
