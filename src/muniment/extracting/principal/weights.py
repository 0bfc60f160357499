"""Heads: small sets of trained weights that turn the cues of candidates into a choice, and say what weighed."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from muniment.extracting.principal.cues import Cues

WEIGHTS = "en/principal.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Weights for one question; where the candidates exclude one another, also the weight of "none of them"."""

    weights: Mapping[str, float]
    bias: float
    """Weight of "none of them" where one is chosen; the intercept where each stands by itself."""
    least: float
    """The least share that a candidate needs to be taken."""

    def weight(self, cues: Cues) -> float:
        """The sum of the weights of some cues."""
        weights = self.weights
        return sum(weights[name] * value for name, value in cues.items() if name in weights)

    def shares(self, candidates: Sequence[Cues]) -> list[float]:
        """How much of the whole each candidate gets where one at most is right: a softmax, "none" included."""
        sums = [*(self.weight(cues) for cues in candidates), self.bias]
        top = max(sums)
        powers = [math.exp(each - top) for each in sums]
        return [power / sum(powers) for power in powers[:-1]]

    def each(self, candidates: Sequence[Cues]) -> list[float]:
        """How much speaks for each candidate by itself: a logistic curve between 0 and 1."""
        return [1 / (1 + math.exp(-max(-50.0, min(50.0, self.weight(cues) + self.bias)))) for cues in candidates]

    def reasons(self, cues: Cues, most: int = 3) -> list[str]:
        """The cues that spoke most for a candidate, the strongest first."""
        spoke = {name: self.weights[name] * value for name, value in cues.items() if name in self.weights}
        return [name for name, weight in sorted(spoke.items(), key=lambda item: -item[1])[:most] if weight > 0]


@functools.cache
def head(name: str) -> Head:
    """One of the heads of the weights file that ships with Muniment."""
    return Head(**_weights()["heads"][name])


@functools.cache
def _weights() -> Mapping[str, Any]:
    return json.loads(files("muniment.data").joinpath(WEIGHTS).read_text(encoding="utf-8"))
