"""Words of time become EDTF: what each form of date means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from muniment import edtf
from muniment.extracting.reckoning import (
    Moment,
    Read,
    Written,
    checked,
    lexicon,
    number,
    resolved,
    weekday_near,
    written,
)

Groups: TypeAlias = Mapping[str, str | None]
Reader: TypeAlias = Callable[[Groups, Moment], Read | None]
DAYS_OF = {"day": 1, "night": 1, "week": 7}


def absolute(groups: Groups, moment: Moment) -> Read | None:
    """A date that is spelled out: "12 March 2021", "March", "2020"."""
    return resolved(written(groups["words"] or ""), moment)


def iso(groups: Groups, _: Moment) -> Read | None:
    """A day as ISO 8601 writes it."""
    value = groups["iso"] or ""
    return (value, "stated") if edtf.valid(value) else None


def numeric(groups: Groups, _: Moment) -> Read | None:
    """ "25/03/2021"; where day and month could be either, the words give no more than the year."""
    one, two, year = int(groups["one"] or 0), int(groups["two"] or 0), int(groups["year"] or 0)
    if one != two and max(one, two) <= 12:
        return f"{year:04d}", "stated"
    day, month = max(one, two), min(one, two)
    value = f"{year:04d}-{month:02d}-{day:02d}"
    return (value, "stated") if edtf.valid(value) else None


LISTED = re.compile(
    r"(?![Ff]rom|[Bb]etween|[Nn]ights?)(?!.*(?:\b(?:to|until|till|through)\b|[-–—])).*\band\b", re.DOTALL
)
"""Two days named one by one: "on 3 and 9 May" is no span, though "3 and 4 May" is two days in a row."""


def span(groups: Groups, moment: Moment) -> Read | None:
    """From one date to another; what one of them leaves out, the other gives."""
    first, last = written(groups["first"] or ""), written(groups["last"] or "")
    last = Written(
        year=last.year or (first.year if first.month else None),
        month=last.month or first.month,
        day=last.day,
        weekday=last.weekday,
    )
    until = resolved(last, moment)
    if until is None:
        return None
    year = until[0][:4]
    month = first.month or (last.month if first.day else None)
    if first.weekday is not None and month is None and moment.today:
        start = edtf.bounds(until[0])[0]
        since = start and (edtf.of_day(start - timedelta(days=(start.weekday() - first.weekday) % 7)))
    elif month is None:
        since = f"{first.year:04d}" if first.year else None
    else:
        began = int(year) - (month > (last.month or 12)) if year.isdigit() else None
        found = Written(year=first.year or began, month=month, day=first.day)
        since = (checked(f"{found.year:04d}" if found.year else "XXXX", found) or (None,))[0]
    value = f"{since}/{until[0]}"
    if not since or not edtf.valid(value) or (LISTED.match(groups["words"] or "") and (edtf.days(value) or 0) > 2):
        return None
    return value, until[1]


def part(groups: Groups, moment: Moment) -> Read | None:
    """ "mid-March", "early 2021": an interval whose inner ends are approximate."""
    bounds = next(value for key, value in lexicon()["parts"].items() if (groups["part"] or "").lower().startswith(key))
    read = resolved(written(groups["within"] or ""), moment)
    if read is None or read[0].startswith("X"):
        return read
    within, basis = read
    lower, upper = bounds["months" if len(within) == 4 else "days"]
    whole = 12 if len(within) == 4 else (edtf.days(within) or 31)
    upper = min(upper, whole)
    first = f"{within}-{lower:02d}" + ("~" if lower > 1 else "")
    return f"{first}/{within}-{upper:02d}" + ("~" if upper < whole else ""), basis


def half(groups: Groups, _: Moment) -> Read | None:
    """A half or a quarter of a year."""
    first, last = lexicon()["halves"][" ".join((groups["half"] or "").lower().split())]
    return f"{groups['year']}-{first:02d}/{groups['year']}-{last:02d}", "stated"


def decade(groups: Groups, _: Moment) -> Read | None:
    """ "the 1990s", and no narrower for "the late 1990s"."""
    found = re.search(r"\d{3}(?=0s)", groups["words"] or "")
    return (f"{found[0]}X", "stated") if found else None


def season(groups: Groups, _: Moment) -> Read | None:
    """ "the summer of 2020", in EDTF's numbers for seasons."""
    return f"{groups['year']}-{lexicon()['seasons'][(groups['season'] or '').lower()]}", "stated"


def which_month(groups: Groups, moment: Moment) -> Read | None:
    """ "last March", "this March", "next March"."""
    month, now = written(groups["month"] or "").month, moment.month
    if month is None or now is None:
        return None
    which = (groups["which"] or "").lower()
    year, current = now
    if which == "next":
        year += month <= current
    elif which == "last" or which.endswith("past"):
        year -= month >= current
    return edtf.of_month(year, month), "stated"


def weekday(groups: Groups, moment: Moment) -> Read | None:
    """ "on Monday" is the last Monday up to the report's day; "next Monday" the first one after it."""
    today, day = moment.today, written(groups["weekday"] or "").weekday
    if today is None or day is None:
        return None
    which = (groups["which"] or "").lower()
    if which == "next":
        return edtf.of_day(today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)), "stated"
    if which == "last" or which.endswith("past"):
        return edtf.of_day(today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)), "stated"
    return weekday_near(day, moment)


def weekday_of_week(groups: Groups, moment: Moment) -> Read | None:
    """ "Tuesday last week"."""
    today, day = moment.today, written(groups["weekday"] or "").weekday
    if today is None or day is None:
        return None
    weeks = {"last": -7, "this": 0, "next": 7}[(groups["which"] or "").lower()]
    return edtf.of_day(today - timedelta(days=today.weekday() - day - weeks)), "stated"


