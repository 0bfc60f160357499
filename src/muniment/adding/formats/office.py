"""Word and OpenDocument texts: paragraphs, tables and footnotes in their order, and what the properties say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import odfdo
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLParser, XMLSyntaxError, fromstring

from muniment.adding.formats.packed import refuse_bomb
from muniment.adding.formats.plain import opening
from muniment.adding.text import clean, language, one_line
from muniment.errors import UnreadableReport
from muniment.report import report_of
from muniment.seams import Received

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
HINT = "open it in a word processor and save it again, without a password"

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second drawing of the same text box, for older programs."""

SPACES = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ODF_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
UNREAD = (
    f"{ODF_TEXT}tracked-changes",
    f"{ODF_OFFICE}annotation",
    f"{ODF_TEXT}note-citation",
    f"{ODF_TEXT}sequence-decls",
    f"{ODF_OFFICE}forms",
)
"""What is in the file and is no part of its text: what was struck out, remarks in the margin."""


class Docx:
    """Reads `.docx` by python-docx; what was struck out in tracked changes is left out, what was put in is read."""

    name = "docx"
    suffixes = (".docx",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in the file."""
        refuse_bomb(content, name, media_type=DOCX)
        try:
            document = docx.Document(BytesIO(content))
            blocks = [*_docx_blocks(document.element.body), *_footnotes(document)]
            properties = document.core_properties
        except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
            raise UnreadableReport(name, "not a Word file, or an encrypted one", media_type=DOCX, hint=HINT) from error
        yield _received(content, blocks, name=name, media_type=DOCX, title=properties.title, author=properties.author)


def _docx_blocks(body: Any) -> Iterator[str]:
    for block in body:
        if block.tag == qn("w:p"):
            yield _docx_words(block)
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                yield _row(_docx_words(cell) for cell in row.iterchildren(qn("w:tc")))
        elif block.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _docx_blocks(block)


def _docx_words(block: Any) -> str:
    words: list[str] = []
    for element in block.iter():
        if any(above.tag == FALLBACK for above in element.iterancestors()):
            continue
        if element.tag == qn("w:t"):
            words.append(element.text or "")
        elif element.tag == qn("w:p") and words:
            words.append("\n")
        else:
            words.append(SPACES.get(element.tag, ""))
    return "".join(words)


def _footnotes(document: Any) -> Iterator[str]:
    """Notes at the foot or the end, after the text; they often name the source of a figure."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            root = fromstring(relation.target_part.blob, XMLParser(resolve_entities=False))
            for note in root:
                yield _docx_words(note)


def _row(cells: Iterator[str]) -> str:
    return " | ".join(" ".join(words.split()) for words in cells if words.strip())


class Odt:
    """Reads `.odt` by odfdo."""

    name = "odt"
    suffixes = (".odt",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in the file."""
        refuse_bomb(content, name, media_type=ODT)
        try:
            document = odfdo.Document(BytesIO(content))
            if document.get_type() != "text":
                raise ValueError("not a text document")
            body: Any = fromstring(document.body.serialize(with_ns=True))
            blocks, meta = list(_odt_blocks(body)), document.meta
            title, author = meta.title, meta.initial_creator or meta.creator
        except (ValueError, KeyError, TypeError, AttributeError, OSError, XMLSyntaxError) as error:
            reason = "not an OpenDocument text, or an encrypted one"
            raise UnreadableReport(name, reason, media_type=ODT, hint=HINT) from error
        yield _received(content, blocks, name=name, media_type=ODT, title=title, author=author)


def _odt_blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in (f"{ODF_TEXT}p", f"{ODF_TEXT}h"):
            yield _odt_words(child)
        elif child.tag == f"{ODF_TABLE}table-row":
            yield _row(" ".join(_odt_blocks(cell)) for cell in child)
        elif isinstance(child.tag, str) and child.tag not in UNREAD:
            yield from _odt_blocks(child)


def _odt_words(element: Any) -> str:
    words = element.text or ""
    for child in element:
        if child.tag in (f"{ODF_TEXT}s", f"{ODF_TEXT}tab"):
            words += " "
        elif child.tag == f"{ODF_TEXT}line-break":
            words += "\n"
        elif child.tag == f"{ODF_TEXT}note":
            words += f" ({' '.join(_odt_blocks(child))})"
        elif isinstance(child.tag, str) and child.tag not in UNREAD:
            words += _odt_words(child)
        words += child.tail or ""
    return words


def _received(
    content: bytes, blocks: list[str], *, name: str, media_type: str, title: str | None, author: str | None
) -> Received:
    text = "\n\n".join(" ".join(line.split()) for block in blocks for line in clean(block).split("\n") if line.strip())
    if not any(character.isalpha() for character in text):
        raise UnreadableReport(
            name, "the document holds no text", media_type=media_type, hint="pictures of text need OCR: save it as PDF"
        )
    known = opening(text)
    known["title"] = known.get("title") or one_line(title)
    known["author"] = known.get("author") or one_line(author)
    return Received(
        report=report_of(content, text, name=name, media_type=media_type, language=language(text), **known),
        content=content,
    )
