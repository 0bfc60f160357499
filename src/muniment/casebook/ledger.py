"""What the casebook itself notes, beside the nouns: sightings, readings and derivations."""

from __future__ import annotations

from dataclasses import dataclass

from muniment.record import described


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A report that came again: the same bytes under another name or from another address."""

    report: str = described("id of the Report")
    name: str = described("file name it came under")
    address: str = described("where it was published, a URL; empty where nobody says", default="")
    parent: str = described("id of the report it was attached to; empty for none", default="")
    run: str = described("id of the Run that saw it", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One extraction of one report; the newest is the one that stands."""

    report: str = described("id of the Report")
    run: str = described("id of the Run that read it")
    statements: int = described("how many statements it found")
    refused: int = described("how many it refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One completed derivation of a task's results from the record as it then stood."""

    task: str = described("the verb: link, count")
    run: str = described("id of the Run")
    fingerprint: str = described("digest of what it was derived from")
