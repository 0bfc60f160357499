"""The desk's speed on a casebook: how long each page takes, and what twenty reviewers at once meet.

Usage: python -m benchmarks.desk CASEBOOK [--pages] [--load] [--requests 20] [--longest 20] [--reviewers 20] [--seconds 60]
           [--pause 1]

Without --pages or --load, both. Times are from request to the last byte on the loopback, and what the desk's process
took of the processor meanwhile. The load rules on the casebook
for real: give it a copy. Afterwards every ruling that the desk acknowledged is looked for in the casebook.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx

from benchmarks.entering import REVIEWERS, Served, come_in, peak, served, spent
from benchmarks.reviewers import Reviewer, missing, say
from muniment.actor import Actor
from muniment.casebook import Casebook
from muniment.report import Report

STATIC_PATHS = (
    "/",
    "/review",
    "/reports",
    "/incidents",
    "/pairs/incidents",
    "/actors",
    "/notice",
    "/map",
    "/map?type=life",
    "/timeline",
    "/timeline?by=week",
    "/log",
)
BEING_COUNTED = b'http-equiv="refresh"'


def main() -> None:
    arguments = _arguments()
    with served(arguments.casebook) as desk:
        if arguments.pages or not arguments.load:
            asyncio.run(pages(arguments.casebook, desk, requests=arguments.requests, longest=arguments.longest))
        if arguments.load or not arguments.pages:
            reviewers = asyncio.run(
                load(desk, reviewers=arguments.reviewers, seconds=arguments.seconds, pause=arguments.pause)
            )
            say(reviewers, arguments.seconds)
            print(
                f"lost rulings: {len(missing(arguments.casebook, reviewers))}; peak of the desk {peak(desk.process)} MB"
            )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--longest", type=float, default=20, help="seconds after which a kind of page is asked no more")
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1, help="mean seconds that a reviewer thinks")
    return parser.parse_args()


async def pages(folder: Path, desk: Served, *, requests: int, longest: float) -> None:
    """Prints how long each kind of page takes, with parameters drawn from the casebook, after one request to warm up."""
    client = await come_in(desk)
    begun = time.perf_counter()
    await client.get("/review")
    print(f"the first page that looks statements up: {time.perf_counter() - begun:.2f} s")
    print(f"{'page':34} {'requests':>8} {'median ms':>10} {'p95 ms':>9} {'processor ms':>13} {'kB':>8}")
    for name, paths in drawn(folder, requests).items():
        before = spent(desk.process)
        taken, size, wrong = await _measured(client, paths, longest)
        each = 1000 * (spent(desk.process) - before) / (len(taken) + 1)
        note = f"  {wrong} refused or failed" if wrong else ""
        print(
            f"{name:34} {len(taken):8} {median(taken):10.1f} {p95(taken):9.1f} {each:13.0f} {size / 1000:8.0f}{note}",
            flush=True,
        )
    print(f"peak of the desk {peak(desk.process)} MB")
    await client.aclose()


async def _measured(client: httpx.AsyncClient, paths: Sequence[str], longest: float) -> tuple[list[float], int, int]:
    """Milliseconds of each request, the median size in bytes, and how many answers were errors."""
    for path in dict.fromkeys(paths):  # what takes long is worked out once, beside the pages
        while BEING_COUNTED in (await client.get(path)).content:
            await asyncio.sleep(0.5)
    taken: list[float] = []
    sizes: list[int] = []
    wrong = 0
    started = time.perf_counter()
    for path in paths:
        begun = time.perf_counter()
        answer = await client.get(path)
        taken.append(1000 * (time.perf_counter() - begun))
        sizes.append(len(answer.content))
        wrong += answer.status_code >= 400
        if time.perf_counter() - started > longest:
            break
    return taken, round(statistics.median(sizes)), wrong


def drawn(folder: Path, number: int) -> Mapping[str, Sequence[str]]:
    """Kind of page → paths, as many as asked for."""
    chance = random.Random(1)
    with Casebook.open(folder) as casebook:
        reports = chance.choices(list(casebook.readings()), k=number)
        incidents = chance.choices([one.number for one in casebook.incidents()], k=number)
        actors = chance.choices([one.number for one in casebook.derived(Actor, "link") if one.number], k=number)
        held = [casebook.report(one) for one in reports]
        statements = [chance.choice(list(casebook.statements(one))).id for one in reports]
        places = [next(_places(casebook, one.id), "Ostrand") for one in held]
    words = [_word(one, chance) for one in held]
    periods = [f"since={one.published}&until=2026" for one in held]
    return {path: [path] * number for path in STATIC_PATHS} | {
        "/review/{id}": [f"/review/{one}" for one in statements],
        "/review?after={id}": [f"/review?after={one}" for one in statements],
        "/reports/{id}": [f"/reports/{one}" for one in reports],
        "/reports?q={word}": [f"/reports?q={one}" for one in words],
        "/reports?q={frequent words}": ["/reports?q=people+killed"] * number,
        "/incidents/{number}": [f"/incidents/{one}" for one in incidents],
        "/actors/{number}": [f"/actors/{one}" for one in actors],
        "/actors?q={letters}": [f"/actors?q={one[:4]}" for one in words],
        "/counts?by=month": ["/counts?by=month"] * number,
        "/counts?by=type&by=year": ["/counts?by=type&by=year"] * number,
        "/counts?by=agent&measure=harm.death": ["/counts?by=agent&measure=harm.death"] * number,
        "/counts?by=admin1&since=…": [f"/counts?by=admin1&measure=harm.death&{one}" for one in periods],
        "/counts?by=month&place=…": [f"/counts?by=month&place={one}" for one in places],
        "/sources?by=month&is=…": ["/sources?by=month&is=2022-03&of=incident&of_unit=incident"] * number,
    }


def _places(casebook: Casebook, report: str) -> Iterator[str]:
    return (place.value for one in casebook.statements(report) for place in one.places())


def _word(report: Report, chance: random.Random) -> str:
    return chance.choice([word for word in report.text.split() if word.isalpha() and len(word) > 3])


def median(taken: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(taken) if taken else float("nan")


def p95(taken: Sequence[float]) -> float:
    """What 95 of 100 stay below, or the longest of fewer than 20."""
    return sorted(taken)[min(len(taken) - 1, int(0.95 * len(taken)))] if taken else float("nan")


async def load(desk: Served, *, reviewers: int, seconds: float, pause: float) -> Sequence[Reviewer]:
    """Reviewers who work beside one another for so many seconds, each with a session of their own."""
    at_work = [
        Reviewer(number=number, client=await come_in(desk, number % REVIEWERS), pause=pause)
        for number in range(reviewers)
    ]
    await at_work[0].client.get("/review")  # whatever is looked up once is looked up before the clock runs
    ends = time.perf_counter() + seconds
    await asyncio.gather(*(one.work(until=ends) for one in at_work))
    for one in at_work:
        await one.client.aclose()
    return at_work


if __name__ == "__main__":
    main()
