"""The models, each over one or several ways of matching the lists: an interval, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from muniment.count import Model
from muniment.counting.estimation import chao, decomposable, latent, loglinear
from muniment.counting.estimation.asked import Asked, Name
from muniment.counting.estimation.patterns import Patterns
from muniment.errors import UnusableLists

RIVALS = 3
"""Models or graphs that are named, the likeliest first."""

WORTH_NAMING = 0.02
"""Weight below which none is."""

NEARLY = 0.05
"""Weight from which a rival model fits nearly as well as the chosen one."""


Matched = Sequence[tuple[Patterns, float]]
"""Patterns of one set of lists, for each way of matching them, with its weight."""


def middle(matched: Matched) -> int:
    """The way of matching that has as much weight among those with fewer people as among those with more."""
    order = sorted(range(len(matched)), key=lambda place: matched[place][0].documented)
    below = np.cumsum([matched[place][1] for place in order])
    return order[int(np.searchsorted(below, below[-1] / 2))]


def model(name: Name, matched: Matched, asked: Asked) -> Model:
    """What one model makes of the lists; a refusal where any way of matching them leaves it without an answer."""
    try:
        return MODELS[name](matched, asked)
    except UnusableLists as error:
        return Model(name=name, level=asked.level, refused=str(error))


def _latent_class(matched: Matched, asked: Asked) -> Model:
    for patterns, _ in matched:
        if len(patterns.lists) < 3:
            raise UnusableLists(f"the latent class model takes three lists or more, not {len(patterns.lists)}")
    drawn = [latent.sample(one, seed=asked.seed, chains=asked.chains, keep=asked.keep) for one, _ in matched]
    rhat, effective = max(one.rhat for one in drawn), min(one.effective for one in drawn)
    if not all(one.converged or one.roughly for one in drawn):
        raise UnusableLists(
            f"the chains do not agree (split R-hat {rhat:.3f}, effective size {effective:.0f}): the data do not settle "
            "how people differ"
        )
    mixed = [
        (patterns.documented + one.missing.ravel(), np.full(one.missing.size, weight / one.missing.size))
        for (patterns, weight), one in zip(matched, drawn, strict=True)
    ]
    how = f"{asked.chains} chains of {asked.keep:,} draws, every {max(one.thin for one in drawn)}th step kept"
    return _posterior("latent_class", mixed, asked, (how,), rhat=rhat, effective=effective)


def _graphs(matched: Matched, asked: Asked) -> Model:
    found = [decomposable.average(patterns) for patterns, _ in matched]
    mixed = [
        (patterns.documented + one.missing, one.weights * weight)
        for (patterns, weight), one in zip(matched, found, strict=True)
    ]
    shown = middle(matched)
    graphs = [one for one in found[shown].graphs[:RIVALS] if one[1] >= WORTH_NAMING]
    return _posterior("graphs", mixed, asked, tuple(f"{_cliques(cliques)}: {weight:.0%}" for cliques, weight in graphs))


def _cliques(cliques: Sequence[Sequence[str]]) -> str:
    joined = [" with ".join(sorted(one)) for one in cliques if len(one) > 1]
    return "; ".join(sorted(joined)) or "all lists independent"


def _posterior(
    name: Name,
    mixed: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]],
    asked: Asked,
    detail: tuple[str, ...],
    *,
    rhat: float | None = None,
    effective: float | None = None,
) -> Model:
    numbers = np.concatenate([number for number, _ in mixed])
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    below = np.cumsum(np.concatenate([weight for _, weight in mixed])[order])

    def quantile(share: float) -> int:
        return int(numbers[min(int(np.searchsorted(below, share * below[-1])), numbers.size - 1)])

    tail = (1 - asked.level) / 2
    return Model(
        name=name,
        low=quantile(tail),
        best=quantile(0.5),
        high=quantile(1 - tail),
        level=asked.level,
        percentiles=tuple(quantile(percent / 100) for percent in range(1, 100)),
        detail=detail,
        rhat=rhat,
        effective=effective,
    )


def _log_linear(matched: Matched, asked: Asked) -> Model:
    found = [loglinear.choose(patterns, level=asked.level) for patterns, _ in matched]
    if any(one.high is None for one in found):
        raise UnusableLists("these lists overlap too little: the model that fits best sets no upper end")
    shown = middle(matched)
    named = [one for one in found[shown].models[:RIVALS] if one.weight >= WORTH_NAMING]
    documented = matched[shown][0].documented
    return _enveloped(
        "log_linear",
        [
            (patterns.documented, one.low, one.missing, one.high or 0.0)
            for (patterns, _), one in zip(matched, found, strict=True)
        ],
        asked,
        best=shown,
        detail=tuple(
            f"{_cliques(one.terms)}: {documented + one.missing:,.0f}, weight {one.weight:.0%}" for one in named
        ),
        rivals=tuple(round(documented + one.missing) for one in found[shown].models if one.weight >= NEARLY),
    )


def _chao(matched: Matched, asked: Asked) -> Model:
    found = [chao.bound(patterns, level=asked.level) for patterns, _ in matched]
    return _enveloped(
        "chao",
        [
            (patterns.documented, one.low, one.missing, one.high)
            for (patterns, _), one in zip(matched, found, strict=True)
        ],
        asked,
        best=middle(matched),
        detail=(),
    )


def _enveloped(
    name: Name,
    found: Sequence[tuple[int, float, float, float]],
    asked: Asked,
    *,
    best: int,
    detail: tuple[str, ...],
    rivals: tuple[int, ...] = (),
) -> Model:
    """The widest of the intervals, around the number of the way of matching in the middle."""
    return Model(
        name=name,
        low=min(int(np.floor(documented + low)) for documented, low, _, _ in found),
        best=round(found[best][0] + found[best][2]),
        high=max(int(np.ceil(documented + high)) for documented, _, _, high in found),
        level=asked.level,
        detail=detail,
        rivals=rivals,
    )


MODELS: Mapping[Name, Callable[[Matched, Asked], Model]] = {
    "latent_class": _latent_class,
    "graphs": _graphs,
    "log_linear": _log_linear,
    "chao": _chao,
}
