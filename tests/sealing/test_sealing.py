"""Signatures, time stamps and packages: what holds, and what is said of what does not."""

from __future__ import annotations

import base64
import hashlib
import stat
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from command import run
from factory import received
from intruder import Intruder
from muniment import workflow
from muniment.casebook import Casebook
from muniment.errors import (
    BadChoice,
    BadPackage,
    BadSetting,
    BadSignature,
    BrokenCustody,
    CasebookMismatch,
    UnreachableAuthority,
)
from muniment.report import Report
from muniment.settings import Settings

AUTHORITY = """
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=Throwaway root"
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj "/CN=Throwaway time stamps"
printf 'extendedKeyUsage=critical,timeStamping\\n' > tsa.ext
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30 -extfile tsa.ext
printf '[tsa]\\ndefault_tsa=one\\n[one]\\nserial=serial\\nsigner_cert=tsa.pem\\nsigner_key=tsa.key\\n' > tsa.cnf
printf 'signer_digest=sha256\\ndefault_policy=1.2.3.4\\ndigests=sha256\\ness_cert_id_alg=sha256\\n' >> tsa.cnf
echo 01 > serial
"""


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Karsa")) as made:
        made.keep_report(received("Soldiers burned the mill.", name="mill.txt"))
        yield made


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "key.pem"


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """The folder of a throwaway authority."""
    folder = tmp_path / "authority"
    folder.mkdir()
    subprocess.run(["bash", "-e"], input=AUTHORITY, text=True, cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def stamping(authority: Path) -> Iterator[str]:
    """The URL at which the throwaway authority answers."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "asked.tsq").write_bytes(asked)
            command = "openssl ts -reply -config tsa.cnf -queryfile asked.tsq -out answer.tsr".split()
            subprocess.run(command, cwd=authority, check=True, capture_output=True)
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "answer.tsr").read_bytes())

        def log_message(self, *_: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tsr"
        server.shutdown()


def test_a_key_is_made_on_first_use_for_its_owner_alone_and_used_again(casebook: Casebook, key: Path) -> None:
    first = workflow.sign(casebook, key, by="A. Reader")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert workflow.sign(casebook, key).key == first.key
    assert [(one.link, one.by) for one in casebook.signatures()] == [(1, "A. Reader"), (2, "")]
    assert [link.step for link in casebook.custody()] == ["received", "signed", "signed"]
    assert workflow.check(casebook) == []


def test_a_locked_key_opens_with_its_passphrase_alone(casebook: Casebook, key: Path) -> None:
    workflow.sign(casebook, key, passphrase=lambda: "a long passphrase")
    assert b"ENCRYPTED" in key.read_bytes()
    for wrong in ("another", ""):
        with pytest.raises(BadChoice, match="key") as refused:
            workflow.sign(casebook, key, passphrase=lambda said=wrong: said)
        assert "passphrase" in refused.value.hint
    workflow.sign(casebook, key, passphrase=lambda: "a long passphrase")
    assert len(list(casebook.signatures())) == 2


def test_an_empty_casebook_is_not_signed(tmp_path: Path, key: Path) -> None:
    with Casebook.create(tmp_path / "empty") as empty, pytest.raises(BadChoice):
        workflow.sign(empty, key)
    assert not key.exists()


def test_a_chain_that_was_written_anew_does_not_bear_the_signature(casebook: Casebook, key: Path) -> None:
    workflow.sign(casebook, key)
    intruder = Intruder(casebook.folder, None)
    intruder.tamper("custody", by="Somebody else")
    intruder.engine.dispose()
    found = workflow.check(casebook)
    assert {type(problem) for problem in found} == {BrokenCustody, BadSignature}


def test_a_signature_by_another_key_is_found(casebook: Casebook, key: Path) -> None:
    made = workflow.sign(casebook, key)
    intruder = Intruder(casebook.folder, None)
    intruder.tamper("signatures", signature=base64.b64encode(bytes(64)).decode())
    intruder.engine.dispose()
    (problem,) = [one for one in workflow.check(casebook) if isinstance(one, BadSignature)]
    assert (problem.link, "not by this key" in str(problem)) == (made.link, True)


def test_a_time_stamp_is_asked_for_verified_and_kept(
    casebook: Casebook, key: Path, authority: Path, stamping: str, tmp_path: Path
) -> None:
    made = workflow.sign(casebook, key, timestamp=stamping, authority=authority / "ca.pem")
    assert made.stamp
    assert workflow.check(casebook) == []
    workflow.seal(casebook, tmp_path / "bag")
    (folder,) = (tmp_path / "bag" / "data" / "signatures").iterdir()
    command = "openssl ts -verify -data head.sig -in head.sig.tsr -CAfile authority.pem".split()
    assert "Verification: OK" in subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_a_time_stamp_of_something_else_does_not_hold(
    casebook: Casebook, key: Path, authority: Path, stamping: str
) -> None:
    stamped = workflow.sign(casebook, key, timestamp=stamping, authority=authority / "ca.pem")
    workflow.sign(casebook, key)
    intruder = Intruder(casebook.folder, None)
    intruder.run("DROP TRIGGER signatures_no_UPDATE")
    intruder.run("UPDATE signatures SET stamp = :stamp, authority = :pem", stamp=stamped.stamp, pem=stamped.authority)
    intruder.engine.dispose()
    (problem,) = [one for one in workflow.check(casebook) if isinstance(one, BadSignature)]
    assert (problem.link, "time stamp" in str(problem)) == (2, True)


def test_a_stamp_by_an_authority_that_was_not_named_is_not_kept(
    casebook: Casebook, key: Path, stamping: str, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    subprocess.run(["bash", "-e"], input=AUTHORITY, text=True, cwd=other, check=True, capture_output=True)
    with pytest.raises(BadSignature, match="time stamp"):
        workflow.sign(casebook, key, timestamp=stamping, authority=other / "ca.pem")
    assert list(casebook.signatures()) == []


def test_an_authority_that_does_not_answer_leaves_nothing(casebook: Casebook, key: Path, authority: Path) -> None:
    with pytest.raises(UnreachableAuthority):
        workflow.sign(casebook, key, timestamp="http://127.0.0.1:1/tsr", authority=authority / "ca.pem")
    with pytest.raises(BadChoice):
        workflow.sign(casebook, key, timestamp="file:///etc/passwd", authority=authority / "ca.pem")
    with pytest.raises(BadChoice):
        workflow.sign(casebook, key, timestamp="http://127.0.0.1:1/tsr")
    with pytest.raises(BadChoice):
        workflow.sign(casebook, key, timestamp="http://127.0.0.1:1/tsr", authority=authority / "none.pem")
    assert list(casebook.signatures()) == []


def test_a_package_is_not_made_over_another_nor_of_bytes_that_are_gone(casebook: Casebook, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(BadChoice):
        workflow.seal(casebook, tmp_path / "there")
    next(iter(casebook.folder.glob("reports/*/*"))).unlink()
    with pytest.raises(Exception, match="no file"):
        workflow.seal(casebook, tmp_path / "bag")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "there"]


def test_a_package_with_a_changed_byte_is_not_opened_and_nothing_is_made(casebook: Casebook, tmp_path: Path) -> None:
    workflow.seal(casebook, tmp_path / "bag")
    (report,) = (tmp_path / "bag" / "data" / "reports").iterdir()
    report.write_bytes(b"Soldiers burned the hill.")
    with pytest.raises(BadPackage):
        workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    with pytest.raises(BadPackage, match=r"bagit\.txt"):
        workflow.unpack(tmp_path / "book", tmp_path / "opened")
    assert not (tmp_path / "opened").exists()


def test_a_record_that_was_changed_with_new_manifests_is_named_by_check(casebook: Casebook, tmp_path: Path) -> None:
    import bagit

    workflow.seal(casebook, tmp_path / "bag")
    record = tmp_path / "bag" / "data" / "record" / "reports.jsonl"
    record.write_text(record.read_text().replace("mill.txt", "hill.txt"))
    bagit.Bag(str(tmp_path / "bag")).save(manifests=True)
    workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    with Casebook.open(tmp_path / "opened") as opened:
        (report,) = opened.reports()
        (problem,) = workflow.check(opened)
        assert f"{report.id} in reports was changed" in str(problem)


def test_a_package_is_not_opened_into_a_casebook_that_holds_something(casebook: Casebook, tmp_path: Path) -> None:
    workflow.seal(casebook, tmp_path / "bag")
    with pytest.raises(BadChoice):
        workflow.unpack(tmp_path / "bag", casebook.folder)
    assert casebook.number(Report) == 1


def test_what_is_opened_goes_on_as_any_casebook(casebook: Casebook, key: Path, tmp_path: Path) -> None:
    workflow.seal(casebook, tmp_path / "bag")
    workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    with Casebook.open(tmp_path / "opened") as opened:
        opened.keep_report(received("Guards shut the gate."))
        workflow.sign(opened, key)
        assert workflow.check(opened) == []
        assert [link.step for link in opened.custody()] == [
            "received",
            "begun",
            "begun",
            "done",
            "received",
            "signed",
        ]


def test_a_package_whose_settings_name_files_elsewhere_is_not_opened(casebook: Casebook, tmp_path: Path) -> None:
    import bagit

    workflow.seal(casebook, tmp_path / "bag")
    settings = tmp_path / "bag" / "data" / "muniment.toml"
    settings.write_text('[casebook]\ngazetteer = "/etc/hostname"\n')
    bagit.Bag(str(tmp_path / "bag")).save(manifests=True)
    with pytest.raises(BadPackage, match="not in it"):
        workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    assert not (tmp_path / "opened").exists()


@pytest.mark.parametrize("line", ["{", '{"nothing": 1}', "[]"])
def test_a_package_with_lines_that_are_no_rows_is_refused_in_words(
    casebook: Casebook, tmp_path: Path, line: str
) -> None:
    import bagit

    workflow.seal(casebook, tmp_path / "bag")
    (tmp_path / "bag" / "data" / "record" / "decisions.jsonl").write_text(line + "\n")
    bagit.Bag(str(tmp_path / "bag")).save(manifests=True)
    with pytest.raises((BadPackage, CasebookMismatch)):
        workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    with Casebook.open(tmp_path / "opened") as opened:
        assert opened.head() is None


def test_what_is_kept_while_a_package_is_made_is_not_in_it(casebook: Casebook, tmp_path: Path) -> None:
    def meanwhile(_task: str, _done: int, _total: int | None) -> None:
        casebook.keep_report(received("Guards shut the gate.", name="gate.txt"))

    workflow.seal(casebook, tmp_path / "bag", progress=meanwhile)
    assert casebook.number(Report) == 2
    last = (tmp_path / "bag" / "data" / "custody.jsonl").read_text().splitlines(keepends=True)[-1]
    assert hashlib.sha256(last.encode()).hexdigest() in (tmp_path / "bag" / "bag-info.txt").read_text()
    workflow.unpack(tmp_path / "bag", tmp_path / "opened")
    with Casebook.open(tmp_path / "opened") as opened:
        assert [report.name for report in opened.reports()] == ["mill.txt"]
        assert workflow.check(opened) == []


def test_the_files_that_settings_name_are_in_the_package_or_none_is_made(
    casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, places = casebook.folder / "muniment.toml", casebook.folder / "places.csv"
    places.write_text("name,kind\n")
    (tmp_path / "elsewhere.csv").write_text("name,kind\n")
    for named in ("../elsewhere.csv", str(tmp_path / "elsewhere.csv"), "gone.csv"):
        settings.write_text(f'[casebook]\ngazetteer = "{named}"\n')
        with pytest.raises(BadSetting, match="gazetteer"):
            workflow.seal(casebook, tmp_path / "bag")
        assert not (tmp_path / "bag").exists()
    monkeypatch.setenv("MUNIMENT_GAZETTEER", str(tmp_path / "elsewhere.csv"))
    for number, named in enumerate(("places.csv", str(places.resolve()))):
        settings.write_text(f'[casebook]\ngazetteer = "{named}"\n')
        workflow.seal(casebook, tmp_path / f"bag{number}")
        assert (tmp_path / f"bag{number}" / "data" / "places.csv").read_text() == "name,kind\n"
        workflow.unpack(tmp_path / f"bag{number}", tmp_path / f"opened{number}")


def test_a_package_is_not_opened_into_what_is_no_database(casebook: Casebook, tmp_path: Path) -> None:
    workflow.seal(casebook, tmp_path / "bag")
    for url in ("karsa", "", "mysql://host/karsa"):
        with pytest.raises(BadSetting, match="database"):
            workflow.unpack(tmp_path / "bag", tmp_path / "opened", database=url)
    assert not (tmp_path / "opened").exists()


def test_custody_as_lines_is_what_the_digests_are_taken_of(
    casebook: Casebook, capsys: pytest.CaptureFixture[str]
) -> None:
    casebook.keep_report(received("Die Wache schloß das Tor in Ölmez.", name="Tor.txt"))
    assert run("custody", casebook.folder, "--format", "jsonl") == 0
    lines = capsys.readouterr().out.splitlines(keepends=True)
    assert [hashlib.sha256(one.encode()).hexdigest() for one in lines] == [one.digest for one in casebook.custody()]
