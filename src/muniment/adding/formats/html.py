"""Web pages: the article without the page around it, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml.etree import ParserError

from muniment.adding.dates import published
from muniment.adding.text import ENOUGH, clean, decoded, language, one_line, repaired
from muniment.errors import UnreadableReport
from muniment.report import Report, report_of
from muniment.seams import Received

DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
"""Without the extensive search, which takes any date in the text for that of publication."""

CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


class Html:
    """Reads `.html` and `.htm` by trafilatura."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one article on the page; raises `UnreadableReport` where there is none."""
        yield Received(report=article(content, name=name), content=content)


def article(content: bytes, *, name: str) -> Report:
    """The article of a page as a report."""
    charset = CHARSET.search(content[:4096])
    page, steps = decoded(content, name=name, declared=charset[1].decode("ascii") if charset else None)
    said, body = article_text(page)
    if sum(character.isalpha() for character in body) < ENOUGH:
        raise UnreadableReport(
            name, "no article text on the page", media_type="text/html", hint="save the article itself, or its text"
        )
    title = said.get("title")
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    return report_of(
        content,
        text,
        name=name,
        media_type="text/html",
        language=language(text),
        custody=repaired(steps),
        **said,
    )


def article_text(page: str) -> tuple[dict[str, Any], str]:
    """What a page says of itself, and its article's text, a blank line between paragraphs."""
    document = _extracted(page, favor_recall=False) or _extracted(page, favor_recall=True)
    if document is None:
        return {}, ""
    said: dict[str, Any] = {
        "title": one_line(document.title),
        "author": one_line(document.author),
        "publisher": one_line(document.sitename),
        "published": _published(document.date, page),
        "address": one_line(document.url),
    }
    body = clean(document.text or "")
    return said, "\n\n".join(line.strip() for line in body.split("\n") if line.strip())


def _extracted(page: str, *, favor_recall: bool) -> Any:
    try:
        return trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_recall=favor_recall,
            date_extraction_params=DATES,
        )
    except (ParserError, ValueError):
        return None


def _published(found: str | None, page: str) -> str | None:
    """The day that was found, if the page has it in just these figures: a month alone gains no day."""
    day = published(found)
    if day is None:
        return None
    year, month, number = (int(part) for part in day.split("-"))
    written = (
        rf"{year}[-/.年]?\s*0?{month}[-/.月]?\s*0?{number}(?!\d)",
        rf"(?<!\d)0?{number}(?:st|nd|rd|th)?[^\d<>]{{1,20}}{year}",
        rf"(?<!\d)0?{number}[-/.]0?{month}[-/.]{year}" if number > 12 or number == month else r"(?!)",
        rf"(?<!\d)0?{month}[-/.]0?{number}[-/.]{year}" if number > 12 or number == month else r"(?!)",
    )
    return day if any(re.search(pattern, page) for pattern in written) else None
