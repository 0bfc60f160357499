"""The verbs that encrypt a casebook, decrypt it, and change its passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.markup import escape

from muniment import workflow
from muniment.cli.app import LOOK_AFTER, Folder, app
from muniment.cli.unlocking import chosen, unlocked
from muniment.errors import BadChoice
from muniment.settings import settings_from
from muniment.terminal import DONE, out, say_server, shown_progress


@app.command(group=LOOK_AFTER)
def encrypt(casebook: Folder, /) -> int:
    """Encrypt a casebook that is there: who has the disk and not the passphrase reads nothing of it.

    Safe to kill, and to run again: it goes on. Close the desk before. A passphrase that is forgotten cannot be had again.

    Example: `muniment encrypt my-casebook`
    """
    workflow.may_encrypt(casebook)  # before a passphrase is asked for
    passphrase = chosen(casebook)
    with shown_progress() as progress:
        number = workflow.encrypt(casebook, passphrase, progress=progress)
    out.print(f"encrypted {number:,} files of reports; keep a copy of key.age, and do not forget the passphrase")
    if left := workflow.readable(casebook):
        out.print(f"readable without the passphrase: {escape(', '.join(left))}", soft_wrap=True)
    if settings_from(casebook / "muniment.toml").database:
        say_server()
    return DONE


@app.command(group=LOOK_AFTER)
def decrypt(casebook: Folder, /) -> int:
    """Make an encrypted casebook one that anybody can read who has its folder.

    Safe to kill, and to run again. Close the desk before.

    Example: `muniment decrypt my-casebook`
    """
    key = unlocked(casebook)
    if key is None:
        raise BadChoice("casebook", str(casebook), hint="it is not encrypted")
    with shown_progress() as progress:
        number = workflow.decrypt(casebook, key, progress=progress)
    out.print(f"decrypted {number:,} files of reports")
    return DONE


@app.command(group=LOOK_AFTER)
def passphrase(
    casebook: Folder,
    /,
    *,
    new_file: Annotated[
        Path | None, Parameter(help="File that holds the new passphrase; asked for where it is not given.")
    ] = None,
) -> int:
    """Change the passphrase of an encrypted casebook. A copy of the folder made before still opens with the old one.

    Example: `muniment passphrase my-casebook`
    """
    key = unlocked(casebook)
    if key is None:
        raise BadChoice("casebook", str(casebook), hint=f"it is not encrypted: muniment encrypt {casebook}")
    wanted = chosen(casebook, key_file=str(new_file) if new_file else None, named=False)
    workflow.change_passphrase(casebook, key, wanted)
    out.print("changed   the passphrase")
    return DONE
