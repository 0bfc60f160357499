"""Tallies: what each origin stands by in one incident, for one measure and unit, and for each group of victims in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from muniment.count import Standpoint
from muniment.counting.groups import group_of
from muniment.incident import Incident
from muniment.report import Report
from muniment.statement import Content, Figure, Statement

NAMED_VOICES = ("person", "organisation", "state", "state_body", "armed_group", "intergovernmental")
CODED = "coded:"
"""How the rule of a statement begins that was read from a row which people coded."""

OF_ONE_INCIDENT = ("single", "incident")
"""Scopes of the figures that belong to one incident; the others stand apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What counting needs to know beside the statements."""

    reports: Mapping[str, Report]
    original_at: Callable[[str, int], str]
    """Report id and place in it → id of the report that had the words there first."""
    voice_kinds: Mapping[str, str]
    """Actor id → kind, for telling a named voice from "witnesses"."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """Actor id → id of the actor it is joined to across reports."""
    reviewed: frozenset[str] = frozenset()
    """Ids of the statements that a person accepted or amended."""
    run: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """Actor id, of one report or joined → the name of the joined actor."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Each name of an army, a group or another body → the name it goes by here."""
    publishers: Mapping[str, str] = field(init=False)
    """Name of a publisher of these reports, in small letters → as it is written."""

    known: Mapping[str, str] = field(init=False)
    """Name of a joined actor, in small letters → its id."""

    def __post_init__(self) -> None:
        """Looks the publishers and the joined actors up once."""
        names = {one.publisher.casefold(): one.publisher for one in self.reports.values() if one.publisher}
        object.__setattr__(self, "publishers", names)
        known = {self.names[one].casefold(): joined for one, joined in self.joined.items() if one in self.names}
        object.__setattr__(self, "known", known)

    def published(self, statement: Statement) -> str:
        """When the statement's report came out, for order; undated ones come first."""
        return self.reports[statement.report].published or ""

    def origin(self, statement: Statement) -> str:
        """The unit of independence: a named innermost voice wherever it is quoted, else who first printed the words.

        What a publisher says in its own voice on two days is one origin, which stands by the last of it. So are the
        rows of one table that name no publishers: somebody wrote them all.
        """
        voice = statement.innermost
        original = self.original_at(statement.report, statement.trigger.start)
        if len(statement.voices) == 1:
            first = self.reports.get(original)
            if first is not None and first.publisher:
                return f"publisher:{first.publisher.casefold()}"
            table = table_of(first) if first is not None else None
            return f"table:{table}" if table else original
        if statement.rule.startswith(CODED):
            sources = self.sources(statement)
            return next((one for one in sources if one.startswith("publisher:")), sources[0])
        kind = self.voice_kinds.get(voice.actor or "", "unknown")
        if kind in NAMED_VOICES and any(part[:1].isupper() for part in voice.name.split()):
            return f"voice:{self.joined.get(voice.actor or '', voice.name.casefold())}"
        return f"{original}:{voice.name.casefold()}"

    def sources(self, statement: Statement) -> tuple[str, ...]:
        """Every origin that a statement cannot be independent of: of a row that people coded, each source that it names.

        A coder who cites the wire and the courier for one figure adds no third voice to theirs.
        """
        if len(statement.voices) == 1 or not statement.rule.startswith(CODED):
            return (self.origin(statement),)
        names = [part.strip().casefold() for voice in statement.voices[1:] for part in voice.name.split(";")]
        keys = (
            f"publisher:{name}" if name in self.publishers else f"voice:{self.known.get(name, name)}"
            for name in names
            if name
        )
        return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One incident's figure for one measure and unit, with what it rests on."""

    incident: Incident
    told: Sequence[Statement]
    """All that counts in the incident: where, when and by whom is asked of these."""
    measure: str
    unit: str
    behind: Sequence[Statement]
    """The statements that the figure stands on."""
    standpoints: Sequence[Standpoint] = ()
    group: str | None = None
    """The group of victims, where the figure is a share: "among them 4 children"."""

    @property
    def range(self) -> tuple[int | None, int | None, int | None]:
        """Low, best and high."""
        return spread(self.standpoints)

    @property
    def named(self) -> set[str]:
        """Victims known by name."""
        return named_in(*self.behind)


def table_of(report: Report) -> str | None:
    """The table that a report is a row of, here or in the casebook it came from."""
    there = next((step for step in report.custody if "file" in step and "part" in step), None)
    name, part = (there["file"], there["part"]) if there else (report.name, report.part)
    return name if part.startswith("row ") else None


def tallies(
    incident: Incident,
    statements: Mapping[str, Statement],
    ground: Ground,
    *,
    only: Callable[[Statement], bool] | None = None,
) -> list[Tally]:
    """Every figure of one incident: of all victims, then the shares; `only` narrows it to some of its statements.

    Where harm is told and no voice gives a figure, the tally has no standpoints.
    """
    told = [one for one in told_of(incident, statements) if only is None or only(one)]
    parts = {part.statement for one in told for part in one.values("includes") if isinstance(part, Content)}
    whole = [one for one in told if one.kind == "harm" and one.id not in parts]
    shares: dict[str, list[Statement]] = defaultdict(list)
    for one in told:
        if one.id in parts:
            shares[group_of(one)].append(one)
    groups: list[tuple[str | None, Sequence[Statement]]] = [(None, whole), *sorted(shares.items())]
    return [
        Tally(
            incident=incident,
            told=told,
            measure=measure,
            unit=unit,
            behind=harms,
            standpoints=standpoints(harms, unit, ground),
            group=group,
        )
        for group, held in groups
        for (measure, unit), harms in _by_unit(held).items()
    ]


