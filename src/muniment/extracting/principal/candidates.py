"""A candidate for a part of a report's principal incident: its cues and the words it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from muniment.extracting.principal.cues import Cues, Stretch, ranked
from muniment.statement import Place, When


@dataclass(slots=True, kw_only=True)
class Candidate:
    """Something that may be part of the principal incident."""

    name: str
    """A place's value, a country's code, an EDTF date, an actor's id, a family of violations."""
    cues: Cues
    stretches: Sequence[Stretch] = ()
    """Where its words stand, first to last."""


def stretches_of(values: Iterable[Place | When]) -> list[Stretch]:
    """Where the words of values stand."""
    return [(value.start, value.end) for value in values]


def listed(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates for one part, ranked beside one another."""
    candidates = list(found)
    ranked([candidate.cues for candidate in candidates])
    return candidates
