"""Files are opened by the format that fits them; nothing in them ends the run."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adding.making import SENTENCE, a_docx, a_page, a_pdf, a_warc, a_workbook, a_zip, an_odt, from_file, opened, parted
from muniment.adding import opening
from muniment.adding.opening import Opener, read
from muniment.report import report_of
from muniment.seams import Format, Received


def test_a_report_knows_the_path_it_was_received_by_and_is_named_without_folders(tmp_path: Path) -> None:
    (report,), _ = from_file(tmp_path / "mill.txt", SENTENCE.encode())
    assert report.name == "mill.txt"
    assert report.custody[0] == {"step": "received", "path": str(tmp_path / "mill.txt")}


def test_the_same_bytes_are_one_report_whatever_they_are_called(tmp_path: Path) -> None:
    (one,), _ = from_file(tmp_path / "mill.txt", SENTENCE.encode())
    (other,), _ = from_file(tmp_path / "copy.txt", SENTENCE.encode())
    assert one.id == other.id


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (bytes(3000), "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"1234 5678 \n 90", "no words"),
    ],
)
def test_a_file_that_holds_no_words_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    reports, (refusal,) = from_file(tmp_path / "odd.txt", content)
    assert not reports
    assert refusal.path == str(tmp_path / "odd.txt")
    assert reason in refusal.reason
    assert refusal.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("style.css", b"body { color: black }"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(50)),
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(50)),
        ("note.rtf", b"{\\rtf1 hello}"),
    ],
)
def test_a_kind_of_file_that_no_format_reads_is_refused_with_a_way_out(name: str, content: bytes) -> None:
    reports, (refusal,) = opened(content, name)
    assert not reports
    assert refusal.hint


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    reports, (refusal,) = parted(read(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not reports
    assert "200,000,000 bytes" in refusal.reason
    assert peak < 10_000_000


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(SENTENCE)

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    reports, (refusal,) = parted(read(path))
    assert not reports
    assert "Permission denied" in refusal.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permissions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(SENTENCE)
    path.chmod(0)
    assert "Permission denied" in parted(read(path))[1][0].reason


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (a_pdf(SENTENCE), "application/pdf"),
        (a_page(), "text/html"),
        (a_docx(SENTENCE), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (an_odt(SENTENCE), "application/vnd.oasis.opendocument.text"),
        (
            a_workbook({"A": [["no", "text"], [1, SENTENCE]]}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (a_warc(("https://x.example", "text/html", a_page())), "text/html"),
        (a_zip({"a.txt": SENTENCE.encode()}), "text/plain"),
        (SENTENCE.encode(), "text/plain"),
    ],
)
def test_a_file_without_an_ending_is_known_by_its_first_bytes(content: bytes, media_type: str) -> None:
    (report,), refusals = opened(content, "received from the guild")
    assert not refusals
    assert report.media_type == media_type


def test_a_pdf_that_is_called_a_text_is_read_as_a_pdf() -> None:
    (report,), _ = opened(a_pdf(SENTENCE), "mill.txt")
    assert report.media_type == "application/pdf"


def test_every_format_fulfils_the_seam() -> None:
    formats = Opener().formats()
    assert all(isinstance(one, Format) for one in formats)
    suffixes = [suffix for one in formats for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))


class Telegram:
    """A format that somebody else wrote."""

    name = "telegram"
    suffixes = (".tgm",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        text = content.decode().replace(" STOP", ".")
        yield Received(report=report_of(content, text, name=name, media_type="text/x-telegram"), content=content)


def test_a_plugin_reads_its_own_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_installed", lambda: (Telegram,))
    (report,), _ = opened(b"BAKERS TAKEN STOP", "wire.tgm")
    assert report.text == "BAKERS TAKEN."


NAMES = ["a", *(f"a{suffix}" for one in Opener().formats() for suffix in one.suffixes)]
SEEDS = [
    a_pdf(SENTENCE),
    a_docx(SENTENCE),
    an_odt(SENTENCE),
    a_page(),
    a_zip({"a.txt": SENTENCE.encode(), "b.html": a_page()}),
    a_workbook({"A": [["text"], [SENTENCE]]}),
    a_warc(("https://x.example", "text/html", a_page())),
    b"From a@b.example Mon May  3 09:20:00 2021\nFrom: a@b.example\nSubject: x\n\n" + SENTENCE.encode(),
    f"narrative,date\n{SENTENCE},2021\n".encode(),
]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=300), name=st.sampled_from(NAMES))
def test_arbitrary_bytes_give_reports_or_refusals_and_never_an_error(content: bytes, name: str) -> None:
    reports, refusals = opened(content, name)
    assert reports or refusals


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_that_was_damaged_on_the_way_gives_reports_or_refusals(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    reports, refusals = opened(bytes(content[:cut]), data.draw(st.sampled_from(NAMES)))
    assert reports or refusals


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=400), name=st.sampled_from(["a.txt", "a.md", "a.csv", "a.eml", "a.jsonl", "a.html"]))
def test_any_text_is_kept_in_a_form_that_reads_back(text: str, name: str) -> None:
    reports, _ = opened(text.encode(errors="ignore"), name)
    for report in reports:
        assert report.text.encode().decode() == report.text
        assert "\r" not in report.text
        assert "\x00" not in report.text
