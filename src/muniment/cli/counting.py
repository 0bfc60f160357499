"""The verbs that count: tables over any selection, series over time, who covers what."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from markupsafe import Markup
from rich.markup import escape
from rich.table import Table

from muniment import library, workflow
from muniment.cli.app import ASK, Folder, app, format_of, give
from muniment.count import Cell, Count, Counts, Series
from muniment.errors import BadChoice
from muniment.publishing.bars import alone, range_bars, rates
from muniment.publishing.wording import (
    author_name,
    cell_words,
    context,
    date_words,
    label,
    plural,
    range_words,
    sentence,
)
from muniment.record import lines
from muniment.statement import AUTHOR
from muniment.terminal import DONE, conclude, out, shown_progress

Asked = Annotated[
    Literal["table", "csv", "json", "jsonl", "svg"] | None,
    Parameter(
        name="--format",
        help="table for a person (the default in a terminal), jsonl for a program (the default in a pipe), csv, json, "
        "or svg for a chart.",
    ),
]
To = Annotated[Path | None, Parameter(name=["--output", "-o"], help="A file to write to; the terminal by default.")]
Measure = Annotated[
    str | None, Parameter(help="A type, such as harm.death, or a family of types, such as harm; incident for any.")
]
Since = Annotated[str | None, Parameter(help="Nothing before this year, month or day: 2021-03.")]
Until = Annotated[str | None, Parameter(help="Nothing after this year, month or day.")]
Where = Annotated[str | None, Parameter(help="The name of a place at any level.")]
Country = Annotated[str | None, Parameter(help="ISO alpha-3 code of a country.")]
Agent = Annotated[str | None, Parameter(help="Name or number of who is said to have done it, such as KAR-A0002.")]
Origin = Annotated[str | None, Parameter(help="Name of an origin or a publisher; nothing is counted but what it says.")]
Reviewed = Annotated[
    Literal["yes", "no"] | None, Parameter(help="yes: only what a person accepted; no: only what nobody has ruled on.")
]
FEW = 12
"""Figures that stand apart shown below a table; all of them are in JSON."""


@app.command(group=ASK)
def count(
    casebook: Folder,
    /,
    *,
    by: Annotated[
        str | None,
        Parameter(
            help="Dimensions of a table, with commas: year, month, week, day, country, admin1, place, type, act, agent, "
            "victim, reviewed, incident, origin, publisher. Without it everything is counted anew, in total."
        ),
    ] = None,
    measure: Measure = None,
    unit: Annotated[str | None, Parameter(help="person, incident, dwelling …")] = None,
    since: Since = None,
    until: Until = None,
    place: Where = None,
    country: Country = None,
    agent: Agent = None,
    victim: Annotated[str | None, Parameter(help="A group of victims: children, civilians, health workers …")] = None,
    origin: Origin = None,
    reviewed: Reviewed = None,
    sources: Annotated[int | None, Parameter(help="Show the sentences behind the row of this number.")] = None,
    format: Asked = None,
    to: To = None,
) -> int:
    """Count as ranges with their origins: in total, or in a table over any selection.

    Example: `muniment count my-casebook`, or `muniment count my-casebook --by month,admin1,type --format csv -o counts.csv`,
    or `muniment count my-casebook --by agent --measure harm.death --sources 3`
    """
    narrowed = {
        "measure": measure,
        "unit": unit,
        "since": since,
        "until": until,
        "place": place,
        "country": country,
        "agent": agent,
        "victim": victim,
        "origin": origin,
    }
    with library.Casebook.open(casebook) as opened:
        if by is None and sources is None and reviewed is None and not any(narrowed.values()):
            return _anew(opened, casebook, format, to)
        wanted = None if reviewed is None else reviewed == "yes"
        counts = opened.count(by or "", reviewed=wanted, **narrowed)
        if sources is not None:
            return _sources(opened, counts, sources)
        picture = partial(range_bars, counts)
        return _answer(counts, format, to, picture=picture, show=partial(show_counts, opened, counts))


@app.command(group=ASK)
def series(
    casebook: Folder,
    /,
    *,
    window: Annotated[Literal["day", "week", "month", "year"], Parameter(help="How long a window is.")] = "month",
    measure: Measure = None,
    since: Since = None,
    until: Until = None,
    place: Where = None,
    country: Country = None,
    agent: Agent = None,
    origin: Origin = None,
    reviewed: Reviewed = None,
    format: Asked = None,
    to: To = None,
) -> int:
    """Say how often incidents are told of, window by window, with exact intervals and how much was reported.

    Example: `muniment series my-casebook --window week --measure life.attack`
    """
    with library.Casebook.open(casebook) as opened:
        found = opened.series(
            window,
            measure=measure,
            since=since,
            until=until,
            place=place,
            country=country,
            agent=agent,
            origin=origin,
            reviewed=None if reviewed is None else reviewed == "yes",
        )
    return _answer(found, format, to, picture=partial(rates, found), show=partial(show_series, found))


@app.command(group=ASK)
def coverage(
    casebook: Folder,
    /,
    *,
    matrix: Annotated[
        bool, Parameter(help="Instead, as CSV, which origin tells of which incident, so that others can estimate too.")
    ] = False,
    format: Asked = None,
    to: To = None,
) -> int:
    """Say which origin tells of which place and month; or write the matrix of origins and incidents.

    Example: `muniment coverage my-casebook`, or `muniment coverage my-casebook --matrix -o matrix.csv`
    """
    with library.Casebook.open(casebook) as opened:
        if matrix:
            return give(opened.matrix().csv(), to)
        counts = opened.coverage()
        return _answer(counts, format, to, picture=None, show=partial(show_counts, opened, counts))


def _answer(
    found: Counts | Series,
    format: str | None,
    to: Path | None,
    *,
    picture: Callable[[], Markup] | None,
    show: Callable[[], None],
) -> int:
    """Gives what was found in the form asked for."""
    given = format_of(format)
    if given == "table":
        show()
        return DONE
    if given == "csv":
        return give(found.csv(), to)
    if given == "json":
        return give(found.json() + "\n", to)
    if given == "jsonl":
        nouns = found.cells if isinstance(found, Counts) else found.windows
        return give("".join(f"{line}\n" for line in lines(nouns)), to)
    if picture is None:
        raise BadChoice("format", given, hint="csv, json, jsonl or table")
    return give(alone(picture()), to)


def _anew(opened: library.Casebook, folder: Path, format: str | None, to: Path | None) -> int:
    """Every count made again and kept, and the totals shown."""
    with shown_progress() as progress:
        outcome = workflow.count(opened, progress=progress)
    totals = [one for one in opened.counts() if one.over == "selection"]
    given = format_of(format)
    if given == "jsonl":
        return give("".join(f"{line}\n" for line in lines(totals)), to)
    if given != "table":
        raise BadChoice("format", given, hint="say what the table is by, as in --by month,type")
    table = Table(
        "what", "unit", "low", "best", "high", "scope", "origins", "named", title="Counts, not yet reviewed unless said"
    )
    for one in totals:
        numbers = ("" if number is None else f"{number:,}" for number in (one.low, one.best, one.high))
        table.add_row(one.measure, one.unit, *numbers, one.scope, str(one.origins), str(one.named or ""))
    out.print(table)
    return conclude([outcome], folder)


def _sources(opened: library.Casebook, counts: Counts, row: int) -> int:
    """The sentences behind a row, each with its report, its voice and its words."""
    cell = next((cell for cell in counts.cells if cell.row == row), None)
    if cell is None:
        raise BadChoice("sources", row, hint=f"the number of a row, 1 to {len(counts)}")
    keys = ", ".join(cell.keys.values())
    out.print(escape(f"{keys + ': ' if keys else ''}{label(cell.measure)}, {cell_words(cell)}"), style="bold")
    for statement in opened.sources(cell):
        report = opened.report(statement.report)
        before, words, after = (part.replace("\n", " ") for part in context(statement, report))
        named = ", ".join(filter(None, (report.name, report.part, report.published and date_words(report.published))))
        out.print(f"\n{escape(sentence(statement, report))}", soft_wrap=True)
        out.print(f"  “{escape(before)}[bold]{escape(words)}[/bold]{escape(after)}”", soft_wrap=True)
        out.print(escape(f"  {named}  {statement.id}"), style="dim", soft_wrap=True)
    return DONE


def show_counts(opened: library.Casebook, counts: Counts) -> None:
    """A table of counts, what it adds up to, what stands beside it, and how to open a row."""
    heads = [name for name in counts.by if name != "type"]
    mixed = any(cell.added for cell in counts.cells)
    rows = [[str(cell.row), *(cell.keys[name] for name in heads), *_shown(cell, mixed=mixed)] for cell in counts.cells]
    if counts.by:
        rows += [
            ["", *("in total" if place == 0 else "" for place, _ in enumerate(heads)), *_shown(cell)]
            for cell in counts.totals
        ]
    names = ["row", *heads, "what", "range", "best", "incidents", "named", "origins", "share", "reviewed", "sources"]
    if not counts.cells:
        out.print(escape(f"{_title(counts)}: no voice tells of any"), soft_wrap=True)
    kept = [place for place, _ in enumerate(names) if any(row[place] for row in rows)]
    table = Table(*(names[place] for place in kept), title=_title(counts))
    for number, row in enumerate(rows):
        if number == len(counts):
            table.add_section()
        dim = number < len(counts) and not counts.cells[number].added
        table.add_row(*(escape(row[place]) for place in kept), style="dim" if dim else None)
    if counts.cells:
        out.print(table)
    for one in counts.apart[:FEW]:
        out.print(escape(_beside(opened, one)), soft_wrap=True)
    if len(counts.apart) > FEW:
        out.print(f"beside: {len(counts.apart) - FEW} more; all are in --format json")
    for why, ids in counts.left_out.items():
        out.print(f"left out: {len(ids)} {plural('incident', len(ids))}: {escape(why)}")
    for note in counts.notes:
        out.print(f"note: {escape(note)}", soft_wrap=True)
    if counts.cells:
        asked = " ".join(f"--{name} {shlex.quote(value)}" for name, value in counts.asked.items())
        by = f"--by {','.join(counts.by)}" if counts.by else ""
        words = " ".join(filter(None, ("muniment count", str(opened.folder), by, asked, "--sources ROW")))
        out.print(escape(f"open a row: {words}"), soft_wrap=True)


def _beside(opened: library.Casebook, one: Count) -> str:
    """An aggregate or a running total, with who gives it and since when."""
    statement = opened.statement(one.statements[0])
    said = statement.innermost.name
    voice = author_name(opened.report(statement.report)) if said == AUTHOR else said
    amount = f"{range_words(one.low, one.best, one.high)} {plural(one.unit, one.high or one.low)}"
    when = f", {date_words(one.period)}" if one.period else ""
    return f"beside: {label(one.measure)}, {amount}{when}, according to {voice}; {one.scope}; {statement.id}"


def _title(counts: Counts) -> str:
    asked = "; ".join(f"{name} {value}" for name, value in counts.asked.items())
    return escape(f"Counts{f' of {asked}' if asked else ''}")


def _shown(cell: Cell, *, mixed: bool = False) -> list[str]:
    """What a table shows of a cell, in its order; whether it is added only where some are and some are not."""
    silent = f"{cell.silent} {plural('incident', cell.silent)} without a figure" if cell.silent else ""
    figures = "; ".join(filter(None, (cell_words(cell) if cell.incidents else "", silent)))
    people = cell.unit != "incident"
    return [
        label(cell.measure),
        f"{figures} (not added)" if mixed and not cell.added else figures,
        f"{cell.best:,}" if cell.best is not None and people else "",
        str(cell.incidents or "") if people else "",
        str(cell.named or ""),
        str(cell.origins),
        f"{cell.share:.0f}%" if cell.share is not None else "",
        _range(cell.reviewed_low, cell.reviewed_high),
        str(len(cell.statements)),
    ]


def _range(low: int | None, high: int | None) -> str:
    return "" if low is None and high is None else range_words(low, None, high)


def show_series(found: Series) -> None:
    """The windows, whether the newest differs, and what must be said beside a rate."""
    table = Table("window", "days", "incidents", "rate", "95%", "origins", "reports", title=_rated(found))
    for one in found.windows:
        interval = f"{one.low:g} to {one.high:g}"
        table.add_row(
            one.period, str(one.days), str(one.incidents), f"{one.rate:g}", interval, str(one.origins), str(one.reports)
        )
    out.print(table)
    if found.p is not None:
        said = f"{found.differs} than before" if found.differs else "no different from before, as far as chance goes"
        out.print(f"newest: {found.latest}: {said} (exact binomial test, p = {found.p:.2g})")
    for held, why in ((found.undated, "not dated to one window"), (found.earlier, "outside the reports' time")):
        if held:
            out.print(f"left out: {len(held)} {plural('incident', len(held))}: {why}")
    out.print(f"note: {found.caveat}", soft_wrap=True)


def _rated(found: Series) -> str:
    per = {"day": "a day", "week": "7 days", "month": "30 days", "year": "365 days"}[found.size]
    return escape(f"{label(found.measure)} told of, by {found.size}; rates are for {per}")
