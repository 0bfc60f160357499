"""Finding an actor of the register by a number or a name, however it is written."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from muniment.actor import Actor
from muniment.errors import UnknownActor
from muniment.linking.naming import key

NEAR = 60
"""Likeness from which a name is offered in the place of one that nobody has, 0 to 100 by rapidfuzz."""

CLOSE = 78
"""Likeness from which a search finds a name that is spelled otherwise, 0 to 100 by rapidfuzz."""


def nearest(name: str, keys: Sequence[str], *, limit: int) -> list[int]:
    """Places of the keys that a name fits, best first: those that are it, begin with it or hold it, then those near in spelling.

    `keys` are names brought to the form in which they are compared, by `naming.key`.
    """
    wanted = key(name)
    if not wanted:
        return []
    held = [(one != wanted, not one.startswith(wanted), len(one), at) for at, one in enumerate(keys) if wanted in one]
    found = [at for *_, at in sorted(held)[:limit]]
    near = process.extract(wanted, keys, scorer=fuzz.WRatio, limit=limit, score_cutoff=CLOSE)
    return list(dict.fromkeys([*found, *(at for *_, at in near)]))[:limit]


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
