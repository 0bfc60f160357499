"""Compared: the pairs that somebody sees, of statements and of actors: what was compared, and what people ruled on them.

What was compared may hold any words of the two reports: of a report in which something is hidden nothing is shown here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from muniment.actor import Actor
from muniment.decision import Decision
from muniment.desk.sight.index import Index
from muniment.desk.sight.state import State
from muniment.errors import UnknownTarget
from muniment.incident import Link
from muniment.library import Casebook


class Compared:
    """Links and rulings on pairs, as far as somebody sees them."""

    def __init__(self, casebook: Casebook, state: State, index: Index) -> None:
        self._casebook = casebook
        self._state = state
        self._index = index

    def links_of(self, ends: Iterable[str]) -> list[Link]:
        """What was compared with any of these statements or actors of single reports."""
        return [one for one in self._casebook.links_of(ends) if self._both_open(one)]

    def links_near(self, of: Literal["statement", "actor"], weight: float, *, limit: int) -> list[Link]:
        """The links whose weight is nearest to one, the nearest first."""
        return [one for one in self._casebook.links_near(of, weight, limit=limit) if self._both_open(one)]

    def named(self, id: str) -> Actor | None:
        """An actor as one report calls it; none where there is none to be shown."""
        return self._state.local_actors.get(id) if self._open(id) else None

    def actor(self, id: str) -> Actor:
        """An actor as one report calls it; raises `UnknownTarget`."""
        found = self.named(id)
        if found is None:
            raise UnknownTarget(id)
        return found

    def rulings(self) -> list[Decision]:
        """The rulings that stand on pairs, oldest first."""
        return [one for one in self._state.pairs.values() if all(map(self._open, one.targets))]

    def ruling(self, one: str, other: str) -> Decision | None:
        """The ruling that stands on a pair."""
        return self._state.pairs.get((min(one, other), max(one, other)))

    def waiting(self) -> list[Decision]:
        """The rulings on pairs that the next link will obey, for none has run since."""
        linked = (self._casebook.fingerprint("link") or "").rpartition(".")[2]
        since = self._casebook.decisions(after=int(linked or 0))
        standing = {one.targets: one for one in since if one.subject == "pair"}
        return [one for one in standing.values() if all(map(self._open, one.targets))]

    def opens(self, report: str) -> bool:
        """Whether a report is shown, and nothing in it is hidden."""
        index = self._index
        return report in self._state.reports and report not in index.hidden_in and report not in index.hidden_reports

    def _both_open(self, link: Link) -> bool:
        return self._open(link.left) and self._open(link.right)

    def _open(self, end: str) -> bool:
        statement, actor = self._state.statements.get(end), self._state.local_actors.get(end)
        report = statement.report if statement else actor.report if actor else None
        return report is not None and end not in self._index.hidden and self.opens(report)
