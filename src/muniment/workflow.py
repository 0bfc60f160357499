"""The tasks: each reads the casebook, calls one room, writes back and leaves a Run."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from muniment.actor import Actor
from muniment.adding.opening import find
from muniment.adding.opening import read as read_file
from muniment.casebook import Casebook
from muniment.count import Count
from muniment.counting.ranges import Ground
from muniment.counting.ranges import count as counted
from muniment.decision import Decision, Ruling, decision_of, obeyed, reviews, standing
from muniment.dossier import Dossier
from muniment.errors import MunimentError, UnknownTarget, UnlikePair, UnreadableReport
from muniment.extracting.many import extracted, extractors, processes, read_many
from muniment.incident import Incident, Link, Origin, original_at
from muniment.linking.deriving import derived
from muniment.linking.finding import found_in
from muniment.linking.incidents import Read, take_in
from muniment.linking.matching import THRESHOLD
from muniment.linking.origins import shared_by
from muniment.linking.rulings import rulings
from muniment.linking.ties import Behind, Tie, behind, ties
from muniment.linking.weighing import weigh
from muniment.linking.weights import as_plain, shipped
from muniment.linking.workings import Workings
from muniment.publishing import EXPORTERS
from muniment.record import digest
from muniment.report import Report
from muniment.run import Entry, Refusal, Run, refusal_of, run_of
from muniment.seams import Extraction, Received
from muniment.settings import Settings, columns_from
from muniment.statement import Statement

VERSION = installed("muniment")
WORKINGS = "linking.duckdb"
"""The file inside a casebook that keeps what was compared; it may be deleted."""

DOSSIER = "dossier"
"""The folder inside a casebook that publications are written to."""

Progress = Callable[[str, int, int | None], None]
"""Told the task, how much is done, and how much there is where that is known."""


@dataclass(slots=True)
class Outcome:
    """How a task ended: what was made, what was refused, and which files to open."""

    task: str
    done: int = 0
    new: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    note: str = ""


def silent(_task: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


def now() -> str:
    """The time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def logged(casebook: Casebook, run: Run, *, note: str = "") -> Generator[Outcome]:
    """A task in the log: begun, then ended as it ended; a kill leaves it begun."""
    outcome = Outcome(task=run.task)
    entry = Entry(
        id=digest(Entry.PREFIX, run.id, datetime.now(UTC).isoformat()),
        run=run.id,
        task=run.task,
        started=now(),
        note=note,
    )
    casebook.keep([run, entry])
    try:
        yield outcome
    except BaseException as error:
        casebook.keep([_ended(entry, outcome, "stopped", note=f"{type(error).__name__}: {error}")])
        raise
    casebook.keep(outcome.refusals)
    casebook.keep([_ended(entry, outcome, "done_with_refusals" if outcome.refusals else "done", note=note)])


def _ended(entry: Entry, outcome: Outcome, how: Any, *, note: str) -> Entry:
    return Entry(
        id=entry.id,
        run=entry.run,
        task=entry.task,
        started=entry.started,
        finished=now(),
        outcome=how,
        done=outcome.done,
        refused=len(outcome.refusals),
        note=note,
    )


def received(paths: Sequence[str | Path], settings: Settings) -> Iterator[Received | UnreadableReport]:
    """What the files at these paths hold: reports with their bytes, and what could not be read."""
    mapping = _mapping(settings)
    for found in find(paths):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            yield from read_file(found, largest=settings.largest, mapping=mapping)


def _mapping(settings: Settings) -> Mapping[str, str] | None:
    return None if settings.columns is None else columns_from(Path(settings.columns))


def add(casebook: Casebook, paths: Sequence[str | Path], *, progress: Progress = silent) -> Outcome:
    """Files become reports. The same bytes are one report; what cannot be read is refused by name."""
    run = run_of("add", version=VERSION, settings={"largest": casebook.settings.largest})
    with logged(casebook, run, note=" ".join(str(path) for path in paths)) as outcome:
        for found in received(paths, casebook.settings):
            if isinstance(found, UnreadableReport):
                outcome.refusals.append(refusal_of("add", found.path, found.reason, hint=found.hint, run=run.id))
                continue
            outcome.done += 1
            outcome.new += casebook.keep_report(_by(found, run))
            progress("add", outcome.done, None)
    return outcome


def _by(found: Received, run: Run) -> Received:
    return replace(found, report=replace(found.report, run=run.id))


def extract(casebook: Casebook, *, jobs: int = 0, progress: Progress = silent) -> Outcome:
    """Reports become statements. Reports already read by the same rules are left; a kill loses no reading that was kept.

    `jobs` is the number of processes that read side by side; 0 leaves it to the machine and the work.
    """
    available = extractors(casebook.settings)
    run = run_of("extract", version=VERSION, settings={name: dict(one.settings) for name, one in available.items()})
    with logged(casebook, run) as outcome:
        total = casebook.unread_number(run.id)
        found = read_many(casebook.unread(run.id), casebook.settings, run.id, jobs=processes(jobs, total))
        for number, (report, extraction) in enumerate(found, start=1):
            casebook.keep_reading(
                report.id,
                run.id,
                extraction.statements,
                extraction.actors,
                extraction.refusals,
                extraction.principal,
            )
            outcome.done += 1
            outcome.new += len(extraction.statements)
            outcome.refusals += extraction.refusals
            progress("extract", number, total)
    return outcome


