"""Reckoning: counts, how often things are told of over time, and estimates, in sentences with their statements."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from muniment.count import Count
from muniment.publishing import estimates, wording
from muniment.publishing.bars import rates
from muniment.publishing.gathering import Gathered
from muniment.publishing.parts import Line, Part, Picture, capped


def counted(count: Count) -> Line:
    """A count in a sentence."""
    amount = f"{wording.range_words(count.low, count.best, count.high)} {wording.plural(count.unit, count.high or count.low)}"
    origins = f"{count.origins} {wording.plural('origin', count.origins)}"
    return Line(
        words=f"{wording.label(count.measure)}: {amount}; {origins}.",
        statements=count.statements,
        reviewed=count.reviewed,
    )


def counts(view: Gathered) -> Iterator[Part]:
    """Sums of ranges, running totals that are added to nothing, the series, and estimates."""
    totals = [one for one in view.dossier.counts if one.over == "selection"]
    summed = [one for one in totals if one.scope == "incident"]
    apart = [one for one in totals if one.scope != "incident" and one.measure != "incident"]
    if summed:
        yield Part(title="Over all dated incidents", held=[counted(one) for one in summed])
    if apart:
        held = [counted(one) for one in apart]
        yield Part(title="Running totals and aggregates, added to nothing", held=list(capped(held)))
    series = view.dossier.series
    if series and series.windows:
        yield Part(
            title="Over time",
            held=[
                Picture(
                    svg=Markup(rates(series)),
                    caption=f"Incidents told of, by {series.size}, with exact 95 percent intervals; below, reports published meanwhile. {series.caveat}",
                )
            ],
        )
    for one in view.dossier.estimates:
        held = [
            Line(
                words=f"{estimates.NAMES[model.name]}: {model.best:,} ({model.low:,} to {model.high:,}, {model.level:.0%}); recorded: {one.documented:,}."
                if model.best is not None
                else f"{estimates.NAMES[model.name]}: no number. {model.refused}"
            )
            for model in one.models
        ]
        yield Part(
            title=f"Estimate, {one.stratum or 'in all'}",
            held=[Line(words=one.meaning), *held, *(Line(words=words) for words in one.cautions)],
        )
