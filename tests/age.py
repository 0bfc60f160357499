"""The format of age by its specification (age-encryption.org/v1) and nothing of Muniment's: a stranger's reader, and a quick lock."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
QUICK = 4
"""The work to open what is locked here, as a power of two; age itself takes 18 or so, and a second."""


def derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(secret)


def locked(content: bytes, passphrase: str) -> bytes:
    """A file that a passphrase opens, with little work."""
    salt, file_key, nonce = bytes(range(16)), bytes(range(16)), bytes(16)
    body = ChaCha20Poly1305(_by_passphrase(passphrase, salt)).encrypt(bytes(12), file_key, None)
    header = f"age-encryption.org/v1\n-> scrypt {_plain64(salt)} {QUICK}\n{_plain64(body)}\n---".encode()
    mac = hmac.new(derived(file_key, b"", b"header"), header, hashlib.sha256).digest()
    sealed = ChaCha20Poly1305(derived(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", content, None)
    return header + f" {_plain64(mac)}\n".encode() + nonce + sealed


def opened(file: bytes, identity: str) -> bytes:
    """What is in a file for the recipient of an identity; one chunk of 64 KiB at the most."""
    header, _, rest = file.partition(b"\n---")
    lines = header.decode().split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("-> X25519 "))
    share, body = _from64(lines[place].split()[2]), _from64(lines[place + 1])
    private = X25519PrivateKey.from_private_bytes(_of_bech32(identity))
    ours = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    agreed = private.exchange(X25519PublicKey.from_public_bytes(share))
    wrap = derived(agreed, share + ours, b"age-encryption.org/v1/X25519")
    file_key = ChaCha20Poly1305(wrap).decrypt(bytes(12), body, None)
    payload = rest.partition(b"\n")[2]
    return ChaCha20Poly1305(derived(file_key, payload[:16], b"payload")).decrypt(
        bytes(11) + b"\x01", payload[16:], None
    )


def _by_passphrase(passphrase: str, salt: bytes) -> bytes:
    whole = b"age-encryption.org/v1/scrypt" + salt
    return hashlib.scrypt(passphrase.encode(), salt=whole, n=1 << QUICK, r=8, p=1, dklen=32)


def _of_bech32(line: str) -> bytes:
    """The bytes of a line of Bech32, without a look at its checksum."""
    bits = "".join(f"{ALPHABET.index(one):05b}" for one in line.lower().rpartition("1")[2][:-6])
    return bytes(int(bits[start : start + 8], 2) for start in range(0, 256, 8))


def _plain64(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _from64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
