"""Text as it is kept: decoded, repaired where it was broken, with plain line ends and its language."""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from typing import Any

import charset_normalizer
import ftfy
from py3langid import langid

from muniment.errors import UnreadableReport

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
SPOILT = 0.02
"""Share of control characters above which bytes are taken for a binary file."""

STRAY = 0.01
"""Share of bytes that are not UTF-8 up to which a file is still taken for UTF-8 with damage."""

ENOUGH = 25
"""Letters below which the language is not guessed."""

SURE = 0.5
"""Confidence below which the detected language is not believed: a line of names has about 0.06, a sentence 0.8."""


def decoded(content: bytes, *, name: str, declared: str | None = None) -> tuple[str, list[str]]:
    """Bytes as text, and what had to be done for it.

    Raises `UnreadableReport` for an empty file and for one that is no text.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableReport(name, "the file is empty", hint="ask whoever sent it for the text")
    steps: list[str] = []
    text = _decoded(content, declared, steps)
    if len(CONTROLS.findall(text)) > SPOILT * len(text) + 2:
        raise UnreadableReport(name, "not text: the file is binary", hint="convert it to text, PDF or a document first")
    text = clean(text, steps)
    if not any(character.isalpha() for character in text):
        raise UnreadableReport(name, "there are no words in it", hint="ask whoever sent it for the text")
    return text, steps


def _decoded(content: bytes, declared: str | None, steps: list[str]) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if encoding := _without_mark(content):
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _from_another_encoding(content, declared, steps)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of Western text in it is zero."""
    even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
    half = len(content[:2000]) / 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _from_another_encoding(content: bytes, declared: str | None, steps: list[str]) -> str:
    mended = content.decode("utf-8", errors="replace")
    if len(content) > 200 and mended.count("\ufffd") <= STRAY * len(content) and re.search(r"[\x80-\ufffc]", mended):
        steps.append(f"{mended.count(chr(0xFFFD))} damaged characters of UTF-8 are shown as \ufffd")
        return mended
    for encoding in (declared, _guessed(content), "cp1252"):
        try:
            if encoding:
                text = content.decode(encoding)
                steps.append(f"read as {encoding}, for it is not UTF-8")
                return text
        except (UnicodeDecodeError, LookupError):
            continue
    steps.append("read as latin-1, for it is not UTF-8")
    return content.decode("latin-1")


def _guessed(content: bytes) -> str | None:
    """The encoding that charset-normalizer finds; it needs some text to tell, and Western text is mostly ASCII."""
    foreign = sum(byte > 127 for byte in content[:20_000])
    if foreign < 0.2 * len(content[:20_000]):
        return None
    best = charset_normalizer.from_bytes(content[:20_000]).best()
    return best.encoding if best is not None else None


def clean(text: str, steps: list[str] | None = None) -> str:
    """Text in NFC with plain line ends and no control characters; broken encodings repaired."""
    plain = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    repaired, how = ftfy.fix_encoding_and_explain(plain)
    if repaired != plain and steps is not None:
        steps.append("a broken encoding: " + ", ".join(" ".join(map(str, step)) for step in how or ()))
    return unicodedata.normalize("NFC", CONTROLS.sub("", repaired))


def one_line(words: object) -> str | None:
    """A title or a name as one clean line; none where there is nothing."""
    return " ".join(clean(str(words)).split()) or None if words else None


def repaired(steps: list[str]) -> tuple[dict[str, str], ...]:
    """What was done to a text, as entries of the custody log."""
    return tuple({"step": "repaired", "how": step} for step in steps)


@functools.cache
def _identifier() -> Any:
    """The model, loaded once, when the first text needs it."""
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def language(text: str) -> str | None:
    """ISO 639-1 code of a text's language; none where it is too short, or too much of it names, to say."""
    letters = "".join(character for character in text[:20_000] if character.isalpha() or character.isspace())
    if len("".join(letters.split())) < ENOUGH:
        return None
    code, confidence = _identifier().classify(letters)
    return str(code) if confidence >= SURE and len(code) == 2 else None
