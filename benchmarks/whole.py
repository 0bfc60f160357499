"""Processor seconds and memory of what reads a whole casebook: its statements, what counts start from, tables, series, pictures.

Usage: python -m benchmarks.whole CASEBOOK [STEP ...]

Each step runs in a process of its own, so that its peak memory is its own. Nothing is written. Seconds are of the
processor, since machines are shared.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from muniment import workflow
from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.incident import Link
from muniment.publishing import charts, maps
from muniment.publishing.gathering import gathered
from muniment.workflow.tabulating import basis_of

Seconds = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("steps", nargs="*", help=", ".join(STEPS))
    parser.add_argument("--here", action="store_true", help="in this process")
    arguments = parser.parse_args()
    for name in arguments.steps or STEPS:
        if arguments.here:
            with Casebook.open(arguments.casebook) as casebook:
                before = _peak()
                for step, seconds in STEPS[name](casebook).items():
                    print(f"{step:34} {seconds:7.2f} s")
                print(f"{'peak memory, and before':34} {_peak()} MB, {before} MB")
        else:
            command = [sys.executable, "-m", "benchmarks.whole", str(arguments.casebook), name, "--here"]
            print(f"-- {name}", flush=True)
            subprocess.run(command, check=True)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(tasks: Mapping[str, Callable[[], object]]) -> Seconds:
    taken: dict[str, float] = {}
    for name, task in tasks.items():
        begun = time.process_time()
        task()
        taken[name] = time.process_time() - begun
    return taken


def statements(casebook: Casebook) -> Seconds:
    """One after another, and all held at once."""
    return _timed(
        {
            "statements, one by one": lambda: sum(1 for _ in casebook.statements()),
            "statements, all held": lambda: list(casebook.statements()),
        }
    )


def others(casebook: Casebook) -> Seconds:
    """The other nouns that pages read whole."""
    return _timed(
        {
            "reports": lambda: sum(1 for _ in casebook.reports()),
            "actors of reports": lambda: sum(1 for _ in casebook.actors()),
            "actors joined": lambda: sum(1 for _ in casebook.derived(Actor, "link")),
            "incidents": lambda: sum(1 for _ in casebook.incidents()),
            "links": lambda: sum(1 for _ in casebook.derived(Link, "link")),
            "origins": lambda: sum(1 for _ in casebook.origins()),
            "principals": lambda: sum(1 for _ in casebook.principals()),
            "counts": lambda: sum(1 for _ in casebook.counts()),
            "decisions": lambda: sum(1 for _ in casebook.decisions()),
            "mark": casebook.mark,
        }
    )


def tables(casebook: Casebook) -> Seconds:
    """The basis of counts, and tables and series, each of which reads it anew."""
    return _timed(
        {
            "basis_of": lambda: basis_of(casebook),
            "counts_of, by month": lambda: workflow.counts_of(casebook, by=("month",)),
            "counts_of, by type and year": lambda: workflow.counts_of(casebook, by=("type", "year")),
            "counts_of, by agent, deaths": lambda: workflow.counts_of(casebook, by=("agent",), measure="harm.death"),
            "series_of, by month": lambda: workflow.series_of(casebook),
        }
    )


def pictures(casebook: Casebook) -> Seconds:
    """The dossier, what is looked up in it, and its pictures."""
    begun = time.process_time()
    dossier = workflow.gathered(casebook)
    gathering = time.process_time() - begun
    begun = time.process_time()
    view = gathered(dossier)
    looked_up = time.process_time() - begun
    drawn = {
        "charts.timeline": lambda: charts.timeline(view),
        "charts.network": lambda: charts.network(view),
        "maps.drawn": lambda: maps.drawn(view),
    }
    return {"workflow.gathered": gathering, "gathering.gathered": looked_up} | _timed(drawn)


STEPS: Mapping[str, Callable[[Casebook], Seconds]] = {
    "statements": statements,
    "others": others,
    "tables": tables,
    "pictures": pictures,
}

if __name__ == "__main__":
    main()
