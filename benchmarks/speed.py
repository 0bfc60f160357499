"""Extraction time over bare spaCy time on the same texts in one run, what a second process gains, and peak memory.

Usage: python -m benchmarks.speed [--reports N [N ...]] [--texts FILE.jsonl]

Times are a ratio: machines are shared and noisy, and the best of three passes is taken for each side. Memory is
the peak resident size of a process of its own that builds a casebook of N reports, made from the example's texts.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from muniment.adding.opening import find, read
from muniment.errors import UnreadableReport
from muniment.extracting.many import read_many
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.report import Report, report_of
from muniment.settings import Settings

EXAMPLE = Path(__file__).parent.parent / "examples" / "karsa"
PEAK = """
import resource, sys
from pathlib import Path
from muniment import workflow
from muniment.casebook import Casebook
from muniment.settings import Settings
with Casebook.create(Path(sys.argv[2]), Settings(title="memory")) as casebook:
    workflow.add(casebook, [sys.argv[1]])
    workflow.extract(casebook, jobs=1)
    read = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workflow.link(casebook); workflow.count(casebook); workflow.publish(casebook)
print(round(read), round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--texts", type=Path, help="JSON Lines with a `text` each, instead of the example's")
    arguments = parser.parse_args()
    reports = _given(arguments.texts) if arguments.texts else _example()
    print(f"{len(reports)} reports, {sum(len(report.text) for report in reports):,} characters")
    print(f"extraction over bare spaCy: {ratio(reports):.2f}")
    print(f"one process over two: {gain(reports, 240):.2f}")
    print(
        f"one report of 1 MB: peak {peak_of_one(reports, 1_000_000)} MB; of 100 kB: {peak_of_one(reports, 100_000)} MB"
    )
    for number in arguments.reports:
        extracted, whole = peak(reports, number)
        print(f"{number} reports: peak {extracted} MB after extraction, {whole} MB after publication")


def ratio(reports: Sequence[Report]) -> float:
    """Seconds to extract over seconds to parse with the bare model, best of three each."""
    extractor = SpacyExtractor()
    bare = spacy.load(extractor.model)
    extractor.extract(reports[0])
    whole = _best(lambda: [extractor.extract(report) for report in reports])
    return whole / _best(lambda: [bare(report.text) for report in reports])


def _best(task: Callable[[], object], passes: int = 3) -> float:
    taken: list[float] = []
    for _ in range(passes):
        begun = time.perf_counter()
        task()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def gain(reports: Sequence[Report], number: int) -> float:
    """Seconds that one process takes for so many reports over those that two take, both once started."""
    settings = Settings()
    many = [reports[index % len(reports)] for index in range(number)]

    def seconds(jobs: int) -> float:
        found = read_many(itertools.chain(many[: 8 * jobs], many), settings, "", jobs=jobs)
        for _ in range(8 * jobs):
            next(found)
        begun = time.perf_counter()
        for _ in found:
            pass
        return time.perf_counter() - begun

    alone, together = zip(*((seconds(1), seconds(2)) for _ in range(3)), strict=True)
    return min(alone) / min(together)


def peak_of_one(reports: Sequence[Report], characters: int) -> int:
    """Peak megabytes of a process that reads one report of so many characters."""
    text = "\n\n".join(report.text for report in reports)
    text = ("\n\n".join([text] * (characters // len(text) + 1)))[:characters]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "long.txt"
        source.write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", PEAK, str(source), str(Path(folder) / "casebook")]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(said.stdout.split()[0])


def peak(reports: Sequence[Report], number: int) -> tuple[int, int]:
    """Peak megabytes of a process that builds a casebook of so many different reports."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        rows = (
            {
                "narrative": f"Note {index}.\n\n{reports[index % len(reports)].text}",
                "published": reports[index % len(reports)].published,
            }
            for index in range(number)
        )
        source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        command = [sys.executable, "-c", PEAK, str(source), str(Path(folder) / "casebook")]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    extracted, whole = said.stdout.split()
    return int(extracted), int(whole)


def _example() -> list[Report]:
    found = [
        one
        for path in find([EXAMPLE / "reports"])
        if isinstance(path, Path)
        for one in read(path, largest=10**8, mapping=None)
    ]
    return [one.report for one in found if not isinstance(one, UnreadableReport)]


def _given(path: Path) -> list[Report]:
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        report_of(
            record["text"].encode(),
            record["text"],
            name=f"{index}.txt",
            media_type="text/plain",
            language="en",
            published=record.get("published"),
        )
        for index, record in enumerate(records)
    ]


if __name__ == "__main__":
    main()
