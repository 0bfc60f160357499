"""The shelf: what every page looks up, held in memory and brought up to date when the casebook changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from threading import RLock

from muniment.decision import Decision, amended, reviews
from muniment.errors import UnknownTarget
from muniment.library import Casebook
from muniment.reviewing import awaits, urgency
from muniment.statement import Statement


class Shelf:
    """A casebook with the order of review and the rulings that stand, for one process with many threads."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self._lock = RLock()
        self._read, self._ruled, self._waiting = "", 0, 0
        self._order: list[str] = []
        self._place: dict[str, int] = {}
        self._of_report: dict[str, list[str]] = {}
        self._on: dict[str, list[Decision]] = {}
        self._rulings: dict[str, Decision] = {}

    def _current(self) -> None:
        read, _, ruled = self.casebook.mark().rpartition(".")
        if read != self._read:
            ranked = sorted(
                ((-urgency(one), one.id, one.report) for one in self.casebook.statements()), key=lambda one: one[0]
            )
            self._order = [id for _, id, _ in ranked]
            self._place = {id: place for place, id in enumerate(self._order)}
            self._of_report = {}
            for _, id, report in ranked:
                self._of_report.setdefault(report, []).append(id)
            self._read, self._ruled, self._on, self._rulings = read, -1, {}, {}
        if int(ruled) != self._ruled:
            for decision in self.casebook.decisions(after=max(self._ruled, 0)):
                if decision.subject == "statement":
                    target = decision.targets[0]
                    self._on.setdefault(target, []).append(decision)
                    self._rulings.pop(target, None)
                    self._rulings |= reviews(self._on[target])
            self._ruled = int(ruled)
            self._waiting = sum(map(self._awaits, self._order))

    def _awaits(self, statement: str) -> bool:
        return awaits(statement, self._on.get(statement, ())) is not None

    def statement(self, id: str) -> Statement:
        """One statement as it was read; raises `UnknownTarget`."""
        try:
            return self.casebook.statement(id)
        except KeyError as error:
            raise UnknownTarget(id) from error

    def as_ruled(self, statement: Statement) -> Statement:
        """The statement as a person amended it, where one did."""
        ruled = self.ruling(statement.id)
        return statement if ruled is None or not ruled.amendment else amended(statement, ruled.amendment)

    def ruling(self, statement: str) -> Decision | None:
        """The decision that stands on a statement."""
        with self._lock:
            self._current()
            return self._rulings.get(statement)

    def rulings(self) -> Mapping[str, Decision]:
        """Statement → the decision that stands on it."""
        with self._lock:
            self._current()
            return dict(self._rulings)

    def next(self, after: str = "") -> str | None:
        """The next statement that awaits review, in the order that helps most; from the start after the last."""
        with self._lock:
            self._current()
            start = self._place.get(after, -1) + 1
            for place in [*range(start, len(self._order)), *range(start)]:
                one = self._order[place]
                if one != after and self._awaits(one):
                    return one
            return None

    def progress(self) -> tuple[int, int]:
        """How many statements await review, and how many there are."""
        with self._lock:
            self._current()
            return self._waiting, len(self._order)

    def of_report(self, report: str) -> tuple[int, int]:
        """How many statements of a report await review, and how many it has."""
        with self._lock:
            self._current()
            held: Sequence[str] = self._of_report.get(report, ())
            return sum(map(self._awaits, held)), len(held)

    def newest(self, number: int) -> Iterator[Decision]:
        """The rulings on statements made last, newest first."""
        with self._lock:
            self._current()
            held = list(self._rulings.values())[-number:]
        return reversed(held)
