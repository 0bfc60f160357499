"""Web pages."""

from __future__ import annotations

from adding.making import SENTENCE, a_page, opened

HEAD = (
    '<meta name="author" content="Ida Quill"><meta property="og:site_name" content="Harrow Post">'
    '<meta property="article:published_time" content="2021-03-13T06:15:00+04:00">'
    '<link rel="canonical" href="https://post.example/bakers">'
)


def test_the_article_is_kept_and_the_page_around_it_dropped() -> None:
    (report,), _ = opened(a_page(head=HEAD), "mill.html")
    assert SENTENCE in report.text
    assert "newsletter" not in report.text
    assert "Sport" not in report.text
    assert (report.title, report.author, report.publisher) == ("Two bakers taken", "Ida Quill", "Harrow Post")
    assert (report.published, report.address) == ("2021-03-13", "https://post.example/bakers")
    assert report.language == "en"


def test_paragraphs_are_parted_by_a_blank_line() -> None:
    (report,), _ = opened(a_page(), "mill.html")
    assert f"{SENTENCE}\n\nThe garrison said" in report.text


def test_a_date_in_the_text_is_not_taken_for_that_of_publication() -> None:
    body = f"<p>{SENTENCE}</p><p>They had been there before, on 7 June 2019, and taken a miller.</p>"
    (report,), _ = opened(a_page(body=body), "mill.html")
    assert report.published is None


def test_a_month_does_not_gain_a_day() -> None:
    head = '<meta property="article:published_time" content="2021-03">'
    (report,), _ = opened(a_page(head=head), "mill.html")
    assert report.published in (None, "2021-03")


def test_a_page_without_an_article_is_refused_by_name() -> None:
    reports, (refusal,) = opened(b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "empty.html")
    assert not reports
    assert refusal.path == "empty.html"
    assert "no article text" in refusal.reason
    assert refusal.hint


def test_a_declared_encoding_is_believed() -> None:
    page = a_page(
        head='<meta charset="windows-1252">', body="<p>The café of Zoë was shelled at night. Nobody came.</p>"
    )
    (report,), _ = opened(page.decode().encode("cp1252"), "cafe.html")
    assert "café of Zoë" in report.text
