"""Ranges: what each origin stands by, per incident and over all of them; sub-counts are never added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from muniment.count import Count, Standpoint
from muniment.edtf import bounds, days
from muniment.incident import Incident
from muniment.record import digest
from muniment.report import Report
from muniment.statement import Content, Figure, Statement, When

NAMED_VOICES = ("person", "organisation", "state", "state_body", "armed_group", "intergovernmental")
PER_INCIDENT = (
    "low is the least and high the greatest of the last figures that each origin stands by; best only where two "
    "independent origins agree; an origin that names victims and gives no figure stands by at least that many"
)
IN_TOTAL = (
    "sums of the lows and highs of incidents dated to within 45 days; undated figures, and aggregate, cumulative and "
    "rate figures, are not added"
)
OCCASION = 45
"""Days within which an incident must be dated for its figure to be added."""

CUMULATIVE = "the latest figure of a running total; it replaces the earlier ones and is not added to incidents"
AGGREGATE = "a figure over many incidents, as one voice gives it; not added to incidents"


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

    def published(self, statement: Statement) -> str:
        """When the statement's report came out, for order; undated ones come first."""
        return self.reports[statement.report].published or ""

    def origin(self, statement: Statement) -> str:
        """The unit of independence: a named innermost voice wherever it is quoted, else who first printed the words.

        What a publisher says in its own voice on two days is one origin, which stands by the last of it.
        """
        voice = statement.innermost
        original = self.original_at(statement.report, statement.trigger.start)
        if len(statement.voices) == 1:
            publisher = self.reports[original].publisher if original in self.reports else None
            return f"publisher:{publisher.casefold()}" if publisher else original
        kind = self.voice_kinds.get(voice.actor or "", "unknown")
        if kind in NAMED_VOICES and any(part[:1].isupper() for part in voice.name.split()):
            return f"voice:{self.joined.get(voice.actor or '', voice.name.casefold())}"
        return f"{original}:{voice.name.casefold()}"


def per_incident(incident: Incident, statements: Mapping[str, Statement], ground: Ground) -> list[Count]:
    """The counts of one incident, one for each kind of harm and unit."""
    told = list(_told(incident, statements))
    parts = {part.statement for one in told for part in one.values("includes") if isinstance(part, Content)}
    whole = [one for one in told if one.kind == "harm" and one.id not in parts]
    found: list[Count] = []
    for (measure, unit), harms in _grouped(whole).items():
        standpoints = _standpoints(harms, unit, ground)
        if standpoints:
            found.append(_count(incident, measure, unit, harms, standpoints, ground))
    return found


