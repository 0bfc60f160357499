"""Logbook: who ruled what and when, and what changed between two moments, as far as somebody may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self, get_args

from muniment.decision import Decision, Ruling
from muniment.desk.sight.seen import Seen
from muniment.errors import BadChoice
from muniment.incident import Citation
from muniment.workflow import Changes

RULINGS: tuple[str, ...] = get_args(Ruling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which rulings a person looks for; empty fields ask for nothing."""

    by: str = ""
    ruling: str = ""
    since: str = ""
    until: str = ""
    target: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; raises `BadChoice` for a ruling that there is not."""
        asked = cls(**{one.name: query.get(one.name, "").strip() for one in fields(cls)})
        if asked.ruling and asked.ruling not in RULINGS:
            raise BadChoice("ruling", asked.ruling, hint=", ".join(RULINGS))
        return asked

    def among(self, made: Iterable[Decision]) -> Iterator[Decision]:
        """The rulings that are asked for. A target is an id or how one begins; a day is ISO 8601, in UTC."""
        last = f"{self.until}~" if self.until else ""
        for one in made:
            if (
                (not self.by or self.by.casefold() in one.by.casefold())
                and (not self.ruling or one.ruling == self.ruling)
                and one.at >= self.since
                and (not last or one.at <= last)
                and (not self.target or any(target.startswith(self.target) for target in one.targets))
            ):
                yield one


def by_act(made: Iterable[Decision]) -> list[list[Decision]]:
    """Rulings, newest first, act by act: what a person ruled on pairs at one moment for one reason is one act."""
    found: dict[tuple[str, ...], list[Decision]] = {}
    for one in made:
        found.setdefault((one.by, one.at, one.reason) if one.subject == "pair" else (one.id,), []).append(one)
    return list(found.values())


def shown_of(changes: Changes, seen: Seen) -> Changes:
    """What changed, without what is not shown."""
    return replace(
        changes,
        reports=tuple(filter(seen.shows_report, changes.reports)),
        readings=tuple(one for one in changes.readings if seen.shows_report(one.report)),
        entered=tuple(seen.as_read(one.id) for one in changes.entered if seen.shows(one.id)),
        decisions=tuple(seen.told(changes.decisions)),
        undone=tuple(seen.told(changes.undone)),
        citations=tuple(one for one in changes.citations if _cited(one, seen)),
    )


def _cited(citation: Citation, seen: Seen) -> bool:
    """Whether all that a number held may be shown."""
    return bool(citation.members) and all(map(seen.shows_target, citation.members))
