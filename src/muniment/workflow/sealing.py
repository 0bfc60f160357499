"""The record is signed for, packed for a stranger, and unpacked."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from muniment.casebook import Casebook, carrying, folder
from muniment.casebook.encryption import Key
from muniment.custody import Custody, Signature
from muniment.errors import BadChoice, BadPackage, BadSignature, MunimentError, UnreachableAuthority
from muniment.report import Report
from muniment.run import run_of
from muniment.sealing import bagging, signing, stamping
from muniment.sealing.guiding import guide
from muniment.settings import settings_from
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent

PATIENCE = 30
"""Seconds to wait for a time-stamping authority."""

KEY = Path("~/.muniment/signing-key.pem")
"""Where the key lies that signs, where no other is named: apart from any casebook, for who has both can sign anything."""


def sign(
    casebook: Casebook,
    key: Path = KEY,
    *,
    by: str = "",
    passphrase: signing.Passphrase = str,
    timestamp: str | None = None,
    authority: Path | None = None,
) -> Signature:
    """Signs for all that is in the casebook; nothing leaves the machine unless a time-stamping authority is named.

    `timestamp` is the URL of an authority, and `authority` the file with its certificates. Raises `BadChoice`,
    `BadSignature` for a stamp that does not hold, `UnreachableAuthority`.
    """
    head = casebook.head()
    if head is None:
        raise BadChoice("casebook", str(casebook.folder), hint="there is nothing in it to sign for")
    if timestamp and (authority is None or not authority.is_file()):
        raise BadChoice(
            "authority", str(authority or ""), hint="name the file with the certificate of the time-stamping authority"
        )
    made = signing.signed(head, signing.key_in(key.expanduser(), passphrase=passphrase), by=by, at=now())
    if timestamp and authority:
        made = _stamped(made, timestamp, authority.read_bytes())
    casebook.keep([made])
    return made


def _stamped(made: Signature, url: str, authority: bytes) -> Signature:
    if not url.startswith(("https://", "http://")):
        raise BadChoice("timestamp", url, hint="the URL of an authority, such as https://tsa.example.org/tsr")
    asked = stamping.request_for(made)
    headers = {"Content-Type": stamping.MEDIA_TYPE}
    question = urllib.request.Request(url, asked.as_bytes(), headers)
    try:
        with urllib.request.urlopen(question, timeout=PATIENCE) as answer:
            response = answer.read(1 << 20)
    except OSError as error:
        raise UnreachableAuthority(url, str(error)) from error
    stamping.check_answer(asked, response, made, authority)
    return signing.stamped(made, response, authority)


def signatures_checked(casebook: Casebook) -> Iterator[MunimentError]:
    """The signatures and time stamps that do not hold."""
    held = {one.number: one for one in _signed_links(casebook)}
    for signature in casebook.signatures():
        try:
            signing.verify(signature, held.get(signature.link))
            stamping.verify(signature)
        except BadSignature as problem:
            yield problem


def _signed_links(casebook: Casebook) -> list[Custody]:
    wanted = {signature.link for signature in casebook.signatures()}
    return [link for link in casebook.custody() if link.number in wanted] if wanted else []


def custody_of(casebook: Casebook, of: str | None) -> Iterator[Custody]:
    """The links that tell of a report or of what was ruled on in it; all where none is named."""
    within = {of, *(one.id for one in casebook.statements(of, all=True))} if of else set[str]()
    return (link for link in casebook.custody() if not of or within & {*link.of, *(one.id for one in link.holds)})


def fingerprint(key: str) -> str:
    """What people compare of a public key."""
    return signing.fingerprint(key)


def seal(casebook: Casebook, package: Path, *, progress: Progress = silent) -> Outcome:
    """Packs the whole record for a stranger, with how to verify it; raises `BadChoice`, `TamperedReport`.

    Hashes of passwords and tokens are left out. The log says that it was sealed, in the package too.
    """
    run = run_of("seal", version=VERSION, settings={})
    with logged(casebook, run, note=str(package)) as outcome:
        head = casebook.head()
        about = {
            "External-Description": casebook.settings.title,
            "Bag-Software-Agent": f"Muniment {VERSION}",
            "Bagging-Date": now()[:10],
            "External-Identifier": f"sha256:{head.digest}" if head else "",
        }
        with bagging.packed(package, about) as payload:
            _pack_settings(casebook, payload)
            outcome.done = _pack_reports(casebook, payload, progress)
            for name in (*carrying.RECORD, *carrying.DERIVED):
                room = bagging.RECORD if name in carrying.RECORD else bagging.DERIVED
                bagging.write_lines(payload / room / f"{name}.jsonl", casebook.lines(name))
            links = bagging.write_custody(payload, casebook.custody())
            held = {link.number: link for link in _signed_links(casebook)}
            for signature in casebook.signatures():
                if signature.link in held:
                    bagging.write_signature(payload, signature, held[signature.link])
            title = casebook.settings.title
            (payload / bagging.GUIDE).write_text(guide(title, head, links, tuple(casebook.signatures())), "utf-8")
    return outcome


def _pack_reports(casebook: Casebook, payload: Path, progress: Progress) -> int:
    total, seen = casebook.number(Report), set[str]()
    table: list[Mapping[str, Any]] = []
    for number, report in enumerate(casebook.reports(), start=1):
        table.append({name: getattr(report, name) for name in bagging.COLUMNS})
        if report.sha256 not in seen:
            seen.add(report.sha256)
            (payload / bagging.REPORTS / report.sha256).write_bytes(casebook.bytes_of(report))
        progress("seal", number, total)
    return bagging.write_table(payload, table)


def _pack_settings(casebook: Casebook, payload: Path) -> None:
    """Copies the settings, but for where the record is kept, and the files that they name."""
    (payload / bagging.SETTINGS).write_text(folder.portable(casebook.folder), "utf-8")
    for name in folder.NAMED_FILES:
        given = getattr(casebook.settings, name)
        if given and Path(given).parent == casebook.folder.resolve():
            shutil.copyfile(given, payload / Path(given).name)


def unpack(
    package: Path,
    to: Path,
    *,
    database: str | None = None,
    key: Key | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Opens a sealed package as a new casebook, encrypted where there is a key, in its folder or in the empty PostgreSQL database at a URL.

    Every byte is hashed first, and everything has the id that it had. Raises `BadPackage`, `CasebookMismatch`,
    `TamperedReport`.
    """
    payload = bagging.validated(package)
    settings = replace(settings_from(payload / bagging.SETTINGS, environment={}), database=database)
    for name in folder.NAMED_FILES:
        if (given := getattr(settings, name)) and Path(given).parent != payload.resolve():
            raise BadPackage(str(package), f"its settings name a file that is not in it: {given}")
    with Casebook.create(to, settings, key=key) as casebook:
        if casebook.head() is not None:
            raise BadChoice("folder", str(to), hint="name a new folder for the casebook")
        known = [str(one.get("sha256")) for one in bagging.read_lines(payload / bagging.RECORD / "reports.jsonl")]
        for number, digest in enumerate(dict.fromkeys(known), start=1):
            source = payload / bagging.REPORTS / Path(digest).name
            if not source.is_file():
                raise BadPackage(str(package), f"the bytes {digest} are not in it")
            casebook.take_bytes(source.read_bytes(), digest)
            progress("open", number, len(known))
        taken = casebook.take(lambda name: bagging.read_lines(_file(payload, name)))
        with logged(casebook, run_of("open", version=VERSION, settings={}), note=str(package)) as outcome:
            outcome.done = taken
    return outcome


def _file(payload: Path, table: str) -> Path:
    if table == carrying.CUSTODY:
        return payload / bagging.CUSTODY
    return payload / (bagging.RECORD if table in carrying.RECORD else bagging.DERIVED) / f"{table}.jsonl"
