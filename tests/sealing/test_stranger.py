"""The stranger's path: karsa is sealed, verified with tools that others wrote, opened elsewhere, and its dossier is the same."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import run
from muniment import workflow
from muniment.casebook import Casebook, carrying
from muniment.custody import FIRST

KARSA = Path(__file__).parent.parent.parent / "examples" / "karsa"
BAGIT = Path(sys.executable).with_name("bagit.py")


@pytest.fixture(scope="module")
def karsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Karsa as a casebook with a ruling, signed for and published."""
    folder = tmp_path_factory.mktemp("karsa")
    book = folder / "book"
    assert run("build", KARSA / "reports", "--settings", KARSA / "muniment.toml", "-o", book) == 0
    with Casebook.open(book) as casebook:
        statement = next(casebook.statements(countable=True))
        workflow.decide(casebook, statement.id, "accepted", by="A. Reader", reason="the words say so")
        workflow.admit(casebook, "A. Reader", "administrator", by="A. Reader", password="a long enough password")
        workflow.issue(casebook, "A. Reader", ("read",), days=3, label="program", by="A. Reader")
    assert run("sign", book, "--key", folder / "key.pem", "--by", "A. Reader") == 0
    assert run("publish", book) == 0
    return book


@pytest.fixture(scope="module")
def package(karsa: Path) -> Path:
    made = karsa.with_name("karsa.bag")
    assert run("seal", karsa, "-o", made) == 0
    return made


def said(*command: object, at: Path, script: str = "") -> str:
    told = [str(part) for part in command]
    return subprocess.run(told, cwd=at, check=True, capture_output=True, text=True, input=script).stdout


def test_every_byte_is_in_the_manifests(package: Path) -> None:
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        assert "FAILED" not in said("sha256sum", "-c", manifest, at=package)
    said(sys.executable, BAGIT, "--validate", ".", at=package)


def test_the_script_in_the_package_proves_the_chain(package: Path, karsa: Path) -> None:
    guide = (package / "data" / "VERIFY.md").read_text()
    script = next(part for part in guide.split("```") if "while IFS" in part)
    told = said("bash", at=package, script=script)
    assert "broken" not in told
    head = told.split("head: ")[1].strip()
    assert head in guide
    with Casebook.open(karsa) as casebook:
        assert head in {link.digest for link in casebook.custody()}


def test_the_script_finds_a_link_that_was_changed(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "bag")
    chain = tmp_path / "bag" / "data" / "custody.jsonl"
    chain.write_text(chain.read_text().replace('"by": "A. Reader"', '"by": "B. Reader"', 1))
    guide = (package / "data" / "VERIFY.md").read_text()
    script = next(part for part in guide.split("```") if "while IFS" in part)
    assert "broken" in said("bash", at=tmp_path / "bag", script=script)


def test_openssl_verifies_the_signature_with_what_lies_beside_it(package: Path) -> None:
    (folder,) = (package / "data" / "signatures").iterdir()
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in head.json -sigfile head.sig".split()
    assert "Verified Successfully" in said(*command, at=folder)
    assert (folder / "head.json").read_text() in (package / "data" / "custody.jsonl").read_text()


def test_the_chain_holds_every_row_of_the_record_by_the_digest_of_its_line(package: Path) -> None:
    held: set[tuple[str, str]] = set()
    before = FIRST
    for line in (package / "data" / "custody.jsonl").read_text("utf-8").splitlines(keepends=True):
        link = json.loads(line)
        assert link["before"] == before
        before = hashlib.sha256(line.encode()).hexdigest()
        held |= {(one["table"], one["sha256"]) for one in link["holds"]}
    for name in carrying.RECORD:
        content = (package / "data" / "record" / f"{name}.jsonl").read_bytes()
        for line in content.splitlines(keepends=True):
            assert (name, hashlib.sha256(line).hexdigest()) in held


def test_no_password_and_no_key_of_a_program_is_in_the_package(package: Path) -> None:
    for path in package.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"argon2" not in content, path
            assert b'"secret"' not in content, path
    assert not (package / "data" / "record" / "tokens.jsonl").exists()


@pytest.mark.parametrize("where", ["folder", "server"])
def test_the_casebook_that_is_opened_is_the_same_and_so_is_its_dossier_byte_for_byte(
    karsa: Path, package: Path, tmp_path: Path, where: str, request: pytest.FixtureRequest
) -> None:
    options = ["--database", request.getfixturevalue("database")] if where == "server" else []
    opened = tmp_path / "opened"
    assert run("open", package, "-o", opened, *options) == 0
    with Casebook.open(karsa) as first, Casebook.open(opened) as second:
        assert list(second.reports()) == list(first.reports())
        assert list(second.statements(all=True)) == list(first.statements(all=True))
        assert list(second.decisions()) == list(first.decisions()) != []
        assert list(second.entered()) == list(first.entered())
        assert list(second.signatures()) == list(first.signatures()) != []
        assert list(second.incidents()) == list(first.incidents()) != []
        assert second.mark() == first.mark()
        assert [one.name for one in second.accounts().values()] == ["A. Reader"]
        assert second.accounts()["A. Reader"].password == ""
        assert second.tokens() == {}
        chain = list(second.custody())
        assert [link.digest for link in first.custody()][: len(chain) - 2] == [link.digest for link in chain[:-2]]
        assert workflow.check(second) == []
        found = [{hit.id for hit in book.search("arrested", limit=1000)} for book in (first, second)]
        assert found[0] == found[1] != set()
    # Another process, in which sets have another order.
    script = f"import sys; from muniment.cli import main; main(['publish', {str(opened)!r}])"
    said("env", "PYTHONHASHSEED=7", sys.executable, "-c", script, at=tmp_path)
    ours = {path.name: path.read_bytes() for path in (karsa / "dossier").iterdir()}
    theirs = {path.name: path.read_bytes() for path in (opened / "dossier").iterdir()}
    assert theirs == ours
