"""Reports of the example, read by hand beside what is read by the machine: precision and recall may not fall.

`tests/corpus/*.gold` holds each sentence of a report and below it every statement that a careful reader finds in it,
in the line language of `tests/lines.py`. `tests/floors.toml` holds the least shares; they are raised as reading gets
better, and a fall below one is a failure. A line that the machine does not reach stays in the corpus.
`python -m tests.test_floors` prints what is reached.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.lines import Line, agrees, parsed, speaks

from muniment import workflow
from muniment.errors import UnreadableReport
from muniment.report import Report
from muniment.settings import settings_from
from muniment.statement import Statement

CORPUS = Path(__file__).parent / "corpus"
FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
EXAMPLE = Path(__file__).parent.parent / "examples" / "karsa"
SLOTS = ("agent", "victim", "addressee", "beneficiary", "object", "facility", "place", "date", "count", "from")
SLOTS += ("subject", "holder", "authority", "bearer")
REAL = ("actual", "ongoing", "attempted")
Pair = tuple[Line | None, Statement | None]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return corpus()


def corpus() -> list[Pair]:
    """Every report of the corpus, read again, beside what is expected."""
    settings = settings_from(EXAMPLE / "muniment.toml")
    files = {path.stem: path for path in (EXAMPLE / "reports").iterdir()}
    found: list[Pair] = []
    for gold in sorted(CORPUS.glob("*.gold")):
        read = next(one for one in workflow.read([files[gold.stem]], settings) if not isinstance(one, UnreadableReport))
        found += paired(read[0], read[1].statements, gold.read_text(encoding="utf-8").splitlines())
    return found


def paired(report: Report, statements: Sequence[Statement], gold: Sequence[str]) -> Iterator[Pair]:
    """Each expected line with the statement read for it, and what is left on either side."""
    left, at, end = list(statements), 0, 0
    for written in gold:
        if written.startswith(">"):
            sentence = re.compile(r"\s+".join(map(re.escape, written[1:].split())))
            found = sentence.search(report.text, end)
            assert found is not None, f"{report.name} does not say {written[1:]}"
            at, end = found.span()
            continue
        line = parsed(written)
        here = [one for one in left if at <= one.trigger.start < end and _fits(one, line)]
        here.sort(key=lambda one: (one.trigger.words != line.trigger, not speaks(one, line.wanted["voice"][0])))
        yield line, here[0] if here else None
        if here:
            left.remove(here[0])
    yield from ((None, one) for one in left)


def _fits(read: Statement, line: Line) -> bool:
    """Whether a statement may be the one that a line means: of its type, by some of its words."""
    shared = set(read.trigger.words.casefold().split()) & set((line.trigger or "").casefold().split())
    return (read.kind, read.type) == (line.kind, line.type) and bool(shared)


def countable(line: Line) -> bool:
    commit = line.wanted["voice"][0].rsplit(":", 1)[1]
    real = line.wanted.get("realis", ["actual"])[0] in REAL
    return commit in ("CT+", "PR+") and real and "specificity" not in line.wanted


def shares(right: int, given: int, asked: int) -> dict[str, float]:
    return {"precision": right / given, "recall": right / asked}


def measured(pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Precision and recall of statements and of every slot, and what share of what would be counted should be."""
    both = [(line, read) for line, read in pairs if line is not None and read is not None]
    lines, reads = [line for line, _ in pairs if line], [read for _, read in pairs if read]
    found = {"statements": shares(len(both), len(reads), len(lines))}
    right, given, asked = Counter[str](), Counter[str](), Counter[str]()
    for line, read in pairs:
        for slot in SLOTS:
            wanted = list(line.wanted.get(slot, ())) if line else []
            held = list(read.values(slot)) if read else []
            asked[slot] += len(wanted)
            given[slot] += len(held)
            right[slot] += sum(any(agrees(value, want) for value in held) for want in wanted)
    found |= {slot: shares(right[slot], given[slot], asked[slot]) for slot in SLOTS if given[slot] and asked[slot]}
    for name, holds in {
        "voice": lambda line, read: speaks(read, line.wanted["voice"][0]),
        "realis": lambda line, read: read.realis == line.wanted.get("realis", ["actual"])[0],
        "specificity": lambda line, read: read.specificity == line.wanted.get("specificity", ["specific"])[0],
    }.items():
        found[name] = shares(sum(holds(line, read) for line, read in both), len(reads), len(lines))
    counted = [(line, read) for line, read in pairs if read is not None and read.countable]
    fit = [line for line, _ in counted if line is not None and countable(line)]
    found["countable"] = shares(len(fit), len(counted), sum(countable(line) for line in lines))
    return found


@pytest.mark.parametrize("name", FLOORS)
def test_reading_is_no_worse_than_it_was(name: str, pairs: list[Pair]) -> None:
    reached = measured(pairs)[name]
    for measure, floor in FLOORS[name].items():
        assert reached[measure] >= floor, f"{measure} of {name} fell to {reached[measure]:.3f}"


def test_every_measure_has_a_floor(pairs: list[Pair]) -> None:
    assert set(FLOORS) == set(measured(pairs))


def test_what_would_be_counted_is_right_but_for_three_in_a_hundred() -> None:
    assert FLOORS["countable"]["precision"] >= 0.97


if __name__ == "__main__":
    for measure, both in measured(corpus()).items():
        print(f"{measure:12} precision {both['precision']:.3f}  recall {both['recall']:.3f}")
