"""Weights: what each outcome of a comparison speaks for, as shipped or as the casebook itself has taught."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

LEAST = 1e-5
"""The least probability of an outcome; none is impossible."""

UNTIED = 0.0
"""The most that two tellings weigh which have nothing in common that ties them to one occasion: for neither side."""

OTHERS = 2
"""Tellings that one is taken to have beside it, of its own incident."""

FEWEST = 20
"""Tellings that a casebook is taken to have at least, for how likely two are of one incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One outcome of a comparison."""

    says: str
    """The outcome in words."""
    when: str
    """The condition in SQL, over `_l` and `_r`; empty for whatever is left."""
    m: float
    """How often pairs of one incident have this outcome, of those where both sides say something."""
    u: float
    """How often pairs of two incidents have it."""
    frequency: str | None = None
    """The column whose rarer values weigh more."""
    ties: bool = False
    """Whether it is rare enough to tie two tellings to one occasion, whatever else they have in common."""

    @property
    def weight(self) -> float:
        """log2 of the ratio of the two: Fellegi and Sunter's match weight."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One thing that is compared, with its outcomes from the strongest agreement down."""

    of: str
    unknown: str
    """The condition under which one side says nothing, which weighs nothing."""
    levels: tuple[Level, ...]
    topical: bool = False
    """Whether tellings of one country agree in it anyway, be they of one incident or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All that is compared, what it weighs, and where the numbers come from."""

    compared: tuple[Compared, ...]
    tellings: int = 0
    """Tellings of the casebook when the weights were made."""
    source: str = "shipped"
    """In words: shipped; shipped, with frequencies of the casebook; trained on the casebook."""

    @property
    def prior(self) -> float:
        """Weight with which a comparison begins: log2 of the odds that two tellings of all are of one incident."""
        number = max(self.tellings, FEWEST) - 1
        return math.log2(OTHERS / (number - OTHERS))

    def columns(self) -> Iterator[str]:
        """The columns whose values' frequencies matter."""
        yield from dict.fromkeys(level.frequency for each in self.compared for level in each.levels if level.frequency)


@cache
def shipped() -> Weights:
    """The weights of `data/linkage.toml`."""
    text = files("muniment.data").joinpath("linkage.toml").read_text(encoding="utf-8")
    return Weights(compared=tuple(_compared(each) for each in tomllib.loads(text)["comparison"]))


def _compared(given: Mapping[str, Any]) -> Compared:
    """A comparison from its table; the names it defines (`gap`, `km`) are put into its conditions."""
    named = {name: f"({value})" for name, value in given.items() if name not in ("of", "unknown", "levels", "topical")}
    levels = [Level(**({"when": ""} | level)) for level in given["levels"]]
    conditions = [replace(level, when=level.when.format(**named) if level.when else "") for level in levels]
    unknown, topical = given["unknown"].format(**named), given.get("topical", False)
    return Compared(of=given["of"], unknown=unknown, levels=_whole(conditions), topical=topical)


def _whole(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels whose probabilities sum to one."""
    all_m, all_u = sum(level.m for level in levels), sum(level.u for level in levels)
    return tuple(replace(level, m=level.m / all_m, u=level.u / all_u) for level in levels)


def as_plain(weights: Weights) -> Mapping[str, Any]:
    """The weights as JSON; what they are compared by is not repeated."""
    return {
        "tellings": weights.tellings,
        "source": weights.source,
        "m": {each.of: [level.m for level in each.levels] for each in weights.compared},
        "u": {each.of: [level.u for level in each.levels] for each in weights.compared},
    }


def from_plain(plain: Mapping[str, Any]) -> Weights:
    """The weights that `as_plain` was made from."""
    found = replace(shipped(), tellings=plain["tellings"], source=plain["source"])
    return with_u(with_m(found, plain["m"]), plain["u"])


def with_m(weights: Weights, m: Mapping[str, Sequence[float]]) -> Weights:
    """The weights with other `m`, by comparison and level."""
    return _with(weights, m, "m")


def with_u(weights: Weights, u: Mapping[str, Sequence[float]]) -> Weights:
    """The weights with other `u`, by comparison and level."""
    return _with(weights, u, "u")


def _with(weights: Weights, given: Mapping[str, Sequence[float]], field: str) -> Weights:
    compared: list[Compared] = []
    for each in weights.compared:
        values = given.get(each.of, [getattr(level, field) for level in each.levels])
        # Typed as any: the name of the field is given.
        known: list[Any] = [{field: max(value, LEAST)} for value in values]
        levels = [replace(level, **one) for level, one in zip(each.levels, known, strict=True)]
        compared.append(replace(each, levels=_whole(levels)))
    return replace(weights, compared=tuple(compared))


def outcomes(weights: Weights) -> Iterator[tuple[str, str]]:
    """Comparison → SQL that gives the number of its outcome: 0 for the first level, −1 where one side says nothing."""
    for each in weights.compared:
        cases = " ".join(
            f"WHEN {level.when} THEN {number}" if level.when else f"ELSE {number}"
            for number, level in enumerate(each.levels)
        )
        yield each.of, f"CASE WHEN {each.unknown} THEN -1 {cases} END"
