"""Profile: for whom a dossier is made, and what may stand in it; read from `profiles.toml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from muniment.errors import BadChoice
from muniment.statement import Precision, Visibility
from muniment.taxonomy import data

PROFILES = ("public", "partner", "court")
"""Those that leave the team."""

WORKING = "working"
"""What is made where no profile is named: the team's own dossier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who reads a dossier, and what is shown to them."""

    name: str
    says: str
    """One sentence, shown on the dossier."""
    visibilities: tuple[Visibility, ...]
    """Statements of these go in; one that a person released goes into any."""
    unreviewed: bool
    """Whether statements go in that no person has ruled on."""
    pseudonyms: bool
    """Whether persons stand under names that are made for this dossier."""
    finest: Precision
    """The finest place that is named."""
    quotes: bool
    """Whether a report is shown by the sentences that are quoted, and not as a whole."""
    trail: bool
    """Whether file names, addresses, authors and hashes go in: what leads back to the reports."""

    @property
    def hides(self) -> bool:
        """Whether it hides anything beyond what people ruled."""
        return self.name != WORKING


def profile_of(name: str) -> Profile:
    """A profile by its name; raises `BadChoice`."""
    known = {**data("profiles.toml")}
    if name not in (*PROFILES, WORKING):
        raise BadChoice("profile", name, hint=f"one of {', '.join(PROFILES)}")
    entry: dict[str, Any] = dict(known[name])
    entry["visibilities"] = tuple(entry["visibilities"])
    return Profile(name=name, **entry)


@functools.cache
def words(list_: str) -> frozenset[str]:
    """A list of words of `profiles.toml`, in lower case."""
    return frozenset(str(data("profiles.toml")["words"][list_]).split())
