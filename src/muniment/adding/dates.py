"""Dates of publication as they stand in headers, names of fields and opening lines, as EDTF."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ]\d{2}:\d{2}.*)?$")
DAY_FIRST = re.compile(WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})$", re.IGNORECASE)
MONTH_FIRST = re.compile(WEEKDAY + r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
MONTH_ONLY = re.compile(r"([a-z]+)\.?,?\s+(\d{4})$", re.IGNORECASE)


def published(words: object) -> str | None:
    """A date as EDTF, no more precise than the words; none where they are not clearly a date.

    "03/04/2021" is not clear and gives none.
    """
    if isinstance(words, datetime):
        return words.date().isoformat()
    if isinstance(words, date):
        return words.isoformat()
    text = " ".join(str(words or "").split())
    return _iso(text) or _named(text) or _mail(text)


def _iso(text: str) -> str | None:
    found = ISO.match(text)
    if found is None:
        return None
    year, month, day = found.groups()
    return _day(int(year), int(month), int(day)) if day else _month(int(year), int(month))


def _named(text: str) -> str | None:
    if found := DAY_FIRST.match(text):
        day, month, year = found.groups()
    elif found := MONTH_FIRST.match(text):
        month, day, year = found.groups()
    elif found := MONTH_ONLY.match(text):
        number = MONTHS.get(found[1].casefold())
        return _month(int(found[2]), number) if number else None
    else:
        return None
    number = MONTHS.get(month.casefold())
    return _day(int(year), number, int(day)) if number else None


def _mail(text: str) -> str | None:
    if "," not in text and ":" not in text:
        return None
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year else None


def instant(words: Any) -> str | None:
    """A time stamp as ISO 8601 in UTC."""
    try:
        return datetime.fromisoformat(str(words).replace("Z", "+00:00")).astimezone(UTC).isoformat(timespec="seconds")
    except ValueError:
        return None
