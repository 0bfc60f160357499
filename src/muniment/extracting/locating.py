"""A name becomes a place: which of its namesakes a report means, from what the words and the report say around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from muniment.extracting.gazetteer import Entry, Gazetteer, key
from muniment.statement import Precision

KNOWN_TOWN = 50_000
"""People in a town that a bare name is taken to mean rather than the division named after it."""
WORLD_TOWN = 150_000
"""People in a town that is meant by its bare name even where no country is in sight."""
DOMINANT = 3
"""How many times larger than any namesake such a town must be."""
WORLD_CITY = 1_000_000
"""People in a city that outweighs a small namesake in a country the report speaks of."""

ACRONYM = 4
"""Letters up to which capitals are an acronym; longer ones are a dateline: "DORRANE (Karsa Wire) -"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A name in the words, with what stands beside it."""

    name: str
    kinds: frozenset[str] = frozenset()
    """What the common noun beside it allows: "Zamfara state" is an adm1."""
    near: bool = False
    country: str | None = None
    """The country of the place that the words put it in."""
    admin1: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What is known of a place."""

    value: str
    precision: Precision
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(slots=True, kw_only=True)
class Scene:
    """The gazetteer and the countries a report speaks of, by how often it does."""

    gazetteer: Gazetteer
    countries: Counter[str] = field(default_factory=Counter)

    def fix(self, sought: Sought) -> Fix:
        """The place that a name means, or an unresolved one: a name never goes to a country that nothing points to."""
        if sought.name.isupper() and len(sought.name) > ACRONYM:
            sought = replace(sought, name=sought.name.title())
        entries = self.gazetteer.named(sought.name)
        if not entries and "site" in sought.kinds:  # "Goma prison" lies where Goma lies
            entries = self.gazetteer.named(_proper(sought.name))
        chosen, certain = self._chosen(entries, sought)
        if chosen is None:
            return self._unknown(sought)
        precision = cast(Precision, chosen.kind)
        pinned = certain and (chosen.own or precision in ("settlement", "site"))
        if sought.near and precision in ("settlement", "site"):
            precision = "near"
        elif "site" in sought.kinds and chosen.kind != "site":
            return Fix(value=sought.name, precision="site", country=chosen.country, admin1=chosen.admin1)
        return Fix(
            value=chosen.name if chosen.own or chosen.kind == "country" else sought.name,
            precision=precision,
            country=chosen.country,
            admin1=chosen.admin1 if certain else sought.admin1,
            lat=chosen.lat if pinned else None,
            lon=chosen.lon if pinned else None,
        )

    def division(self, name: str, country: str | None) -> Fix | None:
        """A first-level division of a country by this name: "Georgia" after the name of an American town."""
        found = [entry for entry in self.gazetteer.named(name) if entry.kind == "adm1" and entry.country == country]
        return Fix(value=name, precision="adm1", country=country, admin1=found[0].admin1) if found else None

    def single(self) -> str | None:
        """The one country that the report is about, where there is one."""
        ranked = self.countries.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
            return None
        return ranked[0][0]

    def _unknown(self, sought: Sought) -> Fix:
        kinds = [kind for kind in ("site", "settlement", "adm2", "adm1") if kind in sought.kinds]
        known = sought.country is not None and kinds and not sought.near
        precision = cast(Precision, kinds[0] if known or kinds[:1] == ["site"] else "unresolved")
        return Fix(value=sought.name, precision=precision, country=sought.country, admin1=sought.admin1)

    def _chosen(self, entries: Sequence[Entry], sought: Sought) -> tuple[Entry | None, bool]:
        """The entry meant, and whether it is that very one rather than a namesake in the same country."""
        own = [entry for entry in entries if entry.own]
        if own:
            return next((entry for entry in own if entry.kind in sought.kinds), own[0]), True
        fitting = [entry for entry in entries if not sought.kinds or entry.kind in sought.kinds]
        if "site" in sought.kinds:
            fitting = [entry for entry in entries if entry.kind in ("settlement", "adm1", "adm2")]
        if sought.country is not None:
            inside = [entry for entry in fitting if entry.country == sought.country and entry.kind != "country"]
            return self._best(inside, sought)
        state = next((entry for entry in fitting if entry.kind == "country"), None)
        if state is not None:
            return (None, False) if self._is_contested(state, fitting) else (state, True)
        area = next((entry for entry in fitting if entry.kind in ("wide", "sea")), None)
        if area is not None and not any(
            entry.kind == "settlement" and entry.country == area.country for entry in fitting
        ):
            return area, True
        return self._by_country(fitting, sought)

    def _is_contested(self, state: Entry, entries: Sequence[Entry]) -> bool:
        """Whether a division of a country that the report speaks of has the same name as a country: "Georgia"."""
        others = [entry.country for entry in entries if entry.kind == "adm1" and entry.country != state.country]
        named = self.countries[state.country or ""]
        return any(self.countries[other or ""] > named for other in others)

    def _by_country(self, entries: Sequence[Entry], sought: Sought) -> tuple[Entry | None, bool]:
        weights = {entry.country: self.countries[entry.country or ""] for entry in entries}
        largest = max(entries, key=lambda entry: entry.population, default=None)
        if largest is None:
            return None, False
        heaviest = max(weights.values())
        if heaviest > 0:
            inside = [entry for entry in entries if weights[entry.country] == heaviest]
            chosen, certain = self._best(inside, sought)
            small = chosen is not None and chosen.population * 20 < largest.population
            if not (small and largest.population >= WORLD_CITY and chosen and chosen.kind in ("settlement", "adm2")):
                return chosen, certain
        divisions = [entry for entry in entries if entry.kind == "adm1"]
        if len(divisions) == 1 and all(
            entry.population < KNOWN_TOWN or entry.country == divisions[0].country for entry in entries
        ):
            return divisions[0], True
        others = [entry.population for entry in entries if entry is not largest]
        dominant = largest.population >= WORLD_TOWN and largest.population >= DOMINANT * max(others, default=0)
        return (largest, True) if dominant else (None, False)

    def _best(self, entries: Sequence[Entry], sought: Sought) -> tuple[Entry | None, bool]:
        """The likeliest of namesakes in one country; uncertain where several villages share the name."""
        if sought.admin1 is not None:
            held = [entry for entry in entries if key(entry.admin1 or "") == key(sought.admin1)]
            entries = held or entries
        if not entries:
            return None, False
        ranked = sorted(entries, key=_rank, reverse=True)
        best = ranked[0]
        rivals = [
            entry for entry in ranked[1:] if entry.kind == best.kind and (entry.lat, entry.lon) != (best.lat, best.lon)
        ]
        certain = all(best.population >= 2 * rival.population and best.population > 0 for rival in rivals)
        return best, certain


def _rank(entry: Entry) -> tuple[int, int]:
    if entry.kind == "settlement" and entry.population >= KNOWN_TOWN:
        return 3, entry.population
    return {"adm1": 2, "settlement": 1}.get(entry.kind, 0), entry.population


def _proper(name: str) -> str:
    """The proper name in the name of a site: "Kati" in "Kati military base"."""
    words = name.split()[:-1]
    return " ".join(word for word in words if word[0].isupper())
