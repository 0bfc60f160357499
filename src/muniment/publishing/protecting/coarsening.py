"""Coarsening: a place that is finer than a dossier may name is given by the first-level division, or the country."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

from muniment.publishing.protecting.tokens import phrase, tokens
from muniment.statement import PLACE_SLOTS, Place, Precision, Statement

FINEST_FIRST: tuple[Precision, ...] = (
    "site",
    "unresolved",
    "near",
    "settlement",
    "adm2",
    "adm1",
    "wide",
    "sea",
    "country",
)
"""A name that no gazetteer knows may be a house or a valley, and is held to be fine."""

NOT_NAMED = "a place that is not named here"


def too_fine(place: Place, finest: Precision) -> bool:
    """Whether a place may not be named as it is."""
    return FINEST_FIRST.index(place.precision) < FINEST_FIRST.index(finest)


def coarse(place: Place, finest: Precision) -> Place:
    """The place as it may be named."""
    if not too_fine(place, finest):
        return place
    country = countries().get(place.country or "")
    value, precision = (
        (place.admin1, "adm1") if place.admin1 else (country, "country") if country else (NOT_NAMED, "unresolved")
    )
    return replace(place, value=value or NOT_NAMED, precision=precision, lat=None, lon=None)


def place_swaps(statements: Iterable[Statement], finest: Precision) -> dict[tuple[str, ...], str]:
    """Each name of a place that may not be named, with what stands for it."""
    found: dict[tuple[str, ...], str] = {}
    held = [place for one in statements for slot in PLACE_SLOTS for place in one.places(slot)]
    open_ = {phrase(place.value) for place in held if not too_fine(place, finest)}
    for place in held:
        if too_fine(place, finest):
            said = coarse(place, finest).value
            for name in (place.value, place.words):
                words = _named(name)
                if words and words not in open_ and not set(words) <= set(phrase(said)):
                    found[words] = f"[{said}]"
    return found


def _named(name: str) -> tuple[str, ...]:
    """The words of a name from its first capital on: "the village of Odem" is Odem."""
    held = list(tokens(name))
    first = next((at for at, token in enumerate(held) if token.words[:1].isupper() or not token.words.isascii()), None)
    return tuple(token.folded for token in held[first:]) if first is not None else ()


@functools.cache
def countries() -> dict[str, str]:
    """Code of a country → its name."""
    lines = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    return {code: name for code, name, *_ in (line.split("\t") for line in lines)}
