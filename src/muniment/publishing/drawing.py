"""Pictures for paper: SVG that stands alone, in ink on white, and the same as PNG."""

from __future__ import annotations

import re
from typing import Any

import typst

INK = """
text { fill: #1d1f23; font: 12px 'Libertinus Serif'; } .tick { fill: #585d66; font-size: 11px; } .axis { stroke: #585d66; }
.grid { stroke: #d9d6cf; stroke-dasharray: 2 3; } .bar, .held, .dot { fill: #355c7d; } .apart { fill: none; stroke: #355c7d; }
.whisker { stroke: #355c7d; stroke-width: 2; } .dot.newest, .pin { fill: #a8321d; } .pin { fill-opacity: .62; stroke: #ffffff; stroke-width: 1.2; }
.reports, .absent { fill: #d9d6cf; } .density { fill: #355c7d; fill-opacity: .25; stroke: #355c7d; } .recorded { stroke: #1d1f23; stroke-width: 2; }
.joint { stroke: #355c7d; stroke-width: 3; } .land { fill: #efece4; stroke: #c9c5bb; stroke-width: .8; } .land.own { stroke: #585d66; }
.sea { fill: #e3eaf0; } .edge { fill: none; stroke: #355c7d; stroke-opacity: .45; }
"""
FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
"""Those that come with the typesetter: no font of the machine is used, so that the same record gives the same pages."""

PAGE = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("picture.svg", width: 17cm)\n'
SHARPNESS = 200.0
"""Points an inch."""


def alone(svg: str) -> str:
    """A picture as a file of its own; nothing in it leads anywhere, and it names no statement."""
    bare = re.sub(r"</?a\b[^>]*>|<title>.*?</title>|<desc>.*?</desc>", "", str(svg), flags=re.DOTALL)
    opened, rest = bare.split(">", 1)
    box = re.search(r'viewBox="[^"]*"', opened)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box.group() if box else ""}><style>{INK}</style>{rest}'


def png(svg: str) -> bytes:
    """A picture as PNG, 17 cm wide."""
    # The typesetter takes a file by its name, and its stub does not know that.
    files: Any = {"main": PAGE.encode(), "picture.svg": alone(svg).encode()}
    return typst.compile(files, format="png", ppi=SHARPNESS, ignore_system_fonts=True)
