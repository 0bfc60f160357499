"""Link, Origin, Incident and Principal: what machines derive from statements; rebuilt at will."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from muniment.record import described, digest
from muniment.statement import Party, Value, value_type, values_from_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing that was compared, and what it weighed."""

    of: str = described("type, date, place, agent, victim, count, words")
    outcome: str = described("in words: same day; 3 km apart; different names")
    weight: float = described("log2 of the match ratio; negative speaks against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two statements, or two actors, compared: a machine's view, never a merge."""

    PREFIX: ClassVar[str] = "lk"

    id: str = described("digest of the pair and the run")
    of: Literal["statement", "actor"] = described("what was compared")
    left: str = described("the lesser id")
    right: str = described("the greater id")
    weight: float = described("sum of the comparisons' weights")
    joined: bool = described("whether the weight passes the threshold and nothing forbids it")
    compared: tuple[Comparison, ...] = described("what was compared", default=())
    run: str = described("id of the Run", default="")


def link_of(
    of: Literal["statement", "actor"],
    one: str,
    other: str,
    *,
    compared: tuple[Comparison, ...],
    joined: bool,
    run: str = "",
) -> Link:
    """A link with its id; the order of the two does not matter."""
    left, right = sorted((one, other))
    weight = sum(comparison.weight for comparison in compared)
    identity = digest(Link.PREFIX, of, left, right, run)
    return Link(id=identity, of=of, left=left, right=right, weight=weight, joined=joined, compared=compared, run=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A passage that a report repeats from an earlier one, in code points of either text."""

    report: str = described("id of the Report that repeats it")
    start: int = described("where the passage begins in it")
    end: int = described("one past its last code point")
    original: str = described("id of the Report that had it first")
    original_start: int = described("where the passage begins there")
    original_end: int = described("one past its last code point")
    words: int = described("how many words long it is")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The reports that repeat one original: the unit of independence."""

    PREFIX: ClassVar[str] = "og"

    id: str = described("digest of the original's text and id")
    reports: tuple[str, ...] = described(
        "ids of the reports: the original, then those that repeat it, wholly or in part"
    )
    rule: str = described("why they are one: shared passages", default="no copy found")
    copies: tuple[Copy, ...] = described("the passages that the others repeat", default=())
    run: str = described("id of the Run", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Statements that stand together, by links and decisions. It holds no facts of its own."""

    PREFIX: ClassVar[str] = "in"

    id: str = described("digest of its number, so that it outlives a new telling")
    number: str = described("what people say and cite: KAR-0042; never given to another", default="")
    statements: tuple[str, ...] = described("ids of the acts and harms told of it")
    concerned: tuple[str, ...] = described(
        "ids of statements about it that do not count: denied, demanded, warned of", default=()
    )
    run: str = described("id of the Run", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What became of a number that people cite: a row for each change, never edited; the newest says how it stands."""

    PREFIX: ClassVar[str] = "ci"

    number: str = described("KAR-0042 for an incident, KAR-A0042 for an actor")
    of: Literal["incident", "actor"] = described("what it is a number of")
    event: Literal["issued", "changed", "merged", "withdrawn", "restored"] = described(
        "issued; changed what it holds; merged into another; withdrawn, for nothing is left of it; restored"
    )
    members: tuple[str, ...] = described("ids of the statements, or of the actors of single reports, that it holds")
    other: str | None = described("the number it was merged into, or split from", default=None)
    run: str = described("id of the Run", default="")


def led_to(citations: Iterable[Citation], number: str) -> str:
    """The number to which one leads that was merged into others, of what became of all numbers, oldest first; else itself."""
    newest = {one.number: one for one in citations}
    while (held := newest.get(number)) is not None and held.event == "merged" and held.other:
        number = held.other
    return number


def shown(origins: Iterable[Origin], closed: Collection[str]) -> Iterator[Origin]:
    """The origins without the reports of which nothing may be shown; where the original is one, the next stands for it."""
    for origin in origins:
        reports = tuple(one for one in origin.reports if one not in closed)
        if reports:
            copies = tuple(one for one in origin.copies if not {one.report, one.original} & set(closed))
            yield origin if reports == origin.reports else replace(origin, reports=reports, copies=copies)


def original_at(origins: Iterable[Origin]) -> Callable[[str, int], str]:
    """What gives the id of the report that had the words at a place of a report first: its own, where nothing is copied.

    Words of its own in a report that is otherwise a reprint go with what it reprints.
    """
    own: set[str] = set()
    repeats: dict[str, str] = {}
    copied: dict[str, list[Copy]] = {}
    for origin in origins:
        own.add(origin.reports[0])
        for report in origin.reports[1:]:
            repeats.setdefault(report, origin.reports[0])
        for copy in origin.copies:
            copied.setdefault(copy.report, []).append(copy)

    def at(report: str, place: int) -> str:
        inside = (copy.original for copy in copied.get(report, ()) if copy.start <= place < copy.end)
        return next(inside, None) or (report if report in own else repeats.get(report, report))

    return at


AgentKind = Literal[
    "state_forces", "other_state", "acquiesced", "unacquiesced", "non_state", "intergovernmental", "undescribed"
]
AGENT_KINDS: tuple[AgentKind, ...] = (
    "state_forces",
    "other_state",
    "acquiesced",
    "unacquiesced",
    "non_state",
    "intergovernmental",
    "undescribed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The incident that a report is mainly about: what a list of reports shows first, never a finding."""

    PREFIX: ClassVar[str] = "pi"

    id: str = described("digest of the report and the run")
    report: str = described("id of the Report")
    statements: tuple[str, ...] = described("ids of the statements that tell it, first to last")
    violations: tuple[str, ...] = described("families of violation: killing, detention, abduction …", default=())
    agent_kind: AgentKind | None = described(
        "who is said to have done it: state forces, another state authority, an armed or private actor with or "
        "without the state's acquiescence, an intergovernmental body",
        default=None,
    )
    slots: Mapping[str, tuple[Value, ...]] = described(
        "agent, victim, place from narrow to wide, date; each with its own words",
        by_key=value_type,
        default_factory=dict,
    )
    reasons: tuple[str, ...] = described("what was chosen, and the cues that spoke for it", default=())
    run: str = described("id of the Run", default="")

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Principal:
        """A principal incident from its JSON; the type of each slot's values follows from the slot."""
        known: dict[str, Any] = {key: value for key, value in plain.items() if key in cls.__dataclass_fields__}
        known |= {name: tuple(plain.get(name, ())) for name in ("statements", "violations", "reasons")}
        known["slots"] = values_from_plain(plain.get("slots", {}))
        return cls(**known)

    def values(self, slot: str) -> tuple[Value, ...]:
        """The values of a slot; empty where the words do not say."""
        return self.slots.get(slot, ())

    @property
    def victims(self) -> tuple[Party, ...]:
        """The people whom a statement says were harmed, without those only the weights take for victims."""
        return tuple(one for one in self.values("victim") if isinstance(one, Party) and one.basis == "stated")


def principal_of(report: str, *, statements: tuple[str, ...], run: str = "", **known: Any) -> Principal:
    """A principal incident with its id; one a report and run."""
    identity = digest(Principal.PREFIX, report, run)
    return Principal(id=identity, report=report, statements=statements, run=run, **known)
