"""Two states of a casebook: what came, was read, decided, entered and numbered between two moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from muniment.casebook import Casebook
from muniment.casebook.ledger import Reading
from muniment.decision import Decision
from muniment.errors import BadChoice
from muniment.incident import Citation
from muniment.record import described
from muniment.report import Report
from muniment.run import Entry
from muniment.statement import Statement
from muniment.workflow.running import now

Line: TypeAlias = tuple[datetime, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A report whose newest reading changed."""

    report: str = described("id of the Report")
    before: str | None = described("id of the Run whose reading stood; none where nothing had read it")
    after: str = described("id of the Run whose reading stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What became of a casebook between two moments: after the first, up to and with the last."""

    since: str = described("ISO 8601, UTC")
    until: str = described("ISO 8601, UTC")
    reports: tuple[str, ...] = described("ids of the reports that came")
    readings: tuple[Reread, ...] = described("reports whose newest reading changed")
    entered: tuple[Statement, ...] = described("statements that people entered")
    decisions: tuple[Decision, ...] = described("rulings that were made")
    undone: tuple[Decision, ...] = described("rulings that those took the place of")
    citations: tuple[Citation, ...] = described("numbers of incidents and actors that were issued, merged, withdrawn …")
    unsure: tuple[str, ...] = described("what the record cannot say, in words")

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.reports or self.readings or self.entered or self.decisions or self.citations)


def changes_between(casebook: Casebook, since: str, until: str | None = None) -> Changes:
    """What became of a casebook after one moment and up to another, or up to now; raises `BadChoice` for no time.

    A moment is ISO 8601, in UTC where it names no zone; a day alone is its beginning, and as `until` its end. Decisions
    and entered statements carry their time. Reports, readings and numbers came while a task ran: the log notes how many
    there were when each began and ended, so that a moment within a task is known no closer than that, and said so.
    """
    start, end = _moment("since", since, time.min), _moment("until", until or now(), time.max)
    lines = _lines(casebook.came(Entry))
    low, high = (_reached(casebook, lines, moment) for moment in (start, end))
    decisions = list(casebook.decisions())
    made = [one for one in decisions if _within(one.at, start, end)]
    replaced = {id for one in made for id in one.replaces}
    return Changes(
        since=_written(start),
        until=_written(end),
        reports=tuple(one.id for one in casebook.came(Report, after=low["reports"], until=high["reports"])),
        readings=tuple(_reread(casebook, low["readings"], high["readings"])),
        entered=tuple(one for one in casebook.entered() if one.entered and _within(one.entered.at, start, end)),
        decisions=tuple(made),
        undone=tuple(one for one in decisions if one.id in replaced),
        citations=tuple(casebook.came(Citation, after=low["citations"], until=high["citations"])),
        unsure=tuple(words for moment in (start, end) if (words := _doubt(lines, moment))),
    )


def _moment(name: str, said: str, of_day: time) -> datetime:
    try:
        read = datetime.combine(date.fromisoformat(said), of_day) if len(said) <= 10 else datetime.fromisoformat(said)
    except ValueError as error:
        raise BadChoice(name, said, hint="write 2021-03-12, or 2021-03-12T14:00:00Z") from error
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _within(at: str, start: datetime, end: datetime) -> bool:
    return start < _moment("at", at, time.min) <= end


def _lines(entries: Iterable[Entry]) -> Sequence[Line]:
    """Each moment at which a task began or ended, with how far the record had come; empty where that was not noted."""
    found = [(_moment("at", one.finished or one.started, time.min), one.reached) for one in entries]
    return sorted(found, key=lambda line: line[0])


def _reached(casebook: Casebook, lines: Sequence[Line], moment: datetime) -> Mapping[str, int]:
    """How far the record had come by a moment, as far as the log says; what came before it noted so counts as earlier."""
    before = [reached for at, reached in lines if at <= moment]
    if not before:
        return dict.fromkeys(casebook.reached(), 0)
    noted = [reached for _, reached in lines if reached]
    if len(before) == len(lines) or not noted:
        return casebook.reached()
    return next((reached for reached in reversed(before) if reached), noted[0])


def _doubt(lines: Sequence[Line], moment: datetime) -> str:
    """What the log cannot say of a moment, in words; empty where it is plain."""
    before = [reached for at, reached in lines if at <= moment]
    after = [reached for at, reached in lines if at > moment]
    if before and after and not before[-1]:
        return f"how far the record had come at {_written(moment)} was not noted; what came by then counts as earlier"
    if not before or not after or before[-1] == after[0]:
        return ""
    grown = ((name, after[0][name] - before[-1][name]) for name in ("reports", "readings", "citations"))
    more = "; ".join(f"{name} ({number})" for name, number in grown if number)
    return f"a task was at work at {_written(moment)}: what came before or after that moment counts as later: {more}"


def _reread(casebook: Casebook, low: int, high: int) -> Iterator[Reread]:
    before = {one.report: one.run for one in casebook.came(Reading, until=low)}
    after = {one.report: one.run for one in casebook.came(Reading, after=low, until=high)}
    for report, run in after.items():
        if before.get(report) != run:
            yield Reread(report=report, before=before.get(report), after=run)
