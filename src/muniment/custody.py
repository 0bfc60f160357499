"""Custody and Signature: the log of everything that was kept, as a chain of digests, and whoever signed for how far it had come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from muniment.record import as_json, described

FIRST = "0" * 64
"""What stands for the link before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One row of the record as it was when it was kept."""

    table: str = described("the table that it is a row of: reports, statements, decisions …")
    id: str = described("its id; its number in the table where it has none")
    sha256: str = described("SHA-256 of its line: what it says, as JSON, with a line break")


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One link of the chain: something came into the record, and this is its digest and that of the link before."""

    number: int = described("place in the chain, from 1")
    step: str = described(
        "what was done: found (there when the chain began), received, seen again, read, accepted and every other ruling, "
        "begun, done and every other end of a task, derived, refused, signed …"
    )
    of: tuple[str, ...] = described("what it was done to: ids of reports or of what was ruled on, or the task")
    by: str = described("who did it: a person, or the id of a Run")
    at: str = described("ISO 8601, UTC, by the clock of the database")
    holds: tuple[Held, ...] = described("the rows that were kept, each with its digest")
    before: str = described("digest of the link before; 64 zeros for the first")

    @property
    def digest(self) -> str:
        """SHA-256 of the link's line, by which the next one holds on to it."""
        return hashlib.sha256(line(as_json(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A key that signs for the chain up to one link, and what a time-stamping authority said of the signature."""

    PREFIX: ClassVar[str] = "sg"

    id: str = described("digest of link, key and signature")
    link: int = described("number of the link that is signed for, and through it all before")
    head: str = described("digest of that link")
    key: str = described("public key, Ed25519, as PEM")
    signature: str = described("signature of the link's line, in base64")
    by: str = described("who signed, as they call themselves")
    at: str = described("ISO 8601, UTC, by the clock of this machine")
    stamp: str = described("RFC 3161 response over the signature, in base64; empty for none", default="")
    authority: str = described("certificates that the time stamp was to be verified with, as PEM", default="")


def line(plain: Mapping[str, Any]) -> str:
    """One line of JSON, keys in order, with a line break: what digests are taken of, and what a sealed package holds."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True) + "\n"
