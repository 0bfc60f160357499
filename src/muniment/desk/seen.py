"""Seen: the record as far as somebody may see it; the one place where visibility is enforced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, TypeVar

from muniment import workflow
from muniment.account import within
from muniment.actor import Actor
from muniment.casebook import Hit
from muniment.count import Count, Counts
from muniment.decision import Decision
from muniment.desk.compared import Compared
from muniment.desk.index import Index, Part, named_in
from muniment.desk.remembering import Remembered, Worked
from muniment.desk.state import State
from muniment.errors import UnknownTarget
from muniment.incident import Copy, Incident, Link, Origin, Principal, original_at
from muniment.library import Casebook
from muniment.linking.finding import found_in
from muniment.publishing.gathering import WITHHELD
from muniment.publishing.withholding import blackened, unpointed
from muniment.report import Report
from muniment.statement import Statement, Visibility, of_values
from muniment.workflow import Basis, Ties

T = TypeVar("T")

FOUND = 300
"""Hits that a search gives at the most."""


class Seen:
    """What somebody sees of the record, for one request. What they do not see is to them as if it were not there."""

    def __init__(self, casebook: Casebook, state: State, index: Index, remembered: Remembered) -> None:
        self._casebook = casebook
        self._state = state
        self._remembered = remembered
        self.index = index
        self.sees: Visibility = index.sees
        self.compared = Compared(casebook, state, index)
        """What was compared in pairs, and ruled on them."""
        self.opened: set[str] = set()
        """The sealed statements and reports that were shown."""

    @property
    def edition(self) -> int:
        """Differs whenever anything that is seen may have changed."""
        return self._state.edition

    def aside(self) -> Seen:
        """The same, to work out what is kept: nothing of it counts as shown until a page shows it."""
        return Seen(self._casebook, self._state, self.index, self._remembered)

    # Statements

    def shows(self, id: str) -> bool:
        """Whether there is such a statement, and it is shown."""
        return id in self._state.statements and within(self._state.visibility(id), self.sees)

    def statement(self, id: str) -> Statement:
        """One statement as people ruled; raises `UnknownTarget`."""
        return self._open(self._state.as_ruled(self._checked(id)))

    def as_read(self, id: str) -> Statement:
        """One statement as it was read or entered; raises `UnknownTarget`."""
        return self._open(self._state.statements[self._checked(id)])

    def statements(self, ids: Iterable[str] | None = None) -> list[Statement]:
        """Those of these statements that are shown, as people ruled; all, in the order that helps most, for none."""
        wanted = self.index.order if ids is None else [one for one in ids if self.shows(one)]
        return [self._open(self._state.as_ruled(one)) for one in wanted]

    def of_report(self, report: str) -> list[str]:
        """The statements of a report that are shown, in the order of its text."""
        return [one for one in self._state.of_report.get(report, ()) if self.shows(one)]

    def ruling(self, target: str) -> Decision | None:
        """The decision that stands on a statement or a report."""
        return self._state.rulings.get(target)

    def rulings_on(self, target: str) -> Sequence[Decision]:
        """All that was ruled on a statement, a report or one of a pair, oldest first."""
        return self._state.decisions.get(target, ())

    def newest(self, number: int) -> list[Decision]:
        """The rulings on statements made last that are shown, newest first."""
        held = [one for one in self._state.newest if one.subject == "statement" and self.shows(one.targets[0])]
        return held[-number:][::-1]

    def waits(self, id: str) -> bool:
        """Whether a statement awaits review."""
        return self._state.waits(id)

    def progress(self) -> tuple[int, int]:
        """How many of the statements that are shown await review, and how many there are."""
        index = self.index
        if not index.hidden:
            return self._state.waiting, len(index.order)
        return sum(self.waits(one) for one in index.order), len(index.order)

    # Reports

    def shows_report(self, id: str) -> bool:
        """Whether there is such a report, and it is shown."""
        return id in self._state.reports and within(self._state.visibility_of_report(id), self.sees)

    def report(self, id: str) -> Report:
        """One report with its text, the words of what is not shown blackened; raises `UnknownTarget`."""
        if not self.shows_report(id):
            raise UnknownTarget(id)
        if self._state.visibility_of_report(id) == "sealed":
            self.opened.add(id)
        return self._blackened(self._casebook.report(id))

    def reports(self, ids: Iterable[str] | None = None) -> list[Report]:
        """Those of these reports that are shown, without their texts; all, in the order they came, for none."""
        wanted = self._state.reports if ids is None else ids
        return [self._titled(self._state.reports[one]) for one in wanted if self.shows_report(one)]

    def principal(self, report: str) -> Principal | None:
        """What a report is mainly about, where nothing of it is hidden."""
        found = self._state.principals.get(report)
        if found is None or not self.shows_report(report):
            return None
        if not (hidden := self.index.hidden_in.get(report)):
            return found
        black = {words for one in hidden for words in _words(self._state.as_ruled(one))}
        said = {passage.words for passage in of_values(found.slots)}
        return None if said & black or set(found.statements) & set(hidden) else found

    def visibility_of_report(self, report: str) -> Visibility:
        """Who may see a report."""
        return self._state.visibility_of_report(report)

    def review_of(self, report: str) -> tuple[int, int]:
        """How many statements of a report await review, and how many are shown."""
        held = self.of_report(report)
        return sum(map(self.waits, held)), len(held)

    # What stands together

    def incident(self, number: str) -> Incident:
        """One incident, with what is shown of it; raises `UnknownTarget`."""
        found = self.index.incidents.get(number.upper())
        if found is None:
            raise UnknownTarget(number)
        return found

    def incidents(self) -> list[Incident]:
        """The incidents of which something is shown."""
        return list(self.index.incidents.values())

    def incident_of(self, statement: str) -> str | None:
        """Number of the incident that a statement is told of, or concerns."""
        return self._state.incident_of.get(statement)

    def counts_of(self, incident: Incident) -> list[Count]:
        """The counts of an incident that rest on nothing hidden."""
        return [one for one in self._state.counts_of.get(incident.id, ()) if self._all_shown(one.statements)]

    def totals(self) -> list[Count]:
        """The counts over all incidents that rest on nothing hidden."""
        return [one for one in self._state.totals if self._all_shown(one.statements)]

    def links_of(self, incident: Incident) -> list[Link]:
        """What was compared with the tellings of an incident; nothing from reports of which something is hidden."""
        return self.compared.links_of(incident.statements)

    def origin_at(self) -> Callable[[str, int], str]:
        """What gives the report that had the words at a place of a report first."""
        make = lambda: original_at(self._state.origins)  # noqa: E731  a closure over the state at hand
        return self.remembered("originals", make, worded=True).value

    def copies_in(self, report: str) -> list[Copy]:
        """The passages that a report repeats from others; nothing from reports of which something is hidden."""
        make = lambda: _copies(self._state.origins)  # noqa: E731
        held = self.remembered("copies", make, worded=True).value.get(report, ())
        return [one for one in held if self.compared.opens(one.original) and self.compared.opens(report)]

    def actor(self, name: str) -> Actor:
        """The actor with this name or number; raises `UnknownActor`."""
        index = self.index
        id = index.numbers.get(name.upper())
        return index.actors[id] if id else found_in(list(index.actors.values()), name)

    def actors(self) -> list[Actor]:
        """The actors that what is shown mentions, joined across reports."""
        return list(self.index.actors.values())

    def relations(self) -> list[Statement]:
        """The ties that statements give, as people ruled; those that a person rejected are left out."""
        read, ruled = self._state.statements, self._state.as_ruled
        return [ruled(one) for one in self.index.order if read[one].kind == "relation" and not self.rejected(one)]

    def ties(self, name: str, on: date) -> Ties:
        """The ties of the actor with this name or number on a day; raises `UnknownActor`."""
        return workflow.ties_among(self.actor(name), self.relations(), self.actors(), on)

    def mentioned_in(self, statement: str) -> Iterator[tuple[Part, str]]:
        """The actors that a statement that is shown mentions, as the register joined them, and the part of each."""
        for part, actor, _ in named_in(self._state.as_ruled(self._checked(statement)), self._state.joined):
            if actor in self.index.actors:
                yield part, actor

    def type_of(self, statement: str) -> str:
        """The type of a statement that is shown, as people ruled."""
        return self._state.as_ruled(statement).type

    def actor_of(self, mention: str | None) -> Actor | None:
        """The joined actor of a mention."""
        return self.index.actors.get(self._state.joined.get(mention or "", ""))

    # Counting

    def basis(self) -> Worked[Basis]:
        """What counts start from: what is shown of the record, as people ruled; the last one where that takes long."""
        return self._remembered.get((self.sees, "basis"), self.edition, self._basis)

    def remembered(self, key: Hashable, make: Callable[[], T], *, worded: bool = False) -> Worked[T]:
        """What takes long to work out from what is shown; the last result, marked so, while a new one is made.

        `worded` where it does not change by rulings but those that amend.
        """
        edition = self._state.worded if worded else self.edition
        return self._remembered.get((self.sees, key), edition, make)

    def _basis(self) -> Basis:
        state, index = self._state, self.index
        ruled = (state.as_ruled(one) for one in index.order if self._counts(one))
        return workflow.basis_from(
            index.incidents.values(),
            ruled,
            reports=state.reports,
            origins=state.origins,
            kinds={id: one.kind for id, one in state.local_actors.items()},
            register=list(index.actors.values()),
            rulings=state.rulings,
        )

    def counts(self, by: Sequence[str], asked: Mapping[str, str]) -> Worked[Counts]:
        """A table of counts of what is shown; raises `BadChoice`."""
        narrowed = {name: value for name, value in asked.items() if value}
        basis = self.basis()
        key = (self.sees, "counts", tuple(by), tuple(sorted(narrowed.items())))
        made = self._remembered.get(key, basis.edition, lambda: workflow.counts_from(basis.value, by=by, **narrowed))
        return replace(made, current=made.current and basis.current)

    def rejected(self, id: str) -> bool:
        """Whether a person rejected or redacted a statement, so that nothing rests on it."""
        ruling = self.ruling(id)
        return ruling is not None and ruling.ruling in WITHHELD

    def _counts(self, id: str) -> bool:
        return self._state.as_ruled(id).countable and not self.rejected(id)

    def search(self, query: str, *, in_: Literal["reports", "statements"] = "reports") -> list[Hit]:
        """The best hits among what is shown, best first; words found only in what is hidden find nothing."""
        hits = self._casebook.search(query, in_=in_, limit=FOUND, marks=("\x02", "\x03"))
        if in_ == "statements":
            return [hit for hit in hits if self.shows(hit.id)]
        open_ = [hit for hit in hits if self.shows_report(hit.id)]
        return [hit for one in open_ if (hit := self._hit(one)) is not None]

    def _hit(self, hit: Hit) -> Hit | None:
        """A hit as it may be shown: in a report with hidden words only if none of what was found is among them."""
        hidden = self.index.hidden_in.get(hit.id)
        if not hidden:
            return hit
        found = {part.partition("\x03")[0].casefold() for part in hit.snippet.split("\x02")[1:]}
        text = self.report(hit.id).text.casefold()
        return replace(hit, snippet="") if found and all(word in text for word in found) else None

    def _checked(self, id: str) -> str:
        if not self.shows(id):
            raise UnknownTarget(id)
        return id

    def _open(self, statement: Statement) -> Statement:
        hidden = self.index.hidden
        if statement.id in self.index.sealed:
            self.opened.add(statement.id)
        return unpointed(statement, hidden) if hidden else statement

    def _all_shown(self, ids: Iterable[str]) -> bool:
        return not self.index.hidden or all(self.shows(one) for one in ids)

    def _blackened(self, report: Report) -> Report:
        hidden = self.index.hidden_in.get(report.id)
        if not hidden:
            return report
        as_ruled = self._state.as_ruled
        return blackened(report, map(as_ruled, hidden), map(as_ruled, self.of_report(report.id)))

    def _titled(self, report: Report) -> Report:
        """A report without its text; its title is looked up in the text only where something is hidden in it."""
        return report if report.id not in self.index.hidden_in else replace(self.report(report.id), text="")


def _copies(origins: Iterable[Origin]) -> Mapping[str, Sequence[Copy]]:
    found: dict[str, list[Copy]] = defaultdict(list)
    for origin in origins:
        for copy in origin.copies:
            found[copy.report].append(copy)
    return found


def _words(statement: Statement) -> set[str]:
    return {statement.trigger.words, *(passage.words for passage in of_values(statement.slots))}
