"""Tables of counts, asked of a casebook: any selection, over time, and who covers what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

from muniment.actor import LASTING, Actor, named_by
from muniment.casebook import Casebook
from muniment.count import Counts, Matrix, Series
from muniment.counting.coverage import coverage, matrix
from muniment.counting.selecting import Selection
from muniment.counting.series import Size, series
from muniment.counting.slicing import sliced
from muniment.counting.tallies import Ground
from muniment.decision import REVIEWED, Decision, hidden, obeyed, on_each, reviews
from muniment.errors import BadChoice
from muniment.incident import Incident, Origin, original_at, shown
from muniment.report import Report
from muniment.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What counting starts from: the incidents, what counts, and what is known beside."""

    incidents: Sequence[Incident]
    statements: Mapping[str, Statement]
    ground: Ground
    numbers: Mapping[str, str]
    """Number of a joined actor → its name."""


def basis_of(casebook: Casebook, *, run: str = "", published: bool = False) -> Basis:
    """What a casebook's counts start from: the statements as people ruled on them; to be published, none that is sealed."""
    decisions = tuple(casebook.decisions())
    closed = _closed_by(decisions) if published else frozenset[str]()
    found = [one for one in obeyed(casebook.statements(), decisions) if not (published and one.visibility == "sealed")]
    register = list(casebook.derived(Actor, "link"))
    return basis_from(
        casebook.derived(Incident, "link"),
        (one for one in found if one.countable),
        reports={report.id: report for report in casebook.reports() if report.id not in closed},
        origins=shown(casebook.derived(Origin, "link"), closed),
        kinds={actor.id: actor.kind for actor in casebook.actors()},
        register=list(named_by(register, found)) if published else register,
        rulings=reviews(decisions),
        run=run,
    )


def basis_from(
    incidents: Iterable[Incident],
    statements: Iterable[Statement],
    *,
    reports: Mapping[str, Report],
    origins: Iterable[Origin],
    kinds: Mapping[str, str],
    register: Sequence[Actor],
    rulings: Mapping[str, Decision],
    run: str = "",
) -> Basis:
    """What counts start from, put together: countable statements as ruled; `kinds` by actor of one report."""
    ground = Ground(
        reports=reports,
        original_at=original_at(origins),
        voice_kinds=kinds,
        joined={member: actor.id for actor in register for member in actor.members},
        reviewed=frozenset(target for target, ruled in rulings.items() if ruled.ruling in REVIEWED),
        run=run,
        names={member: actor.name for actor in register for member in (actor.id, *actor.members)},
        bodies=dict(_bodies(register)),
    )
    return Basis(
        incidents=list(incidents),
        statements={one.id: one for one in statements},
        ground=ground,
        numbers={actor.number: actor.name for actor in register if actor.number},
    )


def _closed_by(decisions: Iterable[Decision]) -> frozenset[str]:
    """The reports of which nothing may be published, since a person sealed or redacted them."""
    ruled = on_each(one for one in decisions if one.subject == "report")
    return frozenset(report for report in ruled if hidden(report, ruled))


def _bodies(register: Iterable[Actor]) -> Iterable[tuple[str, str]]:
    """Each proper name of a body, with the one it goes by; the body that has most members wins, where two share one."""
    for actor in sorted(register, key=lambda one: len(one.members)):
        if actor.kind in LASTING:
            proper = {name.words for name in actor.names if name.words[:1].isupper() and len(name.words) > 2}
            full = min((name for name in proper if " " in name and " of " not in name), key=len, default="")
            known = actor.name if actor.name[:1].isupper() else full or actor.name.capitalize()
            yield from ((name, known) for name in {actor.name, known, *proper})


MOST_WINDOWS = 120
"""Windows that a page can show."""

Narrowed: TypeAlias = str | bool | None


def counts_of(casebook: Casebook, *, by: Sequence[str] = (), **narrowed: Narrowed) -> Counts:
    """The table of a selection, by dimensions such as month, admin1 and type; raises `BadChoice`."""
    return counts_from(basis_of(casebook), by=by, **narrowed)


def counts_from(basis: Basis, *, by: Sequence[str] = (), **narrowed: Narrowed) -> Counts:
    """The table of a selection, from what counts start from; raises `BadChoice`."""
    return sliced(basis.incidents, basis.statements, basis.ground, by=by, selection=_selection(basis, narrowed))


def series_of(casebook: Casebook, size: Size = "month", **narrowed: Narrowed) -> Series:
    """How often incidents of a selection are told of, window by window; raises `BadChoice`."""
    return series_from(basis_of(casebook), size, **narrowed)


def series_from(basis: Basis, size: Size = "month", **narrowed: Narrowed) -> Series:
    """How often incidents of a selection are told of, from what counts start from; raises `BadChoice`."""
    asked = _selection(basis, narrowed)
    return series(basis.incidents, basis.statements, basis.ground, size=size, selection=asked)


def coverage_of(casebook: Casebook) -> Counts:
    """Which origin tells of which place and month."""
    basis = basis_of(casebook)
    return coverage(basis.incidents, basis.statements, basis.ground)


def matrix_of(casebook: Casebook) -> Matrix:
    """Which origin tells of which incident."""
    basis = basis_of(casebook)
    return matrix(basis.incidents, basis.statements, basis.ground)


PUBLISHED = (("month",), ("admin1",), ("agent",))
"""What the tables of a dossier are by."""


class Tables(TypedDict):
    """What a dossier shows of the counts beside those of each incident."""

    tables: tuple[Counts, ...]
    series: Series | None
    coverage: Counts
    matrix: Matrix


def tables_of(casebook: Casebook) -> Tables:
    """The tables of a dossier; what is sealed is in none of them."""
    return tables_from(basis_of(casebook, published=True))


def tables_from(basis: Basis) -> Tables:
    """The tables of a dossier, from what counts start from."""
    known = (basis.incidents, basis.statements, basis.ground)
    return Tables(
        tables=tuple(sliced(*known, by=by) for by in PUBLISHED),
        series=_readable(basis),
        coverage=coverage(*known),
        matrix=matrix(*known),
    )


def _readable(basis: Basis) -> Series | None:
    """The series by month; by year, where there are more months than a page can show."""
    sizes: tuple[Size, ...] = ("month", "year")
    for size in sizes:
        try:
            found = series(basis.incidents, basis.statements, basis.ground, size=size)
        except BadChoice:
            continue
        if len(found.windows) <= MOST_WINDOWS:
            return found
    return None


def _selection(basis: Basis, narrowed: Mapping[str, Narrowed]) -> Selection:
    """What is asked for; the number of an actor stands for its name."""
    agent = narrowed.get("agent")
    named = {"agent": basis.numbers.get(agent, agent)} if isinstance(agent, str) else {}
    return Selection(**{**narrowed, **named})  # pyright: ignore[reportArgumentType]  each is checked where it is asked
