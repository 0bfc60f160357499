"""Rulings: what people said is the same and what is not, as constraints that linking obeys."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from muniment.decision import Decision, standing
from muniment.errors import ContradictoryDecision

Pair = tuple[str, str]


@dataclass(slots=True)
class Rulings:
    """Pairs that were ruled the same or different, and what follows from them: the same as the same is the same."""

    same: set[Pair] = field(default_factory=set)
    different: set[Pair] = field(default_factory=set)
    group: dict[str, str] = field(default_factory=dict)
    """Id → the least id of those that rulings make the same."""
    against: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Id → those it was ruled to differ from, both by the least id of their group."""

    def apart(self, one: str, other: str) -> bool:
        """Whether people ruled that two are different, directly or through what is the same as they are."""
        return self.group.get(other, other) in self.against.get(self.group.get(one, one), ())

    def together(self, one: str, other: str) -> bool:
        """Whether people ruled that two are the same, directly or through others."""
        return one in self.group and self.group[one] == self.group.get(other)

    def enemies(self, one: str) -> set[str]:
        """The groups, by their least id, that one was ruled to differ from."""
        return self.against.get(self.group.get(one, one), set())


def rulings(decisions: Iterable[Decision]) -> Rulings:
    """What stands of people's rulings on pairs.

    Raises `ContradictoryDecision` with the chain of "same" between two that were ruled different.
    """
    held = [decision for decision in standing(tuple(decisions)) if decision.subject == "pair"]
    found = Rulings(
        same={pair(*decision.targets[:2]) for decision in held if decision.ruling == "same"},
        different={pair(*decision.targets[:2]) for decision in held if decision.ruling == "different"},
    )
    neighbours: dict[str, set[str]] = defaultdict(set)
    for left, right in found.same:
        neighbours[left].add(right)
        neighbours[right].add(left)
    for one in sorted(neighbours):
        if one not in found.group:
            found.group |= dict.fromkeys(_reached(neighbours, one), one)
    for left, right in sorted(found.different):
        if found.together(left, right):
            raise ContradictoryDecision(left, right, chain=_chain(neighbours, left, right))
        one, other = found.group.get(left, left), found.group.get(right, right)
        found.against[one].add(other)
        found.against[other].add(one)
    return found


def pair(one: str, other: str) -> Pair:
    """Two ids, the lesser first."""
    return (one, other) if one < other else (other, one)


def _reached(neighbours: Mapping[str, set[str]], start: str) -> dict[str, str]:
    """Everything that "same" leads to from one, each with the one before it."""
    before: dict[str, str] = {start: start}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in sorted(neighbours.get(here, ())):
            if there not in before:
                before[there] = here
                waiting.append(there)
    return before


def _chain(neighbours: Mapping[str, set[str]], start: str, goal: str) -> list[str]:
    """The shortest chain of "same" rulings from one to another."""
    before = _reached(neighbours, start)
    chain = [goal]
    while chain[-1] != start:
        chain.append(before[chain[-1]])
    return chain[::-1]
