"""Estimates as a table, and as SVG: intervals beside what was recorded, how probable each is, how lists overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from unicodedata import bidirectional

import numpy as np
from markupsafe import Markup, escape

from muniment.count import Estimate, Model
from muniment.publishing.bars import WIDTH, cut, picture
from muniment.publishing.wording import plural
from muniment.record import as_csv, as_json

LEFT = 260
"""Width of the column of names."""

ROW = 22
STEPS = 30
"""Of a posterior, at most."""

MOST = 24
"""Combinations of lists in one picture; the rest is said to be left out."""

NAMES = {
    "latent_class": "Latent classes",
    "graphs": "Average over graphs",
    "log_linear": "Log-linear model",
    "chao": "At least (Chao)",
}


COLUMNS = (
    "stratum",
    "measure",
    "unit",
    "model",
    "documented",
    "documented_low",
    "documented_high",
    "low",
    "best",
    "high",
    "level",
    "refused",
    "rhat",
    "effective",
    "lists",
    "cautions",
)


def table_of(estimates: Iterable[Estimate]) -> str:
    """CSV with a row for each model of each estimate; what was recorded stands in columns of its own."""
    rows = (
        as_json(model)
        | as_json(one)
        | {"stratum": one.stratum or "all", "model": model.name}
        | {"lists": "; ".join(one.lists), "cautions": " ".join(one.cautions)}
        for one in estimates
        for model in one.models
    )
    return as_csv(({name: row[name] for name in COLUMNS} for row in rows), COLUMNS)


def isolated(text: str, names: Iterable[str]) -> str:
    """The text with each of these names set apart, so that one that runs from right to left does not turn its neighbours."""
    for name in names:
        if any(bidirectional(letter) in ("R", "AL") for letter in name):
            text = text.replace(name, f"\u2068{name}\u2069")
    return text


def intervals(estimates: Sequence[Estimate]) -> Markup:
    """For the whole and each stratum, a bar of what was recorded, and each model's interval beside it."""
    held = [one for one in estimates if _given(one)]
    if not held:
        return Markup()
    most = max(model.high or 0 for one in held for model in _given(one))
    wide = WIDTH - LEFT - 20
    parts: list[str] = []
    y = 30
    for tick in (0, most // 2, most):
        x = LEFT + wide * tick / most
        parts.append(f'<text class="tick" x="{x:.1f}" y="16" text-anchor="middle">{tick:,}</text>')
    for one in held:
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 10}" text-anchor="end">{escape(cut(one.stratum or "All"))}: recorded</text>'
        )
        end = wide * one.documented / most
        parts.append(
            f'<rect class="held" x="{LEFT}" y="{y}" width="{max(end, 1):.1f}" height="12" rx="2"><title>{one.documented:,} recorded: a count</title></rect>'
        )
        y += ROW
        for model in _given(one):
            low, best, high = (LEFT + wide * (end or 0) / most for end in (model.low, model.best, model.high))
            said = f"{NAMES[model.name]}: {model.best:,} ({model.low:,} to {model.high:,})"
            parts.append(
                f'<text class="tick" x="{LEFT - 10}" y="{y + 10}" text-anchor="end">{escape(NAMES[model.name])}</text>'
                f'<g><line class="whisker" x1="{low:.1f}" y1="{y + 6}" x2="{high:.1f}" y2="{y + 6}"/>'
                f'<circle class="dot" cx="{best:.1f}" cy="{y + 6}" r="4"/><title>{escape(said)}</title></g>'
            )
            y += ROW
        y += 8
    words = "; ".join(f"{one.stratum or 'all'}: {one.meaning}" for one in held)
    return picture("Estimates, with their intervals, beside what was recorded", words, y, parts)


