"""Web pages: the article without the page around it, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml.etree import ParserError

from muniment.adding.dates import published
from muniment.adding.text import clean, decoded, language, repaired
from muniment.errors import UnreadableReport
from muniment.report import Report, report_of
from muniment.seams import Received


class Html:
    """Reads `.html` and `.htm` by trafilatura."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one article on the page; raises `UnreadableReport` where there is none."""
        yield Received(report=article(content, name=name), content=content)


def article(content: bytes, *, name: str, **known: Any) -> Report:
    """The article of a page as a report; what is `known` already wins over what the page says."""
    page, steps = decoded(content, name=name)
    said, body = article_text(page)
    if not body:
        raise UnreadableReport(
            name, "no article text on the page", media_type="text/html", hint="save the article itself, or its text"
        )
    title = said.get("title")
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    found = {field: value for field, value in said.items() if value} | known
    return report_of(
        content,
        text,
        name=name,
        media_type="text/html",
        language=language(text),
        custody=repaired(steps),
        **found,
    )


def article_text(page: str) -> tuple[dict[str, str | None], str]:
    """What a page says of itself, and its article's text."""
    try:
        document = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=True)
    except (ParserError, ValueError):
        document = None
    if document is None:
        return {}, ""
    found: Any = document
    body = clean(found.text or "").strip()
    said = {
        "title": _one_line(found.title),
        "author": _one_line(found.author),
        "publisher": _one_line(found.sitename),
        "published": published(found.date),
        "address": _one_line(found.url),
    }
    return said, "\n\n".join(line.strip() for line in body.splitlines() if line.strip())


def _one_line(words: str | None) -> str | None:
    return " ".join(clean(words).split()) if words else None
