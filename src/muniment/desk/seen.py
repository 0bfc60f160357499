"""Seen: the record as far as somebody may see it; the one place where visibility is enforced."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypeVar

from muniment import workflow
from muniment.account import within
from muniment.actor import Actor
from muniment.casebook import Hit
from muniment.casebook.ledger import Sighting
from muniment.count import Count, Counts
from muniment.decision import Decision, amended
from muniment.desk.index import Index, by_type, origins_among, progress_of_reports
from muniment.desk.remembering import Remembered, Worked
from muniment.desk.state import State
from muniment.errors import UnknownTarget
from muniment.incident import Incident, Link, Origin, Principal
from muniment.library import Casebook
from muniment.linking.finding import found_in
from muniment.publishing.gathering import WITHHELD
from muniment.publishing.withholding import blackened, unpointed
from muniment.report import Report
from muniment.reviewing import Awaited, awaits
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
        self.opened: set[str] = set()
        """The sealed statements and reports that were shown."""

    @property
    def edition(self) -> int:
        """Differs whenever anything that is seen may have changed."""
        return self._state.edition

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
        shown = (one for one in reversed(self._state.made) if one.subject == "statement" and self.shows(one.targets[0]))
        return list(itertools.islice(shown, number))

    def made(self) -> list[Decision]:
        """All rulings on what is shown, newest first."""
        return [one for one in reversed(self._state.made) if self.shows_decision(one)]

    def words_of(self, targets: Iterable[str]) -> Mapping[str, str]:
        """Statement, report or actor that is shown → words by which a person knows it."""
        found: dict[str, str] = {}
        for one in targets:
            if self.shows(one):
                found[one] = self._state.as_ruled(one).trigger.words
            elif self.shows_report(one):
                found[one] = next((held.title or held.name for held in self.reports([one])), one)
            elif (actor := self.actor_of(one)) is not None:
                found[one] = actor.name
        return found

    def made_since(self, moment: str, by: str) -> int:
        """How many rulings on statements somebody made since a moment, ISO 8601 in UTC."""
        newer = itertools.takewhile(lambda one: one.at >= moment, reversed(self._state.made))
        return sum(one.by == by and one.subject == "statement" and one.ruling != "unsure" for one in newer)

    def shows_decision(self, decision: Decision) -> bool:
        """Whether all that was ruled on is shown."""
        return all(map(self.shows_target, decision.targets))

    def shows_target(self, target: str) -> bool:
        """Whether a statement, a report or an actor of one, by its id, is shown."""
        if target.startswith(f"{Report.PREFIX}_"):
            return self.shows_report(target)
        return self.shows(target) if target.startswith(f"{Statement.PREFIX}_") else self.actor_of(target) is not None

    def waits(self, id: str) -> bool:
        """Whether a statement awaits review."""
        return self._state.waits(id)

    def ordered(self, ids: Iterable[str]) -> list[str]:
        """Those of these statements that are shown, in the order that helps most."""
        return sorted((one for one in ids if self.shows(one)), key=self._state.place.__getitem__)

    def of_type(self, type: str) -> Sequence[str]:
        """The statements of a type or a family of types, as they were read, in the order that helps most."""
        return self.kept(("types", self.index.hidden), lambda: by_type(self._state, self.index)).value.get(type, ())

    @property
    def share(self) -> float:
        """The share of statements that a second person reads too."""
        return self._state.share

    def awaited(self, id: str, by: str) -> Awaited | None:
        """What a statement awaits of somebody."""
        return awaits(id, self.rulings_on(id), by=by, share=self.share)

    def would_be(self, id: str, amendment: Mapping[str, Any]) -> Statement:
        """One statement as it was read, amended so; raises `UnknownTarget`."""
        return self._open(amended(self._state.statements[self._checked(id)], amendment))

    def disputed(self) -> list[str]:
        """The statements that are shown and on which readings differ, in the order that helps most."""
        found = (id for id, held in self._state.standing.items() if len(held) > 1 and id in self._state.place)
        return sorted(
            (id for id in found if self.shows(id) and self._state.disputed(id)), key=self._state.place.__getitem__
        )

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

    def restricted_reports(self) -> frozenset[tuple[str, Visibility]]:
        """The reports that are shown, but not to everybody, each with who may see it."""
        return self.remembered(("levels", self.index.hidden_reports), self._restricted).value

    def _restricted(self) -> frozenset[tuple[str, Visibility]]:
        levels: dict[str, Visibility] = {
            one: self.visibility_of_report(one) for one in self._state.reports if self.shows_report(one)
        }
        return frozenset((one, level) for one, level in levels.items() if level != "public")

    def review_of(self, report: str) -> tuple[int, int]:
        """How many statements of a report await review, and how many are shown."""
        held = self.of_report(report)
        return sum(map(self.waits, held)), len(held)

    def progress_of_reports(self) -> Mapping[str, Mapping[str, int]]:
        """Report → how many of its statements are shown, await review, were ruled on, were entered, are disputed."""
        key = ("progress", self.index.hidden)
        return self.remembered(key, lambda: progress_of_reports(self._state, self.index.hidden)).value

    def origins(self) -> Mapping[str, Origin]:
        """Report → the origin it is of, with the reports and copies that are shown; none where nothing is repeated."""
        key = ("origins", self.index.hidden_reports)
        return self.kept(key, lambda: dict(origins_among(self._state.origins, self.shows_report))).value

    def report_of(self, statement: str) -> str:
        """The report that a statement is of."""
        return self._state.statements[statement].report

    def sightings(self, report: str) -> list[Sighting]:
        """Where a report came from when it came again."""
        return [one for one in self._casebook.sightings() if one.report == report and self.shows_report(report)]

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
        index, read = self.index, self._state.statements
        found: list[Link] = []
        for link in self._casebook.links_of(incident.statements):
            ends = [read[end].report for end in (link.left, link.right) if end in read and end not in index.hidden]
            if len(ends) == 2 and not any(one in index.hidden_in or one in index.hidden_reports for one in ends):
                found.append(link)
        return found

    def actor(self, name: str) -> Actor:
        """The actor with this name or number; raises `UnknownActor`."""
        index = self.index
        id = index.numbers.get(name.upper())
        return index.actors[id] if id else found_in(list(index.actors.values()), name)

    def actors(self) -> list[Actor]:
        """The actors that what is shown mentions, joined across reports."""
        return list(self.index.actors.values())

    def ties(self, name: str, on: date) -> Ties:
        """The ties of the actor with this name or number on a day; raises `UnknownActor`."""
        ruled = (
            self._state.as_ruled(one) for one in self.index.order if self._state.statements[one].kind == "relation"
        )
        rejected = (one for one in ruled if not self.rejected(one.id))
        return workflow.ties_among(self.actor(name), rejected, self.actors(), on)

    def actor_of(self, mention: str | None) -> Actor | None:
        """The joined actor of a mention."""
        return self.index.actors.get(self._state.joined.get(mention or "", ""))

    # Counting

    def basis(self) -> Worked[Basis]:
        """What counts start from: what is shown of the record, as people ruled; the last one where that takes long."""
        return self._remembered.get((self.sees, "basis"), self.edition, self._basis)

    def remembered(self, key: Hashable, make: Callable[[], T]) -> Worked[T]:
        """What takes long to work out from what is shown; the last result, marked so, while a new one is made."""
        return self._remembered.get((self.sees, key), self.edition, make)

    def kept(self, key: Hashable, make: Callable[[], T]) -> Worked[T]:
        """The same for what a ruling leaves as it is: made anew only when what is in the record has another shape."""
        return self._remembered.get((self.sees, "shape", key), self._state.shape, make)

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

    def search(self, query: str, *, in_: Literal["reports", "statements"] = "reports", limit: int = FOUND) -> list[Hit]:
        """The best hits among what is shown, best first; words found only in what is hidden find nothing."""
        hits = self._casebook.search(query, in_=in_, limit=limit, marks=("\x02", "\x03"))
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


def _words(statement: Statement) -> set[str]:
    return {statement.trigger.words, *(passage.words for passage in of_values(statement.slots))}
