"""The dossier as a Word document, for those who must edit it."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from muniment.dossier import Dossier
from muniment.publishing.annex import ANNEX, Annex, annex_of, annex_rows, table_heads, table_rows
from muniment.publishing.drawing import png
from muniment.publishing.gathering import Gathered, gathered
from muniment.publishing.parts import Line, Picture, Section, Table, kind_words, meta_words, rightward
from muniment.publishing.sections import sections

EPOCH = datetime(1980, 1, 1)
SOFT = RGBColor(0x58, 0x5D, 0x66)


class Word:
    """Writes `dossier.docx`."""

    name = "word"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The one file."""
        target = path / "dossier.docx"
        target.write_bytes(written(gathered(dossier)))
        return [target]


def written(view: Gathered) -> bytes:
    """The document's bytes; the same view gives the same."""
    made = docx.Document()
    dossier, held = view.dossier, sections(view)
    annex = annex_of(view, held)
    known = made.core_properties
    known.title, known.author, known.comments = dossier.title, "", ""
    known.created = known.modified = EPOCH
    known.last_modified_by, known.revision = "", 1
    made.add_heading(dossier.title, 0)
    _paragraph(made, f"{kind_words(dossier)}. {meta_words(view)}")
    if dossier.says:
        _paragraph(made, dossier.says)
    for section in held:
        _section(made, view, section, annex)
    made.add_heading("Annex: statements cited", 1)
    last = made.add_paragraph()
    _small(last, ANNEX)
    for number, id, where, words in annex_rows(view, annex):
        last = _following(last, f"S{number} ")
        _small(last, f"{where} · {id}")
        last = _following(last, words)
    kept = io.BytesIO()
    made.save(kept)
    return _timeless(kept.getvalue())


def _section(made: Any, view: Gathered, section: Section, annex: Annex) -> None:
    made.add_heading(section.title, 1)
    for part in section.parts:
        if part.title:
            _turn(made.add_heading(part.title, 2), part.title)
        for one in part.held:
            if isinstance(one, Line):
                _line(made, view, one, annex)
            elif isinstance(one, Table):
                _table(made, one, annex)
            else:
                _picture(made, one)
    if section.empty:
        _paragraph(made, section.empty)


def _line(made: Any, view: Gathered, one: Line, annex: Annex) -> None:
    paragraph = _paragraph(made, one.words)
    if one.beside:
        _small(paragraph, f" — {one.beside}")
    if note := annex.note(view, one.statements):
        _small(paragraph, f" [{note.removesuffix('.')}]")
    if one.reviewed is False:
        _small(paragraph, " not yet reviewed")


def _table(made: Any, one: Table, annex: Annex) -> None:
    _small(made.add_paragraph(), one.caption)
    rows = [table_heads(one), *table_rows(one, annex)]
    table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    # One look at all cells: asking a table for each by its row reads the whole table again.
    for cell, words in zip(table._cells, (words for row in rows for words in row), strict=True):
        cell.paragraphs[0].add_run(words).font.size = Pt(8)


def _picture(made: Any, one: Picture) -> None:
    made.add_picture(io.BytesIO(png(one.svg)), width=Cm(15.5))
    _small(made.add_paragraph(), one.caption)


def _paragraph(made: Any, words: str) -> Any:
    return _turn(made.add_paragraph(words), words)


def _following(paragraph: Any, words: str) -> Any:
    """A paragraph after another: added at the end, each of some thousands would be put there by reading all before it."""
    new = OxmlElement("w:p")
    paragraph._p.addnext(new)
    made = Paragraph(new, paragraph._parent)
    made.add_run(words)
    return _turn(made, words)


def _turn(paragraph: Any, words: str) -> Any:
    """A paragraph that runs from right to left, where its words do."""
    if rightward(words):
        own = paragraph._p.get_or_add_pPr()
        own.append(own.makeelement(qn("w:bidi"), {}))
        for run in paragraph.runs:
            mine = run._r.get_or_add_rPr()
            mine.append(mine.makeelement(qn("w:rtl"), {}))
    return paragraph


def _small(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(8.5), SOFT


def _timeless(content: bytes) -> bytes:
    """The same zip with no times in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            named = zipfile.ZipInfo(member.filename, date_time=EPOCH.timetuple()[:6])
            named.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(named, old.read(member))
    return kept.getvalue()
