"""The map: incidents at the places their words pin down, on the casebook's own outlines and those of countries."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from muniment.incident import Incident
from muniment.publishing.gathering import Gathered, statements_of
from muniment.publishing.outlines import WIDTH, Frame, Outline, around, land, own, path
from muniment.statement import Place, Statement

PINNED = ("site", "settlement", "near")
ORDER = (*PINNED, "adm2", "adm1", "wide", "sea", "country", "unresolved")
"""Precisions of places, the most precise first."""

LABELS = 40
TOUCHING = 14.0
"""Distance in the picture below which two places are drawn as one circle."""

SHADES = (1, 5, 20, 100)
"""Incidents from which an outline is a shade darker."""

Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A place that words pin down, with the incidents told there."""

    name: str
    lat: float
    lon: float
    incidents: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Pins that are drawn as one, the busiest first."""

    x: float
    y: float
    pins: list[Pin] = field(default_factory=list[Pin])

    @property
    def incidents(self) -> list[str]:
        """The incidents of all its pins."""
        return [one for pin in self.pins for one in pin.incidents]

    @property
    def label(self) -> str:
        """What stands beside it."""
        return self.pins[0].name + (f" +{len(self.pins) - 1}" if len(self.pins) > 1 else "")

    @property
    def said(self) -> str:
        """What it shows, in words."""
        names = [pin.name for pin in self.pins]
        near = f" and {', '.join(names[1:7])}" if names[1:] else ""
        more = f" and {len(names) - 7} more places" if len(names) > 7 else ""
        number = len(self.incidents)
        return f"{names[0]}{near}{more}: {number} {'incident' if number == 1 else 'incidents'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A province or a country that is shaded, and where it leads."""

    number: int
    leads: Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The picture, and the incidents that no pin can honestly show."""

    svg: Markup
    pinned: int
    wide: Sequence[tuple[str, Sequence[Incident]]]
    """Name of a province, a country or another wide place, and the incidents told there."""
    nowhere: Sequence[Incident]


def drawn(view: Gathered) -> Map:
    """The map of a dossier's incidents; a province or a country gets no pin."""
    held = {incident.id: incident for incident in view.dossier.incidents}
    pins, wide, nowhere = sorted_out((id, narrowest(view.told(one))) for id, one in held.items())

    def leads(circle: Circle) -> Attributes:
        behind = [held[one] for one in circle.incidents]
        ids = statements_of(view, behind, at=[pin.name for pin in circle.pins])
        return {"href": f"#{ids[0]}", "data-statements": " ".join(ids)}

    frame = around([(pin.lat, pin.lon) for pin in pins]) if pins else None
    return Map(
        svg=picture(frame, circles(frame, pins), own(view.dossier.shapes), leads=leads) if frame else Markup(),
        pinned=sum(len(pin.incidents) for pin in pins),
        wide=[(name, [held[one] for one in ids]) for name, ids in wide],
        nowhere=[held[one] for one in nowhere],
    )


def narrowest(told: Iterable[Statement]) -> Place | None:
    """The most precise place that an incident's statements name."""
    found = [place for one in told for place in one.places()]
    return min(found, key=lambda place: (ORDER.index(place.precision), place.lat is None), default=None)


def sorted_out(
    placed: Iterable[tuple[str, Place | None]],
) -> tuple[list[Pin], list[tuple[str, Sequence[str]]], list[str]]:
    """Incidents by pin, those of each wide place, the most first, and those told nowhere."""
    pins: dict[tuple[str, float, float], list[str]] = defaultdict(list)
    wide: dict[str, list[str]] = defaultdict(list)
    nowhere: list[str] = []
    for incident, place in placed:
        if place is None:
            nowhere.append(incident)
        elif place.precision in PINNED and place.lat is not None and place.lon is not None:
            pins[place.value, place.lat, place.lon].append(incident)
        else:
            wide[place.value].append(incident)
    ranked: list[tuple[str, Sequence[str]]] = sorted(wide.items(), key=lambda held: (-len(held[1]), held[0]))
    return [Pin(name=name, lat=lat, lon=lon, incidents=ids) for (name, lat, lon), ids in pins.items()], ranked, nowhere


def circles(frame: Frame, pins: Iterable[Pin]) -> list[Circle]:
    """Pins by place, those that would lie on one another as one, the busiest first."""
    found: list[Circle] = []
    near: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pin in sorted(pins, key=lambda one: (-len(one.incidents), one.name, one.lat, one.lon)):
        x, y = frame.point(pin.lat, pin.lon)
        column, row = int(x // TOUCHING), int(y // TOUCHING)
        around_it = (near.get((column + right, row + down), ()) for right in (-1, 0, 1) for down in (-1, 0, 1))
        touched = [
            one for held in around_it for one in held if math.hypot(found[one].x - x, found[one].y - y) < TOUCHING
        ]
        if touched:
            found[min(touched)].pins.append(pin)
        else:
            near[column, row].append(len(found))
            found.append(Circle(x=x, y=y, pins=[pin]))
    return found


def picture(
    frame: Frame,
    shown: Sequence[Circle],
    shapes: Iterable[Outline],
    *,
    leads: Callable[[Circle], Attributes],
    shades: Mapping[str, Shade] | None = None,
    name: str = "Map of incidents",
) -> Markup:
    """The map as SVG; `shades` by the name of a shape or the code of a country, and each circle leads somewhere.

    Where that has a label, it is what the circle or the shape says.
    """
    shaded = shades or {}
    parts = [_outline(line, one.name, shaded.get(one.code), "land") for one, line in land(frame)]
    parts += [
        _outline(path(frame, one.ring), one.name, shaded.get(one.name.casefold()), "land own")
        for one in shapes
        if frame.holds(one)
    ]
    taken: list[tuple[float, float, float, float]] = []
    for circle in shown:
        led = leads(circle)
        size = min(22.0, 4.5 + 2.4 * math.sqrt(len(circle.incidents)))
        said = escape(led.get("aria-label", circle.said))
        parts.append(
            f'<a{_said(led)}><circle class="pin" cx="{circle.x:.1f}" cy="{circle.y:.1f}" r="{size:.1f}">'
            f"<title>{said}</title></circle></a>"
        )
        left = circle.x + size + 3
        box = (left, circle.y - 7, left + 6.4 * len(circle.label), circle.y + 7)
        if len(taken) < LABELS and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            parts.append(f'<text class="place" x="{left:.1f}" y="{circle.y + 4:.1f}">{escape(circle.label)}</text>')
    return Markup(
        f'<svg class="map" viewBox="0 0 {WIDTH} {frame.height:.0f}" role="group" aria-label="{escape(name)}">'
        f'<rect class="sea" width="{WIDTH}" height="{frame.height:.0f}"/>{"".join(parts)}</svg>'
    )


def _outline(line: str, name: str, shade: Shade | None, kind: str) -> str:
    if shade is None:
        return f'<path class="{kind}" d="{line}"><title>{escape(name)}</title></path>'
    dark = sum(shade.number >= least for least in SHADES)
    plain = f"{name}: {shade.number} {'incident' if shade.number == 1 else 'incidents'} told no more precisely"
    said = escape(shade.leads.get("aria-label", plain))
    drawn = f'<path class="{kind} shade-{dark}" d="{line}"><title>{said}</title></path>'
    return f"<a{_said(shade.leads)}>{drawn}</a>"


def _said(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