def told_of(incident: Incident, statements: Mapping[str, Statement]) -> Iterator[Statement]:
    """The statements of an incident that count."""
    return (statements[one] for one in incident.statements if one in statements and statements[one].countable)


def _by_unit(harms: Sequence[Statement]) -> Mapping[tuple[str, str], list[Statement]]:
    """Statements by measure and unit; units never mix. People who are harmed in no number are still people."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for harm in harms:
        units = {figure.unit for figure in _figures(harm)}
        if not harm.figures() and named_in(harm):
            units = {"person"}
        for unit in units:
            found[harm.type, unit].append(harm)
    for harm in harms:
        if not harm.figures() and harm.parties("victim") and (harm.type, "person") not in found:
            found[harm.type, "person"] = [one for one in harms if one.type == harm.type and not one.figures()]
    return found


def _figures(harm: Statement) -> list[Figure]:
    """The figures of a harm that are of one incident."""
    return [figure for figure in harm.figures() if figure.scope in OF_ONE_INCIDENT]


def standpoints(harms: Sequence[Statement], unit: str, ground: Ground) -> list[Standpoint]:
    """The last figure of each origin: of its newest report, the greatest, since a total includes its parts.

    Names stand beside figures: an origin that only names the dead says nothing of how many there were, unless
    nobody does.
    """
    figured = [harm for harm in harms if _figures(harm)]
    by_origin = _by_origin(figured or [harm for harm in harms if named_in(harm)], ground)
    if not figured:
        return [_naming(origin, said) for origin, said in sorted(by_origin.items())]
    found: list[Standpoint] = []
    for origin, said in sorted(by_origin.items()):
        newest = max(ground.published(harm) for harm in said)
        last = [harm for harm in said if ground.published(harm) == newest]
        stood_by = [standpoint(origin, harm, _of_unit(harm, unit)) for harm in last]
        found.append(max(stood_by, key=lambda one: (one.best or one.low or one.high or 0, one.statement)))
    return found


def _by_origin(harms: Sequence[Statement], ground: Ground) -> Mapping[str, Sequence[Statement]]:
    """Statements by their origin; one with several sources goes with whichever of them speaks already."""
    found: dict[str, list[Statement]] = {}
    held: dict[str, str] = {}
    for harm in sorted(harms, key=lambda harm: len(ground.sources(harm))):
        sources = ground.sources(harm)
        origin = next((held[one] for one in sources if one in held), ground.origin(harm))
        found.setdefault(origin, []).append(harm)
        held |= {one: held.get(one, origin) for one in sources}
    return found


def _naming(origin: str, said: Sequence[Statement]) -> Standpoint:
    """An origin that names victims, wherever it does, and gives no figure stands by at least that many."""
    voice, first = said[0].innermost.name, min(harm.id for harm in said)
    return Standpoint(origin=origin, voice=voice, low=len(named_in(*said)), best=None, high=None, statement=first)


def _of_unit(harm: Statement, unit: str) -> list[Figure]:
    return [figure for figure in _figures(harm) if figure.unit == unit]


def standpoint(origin: str, harm: Statement, figures: Sequence[Figure]) -> Standpoint:
    """What an origin says by these figures of one statement."""
    return Standpoint(
        origin=origin,
        voice=harm.innermost.name,
        low=added(figure.low if figure.low is not None else figure.best for figure in figures),
        best=added(figure.best for figure in figures),
        high=added(figure.high for figure in figures),
        statement=harm.id,
    )


def added(values: Iterable[int | None]) -> int | None:
    """The sum; none where one of them is open, or there is none."""
    known = list(values)
    return None if None in known or not known else sum(value for value in known if value is not None)


def named_in(*harms: Statement) -> set[str]:
    """The victims that statements name; a name that is part of a fuller one is the same: "Ilven", "Mara Ilven"."""
    names = {
        party.value
        for harm in harms
        for party in harm.parties("victim")
        if party.kind == "person" and party.value[:1].isupper()
    }
    return {name for name in names if not any(set(name.split()) < set(other.split()) for other in names)}


def spread(standpoints: Sequence[Standpoint]) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of several standpoints. Never an average.

    High is open where nobody gives a most, or an "at least" lies above it; low is open where none gives a least.
    """
    lows = [one.low if one.low is not None else one.best for one in standpoints]
    known_lows = [low for low in lows if low is not None]
    highs = [one.high if one.high is not None else one.best for one in standpoints]
    known_highs = [high for high in highs if high is not None]
    open_lows = [one.low for one in standpoints if one.low is not None and one.best is None and one.high is None]
    bests = [one.best for one in standpoints if one.best is not None]
    agreed = [best for best in set(bests) if bests.count(best) >= 2]
    best = agreed[0] if len(agreed) == 1 and len(set(bests)) == 1 else None
    greatest = max(known_highs, default=None)
    high = None if greatest is None or max(open_lows, default=0) > greatest else greatest
    return min(known_lows, default=None), best, high
