"""The verbs that open the desk, and say who may come in."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators
from rich.markup import escape
from rich.table import Table

from muniment import workflow
from muniment.account import Role
from muniment.casebook import Casebook
from muniment.cli.app import DECIDE, FIRST, Folder, app
from muniment.cli.unlocking import unlocked
from muniment.errors import BadChoice
from muniment.statement import Visibility
from muniment.terminal import DONE, out


@app.command(group=DECIDE, sort_key=FIRST)
def desk(
    casebook: Folder,
    /,
    *,
    by: Annotated[
        str | None, Parameter(help="Your name, as it stands under your rulings: for you alone, on this machine.")
    ] = None,
    host: Annotated[str, Parameter(help="For a team with accounts: the address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        Parameter(
            validator=validators.Number(gte=0, lte=65535),
            help="8737 where not given, or the next that is free; 0 takes any.",
        ),
    ] = None,
    name: Annotated[list[str] | None, Parameter(help="A name by which browsers reach it; give each.")] = None,
    certificate: Annotated[Path | None, Parameter(help="PEM file with the certificate, for TLS.")] = None,
    key: Annotated[Path | None, Parameter(help="PEM file with the certificate's key.")] = None,
    behind: Annotated[bool, Parameter(help="A proxy on this machine stands before it and speaks TLS.")] = False,
) -> int:
    """Open the desk: read, review and rule in the browser. With `--by`, for you alone on this machine; else for accounts.

    Example: `muniment desk my-casebook --by "R. Velt"`
    """
    from muniment.desk import PORT, Place, serve  # seconds to load, and no other verb needs it

    if by is not None and host != "127.0.0.1":
        raise BadChoice("host", host, hint="--by opens the desk to you alone, on this machine; a team needs accounts")
    place = Place(host=host, port=port, names=tuple(name or ()), certificate=certificate, key=key, behind=behind)
    ends = "once; Ctrl-C ends the desk" if by is not None else "Ctrl-C ends the desk"

    def tell(link: str) -> None:
        moved = f"port {PORT} is taken, so this desk has another\n" if port is None and f":{PORT}/" not in link else ""
        out.print(f"open     {escape(link)}\n{moved}{ends}", soft_wrap=True)

    serve(
        casebook,
        key=unlocked(casebook),
        by=by,
        place=place,
        tell=tell,
    )
    return DONE


@app.command(group=DECIDE)
def account(
    casebook: Folder,
    name: Annotated[
        str | None, Parameter(help="The name they log in with; without it, the accounts are listed.")
    ] = None,
    /,
    *,
    role: Annotated[Role | None, Parameter(help="What they may do.")] = None,
    sees: Annotated[
        Visibility | None, Parameter(help="The most that they may see; by their role, if not given.")
    ] = None,
    password: Annotated[
        Literal["ask", "stdin", "same"], Parameter(help="Ask for one, read a line of it, or keep what there is.")
    ] = "ask",  # noqa: S107  how to take it, not what it is
    close: Annotated[bool, Parameter(help="Close the account; it stays under what was decided.")] = False,
    by: Annotated[str, Parameter(help="Who makes or changes it.")] = "",
) -> int:
    """Make, change or close an account of the desk, or list them.

    Example: `muniment account my-casebook "A. Reader" --role reviewer`
    """
    with Casebook.open(casebook, key=unlocked(casebook)) as opened:
        if name is None:
            table = Table("name", "role", "sees", "state", "changed")
            for one in opened.accounts().values():
                state = "closed" if not one.open else "open" if one.password else "no password yet"
                table.add_row(escape(one.name), one.role, one.sees, state, f"{one.at[:16]} by {escape(one.by)}")
            out.print(table)
            return DONE
        held = opened.accounts().get(workflow.plain(name))
        if role is None and held is None:
            raise BadChoice("role", "nothing", hint="reader, reviewer, editor or administrator")
        made = workflow.admit(
            opened,
            name,
            role or held.role,  # pyright: ignore[reportOptionalMemberAccess]  one of them is there
            by=by or getpass.getuser(),
            sees=sees or (held.sees if held and role is None else None),
            password=None if close else _password(password),
            open=not close,
        )
    out.print(f"{'closed' if close else 'account'}  {escape(made.name)}: {made.role}, sees up to {made.sees}")
    return DONE


def _password(how: Literal["ask", "stdin", "same"]) -> str | None:
    """A password that nobody else sees; none where the one there is should stay."""
    if how == "same":
        return None
    if how == "stdin":
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise BadChoice("password", "two different ones", hint="type the same twice")
    return first
