"""Actors of different reports joined into one register; namesakes are not joined by name alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from muniment.actor import Actor, ActorKind, Name
from muniment.decision import Decision, standing
from muniment.incident import Incident
from muniment.record import digest
from muniment.statement import Statement

JOINED_BY_NAME: tuple[ActorKind, ...] = ("organisation", "state", "state_body", "armed_group", "intergovernmental")
ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)


def register(
    actors: Iterable[Actor],
    statements: Iterable[Statement],
    incidents: Iterable[Incident],
    decisions: Iterable[Decision],
    *,
    run: str = "",
) -> list[Actor]:
    """One actor for those that are the same across reports, with the ids joined in `members`.

    Bodies and groups are joined by a proper name, or a common one ("the army") within one country.
    People are joined by full name only where they stand in the same incident.
    """
    found = list(actors)
    home = _homes(found, statements, incidents)
    _obey(home, decisions)
    joined: dict[str, list[Actor]] = defaultdict(list)
    for actor in found:
        joined[home[actor.id]].append(actor)
    return sorted(
        (_one(same, run=run) for same in joined.values()), key=lambda actor: (-len(actor.members), actor.name)
    )


def key(name: str) -> str:
    """A name for comparison: case folded, without article, dots, possessive or double spaces."""
    bare = ARTICLE.sub("", " ".join(name.split())).replace(".", "").removesuffix("'s").removesuffix("’s")
    return bare.casefold().replace("-", " ")


def _homes(actors: Sequence[Actor], statements: Iterable[Statement], incidents: Iterable[Incident]) -> dict[str, str]:
    of_statement = {statement: incident.id for incident in incidents for statement in incident.statements}
    seen_in: dict[str, str] = {}
    for statement in statements:
        incident = of_statement.get(statement.id)
        if incident:
            seen_in |= {
                party.actor: incident
                for slot in ("agent", "victim")
                for party in statement.parties(slot)
                if party.actor
            }
    return {actor.id: _home(actor, seen_in.get(actor.id)) for actor in actors}


def _home(actor: Actor, incident: str | None) -> str:
    """What an actor shares with those it is joined to."""
    name = key(actor.name)
    if actor.kind in JOINED_BY_NAME:
        if _proper(actor):
            return f"{name}"
        if actor.country:
            return f"{name} of {actor.country}"
    if actor.kind == "person" and " " in name and actor.name[:1].isupper() and incident:
        return f"{name} in {incident}"
    return actor.id


def _proper(actor: Actor) -> bool:
    """Whether the name is a proper one: a capital beyond the first letter of a common noun."""
    return any(word[:1].isupper() for word in ARTICLE.sub("", actor.name).split())


def _obey(home: dict[str, str], decisions: Iterable[Decision]) -> None:
    """Pairs of actors that a person ruled the same share a home; those ruled different do not."""
    for decision in standing(tuple(decisions)):
        if decision.subject != "pair" or not set(decision.targets) <= home.keys():
            continue
        left, right = decision.targets
        if decision.ruling == "same":
            old, new = home[right], home[left]
            home.update({actor: new for actor, at in home.items() if at == old})
        elif decision.ruling == "different" and home[left] == home[right]:
            home[right] = right


def _one(same: Sequence[Actor], *, run: str) -> Actor:
    names: Counter[str] = Counter(name.words for actor in same for name in actor.names)
    names.update(actor.name for actor in same)
    first = max(same, key=lambda actor: (names[actor.name], len(actor.name), actor.id))
    members = tuple(sorted(actor.id for actor in same))
    return Actor(
        id=digest(Actor.PREFIX, "joined", members[0]),
        kind=first.kind,
        name=ARTICLE.sub("", first.name),
        names=tuple(Name(words=words) for words, _ in names.most_common()),
        country=next((actor.country for actor in same if actor.country), None),
        members=members,
        run=run,
    )


def joined_ids(register: Iterable[Actor]) -> Mapping[str, Actor]:
    """Id of one report's actor → the joined actor."""
    return {member: actor for actor in register for member in actor.members}
