"""EDTF: what the dates of the record cover, and how they compare.

The part of ISO 8601-2 level 1 that Muniment writes: years, months, days, seasons (21–24), unspecified digits
(`199X`, `2021-03-XX`), approximate or uncertain dates (`~ ? %`), and intervals that may be open at one end.
Beyond level 1 it knows `XXXX-03-12`, a day whose year the words do not give; it covers nothing certain.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, TypeAlias

Unit = Literal["day", "month", "season", "year", "decade", "century", "interval", "unknown"]
Bounds: TypeAlias = tuple[date | None, date | None]

DATE = re.compile(
    r"(?P<year>[0-9X]{4})(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12][0-9]|3[01]|XX))?)?"
    r"(?P<mark>[~?%])?"
)
OPEN = ("", "..")
SEASONS = {21: (0, 3, 11), 22: (-1, 12, 26), 23: (0, 3, 11), 24: (-1, 12, 26)}
"""Season → year its first month is in, first month, last month, wide enough for both hemispheres."""

SLACK_DAYS = 3
"""How far an approximate day reaches to each side; an approximate month or year reaches one month or year."""


def valid(edtf: str) -> bool:
    """Whether this is a date that the record may hold."""
    try:
        bounds(edtf)
    except ValueError:
        return False
    return True


@functools.lru_cache(8192)
def bounds(edtf: str) -> Bounds:
    """First and last day that a date may mean; `None` where that end is open or unknown.

    Raises `ValueError` where it is not EDTF of this kind, or the interval runs backwards.
    """
    if "/" not in edtf:
        return _bounds(edtf)
    first, last = edtf.split("/", 1)
    if first in OPEN and last in OPEN:
        raise ValueError(f"an interval without ends: {edtf!r}")
    lower = None if first in OPEN else _bounds(first)[0]
    upper = None if last in OPEN else _bounds(last)[1]
    if lower and upper and lower > upper:
        raise ValueError(f"an interval that runs backwards: {edtf!r}")
    return lower, upper


def overlaps(one: str, other: str) -> bool:
    """Whether two dates may mean the same day; an open or unknown end excludes nothing."""
    lower, upper = bounds(one)
    first, last = bounds(other)
    return not (upper and first and upper < first) and not (last and lower and last < lower)


def within(narrow: str, wide: str) -> bool:
    """Whether every day that one date may mean is a day that the other may mean."""
    lower, upper = bounds(narrow)
    first, last = bounds(wide)
    return (first is None or (lower is not None and first <= lower)) and (
        last is None or (upper is not None and upper <= last)
    )


def days(edtf: str) -> int | None:
    """How many days a date may mean; `None` where it has no first or no last day."""
    lower, upper = bounds(edtf)
    return None if lower is None or upper is None else (upper - lower).days + 1


def precision(edtf: str) -> Unit:
    """What the date is given to: day, month, season, year, decade, century, or an interval."""
    if "/" in edtf:
        return "interval"
    found = _matched(edtf)
    year, month, day = found["year"], found["month"], found["day"]
    if year == "XXXX":
        return "unknown"
    if "X" in year:
        return "decade" if year[:3].isdigit() else "century"
    if month is None or month == "XX":
        return "year"
    if int(month) > 12:
        return "season"
    return "month" if day is None or day == "XX" else "day"


def widest(dates: Iterable[str]) -> str | None:
    """The date that covers most days; an open one is wider than any other, the first wins a tie."""
    found = list(dates)
    return max(found, key=lambda edtf: days(edtf) or date.max.toordinal()) if found else None


def of_day(day: date) -> str:
    """One day."""
    return day.isoformat()


def of_month(year: int, month: int) -> str:
    """One month; `month` may run over into the years before and after."""
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def _matched(edtf: str) -> re.Match[str]:
    found = DATE.fullmatch(edtf)
    if found is None:
        raise ValueError(f"not a date of the record: {edtf!r}")
    return found


def _bounds(edtf: str) -> Bounds:
    found = _matched(edtf)
    written, month, day = found["year"], found["month"], found["day"]
    if written == "XXXX":
        return None, None
    years = int(written.replace("X", "0")) or 1, int(written.replace("X", "9"))
    slack = found["mark"] is not None
    if month is None or month == "XX" or years[0] != years[1]:
        return date(max(1, years[0] - slack), 1, 1), date(years[1] + slack, 12, 31)
    year, number = years[0], int(month)
    if number > 12:
        before, first, last = SEASONS[number]
        return _first(year + before, first), _last(year + before, last)
    if day is None or day == "XX":
        return _first(year, number - slack), _last(year, number + slack)
    exact, reach = date(year, number, int(day)), timedelta(days=SLACK_DAYS * slack)
    return exact - reach, exact + reach


def _first(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _last(year: int, month: int) -> date:
    first = _first(year, month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
