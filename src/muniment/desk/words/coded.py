"""Coded: the codes of the record that pages show as words, for the catalogue of each language to have them all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import get_args

from muniment.account import ROLES, SCOPES
from muniment.actor import ActorKind
from muniment.counting.groups import UNSAID
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
from muniment.desk.tasks import STEPS
from muniment.desk.templating import LISTED
from muniment.desk.words.wording import REASONS, UNDONE
from muniment.errand import Event
from muniment.incident import Citation
from muniment.publishing.wording import COMMITS, MOODS, SEASONS, plural
from muniment.record import hints
from muniment.reviewing.agreeing import ALL_ALIKE, TOO_FEW
from muniment.run import Outcome
from muniment.statement import SLOT_VALUES, VISIBILITIES, Kind, Scope
from muniment.taxonomy import types

LEFT_OUT = ("date not said", "date only partly inside, or open", "place not said", "agent unknown")
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
        one.replace("_", " ") for one in chain(named, *record, *desk, *shown, sorted(slots), counted, agreed, alone)
    )


def units() -> Iterator[tuple[str, str]]:
    """Units of figures, one and many."""
    yield from ((unit, plural(unit, 2)) for unit in dict.fromkeys((*UNITS, "report", "incident")))


def labels() -> Iterator[str]:
    """The types of statements, and their families."""
    yield from dict.fromkeys(one.label for one in types().values())
    yield from dict.fromkeys(code.partition(".")[0] for code in types())
