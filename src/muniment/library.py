"""The casebook as a library opens it: the record, with the tables of counts that are asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from muniment import casebook, workflow
from muniment.count import Cell, Counts, Matrix, Series, Window
from muniment.statement import Statement


class Casebook(casebook.Casebook):
    """A casebook that also counts: `with muniment.open("my-casebook") as casebook: casebook.count(by=("month", "type"))`."""

    def count(
        self,
        by: str | Sequence[str] = (),
        *,
        measure: str | None = None,
        unit: str | None = None,
        since: str | None = None,
        until: str | None = None,
        place: str | None = None,
        country: str | None = None,
        agent: str | None = None,
        victim: str | None = None,
        origin: str | None = None,
        reviewed: bool | None = None,
    ) -> Counts:
        """A table of counts over any selection; raises `BadChoice`.

        `by` names its dimensions: year, month, week, day, country, admin1, place, type, act, agent, victim, reviewed,
        incident, origin, publisher. Dates are EDTF; `place` is a name at any level; `agent` a name or a number such as
        KAR-A0002; `origin` the name of an origin or a publisher. Numbers are of the cell's unit, never averaged.
        """
        return workflow.counts_of(
            self,
            by=by.split(",") if isinstance(by, str) and by else tuple(by),
            measure=measure,
            unit=unit,
            since=since,
            until=until,
            place=place,
            country=country,
            agent=agent,
            victim=victim,
            origin=origin,
            reviewed=reviewed,
        )

    def series(
        self,
        window: Literal["day", "week", "month", "year"] = "month",
        *,
        measure: str | None = None,
        since: str | None = None,
        until: str | None = None,
        place: str | None = None,
        country: str | None = None,
        agent: str | None = None,
        origin: str | None = None,
        reviewed: bool | None = None,
    ) -> Series:
        """Incidents in each window, with exact intervals and how much was reported; raises `BadChoice`."""
        return workflow.series_of(
            self,
            window,
            measure=measure,
            since=since,
            until=until,
            place=place,
            country=country,
            agent=agent,
            origin=origin,
            reviewed=reviewed,
        )

    def coverage(self) -> Counts:
        """Which origin tells of which place and month."""
        return workflow.coverage_of(self)

    def matrix(self) -> Matrix:
        """Which origin tells of which incident."""
        return workflow.matrix_of(self)

    def sources(self, cell: Cell | Window) -> Iterator[Statement]:
        """The statements behind a cell, opened one by one."""
        return (self.statement(one) for one in cell.statements)
