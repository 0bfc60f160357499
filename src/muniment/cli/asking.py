"""The verbs that ask a casebook something."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.markup import escape
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import ASK, LOOK_AFTER, Folder, Format, app, format_of
from muniment.errors import BadChoice
from muniment.record import as_json
from muniment.terminal import (
    DONE,
    out,
    show_changes,
    show_notice,
    show_ties,
)


@app.command(group=ASK)
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
            print(f"{hit.id}\t{hit.snippet}" + ("\tentered by a person" if hit.entered else ""))
    return DONE


@app.command(group=ASK)
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
    if format_of(format) == "jsonl":
        for tie in found.ties:
            print(json.dumps(as_json(tie), ensure_ascii=False, default=str))
        return DONE
    show_ties(found, on)
    return DONE


@app.command(group=ASK)
def notice(
    casebook: Folder,
    actor: Annotated[str, Parameter(help="The actor's number or name, such as KAR-A0002.")],
    /,
    *,
    of: Annotated[
        str,
        Parameter(
            help="Types or families of harm or act, with commas: life, access.medical_denial; all when not given."
        ),
    ] = "",
    since: Annotated[str | None, Parameter(help="EDTF: nothing that lies wholly before it, such as 2021-03.")] = None,
    until: Annotated[str | None, Parameter(help="EDTF: nothing that lies wholly after it.")] = None,
    format: Format = None,
) -> int:
    """Say what an actor was told and showed, what was public, and what happened after, as voices say.

    Example: `muniment notice my-casebook "Ministry of the Interior" --of repress.raid`
    """
    kinds = tuple(filter(None, (kind.strip() for kind in of.split(","))))
    with Casebook.open(casebook) as opened:
        found = workflow.notice_of(opened, actor, of=kinds, since=since, until=until)
    if format_of(format) == "jsonl":
        for part in found.parts():
            kept = {"part": type(part).__name__.lower(), "actor": found.actor} | as_json(part)
            print(json.dumps(kept, ensure_ascii=False, default=str))
        return DONE
    show_notice(found)
    return DONE


@app.command(group=LOOK_AFTER)
def log(
    casebook: Folder,
    /,
    *,
    since: Annotated[
        str | None, Parameter(help="Show what changed after this moment: 2021-03-12, or 2021-03-12T14:00:00Z.")
    ] = None,
    until: Annotated[str | None, Parameter(help="The moment up to which, with --since; now by default.")] = None,
    format: Format = None,
) -> int:
    """Show what was done, when, by which version and with which settings; or what changed between two moments.

    Example: `muniment log my-casebook`, or `muniment log my-casebook --since 2021-03-12 --until 2021-03-19`
    """
    if until and not since:
        raise BadChoice("until", until, hint="give --since too")
    with Casebook.open(casebook) as opened:
        if since:
            return _changed(opened, since, until, format)
        entries, runs = list(opened.log()), {run.id: run for run in opened.runs()}
    if format_of(format) == "jsonl":
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


def _changed(casebook: Casebook, since: str, until: str | None, format: str | None) -> int:
    found = workflow.changes_between(casebook, since, until)
    if format_of(format) == "jsonl":
        print(json.dumps(as_json(found), ensure_ascii=False))
    else:
        show_changes(found, {report.id: report.name for report in casebook.reports()})
    return DONE