def link(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Statements become incidents, copies become origins, actors a register; people's decisions are obeyed.

    Only reports that are new, or were read or ruled on since, are described and compared again.
    """
    run = run_of(
        "link", version=VERSION, settings={"threshold": THRESHOLD, "shipped": digest("wt", as_plain(shipped()))}
    )
    with logged(casebook, run) as outcome, Workings(casebook.folder / WORKINGS) as workings:
        if casebook.fresh("link", run.id):
            outcome.note = "nothing changed since"
            return outcome
        mark = casebook.mark()
        decisions = tuple(casebook.decisions())
        ruled = rulings(decisions)
        readings = _linked_by(casebook, decisions)
        stale = workings.stale(readings)
        for done in take_in(workings, _read(casebook, sorted(stale), decisions), readings, ruled):
            progress("link", done, len(stale))
        workings.share(shared_by(workings.sheets(), lambda report: casebook.report(report).text, fresh=stale))
        found = derived(
            workings,
            weigh(workings, stale),
            ruled,
            actors=casebook.actors(),
            relations=obeyed(casebook.statements(kind="relation", countable=True), decisions),
            citations=tuple(casebook.citations()),
            letters=casebook.settings.letters,
            run=run.id,
        )
        casebook.keep_derived("link", run.id, found.nouns(), mark)
        outcome.done = len(found.incidents)
    return outcome


def _linked_by(casebook: Casebook, decisions: Sequence[Decision]) -> dict[str, str]:
    """Report → digest of all that its statements are linked by: its reading, and what people ruled in it."""
    on: dict[str, list[str]] = defaultdict(list)
    reports = casebook.report_of({target for decision in decisions for target in decision.targets})
    for decision in decisions:
        for report in {reports[target] for target in decision.targets if target in reports}:
            on[report].append(decision.id)
    return {report: digest("rd", VERSION, reading, on.get(report)) for report, reading in casebook.readings().items()}


def _read(casebook: Casebook, reports: Iterable[str], decisions: Sequence[Decision]) -> Iterator[Read]:
    for report in reports:
        yield Read(
            report=casebook.report(report),
            statements=tuple(obeyed(casebook.statements(report), decisions)),
            principal=next(casebook.principals(report), None),
        )


def count(casebook: Casebook, *, progress: Progress = silent) -> Outcome:
    """Statements become counts, by the rules of the record."""
    run = run_of("count", version=VERSION, settings={})
    with logged(casebook, run) as outcome:
        mark = casebook.mark()
        decisions = tuple(casebook.decisions())
        reports = {report.id: report for report in casebook.reports()}
        statements = {one.id: one for one in obeyed(casebook.statements(countable=True), decisions)}
        ground = Ground(
            reports=reports,
            original_at=original_at(casebook.derived(Origin, "link")),
            voice_kinds={actor.id: actor.kind for actor in casebook.actors()},
            joined={member: actor.id for actor in casebook.derived(Actor, "link") for member in actor.members},
            reviewed=frozenset(
                target for target, ruled in reviews(decisions).items() if ruled.ruling in ("accepted", "amended")
            ),
            run=run.id,
        )
        found = counted(list(casebook.derived(Incident, "link")), statements, ground)
        casebook.keep_derived("count", run.id, found, mark)
        progress("count", len(found), len(found))
        outcome.done = len(found)
    return outcome


def gathered(casebook: Casebook) -> Dossier:
    """Everything a publication draws on. What was rejected or redacted goes along, for publishing must blacken its words."""
    decisions = tuple(casebook.decisions())
    statements = list(casebook.statements())
    ruled = {one.id: one for one in obeyed(statements, decisions)}
    shapes = casebook.settings.shapes
    return Dossier(
        title=casebook.settings.title,
        made=now(),
        version=VERSION,
        reports=tuple(sorted(casebook.reports(), key=lambda report: (report.published or "9999", report.name))),
        statements=tuple(ruled.get(one.id, one) for one in statements),
        principals=tuple(casebook.principals()),
        actors=tuple(casebook.derived(Actor, "link")),
        incidents=tuple(casebook.derived(Incident, "link")),
        links=tuple(casebook.derived(Link, "link")),
        origins=tuple(casebook.derived(Origin, "link")),
        counts=tuple(casebook.derived(Count, "count")),
        decisions=decisions,
        refusals=tuple(casebook.refusals()),
        log=tuple(casebook.log()),
        shapes=None if shapes is None else json.loads(Path(shapes).read_text(encoding="utf-8")),
    )


def publish(casebook: Casebook, to: Path | None = None, *, progress: Progress = silent) -> Outcome:
    """The record becomes a page, tables and JSON Lines; what nobody reviewed is marked so."""
    folder = to or casebook.folder / DOSSIER
    run = run_of("publish", version=VERSION, settings={"exporters": sorted(EXPORTERS)})
    with logged(casebook, run, note=str(folder)) as outcome:
        dossier = gathered(casebook)
        folder.mkdir(parents=True, exist_ok=True)
        for number, exporter in enumerate(EXPORTERS.values(), start=1):
            outcome.files += exporter.write(dossier, folder)
            progress("publish", number, len(EXPORTERS))
        outcome.done = len(outcome.files)
    return outcome


def build(
    paths: Sequence[str | Path], folder: Path, settings: Settings, *, jobs: int = 0, progress: Progress = silent
) -> list[Outcome]:
    """The main job: add, extract, link, count and publish, in one go; safe to run again."""
    with Casebook.create(folder, settings) as casebook:
        outcomes = [add(casebook, paths, progress=progress), extract(casebook, jobs=jobs, progress=progress)]
        outcomes += [task(casebook, progress=progress) for task in (link, count, publish)]
        write_refusals(casebook)
    return outcomes


def write_refusals(casebook: Casebook) -> Path | None:
    """What was refused, one a line, beside the casebook; the file goes when nothing is refused any more."""
    path = casebook.folder.with_name(f"{casebook.folder.name}.refusals.tsv")
    lines = [
        "\t".join(
            part.replace("\t", " ").replace("\n", " ") for part in (found.subject, found.task, found.reason, found.hint)
        )
        for found in casebook.refusals()
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    path.write_text("\n".join(["subject\ttask\treason\thint", *lines]) + "\n", encoding="utf-8")
    return path


def read(paths: Sequence[str | Path], settings: Settings) -> Iterator[tuple[Report, Extraction] | UnreadableReport]:
    """What files say, without a casebook; nothing is kept."""
    available = extractors(settings)
    run = run_of("read", version=VERSION, settings={name: dict(one.settings) for name, one in available.items()})
    for found in received(paths, settings):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            yield found.report, extracted(found.report, available, run.id)


def rule(casebook: Casebook, ruling: Ruling, targets: tuple[str, str], *, by: str, reason: str = "") -> list[Decision]:
    """A person's ruling on two incidents, actors or statements, kept as rulings on pairs; earlier ones are superseded.

    Two incidents that are the same are so with all tellings that they have now. Raises `UnknownTarget` for what is not
    there, `UnlikePair` for an incident and an actor, `ContradictoryDecision` where it cannot stand beside the others.
    """
    run = run_of("rule", version=VERSION, settings={})
    with logged(casebook, run, note=f"{ruling}: {' '.join(targets)}") as outcome:
        left, right = (_targets(casebook, name) for name in targets)
        if left[0].partition("_")[0] != right[0].partition("_")[0]:
            raise UnlikePair(*targets)
        ends = [(left[0], right[0])]
        if ruling == "same":
            ends += [(left[0], other) for other in (*left[1:], *right[1:])]
        decisions = tuple(casebook.decisions())
        before = {one.targets: one.id for one in standing(decisions) if one.subject == "pair"}
        made = [
            decision_of(
                "pair", pair, ruling, by=by, at=now(), reason=reason, supersedes=before.get((min(pair), max(pair)))
            )
            for pair in ends
        ]
        rulings((*decisions, *made))
        outcome.done = casebook.keep(made)
    return made


def _targets(casebook: Casebook, name: str) -> list[str]:
    """What a person named: the first statement of each telling of an incident, an actor of one report, a statement."""
    number = name.upper()
    for incident in casebook.incidents():
        if number == incident.number:
            reports = casebook.report_of(incident.statements)
            return list({reports[one]: one for one in reversed(incident.statements) if one in reports}.values())[::-1]
    for actor in casebook.derived(Actor, "link"):
        if number == actor.number:
            return [actor.members[0]]
    if casebook.report_of([name]):
        return [name]
    raise UnknownTarget(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """The ties of one actor on a day, and who stood behind it then, by what voices say."""

    actor: Actor
    ties: Sequence[Tie]
    behind: Sequence[Behind]
    names: Mapping[str, str]
    """Id of an actor → its number and name."""


def ties_of(casebook: Casebook, name: str, on: date) -> Ties:
    """The ties of the actor with this name or number on a day; raises `UnknownActor` with the names that are near."""
    register = list(casebook.derived(Actor, "link"))
    actor = found_in(register, name)
    known = list(ties(obeyed(casebook.statements(kind="relation"), tuple(casebook.decisions())), register))
    return Ties(
        actor=actor,
        ties=[tie for tie in known if actor.id in (tie.subject, tie.object) and tie.on(on) is not None],
        behind=behind(known, actor.id, on),
        names={one.id: f"{one.name} ({one.number})" for one in register},
    )


def check(casebook: Casebook, *, progress: Progress = silent) -> list[MunimentError]:
    """Every passage and every byte read again against its hash; an empty list is a clean casebook."""
    return list(casebook.audit(progress=lambda done, total: progress("check", done, total)))


def statements_of(found: Iterable[tuple[Report, Extraction]]) -> Iterator[Statement]:
    """The statements of several readings, in order."""
    for _, extraction in found:
        yield from extraction.statements
