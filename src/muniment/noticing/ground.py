"""What noticing stands on: statements by id, who is who, what ties held, and when things happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from muniment.edtf import bounds
from muniment.incident import Incident
from muniment.notice import Matter, Rank, Related
from muniment.statement import AUTHOR, Content, Party, Statement, Voice
from muniment.taxonomy import data
from muniment.tie import Behind, Ends, Rungs, Tie, reached, rungs

Span: TypeAlias = tuple[date | None, date | None]


Both: TypeAlias = tuple[Rungs, Rungs]


def both(ties: Sequence[Tie], ends: Ends) -> Both:
    """The ladder that ties of certain types make, upwards and downwards."""
    return rungs(ties, ends), rungs(ties, ends, down=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known beside the statements that are asked about."""

    statements: Mapping[str, Statement]
    """By id, as people ruled: what speech acts are about."""
    joined: Mapping[str, str]
    """Actor of one report → the actor it was joined into."""
    names: Mapping[str, str]
    """Actor → its name."""
    authors: Mapping[str, str]
    """Report → who put it out."""
    published: Mapping[str, str]
    """Report → EDTF."""
    original_at: Callable[[str, int], str]
    open: frozenset[str]
    """Reports that may be called public: they name who put them out and when, and are no letters."""
    reviewed: frozenset[str]
    """Statements that a person accepted or amended."""
    incident_of: Mapping[str, Incident]
    hearing: Both = (MappingProxyType({}), MappingProxyType({}))
    """Who hears and speaks for whom: upwards, downwards."""
    commanding: Both = (MappingProxyType({}), MappingProxyType({}))
    """Who commands whom: upwards, downwards."""

    def who(self, party: Party | Voice) -> str | None:
        """The joined actor of a party or a voice."""
        return self.joined.get(party.actor or "")

    def called(self, party: Party, report: str) -> str:
        """The name of a party: as the register joined it; for "we", who put the report out."""
        if party.words.casefold() in _words("author"):
            return self.authors.get(report, party.words)
        return self.names.get(self.who(party) or "", party.value)

    def speaks(self, voice: Voice, report: str) -> str:
        """The name of a voice."""
        if voice.name == AUTHOR:
            return self.authors.get(report, AUTHOR)
        return self.names.get(self.who(voice) or "", voice.name)

    def origin(self, one: Statement) -> str:
        """The report that had the words of a statement first."""
        return self.original_at(one.report, one.trigger.start)

    def contents(self, one: Statement) -> list[Statement]:
        """What a speech act is about, and what that is about in its turn."""
        found: dict[str, Statement] = {}
        edge = [one]
        while edge:
            for value in edge.pop().values("content"):
                inner = self.statements.get(value.statement) if isinstance(value, Content) else None
                if inner is not None and inner.id not in found and inner.id != one.id:
                    found[inner.id] = inner
                    edge.append(inner)
        return list(found.values())


def _words(name: str) -> frozenset[str]:
    return frozenset(data("en/notice.toml")[name])


def knowing(voice: Voice) -> bool:
    """Whether a voice is one whose knowledge another reports: "the mayor knew"."""
    return (voice.cue or "").casefold() in _words("knowing")


def complaining(one: Statement) -> bool:
    """Whether a condemnation is said to the one it names, as "complained to" is and "blamed" is not."""
    return one.trigger.words.casefold() in _words("complaining")


def to_its_reader(one: Statement) -> bool:
    """Whether a statement speaks to whoever reads the report, which is then a letter."""
    return any(party.words.casefold() in _words("reader") for party in one.parties("addressee"))


def is_of(code: str, kinds: Sequence[str]) -> bool:
    """Whether a type is one of those asked about, or of their families; any is where none are asked about."""
    return not kinds or any(code == kind or code.startswith(f"{kind}.") for kind in kinds)


def matters(contents: Iterable[Statement]) -> tuple[Matter, ...]:
    """What statements are about, each once."""
    return tuple(dict.fromkeys(Matter(statement=one.id, type=one.type, realis=one.realis) for one in contents))


