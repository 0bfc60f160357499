"""Tying: the ties of an actor over time as rows of a picture, and who stood behind it on a day; as voices say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.linking.ties import ties
from muniment.tie import Behind, Rungs, Tie, reached, rungs

TICKS = 6
"""Years that are named below the rows, at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """All ties that are shown, by the actors they hold between."""

    of: Mapping[str, Sequence[Tie]]
    upwards: Rungs


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A tie with its span, in percent of the width."""

    tie: Tie
    x: float
    width: float
    opens: bool
    """Whether the words do not say since when."""
    goes_on: bool
    """Whether the words do not say until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The ties of an actor over time: those with a date, and apart from them those without."""

    bars: Sequence[Bar]
    undated: Sequence[Tie]
    ticks: Sequence[tuple[float, str]]
    """Where a year begins, or a quarter where there are few years, in percent, and which."""
    day: float | None
    """Where the chosen day is; none where it lies outside."""


def tied(seen: Seen) -> Worked[Tied]:
    """The ties that statements give, without those that a person rejected."""
    aside = seen.aside()
    return seen.remembered("ties", lambda: _tied(aside))


def behind_on(held: Tied, actor: str, day: date) -> list[Behind]:
    """Who stood behind an actor on a day, nearest first, by the ties that voices give."""
    return reached(held.upwards, actor, day)


def picture(known: Iterable[Tie], day: date) -> Picture:
    """The ties over time, those that began first before the others."""
    held = list(known)
    dated = [one for one in held if one.first or one.last]
    years = [edge.year for one in dated for edge in (one.first, one.last) if edge]
    low, high = min(years, default=day.year), max(years, default=day.year)
    start, length = date(low, 1, 1).toordinal(), date(high, 12, 31).toordinal() - date(low, 1, 1).toordinal() + 1

    def at(edge: date) -> float:
        return round(100 * (edge.toordinal() - start) / length, 2)

    months = 3 if high - low < 2 else 12 * -(-(high - low + 1) // TICKS)
    named = [date(low + month // 12, month % 12 + 1, 1) for month in range(0, 12 * (high - low + 1), months)]
    return Picture(
        bars=[_bar(one, at) for one in sorted(dated, key=lambda one: (one.first or date.min, one.type, one.statement))],
        undated=[one for one in held if not (one.first or one.last)],
        ticks=[(at(one), f"{one:%Y}" if one.month == 1 else f"{one:%m}") for one in named],
        day=at(day) if low <= day.year <= high else None,
    )


def _bar(tie: Tie, at: Callable[[date], float]) -> Bar:
    x, end = at(tie.first) if tie.first else 0.0, at(tie.last) if tie.last else 100.0
    return Bar(tie=tie, x=x, width=max(round(end - x, 2), 0.8), opens=tie.first is None, goes_on=tie.last is None)


def _tied(seen: Seen) -> Tied:
    known = list(ties(seen.relations(), seen.actors()))
    of: dict[str, list[Tie]] = defaultdict(list)
    for tie in known:
        for end in {tie.subject, tie.object}:
            of[end].append(tie)
    return Tied(of=of, upwards=rungs(known))
