"""The verb that says how far readers agree."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import DECIDE, Folder, app, format_of
from muniment.record import as_csv, as_json, lines
from muniment.reviewing.agreeing import Agreement
from muniment.terminal import DONE, out


@app.command(group=DECIDE)
def agreement(
    casebook: Folder,
    /,
    *,
    format: Annotated[
        Literal["table", "csv", "jsonl"] | None,
        Parameter(
            name="--format",
            help="table for a person (the default in a terminal), jsonl for a program (the default in a pipe), or csv.",
        ),
    ] = None,
) -> int:
    """Say how far people agree who read the same statements without seeing each other's rulings.

    Example: `muniment agreement my-casebook`, or `muniment agreement my-casebook --format csv`
    """
    with Casebook.open(casebook) as opened:
        found = workflow.agreement_in(opened)
    wanted = format_of(format)
    if wanted == "jsonl":
        for line in lines(found):
            print(line)
    elif wanted == "csv":
        print(as_csv(map(as_json, found), [field.name for field in dataclasses.fields(Agreement)]), end="")
    elif found:
        show_agreement(found)
    else:
        out.print("no statement was read by two people; set second_reading, as the how-to on a second reader says")
    return DONE


def show_agreement(found: list[Agreement]) -> None:
    """A row for each thing that readers rule on."""
    table = Table("of", "alpha", "the same", "statements", "readers", "")
    for one in found:
        alpha = "" if one.alpha is None else f"{one.alpha:.3f}"
        agreed = "" if one.agreed is None else f"{one.agreed:.0f}%"
        table.add_row(one.of, alpha, agreed, str(one.statements), str(one.readers), one.note)
    out.print(table)
