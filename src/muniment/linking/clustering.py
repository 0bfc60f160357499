"""Tellings that stand together become incidents; people's decisions are obeyed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from muniment.decision import Decision, standing
from muniment.edtf import bounds
from muniment.errors import ContradictoryDecision
from muniment.incident import Comparison, Incident, Link, link_of
from muniment.linking.comparing import compare, conflicting, same_family
from muniment.linking.concerning import concerned
from muniment.linking.telling import Telling, tellings
from muniment.record import digest
from muniment.report import Report
from muniment.statement import Statement

THRESHOLD = 6.0
"""Weight from which two tellings are joined: as much as the same day and the same settlement, less a disagreement."""

CROWDED = 400
"""Tellings that may share one blocking key; a key with more says too little and is skipped."""

QUARTER = 92
DAY = timedelta(days=1)

Pair = tuple[str, str]


class Rulings:
    """What people ruled on pairs of statements: same, different, and nothing in between."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        held = [decision for decision in standing(tuple(decisions)) if decision.subject == "pair"]
        self.same: set[Pair] = {_pair(decision) for decision in held if decision.ruling == "same"}
        self.different: set[Pair] = {_pair(decision) for decision in held if decision.ruling == "different"}
        self._forbid_contradictions()

    def _forbid_contradictions(self) -> None:
        """Raises `ContradictoryDecision` with the chain of "same" between two that were ruled different."""
        neighbours: dict[str, set[str]] = defaultdict(set)
        for left, right in self.same:
            neighbours[left].add(right)
            neighbours[right].add(left)
        for left, right in sorted(self.different):
            chain = _chain(neighbours, left, right)
            if chain:
                raise ContradictoryDecision(left, right, chain=chain)

    def between(self, mine: Telling, theirs: Telling) -> str | None:
        """What was ruled on any pair of statements of two tellings."""
        pairs = {
            _ordered(one.id, other.id) for one in mine.statements for other in theirs.statements if one.id != other.id
        }
        if pairs & self.different:
            return "different"
        return "same" if pairs & self.same else None


def incidents(
    reports: Iterable[Report],
    statements: Mapping[str, Sequence[Statement]],
    decisions: Iterable[Decision],
    *,
    run: str = "",
) -> tuple[list[Incident], list[Link]]:
    """Incidents and the links behind them, from the statements of each report.

    Two acts that one report tells as distinct are never one incident, unless a person ruled so. Raises
    `ContradictoryDecision` where rulings conflict.
    """
    rulings = Rulings(decisions)
    told = [telling for report in reports for telling in tellings(report, statements.get(report.id, ()))]
    links = sorted(_links(told, rulings, run=run), key=lambda found: (-found[0].weight, found[0].id))
    clusters, kept = _joined(told, links, rulings)
    found = [_incident(cluster, kept, run=run) for cluster in clusters]
    return concerned(found, (one for said in statements.values() for one in said)), kept


def _links(told: Sequence[Telling], rulings: Rulings, *, run: str) -> Iterator[tuple[Link, int, int]]:
    """The links between tellings that were worth comparing, with the two tellings' places in `told`."""
    for mine, theirs in sorted(_candidates(told) | _ruled(told, rulings)):
        one, other = told[mine], told[theirs]
        ruling = rulings.between(one, other)
        if ruling is None and one.report == other.report:
            continue
        best = max(
            (
                (left, right, compare(left, right))
                for left in one.acts
                for right in other.acts
                if _comparable(left, right, ruling)
            ),
            key=lambda found: sum(comparison.weight for comparison in found[2]),
            default=None,
        )
        if best is None:
            continue
        left, right, compared = best
        if ruling:
            compared = (*compared, Comparison(of="decision", outcome=f"a person ruled: {ruling}", weight=0.0))
        joined = ruling == "same" or (ruling is None and _stands(compared))
        yield link_of("statement", left.id, right.id, compared=compared, joined=joined, run=run), mine, theirs


def _comparable(left: Statement, right: Statement, ruling: str | None) -> bool:
    return ruling is not None or same_family(left.type, right.type)


def _stands(compared: Sequence[Comparison]) -> bool:
    """Whether a pair is joined: weight enough, and a day with a place, or people by name, behind it."""
    weights = {comparison.of: comparison.weight for comparison in compared}
    anchored = (weights.get("date", 0) > 0 and weights.get("place", 0) > 0) or weights.get("victim", 0) >= 6
    return anchored and sum(weights.values()) >= THRESHOLD


