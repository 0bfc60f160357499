"""Counts: a table by rows and columns of a person's choice; each cell opens the sentences behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.response import Template

from muniment.count import Cell, Counts, Standpoint
from muniment.counting.facets import FACETS, OVERLAPPING
from muniment.counting.groups import group_names
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import Question, asked
from muniment.desk.looking.behind import listed
from muniment.desk.looking.occasions import Occasion, occasions
from muniment.desk.seat import Seat
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.words.telling import author_name
from muniment.desk.words.wording import SPOKEN, named, plural
from muniment.errors import BadChoice
from muniment.publishing.estimates import NAMES
from muniment.publishing.pivoting import Cross, Words, crossed, facts, value_words
from muniment.statement import AUTHOR

NARROWED = ("measure", "unit", "since", "until", "place", "country", "agent", "victim", "origin", "reviewed")
"""What a table is narrowed to."""

FIELDS = ("by", *NARROWED)
UNITS = ("person", "incident", "dwelling", "facility", "family", "vehicle")
MOST_TABLES = 4
"""Tables of a page where it is by two dimensions; the rest is named."""

MOST_APART = 30
"""Totals that voices give which a page shows."""

ROWS = 200
"""Rows of one table on a page."""


@get("/counts", sync_to_thread=True)
def counts(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """A table of counts; raises `BadChoice` for what nothing is counted by."""
    question = asked(request)
    made = _counted(seat.seen, question)
    if made is None:
        return Template("counting.html", context={"question": question})
    tables = [_with_unit(one) for one in crossed(made.value, _words(seat.seen, made.value))]
    behind = _left_out(seat.seen, made.value, question)
    estimates = seat.seen.estimates() or []
    measure = question.get("measure")
    return Template(
        "counts.html",
        context={
            "question": question,
            "by": _by(question),
            "table": made.value,
            "current": made.current,
            "tables": [(one, paged(one.rows, question.page, size=ROWS)) for one in tables[:MOST_TABLES]],
            "more": tables[MOST_TABLES:],
            "dimensions": [*FACETS, *OVERLAPPING],
            "kinds": _kinds(seat.seen),
            "units": UNITS,
            "groups": group_names(),
            "facts": partial(facts, words=SPOKEN),
            "most_apart": MOST_APART,
            "source_of": lambda cell: source_of(question, cell),
            "spoken_by": partial(_spoken_by, seat.seen),
            "estimates": [one for one in estimates if not measure or one.measure.startswith(measure)],
            "model_names": NAMES,
            "told": None if behind is None else listed(seat.seen, behind, question),
            "as_of": max((cell.as_of or "" for cell in made.value.cells), default=""),
        },
    )


def _words(seen: Seen, counted: Counts | Cell) -> Words:
    """What a table or a cell is worded by; where it is by agents, with the names that tell several apart."""
    by = counted.by if isinstance(counted, Counts) else counted.keys
    actors = frozenset(one.name.casefold() for one in seen.actors()) if "agent" in by else frozenset[str]()
    return replace(SPOKEN, named=partial(named, actors=actors))


def _with_unit(table: Cross) -> Cross:
    """The table with what incidents are counted of named so: a number below "Killing" alone might be of people."""
    if table.unit:
        return replace(table, title=_of_incidents(table.title)) if table.unit == "incident" else table
    units = [next((row.cells[at].unit for row in table.rows if row.cells[at]), "") for at in range(len(table.columns))]  # pyright: ignore[reportOptionalMemberAccess]
    named = zip(table.columns, units, strict=True)
    return replace(table, columns=[_of_incidents(name) if unit == "incident" else name for name, unit in named])


def _of_incidents(name: str) -> str:
    every = SPOKEN.label("incident")
    return name if name == every else f"{name} ({plural('incident', 2)})"


def _spoken_by(seen: Seen, standpoint: Standpoint) -> str:
    """Who stands by a figure: of the author of a report its name, or its publisher's."""
    if standpoint.voice != AUTHOR:
        return standpoint.voice
    (report,) = seen.reports([seen.report_of(standpoint.statement)])
    return author_name(report)


def _by(question: Question) -> list[str]:
    by = question.every("by") or ["month"]
    if len(by) > 2 or len(set(by)) < len(by):
        raise BadChoice("by", ", ".join(by), hint="rows, and columns by something else")
    return by


