"""Archives: zip, WARC and WACZ."""

from __future__ import annotations

import gzip
import io
import zipfile

from adding.making import SECOND, SENTENCE, a_page, a_pdf, a_warc, a_zip, opened
from muniment.report import sha256


def test_members_are_reports_named_with_their_archive() -> None:
    packed = a_zip({"raid.txt": SENTENCE.encode(), "more/denial.pdf": a_pdf(SECOND), "__MACOSX/._raid.txt": b"x"})
    reports, refusals = opened(packed, "march.zip")
    assert [report.name for report in reports] == ["march.zip/raid.txt", "march.zip/more/denial.pdf"]
    assert not refusals
    assert reports[0].sha256 == sha256(SENTENCE.encode())
    assert reports[0].custody[0] == {"step": "taken out", "of": "march.zip", "sha256": sha256(packed)}


def test_a_member_that_cannot_be_read_leaves_the_others() -> None:
    packed = a_zip({"a.txt": b"", "b.txt": SENTENCE.encode(), "c.pdf": b"%PDF-1.7", "d.png": b"\x89PNG\r\n\x1a\n" * 9})
    reports, refusals = opened(packed, "march.zip")
    assert [report.name for report in reports] == ["march.zip/b.txt"]
    assert [refusal.path for refusal in refusals] == ["march.zip/a.txt", "march.zip/c.pdf", "march.zip/d.png"]


def test_archives_within_archives_are_opened_but_not_without_end() -> None:
    packed = a_zip({"raid.txt": SENTENCE.encode()})
    (report,), _ = opened(a_zip({"inner.zip": packed}), "outer.zip")
    assert report.name == "outer.zip/inner.zip/raid.txt"
    for _ in range(8):
        packed = a_zip({"deeper.zip": packed})
    reports, (refusal,) = opened(packed, "outer.zip")
    assert not reports
    assert "deep" in refusal.reason


def test_an_encrypted_member_is_refused_by_name() -> None:
    packed = bytearray(a_zip({"secret.txt": SENTENCE.encode(), "open.txt": SECOND.encode()}))
    packed[6] |= 1
    central = packed.index(b"PK\x01\x02")
    packed[central + 8] |= 1
    reports, (refusal,) = opened(bytes(packed), "march.zip")
    assert [report.name for report in reports] == ["march.zip/open.txt"]
    assert refusal.path == "march.zip/secret.txt"
    assert "encrypted" in refusal.reason


def test_a_zip_bomb_is_refused_unopened() -> None:
    packed = a_zip({"big.txt": b"0" * 60_000_000})
    reports, (refusal,) = opened(packed, "bomb.zip")
    assert not reports
    assert "bomb" in refusal.reason


def test_a_member_over_the_limit_is_refused_and_the_others_are_read() -> None:
    packed = a_zip({"big.txt": SENTENCE.encode() * 100, "small.txt": SECOND.encode()})
    reports, (refusal,) = opened(packed, "march.zip", largest=2000)
    assert [report.name for report in reports] == ["march.zip/small.txt"]
    assert refusal.path == "march.zip/big.txt"


def test_a_damaged_zip_and_a_damaged_member_are_refused() -> None:
    assert "damaged" in opened(b"PK\x03\x04 torn", "torn.zip")[1][0].reason
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("raid.txt", SENTENCE)
    (refusal,) = opened(packed.getvalue().replace(b"bakers", b"bankrs"), "march.zip")[1]
    assert refusal.path == "march.zip/raid.txt"


PAGES = (
    ("https://post.example/bakers", "text/html; charset=utf-8", a_page()),
    ("https://post.example/logo.png", "image/png", b"\x89PNG"),
    ("https://post.example/answer", "application/pdf", a_pdf(SECOND)),
)


def test_pages_of_a_web_archive_have_their_address_and_the_time_they_were_fetched() -> None:
    for name, content in (("crawl.warc", a_warc(*PAGES)), ("crawl.warc.gz", gzip.compress(a_warc(*PAGES)))):
        (page, answer), refusals = opened(content, name)
        assert not refusals
        assert (page.address, page.retrieved) == ("https://post.example/bakers", "2022-05-04T09:30:00+00:00")
        assert page.published is None
        assert SENTENCE in page.text
        assert answer.text == SECOND
        assert page.sha256 == sha256(a_page())


def test_a_wacz_is_a_zip_of_web_archives() -> None:
    packed = a_zip({"datapackage.json": b"{}", "archive/data.warc.gz": gzip.compress(a_warc(*PAGES))})
    reports, refusals = opened(packed, "crawl.wacz")
    assert not refusals
    assert [report.address for report in reports] == ["https://post.example/bakers", "https://post.example/answer"]


def test_a_page_that_was_not_found_is_no_report() -> None:
    reports, (refusal,) = opened(a_warc(PAGES[0], status="404 Not Found"), "crawl.warc")
    assert not reports
    assert "no pages" in refusal.reason
