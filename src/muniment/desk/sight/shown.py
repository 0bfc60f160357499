"""Shown: the statements and reports that somebody may see; here visibility is enforced."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self, TypeVar

from muniment.account import within
from muniment.actor import Actor
from muniment.casebook.ledger import Sighting
from muniment.decision import Decision, amended, grades
from muniment.desk.sight.compared import Compared
from muniment.desk.sight.index import Index, by_type, progress_of_reports, repeated_in
from muniment.desk.sight.remembering import Remembered, Worked
from muniment.desk.sight.sources import Source, sources_among
from muniment.desk.sight.state import State
from muniment.desk.sight.withheld import told
from muniment.errors import UnknownTarget
from muniment.incident import Origin, Principal
from muniment.library import Casebook
from muniment.publishing.gathering import WITHHELD
from muniment.publishing.withholding import blackened, unpointed
from muniment.report import SOURCE, Report
from muniment.reviewing import Awaited, awaits
from muniment.statement import Statement, Visibility, of_values

S = TypeVar("S")
T = TypeVar("T")


class Shown:
    """What somebody sees of the reports and what they say, for one request."""

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

    def aside(self) -> Self:
        """The same, to work out what is kept: nothing of it counts as shown until a page shows it."""
        return type(self)(self._casebook, self._state, self.index, self._remembered)

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

    def peeked(self, id: str, *, ruled: bool = True) -> Statement:
        """One statement as people ruled, or as it was read, to count it and not to show it; raises `UnknownTarget`."""
        return self._state.as_ruled(self._checked(id)) if ruled else self._state.statements[self._checked(id)]

    def of_report(self, report: str) -> list[str]:
        """The statements of a report that are shown, in the order of its text."""
        return [one for one in self._state.of_report.get(report, ()) if self.shows(one)]

    def ruling(self, target: str) -> Decision | None:
        """The decision that stands on a statement or a report."""
        return self._state.rulings.get(target)

    def rulings_on(self, target: str) -> Sequence[Decision]:
        """All that was ruled on a statement, a report or one of a pair, oldest first; nothing on what is not shown."""
        return self.told(self._state.decisions.get(target, ()))

    def review(self, id: str) -> tuple[str, ...]:
        """How a statement stands with people: what was ruled on it, and whether it waits."""
        ruling = self._state.rulings.get(id)
        return (*([ruling.ruling] if ruling else []), *(["waiting"] if self.waits(id) else []))

    def decision(self, id: str) -> Decision:
        """One ruling on what is shown; raises `UnknownTarget`."""
        try:
            found = self.told([self._casebook.decision(id)])
        except KeyError as error:
            raise UnknownTarget(id) from error
        if not found:
            raise UnknownTarget(id)
        return found[0]

    @property
    def whole(self) -> bool:
        """Whether nothing of the record is hidden."""
        return not self.index.hidden and not self.index.hidden_reports

    def made(self) -> list[Decision]:
        """All rulings on what is shown, newest first."""
        return self.told(reversed(self._state.made))

    def words_of(self, targets: Iterable[str]) -> Mapping[str, str]:
        """Statement, report, actor or source that is shown → words by which a person knows it."""
        found: dict[str, str] = {}
        for one in self.looked_at(targets):
            if self.shows(one):
                found[one] = self._state.as_ruled(one).trigger.words
            elif self.shows_report(one):
                found[one] = next((held.title or held.name for held in self.reports([one])), one)
            elif (actor := self.actor_of(one)) is not None:
                found[one] = actor.name
            elif (source := self.sources().get(one)) is not None:
                found[one] = source.name
        return found

    def looked_at(self, targets: Iterable[str]) -> list[str]:
        """The same ids; those of what is shown though it is sealed count as shown from now on."""
        held = list(targets)
        reports = (one for one in held if self.shows_report(one))
        self.opened |= self.index.sealed.intersection(held)
        self.opened |= {one for one in reports if self._state.visibility_of_report(one) == "sealed"}
        return held

    def made_since(self, moment: str, by: str) -> int:
        """On how many statements a ruling of somebody stands that they made since a moment, ISO 8601 in UTC."""
        held = {one.targets[0] for one in self._since(moment) if one.by == by and one.subject == "statement"}
        standing = (one for id in held for one in self._state.standing.get(id, ()))
        return len({one.targets[0] for one in standing if one.by == by and one.at >= moment and one.ruling != "unsure"})

    def rulings_since(self, moment: str) -> list[Decision]:
        """The rulings on statements that are shown that were made since a moment, ISO 8601 in UTC; newest first."""
        return self.told(one for one in self._since(moment) if one.subject == "statement")

    def _since(self, moment: str) -> Iterator[Decision]:
        return itertools.takewhile(lambda one: one.at >= moment, reversed(self._state.made))

    def shows_target(self, target: str) -> bool:
        """Whether an id of any kind may be named."""
        if target.startswith(f"{Report.PREFIX}_"):
            return self.shows_report(target)
        if target.startswith(f"{SOURCE}_"):
            return target in self.sources()
        if target.startswith(f"{Actor.PREFIX}_"):
            return self.whole or target in self.index.actors or target in self.index.members
        return self.shows(target) if target.startswith(f"{Statement.PREFIX}_") else True

    def told(self, decisions: Iterable[Decision]) -> list[Decision]:
        """Those of these rulings that are on what is shown, without reasons and values that point to what is not."""
        if self.whole:
            return list(decisions)
        return [found for one in decisions if (found := told(one, self.shows_target)) is not None]

    def waits(self, id: str) -> bool:
        """Whether a statement awaits review."""
        return id in self._state.waiting

    def awaiting(self, by: str, after: str = "", among: Sequence[str] | None = None) -> Iterator[str]:
        """The statements that await somebody's review, of all or among these: those behind one first, then those before it."""
        order = self.index.order if among is None else among
        start = order.index(after) + 1 if after in order else 0
        for place in itertools.chain(range(start, len(order)), range(start)):
            one = order[place]
            if one != after and one in self._state.waiting and self._state.waits(one, by):
                yield one

    def ordered(self, ids: Iterable[str]) -> list[str]:
        """Those of these statements that are shown, in the order that helps most."""
        return sorted((one for one in ids if self.shows(one)), key=self._state.place.__getitem__)

    def of_type(self, type: str) -> Sequence[str]:
        """The statements of a type or a family of types, as they were read, in the order that helps most."""
        return self.kept("types", lambda: by_type(self._state, self.index)).value.get(type, ())

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
        return len(self._state.waiting - self.index.hidden), len(self.index.order)

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

    def sources(self) -> Mapping[str, Source]:
        """Who put out the reports that are shown, by id, those of most reports first."""
        hidden, reports = self.index.hidden_reports, self._state.reports
        make = lambda: sources_among(one for id, one in reports.items() if id not in hidden)  # noqa: E731
        return self.kept("sources", make).value

    def grade(self, source: str) -> Decision | None:
        """The ruling on how far a source that is shown can be relied on; none where nobody graded it."""
        return grades(self.rulings_on(source)).get(source)

    def number_of_reports(self) -> int:
        """How many reports are shown."""
        return len(self._state.reports) - len(self.index.hidden_reports)

    def reports_from(self, number: int) -> list[str]:
        """The ids of the reports that are shown from this one on, the first is 0, in the order they came."""
        shown = (one for one in self._state.reports if one not in self.index.hidden_reports)
        return list(itertools.islice(shown, number, None))

    def principal(self, report: str) -> Principal | None:
        """What a report is mainly about, where nothing of it is hidden."""
        found = self._state.principals.get(report)
        if found is None or not self.shows_report(report):
            return None
        if not (hidden := self.index.hidden_in.get(report)):
            return found
        black = {words for one in hidden for words in words_in(self._state.as_ruled(one))}
        said = {passage.words for passage in of_values(found.slots)}
        if said & black or set(found.statements) & set(hidden):
            return None
        return replace(found, reasons=())  # they quote the text around

    def visibility_of_report(self, report: str) -> Visibility:
        """Who may see a report."""
        return self._state.visibility_of_report(report)

    def restricted_reports(self) -> frozenset[tuple[str, Visibility]]:
        """The reports that are shown, but not to everybody, each with who may see it."""
        levels: Iterator[tuple[str, Visibility]] = (
            (one, self.visibility_of_report(one)) for one in self._state.reports if self.shows_report(one)
        )
        return self.remembered("levels", lambda: frozenset(one for one in levels if one[1] != "public")).value

    def review_of(self, report: str) -> tuple[int, int]:
        """How many statements of a report await review, and how many are shown."""
        held = self.of_report(report)
        return sum(map(self.waits, held)), len(held)

    def progress_of_reports(self) -> Mapping[str, Mapping[str, int]]:
        """Report → how many of its statements are shown, await review, were ruled on, were entered, are disputed."""
        state, hidden = self._state, self.index.hidden
        make = lambda: progress_of_reports(state, hidden, state.reports)  # noqa: E731
        held = self.remembered(("progress", hidden), make).value
        # What came since the last result is not in it.
        fresh = state.reports.keys() - held.keys()
        return {**held, **progress_of_reports(state, hidden, fresh)} if fresh else held

    def origins(self) -> Mapping[str, Origin]:
        """Report → the origin it is of, with the reports and copies that are shown; none where nothing is repeated."""
        hidden = self.index.hidden_reports
        return self.kept("origins", lambda: dict(repeated_in(self._state.origins, hidden))).value

    def report_of(self, statement: str) -> str:
        """The report that a statement is of."""
        return self._state.statements[statement].report

    def sightings(self, report: str) -> list[Sighting]:
        """Where a report came from when it came again."""
        return [one for one in self._casebook.sightings() if one.report == report and self.shows_report(report)]

    # What is asked again and again

    def actor_of(self, mention: str | None) -> Actor | None:
        """The joined actor of a mention."""
        return self.index.actors.get(self._state.joined.get(mention or "", ""))

    def remembered(self, key: Hashable, make: Callable[[], T], *, worded: bool = False) -> Worked[T]:
        """What takes long to work out from what is shown; the last result, marked so, while a new one is made.

        No result outlives the view it was made from: what is hidden now is in none.

        `worded` where it does not change by rulings but those that amend.
        """
        edition = self._state.worded if worded else self.edition
        return self._remembered.get((self._view, key), edition, make)

    def kept(self, key: Hashable, make: Callable[[], T]) -> Worked[T]:
        """The same for what a ruling leaves as it is: made anew only when the record has another outline."""
        return self._remembered.get((self._view, "outline", key), self._state.outline, make)

    def of_worked(self, key: Hashable, held: Worked[S], make: Callable[[S], T]) -> Worked[T]:
        """What is worked out from what was worked out before; it is of the moment that that is of."""
        made = self._remembered.get((self._view, key), held.edition, lambda: make(held.value))
        return replace(made, current=made.current and held.current)

    @property
    def _view(self) -> Hashable:
        return self.sees, self.index.hidden, self.index.hidden_reports

    def rejected(self, id: str) -> bool:
        """Whether a person rejected or redacted a statement, so that nothing rests on it."""
        ruling = self.ruling(id)
        return ruling is not None and ruling.ruling in WITHHELD

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
        return blackened(report, map(as_ruled, hidden), shown)

    def _titled(self, report: Report) -> Report:
        """A report without its text; its title is looked up in the text only where something is hidden in it, and once."""
        if report.id not in self.index.hidden_in:
            return report
        known = self.remembered(("titles", self.index.hidden), dict[str, Report], worded=True).value
        if report.id not in known:
            known[report.id] = replace(self.report(report.id), text="")
        return known[report.id]


def words_in(statement: Statement) -> set[str]:
    """The words that a statement stands on."""
    return {statement.trigger.words, *(passage.words for passage in of_values(statement.slots))}
