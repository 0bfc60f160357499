"""Recall and speed of finding partial reprints, on invented reports with known copies.

Usage: python -m benchmarks.copies [--reports 100000]

A fifth of the reports carry a passage of 40 to 120 words from an earlier one among 150 to 400 words of their own, with
one word in forty changed; another fifth end in a publisher's footer of 45 words.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from datetime import date, timedelta

from muniment.linking.copying import Sheet, sheet_of
from muniment.linking.origins import origins_of, shared_by
from muniment.report import Report, report_of

BEGINNING = date(2021, 1, 1)
VOCABULARY = 30_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    number = parser.parse_args().reports
    chance = random.Random(1)
    footers = [_words(chance, 45) for _ in range(20)]
    texts: dict[str, str] = {}
    truth: dict[str, str] = {}
    sheets: list[Sheet] = []
    spent = 0.0
    for index in range(number):
        report, original = _report(index, chance, footers, sheets, texts)
        texts[report.id] = report.text
        if original:
            truth[report.id] = original
        begun = time.perf_counter()
        sheets.append(sheet_of(report))
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    found = origins_of(sheets, shared_by(sheets, texts.__getitem__))
    compared = time.perf_counter() - begun
    # Of two of one day the machine cannot know which was first, so either end counts.
    copies = [{copy.report, copy.original} for origin in found for copy in origin.copies]
    right = len({report for pair in copies for report in pair} & truth.keys())
    true = sum(bool(pair & truth.keys()) for pair in copies)
    fresh = {sheet.report for sheet in sheets[-100:]}
    begun = time.perf_counter()
    list(shared_by(sheets, texts.__getitem__, fresh=fresh))
    added = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{number} reports: fingerprints {spent:.0f} s, comparing {compared:.0f} s, 100 more {added:.0f} s, {memory:.0f} MB "
        f"with all texts in memory; recall {100 * right / len(truth):.1f}, precision {100 * true / len(copies):.1f}"
    )


def _report(
    index: int, chance: random.Random, footers: list[str], sheets: list[Sheet], texts: dict[str, str]
) -> tuple[Report, str | None]:
    """An invented report, and the id of the one that it copies from."""
    own = _words(chance, chance.randint(150, 400)).split()
    publisher = chance.randrange(len(footers))
    original: str | None = None
    if sheets and chance.random() < 0.2:
        original = sheets[chance.randrange(max(0, len(sheets) - 500), len(sheets))].report
        words = texts[original].split()
        start = chance.randrange(max(1, min(100, len(words) - 120)))
        passage = words[start : start + chance.randint(40, 120)]
        passage = [word if chance.random() > 1 / 40 else _words(chance, 1) for word in passage]
        where = chance.randrange(len(own))
        own = [*own[:where], *passage, *own[where:]]
    if chance.random() < 0.2:
        own += footers[publisher].split()
    text = " ".join(own)
    published = BEGINNING + timedelta(days=index // 200)
    report = report_of(
        text.encode(),
        text,
        name=f"{index}.txt",
        media_type="text/plain",
        publisher=f"Publisher {publisher}",
        published=published.isoformat(),
    )
    return report, original


def _words(chance: random.Random, number: int) -> str:
    """Words of which nearly half are a hundred common ones."""
    return " ".join(
        f"w{chance.randrange(100) if chance.random() < 0.45 else chance.randrange(VOCABULARY)}" for _ in range(number)
    )


if __name__ == "__main__":
    main()
