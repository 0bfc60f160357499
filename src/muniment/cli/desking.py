"""The verb that opens the desk."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators
from rich.markup import escape

from muniment.cli.app import Folder, app
from muniment.terminal import DONE, out


@app.command
def desk(
    casebook: Folder,
    /,
    *,
    by: Annotated[str, Parameter(help="Your name, as it stands under your rulings.")],
    port: Annotated[
        int, Parameter(validator=validators.Number(gte=0, lte=65535), help="0 takes any that is free.")
    ] = 0,
) -> int:
    """Open the desk on this machine: read, review and rule in the browser. Nobody else can reach it.

    Example: `muniment desk my-casebook --by "R. Velt"`
    """
    from muniment.desk import serve  # seconds to load, and no other verb needs it

    serve(
        casebook,
        by=by,
        port=port,
        tell=lambda link: out.print(f"open     {escape(link)}\nonce; Ctrl-C ends the desk", soft_wrap=True),
    )
    return DONE
