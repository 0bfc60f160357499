"""The dossier as PDF: an outline, numbered pages, footnotes that lead to the reports, and an annex of what is cited."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from muniment.dossier import Dossier
from muniment.publishing.annex import ANNEX, Annex, annex_of, annex_rows, table_heads, table_rows
from muniment.publishing.drawing import alone
from muniment.publishing.gathering import Gathered, gathered
from muniment.publishing.parts import Line, Picture, Section, Table, kind_words, meta_words, rightward
from muniment.publishing.sections import sections

WIDE = 18
"""Letters of the longest cell from which a column gives way."""


class Paper:
    """Writes `dossier.pdf`."""

    name = "pdf"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The one file."""
        target = path / "dossier.pdf"
        target.write_bytes(typeset(gathered(dossier)))
        return [target]


def typeset(view: Gathered) -> bytes:
    """The dossier's PDF; the same view gives the same bytes."""
    held = sections(view)
    annex = annex_of(view, held)
    pictures: dict[str, bytes] = {}
    said = _plain(view, held, annex, pictures)
    template = files("muniment.publishing").joinpath("static").joinpath("dossier.typ").read_bytes()
    made: Any = {
        "main": template,
        "dossier.json": json.dumps(said, ensure_ascii=False).encode(),
        **pictures,
    }
    # Tags for screen readers take thirty times as long with as many footnotes; the page is the one to read aloud.
    return typst.compile(made, format="pdf", ignore_system_fonts=True, pdf_tags=False)


def _plain(view: Gathered, held: Sequence[Section], annex: Annex, pictures: dict[str, bytes]) -> Mapping[str, Any]:
    dossier = view.dossier
    return {
        "title": dossier.title,
        "kind": kind_words(dossier),
        "meta": meta_words(view),
        "says": dossier.says,
        "sections": [
            {
                "title": section.title,
                "parts": [
                    {"title": part.title, "held": [_held(view, one, annex, pictures) for one in part.held]}
                    for part in section.parts
                ],
                "empty": section.empty,
            }
            for section in held
        ],
        "annex-note": ANNEX,
        "annex": [
            {"number": number, "id": id, "place": where, "words": words, "rtl": rightward(words)}
            for number, id, where, words in annex_rows(view, annex)
        ],
    }


def _held(view: Gathered, one: Line | Table | Picture, annex: Annex, pictures: dict[str, bytes]) -> Mapping[str, Any]:
    if isinstance(one, Picture):
        name = f"picture-{len(pictures)}.svg"
        pictures[name] = alone(one.svg).encode()
        return {"kind": "picture", "file": name, "caption": one.caption}
    if isinstance(one, Table):
        rows = table_rows(one, annex)
        heads = table_heads(one)
        widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
        columns = [0 if width < WIDE else min(4, 1 + width // 40) for width in widths]
        return {"kind": "table", "caption": one.caption, "heads": heads, "rows": rows, "columns": columns}
    return {
        "kind": "line",
        "words": one.words,
        "note": annex.note(view, one.statements),
        "beside": one.beside,
        "review": "not yet reviewed" if one.reviewed is False else "",
        "rtl": rightward(one.words),
    }