def story_weekday(groups: Groups, moment: Moment) -> Read | None:
    """ "the following Thursday", counted from the day told before."""
    day = written(groups["weekday"] or "").weekday
    if moment.story is None or day is None:
        return None
    apart = (day - moment.story.weekday() - 1) % 7 + 1
    if groups["which"] == "previous":
        apart = -((moment.story.weekday() - day - 1) % 7 + 1)
    return edtf.of_day(moment.story + timedelta(days=apart)), "inferred"


def day(groups: Groups, moment: Moment) -> Read | None:
    """ "yesterday", "today"."""
    return _from_today(moment, lexicon()["days"][(groups["day"] or "").lower()])


def this_day(_: Groups, moment: Moment) -> Read | None:
    """ "this morning"."""
    return _from_today(moment, 0)


def _from_today(moment: Moment, days: int) -> Read | None:
    return None if moment.today is None else (edtf.of_day(moment.today + timedelta(days=days)), "stated")


def last_night(_: Groups, moment: Moment) -> Read | None:
    """ "last night" may be before or after midnight."""
    today = moment.today
    return None if today is None else (f"{today - timedelta(days=1)}/{today}", "stated")


def _back(today: date, count: int, unit: str) -> str:
    if unit in DAYS_OF:
        return edtf.of_day(today - timedelta(days=count * DAYS_OF[unit]))
    return edtf.of_month(today.year, today.month - count) if unit == "month" else f"{today.year - count:04d}"


def past(groups: Groups, moment: Moment) -> Read | None:
    """ "the past three days", "over the past year": up to the report's day."""
    unit = (groups["unit"] or groups.get("unit2") or "").removesuffix("s")
    plural = (groups["unit"] or "").endswith("s")
    count = number(groups["number"]) if groups.get("number") else None if plural else 1
    if count is None or moment.today is None:
        return None
    if unit in ("month", "year"):
        months = count * (12 if unit == "year" else 1)
        began = edtf.of_month(moment.today.year, moment.today.month - months) + "~"
    elif unit == "hour":
        began = edtf.of_day(moment.today - timedelta(days=-(-count // 24)))
    else:
        began = _back(moment.today, count, unit) + ("~" if unit == "week" else "")
    return f"{began}/{moment.today}", "stated"


def period(groups: Groups, moment: Moment) -> Read | None:
    """ "this week", "last month", "earlier this year"."""
    step = {"this": 0, "last": -1, "next": 1}[(groups["which"] or "").lower()]
    unit, latest = groups["unit"], moment.latest
    if latest is None:
        return None
    if unit == "year":
        return f"{latest.year + step:04d}", "stated"
    if unit == "month":
        return (edtf.of_month(moment.month[0], moment.month[1] + step), "stated") if moment.month else None
    if moment.today is None:
        return None
    monday = moment.today - timedelta(days=moment.today.weekday() - 7 * step)
    first = monday + timedelta(days=5) if unit == "weekend" else monday
    return f"{first}/{monday + timedelta(days=6)}", "stated"


def ago(groups: Groups, moment: Moment) -> Read | None:
    """ "two days ago" is a day; weeks, months and years ago are approximate; "more than two years ago" is open."""
    count, unit = number(groups["number"] or ""), (groups["unit"] or "").removesuffix("s")
    today = moment.today
    if today is None or count is None or unit == "hour":
        return None
    value, how = _back(today, count, unit), " ".join((groups["how"] or "").lower().split())
    if how in ("more than", "over", "at least"):
        return f"../{value}", "stated"
    if how == "less than":
        return f"{value}/{today}", "stated"
    return value + ("~" if how or unit not in ("day", "night") else ""), "stated"


def same(groups: Groups, moment: Moment) -> Read | None:
    """ "the same day", "that week": the day told before, or what it lies in."""
    day = moment.story
    if day is None:
        return None
    unit = groups["unit"]
    if unit == "year":
        return f"{day.year:04d}", "inferred"
    if unit == "month":
        return edtf.of_month(day.year, day.month), "inferred"
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return f"{monday}/{monday + timedelta(days=6)}", "inferred"
    return edtf.of_day(day), "inferred"


def next_day(groups: Groups, moment: Moment) -> Read | None:
    """ "the next day", "the previous night", counted from the day told before."""
    if moment.story is None:
        return None
    step = -1 if groups["which"] == "previous" else 1
    return edtf.of_day(moment.story + timedelta(days=step)), "inferred"


def offset(groups: Groups, moment: Moment) -> Read | None:
    """ "nine days later", counted from the day told before; weeks and longer are approximate."""
    count, unit = number(groups["number"] or ""), (groups["unit"] or "").removesuffix("s")
    if moment.story is None or count is None:
        return None
    sign = 1 if groups["which"] in ("earlier", "prior", "before") else -1
    value = _back(moment.story, sign * count, unit)
    return value + ("" if unit == "day" else "~"), "inferred"


READERS: Mapping[str, Reader] = {
    "absolute": absolute,
    "ago": ago,
    "day": day,
    "decade": decade,
    "half": half,
    "iso": iso,
    "last_night": last_night,
    "next": next_day,
    "numeric": numeric,
    "offset": offset,
    "part": part,
    "past": past,
    "period": period,
    "same": same,
    "season": season,
    "span": span,
    "story_weekday": story_weekday,
    "this_day": this_day,
    "weekday": weekday,
    "weekday_of_week": weekday_of_week,
    "which_month": which_month,
}
