"""Incidents: the tellings of all reports, weighed against one another and joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from muniment.errors import ContradictoryDecision
from muniment.incident import Comparison, Link, Principal, link_of
from muniment.linking.bodies import body_key
from muniment.linking.clustering import clusters
from muniment.linking.copying import sheet_of
from muniment.linking.countries import Mentioned
from muniment.linking.describing import Description, describe
from muniment.linking.explaining import explained
from muniment.linking.matching import THRESHOLD
from muniment.linking.rulings import Pair, Rulings
from muniment.linking.rulings import pair as pair_of
from muniment.linking.telling import Telling, concerns, tellings
from muniment.linking.weighing import seen_between
from muniment.linking.weights import Weights
from muniment.linking.workings import Told, Weighed, Workings
from muniment.report import Report
from muniment.statement import Place, Statement

SHOWN = 3
"""Links kept of each telling to others of its incident, and to others that nearly are: the strongest."""

AT_ONCE = 500
"""Reports described between two writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A report with what was read in it, as people ruled."""

    report: Report
    statements: Sequence[Statement]
    principal: Principal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Tellings that stand together, and what is said about them that does not count."""

    tellings: Sequence[Told]
    concerned: Sequence[str]

    @property
    def day(self) -> int | None:
        """The first day it may have been, as far as its tellings say, in days from 1970-01-01."""
        days = [one.published if one.first is None else one.first for one in self.tellings]
        return min((day for day in days if day is not None), default=None)

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the acts and harms told of it."""
        return tuple(statement for telling in self.tellings for statement in telling.statements)


def take_in(workings: Workings, read: Iterable[Read], readings: Mapping[str, str], rulings: Rulings) -> Iterator[int]:
    """Describes reports and keeps their tellings and fingerprints; yields how many are done."""
    batch: list[Read] = []
    done = 0
    for one in read:
        batch.append(one)
        if len(batch) == AT_ONCE:
            _keep(workings, batch, readings, rulings)
            done += len(batch)
            batch = []
            yield done
    _keep(workings, batch, readings, rulings)
    yield done + len(batch)


def _keep(workings: Workings, batch: Sequence[Read], readings: Mapping[str, str], rulings: Rulings) -> None:
    workings.replace(
        {one.report.id: readings[one.report.id] for one in batch},
        (
            (_told(telling, row, founds=founds), row)
            for one in batch
            for founds, told in _tellings(one, rulings)
            for telling, row in describe(one.report, told, one.principal if founds else None)
        ),
        (sheet_of(one.report) for one in batch),
        (said for one in batch for said in _mentioned(one)),
    )


def _mentioned(one: Read) -> Iterator[Mentioned]:
    """The countries of the places that a report's statements name, and of those that it is mainly about."""
    main = [value for value in (one.principal.values("place") if one.principal else ()) if isinstance(value, Place)]
    mainly = {place.country for place in main}
    times = Counter(place.country for said in one.statements for place in said.places())
    times.update(place.country for place in main)
    for country, number in times.items():
        if country:
            yield Mentioned(report=one.report.id, country=country, times=number, mainly=country in mainly)


def _told(telling: Telling, row: Description, *, founds: bool) -> Told:
    parties = [party for said in telling.statements for slot in ("agent", "victim") for party in said.parties(slot)]
    return Told(
        id=row.id,
        report=row.report,
        founds=founds,
        statements=[said.id for said in telling.statements],
        concerned=[said.id for said in telling.concerned],
        actors=sorted({party.actor for party in parties if party.actor}),
    )


def _tellings(one: Read, rulings: Rulings) -> Iterator[tuple[bool, Sequence[Telling]]]:
    """What a report tells of that happened; and, each by itself, what it says that did not count and is of none of them."""
    told = tellings(one.report, one.statements, one.principal, rulings)
    yield True, told
    placed = {said.id for telling in told for said in telling.concerned}
    for said in one.statements:
        if concerns(said) and said.id not in placed:
            yield False, [Telling(one.report.id, [said])]


def cluster(workings: Workings, rulings: Rulings, *, threshold: float = THRESHOLD) -> list[Cluster]:
    """The tellings joined into incidents; what does not count goes to the incident it speaks of most clearly.

    Raises `ContradictoryDecision` where people's rulings cannot all be obeyed.
    """
    told = list(workings.tellings())
    founding = [one for one in told if one.founds]
    joined = clusters(founding, workings.weights, rulings, threshold=threshold)
    home = {telling.id: number for number, each in enumerate(joined) for telling in each}
    _check(joined, rulings)
    about = _concerned(told, home, workings, rulings)
    return [
        Cluster(
            tellings=each,
            concerned=(*(one for telling in each for one in telling.concerned), *about.get(number, ())),
        )
        for number, each in enumerate(joined)
    ]


