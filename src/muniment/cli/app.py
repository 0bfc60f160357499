"""The command and what its verbs share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Group, Parameter, validators
from rich.markup import escape

from muniment import workflow
from muniment.casebook import Casebook
from muniment.errors import MunimentError
from muniment.settings import Settings, settings_from
from muniment.terminal import DONE, conclude, out, shown_progress
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

MAKE = Group.create_ordered("Make a record")
DECIDE = Group.create_ordered("Decide, with others")
ASK = Group.create_ordered("Ask")
HAND_OVER = Group.create_ordered("Hand it over")
LOOK_AFTER = Group.create_ordered("Look after it")
SAY_MORE = Group.create_ordered("Say more")
FIRST = 0
"""Where in its group the verb stands that a newcomer wants; the others follow by the alphabet."""

app = App(
    name="muniment",
    version=workflow.VERSION,
    help="Reads reports and builds a record of who did what to whom, and who says so.",
    help_format="markdown",
    group_commands=SAY_MORE,
)


def one_task(folder: Path, task: Callable[..., Outcome]) -> int:
    """Opens a casebook, runs one task on it, says how it ended."""
    with Casebook.open(folder) as opened, shown_progress() as progress:
        outcome = task(opened, progress=progress)
        workflow.write_refusals(opened)
    return conclude([outcome], folder)


def settings_for(given: Path | None, casebook: Path) -> Settings:
    """The settings file that was named, or the casebook's own."""
    if given is not None and not given.is_file():
        raise MunimentError(f"{given} is not a file", hint="name a muniment.toml")
    own = casebook / "muniment.toml"
    return settings_from(given or (own if own.is_file() else None))


def format_of(given: str | None) -> str:
    """The format asked for; else a table on a terminal, JSON Lines in a pipe."""
    return given or ("table" if sys.stdout.isatty() else "jsonl")


def give(text: str, to: Path | None) -> int:
    """Text to a file, which is named, or to the terminal."""
    if to is None:
        print(text, end="")
    else:
        to.write_text(text, encoding="utf-8")
        out.print(f"wrote    {escape(str(to))}", soft_wrap=True)
    return DONE
