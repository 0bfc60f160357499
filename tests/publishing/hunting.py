"""Hunting: everything that can be read in published files, also inside zip members and PDF streams, and what may not be there."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2

from muniment.record import digest

HASHES = ("sha256", "sha1", "md5")


def contents(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where, and the text found there: names of files, their bytes, what is packed in them, what a reader of PDF sees."""
    for path in files:
        yield f"name of {path.name}", path.name
        yield from _unpacked(path.name, path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    yield name, content.decode("utf-8", errors="ignore")
    yield f"{name} as UTF-16", content.decode("utf-16-be", errors="ignore")
    if content.startswith(b"PAR1"):
        held = pq.read_table(io.BytesIO(content))
        yield f"{name}: cells", str(held.to_pylist())
        yield f"{name}: schema", held.schema.to_string(show_schema_metadata=True)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.infolist():
                yield f"{name}: name of a member", member.filename + (member.comment + member.extra).decode("latin-1")
                yield from _unpacked(f"{name}: {member.filename}", packed.read(member))
    if content.startswith(b"%PDF"):
        for number, stream in enumerate(re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)):
            try:
                yield from _unpacked(f"{name}: stream {number}", zlib.decompress(stream))
            except zlib.error:
                continue
        document = pypdfium2.PdfDocument(content)
        yield f"{name}: metadata", " ".join(document.get_metadata_dict().values())
        for page in document:
            yield f"{name}: a page", page.get_textpage().get_text_bounded()
        yield f"{name}: outline", " ".join(str(one.get_title()) for one in document.get_toc())


def quarry(secrets: Iterable[str]) -> set[str]:
    """What must not be found: each secret, each word of it, without case and accents, and what is derived from them."""
    found: set[str] = set()
    for secret in secrets:
        for said in {secret, *(word for word in re.findall(r"\w+", secret) if len(word) > 3)}:
            for form in {said, said.casefold(), said.upper(), ascii_of(said), ascii_of(said).casefold()}:
                found.add(form.casefold())
                raw = form.encode()
                found |= {hashlib.new(name, raw, usedforsecurity=False).hexdigest()[:20] for name in HASHES}
                found |= {digest(prefix, form).partition("_")[2] for prefix in ("ac", "st", "rp", "in")}
    return {one for one in found if one}


def ascii_of(said: str) -> str:
    """Without accents."""
    plain = unicodedata.normalize("NFKD", said)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def caught(files: Iterable[Path], forbidden: Iterable[str]) -> list[tuple[str, str]]:
    """Where something was found that must not be there: the place, and what it is."""
    sought = sorted(forbidden)
    return [(place, one) for place, text in contents(files) for one in sought if one in text.casefold()]
