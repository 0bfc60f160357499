"""Word and OpenDocument texts: paragraphs and tables in their order, and what the properties say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import odfdo
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from muniment.adding.formats.plain import opening
from muniment.adding.text import clean, language
from muniment.errors import UnreadableReport
from muniment.report import report_of
from muniment.seams import Received

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HINT = "open it in a word processor and save it again, without a password"


class Docx:
    """Reads `.docx` by python-docx."""

    name = "docx"
    suffixes = (".docx",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in the file."""
        try:
            document = docx.Document(BytesIO(content))
        except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
            raise UnreadableReport(name, "not a Word file, or an encrypted one", media_type=DOCX, hint=HINT) from error
        blocks: list[str] = []
        for block in document.iter_inner_content():
            blocks += _rows(block) if isinstance(block, Table) else [block.text]
        properties = document.core_properties
        yield _received(content, blocks, name=name, media_type=DOCX, title=properties.title, author=properties.author)


class Odt:
    """Reads `.odt` by odfdo."""

    name = "odt"
    suffixes = (".odt",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in the file."""
        try:
            document = odfdo.Document(BytesIO(content))
            if document.get_type() != "text":
                raise ValueError("not a text document")
            blocks = [_words(element) for element in _blocks(document.body)]
            meta = document.meta
        except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise UnreadableReport(
                name, "not an OpenDocument text, or an encrypted one", media_type=ODT, hint=HINT
            ) from error
        yield _received(content, blocks, name=name, media_type=ODT, title=meta.title, author=meta.creator)


def _rows(table: Table) -> list[str]:
    return [" | ".join(cell.text.strip() for cell in row.cells) for row in table.rows]


def _blocks(body: Any) -> list[Any]:
    return body.get_elements("descendant::text:p | descendant::text:h")


def _words(element: Any) -> str:
    return str(element.inner_text or "")


def _received(
    content: bytes, blocks: list[str], *, name: str, media_type: str, title: str | None, author: str | None
) -> Received:
    text = "\n\n".join(" ".join(line.split()) for block in blocks for line in clean(block).split("\n") if line.strip())
    if not text:
        raise UnreadableReport(
            name, "the document holds no text", media_type=media_type, hint="pictures of text need OCR: save it as PDF"
        )
    known = opening(text)
    known["title"] = known.get("title") or title or None
    known["author"] = known.get("author") or author or None
    return Received(
        report=report_of(content, text, name=name, media_type=media_type, language=language(text), **known),
        content=content,
    )
