"""An encrypted casebook: nothing of it is readable, and all that is damaged, missing or swapped is said and destroys nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

import age
import locks
import muniment
from factory import received, statement
from muniment import workflow
from muniment.casebook import Casebook, encryption
from muniment.casebook.encryption import Key
from muniment.errors import BadChoice, BadSetting, CasebookMismatch, LockedCasebook, MunimentError, TamperedReport
from muniment.linking.workings import Workings
from muniment.settings import Settings

TEXTS = {
    "lantern.txt": "Quarrymen buried eleven fishmongers beneath Thornwick lighthouse on 3 May 2021, said Ombeline Vastrick.",
    "granary.txt": "The Hollowmere militia torched the granary at Thornwick on 3 May 2021. Eleven fishmongers were killed.",
}
PLAIN = {"muniment.toml"}
"""What stays readable, and is said to be."""


@pytest.fixture
def key() -> Key:
    return locks.key()


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in TEXTS]


@pytest.fixture
def told(tmp_path: Path, key: Key) -> Path:
    """The folder of a closed, encrypted casebook with two reports."""
    with Casebook.create(tmp_path / "book", Settings(title="Karsa"), key=key) as casebook:
        for text in TEXTS.values():
            casebook.keep_report(received(text))
    return casebook.folder


def forms(word: str) -> set[bytes]:
    """A word as it may stand in a file: as it is, as Windows keeps texts, and in base64 wherever it begins."""
    found = {
        one.encode(how) for one in (word, word.lower(), word.upper()) for how in ("utf-8", "utf-16-le", "utf-16-be")
    }
    whole = (base64.b64encode(b" " * before + word.encode()) for before in range(3))
    return found | {form[4:-4] for form in whole if len(form) > 12}


def test_no_word_of_the_texts_is_in_any_file_of_a_whole_encrypted_casebook(
    tmp_path: Path, sources: list[Path], key: Key
) -> None:
    book = tmp_path / "book"
    missing = tmp_path / "missing-Vastrick.txt"
    workflow.build([*sources, missing], book, Settings(title="Karsa"), key=key, jobs=1)
    with Casebook.open(book, key=key) as casebook:
        workflow.publish(casebook, tmp_path / "out" / "public", profile="public")
        assert casebook.number(muniment.Statement) > 1
        files = [path for path in tmp_path.glob("book*/**/*") if path.is_file()] + list(tmp_path.glob("book.*"))
        hunted = {path: path.read_bytes() for path in files if path.name not in PLAIN}
        words = {word for text in TEXTS.values() for word in re.findall(r"\w{5,}", text)}
        words |= {"report_words", "CREATE TABLE", "SQLite format", "life.killing", *TEXTS}
    assert {
        "key.age",
        "casebook.db",
        "casebook.db-wal",
        "linking.age",
        "edition-1.json.age",
        "book.refusals.tsv.age",
    } <= {path.name for path in hunted}
    assert [
        (path.name, word) for path, held in hunted.items() for word in words for form in forms(word) if form in held
    ] == []
    names = {str(path) for path in hunted}
    assert not any(hashlib.sha256(text.encode()).hexdigest()[:16] in name for text in TEXTS.values() for name in names)


def test_the_whole_job_says_the_same_as_in_a_casebook_that_is_not_encrypted(
    tmp_path: Path, sources: list[Path], key: Key
) -> None:
    said: list[object] = []
    for name, with_key in (("plain", None), ("locked", key)):
        workflow.build(sources, tmp_path / name, Settings(title="Karsa"), key=with_key, jobs=1)
        with Casebook.open(tmp_path / name, key=with_key) as casebook:
            assert workflow.check(casebook) == []
            workflow.link(casebook)
            workflow.publish(casebook, tmp_path / f"{name}-out", profile="public")
            workflow.publish(casebook, tmp_path / f"{name}-out", profile="public")
            assert workflow.reread(casebook).refusals == []
            workflow.seal(casebook, tmp_path / f"{name}-bag")
            said.append(
                (
                    [one.id for one in casebook.reports()],
                    list(casebook.statements()),
                    [one.statements for one in casebook.incidents()],
                    [(one.measure, one.low, one.high) for one in casebook.counts()],
                    casebook.search('"torched the granary"'),
                    sorted(one.read_bytes() for one in (tmp_path / f"{name}-bag/data/reports").iterdir()),
                    [(one.task, one.outcome) for one in casebook.log() if one.task != "publish"],
                    len(list((casebook.folder / "publications/public").glob("edition-*"))),
                )
            )
    assert said[0] == said[1]


def test_a_stranger_reads_the_bytes_by_the_formats_own_specification(told: Path, key: Key) -> None:
    identity = pyrage.passphrase.decrypt((told / "key.age").read_bytes(), locks.PASSPHRASE).decode().strip()
    assert identity == locks.IDENTITY
    assert {age.opened(path.read_bytes(), identity).decode() for path in told.glob("reports/*/*.age")} == set(
        TEXTS.values()
    )
    names = age.derived(identity.encode(), b"", b"muniment report names")
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in TEXTS.values())
    assert {path.stem for path in told.glob("reports/*/*.age")} == {
        hmac.new(names, one.encode(), hashlib.sha256).hexdigest() for one in digests
    }
    assert age.derived(identity.encode(), b"", b"muniment database").hex() == key.database


def test_a_new_key_is_made_by_age_itself_and_opened_by_its_passphrase_alone(tmp_path: Path) -> None:
    made = encryption.new("twelve letters")
    (tmp_path / "key.age").write_bytes(made.wrapped)
    assert encryption.unlocked(tmp_path, "twelve letters").database == made.database
    assert made.wrapped.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert "AGE" not in repr(made)


def test_a_short_passphrase_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadChoice) as refused:
        encryption.new("too short")
    assert "too short" not in f"{refused.value}{refused.value.hint}"


def test_the_library_opens_it_with_the_passphrase(told: Path) -> None:
    with muniment.open(told, passphrase=locks.PASSPHRASE) as casebook:
        assert {report.text for report in casebook.reports()} == set(TEXTS.values())


def test_a_wrong_passphrase_and_none_are_refused(told: Path) -> None:
    with pytest.raises(LockedCasebook, match="the passphrase is wrong"):
        muniment.open(told, passphrase="not this passphrase")
    with pytest.raises(LockedCasebook, match="no passphrase was given") as refused:
        muniment.open(told)
    assert "MUNIMENT_KEY_FILE" in refused.value.hint
    with muniment.open(told, passphrase=locks.PASSPHRASE) as casebook:
        assert workflow.check(casebook) == []


def test_a_key_file_opens_it_and_its_last_line_break_does_not_count(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNIMENT_KEY_FILE", str(tmp_path / "stick"))
    with pytest.raises(BadSetting, match="key_file"):
        muniment.open(told)
    (tmp_path / "stick").write_bytes(f"{locks.PASSPHRASE}\r\n".encode())
    with muniment.open(told) as casebook:
        assert casebook.number(muniment.Report) == 2
    assert "stick" not in (told / "muniment.toml").read_text()


def test_a_key_file_inside_the_casebook_is_refused(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (told / "stick").write_text(locks.PASSPHRASE)
    monkeypatch.setenv("MUNIMENT_KEY_FILE", str(told / "stick"))
    with pytest.raises(BadSetting) as refused:
        muniment.open(told)
    assert "elsewhere" in refused.value.hint


def kept(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")}


DAMAGES: dict[str, tuple[Callable[[Path], object], type[MunimentError], str]] = {
    "no key": (lambda book: (book / "key.age").unlink(), LockedCasebook, "key.age is missing"),
    "a key cut short": (lambda book: cut(book / "key.age", 100), LockedCasebook, "key.age is damaged"),
    "an empty key": (lambda book: cut(book / "key.age", 0), LockedCasebook, "key.age is damaged"),
    "a key with another bit": (lambda book: flip(book / "key.age", -5), LockedCasebook, "key.age is damaged"),
    "a database with another bit": (lambda book: flip(book / "casebook.db", 100), CasebookMismatch, "cannot be read"),
    "a database cut short": (lambda book: cut(book / "casebook.db", 9000), CasebookMismatch, "cannot be read"),
    "a plain database": (lambda book: plain(book / "casebook.db"), CasebookMismatch, "is not encrypted"),
}


def cut(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def plain(path: Path) -> None:
    with Casebook.create(path.parent.parent / "other") as other:
        pass
    path.write_bytes((other.folder / "casebook.db").read_bytes())


@pytest.mark.parametrize("what", DAMAGES)
def test_what_is_damaged_or_missing_is_said_with_a_hint_and_nothing_is_destroyed(told: Path, what: str) -> None:
    damage, kind, words = DAMAGES[what]
    damage(told)
    before = kept(told)
    with pytest.raises(kind, match=words) as refused:
        muniment.open(told, passphrase=locks.PASSPHRASE)
    assert refused.value.hint
    assert {path: content for path, content in kept(told).items() if path in before} == before


def test_a_page_of_the_database_that_was_touched_is_named_by_the_audit(told: Path, key: Key) -> None:
    with Casebook.open(told, key=key) as casebook:
        casebook.keep_report(received("Guards shut the gate at noon. " * 9000))
    flip(told / "casebook.db", (told / "casebook.db").stat().st_size - 2000)
    with Casebook.open(told, key=key) as casebook:
        problems = workflow.check(casebook)
    assert any("HMAC verification failed for page" in str(problem) for problem in problems)
    assert all(problem.hint for problem in problems)


def test_a_plain_casebook_is_not_opened_with_a_key(tmp_path: Path, key: Key) -> None:
    with Casebook.create(tmp_path / "book") as made:
        pass
    with pytest.raises(LockedCasebook, match=r"key\.age is missing"):
        Casebook.open(made.folder, key=key)


def test_the_key_of_another_casebook_opens_nothing(told: Path) -> None:
    (told / "key.age").write_bytes(age.locked(str(pyrage.x25519.Identity.generate()).encode(), locks.PASSPHRASE))
    with pytest.raises(CasebookMismatch, match="not a database") as refused:
        muniment.open(told, passphrase=locks.PASSPHRASE)
    assert "key.age" in refused.value.hint


def bytes_files(book: Path) -> list[Path]:
    found = sorted(book.glob("reports/*/*"))
    for path in found:
        path.chmod(0o600)
    return found


TOUCHED: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut short": (lambda book: cut(bytes_files(book)[0], 150), "cannot be decrypted"),
    "another bit": (lambda book: flip(bytes_files(book)[0], -3), "cannot be decrypted"),
    "gone": (lambda book: bytes_files(book)[0].unlink(), "no file"),
    "swapped": (lambda book: bytes_files(book)[0].write_bytes(bytes_files(book)[1].read_bytes()), "found [0-9a-f]{64}"),
    "plain": (lambda book: bytes_files(book)[0].write_bytes(b"Guards shut the gate."), "cannot be decrypted"),
}


@pytest.mark.parametrize("what", TOUCHED)
def test_bytes_that_were_touched_are_named_by_check_seal_and_reread(
    told: Path, key: Key, tmp_path: Path, what: str
) -> None:
    damage, words = TOUCHED[what]
    damage(told)
    with Casebook.open(told, key=key) as casebook:
        problems = workflow.check(casebook)
        assert [type(problem) for problem in problems] == [TamperedReport]
        assert re.search(words, str(problems[0])), problems
        with pytest.raises(TamperedReport, match=words):
            workflow.seal(casebook, tmp_path / "bag")
        assert len(workflow.reread(casebook).refusals) == 1


def test_another_passphrase_opens_the_same_casebook_and_the_old_one_no_longer(
    told: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encryption, "pyrage", Quick)
    workflow.change_passphrase(told, key, "nine geese under the bridge")
    with muniment.open(told, passphrase="nine geese under the bridge") as casebook:
        assert workflow.check(casebook) == []
    with pytest.raises(LockedCasebook, match="wrong"):
        muniment.open(told, passphrase=locks.PASSPHRASE)
    with pytest.raises(BadChoice):
        workflow.change_passphrase(told, key, "short")


class Quick:
    """age, but a passphrase takes no second."""

    encrypt, decrypt = staticmethod(pyrage.encrypt), staticmethod(pyrage.decrypt)
    DecryptError, IdentityError = pyrage.DecryptError, pyrage.IdentityError

    class passphrase:  # noqa: N801  as it is called there
        encrypt, decrypt = staticmethod(age.locked), staticmethod(pyrage.passphrase.decrypt)


def test_statements_are_kept_found_and_read_again(tmp_path: Path, key: Key) -> None:
    with Casebook.create(tmp_path / "book", key=key) as casebook:
        came = received(TEXTS["granary.txt"])
        casebook.keep_report(came)
        run = muniment.Run(id="rn_1", task="extract", version="1", settings={})
        casebook.keep([run])
        one = statement(came.report, "torched", type="property.arson")
        casebook.keep_reading(came.report.id, run.id, [one])
    with Casebook.open(tmp_path / "book", key=key) as casebook:
        assert [found.trigger.words for found in casebook.statements()] == ["torched"]
        assert casebook.bytes_of(came.report) == came.content
        assert [hit.report for hit in casebook.search("torch*", in_="reports")] == [came.report.id]


@pytest.mark.parametrize("touched", [False, True])
def test_what_was_compared_is_kept_encrypted_and_made_again_where_it_is_damaged(
    tmp_path: Path, sources: list[Path], key: Key, touched: bool
) -> None:
    workflow.build(sources, tmp_path / "book", Settings(title="Karsa"), key=key, jobs=1)
    file = tmp_path / "book" / "linking.age"
    if touched:
        flip(file, -9)
    with Workings(file, key) as workings:
        assert bool(list(workings.tellings())) != touched


def test_a_casebook_on_a_server_encrypts_the_bytes_and_misses_its_key(tmp_path: Path, database: str, key: Key) -> None:
    with Casebook.create(tmp_path / "book", Settings(title="Karsa", database=database), key=key) as casebook:
        casebook.keep_report(received(TEXTS["granary.txt"]))
        assert workflow.check(casebook) == []
    assert [path.suffix for path in casebook.folder.glob("reports/*/*")] == [".age"]
    (casebook.folder / "key.age").unlink()
    with pytest.raises(LockedCasebook, match=r"key\.age is missing"):
        Casebook.open(casebook.folder)
