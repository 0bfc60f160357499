"""Text as it is kept: decoded, repaired where it was broken, with plain line ends and its language."""

from __future__ import annotations

import codecs
import re
import unicodedata

import ftfy
import py3langid

from muniment.errors import UnreadableReport

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
SPOILT = 0.02
"""Share of control characters above which bytes are taken for a binary file."""

ENOUGH = 25
"""Letters below which the language is not guessed."""


def decoded(content: bytes, *, name: str) -> tuple[str, list[str]]:
    """Bytes as text, and what had to be done for it.

    Raises `UnreadableReport` for an empty file and for one that is no text.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableReport(name, "the file is empty", hint="ask whoever sent it for the text")
    steps: list[str] = []
    text = _decoded(content, steps)
    if len(CONTROLS.findall(text)) > SPOILT * len(text) + 2:
        raise UnreadableReport(name, "not text: the file is binary", hint="convert it to text, PDF or a document first")
    return clean(text, steps), steps


def _decoded(content: bytes, steps: list[str]) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        steps.append("read as Windows-1252, for it is not UTF-8")
        return content.decode("cp1252", errors="replace")


def clean(text: str, steps: list[str] | None = None) -> str:
    """Text in NFC with plain line ends and no control characters; broken encodings repaired."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    repaired = ftfy.fix_encoding(plain)
    if repaired != plain and steps is not None:
        steps.append("repaired a broken encoding")
    return unicodedata.normalize("NFC", CONTROLS.sub("", repaired))


def repaired(steps: list[str]) -> tuple[dict[str, str], ...]:
    """What was done to a text, as entries of the custody log."""
    return tuple({"step": "repaired", "how": step} for step in steps)


def language(text: str) -> str | None:
    """ISO 639-1 code of a text's language; none where it is too short to say."""
    letters = "".join(character for character in text[:20_000] if character.isalpha() or character.isspace())
    if len(letters.replace(" ", "")) < ENOUGH:
        return None
    return str(py3langid.classify(letters)[0])
