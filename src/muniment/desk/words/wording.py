"""Wording: types, dates, numbers and units as pages show them, in the language that is spoken; sentences stay English."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from muniment.count import Cell
from muniment.counting.facets import AMONG, APART, DIFFER, NOT_SAID, TOGETHER, WITHIN
from muniment.counting.groups import group_names
from muniment.decision import RELIABILITIES, TAKEN_BACK, Decision
from muniment.desk.words.retelling import retold
from muniment.desk.words.speaking import ENGLISH, gettext, language, npgettext, numeral, pgettext, pointed
from muniment.edtf import precision, valid
from muniment.publishing import pivoting, wording
from muniment.world import country_name

SKELETONS = {"day": "yMMMMd", "month": "yMMMM"}


REASONS = (
    "not said",
    "somebody else did it",
    "another kind of act",
    "the report does not say that it happened",
    "told twice in this report",
)
"""Why a statement is rejected, to choose from; any other reason can be written."""

NOTED = " – "
"""What stands between a reason and a note to the next reader."""


def label(code: str) -> str:
    """A type in words."""
    return pgettext("type", wording.label(code))


def plural(unit: str, number: int | None) -> str:
    """A unit in the singular or plural."""
    return npgettext("unit", unit, wording.plural(unit, 2), 2 if number is None else number)


def range_words(low: int | None, best: int | None, high: int | None) -> str:
    """A range in words: "9 to 31", "at least 54", "12"."""
    if language() == ENGLISH:
        return wording.range_words(low, best, high)
    if low is not None and low == high:
        return numeral(low)
    if low is not None and high is not None:
        return gettext("%(low)s to %(high)s") % {"low": numeral(low), "high": numeral(high)}
    if low is not None:
        return gettext("at least %(low)s") % {"low": numeral(low)}
    if high is not None:
        return gettext("up to %(high)s") % {"high": numeral(high)}
    return gettext("about %(best)s") % {"best": numeral(best)} if best is not None else gettext("no figure")


def pivot_words(cell: Cell) -> str:
    """What a cell of a table shows: incidents, or the range of people."""
    if language() == ENGLISH:
        return pivoting.pivot_words(cell)
    if not cell.incidents:
        return gettext("no figure")
    return numeral(cell.incidents) if cell.unit == "incident" else range_words(cell.low, cell.best, cell.high)


def date_words(edtf: str) -> str:
    """A date in words: `2021-03` is March 2021, `2017/..` is since 2017."""
    return wording.date_words(edtf) if language() == ENGLISH else _date_words(edtf, language())


@lru_cache(maxsize=20_000)
def _date_words(edtf: str, language: str) -> str:
    if "/" in edtf:
        first, last = ("" if end == ".." else _date_words(end, language) for end in edtf.split("/", 1))
        said = "%(first)s to %(last)s" if first and last else "since %(first)s" if first else "until %(last)s"
        return gettext(said) % {"first": first, "last": last}
    if edtf.endswith(("~", "?", "%")):
        return gettext("about %(best)s") % {"best": _date_words(edtf.rstrip("~?%"), language)}
    return _single(edtf, language)


def _single(edtf: str, language: str) -> str:
    parts = edtf.split("-")
    kind = precision(edtf) if parts[0] != "XXXX" else {3: "day", 2: "month"}.get(len(parts), "")
    if kind in SKELETONS:
        known = "X" not in parts[0]
        day = date(int(parts[0]) if known else 2000, int(parts[1]), int(parts[2]) if kind == "day" else 1)
        if kind == "day" and known:
            words = format_date(day, "long", locale=language)
        else:
            words = format_skeleton(SKELETONS[kind] if known else SKELETONS[kind][1:], day, locale=language)
        return words.replace("1 ", pgettext("first day of a month", "1 "), 1) if words.startswith("1 ") else words
    if kind == "season":
        return f"{gettext(wording.SEASONS.get(parts[1], parts[1]))} {parts[0]}"
    if kind == "decade":
        return gettext("the %(decade)ss") % {"decade": parts[0].replace("X", "0")}
    return edtf


def percent(share: float) -> str:
    """A share in whole percent; a half is rounded up, as readers do."""
    return str(math.floor(share + 0.5))


def weight_words(weight: float) -> str:
    """A weight, cut and not rounded, so that it never looks like a threshold that it is below: "+2.99"."""
    return f"{math.floor(weight * 100) / 100:+.2f}"


def said(code: str) -> str:
    """A code that counting gives, in words: what no voice says, how far a figure is reviewed, why it is not added."""
    code = code.replace("admin1", "province")
    known, _, unsaid = code.rpartition(", ")
    whole = gettext(code)
    if not known or whole != code or NOT_SAID not in unsaid:
        return whole
    return f"{date_words(known) if valid(known) else country_name(known)}, {gettext(unsaid)}"


def _groups(value: str) -> list[str]:
    """The groups that a value names together, some of which have an "and" of their own."""
    known = sorted(group_names(), key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, known)), value)
    return found if TOGETHER.join(found) == value else [value]


def _agents(value: str, actors: Collection[str]) -> list[str]:
    """The actors that a value names together, where all of them are known by those names."""
    found = value.split(TOGETHER)
    return found if value.casefold() not in actors and all(one.casefold() in actors for one in found) else [value]


def named(by: str, value: str, actors: Collection[str] = ()) -> str:
    """A value of a dimension: groups of victims in words, and what counting says between names that it put together.

    `actors` are the names that several may be told apart by, folded.
    """
    if value.endswith(DIFFER):
        parts = value.removesuffix(DIFFER).split(APART)
        return gettext("%(names)s (voices differ)") % {"names": APART.join(named(by, part) for part in parts)}
    if by == "victim" and value.endswith(AMONG):
        return gettext("%(group)s, among others") % {"group": gettext(value.removesuffix(AMONG))}
    if by in ("victim", "agent"):
        *before, last = map(gettext, _groups(value)) if by == "victim" else _agents(value, actors)
        return gettext("%(first)s and %(last)s") % {"first": ", ".join(before), "last": last} if before else last
    if by == "origin" and WITHIN in value:
        voice, _, report = value.partition(WITHIN)
        return gettext("%(voice)s, in %(report)s") % {"voice": voice, "report": report}
    return value


SPOKEN = pivoting.Words(label=label, plural=plural, date_words=date_words, said=said, named=named)
"""What tables of counts are worded by."""


UNDONE = "taken back"
"""What a ruling is called that takes another back and puts none in its place."""


def ruling_of(decision: Decision) -> str:
    """What somebody ruled, as the log names it: to be unsure is not to take back."""
    return UNDONE if decision.reason.startswith(TAKEN_BACK) else decision.ruling


def reason_words(reason: str) -> str:
    """Why something was ruled: a reason that was chosen in the language that is spoken, all else as it was written."""
    if reason.startswith(TAKEN_BACK):
        return gettext("it had been: %(ruling)s") % {"ruling": gettext(reason.removeprefix(TAKEN_BACK))}
    chosen, between, note = reason.partition(NOTED)
    return f"{gettext(chosen)}{between}{note}" if chosen in REASONS else reason


WORDS = {
    "label": label,
    "percent": percent,
    "plural": plural,
    "numeral": numeral,
    "pointed": pointed,
    "range_words": range_words,
    "pivot_words": pivot_words,
    "date_words": date_words,
    "reason_words": reason_words,
    "retold": retold,
    "reasons": REASONS,
    "ruling_of": ruling_of,
    "reliabilities": RELIABILITIES,
}
"""What templates of the desk call by these names, in the place of what the dossier calls."""
