"""Timeline: occasions over time, one strip of bars for all and one for each family of types, reports as a line beneath."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

from muniment.counting.facets import window
from muniment.counting.series import Size, garwood
from muniment.desk.asking.questions import Question
from muniment.desk.looking.occasions import SIZES, Occasion, families_of
from muniment.desk.words.speaking import gettext
from muniment.desk.words.wording import date_words, label, numeral, plural
from muniment.errors import BadChoice

WIDTH = 960
LEFT = 40
TALL, SMALL, GAP = 150, 40, 30
"""Heights of the strip of all, of one family, and between two."""

MOST = 160
"""Windows that are drawn; where there would be more, a longer window is taken."""

MOST_FAMILIES = 8
CHOSEN = ("bar", "family", "apart", "page")
"""Fields that say which incidents are listed below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The timeline as a page shows it."""

    svg: Markup
    size: Size
    shortened: bool
    """Whether a longer window was taken than was asked for."""
    windows: Sequence[str]
    dated: int
    vague: Sequence[Occasion]
    """Dated less precisely than to one window."""
    undated: Sequence[Occasion]
    families: Sequence[tuple[str, int]]
    more_families: int
    chosen: Sequence[Occasion] | None
    said: str


def strips(
    held: Sequence[Occasion],
    published: Mapping[str, Mapping[str, int]],
    question: Question,
    *,
    small: bool = False,
) -> Timeline:
    """The timeline of occasions, and of the reports published by length of window; a small one has no strips of families.

    Raises `BadChoice`.
    """
    asked = _size(question.get("by"))
    size, spans = _spans(held, asked or "month")
    by_window: dict[str, list[Occasion]] = defaultdict(list)
    vague: list[Occasion] = []
    for one in held:
        if (name := one.windows.get(size)) is not None:
            by_window[name].append(one)
        elif one.period is not None:
            vague.append(one)
    drawn = [one for name in spans for one in by_window[name]]
    families = families_of(drawn)
    shown = [] if small else families[:MOST_FAMILIES]
    told = published.get(size, {})
    undated = [one for one in held if one.period is None]
    chosen = _chosen(question, by_window, vague, undated)
    return Timeline(
        svg=_drawn(spans, by_window, shown, told, question, size) if spans else Markup(),
        size=size,
        shortened=asked is not None and asked != size,
        windows=spans,
        dated=len(drawn),
        vague=vague,
        undated=undated,
        families=shown,
        more_families=0 if small else len(families) - len(shown),
        chosen=chosen,
        said=window_words(question.get("bar")) if question.get("bar") else "",
    )


def _size(said: str) -> Size | None:
    if said and said not in SIZES:
        raise BadChoice("by", said, hint=f"one of {', '.join(SIZES)}")
    return SIZES[SIZES.index(said)] if said else None


def _spans(held: Sequence[Occasion], size: Size) -> tuple[Size, list[str]]:
    """Every window from the first occasion to the last; of a longer size where there would be too many."""
    for longer in SIZES[SIZES.index(size) :]:
        days = sorted(one.first for one in held if one.first is not None and longer in one.windows)
        if not days:
            continue
        found: list[str] = []
        for name in _windows(days[0], days[-1], longer):
            found.append(name)
            if len(found) > MOST and longer != "year":
                break
        else:
            return longer, found
    return size, []


def _windows(first: date, last: date, size: Size) -> Iterator[str]:
    """The windows from one day to another, in order."""
    day, name = first, ""
    ends = window(last, size)
    while True:
        if (now := window(day, size)) != name:
            name = now
            yield name
        if name == ends:
            return
        day = _next(day, size)


def _next(day: date, size: Size) -> date:
    """A day in the next window, or in the same one near its end."""
    if size in ("day", "week"):
        return day + timedelta(days=1 if size == "day" else 7)
    if size == "year":
        return date(day.year + 1, 1, 1)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _chosen(
    question: Question,
    by_window: Mapping[str, Sequence[Occasion]],
    vague: Sequence[Occasion],
    undated: Sequence[Occasion],
) -> Sequence[Occasion] | None:
    """The incidents of a bar, or those that stand apart."""
    if name := question.get("bar"):
        family = question.get("family")
        return [one for one in by_window.get(name, ()) if not family or family in one.families]
    return {"vague": vague, "undated": undated}.get(question.get("apart"))


def window_words(name: str) -> str:
    """A window as a page calls it: a month in words, a week by its number."""
    return name if "W" in name else date_words(name)


def _number(number: int, unit: str) -> str:
    return f"{numeral(number)} {plural(unit, number)}"


def _drawn(
    spans: Sequence[str],
    by_window: Mapping[str, Sequence[Occasion]],
    families: Sequence[tuple[str, int]],
    told: Mapping[str, int],
    question: Question,
    size: Size,
) -> Markup:
    step = (WIDTH - LEFT - 10) / len(spans)
    numbers = [len(by_window.get(name, ())) for name in spans]
    intervals = {number: garwood(number) for number in {*numbers} if number}
    most = max(1.0, *(high for _, high in intervals.values()))
    parts = [_axis(20 + TALL), *_ticks(max(numbers), most)]
    for place, name in enumerate(spans):
        number, x = numbers[place], LEFT + place * step
        if number:
            low, high = intervals[number]
            said = gettext("%(window)s: %(incidents)s; %(reports)s published; exact interval %(low)s to %(high)s") % {
                "window": window_words(name),
                "incidents": _number(number, "incident"),
                "reports": _number(told.get(name, 0), "report"),
                "low": f"{low:.1f}",
                "high": f"{high:.1f}",
            }
            parts.append(
                _bar(x, step, 20 + TALL, TALL * number / most, said, question.to(**_other(bar=name)) + "#told")
            )
            top, foot, middle = 20 + TALL * (1 - high / most), 20 + TALL * (1 - low / most), x + step / 2
            parts.append(f'<line class="interval" x1="{middle:.1f}" y1="{top:.1f}" x2="{middle:.1f}" y2="{foot:.1f}"/>')
    y = 20 + TALL
    parts += _labels(spans, step, y)
    y += GAP
    by_family = Counter((name, family) for name in spans for one in by_window.get(name, ()) for family in one.families)
    for family, number in families:
        parts.append(_strip(family, number, spans, by_family, y, step, question))
        y += SMALL + GAP
    parts.append(_line(spans, told, y, step))
    title = gettext("Incidents by %(size)s, %(first)s to %(last)s") % {
        "size": gettext(size),
        "first": window_words(spans[0]),
        "last": window_words(spans[-1]),
    }
    return Markup(
        f'<svg class="strips" viewBox="0 0 {WIDTH} {y + SMALL + GAP}" role="group" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _other(**said: str) -> dict[str, str]:
    return {**dict.fromkeys(CHOSEN, ""), **said}


def _axis(y: float) -> str:
    return f'<line class="axis" x1="{LEFT}" y1="{y}" x2="{WIDTH - 10}" y2="{y}"/>'


def _ticks(greatest: int, most: float) -> Iterator[str]:
    for tick in sorted({greatest, (greatest + 1) // 2}):
        y = 20 + TALL * (1 - tick / most)
        yield (
            f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - 10}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:,}</text>'
        )


def _labels(spans: Sequence[str], step: float, y: float) -> Iterator[str]:
    every = max(1, -(-len(spans) // 10))
    for place in range(0, len(spans), every):
        yield f'<text class="tick" x="{LEFT + place * step:.1f}" y="{y + 14:.1f}">{escape(window_words(spans[place]))}</text>'


def _bar(x: float, step: float, base: float, tall: float, said: str, address: str) -> str:
    """A bar, with a place to press that is as wide as its window however few it shows."""
    wide = max(1.2, step * 0.76)
    return (
        f'<a href="{escape(address)}" aria-label="{escape(said)}">'
        f'<rect class="press" x="{x:.1f}" y="{base - SMALL:.1f}" width="{step:.1f}" height="{SMALL}"/>'
        f'<rect class="bar" x="{x + (step - wide) / 2:.1f}" y="{base - max(tall, 1.5):.1f}" width="{wide:.1f}" height="{max(tall, 1.5):.1f}">'
        f"<title>{escape(said)}</title></rect></a>"
    )


def _strip(
    family: str,
    number: int,
    spans: Sequence[str],
    numbers: Mapping[tuple[str, str], int],
    top: float,
    step: float,
    question: Question,
) -> str:
    """The bars of one family, on a scale of their own, which is said."""
    told = [numbers[name, family] for name in spans]
    most, name_of = max(1, *told), label(family).capitalize()
    scale = gettext("%(number)s; tallest %(most)s") % {"number": numeral(number), "most": numeral(most)}
    parts = [
        f'<text x="{LEFT}" y="{top + 8:.1f}">{escape(name_of)} <tspan class="tick">{escape(scale)}</tspan></text>',
        _axis(top + SMALL + 14),
    ]
    for place, name in enumerate(spans):
        if told[place]:
            said = f"{name_of}, {window_words(name)}: {_number(told[place], 'incident')}"
            address = question.to(**_other(bar=name, family=family)) + "#told"
            parts.append(_bar(LEFT + place * step, step, top + SMALL + 14, SMALL * told[place] / most, said, address))
    return "".join(parts)


def _line(spans: Sequence[str], told: Mapping[str, int], top: float, step: float) -> str:
    """Reports published in each window, as a quiet line."""
    most = max(1, *(told.get(name, 0) for name in spans))
    base = top + SMALL + 14
    points = [
        f"{LEFT + step * (place + 0.5):.1f},{base - SMALL * told.get(name, 0) / most:.1f}"
        for place, name in enumerate(spans)
    ]
    said = gettext("Reports published, whatever they tell; most in one: %(most)s") % {"most": numeral(most)}
    return (
        f'<text class="tick" x="{LEFT}" y="{top + 8:.1f}">{escape(said)}</text>'
        f'{_axis(base)}<polyline class="published" points="{" ".join(points)}"/>'
    )
