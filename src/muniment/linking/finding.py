"""Finding an actor of the register by a number or a name, however it is written."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from muniment.actor import Actor
from muniment.errors import UnknownActor
from muniment.linking.naming import key

NEAR = 60
"""Likeness from which a name is offered in the place of one that nobody has, 0 to 100 by rapidfuzz."""


def found_in(register: Sequence[Actor], name: str) -> Actor:
    """The actor of this number, or the one most written of that has this name.

    Raises `UnknownActor` with the names that are near where there is none.
    """
    wanted = key(name)
    for actor in register:
        if actor.number == name.upper() or wanted == key(actor.name):
            return actor
    called = [actor for actor in register if wanted in {key(one.words) for one in actor.names}]
    if called:
        return max(called, key=lambda actor: len(actor.members))
    names = list(dict.fromkeys(actor.name for actor in register))
    near = process.extract(name, names, scorer=fuzz.WRatio, processor=key, limit=3, score_cutoff=NEAR)
    raise UnknownActor(name, near=tuple(found for found, *_ in near))