def _check(joined: Iterable[Sequence[Told]], rulings: Rulings) -> None:
    """Raises `ContradictoryDecision` where two that were ruled different had to be joined through other rulings."""
    for each in joined:
        held = {statement: telling for telling in each for statement in telling.statements}
        for left, right in sorted(rulings.different):
            if left in held and right in held:
                mine = next((one for one in held[left].statements if one in rulings.group), left)
                theirs = next((one for one in held[right].statements if one in rulings.group), right)
                raise ContradictoryDecision(left, right, chain=list(dict.fromkeys([left, mine, theirs, right])))


def _concerned(
    told: Iterable[Told], home: Mapping[str, int], workings: Workings, rulings: Rulings
) -> Mapping[int, list[str]]:
    """Number of an incident → statements that do not count and weigh most with one of its tellings."""
    asides = {one.id: one for one in told if not one.founds}
    found: dict[int, list[str]] = defaultdict(list)
    placed: set[str] = set()
    for pair in workings.pairs(least=THRESHOLD):
        aside, other = (pair.one, pair.other) if pair.one in asides else (pair.other, pair.one)
        if aside in asides and aside not in placed and other in home and not rulings.apart(aside, other):
            placed.add(aside)
            found[home[other]].extend(asides[aside].statements)
    return found


def marks(joined: Iterable[Cluster], relations: Iterable[Statement]) -> Mapping[str, set[str]]:
    """Actor of a report → what it stands in: incidents, as its number in order, and bodies it is said to belong to."""
    found: dict[str, set[str]] = defaultdict(set)
    for number, each in enumerate(joined):
        for telling in each.tellings:
            for actor in telling.actors:
                found[actor].add(f"incident {number}")
    for relation in relations:
        for slot, other in (("subject", "object"), ("object", "subject")):
            for party in relation.parties(slot):
                for body in relation.parties(other):
                    if party.actor and party.kind == "person" and body.kind != "person":
                        found[party.actor].add(f"of {body_key(body.value)}")
    return found


def links(
    workings: Workings, weights: Weights, joined: Sequence[Cluster], rulings: Rulings, *, run: str = ""
) -> Iterator[Link]:
    """The strongest links of each telling, within its incident and to others that it might have been joined with.

    What people ruled is a link whatever it weighs.
    """
    home = {telling.id: number for number, each in enumerate(joined) for telling in each.tellings}
    telling_of = {said: one.id for each in joined for one in each.tellings for said in one.statements}
    chosen = _chosen(workings, home)
    chosen |= {
        ends: chosen.get(ends)
        for left, right in sorted(rulings.same | rulings.different)
        if {left, right} <= telling_of.keys()
        for ends in [pair_of(telling_of[left], telling_of[right])]
        if ends[0] != ends[1]
    }
    rows = workings.described({end for pair in chosen for end in pair})
    statements = {one.id: one.statements for each in joined for one in each.tellings}
    outcomes = dict(seen_between(workings, weights, list(chosen)))
    for (one, other), pair in chosen.items():
        compared = tuple(explained(weights, pair, outcomes[one, other], rows[one], rows[other])) if pair else ()
        ruled = _ruling(statements[one], statements[other], rulings)
        together = home[one] == home[other]
        if ruled:
            compared = (*compared, Comparison(of="decision", outcome=f"a person ruled: {ruled}", weight=0.0))
        elif not together and pair and pair.weight >= THRESHOLD:
            apart = "a report tells the two apart, or the others of the two incidents speak against it"
            compared = (*compared, Comparison(of="incident", outcome=apart, weight=0.0))
        yield link_of("statement", one, other, compared=compared, joined=together, run=run)


def _chosen(workings: Workings, home: Mapping[str, int]) -> dict[Pair, Weighed | None]:
    """The pairs worth showing, the strongest first."""
    found: dict[Pair, Weighed | None] = {}
    within: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for pair in workings.pairs():
        if pair.one not in home or pair.other not in home:
            continue
        together = home[pair.one] == home[pair.other]
        if not together and pair.weight < 0:
            continue
        shown = within if together else without
        if min(shown[pair.one], shown[pair.other]) < SHOWN:
            shown.update((pair.one, pair.other))
            found[pair.one, pair.other] = pair
    return found


def _ruling(mine: Collection[str], theirs: Collection[str], rulings: Rulings) -> str | None:
    """What people ruled on any pair of statements of two tellings."""
    pairs = [(one, other) for one in mine for other in theirs]
    if any(rulings.apart(one, other) for one, other in pairs):
        return "different"
    return "same" if any(rulings.together(one, other) for one, other in pairs) else None
