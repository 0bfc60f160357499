"""A casebook is encrypted and decrypted: cut off at any step it opens with all that it held, and goes on to the end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import locks
from factory import received
from muniment import workflow
from muniment.casebook import Casebook, converting, encryption, publications
from muniment.errors import BadChoice, CasebookMismatch, MunimentError, TamperedReport
from muniment.report import Report
from muniment.settings import Settings
from muniment.workflow import locking

TEXTS = ("Quarrymen buried eleven fishmongers beneath Thornwick.", "The Hollowmere militia torched the granary.")
USELESS = locking.USELESS


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The folder of a closed casebook that is not encrypted, with all that one may hold."""
    with Casebook.create(tmp_path / "book", Settings(title="Karsa")) as casebook:
        for text in TEXTS:
            casebook.keep_report(received(text))
        (casebook.folder / "linking.duckdb").write_text("torched")
        publications.key_of(casebook.folder, "public", "")
        publications.keep_edition(casebook.folder, "public", "", 1, '{"said": "torched"}\n')
        (casebook.folder / "casebook.moved.db").write_bytes(b"")
        shutil.copy(casebook.folder / "casebook.db", casebook.folder / "casebook.moved.db")
        (casebook.folder / "dossier").mkdir()
    return casebook.folder


def holds(book: Path) -> bool:
    """Whether a casebook opens as it is, whatever that is, and holds what it held."""
    converting.finish(book)
    key = locks.key() if encryption.is_encrypted(book) else None
    with Casebook.open(book, key=key) as casebook:
        assert [report.text for report in casebook.reports()] == list(TEXTS)
        assert [casebook.bytes_of(report).decode() for report in casebook.reports()] == list(TEXTS)
        assert list(casebook.audit()) == []
        assert len(casebook.search("torched", in_="reports")) == 1
        assert publications.editions(book, "public", "", key) == [{"said": "torched"}]
        assert len(publications.key_of(book, "public", "", key)) == 32
    return True


def readable(book: Path) -> list[Path]:
    return [path for path in book.rglob("*") if path.is_file() and b"torched" in path.read_bytes()]


def test_what_was_plain_is_encrypted_and_nothing_plain_is_left(plain: Path) -> None:
    (plain / "reports" / "ab").mkdir(exist_ok=True)
    (plain / "reports" / "ab" / ".draft.part").write_text("torched")
    said = publications.key_of(plain, "public", "")
    assert converting.convert(plain, None, locks.key(), useless=USELESS) == 2
    assert readable(plain) == []
    assert publications.key_of(plain, "public", "", locks.key()) == said
    assert holds(plain)
    assert {path.name for path in plain.iterdir()} - {"casebook.db-wal", "casebook.db-shm"} == {
        "casebook.db",
        "casebook.moved.db",
        "dossier",
        "key.age",
        "muniment.toml",
        "publications",
        "reports",
    }


def test_what_was_encrypted_is_as_it_was_before(plain: Path) -> None:
    before = {path.relative_to(plain): path.read_bytes() for path in plain.glob("[rp]*/**/*") if path.is_file()}
    with Casebook.open(plain) as casebook:
        head = casebook.head()
    converting.convert(plain, None, locks.key(), useless=USELESS)
    converting.convert(plain, locks.key(), None, useless=USELESS)
    assert {path.relative_to(plain): path.read_bytes() for path in plain.glob("[rp]*/**/*") if path.is_file()} == before
    assert not (plain / "key.age").exists()
    with Casebook.open(plain) as casebook:
        assert casebook.head() == head
    assert holds(plain)


class Killed(BaseException):
    """As if the power went."""


