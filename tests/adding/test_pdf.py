"""PDF files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from adding.making import SECOND, SENTENCE, a_pdf, a_scan, opened
from muniment.adding.formats.layout import joined

LONG = f"{SENTENCE} {SECOND} A third baker, who had hidden in the flour store, walked to Dunmere and told the council."


def test_the_sentences_of_a_paragraph_are_whole_and_paragraphs_apart() -> None:
    (report,), refusals = opened(a_pdf(f"{LONG}\n\n{SECOND}"), "mill.pdf")
    assert not refusals
    assert report.text == f"{LONG}\n\n{SECOND}"


def test_a_page_number_leads_back_to_the_page() -> None:
    (report,), _ = opened(a_pdf(LONG, SECOND), "mill.pdf")
    assert [mark.label for mark in report.marks] == ["page 1", "page 2"]
    assert report.mark_at(report.text.rindex("The garrison said")) == "page 2"
    assert report.mark_at(0) == "page 1"


def test_a_sentence_that_runs_over_the_page_is_whole() -> None:
    (report,), _ = opened(a_pdf("The patrol left the village and", "took two bakers with it to the fort."), "mill.pdf")
    assert report.text == "The patrol left the village and took two bakers with it to the fort."
    assert report.mark_at(report.text.index("took")) == "page 2"


def test_a_running_head_is_left_out_and_told() -> None:
    pages = (f"{LONG}\n\nFirst.", f"{SECOND}\n\nSecond part.", f"{LONG}\n\nThird part.")
    (report,), _ = opened(a_pdf(*pages, header="Harrowby Record - page"), "mill.pdf")
    assert "Harrowby Record" not in report.text
    assert any("Harrowby Record" in entry.get("what", "") for entry in report.custody)


def test_a_number_at_the_start_of_a_line_is_no_list() -> None:
    words = "the bombs that fell upon the covered market at noon killed four porters and they injured "
    (report,), _ = opened(a_pdf(f"On Friday {words}27. We list the dead by name in the register."), "mill.pdf")
    assert "injured 27. We list" in report.text


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the resi-", "dents fled", "the residents fled"),
        ("a cross-", "border raid", "a cross-border raid"),
        ("in 2020-", "21 they", "in 2020- 21 they"),
        ("he fled -", "and came back", "he fled - and came back"),
    ],
)
def test_a_word_broken_at_the_line_end_is_whole_and_a_compound_keeps_its_hyphen(
    before: str, after: str, whole: str
) -> None:
    assert joined(before, after, frozenset({"cross-border"})) == whole


def test_a_hyphen_that_the_typesetter_put_in_is_taken_out() -> None:
    (report,), _ = opened(a_pdf("The soldiers entered the resi-\ndential quarter at noon."), "mill.pdf")
    assert "residential quarter" in report.text


def test_title_and_date_are_read_and_the_day_of_the_file_is_not_that_of_publication() -> None:
    (report,), _ = opened(a_pdf(f"Two bakers taken\n\n5 July 2021\n\n{LONG}", title="The bakers of Harrowby"), "a.pdf")
    assert (report.title, report.published) == ("The bakers of Harrowby", "2021-07-05")
    (undated,), _ = opened(a_pdf(LONG), "a.pdf")
    assert undated.published is None


def test_an_encrypted_pdf_is_refused_by_name() -> None:
    reports, (refusal,) = opened(a_pdf(LONG, password="mill"), "locked.pdf")
    assert not reports
    assert refusal.reason == "the PDF is encrypted"


def test_a_damaged_pdf_is_refused_by_name() -> None:
    reports, (refusal,) = opened(b"%PDF-1.7\nnothing more", "torn.pdf")
    assert not reports
    assert "damaged" in refusal.reason


def test_scanned_pages_without_tesseract_are_said_to_need_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    reports, (refusal,) = opened(a_scan(), "scan.pdf")
    assert not reports
    assert "OCR" in refusal.reason
    assert "tesseract" in refusal.hint


def test_scanned_pages_are_read_where_tesseract_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\nhead -c 2 | grep -q P5 && echo "{SENTENCE}"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    (report,), refusals = opened(a_scan(), "scan.pdf")
    assert report.text == SENTENCE
    assert {"step": "read by OCR", "pages": "1"} in report.custody
    assert not refusals
