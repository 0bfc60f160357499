"""The verbs of the main job."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from cyclopts import Parameter
from rich.markup import escape

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import (
    FIRST,
    HAND_OVER,
    MAKE,
    Encrypt,
    Folder,
    Format,
    Jobs,
    SettingsFile,
    app,
    format_of,
    one_task,
    settings_for,
)
from muniment.cli.unlocking import key_for, unlocked
from muniment.errors import UnreadableReport
from muniment.record import lines
from muniment.settings import settings_from
from muniment.terminal import (
    DONE,
    REFUSED,
    conclude,
    err,
    out,
    say_error,
    say_readable,
    say_server,
    show_correction,
    show_reading,
    shown_progress,
)

Audience: TypeAlias = Literal["working", "public", "partner", "court"]
DossierName: TypeAlias = Annotated[
    str, Parameter(help="Tells several dossiers of one profile apart; each has pseudonyms and ids of its own.")
]


@app.command(group=MAKE, sort_key=FIRST)
def build(
    paths: Annotated[list[str], Parameter(help="Files, folders or globs of reports.")],
    /,
    *,
    to: Annotated[Path, Parameter(name=["--output", "-o"], help="The casebook's folder; made where it is missing.")],
    settings: SettingsFile = None,
    jobs: Jobs = 0,
    encrypt: Encrypt = False,
) -> int:
    """The main job: read reports, record, join, count, and publish a dossier, in one go.

    Safe to run again: what is known is left, what is new is added.

    Example: `muniment build reports/ -o my-casebook`
    """
    given = settings_for(settings, to)
    key = key_for(to, encrypt=encrypt, key_file=given.key_file)
    with shown_progress() as progress:
        outcomes = workflow.build(paths, to, given, jobs=jobs, key=key, progress=progress)
    code = conclude(outcomes, to)
    if key:
        out.print(
            f"dossier  not written, for anybody could read it: muniment publish {escape(str(to))}", soft_wrap=True
        )
    if key and given.database:
        say_server()
    return code


@app.command(group=MAKE)
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
        elif format_of(format) == "jsonl":
            for line in lines(found[1].statements):
                print(line)
        else:
            show_reading(*found, why=why)
        if not isinstance(found, UnreadableReport):
            refused += len(found[1].refusals)
            for refusal in found[1].refusals:
                err.print(f"{escape(refusal.subject)}: {escape(refusal.reason)}")
    return REFUSED if refused else DONE


@app.command(group=MAKE)
def add(
    casebook: Folder,
    paths: Annotated[list[str], Parameter(help="Files, folders or globs of reports.")],
    /,
    *,
    settings: SettingsFile = None,
    encrypt: Encrypt = False,
) -> int:
    """Add reports to a casebook; the same bytes twice are one report.

    Example: `muniment add my-casebook more-reports/`
    """
    given = settings_for(settings, casebook)
    key = key_for(casebook, encrypt=encrypt, key_file=given.key_file)
    with Casebook.create(casebook, given, key=key) as opened, shown_progress() as progress:
        outcome = workflow.add(opened, paths, progress=progress)
        workflow.write_refusals(opened)
    if encrypt and given.database:
        say_server()
    return conclude([outcome], casebook)


@app.command(group=MAKE)
def extract(casebook: Folder, /, *, jobs: Jobs = 0) -> int:
    """Read the statements in the reports that were not read yet.

    Example: `muniment extract my-casebook`
    """
    return one_task(casebook, partial(workflow.extract, jobs=jobs))


@app.command(group=MAKE)
def reread(casebook: Folder, /) -> int:
    """Read the bytes of all reports again with today's readers; a text that differs is kept beside the old one.

    What people ruled on stays on the text that they saw. Words of it that are not found again are listed.

    Example: `muniment reread my-casebook`, then `muniment extract my-casebook`
    """
    return one_task(casebook, workflow.reread)


@app.command(group=MAKE)
def link(casebook: Folder, /) -> int:
    """Join the tellings of one incident, and actors across reports.

    Example: `muniment link my-casebook`
    """
    return one_task(casebook, workflow.link)


@app.command(group=HAND_OVER, sort_key=FIRST)
def publish(
    casebook: Folder,
    /,
    *,
    to: Annotated[
        Path | None,
        Parameter(name=["--output", "-o"], help="Where to write; a dossier folder in the casebook by default."),
    ] = None,
    profile: Annotated[
        Audience,
        Parameter(help="For whom: what goes in, under which names, and how near places are told."),
    ] = "working",
    name: DossierName = "",
) -> int:
    """Write the dossier: a page that opens offline, tables, JSON Lines; with `--profile`, PDF and Word too.

    Example: `muniment publish my-casebook`, or `muniment publish my-casebook --profile public -o for-everybody`
    """
    with Casebook.open(casebook, key=unlocked(casebook)) as opened, shown_progress() as progress:
        outcome = workflow.publish(opened, to, profile=profile, name=name, progress=progress)
    code = conclude([outcome], casebook)
    if opened.key:
        say_readable("what was published")
    return code


@app.command(group=HAND_OVER)
def compare(
    before: Annotated[Path, Parameter(help="The folder of the earlier edition.")],
    now: Annotated[Path, Parameter(help="The folder of the later one.")],
    /,
    *,
    format: Format = None,
) -> int:
    """Say what was added, changed and withdrawn between two editions of one dossier, and why.

    Example: `muniment compare for-everybody-in-may for-everybody`
    """
    for one in (found := workflow.compare(before, now)):
        if format_of(format) == "jsonl":
            print(next(lines([one])))
        else:
            show_correction(one)
    if not found and format_of(format) == "table":
        print("nothing changed")
    return DONE


@app.command(group=HAND_OVER)
def export(
    casebook: Folder,
    formats: Annotated[
        list[str],
        Parameter(
            help="jsonld, followthemoney, ucdp, acled, plover, hxl, geojson, parquet, csv, jsonl, page, or a plugin's name."
        ),
    ],
    /,
    *,
    to: Annotated[Path, Parameter(name=["--output", "-o"], help="Where to write; made where it is missing.")],
    profile: Annotated[
        Audience, Parameter(help="For whom: shows what that profile's dossier shows, under its pseudonyms and ids.")
    ] = "working",
    name: DossierName = "",
    reviewed: Annotated[
        bool, Parameter(negative=(), help="Only statements that a person accepted, and counts of these alone.")
    ] = False,
) -> int:
    """Write the record in formats that others read, each with a list of what it could not say and why.

    Example: `muniment export my-casebook ucdp geojson -o for-partners --profile partner`
    """
    with Casebook.open(casebook, key=unlocked(casebook)) as opened, shown_progress() as progress:
        outcome = workflow.export(opened, formats, to, profile=profile, name=name, reviewed=reviewed, progress=progress)
    return conclude([outcome], casebook)
