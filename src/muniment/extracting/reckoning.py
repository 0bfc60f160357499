"""What words of time are reckoned from: the day of the report, the days told before, and what is spelled out."""

from __future__ import annotations

import calendar
import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, TypeAlias

from muniment import edtf
from muniment.statement import Basis

YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
DAY = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\da-z])")
WORD = re.compile(r"[a-z]+")


@functools.cache
def lexicon() -> Mapping[str, Any]:
    """The words and forms of `data/en/dates.toml`."""
    return tomllib.loads((files("muniment.data") / "en" / "dates.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a date is read against."""

    anchor: str | None
    """EDTF of the report's publication."""
    ahead: bool = False
    """Whether the clause speaks of what is still to come."""
    story: date | None = None
    """The last day that the words gave, not far above."""
    year: int | None = None
    """The year that the words gave earlier in the paragraph."""

    @property
    def today(self) -> date | None:
        """The day of the report, where it is known to the day."""
        if self.anchor is None or edtf.precision(self.anchor) != "day":
            return None
        return edtf.bounds(self.anchor)[0]

    @property
    def latest(self) -> date | None:
        """The last day that the report may be of."""
        return None if self.anchor is None else edtf.bounds(self.anchor)[1]

    @property
    def month(self) -> tuple[int, int] | None:
        """Year and month of the report, where they are known."""
        latest = self.latest
        if latest is None or self.anchor is None or edtf.precision(self.anchor) not in ("day", "month"):
            return None
        return latest.year, latest.month


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The year, month and day that words spell out; what they leave out is `None`."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


Read: TypeAlias = tuple[str, Basis]


def written(words: str) -> Written:
    """The year, month, day and weekday in the words of one date."""
    lower = words.lower()
    tokens = WORD.findall(lower)
    table = lexicon()
    month = next((table["months"][token] for token in tokens if token in table["months"]), None)
    weekday = next((table["weekdays"][token] for token in tokens if token in table["weekdays"]), None)
    year = YEAR.search(lower)
    day = DAY.search(YEAR.sub(" ", lower))
    number = int(re.sub(r"\D", "", day[0])) if day else None
    if number is None and month is not None:
        number = next((table["ordinals"][token] for token in tokens if token in table["ordinals"]), None)
    return Written(year=int(year[0]) if year else None, month=month, day=number, weekday=weekday)


def number(words: str | None) -> int | None:
    """A small number in digits or in words."""
    if words is None:
        return None
    return int(words) if words.isdigit() else lexicon()["numbers"].get(words.lower())


def resolved(found: Written, moment: Moment) -> Read | None:
    """EDTF of what is written; a missing year is the one that makes it the latest such date not after the report."""
    if found.month is None:
        if found.year is not None:
            return f"{found.year:04d}", "stated"
        return None if found.weekday is None else weekday_near(found.weekday, moment)
    if found.year is not None:
        return checked(f"{found.year:04d}", found)
    if moment.year is not None and moment.story is not None:
        return checked(f"{_nearest(moment.year, moment.story, found):04d}", found, basis="inferred")
    latest = moment.latest
    if latest is None:
        return checked("XXXX", found)
    if moment.ahead:
        year = latest.year + (_start(latest.year, found) < latest.toordinal())
        return checked(f"{_with_day(year, found, 1):04d}", found)
    return checked(f"{_with_day(_not_after(latest, found), found, -1):04d}", found)


def _with_day(year: int, found: Written, step: int) -> int:
    """The year itself, or for a 29 February the next one, forwards or backwards, that has such a day."""
    while (found.month, found.day) == (2, 29) and not calendar.isleap(year):
        year += step
    return year


def _nearest(year: int, story: date, found: Written) -> int:
    """The year of the story above, or the one before or after it that the story runs over into."""
    return min(range(year - 1, year + 2), key=lambda near: abs(_start(near, found) - story.toordinal()))


def _start(year: int, found: Written) -> int:
    month, day = found.month or 1, found.day or 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1])).toordinal()


def _not_after(latest: date, found: Written) -> int:
    return latest.year - (_start(latest.year, found) > latest.toordinal())


def checked(year: str, found: Written, *, basis: Basis = "stated") -> Read | None:
    """Month and day of a year, where the calendar has them."""
    value = f"{year}-{found.month:02d}" + (f"-{found.day:02d}" if found.day else "")
    return (value, basis) if edtf.valid(value) else None


def weekday_near(weekday: int, moment: Moment) -> Read | None:
    """The last such day up to the report's, or the next one where the words look ahead."""
    today = moment.today
    if today is None:
        return None
    back = (today.weekday() - weekday) % 7
    return edtf.of_day(
        today + timedelta(days=(7 - back) % 7) if moment.ahead else today - timedelta(days=back)
    ), "stated"
