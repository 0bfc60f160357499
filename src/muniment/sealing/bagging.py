"""Sealed packages after BagIt (RFC 8493): how one is laid out, and how what was in it is read back."""

from __future__ import annotations

import base64
import csv
import json
import logging
import shutil
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bagit

from muniment.custody import Custody, Signature, line
from muniment.errors import BadChoice, BadPackage
from muniment.record import as_json, guarded
from muniment.sealing.signing import fingerprint, message, raw

DATA = "data"
RECORD, DERIVED, REPORTS, SIGNATURES = "record", "derived", "reports", "signatures"
CUSTODY = "custody.jsonl"
SETTINGS = "muniment.toml"
TABLE = "reports.csv"
GUIDE = "VERIFY.md"
COLUMNS = ("sha256", "id", "name", "part", "media_type", "title", "publisher", "published", "retrieved", "address")

# bagit tells the terminal what it does unless somebody else listens.
logging.getLogger("bagit").addHandler(logging.NullHandler())


@contextmanager
def packed(package: Path, about: Mapping[str, str]) -> Generator[Path]:
    """A folder to put into what a package is to hold; at the end it becomes the package, with its manifests, or is gone.

    Raises `BadChoice` where something is there already.
    """
    if package.exists():
        raise BadChoice("package", str(package), hint="name a new folder")
    draft = package.with_name(f".{package.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for folder in (RECORD, DERIVED, REPORTS, SIGNATURES):
            (draft / folder).mkdir(parents=True)
        yield draft
        bagit.make_bag(str(draft), dict(about), checksums=["sha256"])
        draft.rename(package)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Writes lines of JSON, each with its line break; how many."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, one in enumerate(lines, start=1):  # noqa: B007  the last number is the result
            file.write(one)
    return number


def write_custody(payload: Path, links: Iterable[Custody]) -> int:
    """Writes the chain, a link a line: the digest in a link is that of the line above it."""
    return write_lines(payload / CUSTODY, (line(as_json(link)) for link in links))


def write_signature(payload: Path, signature: Signature, head: Custody) -> None:
    """Writes what verifies one signature: the signed line, the signature, the key, and the time stamp where there is one."""
    folder = payload / SIGNATURES / f"{signature.link:06}-{fingerprint(signature.key)}"
    folder.mkdir(exist_ok=True)
    files = {"head.json": message(head), "head.sig": raw(signature), "key.pem": signature.key.encode()}
    if signature.stamp:
        files |= {
            "head.sig.tsr": base64.b64decode(signature.stamp),
            "authority.pem": signature.authority.encode(),
        }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_table(payload: Path, reports: Iterable[Mapping[str, Any]]) -> int:
    """Writes which bytes are which report: hash, id, the name it came under, and what is said of it."""
    number = 0
    with (payload / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for number, report in enumerate(reports, start=1):  # noqa: B007  the last number is the result
            writer.writerow({column: guarded(report.get(column, "")) for column in COLUMNS})
    return number


def validated(package: Path) -> Path:
    """What a package holds, once every byte in it was hashed again; raises `BadPackage`."""
    if not (package / "bagit.txt").is_file():
        raise BadPackage(str(package), "there is no bagit.txt in it")
    try:
        bagit.Bag(str(package)).validate()
    except (bagit.BagError, OSError, ValueError) as error:
        raise BadPackage(str(package), str(error)) from error
    if not (package / DATA / CUSTODY).is_file():
        raise BadPackage(str(package), "it is no package of Muniment: there is no chain of custody in it")
    return package / DATA


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file as they were written; none where there is no file."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for one in file:
                try:
                    yield json.loads(one)
                except ValueError as error:
                    raise BadPackage(str(path), f"a line of it is no JSON: {error}") from error
