"""Deriving: incidents, links, origins and the register, with the numbers that people cite, from what was weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from muniment.actor import Actor
from muniment.incident import Citation, Incident, Link, Origin
from muniment.linking.actors import Register, register
from muniment.linking.countries import set_in
from muniment.linking.incidents import Cluster, cluster, links, marks
from muniment.linking.numbering import by_day, number
from muniment.linking.origins import origins_of
from muniment.linking.rulings import Rulings
from muniment.linking.weights import Weights
from muniment.linking.workings import Workings
from muniment.record import Noun, digest
from muniment.statement import Statement


@dataclass(slots=True, kw_only=True)
class Derived:
    """All that linking derives."""

    incidents: Sequence[Incident]
    links: Iterable[Link]
    origins: Sequence[Origin]
    register: Register
    citations: Sequence[Citation]

    def nouns(self) -> Iterator[Noun]:
        """Everything, in the order in which it is kept."""
        yield from (*self.origins, *self.incidents, *self.register.actors, *self.register.links, *self.citations)
        yield from self.links


def derived(
    workings: Workings,
    weights: Weights,
    rulings: Rulings,
    *,
    actors: Iterable[Actor],
    relations: Iterable[Statement],
    citations: Sequence[Citation],
    letters: str,
    run: str = "",
) -> Derived:
    """What the workings, people's rulings and the numbers given so far come to.

    Raises `ContradictoryDecision` where people's rulings cannot all be obeyed.
    """
    clusters = cluster(workings, rulings)
    known = list(actors)
    where = set_in(workings.countries(), known)
    joined = register(known, marks(clusters, relations), rulings, set_in=where, run=run)
    of_incidents = number(
        [each.statements for each in clusters],
        citations,
        of="incident",
        code=letters,
        order=lambda index: by_day(clusters[index].day),
        run=run,
    )
    of_actors = number(
        [actor.members for actor in joined.actors],
        citations,
        of="actor",
        code=letters,
        order=lambda index: (index,),
        run=run,
    )
    numbered = (_incident(each, given, run) for given, each in zip(of_incidents.numbers, clusters, strict=True))
    return Derived(
        incidents=sorted(numbered, key=lambda incident: incident.number),
        links=links(workings, weights, clusters, rulings, run=run),
        origins=origins_of(workings.sheets(), workings.shared(), run=run),
        register=replace(
            joined,
            actors=[
                replace(actor, id=digest(Actor.PREFIX, given), number=given)
                for actor, given in zip(joined.actors, of_actors.numbers, strict=True)
            ],
        ),
        citations=[*of_incidents.changes, *of_actors.changes],
    )


def _incident(each: Cluster, number: str, run: str) -> Incident:
    return Incident(
        id=digest(Incident.PREFIX, number),
        number=number,
        statements=each.statements,
        concerned=tuple(dict.fromkeys(each.concerned)),
        run=run,
    )
