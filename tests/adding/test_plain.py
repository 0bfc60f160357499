"""Plain text and Markdown."""

from __future__ import annotations

import pytest

from adding.making import SECOND, SENTENCE, opened
from muniment.adding.dates import published
from muniment.report import sha256


def one(text: str | bytes, name: str = "mill.txt"):
    content = text if isinstance(text, bytes) else text.encode()
    (report,), refusals = opened(content, name)
    assert not refusals
    return report


def test_a_title_line_and_a_date_line_become_metadata_and_stay_in_the_text() -> None:
    report = one(f"Two bakers taken from the mill\n12 March 2021\n\n{SENTENCE}\n")
    assert (report.title, report.published) == ("Two bakers taken from the mill", "2021-03-12")
    assert report.text.startswith("Two bakers taken from the mill\n12 March 2021\n\n")
    assert report.language == "en"


def test_header_lines_are_read_into_their_fields() -> None:
    report = one(
        f"Title: Two bakers\nPublisher: Harrow Post\nAuthor: Ida Quill\nDate: March 12, 2021\n"
        f"URL: https://post.example/bakers\n\n{SENTENCE}\n"
    )
    assert (report.title, report.publisher, report.author) == ("Two bakers", "Harrow Post", "Ida Quill")
    assert (report.published, report.address) == ("2021-03-12", "https://post.example/bakers")


def test_a_text_without_title_and_date_has_none() -> None:
    report = one(f"{SENTENCE} {SECOND}\n\nOn 3 May 2020 they came back.\n")
    assert (report.title, report.published, report.author) == (None, None, None)


def test_the_place_before_the_date_of_a_letter_is_no_hindrance() -> None:
    assert one(f"Appeal of the bakers\nHarrowby, 6 May 2021\n\n{SENTENCE}\n").published == "2021-05-06"


def test_markdown_is_read_as_the_sentences_a_reader_sees() -> None:
    report = one(
        f"# Two **bakers** taken\n\n2021-03-12\n\n[Soldiers](https://x.example) *took* them.\n\n{SENTENCE}", "a.md"
    )
    assert report.title == "Two bakers taken"
    assert report.published == "2021-03-12"
    assert "Soldiers took them." in report.text
    assert report.media_type == "text/markdown"


def test_front_matter_is_metadata_and_no_text() -> None:
    report = one(f"---\ntitle: Bakers\ndate: 2021-03\npublisher: Harrow Post\n---\n\n{SENTENCE}\n", "a.md")
    assert (report.title, report.published, report.publisher) == ("Bakers", "2021-03", "Harrow Post")
    assert "publisher" not in report.text


def test_lines_broken_at_a_fixed_width_make_whole_sentences() -> None:
    report = one(
        "Soldiers of the northern garrison took two bakers from the\nmill in Harrowby on Tuesday, and nobody has seen them since\n"
        "that day.\n\n- the first is Ida\n- the second is Tam\n"
    )
    assert "bakers from the mill in Harrowby" in report.text
    assert "\n- the first is Ida\n- the second is Tam" in report.text


def test_text_is_kept_in_nfc_with_plain_line_ends_and_without_control_characters() -> None:
    report = one("Cafe\u0301 owners\x00 were held.\r\nThey were freed\x08 later.")
    assert report.text == "Café owners were held.\nThey were freed later."
    assert report.text_sha256 == sha256(report.text)


def test_the_bytes_are_hashed_as_received() -> None:
    content = f"{SENTENCE}\r\n".encode("utf-16")
    assert one(content).sha256 == sha256(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_read_in_whatever_encoding_it_came(encoding: str) -> None:
    words = "The café in Harrowby was shelled, said Zoë, and “nobody” helped the people who lived above it."
    assert words in one(words.encode(encoding)).text


def test_a_text_in_another_script_is_read_in_its_old_encoding() -> None:
    words = "Солдаты вошли в деревню на рассвете и забрали двух пекарей с мельницы. Их никто больше не видел. " * 4
    report = one(words.encode("cp1251"))
    assert "забрали двух пекарей" in report.text
    assert report.language == "ru"


def test_a_broken_encoding_is_repaired_and_the_repair_is_told() -> None:
    report = one("The café in Harrowby was shelled, said Zoë.".encode().decode("latin-1"))
    assert "café" in report.text
    assert "Zoë" in report.text
    assert any(entry["step"] == "repaired" for entry in report.custody)


def test_damaged_characters_do_not_turn_the_rest_into_another_encoding() -> None:
    content = ("The café of Zoë was shelled in the night. " * 20).encode() + b"\xff" + "Café.".encode()
    report = one(content)
    assert report.text.count("café") == 20
    assert "\ufffd" in report.text


def test_a_line_of_names_has_no_language() -> None:
    assert one("Joskel Arrend, Hadrec Solvane, Brannic Sorvale").language is None


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("12 March 2021", "2021-03-12"),
        ("March 12, 2021", "2021-03-12"),
        ("Friday, 12 March 2021", "2021-03-12"),
        ("12th Sept. 2021", "2021-09-12"),
        ("2021-03-12", "2021-03-12"),
        ("2021-03-12T23:15:00+04:00", "2021-03-12"),
        ("2021-03", "2021-03"),
        ("March 2021", "2021-03"),
        ("Mon, 03 May 2021 09:20:00 +0400", "2021-05-03"),
        ("03/04/2021", None),
        ("31 February 2021", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_date_is_never_more_precise_than_its_words(words: str | None, edtf: str | None) -> None:
    assert published(words) == edtf
