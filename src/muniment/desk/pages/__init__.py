"""The pages of the desk, and the words that their templates share."""

from __future__ import annotations

from typing import Any

from litestar import Router

from muniment.desk.access import seated
from muniment.desk.pages import actors, counts, home, incidents, reports, review
from muniment.publishing import wording
from muniment.publishing.pivoting import pivot_words

PAGES = [
    Router("/", route_handlers=[*page.HANDLERS], guards=[seated])
    for page in (home, reports, review, incidents, actors, counts)
]


def words() -> dict[str, Any]:
    """What a template may call."""
    return {
        "label": wording.label,
        "date_words": wording.date_words,
        "range_words": wording.range_words,
        "plural": wording.plural,
        "value_words": wording.value_words,
        "chain_words": wording.chain_words,
        "sentence": wording.sentence,
        "mainly": wording.mainly,
        "author_name": wording.author_name,
        "shortened": wording.shortened,
        "pivot_words": pivot_words,
    }
