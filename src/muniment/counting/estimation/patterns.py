"""Patterns: how many people each combination of lists has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from muniment.errors import UnusableLists


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Counts of people by the lists that have them; lists and patterns stand in one order, however they came."""

    lists: tuple[str, ...]
    """Names of the lists, sorted."""
    captured: NDArray[np.bool_]
    """Shape (patterns, lists): which lists have the people of a pattern; never none of them."""
    counts: NDArray[np.int64]
    """Shape (patterns,): people with that pattern; all above zero."""
    apart: tuple[frozenset[str], ...] = field(default=())
    """Sets of lists that could not share a person, as a person declared."""

    @property
    def documented(self) -> int:
        """Distinct people whom at least one list has."""
        return int(self.counts.sum())

    @property
    def forbidden(self) -> NDArray[np.bool_]:
        """Shape (patterns, lists): the combinations that were declared impossible."""
        wanted = [
            row
            for row in product((False, True), repeat=len(self.lists))
            if any(one <= {name for name, has in zip(self.lists, row, strict=True) if has} for one in self.apart)
        ]
        return np.array(wanted, dtype=bool).reshape(len(wanted), len(self.lists))

    def sizes(self) -> dict[str, int]:
        """People on each list."""
        return dict(zip(self.lists, (self.captured * self.counts[:, None]).sum(axis=0).tolist(), strict=True))

    def overlap(self, one: str, other: str) -> int:
        """People whom both lists have."""
        i, j = self.lists.index(one), self.lists.index(other)
        return int(self.counts[self.captured[:, i] & self.captured[:, j]].sum())

    def table(self) -> dict[tuple[int, ...], int]:
        """Every pattern with its count, in order."""
        return {tuple(map(int, row)): int(count) for row, count in zip(self.captured, self.counts, strict=True)}

    def cells(self) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Every possible combination that some list would show, with its count, zeros among them."""
        known, barred = self.table(), {tuple(map(int, row)) for row in self.forbidden}
        rows = [row for row in product((0, 1), repeat=len(self.lists)) if any(row) and row not in barred]
        return np.array(rows, dtype=bool), np.array([known.get(row, 0) for row in rows], dtype=np.int64)


def patterns_of(
    lists: Sequence[str], counted: Mapping[tuple[int, ...], int], *, apart: Iterable[Iterable[str]] = ()
) -> Patterns:
    """Patterns from counts by 0/1 tuples in the order of `lists`.

    People in no list are unknown, so such a row is refused, as are negative counts, lists without a name of their own
    and people in a combination that was declared impossible. Raises `UnusableLists`.
    """
    names = [name.strip() for name in lists]
    if len(set(names)) != len(names) or not all(names):
        raise UnusableLists(f"the lists {', '.join(names)} do not each have a name of their own")
    separate = tuple(sorted((frozenset(one) for one in apart), key=sorted))
    for one in separate:
        if len(one) < 2 or not one <= set(names):
            raise UnusableLists(f"{'+'.join(sorted(one))} does not name two or more of the lists {', '.join(names)}")
    order = sorted(range(len(names)), key=lambda place: names[place])
    gathered: dict[tuple[int, ...], int] = {}
    for row, count in counted.items():
        if len(row) != len(names) or set(row) - {0, 1}:
            raise UnusableLists(f"{row} is no pattern of the lists {', '.join(names)}: one 0 or 1 for each")
        if count < 0:
            raise UnusableLists(f"{count} people with the pattern {row}: a count is never negative")
        if count and not any(row):
            raise UnusableLists("a row counts people in no list: that is what is to be estimated")
        having = {name for name, has in zip(names, row, strict=True) if has}
        barred = next((one for one in separate if one <= having), None)
        if count and barred is not None:
            raise UnusableLists(
                f"{count} people are in {' and '.join(sorted(barred))}, which were declared unable to share any"
            )
        if count:
            key = tuple(row[place] for place in order)
            gathered[key] = gathered.get(key, 0) + count
    rows = sorted(gathered)
    return Patterns(
        lists=tuple(names[place] for place in order),
        captured=np.array(rows, dtype=bool).reshape(len(rows), len(names)),
        counts=np.array([gathered[row] for row in rows], dtype=np.int64),
        apart=separate,
    )
