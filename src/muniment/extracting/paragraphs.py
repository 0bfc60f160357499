"""Paragraphs, titles and datelines: where a sentence must begin, whatever the parser thinks."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from muniment.extracting.mention import text_of

COMPONENT = "muniment_paragraphs"
TITLE = 70
"""Characters below which a line without a full stop is taken for a title or an item of a list."""

DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?:[A-Z][A-Z.'’ -]{2,30}(?:, [\w.'’ ]{2,30})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?(?: ?\([^)\n]{2,40}\))?"
    r"|\([A-Z][\w.'’, -]{2,50}\)) ?(?:[-–—]|--) "
)
"""Where a report begins: "ODEM, Karsa (Island Wire Service) - ", "(Odem, 3 March 2021) – "."""


@Language.component(COMPONENT, assigns=["token.is_sent_start"])
def paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after a blank line, after a title, and after a dateline."""
    after_datelines = {found.end() for found in DATELINE.finditer(text_of(doc))}
    for token in doc[:-1]:
        breaks = token.is_space and token.text.count("\n") >= 2
        if breaks or (token.text == "\n" and _ends_a_title(doc, token.idx)):
            doc[token.i + 1].is_sent_start = True
        if token.idx in after_datelines and not token.is_space:
            token.is_sent_start = True
    return doc


def _ends_a_title(doc: Doc, newline: int) -> bool:
    """Whether the line before a newline is short and unfinished, as titles and list items are, or finished."""
    before = text_of(doc)[:newline].rsplit("\n", 1)[-1].rstrip()
    if not before:
        return False
    return before.endswith((".", "!", "?", ":")) or (len(before) < TITLE and before[-1] not in ",;-–—")
