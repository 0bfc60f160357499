"""Reports: all of them, found by words; and one, with its statements marked in its text."""

from __future__ import annotations

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from muniment.desk.shelf import Shelf
from muniment.errors import UnknownTarget
from muniment.library import Casebook
from muniment.publishing.marking import marked

FOUND = 100
"""Reports that a search shows."""


@get("/reports", sync_to_thread=True)
def reports(casebook: NamedDependency[Casebook], shelf: NamedDependency[Shelf], q: FromQuery[str] = "") -> Template:
    """Reports in the order of publication, or those that hold these words, best first."""
    if q.strip():
        hits = {hit.id: hit.snippet for hit in casebook.search(q, in_="reports", limit=FOUND)}
        held = [casebook.report(one) for one in hits]
    else:
        hits = {}
        held = sorted(casebook.reports(), key=lambda one: (one.published or "9999", one.name))
    principals = {one.report: one for one in casebook.principals()}
    return Template(
        "reports.html",
        context={
            "q": q,
            "held": [(one, shelf.of_report(one.id), principals.get(one.id), hits.get(one.id, "")) for one in held],
        },
    )


@get("/reports/{id:str}", sync_to_thread=True)
def report(casebook: NamedDependency[Casebook], shelf: NamedDependency[Shelf], id: FromPath[str]) -> Template:
    """One report: its text with every statement marked, and the statements with what people ruled."""
    try:
        held = casebook.report(id)
    except KeyError as error:
        raise UnknownTarget(id) from error
    said = list(casebook.statements(report=id))
    return Template(
        "report.html",
        context={
            "report": held,
            "text": marked(held, said),
            "statements": [(shelf.as_ruled(one), shelf.ruling(one.id)) for one in said],
            "principal": next(casebook.principals(id), None),
        },
    )


HANDLERS = (reports, report)
