"""A casebook is encrypted, or decrypted."""

from __future__ import annotations

from pathlib import Path

from muniment.casebook import Casebook, converting, encryption, folder
from muniment.casebook.bytes import place
from muniment.casebook.encryption import Key
from muniment.errors import BadChoice, LockedCasebook
from muniment.run import run_of
from muniment.workflow.building import refusals_of, write_refusals
from muniment.workflow.linking import SEALED_WORKINGS, WORKINGS
from muniment.workflow.publishing import DOSSIER
from muniment.workflow.running import VERSION, Progress, logged, silent

USELESS = (WORKINGS, f"{WORKINGS}.wal", SEALED_WORKINGS)
"""What is made again by the next `link`."""


def encrypt(path: Path, passphrase: str, *, progress: Progress = silent) -> int:
    """Encrypts a casebook in a folder, which is opened by this passphrase from then on; the number of reports' files.

    Goes on where it was stopped, if it is given the same passphrase; else it begins anew. Raises `BadChoice` for one
    that is too short or a casebook that is encrypted, and what `converting.convert` raises: then nothing was changed.
    """
    may_encrypt(path)
    key = _begun(path, passphrase) or encryption.new(passphrase)
    refusals_of(path).unlink(missing_ok=True)  # written again when all is done
    return _convert(path, None, key, "encrypt", progress)


def decrypt(path: Path, key: Key, *, progress: Progress = silent) -> int:
    """Makes a casebook one that anybody can read who has the folder; the number of reports' files."""
    _check(path, encrypted=True)
    return _convert(path, key, None, "decrypt", progress)


def change_passphrase(path: Path, key: Key, passphrase: str) -> None:
    """Has the casebook's key opened by another passphrase; raises `BadChoice` for one that is too short."""
    _check(path, encrypted=True)
    changed = key.with_passphrase(passphrase)
    encryption.opened(path, changed.wrapped, passphrase)
    place(path / encryption.FILE, changed.wrapped)


def readable(path: Path) -> list[str]:
    """What anybody can read in the folder of an encrypted casebook: its settings, and what was published there."""
    known = {folder.SETTINGS, *(f"{name}.*" for name in folder.NAMED_FILES), f"{DOSSIER}*"}
    return sorted({f"{one.name}{'/' if one.is_dir() else ''}" for pattern in known for one in path.glob(pattern)})


def may_encrypt(path: Path) -> None:
    """That there is a casebook, which is not encrypted; raises `BadChoice`."""
    _check(path, encrypted=False)


def _check(path: Path, *, encrypted: bool) -> None:
    converting.finish(path)
    if not folder.is_casebook(path):
        raise BadChoice("casebook", str(path), hint="name the folder of a casebook")
    if encryption.is_encrypted(path) != encrypted:
        how = (
            "it is not encrypted"
            if encrypted
            else "it is encrypted already: change its passphrase: muniment passphrase"
        )
        raise BadChoice("casebook", str(path), hint=how)


def _begun(path: Path, passphrase: str) -> Key | None:
    wrapped = converting.begun(path)
    try:
        return encryption.opened(path, wrapped, passphrase) if wrapped else None
    except LockedCasebook:
        return None  # begun with another passphrase: nothing was changed yet


def _convert(path: Path, before: Key | None, after: Key | None, task: str, progress: Progress) -> int:
    Casebook.open(path, key=before).close()  # brings the tables up to date, and says what is wrong with it
    number = converting.convert(
        path, before, after, useless=USELESS, progress=lambda done, total: progress(task, done, total)
    )
    with Casebook.open(path, key=after) as casebook:
        with logged(casebook, run_of(task, version=VERSION, settings={})) as outcome:
            outcome.done = number
        write_refusals(casebook)
    return number
