"""The verbs by which a record stands up to a stranger: its custody, signatures, and sealed packages."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.markup import escape
from rich.table import Table

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli.app import HAND_OVER, Folder, Format, app, format_of
from muniment.custody import line
from muniment.record import as_json
from muniment.terminal import DONE, out, shown_progress


@app.command(group=HAND_OVER)
def custody(
    casebook: Folder,
    of: Annotated[str | None, Parameter(help="Id of a report, or of what was ruled on; everything by default.")] = None,
    /,
    *,
    format: Format = None,
) -> int:
    """Show what was done to each report and by whom, link by link, and the digest of the newest link.

    Example: `muniment custody my-casebook`, or `muniment custody my-casebook rp_0f3a…`
    """
    with Casebook.open(casebook) as opened:
        links = list(workflow.custody_of(opened, of))
        head = opened.head()
    if format_of(format) == "jsonl":
        for link in links:
            print(line(as_json(link)), end="")
        return DONE
    table = Table("link", "when (UTC)", "what", "to what", "by", "rows", "digest")
    for link in links:
        to = escape(" ".join(link.of))
        table.add_row(str(link.number), link.at, link.step, to, escape(link.by), str(len(link.holds)), link.digest[:16])
    out.print(table)
    if head:
        out.print(f"head     {head.number} {head.digest}", soft_wrap=True)
    return DONE


@app.command(group=HAND_OVER)
def sign(
    casebook: Folder,
    /,
    *,
    key: Annotated[Path, Parameter(help="File with the key that signs; made where there is none.")] = workflow.KEY,
    by: Annotated[str, Parameter(help="Who signs, as it is to stand in the record.")] = "",
    passphrase: Annotated[bool, Parameter(help="Ask for a passphrase to lock a new key with, or to open one.")] = False,
    timestamp: Annotated[
        str | None,
        Parameter(help="URL of a time-stamping authority (RFC 3161), which is sent a digest; asked only where given."),
    ] = None,
    authority: Annotated[
        Path | None, Parameter(help="File with the authority's root certificate, PEM; with --timestamp.")
    ] = None,
) -> int:
    """Sign for all that is in a casebook, with a key of your own.

    Example: `muniment sign my-casebook --by "A. Reader"`
    """
    asked = (lambda: getpass.getpass("passphrase of the key: ")) if passphrase else str
    with Casebook.open(casebook) as opened:
        made = workflow.sign(opened, key, by=by, passphrase=asked, timestamp=timestamp, authority=authority)
    out.print(f"signed   link {made.link} of the chain, {made.head}", soft_wrap=True)
    out.print(f"key      {workflow.fingerprint(made.key)}; tell it to whoever is to verify, by another way")
    return DONE


@app.command(group=HAND_OVER)
def seal(
    casebook: Folder,
    /,
    *,
    to: Annotated[Path, Parameter(name=["--output", "-o"], help="The package's folder, which is made.")],
) -> int:
    """Pack the whole record for a stranger, who verifies it with standard tools: BagIt, SHA-256, OpenSSL.

    Example: `muniment seal my-casebook -o my-casebook.bag`
    """
    with Casebook.open(casebook) as opened, shown_progress() as progress:
        outcome = workflow.seal(opened, to, progress=progress)
    out.print(f"sealed   {outcome.done:,} reports with all that was made of them; no passwords and no keys of programs")
    out.print(f"open     {escape(str(to / 'data' / 'VERIFY.md'))}", soft_wrap=True)
    return DONE


@app.command(group=HAND_OVER)
def open(
    package: Annotated[Path, Parameter(help="The folder of a sealed package.")],
    /,
    *,
    to: Annotated[Path, Parameter(name=["--output", "-o"], help="The new casebook's folder.")],
    database: Annotated[
        str | None, Parameter(help="URL of an empty PostgreSQL database to keep the record in; the folder by default.")
    ] = None,
) -> int:
    """Open a sealed package as a casebook: everything has the id that it had.

    Example: `muniment open my-casebook.bag -o opened`
    """
    with shown_progress() as progress:
        outcome = workflow.unpack(package, to, database=database, progress=progress)
    out.print(f"opened   {outcome.done:,} rows; look at it all again: muniment check {escape(str(to))}", soft_wrap=True)
    return DONE
