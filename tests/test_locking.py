"""Passphrases at the command line: asked for or from a key file, never in what others see; and what each verb says of an encrypted casebook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pyrage
import pytest

import age
import locks
import muniment
from command import run
from factory import received
from muniment.casebook import Casebook, encryption
from muniment.cli import unlocking
from muniment.settings import Settings

STORY = "Police arrested three nurses in Odem on 12 March 2021, the ministry said.\n"


class Quick:
    """age, but a passphrase takes no second."""

    encrypt, decrypt = staticmethod(pyrage.encrypt), staticmethod(pyrage.decrypt)
    DecryptError, IdentityError = pyrage.DecryptError, pyrage.IdentityError

    class passphrase:  # noqa: N801  as it is called there
        encrypt, decrypt = staticmethod(age.locked), staticmethod(pyrage.passphrase.decrypt)


class Terminal(StringIO):
    """A person who sits there."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "pyrage", Quick)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Somebody at the terminal who types these, one after another; the questions that they were asked."""

    def typing(*words: str) -> list[str]:
        asked: list[str] = []
        answers = iter(words)

        def ask(question: str) -> str:
            asked.append(question)
            return next(answers)

        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(unlocking, "getpass", ask)
        return asked

    return typing


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "odem.txt").write_text(STORY, encoding="utf-8")
    return tmp_path / "odem.txt"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An encrypted casebook with one report."""
    with Casebook.create(tmp_path / "book", Settings(title="Odem"), key=locks.key()) as casebook:
        casebook.keep_report(received(STORY))
    return casebook.folder


def test_build_asks_twice_makes_an_encrypted_casebook_and_writes_no_dossier_unasked(
    tmp_path: Path, story: Path, types: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book"
    asked = types(locks.PASSPHRASE, locks.PASSPHRASE)
    assert run("build", story, "-o", book, "--encrypt") == 0
    assert len(asked) == 2
    said = capsys.readouterr()
    assert "not written, for anybody could read it" in said.out
    assert locks.PASSPHRASE not in said.out + said.err
    assert not (book / "dossier").exists()
    assert len(types(locks.PASSPHRASE)) == 0
    assert run("build", story, "-o", book, "--encrypt") == 0, "again is as good as once"
    types(locks.PASSPHRASE)
    assert run("publish", book) == 0
    assert capsys.readouterr().out.count("readable without the passphrase") == 1
    assert (book / "dossier" / "index.html").is_file()


def test_a_passphrase_that_is_short_or_typed_differently_makes_nothing(
    tmp_path: Path, story: Path, types: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in (["elevenchars"], [locks.PASSPHRASE, f"{locks.PASSPHRASE}!"]):
        types(*typed)
        assert run("add", tmp_path / "book", story, "--encrypt") == 2
        said = capsys.readouterr().err
        assert "hint:" in said
        assert not any(word in said for word in typed)
    assert not (tmp_path / "book").exists()


def test_a_plain_casebook_is_not_made_an_encrypted_one_by_adding_to_it(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Casebook.create(tmp_path / "book").close()
    assert run("add", tmp_path / "book", story, "--encrypt") == 2
    assert "muniment encrypt" in capsys.readouterr().err


def test_without_a_terminal_and_without_a_key_file_it_says_what_to_do(
    book: Path, tmp_path: Path, story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO())
    for verb in (("check", book), ("add", tmp_path / "new", story, "--encrypt")):
        assert run(*verb) == 2
        assert "MUNIMENT_KEY_FILE" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_wrong_passphrase_is_refused_in_one_sentence(
    book: Path, types: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    types("something else altogether")
    assert run("check", book) == 2
    said = capsys.readouterr().err
    assert "the passphrase is wrong" in said
    assert "Traceback" not in said


def test_every_verb_that_opens_a_casebook_takes_the_key_file(
    book: Path, tmp_path: Path, story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stick").write_text(locks.PASSPHRASE + "\n")
    monkeypatch.setenv("MUNIMENT_KEY_FILE", str(tmp_path / "stick"))
    verbs = (
        ("add", book, story),
        ("extract", book),
        ("link", book),
        ("count", book),
        ("series", book),
        ("coverage", book),
        ("search", book, "nurses"),
        ("log", book),
        ("custody", book),
        ("agreement", book),
        ("account", book),
        ("reread", book),
        ("sign", book, "--key", tmp_path / "signing.pem"),
        ("check", book),
        ("seal", book, "-o", tmp_path / "bag"),
        ("open", tmp_path / "bag", "-o", tmp_path / "opened", "--encrypt"),
        ("check", tmp_path / "opened"),
    )
    assert [(verb[0], code) for verb in verbs if (code := run(*verb)) != 0] == []
    said = capsys.readouterr()
    assert "readable without the passphrase: the package" in said.out
    assert "nurses" in said.out
    assert locks.PASSPHRASE not in said.out + said.err
    assert (tmp_path / "opened" / "key.age").is_file()


def test_encrypt_passphrase_and_decrypt_from_end_to_end(
    tmp_path: Path, types: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with Casebook.create(tmp_path / "book", Settings(title="Odem")) as casebook:
        casebook.keep_report(received(STORY))
    book = casebook.folder
    types(locks.PASSPHRASE, locks.PASSPHRASE)
    assert run("encrypt", book) == 0
    assert "readable without the passphrase: muniment.toml" in capsys.readouterr().out
    assert run("encrypt", book) == 2
    assert "it is encrypted already" in capsys.readouterr().err
    types(locks.PASSPHRASE, "nine geese under the bridge", "nine geese under the bridge")
    assert run("passphrase", book) == 0
    with muniment.open(book, passphrase="nine geese under the bridge") as opened:
        assert [report.text for report in opened.reports()] == [STORY]
    (tmp_path / "stick").write_text(locks.PASSPHRASE)
    types("nine geese under the bridge")
    assert run("passphrase", book, "--new-file", tmp_path / "stick") == 0
    types(locks.PASSPHRASE)
    assert run("decrypt", book) == 0
    capsys.readouterr()
    for verb in ("decrypt", "passphrase"):
        assert run(verb, book) == 2
        assert "it is not encrypted" in capsys.readouterr().err
    with muniment.open(book) as opened:
        assert [report.text for report in opened.reports()] == [STORY]


@pytest.mark.parametrize("verb", ["encrypt", "decrypt", "passphrase"])
def test_what_is_no_casebook_is_said_to_be_none(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(verb, tmp_path / "nowhere") == 2
    assert "hint:" in capsys.readouterr().err


def test_the_passphrase_is_in_no_argument_and_no_environment_of_a_process(book: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text(locks.PASSPHRASE)
    environment = os.environ | {"MUNIMENT_KEY_FILE": str(tmp_path / "stick")}
    command = [sys.executable, "-m", "muniment.cli", "desk", str(book), "--by", "R. Velt"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as desk:
        assert desk.stdout is not None
        assert "open" in desk.stdout.readline()
        for file in ("cmdline", "environ"):
            if (held := Path(f"/proc/{desk.pid}/{file}")).exists():
                assert locks.PASSPHRASE.encode() not in held.read_bytes()
                assert b"AGE-SECRET" not in held.read_bytes()
        desk.terminate()
