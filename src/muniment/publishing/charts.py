"""Pictures of the record as SVG: incidents over time, and who is said to act on whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from muniment.edtf import bounds, precision
from muniment.incident import Incident
from muniment.publishing.gathering import Gathered, incident_date, statements_of
from muniment.publishing.wording import MONTHS, label

WIDTH = 720
EDGES = 28
"""Pairs of agent and victim drawn; the rest is said to be left out."""

LONGEST_NAME = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Incidents by month, and those whose date is no more precise than a year or not told."""

    months: Mapping[str, Sequence[Incident]]
    vague: Sequence[Incident]
    undated: Sequence[Incident]
    svg: Markup


def timeline(view: Gathered) -> Timeline:
    """Bars of incidents by month. A date less precise than a month is never drawn on the first of anything."""
    months: dict[str, list[Incident]] = defaultdict(list)
    vague: list[Incident] = []
    undated: list[Incident] = []
    for incident in view.dossier.incidents:
        told = view.told(incident)
        if not told:
            continue
        when = incident_date(told)
        month = _month(when)
        if when is None:
            undated.append(incident)
        elif month is None:
            vague.append(incident)
        else:
            months[month].append(incident)
    return Timeline(months=dict(sorted(months.items())), vague=vague, undated=undated, svg=_bars(view, months))


def _month(edtf: str | None) -> str | None:
    if edtf is None or precision(edtf) in ("year", "season", "decade", "century"):
        return None
    low, high = bounds(edtf)
    return f"{low:%Y-%m}" if low and high and (low.year, low.month) == (high.year, high.month) else None


def _bars(view: Gathered, months: Mapping[str, Sequence[Incident]]) -> Markup:
    if not months:
        return Markup()
    first, last = min(months), max(months)
    span = _span(first, last)
    if len(span) > 120:  # a long memory: one bar a year
        years: dict[str, list[Incident]] = defaultdict(list)
        for month, held in months.items():
            years[month[:4]] += held
        span, told = [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)], dict(years)
    else:
        told = {month: list(held) for month, held in months.items()}
    height, base, left = 180, 150, 34
    step = (WIDTH - left - 10) / len(span)
    most = max(map(len, told.values()))
    parts = [f'<line class="axis" x1="{left}" y1="{base}" x2="{WIDTH - 10}" y2="{base}"/>']
    for tick in sorted({most, (most + 1) // 2}):
        y = base - 120 * tick / most
        parts.append(
            f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{WIDTH - 10}" y2="{y:.1f}"/><text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>'
        )
    every = max(1, -(-len(span) // 12))
    for place, name in enumerate(span):
        x, held = left + place * step, told.get(name, [])
        tall = 120 * len(held) / most
        if held:
            ids = statements_of(view, held, dated=True)
            parts.append(
                f'<a href="#{ids[0]}" data-statements="{" ".join(ids)}"><rect class="bar" x="{x + step * 0.12:.1f}" y="{base - tall:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}">'
                f"<title>{escape(_named(name))}: {len(held)}</title></rect></a>"
            )
        if place % every == 0:
            parts.append(
                f'<text class="tick" x="{x + step / 2:.1f}" y="{base + 16}" text-anchor="middle">{escape(_short(name))}</text>'
            )
    described = f"Incidents by {'month' if '-' in span[0] else 'year'}, {_named(span[0])} to {_named(span[-1])}"
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(described)}">{"".join(parts)}</svg>'
    )


def _span(first: str, last: str) -> list[str]:
    start, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    number = (end.year - start.year) * 12 + end.month - start.month + 1
    return [
        f"{start.year + (start.month - 1 + n) // 12:04d}-{(start.month - 1 + n) % 12 + 1:02d}" for n in range(number)
    ]


def _named(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}" if "-" in month else month


def _short(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1][:3]} {month[2:4]}" if "-" in month else month


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who is said to act on whom, as a picture and as the pairs behind it."""

    edges: Sequence[tuple[str, str, Sequence[str]]]
    left_out: int
    svg: Markup


def network(view: Gathered) -> Network:
    """Agents at the left, those acted on at the right; a line is as thick as its statements are many."""
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in view.statements.values():
        if one.kind != "act" or not one.countable or one.type.startswith(("speech.", "record.", "legal.")):
            continue
        for agent in one.parties("agent"):
            for victim in one.parties("victim"):
                names = view.who(agent.actor, agent.value), view.who(victim.actor, victim.value)
                if agent.actor and victim.actor and names[0] != names[1]:
                    pairs[names].append(one.id)
    ranked = sorted(pairs.items(), key=lambda held: (-len(held[1]), held[0]))
    edges = [(agent, victim, ids) for (agent, victim), ids in ranked[:EDGES]]
    return Network(edges=edges, left_out=max(0, len(ranked) - EDGES), svg=_sankey(view, edges))


def _sankey(view: Gathered, edges: Sequence[tuple[str, str, Sequence[str]]]) -> Markup:
    if not edges:
        return Markup()
    agents = list(dict.fromkeys(agent for agent, _, _ in edges))
    victims = list(dict.fromkeys(victim for _, victim, _ in edges))
    rows = max(len(agents), len(victims))
    height = 26 * rows + 16
    at = {("agent", name): _row(place, len(agents), height) for place, name in enumerate(agents)}
    at |= {("victim", name): _row(place, len(victims), height) for place, name in enumerate(victims)}
    parts: list[str] = []
    for agent, victim, ids in edges:
        start, end = at["agent", agent], at["victim", victim]
        kinds = ", ".join(sorted({label(view.statements[one].type).lower() for one in ids}))
        said = f"{agent} → {victim}: {len(ids)} {'statement' if len(ids) == 1 else 'statements'} ({kinds})"
        parts.append(
            f'<a href="#{ids[0]}" data-statements="{" ".join(ids)}"><path class="edge" d="M250 {start:.0f} C360 {start:.0f} 360 {end:.0f} 470 {end:.0f}" '
            f'stroke-width="{min(9.0, 1.2 + 0.9 * len(ids)):.1f}"><title>{escape(said)}</title></path></a>'
        )
    for (side, name), y in at.items():
        x, anchor = (242, "end") if side == "agent" else (478, "start")
        parts.append(
            f'<text class="name" x="{x}" y="{y + 4:.0f}" text-anchor="{anchor}">{escape(_cut(name))}<title>{escape(name)}</title></text>'
        )
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Who is said to act on whom">{"".join(parts)}</svg>'
    )


def _row(place: int, number: int, height: int) -> float:
    return 8 + (height - 16) * (place + 0.5) / number


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
