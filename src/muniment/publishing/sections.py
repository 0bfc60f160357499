"""The sections of a dossier, in order: every sentence with its statements; what PDF, Word and the page write from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from muniment.publishing import wording
from muniment.publishing.gathering import Gathered, summary
from muniment.publishing.grading import graded
from muniment.publishing.narrating import actors, contradictions, incidents, kinds, notices
from muniment.publishing.parts import Line, Part, Section, Table
from muniment.publishing.reckoning import counts
from muniment.publishing.telling import grouped, incident_views

METHOD = (
    "A statement is one claim in one report, with the voices that make it. It counts when a voice that speaks freely affirms it and nobody in the chain denies it, when it is said to have happened, and when it is one occurrence. What is denied, demanded, feared, planned or habitual is kept and shown, and never counted or mapped.",
    "A count is a range: its ends are figures that an origin stands by. There is a single best figure only where two independent origins agree exactly, or a person picked it. Reports with the same text are one origin, and so are reports that quote the same named voice. Partial reprints still count apart.",
    "Tellings stand together as one incident where date, place, names and kind agree. Two that could not be joined are two incidents, so the number of incidents is not the number of events. The order of things here is for reading; no figure says how likely anything is. Absence of reports is not absence of events.",
)
"""How a dossier is to be read."""

STATUS: Mapping[str, str] = {"standing": "Who holds which status", "duty": "Who owes what"}
SAID: Mapping[str, str] = {
    "demand": "Demands",
    "warning": "Warnings and notices",
    "answer": "Promises, refusals and denials",
}


def sections(view: Gathered) -> list[Section]:
    """All sections, those with nothing in them too: that nothing was said is said."""
    told = grouped(view)
    views = incident_views(view)
    found: Sequence[tuple[str, str, Iterable[Part]]] = (
        ("summary", "Summary", [Part(held=list(_summary(view)))]),
        ("method", "Method and limits", [Part(held=list(_method(view)))]),
        ("incidents", "Incidents", incidents(view, views)),
        ("actors", "Actors and their ties", actors(view, told)),
        ("status", "Status and duties", kinds(view, told, STATUS)),
        ("notice", "Who was told what, and when", notices(view)),
        ("speech", "Demands, warnings and answers", kinds(view, told, SAID)),
        ("counts", "Counts and estimates", counts(view)),
        ("contradictions", "Contradictions", contradictions(views)),
        ("sources", "Sources", [Part(held=[_sources(view)])]),
        ("withheld", "What is withheld", [Part(held=list(_withheld(view)))]),
    )
    return [*(Section(id=id, title=title, parts=list(parts)) for id, title, parts in found), *corrections(view)]


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
    return [Section(id="corrections", title=title, parts=[Part(held=held)])]


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


def _sources(view: Gathered) -> Table:
    how_far = graded(view)
    rows = [
        [
            f"R{number}",
            wording.author_name(report),
            report.title or report.name,
            wording.date_words(report.published) if report.published else "not dated",
            str(len(view.of_report.get(report.id, ()))),
            how_far[report.id],
        ]
        for number, report in enumerate(view.dossier.reports, start=1)
    ]
    return Table(
        caption="The reports, and how far people hold their sources to be reliable. Nobody is graded by a machine, and no count rests on a grade.",
        heads=("No.", "Published by", "Title", "Date", "Statements", "Reliability, as ruled by people"),
        rows=rows,
        statements=[()] * len(rows),
    )


def _withheld(view: Gathered) -> Iterator[Line]:
    for one in view.dossier.withheld:
        yield Line(words=f"{one.number:,} {wording.plural(one.what, one.number)} left out or hidden: {one.why}.")
    if view.withheld:
        yield Line(
            words=f"{view.withheld:,} {'statement is' if view.withheld == 1 else 'statements are'} withheld by a person's ruling."
        )
    if view.closed:
        yield Line(
            words=f"{view.closed:,} {'report is' if view.closed == 1 else 'reports are'} withheld with all that they say."
        )
