"""Origins as lists: which of them tell of an incident, or name a victim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from muniment.counting.estimation.patterns import Patterns, patterns_of
from muniment.counting.estimation.reading import OVERALL
from muniment.counting.facets import origin_name
from muniment.counting.selecting import INCIDENT, Selection
from muniment.counting.slicing import sliced
from muniment.counting.tallies import Ground, named_in, told_of
from muniment.errors import UnusableLists
from muniment.incident import Incident
from muniment.statement import Statement

MOST = 5
"""Lists at most, where nobody names them: those that tell of most and share some; all others are taken as one."""

OTHERS = "all other origins"

Told = Mapping[str, set[str]]
"""What is on the lists → the names of the origins that have it."""


def incidents_told(
    incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground, *, by: Sequence[str] = ()
) -> Mapping[str, Told]:
    """For the whole and each stratum, the origins that tell of each incident; `by` names dimensions of a count.

    Raises `BadChoice` for a dimension that nothing is counted by.
    """
    cells = sliced(incidents, statements, ground, by=(*by, "incident", "origin"), selection=Selection(measure=INCIDENT))
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for cell in cells:
        for stratum in {OVERALL, ", ".join(f"{name}={cell.keys[name]}" for name in by)}:
            found[stratum][cell.keys["incident"]].add(cell.keys["origin"])
    return found


def people_told(
    incidents: Sequence[Incident],
    statements: Mapping[str, Statement],
    ground: Ground,
    *,
    measure: str,
    by: Sequence[str] = (),
) -> Mapping[str, Told]:
    """For the whole and each stratum, the origins that name each victim of harms of this type; joined names are one."""
    strata: dict[str, set[str]] = defaultdict(set)
    for cell in sliced(incidents, statements, ground, by=(*by, "incident"), selection=Selection(measure=INCIDENT)):
        strata[cell.keys["incident"]] |= {OVERALL, ", ".join(f"{name}={cell.keys[name]}" for name in by)}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for incident in incidents:
        for one in told_of(incident, statements):
            if one.kind == "harm" and one.type == measure:
                for person in _people(one, ground):
                    for stratum in strata[incident.number or incident.id]:
                        found[stratum][person].add(origin_name(one, ground))
    return found


def _people(harm: Statement, ground: Ground) -> Iterable[str]:
    named = named_in(harm)
    return (
        ground.joined.get(party.actor or "", party.value.casefold())
        for party in harm.parties("victim")
        if party.value in named
    )


def lists_of(
    told: Mapping[str, Told], *, lists: Sequence[str] = (), never: Iterable[Iterable[str]] = ()
) -> Mapping[str, Patterns]:
    """Patterns of each stratum: of the lists named, or of the origins that have most, the rest taken as one.

    Raises `UnusableLists` where nothing is told, or a list is named that no origin is.
    """
    sizes = Counter(origin for origins in told.get(OVERALL, {}).values() for origin in origins)
    if not sizes:
        raise UnusableLists("no origin has any of these, so there are no lists", hint="run: muniment link CASEBOOK")
    unknown = sorted(set(lists) - set(sizes))
    if unknown:
        first = ", ".join(name for name, _ in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:12])
        raise UnusableLists(f"there is no origin {unknown[0]}", hint=f"those that have most are {first}")
    chosen = list(lists) or _chosen(told[OVERALL], sizes)
    apart = tuple(tuple(one) for one in never)
    found: dict[str, Patterns] = {}
    for stratum, items in sorted(told.items()):
        counted: Counter[tuple[int, ...]] = Counter()
        for origins in items.values():
            counted[
                tuple(int(bool(origins - set(chosen)) if name == OTHERS else name in origins) for name in chosen)
            ] += 1
        counted.pop((0,) * len(chosen), None)
        found[stratum] = patterns_of(chosen, counted, apart=apart)
    return found


def _chosen(told: Told, sizes: Mapping[str, int]) -> list[str]:
    sharing = {origin for origins in told.values() if len(origins) > 1 for origin in origins}
    ranked = sorted(sharing, key=lambda name: (-sizes[name], name))
    return ranked if len(ranked) == len(sizes) <= MOST else [*ranked[: MOST - 1], OTHERS]
