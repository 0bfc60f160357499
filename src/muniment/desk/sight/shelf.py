"""The shelf: keeps the state abreast of the casebook, whoever adds to it, and gives each clearance what it sees of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from threading import RLock
from time import monotonic

from muniment.actor import Actor
from muniment.casebook.ledger import Derivation, Reading
from muniment.count import Count
from muniment.decision import Decision
from muniment.desk.sight.index import Index, indexed, shifted
from muniment.desk.sight.remembering import Remembered
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.state import State
from muniment.incident import Incident, Origin
from muniment.library import Casebook
from muniment.report import Report
from muniment.statement import Statement, Visibility

MANY = 200
"""Readings that came since, from which all are read in one go."""


LATELY = 900.0
"""Seconds after which looking at sealed material again is noted again."""


HANDED = 300.0
"""Seconds for which a statement that one person has before them is not given to another."""


class Shelf:
    """A casebook as one process with many threads looks things up in it."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self.state = State(share=casebook.settings.second_reading)
        self._lock = RLock()
        self._mark, self._read, self._entered, self._reports, self._ruled, self._derived = "", 0, 0, 0, 0, 0
        self._replaced = set[str]()
        self._indexes: dict[Visibility, tuple[int, int, Index]] = {}
        self._remembered = Remembered()
        self._handed: dict[str, tuple[str, float]] = {}
        self._noted: dict[tuple[str, str], float] = {}

    def seen(self, sees: Visibility) -> Seen:
        """What somebody sees who may see so much, as the casebook stands now."""
        with self._lock:
            self.abreast()
            state = self.state
            shape, shifts, index = self._indexes.get(sees, (-1, 0, None))
            if index is None or shape != state.shape:
                index = indexed(state, sees)
            elif moved := frozenset[str]().union(*state.shifts[shifts:]):
                index = shifted(index, state, moved)
            self._indexes[sees] = state.shape, len(state.shifts), index
            return Seen(self.casebook, self.state, index, self._remembered)

    def next(self, seen: Seen, name: str, after: str = "", among: Sequence[str] | None = None) -> str | None:
        """The next statement that awaits somebody's review, of all or among these; none that somebody else has before them."""
        return next((one for one in seen.awaiting(name, after, among) if self._hand(one, name)), None)

    def _hand(self, statement: str, name: str) -> bool:
        """Gives a statement to somebody for a while, unless somebody else has it."""
        at = monotonic()
        with self._lock:
            holder, until = self._handed.get(statement, (name, 0.0))
            if holder != name and until >= at:
                return False
            self._handed[statement] = (name, at + HANDED)
            return True

    def unnoted(self, name: str, shown: Iterable[str]) -> set[str]:
        """What of this somebody was not already noted to have been shown lately."""
        at = monotonic()
        with self._lock:
            fresh = {one for one in shown if at - self._noted.get((name, one), -LATELY) >= LATELY}
            self._noted |= dict.fromkeys(((name, one) for one in fresh), at)
        return fresh

    def abreast(self) -> None:
        """Takes in what was added to the casebook since."""
        with self._lock:
            if (mark := self.casebook.newest()) == self._mark:
                return
            self.state = replace(self.state)  # whoever holds the one before keeps it as it was
            reports, self._reports = self.casebook.news(Report, self._reports)
            if reports:
                self.state.take_reports(reports)
            readings, self._read = self.casebook.news(Reading, self._read)
            entered, self._entered = self.casebook.entered_since(self._entered)
            # Of the text before one that was read, only what somebody ruled on stands.
            replaced, self._replaced = self._replaced, self.casebook.replaced()
            if readings or entered:
                self._take({one.report for one in (*readings, *entered)} | (self._replaced - replaced))
            decisions, self._ruled = self.casebook.news(Decision, self._ruled)
            if decisions:
                self.state.take_decisions(decisions)
            derivations, self._derived = self.casebook.news(Derivation, self._derived)
            tasks = {one.task for one in derivations}
            if "link" in tasks:
                held = (self.casebook.derived(noun, "link") for noun in (Incident, Actor, Origin))
                self.state.take_linked(*held)  # pyright: ignore[reportArgumentType]  in this order
            if "count" in tasks:
                self.state.take_counted(self.casebook.derived(Count, "count"))
            self._mark = mark

    def _take(self, reports: set[str]) -> None:
        wanted = [None] if len(reports) > MANY else sorted(reports)
        found: dict[str, list[Statement]] = defaultdict(list)
        found.update({one: [] for one in reports})
        for report in wanted:
            for one in self.casebook.statements(report):
                found[one.report].append(one)
        self.state.take_readings(
            found,
            [one for report in wanted for one in self.casebook.principals(report)],
            [one for report in wanted for one in self.casebook.actors(report)],
        )
