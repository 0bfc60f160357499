"""Seen: the record as far as somebody may see it; the one place where visibility is enforced."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from muniment import workflow
from muniment.account import within
from muniment.actor import Actor
from muniment.casebook import Hit
from muniment.count import Count, Counts, Series
from muniment.counting.series import Size
from muniment.decision import Decision
from muniment.desk.index import Index
from muniment.desk.remembering import Remembered, Worked
from muniment.desk.state import State
from muniment.desk.withheld import holds, origins_among, told, without_notes
from muniment.errors import UnknownTarget
from muniment.incident import Incident, Link, Principal
from muniment.library import Casebook
from muniment.linking.finding import found_in
from muniment.publishing.gathering import WITHHELD
from muniment.publishing.withholding import blackened, unpointed
from muniment.report import Report
from muniment.reviewing import Awaited, awaits
from muniment.run import Entry
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

    def unopened(self, id: str) -> Statement:
        """A statement that is shown, as people ruled, for whoever sifts many and shows few: it is not noted as read."""
        return self._state.as_ruled(self._checked(id))

    def of_report(self, report: str) -> list[str]:
        """The statements of a report that are shown, in the order of its text."""
        return [one for one in self._state.of_report.get(report, ()) if self.shows(one)]

    def ruling(self, target: str) -> Decision | None:
        """The decision that stands on a statement or a report."""
        return self._state.rulings.get(target)

    def rulings_on(self, target: str) -> Sequence[Decision]:
        """All that was ruled on a statement, a report or one of a pair, oldest first; nothing on what is not shown."""
        return [made for one in self._state.decisions.get(target, ()) if (made := self._told(one)) is not None]

    def review(self, id: str) -> tuple[str, ...]:
        """How a statement stands with people: what was ruled on it, and whether it waits."""
        ruling = self._state.rulings.get(id)
        return (*([ruling.ruling] if ruling else []), *(["waiting"] if self.waits(id) else []))

    def decisions(self) -> list[Decision]:
        """All rulings, oldest first; none on what is not shown."""
        made = [found for one in self._casebook.decisions() if (found := self._told(one)) is not None]
        self.opened |= self.index.sealed & {target for one in made for target in one.targets}
        return made

    def decision(self, id: str) -> Decision:
        """One ruling on what is shown; raises `UnknownTarget`."""
        try:
            found = self._told(self._casebook.decision(id))
        except KeyError as error:
            raise UnknownTarget(id) from error
        if found is None:
            raise UnknownTarget(id)
        return found

    def log(self) -> list[Entry]:
        """What was done, oldest first; without its notes where anything is hidden, for they may name it."""
        held = self._casebook.log()
        return list(held if self.whole else without_notes(held))

    def publication(self) -> Path | None:
        """The page that was last published, where there is one and everything in it may be seen.

        A dossier shows what is restricted, and nothing that was sealed when it was made.
        """
        page = self._casebook.folder / workflow.DOSSIER / "index.html"
        if not page.exists() or not within("restricted", self.sees):
            return None
        hidden = self.index.hidden | self.index.hidden_reports
        ruled = [one.at for target in hidden for one in self._state.decisions.get(target, ())]
        made = datetime.fromtimestamp(page.stat().st_mtime, UTC).isoformat(timespec="seconds")
        return page if max(ruled, default="") < made else None

    @property
    def whole(self) -> bool:
        """Whether nothing of the record is hidden."""
        return not self.index.hidden and not self.index.hidden_reports

    def newest(self, number: int) -> list[Decision]:
        """The rulings on statements made last that are shown, newest first."""
        held = [one for one in self._state.newest if one.subject == "statement"]
        return [made for one in held if (made := self._told(one)) is not None][-number:][::-1]

    def waits(self, id: str) -> bool:
        """Whether a statement awaits review."""
        return self._state.waits(id)

    def progress(self) -> tuple[int, int]:
        """How many of the statements that are shown await review, and how many there are."""
        index = self.index
        if not index.hidden:
            return self._state.waiting, len(index.order)
        return sum(self.waits(one) for one in index.order), len(index.order)

    @property
    def share(self) -> float:
        """The share of statements that a second person reads too."""
        return self._state.share

    def awaited(self, id: str, by: str) -> Awaited | None:
        """What a statement awaits of somebody."""
        return awaits(id, self.rulings_on(id), by=by, share=self.share)

    # Reports

    def shows_report(self, id: str) -> bool:
        """Whether there is such a report, and it is shown."""
        return id in self._state.reports and within(self._state.visibility_of_report(id), self.sees)

    def checked_report(self, id: str) -> str:
        """The id of a report that is shown; raises `UnknownTarget`."""
        if not self.shows_report(id):
            raise UnknownTarget(id)
        return id

    def report(self, id: str) -> Report:
        """One report with its text, the words of what is not shown blackened; raises `UnknownTarget`."""
        self.checked_report(id)
        if self._state.visibility_of_report(id) == "sealed":
            self.opened.add(id)
        if self.index.sealed:  # its text shows their words
            self.opened |= self.index.sealed & set(self.of_report(id))
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
        if said & black or set(found.statements) & set(hidden):
            return None
        return replace(found, reasons=())  # they quote the text around

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

    def _basis(self) -> Basis:
        state, index, hidden = self._state, self.index, self.index.hidden_reports
        ruled = (state.as_ruled(one) for one in index.order if self._counts(one))
        return workflow.basis_from(
            index.incidents.values(),
            ruled,
            reports=state.reports
            if self.whole
            else {one.id: one for one in self.reports()},  # an origin is named by its title
            origins=origins_among(state.origins, hidden) if hidden else state.origins,
            kinds={id: one.kind for id, one in state.local_actors.items()},
            register=list(index.actors.values()),
            rulings=state.rulings,
        )

    def series(self, window: Size, asked: Mapping[str, str | bool]) -> Worked[Series]:
        """How often incidents are told of in what is shown, over time; raises `BadChoice`."""
        basis = self.basis()
        key = (self.sees, "series", window, tuple(sorted(asked.items())))
        made = self._remembered.get(key, basis.edition, lambda: workflow.series_from(basis.value, window, **asked))
        return replace(made, current=made.current and basis.current)

    def counts(self, by: Sequence[str], asked: Mapping[str, str | bool]) -> Worked[Counts]:
        """A table of counts of what is shown; raises `BadChoice`."""
        narrowed = {name: value for name, value in asked.items() if value != ""}
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
            found = [hit for hit in hits if self.shows(hit.id)]
            self.opened |= self.index.sealed & {hit.id for hit in found}
            return [hit for hit in found if self._may_find(hit, query)]
        open_ = [hit for hit in hits if self.shows_report(hit.id)]
        return [made for hit in open_ if (made := self._hit(hit, query)) is not None]

    def _hit(self, hit: Hit, query: str) -> Hit | None:
        """A hit as it may be shown: of a report with hidden words only where its other words are what was asked for."""
        if hit.id in self.index.hidden_in:
            report = self.report(hit.id)
            return replace(hit, snippet="") if holds(f"{report.title or ''} \n {report.text}", query) else None
        for one in self.index.sealed & set(self.of_report(hit.id)):
            if self._state.as_ruled(one).trigger.words in hit.snippet:
                self.opened.add(one)
        return hit

    def _may_find(self, hit: Hit, query: str) -> bool:
        """Whether a statement is found by words of its own, and not of a hidden one to which it points."""
        read = self._state.statements[hit.id]
        if not self.index.hidden or unpointed(read, self.index.hidden) is read:
            return True
        return holds(" ".join(_words(unpointed(read, self.index.hidden))), query)

    def _told(self, decision: Decision) -> Decision | None:
        return decision if self.whole else told(decision, self.shows_any)

    def shows_any(self, id: str) -> bool:
        """Whether an id of any kind may be named."""
        if id.startswith("st_"):
            return self.shows(id)
        if id.startswith("rp_"):
            return self.shows_report(id)
        if id.startswith("ac_"):
            return id in self.index.actors or id in self.index.members
        return True

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
        # A statement that points to a hidden one stands on its words too, and must not open them.
        shown = (unpointed(as_ruled(one), self.index.hidden) for one in self.of_report(report.id))
        black = blackened(report, map(as_ruled, hidden), shown)
        # By the hash of the whole text, whoever guesses a black word would know that they guessed it.
        return replace(black, sha256="", text_sha256="")

    def _titled(self, report: Report) -> Report:
        """A report without its text; its title is looked up in the text only where something is hidden in it."""
        return report if report.id not in self.index.hidden_in else replace(self.report(report.id), text="")


def _words(statement: Statement) -> set[str]:
    return {statement.trigger.words, *(passage.words for passage in of_values(statement.slots))}