def cut_off(monkeypatch: pytest.MonkeyPatch, after: int) -> Callable[[], int]:
    """Every change of the disk counts as a step; the one after so many does not come about. The steps that did."""
    steps = 0

    def counted(name: str, change: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            if steps >= after:
                raise Killed
            steps += 1
            return change(*arguments, **named)

        return step

    for where, name in (
        (converting, "place"),
        (converting, "seal"),
        (converting, "_verify"),
        (converting.shutil, "rmtree"),
        (converting.Path, "replace"),
        (converting.Path, "unlink"),
        (converting.Path, "mkdir"),
    ):
        monkeypatch.setattr(where, name, counted(name, getattr(where, name)))
    return lambda: steps


@pytest.mark.parametrize("asked", ["encrypt", "decrypt"])
def test_a_kill_at_any_step_leaves_a_casebook_that_opens_and_goes_on(plain: Path, tmp_path: Path, asked: str) -> None:
    before, after = (None, locks.key()) if asked == "encrypt" else (locks.key(), None)
    if asked == "decrypt":
        converting.convert(plain, None, locks.key(), useless=USELESS)
    for number in range(0, 200, 5):
        book = tmp_path / f"killed-{number}" / "book"
        shutil.copytree(plain, book)
        with pytest.MonkeyPatch.context() as patch:
            cut_off(patch, number)
            try:
                converting.convert(book, before, after, useless=USELESS)
                ended = True
            except Killed:
                ended = False
        assert holds(book)
        if encryption.is_encrypted(book):
            assert readable(book) == []
        if encryption.is_encrypted(book) == (after is None):
            converting.convert(book, before, after, useless=USELESS)
        assert encryption.is_encrypted(book) == (after is not None)
        assert holds(book)
        assert (readable(book) == []) == (after is not None)
        assert not (book / converting.STAGING).exists()
        shutil.rmtree(book.parent)
        if ended:
            assert number > 15, number
            return
    raise AssertionError("it never came to its end")


@pytest.mark.parametrize("asked", ["encrypt", "decrypt"])
def test_a_swap_that_was_cut_off_anywhere_is_ended_by_whoever_opens_it(plain: Path, tmp_path: Path, asked: str) -> None:
    if asked == "decrypt":
        converting.convert(plain, None, locks.key(), useless=USELESS)
    before, after = (None, locks.key()) if asked == "encrypt" else (locks.key(), None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "_swap", _killed)
        with pytest.raises(Killed):
            converting.convert(plain, before, after, useless=USELESS)
    for number in range(100):
        book = tmp_path / f"killed-{number}" / "book"
        shutil.copytree(plain, book)
        with pytest.MonkeyPatch.context() as patch:
            cut_off(patch, number)
            try:
                converting.finish(book)
                ended = True
            except Killed:
                ended = False
        assert holds(book)
        assert encryption.is_encrypted(book) == (after is not None)
        assert (readable(book) == []) == (after is not None)
        assert not (book / converting.STAGING).exists()
        if ended:
            assert number > 10
            return
    raise AssertionError("it never came to its end")


def _killed(*_: object) -> None:
    raise Killed


def test_an_encryption_that_was_cut_off_goes_on_with_its_key_and_begins_anew_with_another(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(converting, "_say_ready", _killed)
        with pytest.raises(Killed):
            converting.convert(plain, None, locks.key())
    wrapped = converting.begun(plain)
    assert wrapped == locks.key().wrapped
    staged = {path: path.stat().st_mtime_ns for path in (plain / converting.STAGING / "reports").rglob("*.age")}
    with monkeypatch.context() as patch:
        patch.setattr(converting, "_swap", _killed)
        with pytest.raises(Killed):
            converting.convert(plain, None, locks.key())
    assert {path: path.stat().st_mtime_ns for path in staged} == staged
    (plain / converting.STAGING / converting.READY).unlink()
    other = encryption.Key(str(encryption.Identity.generate()), b"another")
    converting.convert(plain, None, other, useless=USELESS)
    assert len(list(plain.glob("reports/*/*.age"))) == 2
    with Casebook.open(plain, key=other) as casebook:
        assert list(casebook.audit()) == []


OPEN = """
import sys
from muniment.casebook import Casebook
with Casebook.open(sys.argv[1]) as casebook:
    casebook.mark()
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_casebook_that_somebody_has_open_is_not_encrypted(plain: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(plain)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(CasebookMismatch, match="somebody else has") as refused:
            converting.convert(plain, None, locks.key())
        other.communicate("")
    assert "close" in refused.value.hint
    assert not encryption.is_encrypted(plain)
    assert holds(plain)


def test_nobody_opens_a_casebook_while_it_is_encrypted(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []

    def meanwhile(*_: object) -> None:
        try:
            Casebook.open(plain).close()
        except CasebookMismatch as error:
            met.append(str(error))

    with monkeypatch.context() as patch:
        patch.setattr(converting, "_verify", meanwhile)
        converting.convert(plain, None, locks.key(), useless=USELESS)
    assert met == [f"{plain} is being encrypted or decrypted"] * 2


def tampered(book: Path) -> None:
    path = next(path for path in sorted(book.glob("reports/*/*")))
    path.chmod(0o600)
    path.write_bytes(b"other words")


def foreign(book: Path) -> None:
    (book / "reports" / "notes").mkdir()
    (book / "reports" / "notes" / "mine.txt").write_text("mine")


def waiting(book: Path) -> None:
    (book / "inbox" / "er_1").mkdir(parents=True)
    (book / "inbox" / "er_1" / "raid.txt").write_text("raid")


@pytest.mark.parametrize(
    ("touch", "kind", "words"),
    [
        (tampered, TamperedReport, "expected"),
        (foreign, MunimentError, "is no report"),
        (waiting, CasebookMismatch, "wait"),
    ],
)
def test_what_cannot_be_encrypted_is_named_and_nothing_is_changed(
    plain: Path, touch: Callable[[Path], None], kind: type[MunimentError], words: str
) -> None:
    touch(plain)
    with pytest.raises(kind, match=words) as refused:
        converting.convert(plain, None, locks.key())
    assert refused.value.hint
    assert not encryption.is_encrypted(plain)
    with Casebook.open(plain) as casebook:
        assert casebook.number(Report) == 2


def test_a_copy_that_differs_is_not_put_in_the_place_of_the_record(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "_alike", lambda *_: False)
    with pytest.raises(CasebookMismatch, match="not the same"):
        converting.convert(plain, None, locks.key())
    monkeypatch.undo()
    assert holds(plain)
    assert not encryption.is_encrypted(plain)


def test_the_tasks_encrypt_and_decrypt_and_leave_a_line_in_the_log(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encryption, "new", lambda _passphrase: locks.key())
    listed = plain.with_name("book.refusals.tsv")
    listed.write_text("torched")
    assert workflow.encrypt(plain, locks.PASSPHRASE) == 2
    assert not listed.exists()
    assert workflow.readable(plain) == ["dossier/", "muniment.toml"]
    with pytest.raises(BadChoice, match="casebook"):
        workflow.encrypt(plain, locks.PASSPHRASE)
    assert workflow.decrypt(plain, locks.key()) == 2
    with Casebook.open(plain) as casebook:
        assert [(one.task, one.outcome, one.done) for one in casebook.log()] == [
            ("encrypt", "done", 2),
            ("decrypt", "done", 2),
        ]
    with pytest.raises(BadChoice, match="casebook"):
        workflow.decrypt(plain, locks.key())
