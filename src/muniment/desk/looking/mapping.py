"""Mapping: the part of the world that was asked for, with the occasions that are pinned down there and those that are not."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from muniment.desk.asking.questions import Question
from muniment.desk.looking.occasions import Occasion
from muniment.desk.words.speaking import gettext, ngettext
from muniment.desk.words.wording import numeral
from muniment.errors import BadChoice
from muniment.publishing.maps import Attributes, Circle, Pin, Shade, circles, picture, sorted_out
from muniment.publishing.outlines import Frame, around, own

MOST_CIRCLES = 400
"""Circles that are drawn; the rest is said to be left out."""

MOST_REGIONS = 8
MOST_NAMES = 7
"""Places of one circle that are named."""

CHOSEN = ("pin", "wide", "nowhere", "page")
"""Fields that say which incidents are listed below the map."""

STEPS: Mapping[str, tuple[float, float, float]] = {
    "in": (0.5, 0, 0),
    "out": (2, 0, 0),
    "west": (1, -0.3, 0),
    "east": (1, 0.3, 0),
    "north": (1, 0, 0.3),
    "south": (1, 0, -0.3),
}
"""Where a link leads: larger or smaller, to the right, up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """A province, a country or another place that no pin can show."""

    name: str
    precision: str
    number: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The map as a page shows it."""

    svg: Markup
    frame: str
    pinned: int
    outside: int
    """Pinned incidents beyond what is drawn."""
    wide: Sequence[Wide]
    nowhere: int
    steps: Mapping[str, str]
    """Where the links to the parts beside it lead."""
    places: Sequence[tuple[str, int, str]]
    """The circles that are drawn, the largest first: names, number, address; a circle may have no room for its name."""
    regions: Sequence[tuple[str, int, str]]
    """Provinces with most pinned incidents: name, number, address."""
    chosen: Sequence[Occasion] | None
    """The incidents that were asked for by a pin or a wide place."""
    said: str
    """What they are of, in words."""


def mapped(held: Sequence[Occasion], question: Question, shapes: Mapping[str, object] | None) -> Atlas:
    """The map of occasions; raises `BadChoice` for a frame that is none."""
    of = {one.number: one for one in held}
    pins, wide, nowhere = sorted_out((one.number, one.place) for one in held)
    whole = around([(pin.lat, pin.lon) for pin in pins]) if pins else around([(0.0, -100.0), (40.0, 100.0)])
    frame = _frame(question.get("frame")) or whole
    inside = [pin for pin in pins if frame.shows(pin.lat, pin.lon)]
    drawn = circles(frame, inside)
    wider = [_wide(of[ids[0]], name, ids, question) for name, ids in wide]
    chosen = _chosen(question, pins, drawn, dict(wide), nowhere)
    return Atlas(
        svg=picture(
            frame,
            drawn[:MOST_CIRCLES],
            own(shapes),
            leads=lambda circle: _leads(circle, question),
            shades=_shades(of, wide, question),
            name=gettext("Map of incidents"),
        ),
        frame=_said(frame),
        pinned=sum(len(pin.incidents) for pin in pins),
        outside=sum(len(pin.incidents) for pin in pins) - sum(len(one.incidents) for one in drawn[:MOST_CIRCLES]),
        wide=wider,
        nowhere=len(nowhere),
        steps={name: _to(question, frame.zoomed(by, right=right, up=up)) for name, (by, right, up) in STEPS.items()}
        | {"whole": question.to(frame="", **dict.fromkeys(CHOSEN, ""))},
        places=[(_named(one), len(one.incidents), str(_leads(one, question)["href"])) for one in drawn[:MOST_CIRCLES]],
        regions=_regions(pins, of, question),
        chosen=None if chosen is None else [of[one] for one in chosen[1]],
        said="" if chosen is None else chosen[0],
    )


def _leads(circle: Circle, question: Question) -> Attributes:
    pin = circle.pins[0]
    return {"href": question.to(**_other("pin", f"{pin.lat},{pin.lon}")) + "#told", "aria-label": _circled(circle)}


def _circled(circle: Circle) -> str:
    """What a circle shows, in words."""
    number = len(circle.incidents)
    said = ngettext("%(places)s: %(n)s incident", "%(places)s: %(n)s incidents", number)
    return said % {"places": _named(circle), "n": numeral(number)}


def _named(circle: Circle) -> str:
    """The places of a circle, in words."""
    names = [pin.name for pin in circle.pins]
    places, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    if more > 0:
        said = ngettext("%(places)s and %(n)s more place", "%(places)s and %(n)s more places", more)
        return said % {"places": places, "n": numeral(more)}
    return places


def _other(name: str, said: str) -> dict[str, str]:
    return {**dict.fromkeys(CHOSEN, ""), name: said}


def _to(question: Question, frame: Frame) -> str:
    return question.to(frame=_said(frame), **dict.fromkeys(CHOSEN, ""))


def _said(frame: Frame) -> str:
    return ",".join(f"{edge:.4f}" for edge in (frame.west, frame.south, frame.east, frame.north))


def _frame(said: str) -> Frame | None:
    if not said:
        return None
    try:
        west, south, east, north = (float(part) for part in said.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadChoice("frame", said, hint="west,south,east,north in degrees")
    return Frame(west=west, south=south, east=max(east, west + 0.01), north=max(north, south + 0.01))


def _wide(first: Occasion, name: str, ids: Sequence[str], question: Question) -> Wide:
    precision = first.place.precision if first.place else "unresolved"
    address = question.to(**_other("wide", name)) + "#told"
    return Wide(name=name, precision=precision, number=len(ids), address=address)


def _shades(
    of: Mapping[str, Occasion], wide: Sequence[tuple[str, Sequence[str]]], question: Question
) -> Mapping[str, Shade]:
    """Shapes and countries of which incidents are told no more precisely."""
    found: dict[str, Shade] = {}
    for name, ids in wide:
        place = of[ids[0]].place
        if place is not None:
            said = ngettext(
                "%(name)s: %(n)s incident told no more precisely",
                "%(name)s: %(n)s incidents told no more precisely",
                len(ids),
            ) % {"name": name, "n": numeral(len(ids))}
            leads = {"href": question.to(**_other("wide", name)) + "#told", "aria-label": said}
            shape = place.country if place.precision == "country" and place.country else name.casefold()
            found[shape] = Shade(number=len(ids), leads=leads)
    return found


def _regions(pins: Sequence[Pin], of: Mapping[str, Occasion], question: Question) -> list[tuple[str, int, str]]:
    held: dict[str, list[Pin]] = defaultdict(list)
    for pin in pins:
        place = of[pin.incidents[0]].place
        if place is not None and place.admin1:
            held[place.admin1].append(pin)
    ranked = sorted(((sum(len(pin.incidents) for pin in one), name) for name, one in held.items()), reverse=True)
    return [
        (name, number, _to(question, around([(pin.lat, pin.lon) for pin in held[name]])))
        for number, name in ranked[:MOST_REGIONS]
    ]


def _chosen(
    question: Question,
    pins: Sequence[Pin],
    drawn: Sequence[Circle],
    wide: Mapping[str, Sequence[str]],
    nowhere: Sequence[str],
) -> tuple[str, Sequence[str]] | None:
    """What was asked for by a pin, a wide place, or as told nowhere; its name and its incidents."""
    if at := question.get("pin"):
        circle = next((one for one in drawn for pin in one.pins if f"{pin.lat},{pin.lon}" == at), None)
        if circle is not None:
            return circle.label, circle.incidents
        held = [pin for pin in pins if f"{pin.lat},{pin.lon}" == at]
        return (held[0].name if held else at), [one for pin in held for one in pin.incidents]
    if name := question.get("wide"):
        return name, wide.get(name, ())
    return ("", nowhere) if question.get("nowhere") else None
