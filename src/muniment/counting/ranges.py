"""Ranges: what each origin stands by, per incident and over all of them; sub-counts are never added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from muniment.count import Count
from muniment.counting.facets import period_of, span
from muniment.counting.tallies import Ground, Tally, added, spread, standpoint, tallies, told_of
from muniment.edtf import days
from muniment.incident import Incident
from muniment.record import digest
from muniment.statement import Figure, Statement

__all__ = ["Ground", "apart", "count", "in_total", "is_occasion", "least", "per_incident", "spread"]

PER_INCIDENT = (
    "low is the least and high the greatest of the last figures that each origin stands by; best only where two "
    "independent origins agree; an origin that names victims and gives no figure stands by at least that many"
)
IN_TOTAL = (
    "sums of the lows and highs of incidents dated to within 45 days; undated figures, and aggregate, cumulative and "
    "rate figures, are not added"
)
OCCASION = 45
"""Days within which an incident must be dated for its figure to be added."""

CUMULATIVE = "the latest figure of a running total; it replaces the earlier ones and is not added to incidents"
AGGREGATE = "a figure over many incidents, as one voice gives it; not added to incidents"


def per_incident(incident: Incident, statements: Mapping[str, Statement], ground: Ground) -> list[Count]:
    """The counts of one incident, one for each kind of harm and unit."""
    found = tallies(incident, statements, ground)
    return [_count(tally, ground) for tally in found if tally.standpoints and tally.group is None]


def _count(tally: Tally, ground: Ground) -> Count:
    low, best, high = tally.range
    return Count(
        id=digest(Count.PREFIX, tally.incident.id, tally.measure, tally.unit),
        measure=tally.measure,
        unit=tally.unit,
        low=low,
        best=best,
        high=high,
        scope="incident",
        over="incident",
        incident=tally.incident.id,
        period=period_of(tally),
        place=next((place.value for one in (*tally.behind, *tally.told) for place in one.places()), None),
        as_of=max((ground.published(harm) for harm in tally.behind), default="") or None,
        rule=PER_INCIDENT,
        origins=len(tally.standpoints),
        standpoints=tuple(tally.standpoints),
        statements=tuple(harm.id for harm in tally.behind),
        named=len(tally.named),
        reviewed=all(harm.id in ground.reviewed for harm in tally.behind),
        run=ground.run,
    )


def is_occasion(period: str | None) -> bool:
    """Whether a date is near enough to one occasion for its figure to be added."""
    return period is not None and (days(period) or OCCASION + 1) <= OCCASION


def in_total(counts: Iterable[Count], incidents: int, ground: Ground) -> list[Count]:
    """Over all incidents that are dated to an occasion: for each measure and unit, sums of lows and highs.

    A figure without a date is not added: it may be of a whole war, and repeat what is dated elsewhere.
    """
    dated = [count for count in counts if is_occasion(count.period)]
    ordered = sorted(dated, key=lambda count: (count.measure, count.unit))
    found: list[Count] = []
    for (measure, unit), group in groupby(ordered, key=lambda count: (count.measure, count.unit)):
        each = list(group)
        found.append(
            Count(
                id=digest(Count.PREFIX, "total", measure, unit),
                measure=measure,
                unit=unit,
                low=least(count.low for count in each),
                best=None,
                high=added(count.high for count in each),
                scope="incident",
                over="selection",
                period=span([count.period for count in each if count.period]),
                as_of=max((count.as_of or "" for count in each), default="") or None,
                rule=f"{IN_TOTAL}; {len(each)} of {incidents} incidents give such a figure",
                origins=len({one.origin for count in each for one in count.standpoints}),
                statements=tuple(dict.fromkeys(statement for count in each for statement in count.statements)),
                named=sum(count.named for count in each),
                reviewed=all(count.reviewed for count in each),
                run=ground.run,
            )
        )
    return found


def least(lows: Iterable[int | None]) -> int | None:
    """The sum of the lows that are given; none where none is. An incident without one adds nothing, and is not zero."""
    known = [low for low in lows if low is not None]
    return sum(known) if known else None


def apart(statements: Iterable[Statement], ground: Ground) -> list[Count]:
    """Aggregate, cumulative and rate figures: each stands for itself; the latest of a running total replaces the earlier."""
    series: dict[tuple[str, ...], tuple[Statement, Figure]] = {}
    for statement in sorted(statements, key=lambda one: (ground.published(one), one.trigger.start)):
        if not statement.countable or statement.kind != "harm":
            continue
        for figure in statement.figures():
            if figure.scope in ("aggregate", "cumulative", "rate"):
                series[_series(statement, figure, ground)] = (statement, figure)
    return [_apart(statement, figure, ground) for statement, figure in series.values()]


def _series(statement: Statement, figure: Figure, ground: Ground) -> tuple[str, ...]:
    """What makes two running totals one series: measure, unit, voice and beginning; other figures stand alone."""
    if figure.scope != "cumulative":
        return (statement.id, str(figure.start))
    begins = next((date.value.split("/")[0] for date in statement.dates()), "")
    return (statement.type, figure.unit, ground.origin(statement), begins)


def _apart(statement: Statement, figure: Figure, ground: Ground) -> Count:
    return Count(
        id=digest(Count.PREFIX, statement.id, figure.start),
        measure=statement.type,
        unit=figure.unit,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        scope=figure.scope,
        over="selection",
        period=span([date.value for date in statement.dates()]),
        place=next((place.value for place in statement.places()), None),
        as_of=ground.published(statement) or None,
        rule=CUMULATIVE if figure.scope == "cumulative" else AGGREGATE,
        origins=1,
        standpoints=(standpoint(ground.origin(statement), statement, [figure]),),
        statements=(statement.id,),
        reviewed=statement.id in ground.reviewed,
        run=ground.run,
    )


def count(incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground) -> list[Count]:
    """Every count of a casebook: of each incident, in total, and the figures that stand apart."""
    each = [found for incident in incidents for found in per_incident(incident, statements, ground)]
    return [
        *each,
        *in_total(each, len(incidents), ground),
        *apart(statements.values(), ground),
        _incidents(incidents, statements, ground),
    ]


def _incidents(incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground) -> Count:
    return Count(
        id=digest(Count.PREFIX, "incidents"),
        measure="incident",
        unit="incident",
        low=None,
        best=len(incidents),
        high=None,
        scope="aggregate",
        over="selection",
        as_of=max((report.published or "" for report in ground.reports.values()), default="") or None,
        rule="incidents as linked; two tellings that could not be joined count as two",
        origins=len({ground.origin(one) for incident in incidents for one in told_of(incident, statements)}),
        statements=tuple(incident.statements[0] for incident in incidents),
        run=ground.run,
    )
