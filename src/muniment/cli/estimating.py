"""The verb that estimates what nobody recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators
from markupsafe import Markup
from rich.markup import escape
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import ASK, app, format_of, give
from muniment.count import Estimate
from muniment.counting.estimation.asked import KNOWN, Asked, Name
from muniment.errors import BadChoice
from muniment.publishing.bars import alone
from muniment.publishing.estimates import NAMES, intervals, overlap, posterior, table_of
from muniment.publishing.wording import plural
from muniment.record import lines
from muniment.terminal import DONE, REFUSED, out, shown_progress

Target = Annotated[
    Path, Parameter(help="A casebook's folder, or a CSV: of patterns, or of people, matched or not, on lists.")
]


@app.command(group=ASK)
def estimate(
    target: Target,
    /,
    *,
    by: Annotated[
        str | None,
        Parameter(help="Strata: dimensions of a count for a casebook, or columns of the file, with commas."),
    ] = None,
    lists: Annotated[
        str | None, Parameter(help="The lists to use, with commas; of a casebook the origins that have most.")
    ] = None,
    never: Annotated[
        list[str] | None, Parameter(help="Lists that could not share anybody, such as A+B; may be given again.")
    ] = None,
    unit: Annotated[
        Literal["incident", "person"], Parameter(help="Of a casebook: its incidents, or the victims that it names.")
    ] = "incident",
    measure: Annotated[str, Parameter(help="Of a casebook's people: the harm.")] = "harm.death",
    models: Annotated[
        str | None, Parameter(help="latent_class, graphs, log_linear, chao; all of them by default.")
    ] = None,
    level: Annotated[float, Parameter(validator=validators.Number(gt=0, lt=1), help="Of the intervals.")] = 0.95,
    draws: Annotated[
        int, Parameter(validator=validators.Number(gte=1_000), help="Kept of each of four chains.")
    ] = 10_000,
    seed: Annotated[int, Parameter(help="Of the random draws; the same seed gives the same numbers.")] = 1,
    format: Annotated[
        Literal["table", "csv", "json", "jsonl", "svg"] | None,
        Parameter(
            name="--format",
            help="table for a person (the default in a terminal), jsonl for a program (the default in a pipe), csv, "
            "json, or svg for a chart.",
        ),
    ] = None,
    chart: Annotated[
        Literal["intervals", "posterior", "overlap"], Parameter(help="Which chart --format svg draws.")
    ] = "intervals",
    to: Annotated[
        Path | None, Parameter(name=["--output", "-o"], help="A file to write to; the terminal by default.")
    ] = None,
) -> int:
    """Estimate how many there were in all, recorded or not, from how lists overlap.

    Of a casebook, its origins are the lists; the estimate is kept and goes into the next dossier. It is never added to
    a count. See "How many? What this number means" in the documentation.

    Example: `muniment estimate my-casebook --by year`, or `muniment estimate lists.csv --by region --format csv`, or
    `muniment estimate lists.csv --never Church+Union --format svg --chart overlap -o overlap.svg`
    """
    wanted = workflow.Wanted(
        by=_parts(by),
        lists=_parts(lists),
        never=tuple(tuple(part.strip() for part in one.split("+")) for one in never or ()),
        unit=unit,
        measure=measure,
        models=_models(models),
        asked=Asked(level=level, seed=seed, keep=draws),
    )
    with shown_progress() as progress:
        if target.is_dir():
            with Casebook.open(target) as opened:
                workflow.estimate(opened, wanted, progress=progress)
                found = list(opened.derived(Estimate, "estimate"))
        else:
            found = workflow.estimates_in(target, wanted, progress=progress)
    return _answer(found, format_of(format), chart, to)


def _parts(words: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (words or "").split(",") if part.strip())


def _models(words: str | None) -> tuple[Name, ...]:
    for part in _parts(words):
        if part not in KNOWN:
            raise BadChoice("models", part, hint=", ".join(KNOWN))
    return tuple(name for name in KNOWN if not words or name in _parts(words))


def _answer(found: list[Estimate], format: str, chart: str, to: Path | None) -> int:
    code = DONE if any(model.best is not None for one in found for model in one.models) else REFUSED
    if format == "table":
        for one in found:
            show_estimate(one)
        show_assumptions(found)
    elif format == "svg":
        drawn = {"intervals": intervals(found), "posterior": posterior(found[0]), "overlap": overlap(found[0])}[chart]
        if not drawn:
            raise BadChoice("chart", chart, hint="no model gave a number to draw; --chart overlap shows the lists")
        give(alone(Markup(drawn)), to)
    elif format == "csv":
        give(table_of(found), to)
    else:
        given = list(lines(found))
        give(f"[{','.join(given)}]\n" if format == "json" else "".join(f"{line}\n" for line in given), to)
    return code


def show_estimate(one: Estimate) -> None:
    """What each model says, what it means, and what speaks against it."""
    matched = f"; {one.clusterings} ways of matching the lists" if one.clusterings > 1 else ""
    recorded = f"{one.documented:,}"
    if one.documented_low < one.documented_high:
        recorded += f" ({one.documented_low:,} to {one.documented_high:,})"
    title = escape(
        f"{one.stratum or 'All'}: {recorded} {plural(one.unit, 2)} recorded on {len(one.lists)} lists{matched}"
    )
    reasons = {model.refused for model in one.models}
    if len(reasons) == 1 and all(reasons):
        out.print(title, soft_wrap=True)
        out.print(escape(f"no number: {reasons.pop()}"), soft_wrap=True)
    else:
        out.print(_table(one, title))
    out.print(escape(one.meaning), soft_wrap=True)
    for caution in one.cautions:
        out.print(escape(f"caution: {caution}"), soft_wrap=True)
    out.print()


def _table(one: Estimate, title: str) -> Table:
    table = Table("model", "in all", "interval", "how", title=title)
    for model in one.models:
        given = model.best is not None
        how = "; ".join(model.detail) if given else f"no number: {model.refused}"
        if model.rhat is not None and model.effective is not None:
            how += f"; split R-hat {model.rhat:.3f}, effective size {model.effective:,.0f}"
        table.add_row(
            NAMES[model.name],
            f"{model.best:,}" if given else "",
            f"{model.level:.0%}: {model.low:,} to {model.high:,}" if given else "",
            escape(how),
        )
    return table


def show_assumptions(found: list[Estimate]) -> None:
    """What must hold for the estimates to be true, once."""
    if any(model.best is not None for one in found for model in one.models):
        out.print("It holds only if:")
        for assumption in found[0].assumes:
            out.print(escape(f"  - {assumption}"), soft_wrap=True)
