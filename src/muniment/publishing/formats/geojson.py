"""Incidents as GeoJSON (RFC 7946): a point only where the words pin one down; a province has a name and no geometry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped, apart, withheld, write_dropped
from muniment.publishing.formats.events import Event, amounts, events
from muniment.publishing.formats.precision import pin
from muniment.publishing.gathering import gathered
from muniment.publishing.wording import date_words


class GeoJson:
    """Writes `incidents.geojson` and what got no point."""

    name = "geojson"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The two files."""
        view = gathered(dossier)
        found = list(events(view))
        points = [at for event in found if (at := pin(event.place)) is not None]
        collection: dict[str, Any] = {"type": "FeatureCollection"}
        if points:
            lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
            collection["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
        collection["features"] = [_feature(event) for event in found]
        file = path / "incidents.geojson"
        file.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        dropped = [
            *withheld(view),
            *apart(view),
            *(Dropped(id=one.number, what="point", reason=_why(one)) for one in found if pin(one.place) is None),
        ]
        return [file, write_dropped(path / "incidents.geojson.dropped.csv", dropped)]


def _why(event: Event) -> str:
    if event.place is None:
        return "no voice says where"
    if event.place.precision == "unresolved":
        return "the place is not known to the gazetteer"
    return f"the words give no more than {event.place.precision}; a centre would pass for a place"


def _feature(event: Event) -> Mapping[str, Any]:
    at, place = pin(event.place), event.place
    low, best, high = amounts(event.deaths)
    return {
        "type": "Feature",
        "id": event.number,
        "geometry": None if at is None else {"type": "Point", "coordinates": [at[1], at[0]]},
        "properties": {
            "incident": event.incident.id,
            "title": event.title,
            "types": list(event.types) or sorted({one.type for one in event.told}),
            "date": event.date,
            "date_words": date_words(event.date) if event.date else None,
            "place": place.value if place else None,
            "precision": place.precision if place else None,
            "admin1": place.admin1 if place else None,
            "country": place.country if place else None,
            "agents": [who.name for who in event.agents],
            "killed_low": low,
            "killed_best": best,
            "killed_high": high,
            "origins": event.origins,
            "sources": list(event.publishers),
            "statements": [one.id for one in event.told],
            "review": event.review,
        },
    }
