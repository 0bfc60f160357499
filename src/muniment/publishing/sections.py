"""The sections of a dossier, in order: every sentence with its statements; what PDF, Word and the page write from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from muniment.count import Count
from muniment.notice import Afterwards
from muniment.publishing import charts, estimates, maps, noting, wording
from muniment.publishing.bars import rates
from muniment.publishing.gathering import Gathered, summary
from muniment.publishing.telling import actor_views, grouped, incident_views
from muniment.statement import Statement

MOST = 200
"""Sentences of one part of a section; the rest is said to be in the tables."""

METHOD = (
    "A statement is one claim in one report, with the voices that make it. It counts when a voice that speaks freely affirms it and nobody in the chain denies it, when it is said to have happened, and when it is one occurrence. What is denied, demanded, feared, planned or habitual is kept and shown, and never counted or mapped.",
    "A count is a range: its ends are figures that an origin stands by. There is a single best figure only where two independent origins agree exactly, or a person picked it. Reports with the same text are one origin, and so are reports that quote the same named voice. Partial reprints still count apart.",
    "Tellings stand together as one incident where date, place, names and kind agree. Two that could not be joined are two incidents, so the number of incidents is not the number of events. The order of things here is for reading; no figure says how likely anything is. Absence of reports is not absence of events.",
)
"""How a dossier is to be read."""

NOT_GRADED = "not graded"
"""Of a source on whose reliability no person has ruled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, with the statements that carry it."""

    words: str
    statements: Sequence[str] = ()
    reviewed: bool | None = None
    """Whether a person accepted all of them; none where there is nothing to review."""
    beside: str = ""
    """Who says so, or why it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; `statements` are those behind each row."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    statements: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as SVG, and what it shows."""

    svg: Markup
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences, tables and pictures under one title; that of the section itself is empty."""

    title: str = ""
    held: Sequence[Line | Table | Picture] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a dossier."""

    id: str
    title: str
    parts: Sequence[Part]
    empty: str
    """What is said where there is nothing."""


def sections(view: Gathered) -> list[Section]:
    """All sections, those with nothing in them too: that nothing was said is said."""
    told = grouped(view)
    incidents = incident_views(view)
    return [
        Section(
            id="summary",
            title="Summary",
            parts=[Part(held=list(_summary(view)))],
            empty="No incident is told in these reports.",
        ),
        Section(id="method", title="Method and limits", parts=[Part(held=list(_method(view)))], empty=""),
        Section(
            id="incidents",
            title="Incidents",
            parts=list(_incidents(view, incidents)),
            empty="No incident is told in these reports.",
        ),
        Section(
            id="actors", title="Actors and their ties", parts=list(_actors(view, told)), empty="No actor is named."
        ),
        Section(
            id="status",
            title="Status and duties",
            parts=list(_kinds(view, told, {"standing": "Who holds which status", "duty": "Who owes what"})),
            empty="No voice in these reports states a legal status or a duty.",
        ),
        Section(
            id="notice",
            title="Who was told what, and when",
            parts=list(_notices(view)),
            empty="No voice in these reports says that a known actor was warned, notified or asked.",
        ),
        Section(
            id="speech",
            title="Demands, warnings and answers",
            parts=list(
                _kinds(
                    view,
                    told,
                    {
                        "demand": "Demands",
                        "warning": "Warnings and notices",
                        "answer": "Promises, refusals and denials",
                    },
                )
            ),
            empty="No voice in these reports demands, warns, promises or denies.",
        ),
        Section(
            id="counts",
            title="Counts and estimates",
            parts=list(_counts(view)),
            empty="No voice in these reports gives a figure that counts.",
        ),
        Section(
            id="contradictions",
            title="Contradictions",
            parts=list(_contradictions(incidents)),
            empty="The tellings of no incident differ in their figures, their agents or their dates.",
        ),
        Section(id="sources", title="Sources", parts=[Part(held=[_sources(view)])], empty=""),
        Section(
            id="withheld",
            title="What is withheld",
            parts=[Part(held=list(_withheld(view)))],
            empty="Nothing is withheld.",
        ),
        *corrections(view),
    ]


def corrections(view: Gathered) -> list[Section]:
    """What changed since the edition before; no section where there was none."""
    if view.dossier.edition < 2:
        return []
    held = [
        Line(
            words=f"{one.change.capitalize()}: {one.now or one.before or one.of}"
            + (f" Before: {one.before}" if one.now and one.before else ""),
            statements=[id for id in one.statements if id in view.statements],
            beside=f"{one.of}{f'; {one.why}' if one.why else ''}",
        )
        for one in view.dossier.corrections
    ]
    title = f"Corrections since edition {view.dossier.edition - 1}"
    return [Section(id="corrections", title=title, parts=[Part(held=held)], empty="Nothing changed.")]


def _summary(view: Gathered) -> Iterator[Line]:
    for one in summary(view):
        yield Line(words=one.sentence, statements=one.statements, reviewed=one.reviewed)


def _method(view: Gathered) -> Iterator[Line]:
    if view.dossier.says:
        yield Line(words=f"{view.dossier.profile.capitalize()} dossier. {view.dossier.says}")
    if view.unreviewed:
        yield Line(
            words=f"Not yet reviewed by a person: {view.unreviewed} of {len(view.statements)} statements were read by a machine and nobody has ruled on them. They say what reports say, not what happened."
        )
    yield from (Line(words=words) for words in METHOD)


