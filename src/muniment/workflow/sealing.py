"""The record is signed for, packed for a stranger, and unpacked."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from muniment.casebook import Casebook, carrying, folder
from muniment.custody import Custody, Signature
from muniment.errors import (
    BadChoice,
    BadPackage,
    BadSetting,
    BadSignature,
    MunimentError,
    TamperedReport,
    UnreachableAuthority,
)
from muniment.record import as_json
from muniment.report import Report
from muniment.run import run_of
from muniment.sealing import bagging, signing, stamping
from muniment.sealing.guiding import guide
from muniment.settings import Settings, check_database, settings_from
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
    signatures = tuple(casebook.signatures())
    held = _signed_links(casebook.custody(), signatures)
    for signature in signatures:
        try:
            signing.verify(signature, held.get(signature.link))
            stamping.verify(signature)
        except BadSignature as problem:
            yield problem


def _signed_links(chain: Iterable[Custody], signatures: Sequence[Signature]) -> dict[int, Custody]:
    """Number → link, of those that somebody signed for."""
    wanted = {signature.link for signature in signatures}
    return {link.number: link for link in chain if link.number in wanted} if wanted else {}


def custody_of(casebook: Casebook, of: str | None) -> Iterator[Custody]:
    """The links that tell of a report or of what was ruled on in it; all where none is named."""
    within = {of, *(one.id for one in casebook.statements(of, all=True))} if of else set[str]()
    return (link for link in casebook.custody() if not of or within & {*link.of, *(one.id for one in link.holds)})


def fingerprint(key: str) -> str:
    """What people compare of a public key."""
    return signing.fingerprint(key)


def seal(casebook: Casebook, package: Path, *, progress: Progress = silent) -> Outcome:
    """Packs the whole record for a stranger, with how to verify it, as it stands now, whatever comes meanwhile.

    Hashes of passwords and tokens are left out. The log says that it was sealed, in the package too. Raises `BadChoice`,
    `TamperedReport`, and `BadSetting` for settings that name a file outside the casebook's folder.
    """
    settings = settings_from(casebook.folder / folder.SETTINGS, environment={})
    run = run_of("seal", version=VERSION, settings={})
    with logged(casebook, run, note=str(package)) as outcome, casebook.whole.snapshot() as record:
        head = record.head()
        about = {
            "External-Description": settings.title,
            "Bag-Software-Agent": f"Muniment {VERSION}",
            "Bagging-Date": now()[:10],
            "External-Identifier": f"sha256:{head.digest}" if head else "",
        }
        with bagging.packed(package, about) as payload:
            _pack_settings(casebook.folder, settings, payload)
            outcome.done = _pack_reports(casebook, record, payload, progress)
            for name in (*carrying.RECORD, *carrying.DERIVED):
                bagging.write_lines(_file(payload, name), record.lines(name))
            links = bagging.write_custody(payload, record.kept(Custody))
            signatures = tuple(record.kept(Signature))
            held = _signed_links(record.kept(Custody), signatures)
            for signature in signatures:
                if signature.link in held:
                    bagging.write_signature(payload, signature, held[signature.link])
            (payload / bagging.GUIDE).write_text(guide(settings.title, head, links, signatures), "utf-8")
    return outcome


def _pack_reports(casebook: Casebook, record: carrying.Snapshot, payload: Path, progress: Progress) -> int:
    """Copies the bytes of each report, and says which they are."""
    reports, seen = [replace(report, text="") for report in record.kept(Report)], set[str]()
    for number, report in enumerate(reports, start=1):
        if report.sha256 not in seen:
            seen.add(report.sha256)
            source = casebook.content(report)
            if not source.is_file():
                raise TamperedReport(report.id, expected=report.sha256, found="")
            shutil.copyfile(source, payload / bagging.REPORTS / report.sha256)
        progress("seal", number, len(reports))
    return bagging.write_table(payload, map(as_json, reports))


def _pack_settings(place: Path, settings: Settings, payload: Path) -> None:
    """Copies the settings, but for where the record is kept, and the files that they name."""
    (payload / bagging.SETTINGS).write_text(folder.portable(place), "utf-8")
    for name in folder.NAMED_FILES:
        if given := getattr(settings, name):
            source = Path(given)
            if source.parent != place.resolve() or not source.is_file():
                hint = f"put the file into {place}, beside {folder.SETTINGS}, and give its name there"
                raise BadSetting(name, given, hint=hint)
            shutil.copyfile(source, payload / source.name)


def unpack(package: Path, to: Path, *, database: str | None = None, progress: Progress = silent) -> Outcome:
    """Opens a sealed package as a new casebook, in its folder or in the empty PostgreSQL database at a URL.

    Every byte is hashed first, and everything has the id that it had. Raises `BadPackage`, `CasebookMismatch`,
    `TamperedReport`, and `BadSetting` for a URL of another kind.
    """
    if database is not None:
        check_database(database)
    payload = bagging.validated(package)
    settings = replace(settings_from(payload / bagging.SETTINGS, environment={}), database=database)
    for name in folder.NAMED_FILES:
        if (given := getattr(settings, name)) and Path(given).parent != payload.resolve():
            raise BadPackage(str(package), f"its settings name a file that is not in it: {given}")
    with Casebook.create(to, settings) as casebook:
        if casebook.head() is not None:
            raise BadChoice("folder", str(to), hint="name a new folder for the casebook")
        known = [str(one.get("sha256")) for one in bagging.read_lines(payload / bagging.RECORD / "reports.jsonl")]
        for number, digest in enumerate(dict.fromkeys(known), start=1):
            source = payload / bagging.REPORTS / Path(digest).name
            if not source.is_file():
                raise BadPackage(str(package), f"the bytes {digest} are not in it")
            casebook.whole.take_bytes(source.read_bytes(), digest)
            progress("open", number, len(known))
        taken = casebook.whole.take(lambda name: bagging.read_lines(_file(payload, name)))
        with logged(casebook, run_of("open", version=VERSION, settings={}), note=str(package)) as outcome:
            outcome.done = taken
    return outcome


def _file(payload: Path, table: str) -> Path:
    if table == carrying.CUSTODY:
        return payload / bagging.CUSTODY
    return payload / (bagging.RECORD if table in carrying.RECORD else bagging.DERIVED) / f"{table}.jsonl"
