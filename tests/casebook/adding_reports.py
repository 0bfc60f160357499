"""A process that adds and reads reports until all are in: what the tests of kills and of two writers start."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from factory import received, statement
from muniment.actor import actor_of
from muniment.casebook import Casebook
from muniment.incident import Incident
from muniment.report import Report
from muniment.run import Run, refusal_of, run_of
from muniment.seams import Received
from muniment.statement import Statement

RUN = run_of("extract", version="1", settings={})
HARMS = 10


def reports(number: int) -> Iterator[Received]:
    for one in range(number):
        told = " ".join(f"Soldiers killed {count} people in village {one}." for count in range(HARMS))
        yield received(told, name=f"{one}.txt", run=RUN.id)


def statements(told: Report, run: Run = RUN) -> list[Statement]:
    return [
        statement(told, f"killed {count} people", type="life.killing", agent="Soldiers", run=run.id)
        for count in range(HARMS)
    ]


def work(folder: Path, number: int) -> None:
    """Goes on from wherever the casebook stands."""
    with Casebook.create(folder) as casebook:
        casebook.keep([RUN])
        for came in reports(number):
            if casebook.keep_report(came):
                print("added", flush=True)
        for told in casebook.unread(RUN.id):
            found = statements(told)
            refused = refusal_of("extract", told.id, "the words are not there")
            casebook.keep_reading(told.id, RUN.id, found, [actor_of(told.id, "Soldiers")], [refused])
            incidents = (Incident(id=f"in_{one.id}", statements=(one.id,), run=RUN.id) for one in found)
            casebook.keep_derived("link", RUN.id, incidents, casebook.mark())
            print("read", flush=True)


def derive_without_end(folder: Path) -> None:
    """Puts results in the place of others, and never comes to the last; says when some are on their way."""

    def results() -> Iterator[Incident]:
        for number in itertools.count():
            yield Incident(id=f"in_new_{number}", statements=("st_1",), run=RUN.id)
            if number == 5_000:
                print("on their way", flush=True)

    with Casebook.open(folder) as casebook:
        casebook.keep_derived("link", RUN.id, results(), "never")


if __name__ == "__main__" and sys.argv[2] == "endless":
    derive_without_end(Path(sys.argv[1]))
elif __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
