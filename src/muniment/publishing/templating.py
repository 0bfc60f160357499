"""Templates: their environment, and the words that those of every page may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from muniment.publishing import wording
from muniment.publishing.pivoting import pivot_words

WORDS: Mapping[str, Callable[..., Any]] = {
    "label": wording.label,
    "date_words": wording.date_words,
    "dated": wording.dated,
    "range_words": wording.range_words,
    "plural": wording.plural,
    "chain_words": wording.chain_words,
    "sentence": wording.sentence,
    "who_says": wording.who_says,
    "mainly": wording.mainly,
    "author_name": wording.author_name,
    "pivot_words": pivot_words,
}


def environment(package: str, **more: object) -> Environment:
    """The templates of a package; what they are given is text unless it says that it is markup."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name, word in (dict(WORDS) | more).items():
        made.globals[name] = word  # pyright: ignore[reportArgumentType]  anything may be global
    return made