def line(view: Gathered, one: Statement) -> Line:
    """A statement as a sentence."""
    report = view.report(one)
    beside = wording.chain_words(one.voices, report) if len(one.voices) > 1 else ""
    return Line(
        words=wording.sentence(one, report), statements=[one.id], reviewed=view.reviewed([one.id]), beside=beside
    )


def _capped(lines: Sequence[Line]) -> Iterator[Line]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield Line(words=f"{len(lines) - MOST:,} more are in statements.csv.")


def _incidents(view: Gathered, incidents: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    if svg := charts.timeline(view).svg:
        yield Part(held=[Picture(svg=svg, caption="Incidents by the date that their statements give.")])
    if svg := maps.drawn(view).svg:
        yield Part(
            held=[
                Picture(svg=svg, caption="Incidents at a named site or settlement; a larger circle is more incidents.")
            ]
        )
    for each in incidents[:MOST]:
        told: Sequence[Statement] = each["told"]
        counts = [_count(count) for count in view.counts_of.get(str(each["id"]), ())]
        yield Part(
            title=f"{each['number']} {each['title']}".strip(),
            held=[*counts, *_capped([line(view, one) for one in told])],
        )
        if apart := each["apart"]:
            title = f"{each['number']} Denied, demanded or warned of".strip()
            yield Part(title=title, held=list(_capped([line(view, one) for one in apart])))
    if len(incidents) > MOST:
        yield Part(held=[Line(words=f"{len(incidents) - MOST:,} more incidents are in incidents.csv.")])


def _count(count: Count) -> Line:
    """A count in a sentence."""
    amount = f"{wording.range_words(count.low, count.best, count.high)} {wording.plural(count.unit, count.high or count.low)}"
    origins = f"{count.origins} {wording.plural('origin', count.origins)}"
    return Line(
        words=f"{wording.label(count.measure)}: {amount}; {origins}.",
        statements=count.statements,
        reviewed=count.reviewed,
    )


def _actors(view: Gathered, told: Mapping[str, Sequence[Statement]]) -> Iterator[Part]:
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
        yield Part(title="Ties over time, as voices say", held=list(_capped([line(view, one) for one in ties])))


SPEECH = {
    "demand": ("speech.demand",),
    "warning": ("speech.warn", "record.notify"),
    "answer": ("speech.promise", "speech.refuse", "speech.deny", "omit.respond"),
}


def _kinds(view: Gathered, told: Mapping[str, Sequence[Statement]], titles: Mapping[str, str]) -> Iterator[Part]:
    for kind, title in titles.items():
        held = (
            [one for one in told.get("speech", ()) if one.type in SPEECH[kind]]
            if kind in SPEECH
            else told.get(kind, ())
        )
        if held:
            yield Part(title=title, held=list(_capped([line(view, one) for one in held])))


def _notices(view: Gathered) -> Iterator[Part]:
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


def _counts(view: Gathered) -> Iterator[Part]:
    totals = [one for one in view.dossier.counts if one.over == "selection"]
    summed = [one for one in totals if one.scope == "incident"]
    apart = [one for one in totals if one.scope != "incident" and one.measure != "incident"]
    if summed:
        yield Part(title="Over all dated incidents", held=[_count(one) for one in summed])
    if apart:
        held = [_count(one) for one in apart]
        yield Part(title="Running totals and aggregates, added to nothing", held=list(_capped(held)))
    series = view.dossier.series
    if series and series.windows:
        yield Part(
            title="Over time",
            held=[
                Picture(
                    svg=Markup(rates(series)),
                    caption=f"Incidents told of, by {series.size}, with exact 95 percent intervals; below, reports published meanwhile. {series.caveat}",
                )
            ],
        )
    for one in view.dossier.estimates:
        held = [
            Line(
                words=f"{estimates.NAMES[model.name]}: {model.best:,} ({model.low:,} to {model.high:,}, {model.level:.0%}); recorded: {one.documented:,}."
                if model.best is not None
                else f"{estimates.NAMES[model.name]}: no number. {model.refused}"
            )
            for model in one.models
        ]
        yield Part(
            title=f"Estimate, {one.stratum or 'in all'}",
            held=[Line(words=one.meaning), *held, *(Line(words=words) for words in one.cautions)],
        )


def _contradictions(incidents: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for each in incidents:
        found: Sequence[tuple[str, str, Sequence[str]]] = each["contradictions"]
        if found:
            yield Part(
                title=f"{each['number']} {each['title']}".strip(),
                held=[Line(words=f"{slot}: {said}", statements=ids) for slot, said, ids in found],
            )


def _sources(view: Gathered) -> Table:
    rows = [
        [
            f"R{number}",
            wording.author_name(report),
            report.title or report.name,
            wording.date_words(report.published) if report.published else "not dated",
            str(len(view.of_report.get(report.id, ()))),
            NOT_GRADED,
        ]
        for number, report in enumerate(view.dossier.reports, start=1)
    ]
    return Table(
        caption="The reports, and how far people hold each to be reliable. Nobody is graded by a machine.",
        heads=("No.", "Published by", "Title", "Date", "Statements", "Reliability"),
        rows=rows,
        statements=[()] * len(rows),
    )


def _withheld(view: Gathered) -> Iterator[Line]:
    for one in view.dossier.withheld:
        yield Line(words=f"{one.number:,} {wording.plural(one.what, one.number)} left out or hidden: {one.why}.")
    if view.withheld:
        yield Line(words=f"{view.withheld:,} statements are withheld by a person's ruling.")
    if view.closed:
        yield Line(words=f"{view.closed:,} reports are withheld with all that they say.")
