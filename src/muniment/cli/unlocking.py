"""Where a passphrase comes from: a key file that the settings name, or the person at the terminal."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from muniment.casebook import converting, encryption, folder
from muniment.casebook.encryption import Key
from muniment.errors import BadChoice, LockedCasebook


def unlocked(casebook: Path) -> Key | None:
    """The key of a casebook, by its key file, or by the passphrase that is asked for; none where it is not encrypted."""
    converting.finish(casebook)
    asks = encryption.is_encrypted(casebook) and sys.stdin.isatty() and encryption.from_file(casebook) is None
    return encryption.found(casebook, getpass(f"Passphrase of {casebook}: ") if asks else None)


def key_for(casebook: Path, *, encrypt: bool, key_file: str | None = None) -> Key | None:
    """The key of a casebook that is there, or a new one for a casebook that is to be encrypted; none for any other."""
    if encryption.is_encrypted(casebook) or not encrypt:
        return unlocked(casebook)
    if folder.is_casebook(casebook):
        hint = f"it is there already: encrypt it: muniment encrypt {casebook}"
        raise BadChoice("casebook", str(casebook), hint=hint)
    return encryption.new(chosen(casebook, key_file=key_file))


def chosen(casebook: Path, *, key_file: str | None = None, named: bool = True) -> str:
    """A new passphrase, long enough, from a key file or asked for twice; `named` is whether the settings may name one."""
    found = encryption.from_file(casebook, key_file) if named or key_file else None
    if found is not None:
        encryption.check(found)
        return found
    if not sys.stdin.isatty():
        raise LockedCasebook(str(casebook), "there is no passphrase to encrypt it with", hint=encryption.WITHOUT)
    first = getpass(f"New passphrase, {encryption.SHORTEST} characters or more: ")
    encryption.check(first)
    if first != getpass("Again: "):
        raise BadChoice("passphrase", "two different ones", hint="type the same twice")
    return first
