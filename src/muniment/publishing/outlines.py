"""Outlines: the shapes of countries and the casebook's own, and the part of the world that a map shows."""

from __future__ import annotations

import functools
import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

WIDTH = 720
MARGIN = 0.18
NARROWEST = 1.2
"""Degrees that a map shows at the least, so that one town is not a street map without streets."""

COARSE = ((90.0, 0.4), (25.0, 0.08))
"""Degrees from west to east → degrees that a line may skip there, for nobody would see them."""

Ring = Sequence[tuple[float, float]]


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

    def holds(self, outline: Outline) -> bool:
        """Whether any of an outline may lie in the picture."""
        west, south, east, north = outline.box
        return west < self.east and east > self.west and south < self.north and north > self.south

    def shows(self, lat: float, lon: float) -> bool:
        """Whether a place lies in the picture."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def zoomed(self, by: float, *, right: float = 0.0, up: float = 0.0) -> Frame:
        """The frame made larger (above 1) or smaller about its middle, moved by shares of its width and height."""
        broad, tall = self.east - self.west, self.north - self.south
        lon = (self.west + self.east) / 2 + right * broad
        lat = (self.south + self.north) / 2 + up * tall
        return Frame(
            west=max(-180.0, lon - broad * by / 2),
            east=min(180.0, lon + broad * by / 2),
            south=max(-90.0, lat - tall * by / 2),
            north=min(90.0, lat + tall * by / 2),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The outer line of a country, a province or one of its islands."""

    name: str
    code: str
    """ISO 3166-1 alpha-3 of a country; empty for the casebook's own shapes."""
    ring: Ring
    box: tuple[float, float, float, float]
    """West, south, east, north."""


def around(points: Sequence[tuple[float, float]]) -> Frame:
    """The frame that shows places, given as latitude and longitude, with a margin."""
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


def path(frame: Frame, ring: Ring) -> str:
    """An outline as the path of a picture."""
    points = [frame.point(lat, lon) for lon, lat in ring]
    kept = [point for place, point in enumerate(points) if place == 0 or _moves(points[place - 1], point)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _moves(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) > 0.3


@functools.lru_cache(64)
def land(frame: Frame) -> Sequence[tuple[Outline, str]]:
    """The countries in a frame with their paths; those of a wide frame without what nobody would see."""
    broad = frame.east - frame.west
    skipped = next((step for least, step in COARSE if broad >= least), 0.0)
    return [(one, path(frame, one.ring)) for one in _thinned(skipped) if frame.holds(one)]


def own(shapes: Mapping[str, object] | None) -> Iterator[Outline]:
    """The outlines of a GeoJSON FeatureCollection, with the names of their features."""
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
                yield _outline(name, "", [(float(point[0]), float(point[1])) for point in ring])


@functools.cache
def countries() -> Sequence[Outline]:
    """The outer lines of the world's countries, from Natural Earth as TopoJSON."""
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
    found: list[Outline] = []
    for shape in world["objects"]["countries"]["geometries"]:
        polygons = (
            shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]] if shape["type"] == "Polygon" else []
        )
        name, code = str(shape["properties"]["name"]), str(shape.get("id", ""))
        found += [
            _outline(name, code, ring) for polygon in polygons if polygon for ring in _unrolled(_ring(polygon[0], arcs))
        ]
    return found


@functools.cache
def _thinned(step: float) -> Sequence[Outline]:
    """The countries with every point left out that lies within so many degrees of the one before it."""
    if not step:
        return countries()
    kept = [(one, _sparse(one.ring, step)) for one in countries()]
    return [Outline(name=one.name, code=one.code, ring=ring, box=one.box) for one, ring in kept if len(ring) > 3]


def _sparse(ring: Ring, step: float) -> Ring:
    kept = [ring[0]]
    for lon, lat in ring:
        if abs(lon - kept[-1][0]) + abs(lat - kept[-1][1]) >= step:
            kept.append((lon, lat))
    return kept


def _outline(name: str, code: str, ring: Ring) -> Outline:
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return Outline(name=name, code=code, ring=ring, box=(min(lons), min(lats), max(lons), max(lats)))


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
