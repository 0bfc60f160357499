"""Series: how often incidents are told of over time, with exact intervals, beside how much was reported.

The interval is Garwood's for a Poisson count n at 95 percent: the 2.5 percent quantile of a gamma variable of shape n,
and the 97.5 percent quantile of one of shape n + 1 (Garwood 1936, Biometrika 28). The newest window is compared with
all before it by the exact conditional test of two Poisson rates: of the incidents of both, as many fall in the newest
as a binomial share of the days would bring (Przyborowski and Wilenski 1940, Biometrika 31).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from scipy.special import gammainccinv, gammaincinv

from muniment.count import Cell, Series, Window
from muniment.counting.facets import NOT_SAID, window
from muniment.counting.selecting import INCIDENT, Selection
from muniment.counting.slicing import sliced
from muniment.counting.tallies import Ground
from muniment.edtf import bounds
from muniment.errors import BadChoice
from muniment.incident import Incident
from muniment.statement import Statement

Size = Literal["day", "week", "month", "year"]
PER: Mapping[Size, int] = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Days to which a rate is given."""

MOST = 400
"""Windows of one series; more are unreadable, and a longer window says the same."""

ALPHA = 0.05
CAVEAT = (
    "These are incidents told of, not incidents. Reporting itself changes: a rise or a fall may be in what was "
    "reported, or collected, and the newest window is short of what has yet to be told. Read the rates beside the "
    "origins and the reports of each window."
)


def series(
    incidents: Sequence[Incident],
    statements: Mapping[str, Statement],
    ground: Ground,
    *,
    size: Size = "month",
    selection: Selection | None = None,
) -> Series:
    """Incidents of a selection in each window, from the first report, or from `since`, to the newest report.

    Raises `BadChoice` for a window that is none, or for one so short that there are more than 400.
    """
    if size not in PER:
        raise BadChoice("window", size, hint=f"one of {', '.join(PER)}")
    asked = selection or Selection()
    asked = replace(asked, measure=asked.measure or INCIDENT)
    found = sliced(incidents, statements, ground, by=(size, "incident"), selection=asked)
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in found.cells:
        cells[cell.keys[size]].append(cell)
    of_number = {incident.number or incident.id: incident.id for incident in incidents}
    dated = sorted(key for key in cells if NOT_SAID not in key)
    published = sorted(day for report in ground.reports.values() if (day := _day(report.published)))
    spans = list(_spans(dated, published, asked, size)) if dated else []
    windows = tuple(_window(name, days, cells[name], published, statements, ground, size) for name, days in spans)
    inside = {one.period for one in windows}
    p = _compared(windows)
    return Series(
        size=size,
        measure=asked.measure or INCIDENT,
        windows=windows,
        latest=windows[-1].period if p is not None else None,
        p=p,
        differs=None if p is None or p >= ALPHA else "more" if _above(windows) else "fewer",
        earlier=_ids((key for key in dated if key not in inside), cells, of_number),
        undated=_ids((key for key in cells if NOT_SAID in key), cells, of_number),
        caveat=CAVEAT,
    )


def garwood(number: int) -> tuple[float, float]:
    """The exact interval of 95 percent for the mean of a Poisson count."""
    low = float(gammaincinv(number, ALPHA / 2)) if number else 0.0
    return low, float(gammainccinv(number + 1, ALPHA / 2))


def differing(newest: int, before: int, days: int, days_before: int) -> float:
    """The two-sided exact probability of a share as unlikely as this one, were both rates the same."""
    from scipy.stats import binomtest  # slow to import, and asked for only here

    return float(binomtest(newest, newest + before, days / (days + days_before)).pvalue) if newest + before else 1.0


def _compared(windows: Sequence[Window]) -> float | None:
    if len(windows) < 2:
        return None
    *before, newest = windows
    return differing(
        newest.incidents, sum(one.incidents for one in before), newest.days, sum(one.days for one in before)
    )


def _above(windows: Sequence[Window]) -> bool:
    *before, newest = windows
    return newest.incidents * sum(one.days for one in before) > newest.days * sum(one.incidents for one in before)


def _window(
    name: str,
    days: int,
    held: Sequence[Cell],
    published: Sequence[date],
    statements: Mapping[str, Statement],
    ground: Ground,
    size: Size,
) -> Window:
    number = len({cell.keys["incident"] for cell in held})
    low, high = garwood(number)
    ids = tuple(dict.fromkeys(one for cell in held for one in cell.statements))
    return Window(
        period=name,
        days=days,
        incidents=number,
        rate=round(number * PER[size] / days, 2),
        low=round(low * PER[size] / days, 2),
        high=round(high * PER[size] / days, 2),
        origins=len({ground.origin(statements[one]) for one in ids}),
        reports=sum(window(day, size) == name for day in published),
        statements=ids,
    )


def _spans(dated: Sequence[str], published: Sequence[date], asked: Selection, size: Size) -> Iterator[tuple[str, int]]:
    """Each window from the first report, or from what was asked, to the newest report, with the days it was watched."""
    first, last = _start(dated[0]), _start(dated[-1])
    if published:
        first, last = published[0], max(last, published[-1])
    first = (bounds(asked.since)[0] if asked.since else None) or first
    limit = bounds(asked.until)[1] if asked.until else None
    last = min(last, limit) if limit else last
    counted, day, name = 0, _first_day(first, size), ""
    start = day
    while window(day, size) <= window(last, size):
        if window(day, size) != name:
            counted += 1
            if counted > MOST:
                raise BadChoice("window", size, hint="ask for a longer window, or narrow it with --since and --until")
            name, start = window(day, size), day
        following = day + timedelta(days=1)
        if window(following, size) != name:
            whole = not published or published[-1] > day or _start(dated[-1]) > published[-1]
            yield name, ((day if whole else max(last, start)) - start).days + 1
        day = following


def _first_day(day: date, size: Size) -> date:
    while window(day - timedelta(days=1), size) == window(day, size):
        day -= timedelta(days=1)
    return day


def _start(name: str) -> date:
    """The first day of a window, by its name."""
    if "-W" in name:
        year, _, week = name.partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    found = bounds(name)[0]
    return found or date.min


def _day(edtf: str | None) -> date | None:
    """The day of a date that is given to the day."""
    first, last = bounds(edtf) if edtf else (None, None)
    return first if first == last else None


def _ids(keys: Iterator[str], cells: Mapping[str, Sequence[Cell]], of_number: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(of_number[cell.keys["incident"]] for key in keys for cell in cells[key]))