def dates_of(one: Statement, ground: Ground) -> tuple[str, ...]:
    """When it happened, first to last: no deadline ("an answer by 7 April"), and no day after the report's own."""
    latest = span_of((ground.published.get(one.report, ""),))[1]
    spans = {value.value: bounds(value.value) for value in one.dates()}
    held = {edtf: low for edtf, (low, _) in spans.items() if low is not None and (latest is None or low <= latest)}
    return tuple(sorted(held, key=lambda edtf: (held[edtf], edtf)))


def span_of(dates: Iterable[str]) -> Span:
    """First and last day that several dates may mean; none where there are none, or an end is open."""
    known = [bounds(edtf) for edtf in dates if edtf]
    lows, highs = [low for low, _ in known], [high for _, high in known]
    first = min((low for low in lows if low is not None), default=None)
    last = max((high for high in highs if high is not None), default=None)
    return first, None if None in highs else last


@dataclass(slots=True)
class Ladder:
    """Who is above and below one actor on any day; each day is climbed once."""

    actor: str
    up: Rungs
    down: Rungs
    climbed: dict[date, Mapping[str, tuple[Rank, Behind]]] = field(default_factory=dict)

    def on(self, day: date) -> Mapping[str, tuple[Rank, Behind]]:
        """Everybody above or below on a day; who is both is called above."""
        if day not in self.climbed:
            below: dict[str, tuple[Rank, Behind]] = {
                one.actor: ("below", one) for one in reached(self.down, self.actor, day)
            }
            above: dict[str, tuple[Rank, Behind]] = {
                one.actor: ("above", one) for one in reached(self.up, self.actor, day)
            }
            self.climbed[day] = below | above
        return self.climbed[day]

    def ever(self) -> set[str]:
        """The actor, and everybody above or below it on whatever day."""
        return {self.actor} | _anywhere(self.up, self.actor) | _anywhere(self.down, self.actor)


def _anywhere(rungs: Rungs, actor: str) -> set[str]:
    seen: set[str] = set()
    edge = [actor]
    while edge:
        for there, _ in rungs.get(edge.pop(), ()):
            if there not in seen:
                seen.add(there)
                edge.append(there)
    return seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom and what the question is about."""

    actor: str
    name: str
    names: frozenset[str]
    """Every way the actor is written, in small letters."""
    kinds: tuple[str, ...]
    ground: Ground
    hearing: Ladder
    """Who hears and speaks for it, or it for them."""
    commanding: Ladder
    """Who commands it, or it them."""

    def related(self, who: str | None, span: Span, *, by: Ladder) -> Related | None:
        """How somebody stands to the actor in a span of days; none where no tie says so."""
        if who == self.actor:
            return Related(name=self.name)
        days = [day for day in dict.fromkeys(span) if day is not None]
        found = [step for day in days if (step := by.on(day).get(who or "")) is not None]
        if not found or who is None:
            return None
        rank, last = found[0]
        sure = len(found) == len(days) and all(step.held == "held" for _, step in found)
        return Related(
            name=self.ground.names.get(who, who),
            rank=rank,
            held="held" if sure else "may have held",
            ties=tuple(tie.statement for tie in last.chain),
        )

    def spoken(self, voice: Voice, report: str) -> str | None:
        """The actor whose voice it is; this one's own where it put the report out."""
        if voice.name == AUTHOR and self.ground.authors.get(report, "").casefold() in self.names:
            return self.actor
        return self.ground.who(voice)


def asked_of(actor: str, names: Iterable[str], kinds: Sequence[str], ground: Ground) -> Asked:
    """The question, with the ladders it climbs."""
    return Asked(
        actor=actor,
        name=ground.names.get(actor, actor),
        names=frozenset(name.casefold() for name in names),
        kinds=tuple(kinds),
        ground=ground,
        hearing=Ladder(actor, *ground.hearing),
        commanding=Ladder(actor, *ground.commanding),
    )


def acting(one: Statement) -> Iterator[Party]:
    """Who is said to have done it."""
    return (party for slot in ("agent", "co_agent", "orderer") for party in one.parties(slot))
