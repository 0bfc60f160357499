"""Names of countries that the small model takes for people or bodies, or for nothing: "Benin recalled its envoy"."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

GIVEN_NAMES = ("Chad", "Jordan", "Georgia", "Israel", "Kenya", "India", "Malta", "Dominica", "Martinique", "Jersey")
"""Countries whose name people have too; where the model says that it is a person, it may be."""


def mark(doc: Doc) -> Doc:
    """Makes a place of each name of a country that stands alone and that the model does not know for a place."""
    found = list(_unknown(doc))
    if found:
        doc.set_ents(found, default="unmodified")
    return doc


def _unknown(doc: Doc) -> Iterator[Span]:
    known = _first_words()
    for token in doc:
        for words in known.get(token.text, ()):
            end = token.i + len(words)
            if tuple(one.text for one in doc[token.i : end]) == words and _stands_alone(doc[token.i : end]):
                yield Span(doc, token.i, end, label="GPE")
                break


def _stands_alone(name: Span) -> bool:
    """Whether a name is no part of a longer one, and the model has not marked it as a place or a people."""
    doc, labels = name.doc, {token.ent_type_ for token in name}
    beside = [doc[at] for at in (name.start - 1, name.end) if 0 <= at < len(doc)]
    if any(token.text in ("-", "–", "&", "/") or _is_named(token) for token in beside):
        return False
    if labels & {"GPE", "LOC", "NORP", "FAC"} or (name.text in GIVEN_NAMES and "PERSON" in labels):
        return False
    return name[0].ent_iob_ != "I" and (name.end == len(doc) or doc[name.end].ent_iob_ != "I")


def _is_named(token: Token) -> bool:
    """Whether a word may be part of a name: "Benin Free Press", but not "On Monday Benin"."""
    return token.text[:1].isupper() and not token.is_sent_start and token.ent_type_ not in ("DATE", "TIME")


@functools.cache
def _first_words() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The first word of a country's usual name → the words of every name that begins with it, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    rows = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    for _, name, _ in (row.split("\t") for row in rows):
        if "," not in name and "(" not in name:
            words = tuple(name.replace("-", " - ").split())
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}
