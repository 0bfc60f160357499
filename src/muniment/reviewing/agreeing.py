"""Agreeing: how far people who read the same statements apart from one another rule alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import krippendorff
import numpy as np

from muniment.decision import REVIEWED, Decision, amended
from muniment.record import described
from muniment.statement import Figure, Statement, Value

FEWEST = 20
"""Statements read by two people or more, below which no figure is given: chance would make it."""

TOO_FEW = f"fewer than {FEWEST} statements"
ALL_ALIKE = "all readings say the same, so chance cannot be told from agreement"
"""Why there is no figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far independent readers agree on one thing, beyond what chance would give."""

    of: str = described("ruling, type, realis, or the name of a slot")
    statements: int = described("statements that two readers or more said it of")
    readers: int = described("people behind it")
    agreed: float | None = described(
        "percent of the pairs of readings that are the same; none for too few", default=None
    )
    alpha: float | None = described(
        "Krippendorff's alpha for names; none for too few, or where all is one value", default=None
    )
    note: str = described("why there is no figure", default="")


def agreements(statements: Mapping[str, Statement], decisions: Iterable[Decision]) -> list[Agreement]:
    """Agreement on the ruling, the type, realis and each slot, from independent readings alone.

    `statements` are those that were read, as the machine or a person entered them, by id. A slot is compared as the set of
    its values, in statements where it is filled by the statement or by one of its readers.
    """
    said: dict[str, dict[str, dict[str, Hashable]]] = defaultdict(lambda: defaultdict(dict))
    for id, by_reader in readings(decisions).items():
        if id in statements:
            _compare(statements[id], by_reader, said)
    first = [name for name in ("ruling", "type", "realis") if name in said]
    return [_agreement(name, said[name]) for name in [*first, *sorted(said.keys() - {*first})]]


def readings(decisions: Iterable[Decision]) -> Mapping[str, Mapping[str, Decision]]:
    """Statement → reader → their independent ruling: the last, unless it was taken back or they were unsure.

    A ruling that settles a difference leaves the readings that differed as they were.
    """
    found: dict[str, dict[str, Decision]] = defaultdict(dict)
    for decision in decisions:
        if decision.independent and decision.subject == "statement":
            held = found[decision.targets[0]]
            if decision.ruling == "unsure":
                held.pop(decision.by, None)
            else:
                held[decision.by] = decision
    return found


def _compare(
    statement: Statement, by_reader: Mapping[str, Decision], said: dict[str, dict[str, dict[str, Hashable]]]
) -> None:
    # Only who stands by a statement says of which type it is, and what is in its slots.
    stood = {reader: one for reader, one in by_reader.items() if one.ruling in REVIEWED}
    read = {reader: amended(statement, one.amendment or {}) for reader, one in stood.items()}
    said["ruling"][statement.id] = {reader: one.ruling for reader, one in by_reader.items()}
    said["type"][statement.id] = {reader: one.type for reader, one in read.items()}
    said["realis"][statement.id] = {reader: one.realis for reader, one in read.items()}
    for slot in {slot for one in (statement, *read.values()) for slot, values in one.slots.items() if values}:
        said[slot][statement.id] = {reader: frozenset(map(_value, one.values(slot))) for reader, one in read.items()}


def _value(value: Value) -> Hashable:
    if isinstance(value, Figure):
        return (value.low, value.best, value.high, value.unit)
    return getattr(value, "value", None) or getattr(value, "statement", None)


def _agreement(of: str, said: Mapping[str, Mapping[str, Hashable]]) -> Agreement:
    units = [by_reader for by_reader in said.values() if len(by_reader) > 1]
    known = Agreement(of=of, statements=len(units), readers=len({reader for unit in units for reader in unit}))
    if len(units) < FEWEST:
        return replace(known, note=TOO_FEW)
    values = [list(unit.values()) for unit in units]
    figure = alpha(values)
    return replace(known, agreed=percent(values), alpha=figure, note="" if figure is not None else ALL_ALIKE)


def percent(units: Sequence[Sequence[Hashable]]) -> float:
    """Percent of the pairs of readings of one unit that are the same; each unit weighs alike."""
    shares: list[float] = []
    for unit in units:
        pairs = list(combinations(unit, 2))
        shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return 100 * sum(shares) / len(shares)


def alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal data: 1 is perfect, 0 is what chance would give; none where all is one value.

    A unit is what its readers said of it; one with a single reading adds nothing. Krippendorff, Computing Krippendorff's
    Alpha-Reliability (2011).
    """
    domain = {value: place for place, value in enumerate(dict.fromkeys(value for unit in units for value in unit))}
    counts = np.zeros((len(units), len(domain)), dtype=np.int64)
    for row, unit in enumerate(units):
        for value, number in Counter(unit).items():
            counts[row, domain[value]] = number
    paired = counts[counts.sum(axis=1) > 1]
    if np.count_nonzero(paired.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