def _candidates(told: Sequence[Telling]) -> set[tuple[int, int]]:
    """Pairs of tellings that share a place in the same month, or a person by name."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, telling in enumerate(told):
        for key in set(_keys(telling)):
            blocks[key].append(index)
    return {pair for block in blocks.values() if 1 < len(block) <= CROWDED for pair in combinations(block, 2)}


def _keys(telling: Telling) -> Iterator[tuple[str, ...]]:
    for statement in telling.statements:
        months = {month for date in statement.dates() for month in _months(date.value)}
        for place in statement.places():
            cells = {place.value.casefold(), (place.admin1 or place.value).casefold()}
            yield from ((cell, month) for cell in cells for month in months)
        for party in statement.parties("victim"):
            if party.kind == "person" and " " in party.value:
                yield ("person", party.value.casefold())


def _months(edtf: str) -> set[str]:
    """The months that a date touches, give or take a day; none for more than a quarter."""
    low, high = bounds(edtf)
    if low is None or high is None or (high - low).days > QUARTER:
        return set()
    near = (low - DAY, low, high, high + DAY)
    return {f"{day:%Y-%m}" for day in near} | {f"{low + n * DAY:%Y-%m}" for n in range(0, (high - low).days, 28)}


def _ruled(told: Sequence[Telling], rulings: Rulings) -> set[tuple[int, int]]:
    of_statement = {statement.id: index for index, telling in enumerate(told) for statement in telling.statements}
    pairs = rulings.same | rulings.different
    found = {(of_statement[left], of_statement[right]) for left, right in pairs if {left, right} <= of_statement.keys()}
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


def _joined(
    told: Sequence[Telling], links: Sequence[tuple[Link, int, int]], rulings: Rulings
) -> tuple[list[list[Telling]], list[Link]]:
    """Tellings joined by the strongest links first, where nothing in either cluster forbids it."""
    cluster = {index: [index] for index in range(len(told))}
    home = list(range(len(told)))
    kept: list[Link] = []
    for link, mine, theirs in sorted(links, key=lambda found: _by_person(found[0]), reverse=True):
        if link.joined and home[mine] != home[theirs]:
            left, right = cluster[home[mine]], cluster[home[theirs]]
            if not _by_person(link) and any(_apart(told[a], told[b], rulings) for a in left for b in right):
                kept.append(_unjoined(link))
                continue
            absorbed = home[theirs]
            cluster[home[mine]] = left + right
            for index in right:
                home[index] = home[mine]
            del cluster[absorbed]
        kept.append(link)
    return [[told[index] for index in sorted(members)] for members in cluster.values()], kept


def _by_person(link: Link) -> bool:
    return any(comparison.of == "decision" for comparison in link.compared)


def _unjoined(link: Link) -> Link:
    why = Comparison(of="incident", outcome="a report tells the two apart", weight=0.0)
    return link_of(link.of, link.left, link.right, compared=(*link.compared, why), joined=False, run=link.run)


def _apart(one: Telling, other: Telling, rulings: Rulings) -> bool:
    """Whether two tellings cannot be of one incident: one report tells both, a person said so, or dates or places conflict."""
    if rulings.between(one, other) == "different":
        return True
    if one.report == other.report:
        return rulings.between(one, other) != "same"
    return any(conflicting(left, right) for left in one.acts for right in other.acts)


def _incident(cluster: Sequence[Telling], links: Sequence[Link], *, run: str) -> Incident:
    statements = tuple(statement.id for telling in cluster for statement in telling.statements)
    members = set(statements)
    return Incident(
        id=digest(Incident.PREFIX, statements[0]),
        statements=statements,
        links=tuple(link.id for link in links if link.joined and {link.left, link.right} <= members),
        run=run,
    )


def _pair(decision: Decision) -> Pair:
    return _ordered(decision.targets[0], decision.targets[1])


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _chain(neighbours: Mapping[str, set[str]], start: str, goal: str) -> list[str]:
    """The shortest chain of "same" rulings from one to another; empty where there is none."""
    before: dict[str, str] = {start: start}
    waiting = deque([start])
    while waiting and goal not in before:
        here = waiting.popleft()
        for there in sorted(neighbours.get(here, ())):
            if there not in before:
                before[there] = here
                waiting.append(there)
    if goal not in before:
        return []
    chain = [goal]
    while chain[-1] != start:
        chain.append(before[chain[-1]])
    return chain[::-1]
