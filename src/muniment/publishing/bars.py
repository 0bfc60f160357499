"""Tables of counts and series as SVG: a bar from low to high for each row, rates with their intervals over time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from muniment.count import Cell, Counts, Series
from muniment.publishing.wording import cell_words, key_words, label, plural

WIDTH = 720
LABELS = 260
"""Width of the column of names, at the left."""

ROW, HEAD = 24, 34
MOST = 60
"""Bars of one picture; the rest is said to be left out, and is in the table."""

LONGEST = 42
STYLE = """
svg { --paper: #fbfaf7; --ink: #1d1f23; --soft: #585d66; --line: #d9d6cf; --bar: #355c7d; --pin: #a8321d; background: var(--paper); }
@media (prefers-color-scheme: dark) { svg { --paper: #15171a; --ink: #e8e6e1; --soft: #a7abb3; --line: #363a41; --bar: #8fb4d6; --pin: #ff8a70; } }
text { fill: var(--ink); font: 12px system-ui, sans-serif; } .tick { fill: var(--soft); font-size: 11px; } .axis { stroke: var(--soft); } .grid { stroke: var(--line); stroke-dasharray: 2 3; }
.bar, .held { fill: var(--bar); } .apart { fill: none; stroke: var(--bar); } .whisker { stroke: var(--bar); stroke-width: 2; } .dot { fill: var(--bar); } .dot.newest { fill: var(--pin); } .reports { fill: var(--line); } .density { fill: var(--bar); fill-opacity: .25; stroke: var(--bar); } .density.graphs { fill: var(--pin); stroke: var(--pin); } .recorded { stroke: var(--ink); stroke-width: 2; } .absent { fill: var(--line); } .joint { stroke: var(--bar); stroke-width: 3; }
"""


def alone(picture: Markup) -> str:
    """A picture as a file of its own, light and dark; nothing in it leads to a page."""
    opened, rest = re.sub(r"</?a\b[^>]*>", "", picture).split(">", 1)
    return f'{opened} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{rest}\n'


def range_bars(counts: Counts) -> Markup:
    """A bar from low to high for each row, a scale for each unit; an arrow where there is no upper end.

    A row that is not added is an outline.
    """
    drawn = [cell for cell in counts.cells if _reach(cell)]
    shown, left = drawn[:MOST], len(drawn) - MOST
    if not shown:
        return Markup()
    parts: list[str] = []
    height = 0
    for unit in dict.fromkeys(cell.unit for cell in shown):
        held = [cell for cell in shown if cell.unit == unit]
        parts.append(_panel(held, counts.by, height))
        height += ROW * len(held) + HEAD
    title = f"Counts by {', '.join(counts.by)}" if counts.by else "Counts"
    said = "; ".join(f"{key_words(cell, counts.by)}: {cell_words(cell)}" for cell in shown)
    rest = f" {left} more rows are not drawn." if left > 0 else ""
    return picture(title, f"{said}.{rest}", height + 6, parts)


def _panel(cells: Sequence[Cell], by: Sequence[str], top: int) -> str:
    """The rows of one unit, under a scale of its own."""
    most, wide = max(map(_reach, cells)), WIDTH - LABELS - 130
    foot = top + HEAD + ROW * len(cells) - 8
    parts = [
        f'<text class="tick" x="{LABELS - 10}" y="{top + 16}" text-anchor="end">{escape(plural(cells[0].unit, 2))}</text>'
    ]
    for tick in sorted({0, (most + 1) // 2, most}):
        x = LABELS + wide * tick / most
        parts.append(
            f'<line class="grid" x1="{x:.1f}" y1="{top + 22}" x2="{x:.1f}" y2="{foot}"/><text class="tick" x="{x:.1f}" y="{top + 16}" text-anchor="middle">{tick:,}</text>'
        )
    for place, cell in enumerate(cells):
        y, name = top + HEAD + ROW * place, key_words(cell, by)
        low = cell.best if cell.unit == "incident" else cell.low
        start, end = LABELS + wide * (low or 0) / most, LABELS + wide * _reach(cell) / most
        mark, words = "bar" if cell.added else "apart", cell_words(cell) + ("" if cell.added else ", not added")
        body = f'<rect class="{mark}" x="{start - 1.5:.1f}" y="{y}" width="{max(3.0, end - start + 3):.1f}" height="12" rx="2"/>'
        if cell.high is None and cell.unit != "incident":
            body += f'<path class="{mark}" d="M{end + 4:.1f} {y} l8 6 l-8 6 z"/>'
            end += 10
        parts.append(
            f'<text x="{LABELS - 10}" y="{y + 10}" text-anchor="end">{escape(cut(name))}</text>'
            f'<a href="#{cell.statements[0]}" data-statements="{" ".join(cell.statements)}"><g>{body}<title>{escape(f"{name}: {words}")}</title></g></a>'
            f'<text class="tick" x="{end + 8:.1f}" y="{y + 10}">{escape(words)}</text>'
        )
    return "".join(parts)


def _reach(cell: Cell) -> int:
    """How far to the right a bar goes."""
    return max((number for number in (cell.low, cell.best, cell.high) if number is not None), default=0)


def rates(series: Series) -> Markup:
    """A dot and its interval for each window; below, the reports published meanwhile."""
    windows = series.windows
    if not windows:
        return Markup()
    base, low_base, left, height = 190, 250, 40, 280
    most = max(1.0, *(one.high for one in windows))
    reported = max(1, *(one.reports for one in windows))
    step = (WIDTH - left - 10) / len(windows)
    parts = [
        f'<line class="axis" x1="{left}" y1="{base}" x2="{WIDTH - 10}" y2="{base}"/>',
        f'<text class="tick" x="{left - 6}" y="{low_base - 34}" text-anchor="end">{reported}</text>',
        f'<text class="tick" x="{left}" y="{base + 14}">Reports published meanwhile</text>',
    ]
    for tick in sorted({round(most / 2, 1), round(most, 1)}):
        y = base - 170 * tick / most
        parts.append(
            f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{WIDTH - 10}" y2="{y:.1f}"/><text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
        )
    every = max(1, -(-len(windows) // 10))
    for place, one in enumerate(windows):
        x = left + step * (place + 0.5)
        top, middle, foot = (base - 170 * value / most for value in (one.high, one.rate, one.low))
        said = f"{one.period}: {one.incidents} incidents, rate {one.rate:g} ({one.low:g} to {one.high:g}), {one.origins} origins, {one.reports} reports"
        newest = " newest" if one.period == series.latest and series.differs else ""
        mark = (
            f'<g><line class="whisker" x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{foot:.1f}"/>'
            f'<circle class="dot{newest}" cx="{x:.1f}" cy="{middle:.1f}" r="{min(4.5, max(2.0, step / 3)):.1f}"/><title>{escape(said)}</title></g>'
        )
        ids = " ".join(one.statements)
        parts.append(f'<a href="#{one.statements[0]}" data-statements="{ids}">{mark}</a>' if one.statements else mark)
        tall = 40 * one.reports / reported
        parts.append(
            f'<rect class="reports" x="{x - step * 0.3:.1f}" y="{low_base - tall:.1f}" width="{step * 0.6:.1f}" height="{tall:.1f}"><title>{escape(one.period)}: {one.reports} reports</title></rect>'
        )
        if place % every == 0:
            parts.append(
                f'<text class="tick" x="{x:.1f}" y="{low_base + 18}" text-anchor="middle">{escape(one.period)}</text>'
            )
    title = f"{label(series.measure).capitalize()}: rate by {series.size}, with 95 percent intervals, and reports"
    said = "; ".join(f"{one.period}: {one.rate:g} ({one.low:g} to {one.high:g})" for one in windows)
    return picture(title, f"{said}. {series.caveat}", height, parts)


def picture(title: str, described: str, height: float, parts: Sequence[str]) -> Markup:
    """An SVG of these parts, with a title, and in words what it shows."""
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"<desc>{escape(described)}</desc>{''.join(parts)}</svg>"
    )


def cut(name: str) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
