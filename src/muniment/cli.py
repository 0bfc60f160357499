"""The command line: one verb a task; it decides nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter, validators
from rich.markup import escape
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.doctor import diagnosis
from muniment.errors import MunimentError, UnreadableReport
from muniment.record import as_json, lines
from muniment.settings import Settings, settings_from
from muniment.terminal import (
    DONE,
    MISUSED,
    REFUSED,
    conclude,
    err,
    out,
    say_error,
    say_missing,
    show_reading,
    show_ties,
    shown_progress,
)
from muniment.workflow import Outcome

Folder = Annotated[Path, Parameter(help="The casebook's folder.")]
SettingsFile = Annotated[
    Path | None, Parameter(name="--settings", help="A muniment.toml with title, gazetteer and so on.")
]
Format = Annotated[
    Literal["table", "jsonl"] | None,
    Parameter(
        name="--format",
        help="table for a person (the default in a terminal), jsonl for a program (the default in a pipe).",
    ),
]

Jobs = Annotated[
    int,
    Parameter(
        validator=validators.Number(gte=0),
        help="Processes that read side by side, each with a model of some 400 MB; 0 leaves it to the machine and the work.",
    ),
]

app = App(
    name="muniment",
    version=workflow.VERSION,
    help="Reads reports and builds a record of who did what to whom, and who says so.",
    help_format="markdown",
)


def main(tokens: Sequence[str] | None = None) -> None:
    """Runs one verb and exits with its code."""
    try:
        code = app(tokens, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        code = MISUSED
    except MunimentError as error:
        say_error(error)
        code = MISUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except KeyboardInterrupt:
        err.print("stopped; run the same command again to go on from here")
        code = 130
    sys.exit(code if isinstance(code, int) else DONE)


@app.command
def build(
    paths: Annotated[list[str], Parameter(help="Files, folders or globs of reports.")],
    /,
    *,
    to: Annotated[Path, Parameter(name=["--output", "-o"], help="The casebook's folder; made where it is missing.")],
    settings: SettingsFile = None,
    jobs: Jobs = 0,
) -> int:
    """The main job: read reports, record, join, count, and publish a dossier, in one go.

    Safe to run again: what is known is left, what is new is added.

    Example: `muniment build reports/ -o my-casebook`
    """
    with shown_progress() as progress:
        outcomes = workflow.build(paths, to, _settings(settings, to), jobs=jobs, progress=progress)
    return conclude(outcomes, to)


@app.command
def read(
    paths: Annotated[list[str], Parameter(help="Files, folders or globs of reports.")],
    /,
    *,
    format: Format = None,
    why: Annotated[bool, Parameter(help="Also say which rule or model made each statement.")] = False,
    settings: SettingsFile = None,
) -> int:
    """Say what these files say, without a casebook; nothing is kept.

    Example: `muniment read raid.txt`, or `muniment read raid.txt --format jsonl | jq .type`
    """
    refused = 0
    for found in workflow.read(paths, settings_from(settings)):
        if isinstance(found, UnreadableReport):
            refused += 1
            say_error(found)
        elif _format(format) == "jsonl":
            for line in lines(found[1].statements):
                print(line)
        else:
            show_reading(*found, why=why)
        if not isinstance(found, UnreadableReport):
            refused += len(found[1].refusals)
            for refusal in found[1].refusals:
                err.print(f"{escape(refusal.subject)}: {escape(refusal.reason)}")
    return REFUSED if refused else DONE


@app.command
def add(
    casebook: Folder,
    paths: Annotated[list[str], Parameter(help="Files, folders or globs of reports.")],
    /,
    *,
    settings: SettingsFile = None,
) -> int:
    """Add reports to a casebook; the same bytes twice are one report.

    Example: `muniment add my-casebook more-reports/`
    """
    with Casebook.create(casebook, _settings(settings, casebook)) as opened, shown_progress() as progress:
        outcome = workflow.add(opened, paths, progress=progress)
        workflow.write_refusals(opened)
    return conclude([outcome], casebook)


@app.command
def extract(casebook: Folder, /, *, jobs: Jobs = 0) -> int:
    """Read the statements in the reports that were not read yet.

    Example: `muniment extract my-casebook`
    """
    return one_task(casebook, partial(workflow.extract, jobs=jobs))


@app.command
def link(casebook: Folder, /) -> int:
    """Join the tellings of one incident, and actors across reports.

    Example: `muniment link my-casebook`
    """
    return one_task(casebook, workflow.link)


@app.command
def count(casebook: Folder, /, *, format: Format = None) -> int:
    """Count, per incident and in total, as ranges with their origins.

    Example: `muniment count my-casebook`
    """
    with Casebook.open(casebook) as opened, shown_progress() as progress:
        outcome = workflow.count(opened, progress=progress)
        counts = [one for one in opened.counts() if one.over == "selection"]
    if _format(format) == "jsonl":
        for line in lines(counts):
            print(line)
        return DONE
    table = Table(
        "what", "unit", "low", "best", "high", "scope", "origins", "named", title="Counts, not yet reviewed unless said"
    )
    for one in counts:
        numbers = ("" if number is None else f"{number:,}" for number in (one.low, one.best, one.high))
        table.add_row(one.measure, one.unit, *numbers, one.scope, str(one.origins), str(one.named or ""))
    out.print(table)
    return conclude([outcome], casebook)


@app.command
def publish(
    casebook: Folder,
    /,
    *,
    to: Annotated[
        Path | None,
        Parameter(name=["--output", "-o"], help="Where to write; the casebook's own dossier folder by default."),
    ] = None,
) -> int:
    """Write the dossier: a page that opens offline, tables, JSON Lines.

    Example: `muniment publish my-casebook`
    """
    with Casebook.open(casebook) as opened, shown_progress() as progress:
        outcome = workflow.publish(opened, to, progress=progress)
    return conclude([outcome], casebook)


@app.command
def check(casebook: Folder, /) -> int:
    """Read every passage and every byte again against its hash: the audit a lawyer runs.

    Example: `muniment check my-casebook`
    """
    with Casebook.open(casebook) as opened, shown_progress() as progress:
        problems = workflow.check(opened, progress=progress)
    for problem in problems:
        say_error(problem)
    out.print(
        "clean: every byte and every passage is as it was recorded" if not problems else f"{len(problems)} problems"
    )
    return REFUSED if problems else DONE


@app.command
def log(casebook: Folder, /, *, format: Format = None) -> int:
    """Show what was done, when, by which version and with which settings.

    Example: `muniment log my-casebook`
    """
    with Casebook.open(casebook) as opened:
        entries, runs = list(opened.log()), {run.id: run for run in opened.runs()}
    if _format(format) == "jsonl":
        for entry in entries:
            print(
                json.dumps(
                    as_json(entry) | {"version": runs[entry.run].version, "settings": as_json(runs[entry.run].settings)}
                )
            )
        return DONE
    table = Table("started (UTC)", "finished", "task", "outcome", "done", "refused", "version", "note")
    for entry in entries:
        table.add_row(
            entry.started,
            entry.finished or "",
            entry.task,
            entry.outcome,
            str(entry.done),
            str(entry.refused),
            runs[entry.run].version,
            escape(entry.note),
        )
    out.print(table)
    return DONE


@app.command
def search(
    casebook: Folder,
    query: Annotated[str, Parameter(help="Words to look for; put phrases in quotes.")],
    /,
    *,
    within: Annotated[Literal["reports", "statements"], Parameter(name="--in", help="Where to look.")] = "reports",
) -> int:
    """Find words in the reports or the statements of a casebook.

    Example: `muniment search my-casebook "water station" --in statements`
    """
    with Casebook.open(casebook) as opened:
        for hit in opened.search(query, in_=within):
            print(f"{hit.id}\t{hit.snippet}")
    return DONE


@app.command
def ties(
    casebook: Folder,
    actor: Annotated[str, Parameter(help="The actor's number or name, such as KAR-A0002.")],
    /,
    *,
    on: Annotated[date, Parameter(help="The day asked about, YYYY-MM-DD.")],
    format: Format = None,
) -> int:
    """Say who stood behind an actor on a day, and what ties it had then, as voices say.

    Example: `muniment ties my-casebook "Border Shield Brigades" --on 2021-06-05`
    """
    with Casebook.open(casebook) as opened:
        found = workflow.ties_of(opened, actor, on)
    if _format(format) == "jsonl":
        for tie in found.ties:
            print(json.dumps(as_json(tie), ensure_ascii=False, default=str))
        return DONE
    show_ties(found, on)
    return DONE


@app.command
def rule(
    casebook: Folder,
    ruling: Annotated[Literal["same", "different", "unsure"], Parameter(help="What the two are.")],
    one: Annotated[str, Parameter(help="The number of an incident or actor, or the id of a statement.")],
    other: Annotated[str, Parameter(help="The number or id of the other.")],
    /,
    *,
    by: Annotated[str, Parameter(help="Who rules.")],
    reason: Annotated[str, Parameter(help="Why.")] = "",
) -> int:
    """Rule that two incidents or two actors are the same, or are not; the next `muniment link` obeys.

    Example: `muniment rule my-casebook different KAR-0012 KAR-0031 --by "A. Reader" --reason "a week apart"`
    """
    with Casebook.open(casebook) as opened:
        workflow.rule(opened, ruling, (one, other), by=by, reason=reason)
    out.print(f"ruled    {one} and {other}: {ruling}; obeyed by the next: muniment link {casebook}")
    return DONE


@app.command
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it.

    Example: `muniment doctor`
    """
    parts = diagnosis()
    table = Table("part", "found", "for")
    for part in parts:
        table.add_row(part.name, part.found or "missing", part.use)
    out.print(table)
    for part in parts:
        say_missing(part)
    return MISUSED if any(part.needed and not part.found for part in parts) else DONE


def one_task(folder: Path, task: Callable[..., Outcome]) -> int:
    """Opens a casebook, runs one task on it, says how it ended."""
    with Casebook.open(folder) as opened, shown_progress() as progress:
        outcome = task(opened, progress=progress)
        workflow.write_refusals(opened)
    return conclude([outcome], folder)


def _settings(given: Path | None, casebook: Path) -> Settings:
    """The settings file that was named, or the casebook's own."""
    if given is not None and not given.is_file():
        raise MunimentError(f"{given} is not a file", hint="name a muniment.toml")
    own = casebook / "muniment.toml"
    return settings_from(given or (own if own.is_file() else None))


def _format(given: str | None) -> str:
    return given or ("table" if sys.stdout.isatty() else "jsonl")


if __name__ == "__main__":
    main()
