"""Slicing: a table of counts over any selection, by time, place, type, agent, victims, origin and review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from muniment.count import Cell, Counts
from muniment.counting.attributing import UNKNOWN, agents
from muniment.counting.facets import (
    DIFFER,
    FACETS,
    NOT_SAID,
    OVERLAPPING,
    period_of,
    span,
)
from muniment.counting.ranges import apart, is_occasion, least
from muniment.counting.selecting import (
    INCIDENT,
    Selection,
    check,
    measured,
    of_origin,
    of_review,
    outside,
    stands_apart,
)
from muniment.counting.tallies import Ground, Tally, added, spread, standpoints, tallies, told_of
from muniment.incident import Incident
from muniment.statement import Statement
from muniment.taxonomy import types

UNDATED = "no date within 45 days: it may be of a whole war, or repeat another row"
SHARE = "a share of another row"
REPEATED = "one incident is in several rows"

Key = tuple[tuple[str, ...], str, str, str]
"""Values of the dimensions, measure, unit, and why the row is not added."""


def sliced(
    incidents: Sequence[Incident],
    statements: Mapping[str, Statement],
    ground: Ground,
    *,
    by: Sequence[str] = (),
    selection: Selection | None = None,
) -> Counts:
    """The table of a selection by these dimensions; raises `BadChoice`.

    A row's range is the sum of the lows and of the highs of its incidents. Figures of incidents that no voice dates
    to an occasion stand in rows of their own and are not added; aggregates and running totals stand apart.
    """
    asked = selection or Selection()
    check(by, asked)
    rows: dict[Key, list[Tally]] = defaultdict(list)
    left_out: dict[str, list[str]] = defaultdict(list)
    for incident in incidents:
        for why, key, tally in _placed(incident, statements, ground, by, asked):
            if why:
                left_out[why].append(incident.id)
            else:
                rows[key].append(tally)
    cells = [
        _cell(number, by, key, rows[key], ground, asked) for number, key in enumerate(sorted(rows, key=_order), start=1)
    ]
    if "agent" in by:
        cells = _with_shares(cells)
    kept = {
        one.id: one for one in statements.values() if of_origin(one, asked, ground) and of_review(one, asked, ground)
    }
    return Counts(
        by=tuple(by),
        asked=asked.said(),
        cells=tuple(cells),
        totals=tuple(_totals(rows, ground, asked)),
        apart=tuple(
            count
            for count in apart(kept.values(), ground)
            if stands_apart(count.measure, count.unit, kept[count.statements[0]], asked)
        ),
        left_out={why: tuple(dict.fromkeys(held)) for why, held in left_out.items()},
        notes=tuple(_notes(by, cells, rows, ground)),
    )


def _placed(
    incident: Incident, statements: Mapping[str, Statement], ground: Ground, by: Sequence[str], asked: Selection
) -> Iterator[tuple[str, Key, Tally]]:
    """Each figure of an incident with the row it belongs to; or why it is left out, where it might belong."""
    told = list(told_of(incident, statements))
    kept = [one for one in told if of_origin(one, asked, ground) and of_review(one, asked, ground)]
    for names, subset in _subsets(kept, by, ground):
        own = {one.id: one for one in subset}
        for tally in [*tallies(incident, own, ground), *_acts(incident, subset, asked, by)]:
            # Where, when and by whom is asked of all that is told of the incident, whoever tells it.
            tally = replace(tally, told=told)
            if not measured(tally, asked) or (tally.group is not None and "victim" not in by and not asked.victim):
                continue
            why = outside(tally, asked, ground)
            if why is None:
                continue
            values = tuple(names[name] if name in names else FACETS[name](tally, ground) for name in by)
            yield why, (values, tally.measure, tally.unit, _not_added(tally, by)), tally


def _subsets(
    told: Sequence[Statement], by: Sequence[str], ground: Ground
) -> Iterator[tuple[Mapping[str, str], Sequence[Statement]]]:
    """The statements in parts, one for each origin or publisher where the table is by them; else all."""
    parts: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    dimensions = [name for name in by if name in OVERLAPPING]
    for one in told:
        parts[tuple(OVERLAPPING[name](one, ground) for name in dimensions)].append(one)
    for values, held in parts.items():
        yield dict(zip(dimensions, values, strict=True)), held


def _acts(incident: Incident, told: Sequence[Statement], asked: Selection, by: Sequence[str]) -> Iterator[Tally]:
    """The incident itself, counted once; by type, once for each type of act told of it; not by victims, who are people."""
    if "victim" in by or asked.victim:
        return
    acts: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        if one.kind == "act":
            acts[one.type].append(one)
    if asked.measure in (None, INCIDENT) and "type" not in by and told:
        yield Tally(incident=incident, told=told, measure=INCIDENT, unit=INCIDENT, behind=told)
    elif asked.measure != INCIDENT:
        for code, held in acts.items():
            yield Tally(incident=incident, told=told, measure=code, unit=INCIDENT, behind=held)


# Rows


def _not_added(tally: Tally, by: Sequence[str]) -> str:
    if set(by) & set(OVERLAPPING):
        return REPEATED
    if tally.group is not None:
        return SHARE
    if "type" in by and tally.unit == INCIDENT:
        return REPEATED
    return "" if tally.unit == INCIDENT or is_occasion(period_of(tally)) else UNDATED


def _order(key: Key) -> tuple[object, ...]:
    """Known values before those that nobody says, harms before acts, what is added before what is not."""
    values, measure, unit, why = key
    known = ((NOT_SAID in value or value == UNKNOWN, value in types() and unit == INCIDENT, value) for value in values)
    return (*known, unit, measure, why)


def _cell(row: int, by: Sequence[str], key: Key, held: Sequence[Tally], ground: Ground, asked: Selection) -> Cell:
    values, measure, unit, why = key
    keys = dict(zip(by, values, strict=True))
    figured = [tally for tally in held if tally.standpoints or unit == INCIDENT]
    ranges = [tally.range for tally in figured]
    low, best, high = _summed(ranges, why) if unit != INCIDENT else (None, len(figured), None)
    checked = [_reviewed_range(tally, ground) for tally in figured] if unit != INCIDENT else []
    reviewed = _summed([one for one in checked if one != (None, None, None)], why)
    behind = [one for tally in held for one in tally.behind]
    return Cell(
        row=row,
        keys=keys,
        measure=measure,
        unit=unit,
        incidents=len({tally.incident.id for tally in figured}),
        silent=len({tally.incident.id for tally in held} - {tally.incident.id for tally in figured}),
        low=low,
        best=best,
        high=high,
        open=sum(one[2] is None for one in ranges) if unit != INCIDENT else 0,
        reviewed_low=reviewed[0],
        reviewed_high=reviewed[2],
        origins=len({ground.origin(one) for one in behind}),
        named=sum(len(tally.named) for tally in figured) if unit != INCIDENT else 0,
        period=span([period for tally in figured if (period := period_of(tally))]),
        place=next(
            (keys[name] for name in ("place", "admin1", "country") if name in keys), asked.place or asked.country
        ),
        as_of=max((ground.published(one) for one in behind), default="") or None,
        added=not why,
        why=why,
        statements=tuple(dict.fromkeys(one.id for one in behind)),
    )


def _summed(
    ranges: Sequence[tuple[int | None, int | None, int | None]], why: str
) -> tuple[int | None, int | None, int | None]:
    """Sums of lows, bests and highs. Undated figures may repeat one another: their low is the greatest of them."""
    lows = [low for low, _, _ in ranges if low is not None]
    low = max(lows, default=None) if why == UNDATED else least(lows)
    return low, None if why == UNDATED else added(best for _, best, _ in ranges), added(high for _, _, high in ranges)


def _reviewed_range(tally: Tally, ground: Ground) -> tuple[int | None, int | None, int | None]:
    accepted = [one for one in tally.behind if one.id in ground.reviewed]
    return spread(standpoints(accepted, tally.unit, ground)) if accepted else (None, None, None)


def _totals(rows: Mapping[Key, Sequence[Tally]], ground: Ground, asked: Selection) -> Iterator[Cell]:
    """For each measure and unit, all rows that add up."""
    summed: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for (_, measure, unit, why), held in rows.items():
        if not why:
            summed[unit, measure] += held
    for number, (unit, measure) in enumerate(sorted(summed), start=1):
        yield _cell(number, (), ((), measure, unit, ""), summed[unit, measure], ground, asked)


def _with_shares(cells: Sequence[Cell]) -> list[Cell]:
    """Rows by agent with their percent of the incidents; the unknown are in it, so that no share looks too large."""

    def whole(cell: Cell) -> tuple[object, ...]:
        return (cell.measure, cell.unit, cell.why, *(value for name, value in cell.keys.items() if name != "agent"))

    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for cell in cells:
        sums[whole(cell)] += cell.incidents + cell.silent
    return [
        replace(
            cell,
            share=round(100 * (cell.incidents + cell.silent) / sums[whole(cell)], 1) if sums[whole(cell)] else None,
        )
        for cell in cells
    ]


def _notes(
    by: Sequence[str], cells: Sequence[Cell], rows: Mapping[Key, Sequence[Tally]], ground: Ground
) -> Iterator[str]:
    """What a reader must know of this table."""
    if overlapping := [name for name in by if name in OVERLAPPING]:
        yield f"Rows by {' and '.join(overlapping)} overlap: several tell of one incident, so these rows do not add up."
    if any(cell.why == UNDATED for cell in cells):
        yield (
            "Rows marked as not added hold figures that no voice dates to within 45 days. They may be of a whole war, or "
            "repeat a dated row; their low is the greatest single low, and they are in no total."
        )
    if any(cell.why == SHARE for cell in cells):
        yield "“Among others” is a share of a greater figure: those people are in another row already."
    if "agent" in by:
        every = {tally.incident.id: tally for held in rows.values() for tally in held}
        nobody = sum(not agents(tally, ground) for tally in every.values())
        yield f"No voice names an agent in {nobody} of {len(every)} incidents ({100 * nobody / max(1, len(every)):.0f}%)."
    if any(DIFFER in value for cell in cells for value in cell.keys.values()):
        yield "“A / B (voices differ)” is one incident on which voices differ; it is in no row of A or of B alone."
    if any(cell.open for cell in cells):
        yield "A range without an upper end holds an incident of which voices say “at least”, or only name the victims."
    if any(cell.unit == INCIDENT for cell in cells):
        yield "Incidents are as linked: two tellings that could not be joined are two."
