"""A key for encrypted casebooks in tests, which its passphrase opens at once."""

from __future__ import annotations

import age
from muniment.casebook.encryption import Key

PASSPHRASE = "seven herons over grey water"
IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"


def key(passphrase: str = PASSPHRASE) -> Key:
    return Key(IDENTITY, age.locked(f"{IDENTITY}\n".encode(), passphrase))
