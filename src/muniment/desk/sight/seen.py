"""Seen: the record as far as somebody may see it; the one place where visibility is enforced."""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from muniment import workflow
from muniment.account import within
from muniment.actor import Actor
from muniment.casebook import Hit
from muniment.count import Count, Counts, Estimate, Series
from muniment.counting.series import Size
from muniment.desk.sight.index import Part, named_in
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.shown import Shown, words_in
from muniment.desk.sight.withheld import holds, origins_among, without_notes
from muniment.errand import Errand
from muniment.errors import UnknownTarget
from muniment.incident import Copy, Incident, Link, Origin, led_to, original_at
from muniment.linking.finding import found_in
from muniment.publishing.withholding import unpointed
from muniment.run import Entry, Refusal
from muniment.statement import Statement
from muniment.workflow import Basis, Ties

T = TypeVar("T")

LARGE = 20_000
"""Statements from which a question that was not asked before is not waited for."""

FOUND = 300
"""Hits that a search gives at the most."""


NUMBER = re.compile(r"[A-Z]+-A?\d+")
"""A number that people cite, of an incident or of an actor."""


class Seen(Shown):
    """What somebody sees of the record, for one request. What they do not see is to them as if it were not there."""

    # What stands together

    def incident(self, number: str) -> Incident:
        """One incident, with what is shown of it, by its number or by one that was merged into it; raises `UnknownTarget`."""
        held = self.index.incidents
        found = held.get(number.upper()) or held.get(self._led_to(number.upper()))
        if found is None:
            raise UnknownTarget(number)
        return found

    def numbers_incident(self, number: str) -> str:
        """The number that an incident has now which has or had this one; empty where there is none to be shown."""
        try:
            return self.incident(number).number
        except UnknownTarget:
            return ""

    def _led_to(self, number: str) -> str:
        """The number that holds now what one held that was merged into others; empty where nothing of it is shown."""
        held = list(self._casebook.citations())
        known = any(self.shows_target(member) for one in held if one.number == number for member in one.members)
        return led_to(held, number) if known else ""

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
        hidden = self.index.hidden_reports
        make = lambda: original_at(origins_among(self._state.origins, hidden))  # noqa: E731  a closure over the state at hand
        return self.remembered("originals", make, worded=True).value

    def copies_in(self, report: str) -> list[Copy]:
        """The passages that a report repeats from others; nothing from reports of which something is hidden."""
        make = lambda: _copies(self._state.origins)  # noqa: E731
        held = self.remembered("copies", make, worded=True).value.get(report, ())
        return [one for one in held if self.compared.opens(one.original) and self.compared.opens(report)]

    def actor(self, name: str) -> Actor:
        """The actor with this name, number or id, be it the id in one report; raises `UnknownActor`."""
        index = self.index
        id = index.numbers.get(name.upper())
        if id is None and NUMBER.fullmatch(name.upper()):
            id = index.numbers.get(self._led_to(name.upper()))
        if id is None and name.startswith(f"{Actor.PREFIX}_") and self.shows_target(name):
            id = self._state.joined.get(name, name)
        return index.actors.get(id or "") or found_in(list(index.actors.values()), name)

    def actors(self) -> list[Actor]:
        """The actors that what is shown mentions, joined across reports."""
        return list(self.index.actors.values())

    def actors_in(self, report: str) -> Mapping[str, str]:
        """Name → id of the actors as a report that is shown calls them; raises `UnknownTarget`."""
        held = self._casebook.actors(self.checked_report(report))
        return {name.words: one.id for one in held if self.shows_target(one.id) for name in one.names}

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

    # Counting

    def basis(self) -> Worked[Basis]:
        """What counts start from: what is shown of the record, as people ruled; the last one where that takes long."""
        return self.remembered("basis", self._basis)

    def _basis(self) -> Basis:
        state, index, hidden = self._state, self.index, self.index.hidden_reports
        ruled = (state.as_ruled(one) for one in index.order if self._counts(one))
        # An origin is named by the title of its first report.
        shown = state.reports if self.whole else {one.id: one for one in self.reports()}
        return workflow.basis_from(
            index.incidents.values(),
            ruled,
            reports=shown,
            origins=origins_among(state.origins, hidden) if hidden else state.origins,
            kinds={id: one.kind for id, one in state.local_actors.items()},
            register=list(index.actors.values()),
            rulings=state.rulings,
        )

    def series(self, window: Size, asked: Mapping[str, str | bool]) -> Worked[Series]:
        """How often incidents are told of in what is shown, over time; raises `BadChoice`."""
        key = ("series", window, tuple(sorted(asked.items())))
        return self.of_basis(key, lambda basis: workflow.series_from(basis, window, **asked))

    def log(self) -> list[Entry]:
        """What was done, oldest first; without its notes where anything is hidden, for they may name it."""
        held = self._casebook.log()
        return list(held if self.whole else without_notes(held))

    def errands(self, held: Iterable[Errand]) -> list[Errand]:
        """Tasks as they stand; why one stopped is not told where anything is hidden, for it may name that."""
        return [one if self.whole or one.event != "stopped" else replace(one, note="") for one in held]

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

    def counts(self, by: Sequence[str], asked: Mapping[str, str | bool]) -> Worked[Counts]:
        """A table of counts of what is shown; raises `BadChoice`."""
        key, make = _question(by, asked)
        return self.of_basis(key, make)

    def counts_soon(self, by: Sequence[str], asked: Mapping[str, str | bool]) -> Worked[Counts] | None:
        """As `counts`; `None` while a large record is being counted for the first time. Raises `BadChoice`."""
        key, make = _question(by, asked)
        return self.of_basis_soon(key, make)

    def of_basis(self, key: Hashable, make: Callable[[Basis], T]) -> Worked[T]:
        """What is worked out from what counts start from; it is of the moment that they are of."""
        return self.of_worked(key, self.basis(), make)

    def of_basis_soon(self, key: Hashable, make: Callable[[Basis], T]) -> Worked[T] | None:
        """As `of_basis`; `None` while it is worked out for the first time from a large record."""
        basis = self.basis()
        if len(basis.value.statements) < LARGE:
            return self.of_worked(key, basis, make)
        made = self._remembered.soon((self._view, key), basis.edition, lambda: make(basis.value))
        return None if made is None else replace(made, current=made.current and basis.current)

    def shapes(self) -> Mapping[str, object] | None:
        """The casebook's own outlines, as GeoJSON."""
        path = self._casebook.settings.shapes
        return None if path is None else _shapes(path, Path(path).stat().st_mtime_ns)

    def estimates(self) -> list[Estimate] | None:
        """The estimates as last asked for; `None` where they are of an earlier state of the record, or rest on what is hidden."""
        if not self._casebook.current("estimate") or self.index.hidden:
            return None
        return list(self._casebook.derived(Estimate, "estimate"))

    def refusals(self) -> list[Refusal]:
        """What was refused, newest last, without what is of a report that is not shown, or in which something is hidden."""
        closed = self.index.hidden_reports | self.index.hidden_in.keys()
        return [one for one in self._casebook.refusals() if one.subject not in closed]

    def originals(self) -> int:
        """How many originals the reports that are shown go back to."""
        held = [[one for one in origin.reports if self.shows_report(one)] for origin in self._state.origins]
        return sum(map(bool, held))

    def _counts(self, id: str) -> bool:
        return self._state.as_ruled(id).countable and not self.rejected(id)

    def search(self, query: str, *, in_: Literal["reports", "statements"] = "reports", limit: int = FOUND) -> list[Hit]:
        """The best hits among what is shown, best first; words found only in what is hidden find nothing."""
        hits = self._casebook.search(query, in_=in_, limit=limit, marks=("\x02", "\x03"))
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
        for one in self._sealed_in.get(hit.id, ()):
            if self._state.as_ruled(one).trigger.words in hit.snippet:
                self.opened.add(one)
        return hit

    @functools.cached_property
    def _sealed_in(self) -> Mapping[str, Sequence[str]]:
        """Report → its sealed statements that are shown."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.index.sealed:
            found[self._state.statements[one].report].append(one)
        return found

    def _may_find(self, hit: Hit, query: str) -> bool:
        """Whether a statement is found by words of its own, and not of a hidden one to which it points."""
        read = self._state.statements[hit.id]
        if not self.index.hidden or unpointed(read, self.index.hidden) is read:
            return True
        return holds(" ".join(words_in(unpointed(read, self.index.hidden))), query)


def _copies(origins: Iterable[Origin]) -> Mapping[str, Sequence[Copy]]:
    found: dict[str, list[Copy]] = defaultdict(list)
    for origin in origins:
        for copy in origin.copies:
            found[copy.report].append(copy)
    return found


def _question(by: Sequence[str], asked: Mapping[str, str | bool]) -> tuple[Hashable, Callable[[Basis], Counts]]:
    """What a table is remembered by, and how it is made."""
    review = {"yes": True, "no": False}
    narrowed = {
        name: review.get(str(value), value) if name == "reviewed" else value
        for name, value in asked.items()
        if value != ""
    }
    key = ("counts", tuple(by), tuple(sorted(narrowed.items())))
    return key, lambda basis: workflow.counts_from(basis, by=by, **narrowed)


@functools.lru_cache(4)
def _shapes(path: str, _changed: int) -> Mapping[str, object]:
    return json.loads(Path(path).read_text(encoding="utf-8"))
