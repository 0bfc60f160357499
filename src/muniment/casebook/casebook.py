"""Casebook: the folder that holds the record, to be read, searched, added to and audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from muniment.account import Account, Token, Visit
from muniment.actor import Actor
from muniment.casebook import auditing, carrying, chaining, database, folder, identity, reading, tables, writing
from muniment.casebook import bytes as sealed
from muniment.casebook import search as searching
from muniment.casebook.ledger import Derivation, Reading, Sighting
from muniment.casebook.search import Hit
from muniment.count import Count
from muniment.custody import Custody, Signature
from muniment.decision import Decision
from muniment.errand import Errand
from muniment.errors import CasebookMismatch, MunimentError
from muniment.incident import Citation, Incident, Link, Origin, Principal
from muniment.record import Noun
from muniment.report import Report
from muniment.run import Entry, Refusal, Run
from muniment.seams import Received
from muniment.settings import Settings, settings_from
from muniment.statement import Kind, Statement

N = TypeVar("N", bound=Noun)


class Casebook:
    """A folder of evidence, decisions and what is derived from them. Nothing in it is overwritten."""

    def __init__(self, path: Path) -> None:
        """Use `open` or `create`."""
        self.folder = path
        self._store = path / folder.REPORTS
        url = self.settings.database
        identity.check_place(path, url)
        self._engine = database.engine_for(path, url)
        try:
            folder.bring_up_to_date(self._engine, path)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: str | Path, settings: Settings | None = None) -> Self:
        """A new casebook in this folder; one that is there already is opened, with its own settings."""
        place = Path(path)
        if not folder.is_casebook(place):
            given = settings or Settings()
            folder.lay_out(place, replace(given, database=settings_from().database or given.database))
        return cls(place)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The casebook in this folder; raises `CasebookMismatch` where there is none that we can read."""
        if not folder.is_casebook(Path(path)):
            raise CasebookMismatch(
                f"{path} is not a casebook", hint=f"make one: muniment build REPORTS -o {path}, or name another folder"
            )
        return cls(Path(path))

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def settings(self) -> Settings:
        """The settings of `muniment.toml`, with what the environment overrides."""
        return settings_from(self.folder / folder.SETTINGS)

    @property
    def whole(self) -> carrying.Whole:
        """The whole record, to be carried elsewhere, or taken in from there."""
        return carrying.Whole(self._engine, self._store)

    # Keeping

    def keep(self, nouns: Iterable[Noun]) -> int:
        """Adds what is not there yet, all or none; the number added."""
        return writing.keep(self._engine, nouns)

    def keep_report(self, received: Received) -> bool:
        """Seals the bytes, then adds the report; whether it is new. A known one leaves a sighting."""
        sealed.seal(self._store, received.content, received.report.sha256)
        return writing.keep_report(self._engine, received.report)

    def keep_reading(
        self,
        report: str,
        run: str,
        statements: Sequence[Statement],
        actors: Sequence[Actor] = (),
        refusals: Sequence[Refusal] = (),
        principal: Principal | None = None,
    ) -> int:
        """Adds all that one run found in one report, all or none; the number of new statements.

        From then on it is this reading that stands. The run must have been kept. Raises `ValueError`
        for a statement of another report or run.
        """
        made = Reading(report=report, run=run, statements=len(statements), refused=len(refusals))
        return writing.keep_reading(self._engine, made, statements, actors, refusals, principal)

    def keep_decisions(self, made: Sequence[Decision], *, entered: Sequence[Statement] = ()) -> int:
        """Adds rulings, with the statements that a person enters by them, all or none; the number of new rulings.

        What each supersedes must be all that stands on its targets, and is looked at in the same transaction: raises
        `DecisionConflict` where somebody ruled meanwhile, or where one of them is on something else, and `UnknownTarget`
        where there is none of that id. An independent ruling looks at its reader's own only.
        """
        return writing.keep_decisions(self._engine, made, entered)

    def keep_derived(self, task: str, run: str, nouns: Iterable[Noun], fingerprint: str) -> int:
        """Puts a task's new results in the place of its old ones, all or none; the number of results.

        The run must have been kept.
        """
        made = Derivation(task=task, run=run, fingerprint=fingerprint)
        return writing.keep_derived(self._engine, made, nouns)

    # Evidence and claims

    def reports(self) -> Iterator[Report]:
        """Reports in the order they came."""
        return reading.reports(self._engine)

    def report(self, id: str) -> Report:
        """One report; raises `KeyError` where there is none."""
        return _only(reading.reports(self._engine, tables.reports.c.id == id), id)

    def content(self, report: Report) -> Path:
        """The file that holds a report's bytes as received."""
        return sealed.path_of(self._store, report.sha256)

    def unread(self, run: str) -> Iterator[Report]:
        """Reports whose newest reading, if they have one, is not by this run. Readings may be kept meanwhile."""
        return reading.unread(self._engine, run)

    def statements(
        self,
        report: str | None = None,
        *,
        kind: Kind | None = None,
        type: str | None = None,
        countable: bool | None = None,
        all: bool = False,
    ) -> Iterator[Statement]:
        """Statements in the order of report and trigger: of the newest reading of each report, or of all.

        Those that people entered stand whatever reads the report since; `entered` tells them apart.
        """
        asked = {"report": report, "kind": kind, "type": type, "countable": countable}
        given = {name: value for name, value in asked.items() if value is not None}
        return reading.statements(self._engine, given, superseded=all)

    def statement(self, id: str) -> Statement:
        """One statement, of whatever reading or as a person entered it; raises `KeyError` where there is none."""
        found = list(reading.statements(self._engine, {"id": id}, superseded=True))
        return _only(iter(sorted(found, key=lambda one: one.entered is None)), id)

    def entered(self) -> Iterator[Statement]:
        """The statements that people entered, in the order they came."""
        return reading.kept(self._engine, Statement, table=tables.entered)

    def actors(self, report: str | None = None, *, joined: bool = False) -> Iterator[Actor]:
        """Actors as single reports call them; or those joined across reports."""
        if joined:
            return self.derived(Actor)
        return reading.actors(self._engine, *([tables.actors.c.report == report] if report else []))

    def actor(self, id: str) -> Actor:
        """One actor as its report calls it; raises `KeyError` where there is none."""
        return _only(reading.actors(self._engine, tables.actors.c.id == id), id)

    def principals(self, report: str | None = None) -> Iterator[Principal]:
        """What each report is mainly about, by its newest reading; or what one is."""
        return reading.principals(self._engine, *([tables.principals.c.report == report] if report else []))

    def readings(self) -> dict[str, str]:
        """Report → the run of its newest reading; empty for one that nothing has read."""
        return reading.readings(self._engine)

    def replaced(self) -> set[str]:
        """The reports of which a later text was read: what nobody ruled on in them stands no longer."""
        return reading.replaced_by_later(self._engine)

    def report_of(self, statements: Iterable[str]) -> dict[str, str]:
        """Statement → its report, by their ids, for those that there are."""
        return reading.report_of(self._engine, statements)

    def decisions(self, *, after: int = 0, on: str | None = None) -> Iterator[Decision]:
        """What people ruled, newest last: all, those beyond the first so many, or those on one target."""
        table = tables.decisions
        conditions = [table.c.sequence > after] + ([] if on is None else [table.c.targets.contains(f'"{on}"')])
        return reading.kept(self._engine, Decision, *conditions)

    def decision(self, id: str) -> Decision:
        """One ruling; raises `KeyError` where there is none."""
        return _only(reading.kept(self._engine, Decision, tables.decisions.c.id == id), id)

    def news(self, noun: type[N], after: int = 0) -> tuple[list[N], int]:
        """What was kept of a noun beyond the first so many rows, oldest first, and how far that goes.

        Of reports all but the text, which may be a book each.
        """
        return reading.news(self._engine, noun, after)

    def entered_since(self, after: int = 0) -> tuple[list[Statement], int]:
        """The statements that people entered beyond the first so many, and how far that goes."""
        return reading.news(self._engine, Statement, after, table=tables.entered)

    def sightings(self) -> Iterator[Sighting]:
        """Reports that came again, from where."""
        return reading.kept(self._engine, Sighting)

    # What was derived

    def derived(self, noun: type[N], task: str | None = None) -> Iterator[N]:
        """The current results of one kind: Origin, Link, Incident, Count, Estimate, or Actor joined across reports."""
        table = tables.DERIVED[noun]
        conditions = [] if task is None else [table.c.task == task]
        return reading.kept(self._engine, noun, *conditions, table=table)

    def origins(self) -> Iterator[Origin]:
        """Which reports repeat one another."""
        return self.derived(Origin)

    def incidents(self) -> Iterator[Incident]:
        """Statements that stand together."""
        return self.derived(Incident)

    def citations(self) -> Iterator[Citation]:
        """What became of the numbers that people cite, oldest first."""
        return reading.kept(self._engine, Citation)

    def counts(self) -> Iterator[Count]:
        """Counts of each incident and in total."""
        return self.derived(Count)

    def fingerprint(self, task: str) -> str | None:
        """What a task's current results were derived from; none where it never ended."""
        found = reading.derivation(self._engine, task)
        return found.fingerprint if found else None

    def moment(self) -> str:
        """When the newest thing came that a page shows: by the chain, so that a copy of the record has the same."""
        return reading.moment(self._engine)

    def mark(self) -> str:
        """How far the record has come: differs whenever a report, reading, entered statement or decision was added."""
        return reading.mark(self._engine)

    def newest(self) -> str:
        """The mark, and how far derivations have come: differs whenever anything that a page shows was added."""
        return f"{self.mark()}.{reading.reached(self._engine, [tables.derivations])[0]}"

    def reached(self) -> dict[str, int]:
        """How many reports, readings and citations came so far: what the log notes at each moment."""
        wanted = (tables.reports, tables.readings, tables.citations)
        return dict(zip((table.name for table in wanted), reading.reached(self._engine, wanted), strict=True))

    def came(self, noun: type[N], *, after: int = 0, until: int | None = None) -> Iterator[N]:
        """What is kept for good of one kind, in the order it came: all, or those beyond so many and up to so many."""
        table = tables.KEPT[noun]
        conditions = [table.c.sequence > after, *([] if until is None else [table.c.sequence <= until])]
        return reading.kept(self._engine, noun, *conditions)

    def fresh(self, task: str, run: str) -> bool:
        """Whether a task's current results are by this run, and from the record as it stands: see `mark`."""
        found = reading.derivation(self._engine, task)
        return found is not None and (found.run, found.fingerprint) == (run, self.mark())

    def current(self, task: str) -> bool:
        """Whether a task's results are of the record as it stands; none at all are."""
        return self.fingerprint(task) in (None, self.mark())

    def links_of(self, ends: Iterable[str]) -> list[Link]:
        """What was compared with any of these statements or actors."""
        return reading.links_of(self._engine, ends)

    def links_near(self, of: Literal["statement", "actor"], weight: float, *, limit: int) -> list[Link]:
        """The links between statements, or between actors, whose weight is nearest to one; the nearest first."""
        return reading.links_near(self._engine, of, weight, limit=limit)

    # Who may come in

    def accounts(self) -> dict[str, Account]:
        """Name → account as it stands."""
        return {one.name: one for one in reading.kept(self._engine, Account)}

    def tokens(self) -> dict[str, Token]:
        """Key → token as it stands."""
        return {one.key: one for one in reading.kept(self._engine, Token)}

    def visits(self) -> Iterator[Visit]:
        """Who was shown what sealed material, oldest first."""
        return reading.kept(self._engine, Visit)

    def errands(self) -> dict[str, Errand]:
        """Id → how a task that was asked for at the desk stands, oldest first."""
        return {one.id: one for one in reading.kept(self._engine, Errand)}

    # What was done

    def custody(self) -> Iterator[Custody]:
        """The chain of custody, oldest link first."""
        return reading.kept(self._engine, Custody)

    def signatures(self) -> Iterator[Signature]:
        """Who signed for how far the chain had come, oldest first."""
        return reading.kept(self._engine, Signature)

    def head(self) -> Custody | None:
        """The last link of the chain of custody; none where nothing was kept yet."""
        with self._engine.connect() as connection:
            return chaining.head_of(connection)

    def runs(self) -> Iterator[Run]:
        """The tasks with the versions and settings under which they ran."""
        return reading.kept(self._engine, Run)

    def log(self) -> Iterator[Entry]:
        """What was done, oldest first; an entry without an end was killed, or is running still."""
        return reading.log(self._engine)

    def refusals(self) -> Iterator[Refusal]:
        """What was refused, save by readings of a report that a newer one has replaced."""
        return reading.refusals(self._engine)

    def number(self, of: type[Noun]) -> int:
        """How many there are of a noun; of statements, those that stand."""
        table = tables.KEPT.get(of, tables.DERIVED.get(of))
        if table is None:
            raise TypeError(f"a casebook keeps no {of.__name__}")
        if of is Statement:
            entered = reading.number(self._engine, tables.entered)
            return entered + reading.number(self._engine, table, reading.standing())
        return reading.number(self._engine, table)

    def unread_number(self, run: str) -> int:
        """How many reports `unread` gives."""
        return reading.number(self._engine, tables.reports, reading.not_read_by(run))

    # Finding and checking

    def search(
        self,
        query: str,
        *,
        in_: Literal["reports", "statements"] = "statements",
        limit: int = 20,
        marks: tuple[str, str] = ("[", "]"),
    ) -> list[Hit]:
        """The best hits, best first: all words must occur; "words in quotes" together; `arrest*` begins a word."""
        return searching.search(self._engine, query, where=in_, limit=limit, marks=marks)

    def audit(self, *, progress: auditing.Progress | None = None) -> Iterator[MunimentError]:
        """Hashes every byte, reads every passage and makes every id again; yields what does not hold."""
        return auditing.audit(self._engine, self._store, progress=progress)


def _only(found: Iterator[N], id: str) -> N:
    for noun in found:
        return noun
    raise KeyError(id)
