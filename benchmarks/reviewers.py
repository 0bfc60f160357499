"""Invented reviewers at the desk, as a browser would have them: next, open, rule, sometimes undo, a report, a search."""

from __future__ import annotations

import asyncio
import html
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import httpx

from muniment.casebook import Casebook

RULINGS = ("accepted",) * 14 + ("rejected",) * 3 + ("amended",) * 2 + ("redacted",)
SOMETIMES = 0.1
"""Share of the rulings after which a reviewer takes it back, opens the report, or searches."""

FIELD = re.compile(r'<input\b(?=[^>]*\bname="([^"]*)")(?=[^>]*\bvalue="([^"]*)")[^>]*>')
TO_UNDO = re.compile(r'name="decision" value="([^"]+)"')


@dataclass(slots=True, kw_only=True)
class Reviewer:
    """Somebody at the desk, with what they met."""

    number: int
    client: httpx.AsyncClient
    pause: float
    taken: dict[str, list[float]] = field(default_factory=dict)
    """Step → milliseconds of each time."""
    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: list[str] = field(default_factory=list)
    """The reason given with each ruling that the desk said it kept: nobody else gives it."""
    undone: list[str] = field(default_factory=list)
    """Ids of the decisions that the desk said it took back."""
    conflicts: int = 0
    broken: int = 0
    """Requests that got no answer."""

    async def work(self, *, until: float) -> None:
        """Reviews one statement after another."""
        chance = random.Random(self.number)
        after = ""
        while time.perf_counter() < until:
            try:
                after = await self._one(after, chance)
            except httpx.HTTPError:
                self.broken += 1
            await asyncio.sleep(chance.expovariate(1 / self.pause) if self.pause else 0)

    async def _one(self, after: str, chance: random.Random) -> str:
        begun = time.perf_counter()
        following = await self._get("next", f"/review?after={after}")
        if following.status_code != 303:
            return ""
        path = following.headers["location"]
        page = (await self._get("open", path)).text
        ruling = chance.choice(RULINGS)
        said = f"reviewer {self.number}, {len(self.acknowledged)} at {path}"
        answer = await self._post("rule", path, _form(page, ruling, said))
        self._note("step", begun)
        if answer.status_code == 303:
            self.acknowledged.append(said)
            if chance.random() < SOMETIMES:
                await self._undo(answer.headers["location"])
        self.conflicts += answer.status_code == 409
        if chance.random() < SOMETIMES and (found := re.search(r'href="(/reports/rp_[^"#]*)', page)):
            await self._get("report", found[1])
        if chance.random() < SOMETIMES:
            words = re.findall(r"[a-z]{6,}", page.partition('id="words"')[2])
            await self._get("search", f"/reports?q={chance.choice(words) if words else 'people'}")
        return path.rpartition("/")[2]

    async def _undo(self, path: str) -> None:
        """Takes the last ruling back, from the page that follows it."""
        following = await self._get("next", path)
        page = (await self._get("open", following.headers.get("location", "/review"))).text
        if found := TO_UNDO.search(page):
            answer = await self._post("undo", "/undo", [("decision", found[1])])
            if answer.status_code == 303:
                self.undone.append(found[1])

    async def _get(self, step: str, path: str) -> httpx.Response:
        begun = time.perf_counter()
        answer = await self.client.get(path)
        return self._noted(step, begun, answer)

    async def _post(self, step: str, path: str, form: Sequence[tuple[str, str]]) -> httpx.Response:
        begun = time.perf_counter()
        body = urlencode([("_csrf_token", self.client.cookies["csrftoken"]), *form])
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self._noted(step, begun, await self.client.post(path, content=body, headers=headers))

    def _noted(self, step: str, begun: float, answer: httpx.Response) -> httpx.Response:
        self._note(step, begun)
        self.statuses[answer.status_code] += 1
        return answer

    def _note(self, step: str, begun: float) -> None:
        self.taken.setdefault(step, []).append(1000 * (time.perf_counter() - begun))


def _form(page: str, ruling: str, reason: str) -> list[tuple[str, str]]:
    """The fields of a statement's page, as they stand; an amendment makes its first figure one higher."""
    held = [(html.unescape(name), html.unescape(value)) for name, value in FIELD.findall(page)]
    sent = [("ruling", ruling), ("other", reason), *((name, value) for name, value in held if name == "seen")]
    if ruling == "amended":
        kept = [(name, value) for name, value in held if name == "keep" or ":" in name]
        place = next((at for at, (name, value) in enumerate(kept) if name.startswith("best:") and value), None)
        if place is not None:
            kept[place] = (kept[place][0], str(int(kept[place][1]) + 1))
        sent += kept
    return sent


def missing(folder: Path, reviewers: Sequence[Reviewer]) -> list[str]:
    """What the desk acknowledged and the casebook does not hold: rulings by their reasons, undone ones by their ids."""
    with Casebook.open(folder) as casebook:
        decisions = list(casebook.decisions())
    reasons, superseded = {one.reason for one in decisions}, {one.supersedes for one in decisions}
    return [said for one in reviewers for said in one.acknowledged if said not in reasons] + [
        taken for one in reviewers for taken in one.undone if taken not in superseded
    ]


def say(reviewers: Sequence[Reviewer], seconds: float) -> None:
    """Prints what they did and how long each step took."""
    statuses = sum((one.statuses for one in reviewers), Counter[int]())
    failed = sum(number for status, number in statuses.items() if status >= 500) + sum(one.broken for one in reviewers)
    refused = sum(number for status, number in statuses.items() if 400 <= status < 500 and status != 409)
    rulings, undone = (sum(len(held) for held in each) for each in _kept(reviewers))
    print(
        f"{len(reviewers)} reviewers, {seconds:.0f} s: {statuses.total():,} requests, {rulings:,} rulings kept, "
        f"{undone:,} undone, {sum(one.conflicts for one in reviewers):,} conflicts, {refused} refused, {failed} errors"
    )
    print(f"{'step':10} {'times':>7} {'median ms':>10} {'p95 ms':>9}")
    for step in ("next", "open", "rule", "step", "undo", "report", "search"):
        taken = [each for one in reviewers for each in one.taken.get(step, ())]
        if len(taken) > 1:
            print(f"{step:10} {len(taken):7} {median(taken):10.1f} {quantiles(taken, n=20)[-1]:9.1f}")


def _kept(reviewers: Sequence[Reviewer]) -> tuple[list[list[str]], list[list[str]]]:
    return [one.acknowledged for one in reviewers], [one.undone for one in reviewers]
