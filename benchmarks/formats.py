"""Size and seconds of each format that the record is exported to, for so many statements.

Usage: python -m benchmarks.formats [CASEBOOK] [--statements N]

The casebook, that of the example where none is named, is copied under new ids until it has so many statements, with
its reports, actors, incidents and counts; then each exporter writes it once, and the best of three passes is taken.
"""

from __future__ import annotations

import argparse
import math
import resource
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.speed import EXAMPLE
from muniment import workflow
from muniment.casebook import Casebook
from muniment.count import Count
from muniment.dossier import Dossier
from muniment.incident import Incident
from muniment.seams import Exporter, plugins
from muniment.settings import settings_from
from muniment.statement import Content, Party, Statement, Voice

PASSES = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path, nargs="?")
    parser.add_argument("--statements", type=int, default=10_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one = gathered(arguments.casebook or built(Path(folder) / "casebook"))
        many = repeated(one, math.ceil(arguments.statements / len(one.statements)))
        print(f"{len(many.statements):,} statements, {len(many.reports):,} reports, {len(many.incidents):,} incidents")
        for name, made in sorted(plugins("exporters").items()):
            print(f"{name:<16}{measured(made(), many, Path(folder) / name)}")
    print(f"peak of the whole process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def built(folder: Path) -> Path:
    """A casebook of the example."""
    workflow.build([EXAMPLE / "reports"], folder, settings_from(EXAMPLE / "muniment.toml"), jobs=1)
    return folder


def gathered(folder: Path) -> Dossier:
    with Casebook.open(folder) as casebook:
        return workflow.gathered(casebook)


def repeated(one: Dossier, times: int) -> Dossier:
    """The dossier with everything in it so many times, under ids of its own each time."""
    copies = [_copied(one, number) for number in range(times)]
    whole: dict[str, Any] = {
        name: tuple(thing for copy in copies for thing in copy[name]) for name in copies[0] if copies
    }
    return replace(one, **whole, links=(), tables=(), decisions=(), principals=())


def _copied(one: Dossier, number: int) -> dict[str, Iterable[Any]]:
    def new(id: str | None) -> str | None:
        return f"{id}{number:03d}" if id else id

    def valued(value: Any) -> Any:
        if isinstance(value, Content):
            return replace(value, statement=new(value.statement))
        return replace(value, actor=new(value.actor)) if isinstance(value, (Party, Voice)) else value

    def stated(made: Statement) -> Statement:
        slots = {slot: tuple(valued(value) for value in held) for slot, held in made.slots.items()}
        voices = tuple(valued(voice) for voice in made.voices)
        return replace(made, id=new(made.id), report=new(made.report), slots=slots, voices=voices)

    def told(made: Incident) -> Incident:
        ids = {name: tuple(new(one) for one in getattr(made, name)) for name in ("statements", "concerned")}
        return replace(made, id=new(made.id), number=f"{made.number}-{number}", **ids)

    def counted(made: Count) -> Count:
        standpoints = tuple(replace(end, statement=new(end.statement)) for end in made.standpoints)
        statements = tuple(map(new, made.statements))
        return replace(
            made, id=new(made.id), incident=new(made.incident), statements=statements, standpoints=standpoints
        )

    actors = {
        name: [
            replace(actor, id=new(actor.id), report=new(actor.report), members=tuple(map(new, actor.members)))
            for actor in getattr(one, name)
        ]
        for name in ("actors", "mentioned")
    }
    return {
        "reports": [replace(report, id=new(report.id)) for report in one.reports],
        "statements": [stated(made) for made in one.statements],
        "incidents": [told(made) for made in one.incidents],
        "origins": [
            replace(made, id=new(made.id), reports=tuple(map(new, made.reports)), copies=()) for made in one.origins
        ],
        "counts": [counted(made) for made in one.counts],
        **actors,
    }


def measured(exporter: Exporter, dossier: Dossier, folder: Path) -> str:
    """Seconds of the best pass, and the bytes that it wrote."""
    folder.mkdir()
    taken: list[float] = []
    files: list[Path] = []
    for _ in range(PASSES):
        begun = time.perf_counter()
        files = exporter.write(dossier, folder)
        taken.append(time.perf_counter() - begun)
    size = sum(file.stat().st_size for file in files) / 1e6
    return f"{min(taken):6.1f} s {size:8.1f} MB"


if __name__ == "__main__":
    main()
