"""The verbs that keep a casebook and the machine in order."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import DECIDE, LOOK_AFTER, Folder, app, settings_for
from muniment.doctor import diagnosis
from muniment.settings import settings_from
from muniment.terminal import (
    DONE,
    MISUSED,
    REFUSED,
    out,
    say_error,
    say_missing,
    shown_progress,
)


@app.command(group=DECIDE)
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


@app.command(group=LOOK_AFTER)
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


@app.command(group=DECIDE)
def move(
    casebook: Folder,
    /,
    *,
    to: Annotated[str, Parameter(help="URL of an empty PostgreSQL database, such as postgresql://team@host/karsa.")],
) -> int:
    """Move a casebook's record from its folder to a server, so that a team works on it; the reports' bytes stay.

    Example: `muniment move my-casebook --to postgresql://team@host/karsa`
    """
    with shown_progress() as progress:
        moved = workflow.move(casebook, to, progress=progress)
    out.print(f"moved    {moved:,} rows; {casebook} names the database from now on")
    return DONE


@app.command(group=LOOK_AFTER)
def doctor(casebook: Annotated[Path | None, Parameter(help="A casebook whose settings to look at.")] = None, /) -> int:
    """Say what is installed, what is missing, and how to get it.

    Example: `muniment doctor`, or `muniment doctor my-casebook`
    """
    parts = diagnosis(settings_for(None, casebook) if casebook else settings_from())
    table = Table("part", "found", "for")
    for part in parts:
        table.add_row(part.name, part.found or "missing", part.use)
    out.print(table)
    for part in parts:
        say_missing(part)
    return MISUSED if any(part.needed and not part.found for part in parts) else DONE
