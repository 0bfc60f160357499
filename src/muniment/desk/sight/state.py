"""State: the record as the pages look things up in it, read once and then kept abreast of the casebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from muniment.actor import Actor
from muniment.count import Count
from muniment.decision import Decision, Ruled, amended, on_each, report_visibility, settled, visibility
from muniment.incident import Incident, Origin, Principal
from muniment.report import Report
from muniment.reviewing import awaits, urgency
from muniment.statement import Statement, Visibility


@dataclass(slots=True, kw_only=True)
class State:
    """The whole record, without the reports' texts. Only the shelf changes it: what it holds is replaced, never edited."""

    reports: Mapping[str, Report] = field(default_factory=dict[str, Report])
    """By id, in the order they came."""
    statements: Mapping[str, Statement] = field(default_factory=dict[str, Statement])
    """As they were read or entered, by id."""
    of_report: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """Report → its statements in the order of the text."""
    principals: Mapping[str, Principal] = field(default_factory=dict[str, Principal])
    """Report → what it is mainly about."""
    local_actors: Mapping[str, Actor] = field(default_factory=dict[str, Actor])
    """Actors as single reports call them, by id."""
    decisions: Mapping[str, Sequence[Decision]] = field(default_factory=dict[str, Sequence[Decision]])
    """Statement, report or other target → all that was ruled on it, oldest first."""
    standing: Ruled = field(default_factory=dict[str, Sequence[Decision]])
    """Statement or report → the decisions on it that nothing supersedes."""
    rulings: Mapping[str, Decision] = field(default_factory=dict[str, Decision])
    """Statement or report → the decision that holds; nothing where readings differ."""
    pairs: Mapping[tuple[str, ...], Decision] = field(default_factory=dict[tuple[str, ...], Decision])
    """Two statements, or two actors of single reports → the ruling on the pair that stands."""
    share: float = 0.0
    """The share of statements that a second person reads too."""
    made: Sequence[Decision] = ()
    """All rulings, oldest first."""
    amended: frozenset[str] = frozenset()
    """Statements that a person would have otherwise."""
    order: Sequence[str] = ()
    """Statements in the order that helps most."""
    place: Mapping[str, int] = field(default_factory=dict[str, int])
    """Statement → its place in that order."""
    waiting: frozenset[str] = frozenset()
    """Statements that await anybody's review."""
    incidents: Mapping[str, Incident] = field(default_factory=dict[str, Incident])
    """By number."""
    incident_of: Mapping[str, str] = field(default_factory=dict[str, str])
    """Statement → number of the incident that it is told of, or that it concerns."""
    actors: Mapping[str, Actor] = field(default_factory=dict[str, Actor])
    """Joined across reports, by id."""
    joined: Mapping[str, str] = field(default_factory=dict[str, str])
    """Actor of one report → id of the joined actor."""
    counts_of: Mapping[str, Sequence[Count]] = field(default_factory=dict[str, Sequence[Count]])
    """Incident id → its counts."""
    totals: Sequence[Count] = ()
    origins: Sequence[Origin] = ()
    shape: int = 0
    """Differs whenever reports, statements or what was derived was replaced."""
    shifts: Sequence[frozenset[str]] = ()
    """The statements whose visibility changed, ruling by ruling, since the shape did."""
    worded: int = 0
    """Differs whenever the shape does, a person would have a statement otherwise, or who may see one changed."""
    edition: int = 0
    """Differs whenever anything was replaced, a ruling among it."""

    def take_reports(self, reports: Iterable[Report]) -> None:
        """New reports."""
        self.reports = {**self.reports, **{one.id: one for one in reports}}
        self._changed(shape=True)

    def take_readings(
        self, statements: Mapping[str, Sequence[Statement]], principals: Iterable[Principal], actors: Iterable[Actor]
    ) -> None:
        """What reports say by their newest readings: report → statements, in the order of the text."""
        gone = {one for report in statements for one in self.of_report.get(report, ())}
        kept = {id: one for id, one in self.statements.items() if id not in gone}
        self.statements = kept | {one.id: one for held in statements.values() for one in held}
        self.of_report = {**self.of_report, **{report: [one.id for one in held] for report, held in statements.items()}}
        others = {report: one for report, one in self.principals.items() if report not in statements}
        self.principals = others | {one.report: one for one in principals}
        self.local_actors = {**self.local_actors, **{one.id: one for one in actors}}
        ranked = sorted((-urgency(one), one.id) for one in self.statements.values())
        self.order = [id for _, id in ranked]
        self.place = {id: place for place, id in enumerate(self.order)}
        self.waiting = frozenset(filter(self.waits, self.order))
        self._changed(shape=True)

    def take_decisions(self, decisions: Sequence[Decision]) -> None:
        """New rulings, oldest first."""
        on: dict[str, Sequence[Decision]] = {}
        for decision in decisions:
            for target in decision.targets:
                on[target] = (*on.get(target, self.decisions.get(target, ())), decision)
        visible = {
            one: self.visibility(one)
            for target in on
            for one in self.of_report.get(target, (target,))
            if one in self.statements
        }
        self.decisions = {**self.decisions, **on}
        standing = {target: on_each(held).get(target, ()) for target, held in on.items()}
        holding = {target: found for target, held in standing.items() if (found := settled(held)) is not None}
        self.standing = {**self.standing, **standing}
        self.rulings = {one: held for one, held in self.rulings.items() if one not in on} | holding
        ruled = {one.targets: one for one in decisions if one.subject == "pair"}
        self.pairs = {**{pair: one for pair, one in self.pairs.items() if pair not in ruled}, **ruled}
        before = self.amended
        self.amended = (before - on.keys()) | {one for one, held in holding.items() if held.amendment}
        self.made = (*self.made, *decisions)
        self.waiting = (self.waiting - on.keys()) | {one for one in on if one in self.statements and self.waits(one)}
        moved = {one for one, held in visible.items() if self.visibility(one) != held}
        if moved:
            self.shifts = (*self.shifts, frozenset(moved))
        self._changed(shape=False, worded=bool(moved) or not on.keys().isdisjoint(before | self.amended))

    def take_linked(self, incidents: Iterable[Incident], actors: Iterable[Actor], origins: Iterable[Origin]) -> None:
        """What the newest link derived, in place of what an earlier one did."""
        self.incidents = {one.number: one for one in incidents}
        self.incident_of = {
            one: held.number for held in self.incidents.values() for one in (*held.concerned, *held.statements)
        }
        self.actors = {one.id: one for one in actors}
        self.joined = {member: one.id for one in self.actors.values() for member in one.members}
        self.origins = list(origins)
        self._changed(shape=True)

    def take_counted(self, counts: Iterable[Count]) -> None:
        """What the newest count derived, in place of what an earlier one did."""
        of: dict[str, list[Count]] = defaultdict(list)
        totals: list[Count] = []
        for one in counts:
            (of[one.incident] if one.incident else totals).append(one)
        self.counts_of, self.totals = dict(of), totals
        self._changed(shape=True)

    @property
    def outline(self) -> int:
        """Differs whenever the shape does, or who may see a statement changed."""
        return (self.shape << 24) + len(self.shifts)

    def as_ruled(self, id: str) -> Statement:
        """A statement as a person amended it, where one did."""
        one = self.statements[id]
        return one if id not in self.amended else amended(one, self.rulings[id].amendment or {})

    def visibility(self, id: str) -> Visibility:
        """Who may see a statement: as it or its report was ruled, whichever is the stricter."""
        one = self.statements[id]
        return visibility(one, self.standing) if {id, one.report} & self.standing.keys() else one.visibility

    def visibility_of_report(self, report: str) -> Visibility:
        """Who may see a report: everybody at the desk, unless a person ruled otherwise."""
        return report_visibility(report, self.standing)

    def waits(self, id: str, by: str = "") -> bool:
        """Whether a statement awaits somebody's review, or anybody's."""
        return awaits(id, self.decisions.get(id, ()), by=by, share=self.share) is not None

    def disputed(self, id: str) -> bool:
        """Whether readings of a statement differ, and nobody has settled it."""
        return len(self.standing.get(id, ())) > 1 and awaits(id, self.decisions[id], share=self.share) == "adjudication"

    def _changed(self, *, shape: bool, worded: bool = False) -> None:
        self.edition += 1
        self.worded += shape or worded
        if shape:
            self.shape, self.shifts = self.shape + 1, ()
