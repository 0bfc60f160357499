"""Incidents as events of one row: who, whom, where, when and how many, as the formats of events want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.count import Count
from muniment.decision import REVIEWED
from muniment.incident import Incident, original_at
from muniment.publishing.gathering import Gathered, incident_date, incident_title, place_of
from muniment.publishing.wording import PRONOUNS, author_name, range_words
from muniment.record import described
from muniment.report import Report
from muniment.statement import AUTHOR, Place, Statement

NOBODY = (AUTHOR, "unnamed")
"""Innermost voices that name nobody beside the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody in an event, under the name the register has."""

    name: str = described("as the register joined it")
    kind: str = described("kind of Actor; unknown where no words say")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One incident in one row. What its tellings do not agree on is as most of them have it."""

    incident: Incident = described("the incident")
    told: tuple[Statement, ...] = described("its statements that count")
    title: str = described("what it is called")
    types: tuple[str, ...] = described("types of its acts, the most told first")
    agents: tuple[Who, ...] = described("who is said to have done it; empty where nobody is named")
    others: tuple[Who, ...] = described("second sides of clashes", default=())
    victims: tuple[Who, ...] = described("who is said to have suffered it")
    place: Place | None = described("the place most name")
    date: str | None = described("the EDTF date most give")
    deaths: Count | None = described("people killed, as origins stand by it")
    injured: Count | None = described("people wounded")
    reports: tuple[Report, ...] = described("that tell of it, oldest first")
    origins: int = described("independent originals among them")
    reviewed: bool = described("whether a person accepted every telling")

    @property
    def number(self) -> str:
        """What people cite; the id, where there is no number."""
        return self.incident.number or self.incident.id

    @property
    def review(self) -> str:
        """In words."""
        return "reviewed" if self.reviewed else "not yet reviewed"

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who put the reports out, each once."""
        return tuple(dict.fromkeys(author_name(report) for report in self.reports))

    @property
    def voices(self) -> tuple[str, ...]:
        """The innermost voices other than the authors."""
        names = (one.innermost.name for one in self.told)
        return tuple(dict.fromkeys(name for name in names if name not in NOBODY and name.casefold() not in PRONOUNS))


def events(view: Gathered) -> Iterator[Event]:
    """The incidents of a dossier that have a statement that counts, in its order."""
    original = original_at(view.dossier.origins)
    for incident in view.dossier.incidents:
        told = tuple(one for one in view.told(incident) if one.countable)
        if not told:
            continue
        counts = {count.measure: count for count in view.counts_of.get(incident.id, ()) if count.unit == "person"}
        acts = [one for one in told if one.kind == "act"]
        reports = {one.report: view.report(one) for one in told}
        yield Event(
            incident=incident,
            told=told,
            title=incident_title(told),
            types=tuple(code for code, _ in Counter(one.type for one in acts).most_common()),
            agents=named(view, acts, "agent"),
            others=named(view, acts, "co_agent"),
            victims=named(view, told, "victim"),
            place=place_of(told),
            date=incident_date(told),
            deaths=counts.get("harm.death"),
            injured=counts.get("harm.injury"),
            reports=tuple(sorted(reports.values(), key=lambda one: (one.published or "9999", one.name, one.part))),
            origins=len({original(one.report, one.trigger.start) for one in told}),
            reviewed=all(view.review(one) in REVIEWED for one in told),
        )


def named(view: Gathered, statements: Sequence[Statement], slot: str) -> tuple[Who, ...]:
    """The parties of a slot, each name once: those of a known kind first, then those most statements name; no pronouns."""
    found: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for one in statements:
        for party in one.parties(slot):
            joined = view.actor_of.get(party.actor or "")
            name = joined.name if joined else party.value
            if name.casefold() in PRONOUNS:
                continue
            found[name] += 1
            known = joined.kind if joined else "unknown"
            if kinds.get(name, "unknown") == "unknown":
                kinds[name] = (party.kind or "unknown") if known == "unknown" else known
    ranked = sorted(found.most_common(), key=lambda held: kinds[held[0]] == "unknown")
    return tuple(Who(name=name, kind=kinds[name]) for name, _ in ranked)


def toll(count: Count) -> str:
    """A count of the dead in words: "Killed: 3 to 31, by 4 independent origins"."""
    many = "1 origin" if count.origins == 1 else f"{count.origins} independent origins"
    return f"Killed: {range_words(count.low, count.best, count.high)}, by {many}"


def amounts(count: Count | None) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a count; none of each where there is no count."""
    return (None, None, None) if count is None else (count.low, count.best, count.high)


def clue(event: Event) -> str:
    """The words that may tell of means: triggers, means and agents of the acts, in small letters."""
    acts = [one for one in event.told if one.kind == "act"]
    words = [one.trigger.words for one in acts]
    words += [value.words for one in acts for slot in ("means", "agent") for value in one.values(slot)]
    return " ".join(words).casefold()
