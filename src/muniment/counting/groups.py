"""Groups of victims: what a voice calls the people who were harmed, by the words of `victims.toml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from muniment.statement import Party, Statement
from muniment.taxonomy import data

UNSAID = "people, group not said"


def group_of(statement: Statement) -> str:
    """The group of a harm's victims; `people, group not said` where its words name none."""
    return group_in(statement.parties("victim"))


def group_in(parties: Iterable[Party]) -> str:
    """The first group that fits one of these: of the words for it, else a child where the words say so."""
    held = list(parties)
    said = " ".join((f"{party.value} {party.words} {party.occupation or ''}").casefold() for party in held)
    for name, pattern in _groups():
        if pattern.search(said):
            return name
    return "children" if any(party.age_group == "child" for party in held) else UNSAID


def group_names() -> list[str]:
    """Every group that a table may be narrowed to."""
    return [name for name, _ in _groups()]


@functools.cache
def _groups() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (str(entry["name"]), re.compile(rf"\b(?:{'|'.join(map(re.escape, entry['words']))})s?\b"))
        for entry in data("en/victims.toml")["group"]
    ]
