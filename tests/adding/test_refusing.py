"""Bad input is refused by name with a reason; the rest goes on."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.adding.opening import Opener, find, read
from muniment.errors import UnreadableReport
from muniment.report import sha256

from .conftest import Reader

STORY = "Soldiers closed the bridge at Odem on Monday, and two farmers were arrested."


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\x00" * 50])
def test_an_empty_file_is_refused(opened: Reader, content: bytes) -> None:
    reports, (refused,) = opened("void.txt", content)
    assert not reports
    assert refused.reason == "the file is empty"


def test_a_binary_file_is_refused(opened: Reader) -> None:
    reports, (refused,) = opened("picture.dat", bytes(range(256)) * 20)
    assert not reports
    assert "binary" in refused.reason


def test_a_broken_encoding_is_repaired_and_said(opened: Reader) -> None:
    (report,), _ = opened("odem.txt", "The café at Ödem was searched by soldiers.".encode().decode("latin-1"))
    assert "café at Ödem" in report.text
    assert any(step.get("step") == "repaired" for step in report.custody)


def test_windows_letters_are_read(opened: Reader) -> None:
    (report,), _ = opened("odem.txt", "“Two men were taken,” she said. The café was closed.".encode("cp1252"))
    assert "“Two men were taken,”" in report.text


def test_the_text_is_composed(opened: Reader) -> None:
    (report,), _ = opened("odem.txt", "Soldiers searched the cafe\u0301 in Odem.")
    assert "café" in report.text


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    (refused,) = read(path, largest=100_000_000, mapping=None)
    assert isinstance(refused, UnreadableReport)
    assert "200,000,000 bytes" in refused.reason


def test_a_bomb_is_refused(opened: Reader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * 60_000_000)
    reports, (refused,) = opened("bomb.zip", buffer.getvalue(), largest=100_000_000)
    assert not reports
    assert "bomb" in refused.reason


def test_archives_within_archives_end(opened: Reader) -> None:
    content, name = STORY.encode(), "deep.txt"
    for _ in range(8):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        content, name = buffer.getvalue(), "inner.zip"
    reports, (refused,) = opened("outer.zip", content)
    assert not reports
    assert "deep" in refused.reason


@pytest.mark.parametrize(
    "name", ["bad.zip", "bad.docx", "bad.odt", "bad.xlsx", "bad.pdf", "bad.warc", "bad.eml", "bad.jsonl"]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(opened: Reader, name: str) -> None:
    reports, refused = opened(name, "these are only words, and no format at all")
    assert not reports
    assert len(refused) == 1
    assert refused[0].path.endswith(name)


def test_a_locked_member_leaves_the_others(opened: Reader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("locked.txt", STORY)
        archive.writestr("open.txt", STORY)
    content = bytearray(buffer.getvalue())
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    reports, (refused,) = opened("mixed.zip", bytes(content))
    assert [report.name for report in reports] == ["mixed.zip/open.txt"]
    assert "encrypted" in refused.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(STORY)
    path.chmod(0)
    (refused,) = read(path, largest=1000, mapping=None)
    assert isinstance(refused, UnreadableReport)
    assert "opened" in refused.reason


def test_links_that_turn_in_a_circle_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "odem.txt").write_text(STORY)
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    found = list(find([tmp_path / "in"]))
    assert [path.name for path in found if isinstance(path, Path)] == ["odem.txt"]
    assert sorted(Path(error.path).name for error in found if isinstance(error, UnreadableReport)) == [
        "round",
        "self.txt",
    ]


def test_what_is_ignored_or_hidden_is_left_out_and_what_is_missing_is_said(tmp_path: Path) -> None:
    for name in ("a.txt", "b.tmp", ".hidden.txt", "muniment.toml"):
        (tmp_path / name).write_text(STORY)
    (tmp_path / ".munimentignore").write_text("*.tmp\n")
    found = list(find([tmp_path, tmp_path / "*.txt", tmp_path / "nothing"]))
    assert [path.name for path in found if isinstance(path, Path)] == ["a.txt"]
    assert [error.reason for error in found if isinstance(error, UnreadableReport)] == ["no such file or folder"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.binary(max_size=300),
    head=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"WARC/1.0\r\n", b"<html><body>", b"From a\n", b"{", b"a,b\n"]
    ),
    name=st.sampled_from(
        [
            "x",
            "x.txt",
            "x.html",
            "x.pdf",
            "x.docx",
            "x.odt",
            "x.eml",
            "x.mbox",
            "x.csv",
            "x.xlsx",
            "x.jsonl",
            "x.zip",
            "x.warc",
        ]
    ),
)
def test_any_bytes_give_reports_or_refusals_and_never_an_exception(content: bytes, head: bytes, name: str) -> None:
    for found in Opener().read(head + content, name):
        if not isinstance(found, UnreadableReport):
            assert found.report.sha256 == sha256(found.content)
            assert found.report.text.strip()
