"""The map: incidents at the places their words pin down, on the casebook's own outlines and those of countries."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

from markupsafe import Markup, escape

from muniment.incident import Incident
from muniment.publishing.gathering import Gathered, statements_of
from muniment.statement import Place

PINNED = ("site", "settlement", "near")
WIDTH = 720
MARGIN = 0.18
NARROWEST = 1.2
"""Degrees that the map shows at the least, so that one town is not a street map without streets."""

LABELS = 40
TOUCHING = 14.0
"""Distance in the picture below which two places are drawn as one circle."""

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The picture, and the incidents that no pin can honestly show."""

    svg: Markup
    pinned: int
    wide: Sequence[tuple[str, Sequence[Incident]]]
    """Name of a province, a country or another wide place, and the incidents told there."""
    nowhere: Sequence[Incident]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The part of the world that is drawn, equirectangular, true to scale at its middle."""

    west: float
    south: float
    east: float
    north: float

    @property
    def height(self) -> float:
        """Height of the picture in its own units."""
        return min(620.0, max(240.0, WIDTH * (self.north - self.south) / ((self.east - self.west) * self._squeeze)))

    @property
    def _squeeze(self) -> float:
        return max(0.2, math.cos(math.radians((self.north + self.south) / 2)))

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        return (
            WIDTH * (lon - self.west) / (self.east - self.west),
            self.height * (self.north - lat) / (self.north - self.south),
        )

    def holds(self, ring: Ring) -> bool:
        """Whether any of an outline may lie in the picture."""
        lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
        return min(lons) < self.east and max(lons) > self.west and min(lats) < self.north and max(lats) > self.south


def drawn(view: Gathered) -> Map:
    """The map of a dossier's incidents; a province or a country gets no pin."""
    pins: dict[tuple[str, float, float], list[Incident]] = defaultdict(list)
    wide: dict[str, list[Incident]] = defaultdict(list)
    nowhere: list[Incident] = []
    for incident in view.dossier.incidents:
        place = _place(view, incident)
        if place is None:
            nowhere.append(incident)
        elif place.precision in PINNED and place.lat is not None and place.lon is not None:
            pins[place.value, place.lat, place.lon].append(incident)
        else:
            wide[place.value].append(incident)
    svg = _svg(view, pins) if pins else Markup()
    ranked = sorted(wide.items(), key=lambda held: (-len(held[1]), held[0]))
    return Map(svg=svg, pinned=sum(map(len, pins.values())), wide=ranked, nowhere=nowhere)


def _place(view: Gathered, incident: Incident) -> Place | None:
    """The most precise place that the incident's statements name."""
    order = (*PINNED, "adm2", "adm1", "wide", "sea", "country", "unresolved")
    found = [place for one in view.told(incident) for place in one.places()]
    return min(found, key=lambda place: (order.index(place.precision), place.lat is None), default=None)


def _svg(view: Gathered, pins: Mapping[tuple[str, float, float], Sequence[Incident]]) -> Markup:
    frame = _frame([(lat, lon) for _, lat, lon in pins])
    parts = [f'<path class="land" d="{_path(frame, ring)}"/>' for ring in countries() if frame.holds(ring)]
    parts += [
        f'<path class="land own" d="{_path(frame, ring)}"><title>{escape(name)}</title></path>'
        for name, ring in _own(view.dossier.shapes)
        if frame.holds(ring)
    ]
    taken: list[tuple[float, float, float, float]] = []
    for x, y, name, others, incidents in _gathered(frame, pins):
        size = min(22.0, 4.5 + 2.4 * math.sqrt(len(incidents)))
        near = f" and {', '.join(others)}" if others else ""
        said = f"{name}{near}: {len(incidents)} {'incident' if len(incidents) == 1 else 'incidents'}"
        label = name + (f" +{len(others)}" if others else "")
        ids = statements_of(view, incidents, at=(name, *others))
        parts.append(
            f'<a href="#{ids[0]}" data-statements="{" ".join(ids)}"><circle class="pin" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}">'
            f"<title>{escape(said)}</title></circle></a>"
        )
        box = (x + size + 3, y - 7, x + size + 3 + 6.4 * len(label), y + 7)
        if len(taken) < LABELS and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            parts.append(f'<text class="place" x="{box[0]:.1f}" y="{y + 4:.1f}">{escape(label)}</text>')
    return Markup(
        f'<svg class="map" viewBox="0 0 {WIDTH} {frame.height:.0f}" role="img" aria-label="Map of incidents">'
        f'<rect class="sea" width="{WIDTH}" height="{frame.height:.0f}"/>{"".join(parts)}</svg>'
    )