def _grouped(harms: Iterable[Statement]) -> Mapping[tuple[str, str], list[Statement]]:
    """Statements by measure and unit; units never mix."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for harm in harms:
        units = {figure.unit for figure in harm.figures() if figure.scope in ("single", "incident")}
        if not harm.figures() and _named(harm):
            units = {"person"}
        for unit in units:
            found[harm.type, unit].append(harm)
    return found


def _standpoints(harms: Sequence[Statement], unit: str, ground: Ground) -> list[Standpoint]:
    """The last figure of each origin: of its newest report, the greatest, since a total includes its parts.

    Names stand beside figures: an origin that only names the dead says nothing of how many there were, unless
    nobody does.
    """
    figured = [harm for harm in harms if harm.figures()]
    by_origin: dict[str, list[Statement]] = defaultdict(list)
    for harm in figured or harms:
        by_origin[ground.origin(harm)].append(harm)
    found: list[Standpoint] = []
    for origin, said in sorted(by_origin.items()):
        newest = max(ground.published(harm) for harm in said)
        last = [harm for harm in said if ground.published(harm) == newest]
        standpoints = [_standpoint(origin, harm, unit) for harm in last]
        found.append(max(standpoints, key=lambda one: (one.best or one.low or one.high or 0, one.statement)))
    return found


def _standpoint(origin: str, harm: Statement, unit: str) -> Standpoint:
    figures = [figure for figure in harm.figures() if figure.unit == unit]
    low = _sum(figure.low if figure.low is not None else figure.best for figure in figures)
    high = _sum(figure.high if figure.high is not None else None for figure in figures)
    best = _sum(figure.best for figure in figures)
    if not figures:
        low, best, high = len(_named(harm)), None, None
    return Standpoint(origin=origin, voice=harm.innermost.name, low=low, best=best, high=high, statement=harm.id)


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    return None if None in known or not known else sum(value for value in known if value is not None)


def _named(harm: Statement) -> set[str]:
    return {party.value for party in harm.parties("victim") if party.kind == "person" and party.value[:1].isupper()}


def _count(
    incident: Incident,
    measure: str,
    unit: str,
    harms: Sequence[Statement],
    standpoints: Sequence[Standpoint],
    ground: Ground,
) -> Count:
    low, best, high = spread(standpoints)
    return Count(
        id=digest(Count.PREFIX, incident.id, measure, unit),
        measure=measure,
        unit=unit,
        low=low,
        best=best,
        high=high,
        scope="incident",
        over="incident",
        incident=incident.id,
        period=_period(harms),
        place=next((place.value for harm in harms for place in harm.places()), None),
        as_of=max((ground.published(harm) for harm in harms), default="") or None,
        rule=PER_INCIDENT,
        origins=len(standpoints),
        standpoints=tuple(standpoints),
        statements=tuple(harm.id for harm in harms),
        named=len({name for harm in harms for name in _named(harm)}),
        reviewed=all(harm.id in ground.reviewed for harm in harms),
        run=ground.run,
    )


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


def in_total(counts: Iterable[Count], incidents: int, ground: Ground) -> list[Count]:
    """Over all incidents that are dated to an occasion: for each measure and unit, sums of lows and highs.

    A figure without a date is not added: it may be of a whole war, and repeat what is dated elsewhere.
    """
    dated = [count for count in counts if count.period is not None and (days(count.period) or OCCASION + 1) <= OCCASION]
    ordered = sorted(dated, key=lambda count: (count.measure, count.unit))
    found: list[Count] = []
    for (measure, unit), group in groupby(ordered, key=lambda count: (count.measure, count.unit)):
        each = list(group)
        found.append(
            Count(
                id=digest(Count.PREFIX, "total", measure, unit),
                measure=measure,
                unit=unit,
                low=sum(count.low or 0 for count in each),
                best=None,
                high=_sum(count.high for count in each),
                scope="incident",
                over="selection",
                period=_span(each),
                as_of=max((count.as_of or "" for count in each), default="") or None,
                rule=f"{IN_TOTAL}; {len(each)} of {incidents} incidents give such a figure",
                origins=len({one.origin for count in each for one in count.standpoints}),
                statements=tuple(dict.fromkeys(statement for count in each for statement in count.statements)),
                named=sum(count.named for count in each),
                reviewed=all(count.reviewed for count in each),
                run=ground.run,
            )
        )
    return found


def apart(statements: Iterable[Statement], ground: Ground) -> list[Count]:
    """Aggregate, cumulative and rate figures: each stands for itself; the latest of a running total replaces the earlier."""
    series: dict[tuple[str, ...], tuple[Statement, Figure]] = {}
    for statement in sorted(statements, key=lambda one: (ground.published(one), one.trigger.start)):
        if not statement.countable or statement.kind != "harm":
            continue
        for figure in statement.figures():
            if figure.scope in ("aggregate", "cumulative", "rate"):
                series[_series(statement, figure, ground)] = (statement, figure)
    return [_apart(statement, figure, ground) for statement, figure in series.values()]


def _series(statement: Statement, figure: Figure, ground: Ground) -> tuple[str, ...]:
    """What makes two running totals one series: measure, unit, voice and beginning; other figures stand alone."""
    if figure.scope != "cumulative":
        return (statement.id, str(figure.start))
    begins = next((date.value.split("/")[0] for date in statement.dates()), "")
    return (statement.type, figure.unit, ground.origin(statement), begins)


def _apart(statement: Statement, figure: Figure, ground: Ground) -> Count:
    return Count(
        id=digest(Count.PREFIX, statement.id, figure.start),
        measure=statement.type,
        unit=figure.unit,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        scope=figure.scope,
        over="selection",
        period=_period([statement]),
        place=next((place.value for place in statement.places()), None),
        as_of=ground.published(statement) or None,
        rule=CUMULATIVE if figure.scope == "cumulative" else AGGREGATE,
        origins=1,
        standpoints=(_standpoint(ground.origin(statement), statement, figure.unit),),
        statements=(statement.id,),
        reviewed=statement.id in ground.reviewed,
        run=ground.run,
    )


def count(incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground) -> list[Count]:
    """Every count of a casebook: of each incident, in total, and the figures that stand apart."""
    each = [found for incident in incidents for found in per_incident(incident, statements, ground)]
    return [
        *each,
        *in_total(each, len(incidents), ground),
        *apart(statements.values(), ground),
        _incidents(incidents, statements, ground),
    ]


def _told(incident: Incident, statements: Mapping[str, Statement]) -> Iterator[Statement]:
    return (statements[one] for one in incident.statements if one in statements and statements[one].countable)


def _incidents(incidents: Sequence[Incident], statements: Mapping[str, Statement], ground: Ground) -> Count:
    return Count(
        id=digest(Count.PREFIX, "incidents"),
        measure="incident",
        unit="incident",
        low=None,
        best=len(incidents),
        high=None,
        scope="aggregate",
        over="selection",
        as_of=max((report.published or "" for report in ground.reports.values()), default="") or None,
        rule="incidents as linked; two tellings that could not be joined count as two",
        origins=len({ground.origin(one) for incident in incidents for one in _told(incident, statements)}),
        statements=tuple(incident.statements[0] for incident in incidents),
        run=ground.run,
    )


def _period(harms: Iterable[Statement]) -> str | None:
    return _widest(date for harm in harms for date in harm.dates())


def _widest(dates: Iterable[When]) -> str | None:
    found = list(dict.fromkeys(date.value for date in dates))
    return found[0] if len(found) == 1 else _interval(found)


def _interval(values: Sequence[str]) -> str | None:
    limits = [bounds(value) for value in values]
    lows = [low for low, _ in limits if low is not None]
    highs = [high for _, high in limits if high is not None]
    if not lows or not highs:
        return None
    first, last = min(lows).isoformat(), max(highs).isoformat()
    return first if first == last else f"{first}/{last}"


def _span(counts: Sequence[Count]) -> str | None:
    return _interval([count.period for count in counts if count.period])
