"""How estimates do where the truth is known; how they and their speed are on a table of patterns; how speed grows.

`--simulate RUNS`: invented populations, of which lists catch some; bias, width and coverage of every model.
`--patterns FILE`: every model on a CSV of patterns. `--grow`: the latent class model's time by lists and by people.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from statistics import median
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from muniment.count import Model
from muniment.counting.estimation import latent
from muniment.counting.estimation.estimating import estimate
from muniment.counting.estimation.models import MODELS, Asked, Name
from muniment.counting.estimation.patterns import Patterns, patterns_of
from muniment.counting.estimation.reading import OVERALL, read

PEOPLE = 2_000
"""Who there were in each invented population."""

CHANCES = (0.35, 0.3, 0.25, 0.2, 0.15, 0.1)
"""Of being on the first, the second … list, on average."""

Caught: TypeAlias = NDArray[np.bool_]


def _logit(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _drawn(rng: np.random.Generator, odds: NDArray[np.float64]) -> Caught:
    return rng.random(odds.shape) < 1 / (1 + np.exp(-odds))


def independent(rng: np.random.Generator, lists: int) -> Caught:
    """Being on one list says nothing of being on another."""
    return _drawn(rng, np.tile([_logit(chance) for chance in CHANCES[:lists]], (PEOPLE, 1)))


def _dependent(rng: np.random.Generator, lists: int, ratio: float) -> Caught:
    caught = independent(rng, lists)
    # The second list has the same chance on average; who is on the first has other odds.
    first, chance = CHANCES[0], CHANCES[1]
    low, without, high = 1e-6, 0.5, 1 - 1e-6
    for _ in range(60):
        without = (low + high) / 2
        given = ratio * without / (1 - without)
        low, high = (without, high) if first * given / (1 + given) + (1 - first) * without < chance else (low, without)
    odds = np.where(caught[:, 0], _logit(without) + np.log(ratio), _logit(without))
    caught[:, 1] = _drawn(rng, odds)
    return caught


def positive(rng: np.random.Generator, lists: int) -> Caught:
    """Who is on the first list is four times as likely (in odds) to be on the second: one copies the other."""
    return _dependent(rng, lists, 4.0)


def negative(rng: np.random.Generator, lists: int) -> Caught:
    """Who is on the first list has a quarter of the odds to be on the second: they divide the work."""
    return _dependent(rng, lists, 0.25)


def uneven(rng: np.random.Generator, lists: int) -> Caught:
    """People differ smoothly in how easily any list catches them: logit-normal with a standard deviation of 1."""
    return _drawn(rng, np.array([_logit(chance) for chance in CHANCES[:lists]]) + rng.normal(0, 1, (PEOPLE, 1)))


def two_groups(rng: np.random.Generator, lists: int) -> Caught:
    """Two in five are known to the lists, with three times the chance that the rest have."""
    known = rng.random((PEOPLE, 1)) < 0.4
    odds = [np.where(known, _logit(chance * 5 / 3), _logit(chance * 5 / 9)) for chance in CHANCES[:lists]]
    return _drawn(rng, np.hstack(odds))


WORLDS: Mapping[str, Callable[[np.random.Generator, int], Caught]] = {
    "independent": independent,
    "positive": positive,
    "negative": negative,
    "uneven": uneven,
    "two groups": two_groups,
}


def patterns_in(caught: Caught) -> Patterns:
    """What the lists show of it."""
    names = [f"list {number}" for number in range(1, caught.shape[1] + 1)]
    rows, counts = np.unique(caught[caught.any(axis=1)], axis=0, return_counts=True)
    return patterns_of(names, {tuple(map(int, row)): int(count) for row, count in zip(rows, counts, strict=True)})


def run(world: str, lists: int, seed: int, draws: int, models: Sequence[Name]) -> tuple[str, int, Sequence[Model]]:
    """These models on one invented population."""
    patterns = patterns_in(WORLDS[world](np.random.default_rng(seed), lists))
    found = estimate(patterns, measure="invented", models=models, asked=Asked(seed=seed, keep=draws))
    return world, lists, found.models


def simulate(
    runs: int, lists: Sequence[int], worlds: Sequence[str], models: Sequence[Name], draws: int, jobs: int
) -> None:
    """Bias, width and coverage of the 95 percent interval, a line for each world, number of lists and model."""
    asked = [(world, number, seed, draws, models) for number, world, seed in product(lists, worlds, range(1, runs + 1))]
    found: dict[tuple[str, int, Name], list[Model]] = defaultdict(list)
    print("world\tlists\tmodel\truns\tno number\tmedian bias\tmedian width\tcovers\tbelow\tabove", flush=True)
    done: dict[tuple[str, int], int] = defaultdict(int)
    with ProcessPoolExecutor(jobs) as pool:
        for world, number, drawn in pool.map(run, *zip(*asked, strict=True), chunksize=4):
            for model in drawn:
                found[world, number, model.name].append(model)
            done[world, number] += 1
            if done[world, number] == runs:
                for name in models:
                    print(
                        "\t".join(_line(found[world, number, name])).join([f"{world}\t{number}\t{name}\t", ""]),
                        flush=True,
                    )


def _line(models: Sequence[Model]) -> Iterator[str]:
    given = [(one.low, one.best, one.high) for one in models if None not in (one.low, one.best, one.high)]
    ends = [(low or 0, best or 0, high or 0) for low, best, high in given]
    yield str(len(models))
    yield str(len(models) - len(ends))
    if ends:
        yield f"{median(best / PEOPLE - 1 for _, best, _ in ends):+.1%}"
        yield f"{median((high - low) / PEOPLE for low, _, high in ends):.1%}"
        yield f"{sum(low <= PEOPLE <= high for low, _, high in ends) / len(ends):.1%}"
        yield f"{sum(high < PEOPLE for _, _, high in ends) / len(ends):.1%}"
        yield f"{sum(low > PEOPLE for low, _, _ in ends) / len(ends):.1%}"


def measure(file: Path, draws: int) -> None:
    """Every model on a table of patterns, with its time; the first run, which compiles, is not timed."""
    patterns = read(file.read_text(encoding="utf-8"))[OVERALL]
    latent.sample(patterns, seed=1, keep=100)
    print(f"{patterns.documented} recorded on {len(patterns.lists)} lists")
    for name in MODELS:
        wall, busy = time.perf_counter(), time.process_time()
        (model,) = estimate(patterns, measure="listed", models=[name], asked=Asked(keep=draws)).models
        wall, busy = time.perf_counter() - wall, time.process_time() - busy
        said = model.refused or f"{model.best} ({model.low} to {model.high})"
        print(f"{name}\t{said}\t{wall:.2f} s, {busy:.2f} CPU s\t{'; '.join(model.detail)}")
        if model.effective is not None:
            print(
                f"\tsplit R-hat {model.rhat:.4f}, effective size {model.effective:.0f}, {model.effective / busy:.0f} per CPU s"
            )


def grow(draws: int) -> None:
    """Seconds of the latent class model by number of lists, and by number of people, for as many kept draws."""
    rng = np.random.default_rng(1)
    for lists, people in [*product(range(3, 9), (10_000,)), *product((4,), (1_000, 10_000, 100_000, 1_000_000))]:
        chances = np.array([0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.1, 0.1])[:lists]
        patterns = patterns_in(rng.random((people, lists)) < chances)
        latent.sample(patterns, seed=1, keep=100)
        begun = time.perf_counter()
        drawn = latent.sample(patterns, seed=1, keep=draws)
        print(
            f"{lists} lists\t{people} people\t{len(patterns.counts)} patterns\t{time.perf_counter() - begun:.1f} s\t"
            f"every {drawn.thin}th step\teffective size {drawn.effective:.0f}",
            flush=True,
        )


def main() -> None:
    """What was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--simulate", type=int, metavar="RUNS")
    asked.add_argument("--lists", nargs="+", type=int, default=[3, 4, 5, 6])
    asked.add_argument("--worlds", nargs="+", choices=list(WORLDS), default=list(WORLDS))
    asked.add_argument("--models", nargs="+", choices=list(MODELS), default=list(MODELS))
    asked.add_argument("--patterns", type=Path, metavar="FILE")
    asked.add_argument("--grow", action="store_true")
    asked.add_argument("--draws", type=int, default=10_000, help="kept of each of four chains")
    asked.add_argument("--jobs", type=int, default=2)
    given = asked.parse_args()
    if given.simulate:
        simulate(given.simulate, given.lists, given.worlds, given.models, given.draws, given.jobs)
    if given.patterns:
        measure(given.patterns, given.draws)
    if given.grow:
        grow(given.draws)


if __name__ == "__main__":
    main()
