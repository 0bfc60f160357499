"""Accuracy and growth of linking on invented worlds, beside a rule of thumb and an exact match.

Usage: python -m benchmarks.linking [--incidents 400] [--seeds 3] [--grow]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.rules import joined_by_rules
from benchmarks.world import DIFFICULTIES, MEDIUM, World
from muniment.linking.incidents import Read, cluster, take_in
from muniment.linking.rulings import Rulings
from muniment.linking.weighing import weigh
from muniment.linking.workings import Workings
from muniment.report import Report
from muniment.statement import Statement

Labels = Mapping[str, Hashable]
Told = Sequence[tuple[Report, Sequence[Statement]]]


def main() -> None:
    arguments = _arguments()
    if arguments.grow:
        grow(arguments.incidents)
        return
    print(f"{'':8} {'method':12} {'pairs P':>8} {'R':>6} {'F1':>6} {'B3 P':>6} {'R':>6} {'F1':>6}")
    for difficulty in DIFFICULTIES:
        worlds = [World(arguments.incidents, difficulty, seed) for seed in range(1, arguments.seeds + 1)]
        for name, method in (("muniment", linked), ("rules", by_rules), ("exact match", exactly)):
            found: list[tuple[float, ...]] = []
            for world in worlds:
                told = list(world.told())
                truth = {said[0].id: world.truth[said[0].id] for _, said in told}
                found.append((*pairs(truth, method(told)), *b_cubed(truth, method(told))))
            means = [sum(each) / len(found) for each in zip(*found, strict=True)]
            print(f"{difficulty.name:8} {name:12} " + " ".join(f"{100 * mean:6.1f}" for mean in means))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--grow", action="store_true")
    return parser.parse_args()


def linked(told: Told) -> Labels:
    """Statement → incident, as the product links them."""
    with Workings() as workings:
        fresh = workings.stale({report.id: "1" for report, _ in told})
        read = (Read(report=report, statements=said) for report, said in told)
        for _ in take_in(workings, read, dict.fromkeys(fresh, "1"), Rulings()):
            pass
        weigh(workings, fresh)
        found = cluster(workings, Rulings())
    return {statement: number for number, each in enumerate(found) for statement in each.statements}


def by_rules(told: Told) -> Labels:
    """Statement → incident, by weights set by hand and joined strongest first."""
    return {
        statement: number
        for number, each in enumerate(joined_by_rules([(report, list(said)) for report, said in told]))
        for statement in each
    }


def exactly(told: Told) -> Labels:
    """Statement → type, place and date, where all are said; else itself."""
    found: dict[str, Hashable] = {}
    for _, said in told:
        act = said[0]
        place, day = [one.value for one in act.places()], [one.value for one in act.dates()]
        found |= dict.fromkeys((one.id for one in said), (act.type, *place, *day) if place and day else act.id)
    return found


def pairs(truth: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of statements."""
    both = _pairs((truth[one], found[one]) for one in truth)
    return _f1(both / max(1, _pairs(found[one] for one in truth)), both / max(1, _pairs(truth.values())))


def b_cubed(truth: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 by B³ (Bagga and Baldwin 1998)."""
    mine, theirs = Counter(found[one] for one in truth), Counter(truth.values())
    both = Counter((truth[one], found[one]) for one in truth)
    precision = sum(number**2 / mine[label] for (_, label), number in both.items()) / len(truth)
    recall = sum(number**2 / theirs[label] for (label, _), number in both.items()) / len(truth)
    return _f1(precision, recall)


def _pairs(labels: Iterable[Hashable]) -> int:
    return sum(number * (number - 1) // 2 for number in Counter(labels).values())


def _f1(precision: float, recall: float) -> tuple[float, float, float]:
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def grow(incidents: int) -> None:
    """Seconds and memory of each step for a world of this size, and of adding 100 reports to it."""
    world = World(incidents, MEDIUM)
    numbers: dict[str, float] = defaultdict(float)
    statements = reports = 0
    added: list[Read] = []
    with tempfile.TemporaryDirectory() as folder, Workings(Path(folder) / "linking.duckdb") as workings:
        begun = time.perf_counter()

        def read() -> Iterable[Read]:
            nonlocal statements, reports
            for report, said in world.told():
                one = Read(report=report, statements=said)
                reports += 1
                statements += len(said)
                if reports % max(1, incidents // 50) == 0 and len(added) < 100:
                    added.append(one)
                else:
                    yield one

        class Every(dict[str, str]):
            def __missing__(self, key: str) -> str:
                return "1"

        for _ in take_in(workings, read(), Every(), Rulings()):
            pass
        numbers["making and describing"] = time.perf_counter() - begun
        for name, step in (
            ("weighing", lambda: weigh(workings, ())),
            ("clustering", lambda: cluster(workings, Rulings())),
        ):
            begun = time.perf_counter()
            step()
            numbers[name] = time.perf_counter() - begun
        begun = time.perf_counter()
        for _ in take_in(workings, added, Every(), Rulings()):
            pass
        weigh(workings, {one.report.id for one in added})
        numbers["100 more, weighing"] = time.perf_counter() - begun
        begun = time.perf_counter()
        found = cluster(workings, Rulings())
        numbers["100 more, clustering"] = time.perf_counter() - begun
        weighed = workings.number("SELECT count(*) FROM kept.pairs")
    labels = {statement: number for number, each in enumerate(found) for statement in each.statements}
    truth = {one: label for one, label in world.truth.items() if one in labels}
    scores = " ".join(f"{100 * score:.1f}" for score in b_cubed(truth, labels))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in numbers.items())
    print(f"{statements} statements of {reports} reports: {steps}; {weighed} pairs kept; {memory:.0f} MB; B3 {scores}")


if __name__ == "__main__":
    main()