def _counted(seen: Seen, question: Question) -> Worked[Counts] | None:
    """The table that is asked for; `None` while a large record is being counted for it."""
    return seen.counts_soon(_by(question), _narrow(question))


def _narrow(question: Question) -> Mapping[str, str]:
    return {name: question.get(name) for name in NARROWED}


def _kinds(seen: Seen) -> Sequence[str]:
    """The types that are told of, with their families: what there is to count."""
    return seen.of_basis(
        "kinds",
        lambda basis: sorted(
            {part for one in basis.statements.values() for part in (one.type, one.type.partition(".")[0])}
        ),
    ).value


def source_of(question: Question, cell: Cell) -> str:
    """Where the sentences behind a cell are shown: the same question, and which of its cells."""
    which = {"is": [*cell.keys.values()], "of": cell.measure, "of_unit": cell.unit, "why": cell.why}
    fields = question.to("/sources", keep=FIELDS, **which)
    return fields if cell.keys else question.to("/sources", keep=FIELDS, **which, total="yes")


def _left_out(seen: Seen, table: Counts, question: Question) -> Sequence[Occasion] | None:
    """The incidents that are left out of a table for the reason that was asked for."""
    if not (why := question.get("left_out")):
        return None
    ids = set(table.left_out.get(why, ()))
    numbers = {number for number, one in seen.index.incidents.items() if one.id in ids}
    return [one for one in occasions(seen).value if one.number in numbers]


@get("/counts.csv", sync_to_thread=True)
def as_csv(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Response[str]:
    """The table as CSV; it is waited for."""
    table = _whole(seat.seen, asked(request))
    return _file(table, "csv", table.csv(), "text/csv; charset=utf-8")


@get("/counts.json", sync_to_thread=True)
def as_json(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Response[str]:
    """The table as JSON, with totals, what stands apart and what was left out; it is waited for."""
    table = _whole(seat.seen, asked(request))
    return _file(table, "json", table.json(), "application/json")


def _whole(seen: Seen, question: Question) -> Counts:
    return seen.counts(_by(question), _narrow(question)).value


def _file(table: Counts, form: str, text: str, media_type: str) -> Response[str]:
    name = f"counts-by-{'-'.join(table.by)}.{form}"
    return Response(text, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@get("/sources", sync_to_thread=True)
def sources(request: Request[Any, Any, Any], seat: NamedDependency[Seat]) -> Template:
    """The sentences behind a figure, with who says so, where, when, and what people ruled; a page at a time."""
    seen, question = seat.seen, asked(request)
    found = _behind(seen, question)
    if found is None:
        return Template("counting.html", context={"question": question})
    cell, ids, current = found
    part = paged([one for one in ids if seen.shows(one)], question.page)
    held = seen.statements(part.rows)
    return Template(
        "sources.html",
        context={
            "question": question,
            "cell": cell,
            "facts": facts(cell, SPOKEN) if cell else [],
            "value_words": partial(value_words, words=_words(seen, cell) if cell else SPOKEN),
            "part": part,
            "held": [(one, seen.ruling(one.id), seen.incident_of(one.id)) for one in held],
            "reports": {report: seen.report(report) for report in dict.fromkeys(one.report for one in held)},
            "current": current,
            "back": question.to("/counts", keep=FIELDS) if cell or question.get("by") else "",
        },
    )


def _behind(seen: Seen, question: Question) -> tuple[Cell | None, Sequence[str], bool] | None:
    """The cell that was asked for with its statements, or the statements that were, and whether it is current.

    `None` while the table is being counted. Raises `UnknownTarget`.
    """
    if not question.get("of"):
        ids = " ".join(question.every("ids")).split()
        return None, [seen.statement(one).id for one in dict.fromkeys(ids)], True
    made = _counted(seen, question)
    if made is None:
        return None
    wanted = dict(zip(_by(question), question.every("is"), strict=False))
    cells = made.value.totals if question.get("total") else made.value.cells
    which = (question.get("of"), question.get("of_unit"), question.get("why"))
    fits = (one for one in cells if one.keys == wanted and (one.measure, one.unit, one.why) == which)
    found = next(fits, None)
    return found, found.statements if found else (), made.current


HANDLERS = (counts, as_csv, as_json, sources)
