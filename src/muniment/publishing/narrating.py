"""Narrating: incidents, actors, what was said and what was told to whom, in sentences with their statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from muniment.notice import Afterwards
from muniment.publishing import charts, maps, noting, wording
from muniment.publishing.gathering import Gathered
from muniment.publishing.parts import MOST, Line, Part, Picture, Table, capped
from muniment.publishing.reckoning import counted
from muniment.publishing.telling import SPEECH, actor_views
from muniment.statement import Statement


def line(view: Gathered, one: Statement) -> Line:
    """A statement as a sentence."""
    report = view.report(one)
    beside = wording.chain_words(one.voices, report) if len(one.voices) > 1 else ""
    return Line(
        words=wording.sentence(one, report), statements=[one.id], reviewed=view.reviewed([one.id]), beside=beside
    )


def incidents(view: Gathered, views: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """When and where, and each incident with its counts, its tellings, and what is only denied, demanded or warned of."""
    if svg := charts.timeline(view).svg:
        yield Part(held=[Picture(svg=svg, caption="Incidents by the date that their statements give.")])
    if svg := maps.drawn(view).svg:
        yield Part(
            held=[
                Picture(svg=svg, caption="Incidents at a named site or settlement; a larger circle is more incidents.")
            ]
        )
    for each in views[:MOST]:
        told: Sequence[Statement] = each["told"]
        counts = [counted(count) for count in view.counts_of.get(str(each["id"]), ())]
        yield Part(
            title=f"{each['number']} {each['title']}".strip(),
            held=[*counts, *capped([line(view, one) for one in told])],
        )
        if apart := each["apart"]:
            title = f"{each['number']} Denied, demanded or warned of".strip()
            yield Part(title=title, held=list(capped([line(view, one) for one in apart])))
    if len(views) > MOST:
        yield Part(held=[Line(words=f"{len(views) - MOST:,} more incidents are in incidents.csv.")])


def contradictions(views: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    """Where the tellings of each incident differ."""
    for each in views:
        found: Sequence[tuple[str, str, Sequence[str]]] = each["contradictions"]
        if found:
            yield Part(
                title=f"{each['number']} {each['title']}".strip(),
                held=[Line(words=f"{slot}: {said}", statements=ids) for slot, said, ids in found],
            )


def actors(view: Gathered, told: Mapping[str, Sequence[Statement]]) -> Iterator[Part]:
    """Who is said to act on whom, the named actors, and their ties over time."""
    net = charts.network(view)
    if net.svg:
        yield Part(
            held=[
                Picture(
                    svg=net.svg,
                    caption="Who is said to act on whom, in statements that count. A thicker line is more statements; it says nothing of guilt.",
                )
            ]
        )
    held = actor_views(view)
    if held:
        rows = [
            [
                one["actor"].name,
                "" if one["actor"].kind == "unknown" else one["actor"].kind.replace("_", " "),
                *(str(len(one[part]) or "") for part in ("did", "suffered", "ties")),
            ]
            for one in held
        ]
        behind = [list(dict.fromkeys([*one["did"], *one["suffered"], *one["ties"]])) for one in held]
        heads = ("Name", "Kind", "Said to have acted", "Said to have suffered", "Ties, status, duties")
        yield Part(
            held=[
                Table(
                    caption="Named actors, those with most said of them first; the numbers are of statements.",
                    heads=heads,
                    rows=rows,
                    statements=behind,
                )
            ]
        )
    ties = sorted(
        told.get("relation", ()),
        key=lambda one: wording.order(
            next((date.value for slot in ("from", "date") for date in one.dates(slot)), None)
        ),
    )
    if ties:
        yield Part(title="Ties over time, as voices say", held=list(capped([line(view, one) for one in ties])))


def kinds(view: Gathered, told: Mapping[str, Sequence[Statement]], titles: Mapping[str, str]) -> Iterator[Part]:
    """The statements of each of these kinds, under its title."""
    for kind, title in titles.items():
        held = (
            [one for one in told.get("speech", ()) if one.type in SPEECH[kind]]
            if kind in SPEECH
            else told.get(kind, ())
        )
        if held:
            yield Part(title=title, held=list(capped([line(view, one) for one in held])))


def notices(view: Gathered) -> Iterator[Part]:
    """What each actor was told and showed, and what is said to have happened after."""
    for each in noting.shown(view):
        held: list[Line] = []
        after = ("after the first telling", each["after"], each["more"])
        for beside, found, more in (*each["sections"], after):
            held += [
                Line(
                    words=noting.after_words(one) if isinstance(one, Afterwards) else noting.noted_words(one),
                    statements=one.statements,
                    reviewed=view.reviewed(one.statements),
                    beside=beside,
                )
                for one in found
            ]
            if more > 0:
                held.append(Line(words=f"{more:,} more: `muniment notice` gives all.", beside=beside))
        yield Part(title=each["notice"].name, held=held)