def posterior(estimate: Estimate) -> Markup:
    """How probable each number is, by the models that say so; a line marks what was recorded."""
    drawn = [model for model in estimate.models if model.percentiles]
    if not drawn:
        return Markup()
    # The far ends are cut: a hundredth of the probability may reach very far.
    first = estimate.documented
    last = max(model.percentiles[-2] for model in drawn)
    base, wide = 200, WIDTH - 60
    shapes = {model.name: list(_density(model)) for model in drawn}
    top = max(height for shape in shapes.values() for _, _, height in shape)

    def across(number: float) -> float:
        return 30 + wide * (min(number, last) - first) / max(last - first, 1)

    parts = [f'<line class="axis" x1="30" y1="{base}" x2="{WIDTH - 30}" y2="{base}"/>']
    for place, model in enumerate(drawn):
        steps = " ".join(
            f"L{across(low):.1f} {base - 140 * height / top:.1f} L{across(high):.1f} {base - 140 * height / top:.1f}"
            for low, high, height in shapes[model.name]
            if low < last
        )
        start, end = across(shapes[model.name][0][0]), across(shapes[model.name][-1][1])
        said = f"{NAMES[model.name]}: {model.best:,} ({model.low:,} to {model.high:,})"
        parts.append(
            f'<path class="density {model.name}" d="M{start:.1f} {base} {steps} L{end:.1f} {base} Z"><title>{escape(said)}</title></path>'
            f'<rect class="density {model.name}" x="{WIDTH - 330}" y="{8 + 20 * place}" width="14" height="12"/>'
            f'<text x="{WIDTH - 310}" y="{18 + 20 * place}">{escape(said)}</text>'
        )
    parts.append(
        f'<line class="recorded" x1="{across(first):.1f}" y1="54" x2="{across(first):.1f}" y2="{base}"/>'
        f'<text class="tick" x="{across(first) + 5:.1f}" y="64">{first:,} recorded</text>'
    )
    for number in (first, (first + last) // 2, last):
        parts.append(
            f'<text class="tick" x="{across(number):.1f}" y="{base + 16}" text-anchor="middle">{number:,}</text>'
        )
    title = f"How probable each number is{f', {estimate.stratum}' if estimate.stratum else ''}"
    return picture(title, estimate.meaning, base + 28, parts)


def _density(model: Model) -> Iterator[tuple[float, float, float]]:
    """From, to, and probability for each one between, in steps of equal width, of whole numbers."""
    below = {end: percent / 100 for percent, end in enumerate(model.percentiles, start=1)}
    ends = [model.percentiles[0] - 1, *below]
    step = max(1, ceil((ends[-1] - ends[0]) / STEPS))
    for low in range(ends[0], ends[-1], step):
        before, after = np.interp((low, low + step), ends, (0, *below.values()))
        yield low, low + step, float(after - before) / step


def overlap(estimate: Estimate) -> Markup:
    """How many are on just which lists: a bar for each combination above the lists that it joins, the greatest first.

    After Lex and others (2014), "UpSet: Visualization of intersecting sets", IEEE TVCG 20.
    """
    held = sorted(estimate.overlaps, key=lambda one: (-one.number, one.lists))
    shown, left = held[:MOST], len(held) - MOST
    if not shown:
        return Markup()
    sizes = {name: sum(one.number for one in held if name in one.lists) for name in estimate.lists}
    base, step = 130, min(40.0, (WIDTH - LEFT - 20) / len(shown))
    most = shown[0].number
    parts = [f'<line class="axis" x1="{LEFT}" y1="{base}" x2="{LEFT + step * len(shown):.1f}" y2="{base}"/>']
    for row, name in enumerate(estimate.lists):
        y = base + 24 + ROW * row
        parts.append(
            f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(cut(name))} <tspan class="tick">{sizes[name]:,}</tspan></text>'
        )
    for place, one in enumerate(shown):
        x, tall = LEFT + step * (place + 0.5), 105 * one.number / most
        said = f"{' and '.join(one.lists)}{' alone' if len(one.lists) == 1 else ''}: {one.number:,}"
        on = [base + 24 + ROW * row for row, name in enumerate(estimate.lists) if name in one.lists]
        dots = "".join(
            f'<circle class="{"dot" if name in one.lists else "absent"}" cx="{x:.1f}" cy="{base + 24 + ROW * row}" r="5"/>'
            for row, name in enumerate(estimate.lists)
        )
        parts.append(
            f'<g><rect class="held" x="{x - step * 0.35:.1f}" y="{base - tall:.1f}" width="{step * 0.7:.1f}" height="{max(tall, 1):.1f}"/>'
            f'<text class="tick" x="{x:.1f}" y="{base - tall - 4:.1f}" text-anchor="middle">{one.number:,}</text>'
            f'<line class="joint" x1="{x:.1f}" y1="{min(on)}" x2="{x:.1f}" y2="{max(on)}"/>{dots}<title>{escape(said)}</title></g>'
        )
    many = plural(estimate.unit, 2)
    rest = f" {left} smaller combinations are not drawn." if left > 0 else ""
    words = "; ".join(f"{' and '.join(one.lists)}: {one.number:,}" for one in shown)
    title = f"How many {many} are on just which lists{f', {estimate.stratum}' if estimate.stratum else ''}"
    return picture(title, f"{words}.{rest}", base + 30 + ROW * len(estimate.lists), parts)


def _given(estimate: Estimate) -> list[Model]:
    return [model for model in estimate.models if model.best is not None]
