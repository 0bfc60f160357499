"""Plain text and Markdown: an opening title, date and header lines become metadata, the text stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from muniment.adding.dates import published
from muniment.adding.text import decoded, language, repaired
from muniment.report import report_of
from muniment.seams import Received

HEADER = re.compile(
    r"(title|headline|publisher|source|author|by|date|published|url|address|link)\s*:\s*(\S.*)$", re.IGNORECASE
)
BYLINE = re.compile(r"by\s+([A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){0,5})$")
ISSUED = re.compile(
    r"(?:Communiqu[eé]|Statement|Declaration|Press (?:release|statement)|Appeal|Open letter|Message|Proclamation)"
    r"(?: (?:No\.?|[Nn]umber|#) ?[\w/-]+)? (?:of|by|from) (?:the )?((?:[A-Z][\w’'-]*|of|for|and|the|de|la)(?: (?:[A-Z][\w’'-]*|of|for|and|the|de|la))*)$"
)
"""A title that names whose word it is: "Communique No. 14 of the United Front"; "Statement on the raid" names nobody."""

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

PLACE = re.compile(r"^[^\d,]{2,40},\s+(?=\d|[A-Z])")
"""Where a letter was written, before its date: "Velisar, 6 May 2021"."""

ITEM = re.compile(r"\s*(?:[-*•]|\d+[.)])\s")
OPENING = 8
"""Lines, at most, in which a title, a date and headers are looked for."""

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
    """Lines that were broken at a fixed width are joined, so that sentences are whole.

    They were broken at a width where, nearly always, the next word would not have fitted.
    """
    paragraphs = re.split(r"(\n\s*\n)", text)
    return "".join(_joined(part) for part in paragraphs)


def _joined(paragraph: str) -> str:
    lines = paragraph.split("\n")
    width = max(map(len, lines))
    headed = any(published(line.strip()) or HEADER.match(line.strip()) for line in lines)
    if len(lines) < 2 or not 50 <= width <= 120 or headed:
        return paragraph
    breaks = [(line, below) for line, below in pairwise(lines) if below.strip() and not ITEM.match(below)]
    full = sum(len(line.rstrip()) + 1 + len(below.split(maxsplit=1)[0]) > width for line, below in breaks)
    if not breaks or full < 0.8 * len(breaks):
        return paragraph
    joined = lines[0].rstrip()
    for line in lines[1:]:
        joined += ("\n" if ITEM.match(line) or not line.strip() else " ") + line.strip()
    return joined


def opening(text: str) -> dict[str, Any]:
    """Title, date and the rest, where the first lines say them."""
    lines = _first(text)
    known = dict(_headers(lines))
    rest = [line for line in lines if not HEADER.match(line)]
    if "title" not in known and len(rest) > 1 and _is_title(rest[0]):
        known["title"] = rest[0]
    for line in rest[:4]:
        day = published(line) or published(PLACE.sub("", line))
        if "published" not in known and day:
            known["published"] = day
        if "publisher" not in known and (agency := DATELINE.match(line)):
            known["publisher"] = agency[1]
        if "author" not in known and (byline := BYLINE.match(line)):
            known["author"] = byline[1]
    if not known.keys() & {"author", "publisher"} and (issued := ISSUED.match(known.get("title") or "")):
        known["author"] = issued[1]
    return known


def _first(text: str) -> list[str]:
    """The opening lines, up to the first that is long enough to belong to the body."""
    found: list[str] = []
    for line in text[:10_000].split("\n"):
        if line.strip():
            found.append(line.strip())
        if len(found) == OPENING or (found and len(found[-1]) > LONGEST_TITLE):
            break
    return found


def _is_title(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and not line.endswith((".", ":", ";", ",")) and published(line) is None


def _headers(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = HEADER.match(line.strip())
        if found is None:
            continue
        field, value = FIELDS[found[1].casefold()], found[2].strip().strip("\"'")
        link = value.startswith(("http://", "https://"))
        if field == "published":
            if day := published(value):
                yield field, day
        elif field == "address" or link:
            if link:
                yield "address", value
        else:
            yield field, value
