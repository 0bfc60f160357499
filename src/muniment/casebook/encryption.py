"""Encryption at rest: the key of a casebook, which a passphrase opens, and all that follows from it."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import NoReturn

import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage.x25519 import Identity  # pyright: ignore[reportMissingModuleSource]  # compiled

from muniment.errors import BadChoice, BadSetting, LockedCasebook
from muniment.settings import settings_from

FILE = "key.age"
"""The casebook's identity of age, encrypted with the passphrase."""

SUFFIX = ".age"
"""What the name of an encrypted file ends in."""

SHORTEST = 12
"""Characters that a passphrase has at the least."""

WITHOUT = "run it in a terminal, which asks for the passphrase, or name a file that holds it as MUNIMENT_KEY_FILE"

COPY = "restore key.age from a copy, and open it with the passphrase that it had then; nothing was changed"


class Key:
    """What opens a casebook: an identity of age, with the contents of the `key.age` that holds it.

    Three things follow from the identity: its recipient, for files; and by HKDF-SHA256, without a salt, of its line
    `AGE-SECRET-KEY-1…` in ASCII, the key of the database (info `muniment database`, 32 bytes) and the key of the names
    of reports' bytes (info `muniment report names`, 32 bytes).
    """

    def __init__(self, identity: str, wrapped: bytes) -> None:
        self._line = identity
        self.wrapped = wrapped
        self._identity = Identity.from_str(identity)
        self._recipient = self._identity.to_public()
        self._names = self._derived(b"muniment report names")

    def __reduce__(self) -> tuple[type[Key], tuple[str, bytes]]:
        return Key, (self._line, self.wrapped)

    def __repr__(self) -> str:
        return "Key(…)"

    @property
    def database(self) -> str:
        """The key of the database, 64 hexadecimal digits."""
        return self._derived(b"muniment database").hex()

    def name(self, digest: str) -> str:
        """The name under which bytes lie: HMAC-SHA256 of their SHA-256 in hexadecimal; only who has the key knows it."""
        return hmac.new(self._names, digest.encode("ascii"), hashlib.sha256).hexdigest()

    def encrypt(self, content: bytes) -> bytes:
        """The bytes as a file of age."""
        return pyrage.encrypt(content, [self._recipient])

    def decrypt(self, content: bytes) -> bytes:
        """What is in a file of age; raises `ValueError` where it is not whole, or was made for another key."""
        try:
            return pyrage.decrypt(content, [self._identity])
        except pyrage.DecryptError as error:
            raise ValueError(str(error)) from None

    def with_passphrase(self, passphrase: str) -> Key:
        """The same key, to be opened with another passphrase; raises `BadChoice` for one that is too short."""
        check(passphrase)
        return Key(self._line, pyrage.passphrase.encrypt(f"{self._line}\n".encode("ascii"), passphrase))

    def _derived(self, info: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self._line.encode("ascii"))


def new(passphrase: str) -> Key:
    """A key made at random, to be opened with this passphrase; raises `BadChoice` for one that is too short."""
    check(passphrase)  # before the work of a second
    return Key(str(Identity.generate()), b"").with_passphrase(passphrase)


def check(passphrase: str) -> None:
    """That a new passphrase is long enough; raises `BadChoice`, which does not say what it was."""
    if len(passphrase) < SHORTEST:
        hint = f"take {SHORTEST} characters or more: five or six words drawn by dice are better than any that one thinks of"
        raise BadChoice("passphrase", "so short", hint=hint)


def is_encrypted(folder: Path) -> bool:
    """Whether a casebook's folder has a key."""
    return (folder / FILE).is_file()


def unlocked(folder: Path, passphrase: str) -> Key:
    """The key in a casebook's folder; raises `LockedCasebook` where the passphrase does not open it."""
    try:
        wrapped = (folder / FILE).read_bytes()
    except OSError as error:
        _refuse(folder, f"{FILE} cannot be read: {error.strerror}", COPY)
    return opened(folder, wrapped, passphrase)


def opened(folder: Path, wrapped: bytes, passphrase: str) -> Key:
    """The key in the contents of a `key.age`; raises `LockedCasebook`, named after the folder."""
    try:
        line = pyrage.passphrase.decrypt(wrapped, passphrase).decode("ascii").strip()
        return Key(line, wrapped)
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            _refuse(folder, "the passphrase is wrong", f"try again; if you are sure of it, {FILE} was changed: {COPY}")
        _refuse(folder, f"{FILE} is damaged ({str(error).splitlines()[0]})", COPY)
    except (ValueError, pyrage.IdentityError):
        _refuse(folder, f"{FILE} holds no key of age", COPY)


def found(folder: Path, passphrase: str | None = None) -> Key | None:
    """The key of the casebook in a folder, by this passphrase or by that in the key file that the settings name.

    None where it has no key. Raises `LockedCasebook`, or `BadSetting` for a key file that cannot be used.
    """
    if not is_encrypted(folder):
        return None
    known = passphrase if passphrase is not None else from_file(folder)
    if known is None:
        _refuse(folder, "it is encrypted, and no passphrase was given", WITHOUT)
    return unlocked(folder, known)


def from_file(folder: Path, key_file: str | None = None) -> str | None:
    """The passphrase in a key file, else in that which the settings or the environment name; none where they name none.

    It is the whole content without the last line break. Raises `BadSetting` where the file cannot be used.
    """
    named = key_file or settings_from(folder / "muniment.toml").key_file
    if named is None:
        return None
    path = Path(named)
    if path.resolve().is_relative_to(folder.resolve()):
        raise BadSetting("key_file", named, hint="keep it elsewhere: who takes the casebook would take the key with it")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise BadSetting("key_file", named, hint=f"the file cannot be read: {reason}") from None
    return text.removesuffix("\n").removesuffix("\r")


def _refuse(folder: Path, reason: str, hint: str) -> NoReturn:
    raise LockedCasebook(str(folder), reason, hint=hint) from None
