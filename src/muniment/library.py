"""The casebook as a library opens it: the record, with the counts and the notice that are asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from muniment import casebook, workflow
from muniment.count import Cell, Counts, Estimate, Matrix, Series, Window
from muniment.counting.estimation.asked import Asked
from muniment.notice import Notice
from muniment.reviewing.agreeing import Agreement
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
            by=_names(by),
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

    def estimate(
        self,
        by: str | Sequence[str] = (),
        *,
        lists: Sequence[str] = (),
        never: Iterable[Iterable[str]] = (),
        unit: Literal["incident", "person"] = "incident",
        measure: str = "harm.death",
        models: Sequence[Literal["latent_class", "graphs", "log_linear", "chao"]] = (),
        level: float = 0.95,
        draws: int = 10_000,
        seed: int = 1,
    ) -> list[Estimate]:
        """How many incidents there were in all, or victims, from which origins tell of which; of the whole, then strata.

        Kept in the casebook in place of those before, for the next dossier. `lists` names origins, else those that have
        most; `never` sets of them that could share nothing; `measure` is the harm, for `person`; `draws` are kept of
        each of four chains. Raises `BadChoice` and `UnusableLists`.
        """
        asked = workflow.Wanted(
            by=_names(by),
            lists=tuple(lists),
            never=tuple(tuple(one) for one in never),
            unit=unit,
            measure=measure,
            models=tuple(models) or workflow.Wanted().models,
            asked=Asked(level=level, seed=seed, keep=draws),
        )
        workflow.estimate(self, asked)
        return self.estimates()

    def notice(
        self, actor: str, of: str | Sequence[str] = (), *, since: str | None = None, until: str | None = None
    ) -> Notice:
        """What an actor was told and showed, what was public, and what happened after, as voices say; never that it knew.

        `actor` is a name or a number such as KAR-A0002; `of` types or families of harm or act, such as `life` or
        `access.medical_denial`; dates are EDTF. Raises `UnknownActor` and `BadChoice`.
        """
        return workflow.notice_of(self, actor, of=_names(of), since=since, until=until)

    def estimates(self) -> list[Estimate]:
        """The estimates that were last asked for; none where the record has changed since."""
        return list(self.derived(Estimate, "estimate")) if self.current("estimate") else []

    def agreement(self) -> list[Agreement]:
        """How far people agree who read the same statements independently: Krippendorff's alpha and percent, by what they rule on."""
        return workflow.agreement_in(self)

    def sources(self, cell: Cell | Window) -> Iterator[Statement]:
        """The statements behind a cell, opened one by one."""
        return (self.statement(one) for one in cell.statements)


def _names(by: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in by.split(",") if part.strip()) if isinstance(by, str) else tuple(by)
