"""Reports: found by words and by what they tell; files that people add; and one report, to read and to rule on in its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from anyio import to_thread
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from markupsafe import Markup

from muniment.decision import standing
from muniment.desk.asking.forms import Form, fields, said_in
from muniment.desk.asking.paging import paged
from muniment.desk.asking.questions import asked
from muniment.desk.looking.finding import SORTS, Wanted, find
from muniment.desk.reading import following
from muniment.desk.reading.amending import REALIS, SPECIFICITIES
from muniment.desk.reading.entering import Sent, sent_again
from muniment.desk.reading.marks import blocks, plain
from muniment.desk.reading.telling import told_in
from muniment.desk.seat import Seat
from muniment.desk.sight.seen import Seen
from muniment.desk.tasks import Tasks
from muniment.desk.words.speaking import gettext
from muniment.errors import AlreadyStated, BadChoice, UngroundedStatement
from muniment.incident import Copy, Origin, Principal
from muniment.publishing.wording import COMMITS
from muniment.report import Report, source_id
from muniment.statement import CONTENT_SLOTS, VISIBILITIES
from muniment.taxonomy import types

LARGEST_UPLOAD = 1_000_000_000
"""Bytes of one form with files; a single file that is larger than the setting says is refused when it is read."""

REPEATED = 200
"""Characters of a repeated passage that the list of copies shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report of the list."""

    report: Report
    principal: Principal | None
    snippet: Markup
    progress: Mapping[str, int]
    original: Report | None
    """What it repeats."""
    repeated: int
    """How many reports repeat it."""


@get("/reports", sync_to_thread=True)
def reports(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    tasks: NamedDependency[Tasks],
) -> Template:
    """The reports that a person looks for, fifty at a time; the address alone says what was asked."""
    question = asked(request)
    wanted = Wanted.of(dict(question.fields))
    found = find(seat.seen, wanted)
    part = paged(found.reports, question.page)
    return Template(
        "reports.html",
        context={
            "wanted": wanted,
            "found": found,
            "question": question,
            "part": part,
            "rows": _rows(seat.seen, part.rows, found.snippets),
            "sorts": SORTS,
            "tasks": tasks,
            "errands": seat.seen.errands(tasks.newest(3)),
        },
    )


def _rows(seen: Seen, ids: Sequence[str], snippets: Mapping[str, str]) -> list[Row]:
    progress, origins = seen.progress_of_reports(), seen.origins()
    return [
        Row(
            report=one,
            principal=seen.principal(one.id),
            snippet=_lit(snippets.get(one.id, "")),
            progress=progress[one.id],
            original=_original(seen, one.id, origins.get(one.id)),
            repeated=len(origins[one.id].reports) - 1
            if one.id in origins and origins[one.id].reports[0] == one.id
            else 0,
        )
        for one in seen.reports(ids)
    ]


def _original(seen: Seen, id: str, origin: Origin | None) -> Report | None:
    if origin is None or origin.reports[0] == id:
        return None
    return next(iter(seen.reports(origin.reports[:1])), None)


def _lit(snippet: str) -> Markup:
    """The words around a hit, with what was found marked."""
    first, *rest = snippet.split("\x02")
    lit = [plain(first)]
    for part in rest:
        found, _, after = part.partition("\x03")
        lit.append(Markup("<mark>{}</mark>{}").format(plain(found), plain(after)))
    return Markup("").join(lit)


@post("/reports", opt={"needs": "edit"}, request_max_body_size=LARGEST_UPLOAD)
async def add(
    seat: NamedDependency[Seat],
    tasks: NamedDependency[Tasks],
    data: Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Redirect:
    """Takes files, which a task then reads."""
    sent = data.get("files", [])
    files = [one for one in (sent if isinstance(sent, list) else [sent]) if isinstance(one, UploadFile)]
    kept: list[tuple[str, Any]] = [(one.filename, one.file) for one in files if one.filename]
    await to_thread.run_sync(lambda: tasks.ask("add", by=seat.person.name, files=kept))
    return Redirect("/reports#task", status_code=303)


@get("/reports/{id:str}", sync_to_thread=True)
def report(
    request: Request[Any, Any, Any],
    seat: NamedDependency[Seat],
    id: FromPath[str],
    at: FromQuery[str] = "",
) -> Template:
    """One report: its text with every statement marked; `at` opens one beside it."""
    return Template("report.html", context=_of_report(request, seat, id, at=at))


def _of_report(
    request: Request[Any, Any, Any], seat: Seat, id: str, *, at: str = "", sent: Sent | None = None
) -> dict[str, Any]:
    """What the page of a report shows; `sent` is the form of a missed statement that could not be kept."""
    seen = seat.seen
    held = seen.report(id)
    said = seen.statements(seen.of_report(id))
    origin = seen.origins().get(id)

    def state(one: str) -> str:
        stands = "waits" if seen.waits(one) else "ruled-out" if seen.rejected(one) else "held"
        return f"{stands} now" if one == at else stands

    copies = [one for one in origin.copies if one.report == id] if origin else []
    return {
        "report": held,
        "sent": sent,
        "title": plain(held.title or held.name),
        "blocks": list(blocks(held, said, copies=copies, state=state)),
        "statements": said,
        "told": told_in(seat, at, said) if at else None,
        "principal": seen.principal(id),
        "progress": seen.review_of(id),
        "sightings": seen.sightings(id),
        "origin": origin,
        "copies": _copies(seen, held, origin),
        "ruling": (ruling := seen.ruling(id)),
        "follows": following.of_report(ruling),
        "standing": following.ids(standing(seen.rulings_on(id))),
        "source": source_id(held.source) if held.source else "",
        "grade": seen.grade(source_id(held.source)) if held.source else None,
        "visibility": seen.visibility_of_report(id),
        "levels": VISIBILITIES,
        "types": types(),
        "commits": COMMITS,
        "realis": REALIS,
        "specificities": SPECIFICITIES,
        "content_slots": CONTENT_SLOTS,
        "slot_words": {slot: gettext(slot.replace("_", " ")) for one in types().values() for slot in one.slots},
        "undo": request.session.get("undo", ""),
    }


def _copies(seen: Seen, held: Report, origin: Origin | None) -> list[tuple[Copy, Report, bool, Markup]]:
    """The passages that a report has in common with others: the other report, whether that had them first, and the words."""
    if origin is None:
        return []
    found: list[tuple[Copy, Report, bool, Markup]] = []
    for copy in origin.copies:
        if held.id in (copy.report, copy.original):
            later = copy.report == held.id
            start, end = (copy.start, copy.end) if later else (copy.original_start, copy.original_end)
            words = held.text[start : min(end, start + REPEATED)] + ("…" if end > start + REPEATED else "")
            (other,) = seen.reports([copy.original if later else copy.report])
            found.append((copy, other, later, plain(words)))
    return found


@get("/reports/{id:str}/told/{statement:str}", sync_to_thread=True)
def panel(
    request: Request[Any, Any, Any], seat: NamedDependency[Seat], id: FromPath[str], statement: FromPath[str]
) -> Template:
    """What stands beside the text of a report: one statement, and what a person may rule on it there."""
    said = seat.seen.statements(seat.seen.of_report(id))
    return Template(
        "told.html",
        context={
            "told": told_in(seat, statement, said),
            "report": seat.seen.report(id),
            "undo": request.session.get("undo", ""),
        },
    )


@post("/reports/{id:str}", opt={"needs": "edit"}, sync_to_thread=True)
def rule(seat: NamedDependency[Seat], id: FromPath[str], data: Form) -> Redirect:
    """An editor's ruling on a whole report: who may see it, that it is redacted, or that it is released."""
    ruling = said_in(data, "ruling")
    if ruling not in ("amended", "redacted", "released"):
        raise BadChoice("ruling", ruling, hint="amended, redacted or released")
    amendment = {"visibility": said_in(data, "visibility")} if ruling == "amended" else None
    seat.decide(id, ruling, seen=said_in(data, "seen"), reason=said_in(data, "reason"), amendment=amendment)
    shown = seat.seen.shows_report(id)
    return Redirect(f"/reports/{id}" if shown else "/reports", status_code=303)


@post("/reports/{id:str}/statements", opt={"needs": "review"}, sync_to_thread=True)
def enter(
    request: Request[Any, Any, Any], seat: NamedDependency[Seat], id: FromPath[str], data: Form
) -> Redirect | Template:
    """A statement that the machine missed, from the words that a person selected; the form again where it cannot be kept."""
    form = fields(data)
    try:
        made = seat.enter(id, form)
    except (AlreadyStated, BadChoice, UngroundedStatement) as error:
        sent = sent_again(form, seat.seen.report(id), error)
        return Template("report.html", context=_of_report(request, seat, id, sent=sent), status_code=400)
    return Redirect(f"/reports/{id}?at={made.id}#{made.id}", status_code=303)


HANDLERS = (reports, add, report, panel, rule, enter)
