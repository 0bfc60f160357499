"""Overview: what is in the casebook, what awaits review, and what changed since somebody was last here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from muniment import workflow
from muniment.desk.sight.seen import Seen
from muniment.errand import Errand
from muniment.reviewing import urgency

MOST = 6
"""Values of one kind that are named; the others are added up."""

BANDS = (("most urgent", 15.0), ("urgent", 5.0), ("other", 0.0))
"""How much hangs on a statement that awaits review, from where on: deaths with figures, other grave harm, the rest."""

SITTING = timedelta(hours=1)
"""Time without the first page after which somebody is back, and what changed since is shown."""

FORMATS: Mapping[str, str] = {
    "text/plain": "text",
    "text/html": "web page",
    "application/pdf": "PDF",
    "text/csv": "table",
    "message/rfc822": "mail",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table",
}

Ranked = Sequence[tuple[str, int]]
"""Values with how many there are, the most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is in the casebook, as far as it is seen."""

    formats: Ranked
    publishers: Ranked
    languages: Ranked
    kinds: Ranked
    entered: int
    """Statements that people entered."""
    waiting: Ranked
    """Statements that await review, by how much hangs on them."""
    waiting_types: Ranked
    published: int
    """Statements that had been reviewed when the dossier was published."""


def overview(seen: Seen, published: str) -> Overview:
    """What is in the casebook; `published` is when the dossier was made, ISO 8601, empty where it was not."""
    reports = seen.reports()
    kinds: Counter[str] = Counter()
    bands: Counter[str] = Counter()
    types: Counter[str] = Counter()
    entered = done = 0
    for id in seen.index.order:
        one, ruling = seen.peeked(id), seen.ruling(id)
        kinds[one.kind] += 1
        entered += one.rule == "entered"
        if seen.waits(id):
            types[one.type] += 1
            bands[next(name for name, least in BANDS if urgency(one) >= least)] += 1
        elif ruling is not None and published and ruling.at <= published:
            done += 1
    return Overview(
        formats=_most(Counter(FORMATS.get(one.media_type, one.media_type) for one in reports)),
        publishers=_most(Counter(one.publisher or "not said" for one in reports)),
        languages=_most(Counter(one.language or "not said" for one in reports)),
        kinds=kinds.most_common(),
        entered=entered,
        waiting=[(name, bands[name]) for name, _ in BANDS if bands[name]],
        waiting_types=_most(types),
        published=done,
    )


def _most(counted: Counter[str]) -> Ranked:
    ranked = counted.most_common(MOST)
    rest = counted.total() - sum(number for _, number in ranked)
    return [*ranked, ("others", rest)] if rest else ranked


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """When somebody was at the first page, kept by their own browser: the sitting before this one, and the last look."""

    before: datetime | None
    """When the sitting before this one ended; none where there was none."""
    reports: int
    """How many reports they saw then."""
    last: datetime
    last_reports: int

    def said(self) -> str:
        """The visit as a cookie holds it."""
        before = int(self.before.timestamp()) if self.before else 0
        return f"{before}.{self.reports}.{int(self.last.timestamp())}.{self.last_reports}"


def visited(said: str, now: datetime, reports: int) -> Visit:
    """This visit, by what the cookie of the last one says; whatever it says otherwise is as if it said nothing."""
    parts = said.split(".")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        return Visit(before=None, reports=0, last=now, last_reports=reports)
    before, then, last, seen = map(int, parts)
    if now - _moment(last) > SITTING:
        return Visit(before=_moment(last), reports=seen, last=now, last_reports=reports)
    if not before:  # the second look of the first sitting: what changed since the first
        return Visit(before=_moment(last), reports=seen, last=now, last_reports=reports)
    return Visit(before=_moment(before), reports=then, last=now, last_reports=reports)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def gone(at: str, now: datetime) -> str:
    """How long ago something was: "40 s", "12 min", "3 h"."""
    seconds = max(0, int((now - datetime.fromisoformat(at)).total_seconds()))
    return f"{seconds} s" if seconds < 90 else f"{seconds // 60} min" if seconds < 5400 else f"{seconds // 3600} h"


def renewal(seen: Seen, errands: Iterable[Errand]) -> tuple[Errand, str] | None:
    """How the last renewal stands, of tasks with the newest first, and how long ago it came to that; none where none was."""
    held = next((one for one in seen.errands(errands) if one.task == "renew"), None)
    return None if held is None else (held, gone(held.at, datetime.fromisoformat(workflow.now())))
