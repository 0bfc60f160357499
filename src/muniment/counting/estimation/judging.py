"""Judging: when lists say too little to estimate anything, and what speaks against relying on an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from muniment.count import Model
from muniment.counting.estimation.latent import close
from muniment.counting.estimation.patterns import Patterns

FEWEST_SHARED = 20
"""People on two lists or more below which nothing is estimated: chance alone then decides the number."""

FEW_SHARED = 50
"""Below this the reader is warned."""

APART = 1.15
"""Ratio of two models' numbers above which they are said to disagree."""

WIDE = 3.0
"""Ratio of an interval's ends above which it is said to be wide."""

ASSUMES = (
    "Everybody counted belongs to one closed group: the same time, place and kind of harm on every list.",
    "The same person on two lists is recognised as one. If matches are missed, the estimate is too high; if different "
    "people are joined, too low.",
    "Everybody had some chance of being on at least one list. Those whom no list could reach are not in the estimate.",
    "Every record is true: invented or mistaken records raise the estimate.",
    "Lists depend on one another only in ways that a model can express; the models express different ones, which is "
    "why several are shown.",
)


def too_thin(patterns: Patterns) -> str:
    """Why nothing can be estimated from these lists; empty where something can."""
    if len(patterns.lists) < 2:
        return "one list says nothing of what it misses: an estimate takes two lists, and most models three"
    alone = [name for name in patterns.lists if _shared_by(patterns, name) == 0]
    if alone and len(alone) < len(patterns.lists):
        return (
            f"{_and(alone)} shared nobody with any other list, and so can say nothing of what they miss: leave them out"
        )
    shared = _shared(patterns)
    if shared < FEWEST_SHARED:
        return (
            f"only {shared} of {patterns.documented:,} are on two lists or more; below {FEWEST_SHARED} chance alone "
            "would decide the number"
        )
    return ""


def _shared(patterns: Patterns) -> int:
    return int(patterns.counts[patterns.captured.sum(axis=1) > 1].sum())


def _shared_by(patterns: Patterns, name: str) -> int:
    place = patterns.lists.index(name)
    return int(patterns.counts[patterns.captured[:, place] & (patterns.captured.sum(axis=1) > 1)].sum())


def cautions(patterns: Patterns, models: Sequence[Model]) -> Iterator[str]:
    """What speaks against relying on these estimates, a sentence each."""
    shared = _shared(patterns)
    if shared < FEW_SHARED:
        yield f"Only {shared} of {patterns.documented:,} are on two lists or more: the numbers rest on very few."
    if len(patterns.lists) == 2:
        yield "Two lists cannot show whether they depend on each other; if they do, the number is wrong, and nothing here would show it."
    apart = [
        (one, other)
        for one, other in combinations(patterns.lists, 2)
        if patterns.overlap(one, other) == 0 and not any(barred <= {one, other} for barred in patterns.apart)
    ]
    if apart:
        never = " ".join(f"--never '{one}+{other}'" for one, other in apart)
        yield (
            f"{'; '.join(f'{one} and {other}' for one, other in apart)}: these share nobody. If they could not (other "
            f"regions, other victims), declare it: {never}. If they could, ask why they do not."
        )
    given = [model for model in models if model.best is not None]
    yield from _disagreeing([model for model in given if model.name != "chao"])
    bound = next((model for model in given if model.name == "chao"), None)
    for model in given:
        if model.rhat is not None and model.effective is not None and not close(model.rhat, model.effective):
            yield (
                f"The chains of the {SAID[model.name]} agree only roughly (split R-hat {model.rhat:.3f}, effective size "
                f"{model.effective:,.0f}): with another seed its ends may move by a tenth of the interval."
            )
        if model.rivals and max(model.rivals) > APART * min(model.rivals):
            yield (
                f"{len(model.rivals)} log-linear models fit about equally well, and put the number anywhere from "
                f"{min(model.rivals):,} to {max(model.rivals):,}; the interval is of the first alone."
            )
        if bound is not None and model.best is not None and bound.low is not None and model.best < bound.low:
            yield (
                f"The {SAID[model.name]} says less than even Chao's bound has as the least: people differ in how easily they are listed, and "
                "that model does not see it."
            )
        if model.low and model.high and model.high > WIDE * model.low:
            yield f"The interval of the {SAID[model.name]} is wide: the lists overlap too little to say more."


def _disagreeing(models: Sequence[Model]) -> Iterator[str]:
    numbers = sorted((model.best or 0, SAID[model.name]) for model in models)
    if len(numbers) > 1 and numbers[-1][0] > APART * numbers[0][0]:
        yield (
            f"The models disagree: the {numbers[0][1]} says {numbers[0][0]:,}, the {numbers[-1][1]} says {numbers[-1][0]:,}. "
            "The data do not say which is right; give both, or neither."
        )


SAID = {
    "latent_class": "latent class model",
    "graphs": "average over graphs",
    "log_linear": "log-linear model",
    "chao": "lower bound of Chao",
}
"""Models as a sentence names them."""


def meaning(patterns: Patterns, unit: str, models: Sequence[Model]) -> str:
    """What the estimate says, in plain words."""
    many = "people" if unit == "person" else f"{unit}s"
    counted = f"{patterns.documented:,} {many} are on at least one of {len(patterns.lists)} lists: that is a count."
    given = [model for model in models if model.name != "chao" and model.best is not None]
    bound = next((model for model in models if model.name == "chao" and model.best is not None), None)
    if not given and bound is None:
        return f"{counted} How many are on none of them cannot be estimated from these lists."
    said = [
        f"the {SAID[model.name]} puts the whole at {model.best:,} ({model.level:.0%} interval {model.low:,} to {model.high:,})"
        for model in given
    ]
    if bound is not None:
        said.append(f"Chao's bound says at least about {bound.best:,} ({bound.low:,} to {bound.high:,})")
    return (
        f"{counted} How the lists overlap suggests how many there were in all: {'; '.join(said)}. That is an estimate: "
        f"nobody has seen those on no list, and it holds only if its assumptions do."
    )


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