def _gathered(
    frame: Frame, pins: Mapping[tuple[str, float, float], Sequence[Incident]]
) -> Iterator[tuple[float, float, str, Sequence[str], Sequence[Incident]]]:
    """Pins by place, those that would lie on one another as one: where, the busiest's name, the others, the incidents."""
    groups: list[tuple[float, float, list[str], list[Incident]]] = []
    for (name, lat, lon), incidents in sorted(pins.items(), key=lambda held: (-len(held[1]), held[0])):
        x, y = frame.point(lat, lon)
        group = next((one for one in groups if math.hypot(one[0] - x, one[1] - y) < TOUCHING), None)
        if group is None:
            group = (x, y, [], [])
            groups.append(group)
        group[2].append(name)
        group[3].extend(incidents)
    for x, y, names, incidents in groups:
        yield x, y, names[0], names[1:], incidents


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frame(points: Sequence[tuple[float, float]]) -> Frame:
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    tall, broad = max(NARROWEST, max(lats) - min(lats)), max(NARROWEST * 1.6, max(lons) - min(lons))
    mid_lat, mid_lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    tall, broad = tall * (1 + 2 * MARGIN), broad * (1 + 2 * MARGIN)
    if broad > 2.6 * tall:
        tall = broad / 2.6
    if tall > 0.85 * broad:
        broad = tall / 0.85
    return Frame(
        west=max(-180, mid_lon - broad / 2),
        east=min(180, mid_lon + broad / 2),
        south=max(-90, mid_lat - tall / 2),
        north=min(90, mid_lat + tall / 2),
    )


def _path(frame: Frame, ring: Ring) -> str:
    points = [frame.point(lat, lon) for lon, lat in ring]
    kept = [point for place, point in enumerate(points) if place == 0 or _moves(points[place - 1], point)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _moves(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) > 0.3


def _own(shapes: Mapping[str, object] | None) -> Iterator[tuple[str, Ring]]:
    """The rings of a GeoJSON FeatureCollection, with the names of their features."""
    features = cast(Sequence[Mapping[str, Any]], (shapes or {}).get("features", ()))
    for feature in features:
        name = str((feature.get("properties") or {}).get("name", ""))
        geometry = feature.get("geometry") or {}
        polygons = (
            geometry.get("coordinates", [])
            if geometry.get("type") == "MultiPolygon"
            else [geometry.get("coordinates", [])]
        )
        for polygon in polygons:
            for ring in polygon[:1]:
                yield name, [(float(point[0]), float(point[1])) for point in ring]


@functools.cache
def countries() -> Sequence[Ring]:
    """The outer rings of the world's countries, from Natural Earth as TopoJSON."""
    world = json.loads(files("muniment.data").joinpath("world.json").read_text(encoding="utf-8"))
    scale, move = world["transform"]["scale"], world["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for arc in world["arcs"]:
        x = y = 0
        line: list[tuple[float, float]] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(line)
    rings: list[Ring] = []
    for shape in world["objects"]["countries"]["geometries"]:
        polygons = (
            shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]] if shape["type"] == "Polygon" else []
        )
        rings += [copy for polygon in polygons if polygon for copy in _unrolled(_ring(polygon[0], arcs))]
    return rings


def _unrolled(ring: Ring) -> Iterator[Ring]:
    """An outline that crosses the 180th meridian in one piece, once on each side of the map; any other as it is."""
    turns, line = 0, [ring[0]]
    for (before, _), (lon, lat) in itertools.pairwise(ring):
        turns += (before - lon > 180) - (lon - before > 180)
        line.append((lon + 360 * turns, lat))
    yield line
    lons = [lon for lon, _ in line]
    if max(lons) > 180:
        yield [(lon - 360, lat) for lon, lat in line]
    if min(lons) < -180:
        yield [(lon + 360, lat) for lon, lat in line]


def _ring(numbers: Sequence[int], arcs: Sequence[Sequence[tuple[float, float]]]) -> Ring:
    found: list[tuple[float, float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += line[1:] if found else line
    return found
