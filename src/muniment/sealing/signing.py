"""Signatures for the chain of custody: a key of one's own, made on first use, and signatures that anybody can verify."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from muniment.custody import Custody, Signature, line
from muniment.errors import BadChoice, BadSignature
from muniment.record import as_json, digest

Passphrase = Callable[[], str]
"""Asks for the passphrase of a key; empty for none."""


def key_in(path: Path, *, passphrase: Passphrase = str) -> Ed25519PrivateKey:
    """The key in a file, which is made where there is none: readable to its owner alone, locked where a passphrase is given.

    Raises `BadChoice` for a file that holds no such key, and for a wrong passphrase.
    """
    if not path.exists():
        return _made(path, passphrase())
    content = path.read_bytes()
    locked = b"ENCRYPTED" in content
    try:
        key = load_pem_private_key(content, passphrase().encode() if locked else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        hint = "give the passphrase it was made with" if locked else "name a file with an Ed25519 key, or a new file"
        raise BadChoice("key", str(path), hint=hint) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadChoice("key", str(path), hint="an Ed25519 key: openssl genpkey -algorithm ed25519, or name a new file")
    return key


def _made(path: Path, passphrase: str) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    return key


def signed(head: Custody, key: Ed25519PrivateKey, *, by: str, at: str) -> Signature:
    """A signature for the chain up to a link: what is signed is the link's line."""
    signature = base64.b64encode(key.sign(message(head))).decode()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return Signature(
        id=digest(Signature.PREFIX, head.digest, public, signature),
        link=head.number,
        head=head.digest,
        key=public,
        signature=signature,
        by=by,
        at=at,
    )


def stamped(signature: Signature, response: bytes, authority: bytes) -> Signature:
    """The signature with the time stamp that an authority gave for it."""
    return replace(signature, stamp=base64.b64encode(response).decode(), authority=authority.decode("ascii"))


def message(head: Custody) -> bytes:
    """What is signed for a link: its line, as it stands in a sealed package."""
    return line(as_json(head)).encode()


def raw(signature: Signature) -> bytes:
    """The 64 bytes of a signature, which a time stamp is of."""
    return base64.b64decode(signature.signature)


def fingerprint(public: str) -> str:
    """What people compare of a public key: SHA-256 of its PEM, the first 16 digits."""
    return hashlib.sha256(public.encode()).hexdigest()[:16]


def verify(signature: Signature, head: Custody | None) -> None:
    """That a signature is by its key, and for the link as it stands; raises `BadSignature`."""
    shown = fingerprint(signature.key)
    if head is None or head.digest != signature.head:
        raise BadSignature(signature.link, shown, "the chain is not the one that was signed up to there")
    try:
        key = load_pem_public_key(signature.key.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise BadSignature(signature.link, shown, "the key is not Ed25519")
        key.verify(raw(signature), message(head))
    except (InvalidSignature, ValueError) as error:
        raise BadSignature(signature.link, shown, "it is not by this key, or was changed") from error
