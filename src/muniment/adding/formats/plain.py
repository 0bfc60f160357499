"""Plain text and Markdown: an opening title, date and header lines become metadata, the text stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from muniment.adding.dates import published
from muniment.adding.text import decoded, language, repaired
from muniment.report import report_of
from muniment.seams import Received

HEADER = re.compile(
    r"(title|headline|publisher|source|author|by|date|published|url|address|link)\s*:\s*(\S.*)$", re.IGNORECASE
)
BYLINE = re.compile(r"by\s+([A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){0,5})$")
FIELDS = {
    "title": "title",
    "headline": "title",
    "publisher": "publisher",
    "source": "publisher",
    "author": "author",
    "by": "author",
    "date": "published",
    "published": "published",
    "url": "address",
    "address": "address",
    "link": "address",
}
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w .]+?)?,? ?\(([^)]{2,40})\) ?(?:[-–—]|--) ")
"""The agency in a dateline: "ODEM, Karsa (Island Wire Service) - …"."""

OPENING = 8
"""Lines in which a title, a date and headers are looked for."""

LONGEST_TITLE = 200
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
MARKUP = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"^(?:[-*_]\s*){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w*_])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*_])"), r"\2"),
    (re.compile(r"^>\s?", re.MULTILINE), ""),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


class Plain:
    """Reads `.txt`, `.text` and `.md`."""

    name = "plain"
    suffixes = (".txt", ".text", ".md", ".markdown")

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in these bytes."""
        text, steps = decoded(content, name=name)
        known: dict[str, Any] = {}
        markdown = name.lower().endswith((".md", ".markdown"))
        if markdown:
            text, known = unmarked(text)
        text = unwrapped(text)
        known = opening(text) | known
        yield Received(
            report=report_of(
                content,
                text,
                name=name,
                media_type="text/markdown" if markdown else "text/plain",
                language=language(text),
                custody=repaired(steps),
                **known,
            ),
            content=content,
        )


def unmarked(text: str) -> tuple[str, dict[str, Any]]:
    """Markdown as the sentences a reader sees, and what its front matter says."""
    known: dict[str, Any] = {}
    if found := FRONT_MATTER.match(text):
        known = dict(_headers(found[1].splitlines()))
        text = text[found.end() :]
    for pattern, kept in MARKUP:
        text = pattern.sub(kept, text)
    return text.strip("\n") + "\n", known


def unwrapped(text: str) -> str:
    """Lines that were broken at a fixed width are joined, so that sentences are whole."""
    paragraphs = re.split(r"(\n\s*\n)", text)
    return "".join(_joined(part) for part in paragraphs)


def _joined(paragraph: str) -> str:
    lines = paragraph.split("\n")
    if any(published(line.strip()) for line in lines):
        return paragraph
    long = [line for line in lines[:-1] if 50 <= len(line) <= 120]
    if len(lines) < 2 or len(long) < 0.6 * max(1, len([line for line in lines[:-1] if line.strip()])):
        return paragraph
    joined = lines[0].rstrip()
    for line in lines[1:]:
        item = re.match(r"\s*(?:[-*•]|\d+[.)])\s", line)
        joined += ("\n" if item or not line.strip() else " ") + line.strip()
    return joined


def opening(text: str) -> dict[str, Any]:
    """Title, date and the rest, where the first lines say them."""
    lines = [line.strip() for line in text.splitlines()[: OPENING * 2] if line.strip()][:OPENING]
    known = dict(_headers(lines))
    rest = [line for line in lines if not HEADER.match(line)]
    if (
        "title" not in known
        and rest
        and len(rest[0]) <= LONGEST_TITLE
        and not rest[0].endswith((".", ":", ";", ","))
        and published(rest[0]) is None
    ):
        known["title"] = rest[0]
    for line in rest[:4]:
        if "published" not in known and (day := published(line)):
            known["published"] = day
        if "publisher" not in known and (agency := DATELINE.match(line)):
            known["publisher"] = agency[1]
        if "author" not in known and (byline := BYLINE.match(line)):
            known["author"] = byline[1]
    return known


def _headers(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = HEADER.match(line.strip())
        if found is None:
            continue
        field, value = FIELDS[found[1].casefold()], found[2].strip().strip("\"'")
        if field != "published":
            yield field, value
        elif day := published(value):
            yield field, day
