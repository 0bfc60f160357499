"""Comparing: the tellings of one incident side by side: origins with their copies, slot by slot, and where they contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from muniment.desk.words.telling import value_words
from muniment.edtf import overlaps
from muniment.report import Report
from muniment.statement import Figure, Party, Place, Statement, Value, When

SLOTS = (
    "agent",
    "co_agent",
    "orderer",
    "victim",
    "place",
    "date",
    "period",
    "means",
    "facility",
    "legal_basis",
    "reason",
)
"""What tellings of one incident are compared in, in this order; figures come after, each kind of harm by itself."""

CONTRADICTING = ("agent", "place", "date", "count")
"""Slots in which one telling excludes the other where they have nothing in common; two victims may both be victims."""

Who = Callable[[str | None], str | None]
"""Gives the id of the joined actor of a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One origin of an incident: its original, and the reports that repeat it."""

    id: str
    """Id of the original's report."""
    reports: Sequence[str]
    """The reports that tell it here, the original first where it is among them, the others as they were published."""
    told: Mapping[str, Sequence[Statement]]
    """Report → what it tells of the incident."""

    @property
    def first(self) -> str:
        """Id of the report that stands for all."""
        return self.reports[0]

    @property
    def statements(self) -> list[Statement]:
        """All of it, the original's first."""
        return [one for report in self.reports for one in self.told[report]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What the origins say in one slot."""

    name: str
    of: str
    """Type of the harm, for figures; empty for all other slots."""
    cells: Sequence[Sequence[tuple[str, str]]]
    """For each origin: the words, and the statement that has them."""
    differ: bool
    """Whether two origins exclude each other here."""


def columns(
    told: Iterable[Statement], reports: Mapping[str, Report], original: Callable[[str, int], str]
) -> list[Column]:
    """The origins of an incident, those published first before the others."""
    held: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for one in told:
        held[original(one.report, one.trigger.start)][one.report].append(one)

    def came(report: str) -> tuple[str, str]:
        known = reports.get(report)
        return (known.published or "9999", known.name) if known else ("9999", report)

    found = [
        Column(id=origin, reports=sorted(of, key=lambda one: (one != origin, came(one))), told=of)
        for origin, of in held.items()
    ]
    return sorted(found, key=lambda one: came(one.first))


def slots(columns: Sequence[Column], who: Who) -> Iterator[Slot]:
    """What is said in each slot that any origin fills."""
    said = [column.statements for column in columns]
    for name in SLOTS:
        values = [[(value, one.id) for one in each for value in one.values(name)] for each in said]
        if any(values):
            yield _slot(name, "", values, who)
    kinds = dict.fromkeys(one.type for each in said for one in each if one.figures())
    for kind in sorted(kinds):
        values = [[(value, one.id) for one in each if one.type == kind for value in one.figures()] for each in said]
        yield _slot("count", kind, values, who)


def contradicted(columns: Sequence[Column], who: Who) -> list[Slot]:
    """The slots in which two origins exclude each other."""
    return [one for one in slots(columns, who) if one.differ] if len(columns) > 1 else []


def _slot(name: str, of: str, values: Sequence[Sequence[tuple[Value, str]]], who: Who) -> Slot:
    given = [[value for value, _ in each] for each in values if each]
    differ = name in CONTRADICTING and any(not _agree(one, other, who) for one, other in combinations(given, 2))
    return Slot(name=name, of=of, cells=[_words(each) for each in values], differ=differ)


def _words(values: Iterable[tuple[Value, str]]) -> list[tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for value, statement in values:
        words = value_words(value)
        found.setdefault(words.casefold(), (words, statement))
    return list(found.values())


def _agree(one: Sequence[Value], other: Sequence[Value], who: Who) -> bool:
    """Whether what two origins say can both be so: something in common is enough."""
    return any(_fits(mine, theirs, who) for mine in one for theirs in other)


def _fits(one: Value, other: Value, who: Who) -> bool:
    if isinstance(one, When) and isinstance(other, When):
        return overlaps(one.value, other.value)
    if isinstance(one, Figure) and isinstance(other, Figure):
        return one.unit != other.unit or one.scope != other.scope or _meet(one, other)
    if isinstance(one, Place) and isinstance(other, Place):
        return bool(_around(one) & _around(other))
    if isinstance(one, Party) and isinstance(other, Party):
        mine, theirs = who(one.actor), who(other.actor)
        return (mine is not None and mine == theirs) or one.value.casefold() == other.value.casefold()
    return True


def _meet(one: Figure, other: Figure) -> bool:
    low, high = max(one.low or 0, other.low or 0), min(_most(one), _most(other))
    return low <= high


def _most(figure: Figure) -> float:
    return float("inf") if figure.high is None else figure.high


def _around(place: Place) -> set[str]:
    """A place and what it is said to lie in: a town does not exclude its own province."""
    own = {place.value.casefold()}
    return own | {place.admin1.casefold()} if place.admin1 else own
