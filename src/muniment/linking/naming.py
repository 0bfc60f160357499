"""Names brought to a form in which they can be compared, and how alike two people's names are."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from rigour.names import Name, NamePart, NameTypeTag, analyze_names, compare_parts, pair_symbols

ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
PARTICLES = frozenset(
    ["al", "el", "ul", "bin", "bint", "ibn", "abu", "de", "del", "la", "van", "von", "ben", "of", "the"]
)
SEPARATORS = re.compile(r"[\s\-‐‑–_]+")
DROPPED = re.compile(r"[^\w\s]")

CLOSE = 0.6
"""Likeness of two parts of names, 0 to 1 by rigour, from which they may be one name in two spellings."""

Alike = Literal["same", "spelled otherwise", "shorter", "similar"]


@cache
def words(table: str) -> frozenset[str]:
    """The words of a list in `data/en/names.toml`."""
    return frozenset(_data("names")[table]["words"])


@cache
def listed(table: str) -> Mapping[str, Sequence[str]]:
    """The lists of a table in `data/en/names.toml`, without its example."""
    return {name: held for name, held in _data("names")[table].items() if name != "example"}


@cache
def common_nouns() -> frozenset[str]:
    """Common nouns for people and bodies, which by themselves name nobody, in the singular and the plural."""
    kinds = _data("actors")["kind"].values()
    nouns = {part for kind in kinds for noun in (*kind["words"], *kind["plural"]) for part in noun.split()}
    return frozenset(nouns | words("people_plural") | {plural for noun in nouns for plural in _plurals(noun)})


def _plurals(noun: str) -> Iterator[str]:
    yield f"{noun}s"
    if noun.endswith("y"):
        yield f"{noun[:-1]}ies"
    elif noun.endswith("man"):
        yield f"{noun[:-3]}men"
    elif noun.endswith(("s", "x", "ch", "sh")):
        yield f"{noun}es"


@cache
def demonyms() -> Mapping[str, str]:
    """Word for the people of a country → its ISO 3166-1 alpha-3 code."""
    return {word.casefold(): code for code, held in _data("places")["demonyms"].items() for word in held}


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = (files("muniment.data") / "en" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _titles() -> frozenset[str]:
    return frozenset(_data("actors")["titles"]["words"]) | words("ranks")


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """A name without case, accents, points, article, possessive or double spaces; hyphens are spaces."""
    bare = ARTICLE.sub("", " ".join(name.split())).removesuffix("'s").removesuffix("’s")
    plain = "".join(char for char in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(char))
    return DROPPED.sub("", SEPARATORS.sub(" ", plain)).casefold().strip()


@lru_cache(maxsize=100_000)
def full_name(name: str) -> tuple[str, ...]:
    """The parts of a person's proper name, without titles, suffixes and what follows a comma.

    None for a single word or a common noun, also with a capital before it: "American journalist".
    """
    name = name.split(",")[0]
    if not name[:1].isupper() or sum(part[:1].isupper() for part in SEPARATORS.split(name)) < 2:
        return ()
    parts = [part for part in key(name).split() if part not in SUFFIXES]
    while parts and parts[0] in _titles():
        parts = parts[1:]
    return tuple(parts) if len(parts) > 1 else ()


def person_key(name: str) -> str | None:
    """First and last word of a person's full name: what papers agree on."""
    parts = full_name(name)
    return f"{parts[0]} {parts[-1]}" if parts else None


def alike(one: Sequence[str], other: Sequence[str]) -> Alike | None:
    """How alike two full names are; none where they are two names.

    `spelled otherwise`: the same parts, as other alphabets and customs spell them (rigour's table of given and
    family names). `shorter`: one has parts that the other leaves out: a second surname, a father's name. `similar`:
    parts differ by a letter or two, which may be a slip or another person.
    """
    if tuple(one) == tuple(other):
        return "same"
    if _bare(one) == _bare(other):
        return "spelled otherwise"
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if set(short) <= set(long):
        return "shorter" if len(short) > 1 else None
    left, right = _analysed(" ".join(one)), _analysed(" ".join(other))
    matched = {part.form for alignment in _symbols(left, right) for part in (*alignment.qps, *alignment.rps)}
    mine, theirs = (
        [part for part in name.parts if part.form not in matched and part.form not in PARTICLES]
        for name in (left, right)
    )
    near = _near(mine, theirs)
    if len(short) < 2 or near < min(len(mine), len(theirs)):
        return None
    if near:
        return "similar"
    return "shorter" if mine or theirs else "spelled otherwise"


def _near(mine: Sequence[NamePart], theirs: Sequence[NamePart]) -> int:
    """How many parts of two names differ by a letter or two, or sound the same."""
    found = 0
    left = list(theirs)
    for part in mine:
        for other in left:
            sound = part.metaphone is not None and len(part.metaphone) > 1 and part.metaphone == other.metaphone
            slip = compare_parts([part], [other])[0]
            if (sound and part.form[0] == other.form[0]) or (slip.qps and slip.rps and slip.score >= CLOSE):
                left.remove(other)
                found += 1
                break
    return found


def sounds(parts: Sequence[str]) -> frozenset[str]:
    """What the parts of a name sound like, by metaphone: names of one person share at least one."""
    name = _analysed(" ".join(parts), known=False)
    return frozenset(part.metaphone or part.form for part in name.parts if part.form not in PARTICLES)


def _bare(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if part not in PARTICLES)


def _symbols(left: Name, right: Name) -> Sequence[Any]:
    """The parts that stand for the same name, by the covering that accounts for most."""
    coverings = pair_symbols(left, right)
    return max(coverings, key=lambda covering: sum(len(found.qps) for found in covering), default=())


@lru_cache(maxsize=50_000)
def _analysed(name: str, *, known: bool = True) -> Name:
    """A name in rigour's parts; its table of known names is read when first asked for, which takes seconds."""
    return next(iter(analyze_names(NameTypeTag.PER, [name], symbols=known, rewrite=False)))
