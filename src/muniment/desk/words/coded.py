"""Coded: the codes of the record that pages show as words, for the catalogue of each language to have them all."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain
from typing import get_args

from muniment.account import ROLES, SCOPES
from muniment.actor import ActorKind
from muniment.counting.groups import UNSAID, group_names
from muniment.counting.slicing import NOT_SAID, REPEATED, SHARE, UNDATED
from muniment.decision import RELIABILITIES, Ruling
from muniment.desk.looking.finding import COPIES, SORTS, STATES
from muniment.desk.looking.noticing import NAMES
from muniment.desk.looking.occasions import REVIEWS, SIZES
from muniment.desk.looking.overview import BANDS, FORMATS
from muniment.desk.looking.register import SAID
from muniment.desk.pages.counts import UNITS
from muniment.desk.pages.review import WORDED
from muniment.desk.reading.amending import REALIS, SPECIFICITIES
from muniment.desk.reading.marks import CONTROLS
from muniment.desk.tasks import STEPS
from muniment.desk.templating import LISTED
from muniment.desk.words.telling import UNSPECIFIC
from muniment.desk.words.wording import REASONS, UNDONE
from muniment.errand import Event
from muniment.incident import Citation
from muniment.notice import Fit
from muniment.publishing.estimates import NAMES as MODELS
from muniment.publishing.wording import AGENTS, COMMITS, MOODS, SEASONS, VIOLATIONS, label, plural
from muniment.record import hints
from muniment.reviewing.agreeing import ALL_ALIKE, TOO_FEW
from muniment.run import Outcome
from muniment.statement import SLOT_VALUES, VISIBILITIES, Kind, Scope
from muniment.taxonomy import data, types

LEFT_OUT = ("date not said", "date only partly inside, or open", "place not said", "agent unknown")
FAMILIES = ("killing", "enforced disappearance", "abduction", "detention", "torture")
"""Families of violation that a report may be mainly about."""
KEPT = (
    *("received", "taken out", "repaired", "headers", "properties", "coded", "left out", "read by OCR"),
    *("page %(number)s", "row %(number)s", "row %(number)s, %(column)s", "running heads: %(words)s"),
    *("reports (%(number)s)", "readings (%(number)s)", "citations (%(number)s)"),
)
"""Steps of custody, parts of a report, and what came while a task ran."""
FIELDS = ("sort", "copies", "format", "reports", "origins", "actor", "country", "unit", "admin1")
"""Fields of questions by their names in an address, as errors call them."""
ANSWERED = (400, 401, 403, 404, 405, 413, 415, 429, 500)
"""What the framework answers by the name of the status."""
FACTS = ("unit", "scope", "period", "place", "origins", "as of", "known by name")


def codes() -> Iterator[str]:
    """What `gettext` is asked for by a variable: rulings, roles, kinds, slots and their like, as pages show them."""
    named = (page.name for group in LISTED for page in group)
    record = (
        ROLES,
        SCOPES,
        VISIBILITIES,
        REALIS,
        SPECIFICITIES,
        *map(get_args, (ActorKind, Ruling, Kind, Scope, Event, hints(Citation)["event"])),
    )
    desk = (
        REVIEWS,
        SIZES,
        SORTS,
        STATES,
        COPIES,
        SAID,
        REASONS,
        STEPS,
        NAMES.values(),
        [band for band, _ in BANDS],
    )
    shown = (
        COMMITS.values(),
        MOODS.values(),
        SEASONS.values(),
        FORMATS.values(),
        RELIABILITIES.values(),
        get_args(Outcome),
        FACTS,
        LEFT_OUT,
    )
    slots = {*SLOT_VALUES, *WORDED, *(slot for one in types().values() for slot in one.slots)}
    counted = (
        NOT_SAID,
        UNSAID,
        REPEATED,
        SHARE,
        UNDATED,
        *(f"{one} {NOT_SAID}" for one in (*SIZES, "place", "province")),
    )
    agreed = ("ruling", "type", "realis", TOO_FEW, ALL_ALIKE)
    alone = (UNDONE, "unknown", "any", "others", "denied", "not affirmed", "reading", "statement", "pair", "report")
    yield from dict.fromkeys(
        one.replace("_", " ")
        for one in chain(
            named,
            *record,
            *desk,
            *shown,
            sorted(slots),
            counted,
            _told(),
            agreed,
            alone,
        )
    )


def _told() -> Iterator[str]:
    """What tellings and their comparison are made of, beside types: families, groups, causes, what was compared."""
    yield from (*VIOLATIONS.values(), *FAMILIES, *AGENTS.values(), *UNSPECIFIC.values(), *get_args(Fit), *group_names())
    yield from ("direct", *(one["value"] for one in data("en/harms.toml")["causation"]))
    yield from ("prior", "occasion", "decision", "more", *(one["of"] for one in data("linkage.toml")["comparison"]))
    yield from (*CONTROLS.values(), *MODELS.values())


def units() -> Iterator[tuple[str, str]]:
    """Units of figures, one and many."""
    yield from ((unit, plural(unit, 2)) for unit in dict.fromkeys((*UNITS, "report", "incident")))


def labels() -> Iterator[str]:
    """The types of statements, and their families."""
    yield from dict.fromkeys(one.label for one in types().values())
    yield label("incident")
    yield from dict.fromkeys(code.partition(".")[0] for code in types())


def finished() -> Iterator[str]:
    """Words that finished sentences hold, and those that come from data: fields, units, outcomes, answers."""
    yield from FIELDS
    yield from (plural(unit, 2) for unit in UNITS)
    yield from (level["says"] for one in data("linkage.toml")["comparison"] for level in one["levels"])
    yield from (HTTPStatus(code).phrase for code in ANSWERED)
    yield from KEPT
    yield "Validation failed for %(method)s %(address)s"
