"""Countries: what they are called, and in which one a report is set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from muniment.actor import Actor
from muniment.linking.naming import demonyms, key, listed, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """How often the places that a report's statements name lie in a country, and whether what it is mainly about does."""

    report: str
    country: str
    times: int
    mainly: bool


def set_in(mentioned: Iterable[Mentioned], actors: Iterable[Actor]) -> Mapping[str, str]:
    """Report → the one country that it is set in, where that is plain.

    More than half of the places and actors that it names with a country are of that country, and what it is mainly
    about lies in no other. A report that names no country is set where all others are, if most say where they are.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    mainly: dict[str, set[str]] = defaultdict(set)
    for one in mentioned:
        votes[one.report][one.country] += one.times
        if one.mainly:
            mainly[one.report].add(one.country)
    reports: set[str] = set(votes)
    for actor in actors:
        if actor.report:
            reports.add(actor.report)
            if actor.country:
                votes[actor.report][actor.country] += 1
    found = {report: country for report in reports if (country := _plain(votes[report], mainly[report]))}
    everywhere = set(found.values())
    if len(everywhere) == 1 and 2 * len(found) > len(reports):
        found |= dict.fromkeys((report for report in reports if not votes[report]), *everywhere)
    return found


def _plain(votes: Counter[str], mainly: set[str]) -> str | None:
    country = max(sorted(votes), key=lambda code: votes[code], default=None)
    if country is None or 2 * votes[country] <= votes.total() or not mainly <= {country}:
        return None
    return country


@cache
def usual_names() -> Mapping[str, str]:
    """ISO alpha-3 → what a country is usually called."""
    rows = files("muniment.data").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    return {code: name for code, name, _ in (row.split("\t") for row in rows)}


@cache
def _codes() -> Mapping[tuple[str, ...], str]:
    """The words of a country's name, and of what it is called for short → its ISO alpha-3 code."""
    found = {tuple(key(name).split()): code for code, name in usual_names().items()}
    return found | {tuple(name.split()): code for code, names in listed("short_countries").items() for name in names}


@cache
def _longest() -> int:
    return max(map(len, _codes()))


@lru_cache(maxsize=100_000)
def named_in(parts: tuple[str, ...], *, of_state: bool = False) -> tuple[str | None, frozenset[str]]:
    """The country that a name says by its own name or its people's, and the words that say so; a name's parts are bare.

    "Niger" in the name of a police force may be a province; in that of a state it is the country.
    """
    for length in range(_longest(), 0, -1):
        for start in range(len(parts) - length + 1):
            said = parts[start : start + length]
            code = _codes().get(said)
            if code and (of_state or length > 1 or said[0] not in words("ambiguous_countries")):
                return code, frozenset(said)
            code = demonyms().get(" ".join(said))
            if code:
                return code, frozenset(said)
    return None, frozenset()
