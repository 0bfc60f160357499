"""Incidents as HXL: a CSV whose second row tags the columns, for the Humanitarian Data Exchange; no people in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped, apart, withheld, write_dropped
from muniment.publishing.formats.events import Event, amounts, events
from muniment.publishing.formats.precision import pin, span_of
from muniment.publishing.gathering import gathered
from muniment.publishing.rows import written
from muniment.taxonomy import data

NAMES = (
    "Incident,Type,Statements,From,To,Date as told,Country,Admin 1,Admin 2,Place,Latitude,Longitude,Precision of place,"
    "Said to have done it,Killed (least),Killed (agreed),Killed (most),Wounded (agreed),"
    "Independent originals,Source,Review"
).split(",")
"""A heading for people above each tag."""


class Hxl:
    """Writes `incidents.hxl.csv` and what was dropped."""

    name = "hxl"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The two files."""
        view = gathered(dossier)
        tags = "".join(data("formats.toml")["hxl"]["columns"].split()).split(",")
        rows: list[Mapping[str, object]] = [dict(zip(NAMES, tags, strict=True))]
        dropped = [*withheld(view), *apart(view)]
        for event in events(view):
            rows.append(dict(zip(NAMES, _cells(event), strict=True)))
            dropped += [
                Dropped(id=event.number, what="a person's name", reason="no personal data in this format")
                for who in (*event.agents, *event.victims)
                if who.kind == "person"
            ]
        return [
            written(path / "incidents.hxl.csv", NAMES, rows),
            write_dropped(path / "incidents.hxl.dropped.csv", dropped),
        ]


def _cells(event: Event) -> tuple[object, ...]:
    span, place, at = span_of(event.date), event.place, pin(event.place)
    low, best, high = amounts(event.deaths)
    precision = "" if place is None else place.precision
    agents = "; ".join(who.name for who in event.agents if who.kind != "person")
    return (
        event.number,
        next(iter(event.types), event.told[0].type),
        " ".join(one.id for one in event.told),
        span.start.isoformat() if span else "",
        span.end.isoformat() if span and span.end else "",
        event.date,
        place.country if place else "",
        "" if place is None else place.value if precision == "adm1" else place.admin1,
        "" if place is None or precision != "adm2" else place.value,
        "" if place is None or precision in ("adm1", "adm2", "country") else place.value,
        at[0] if at else "",
        at[1] if at else "",
        precision,
        agents,
        low,
        best,
        high,
        amounts(event.injured)[1],
        event.origins,
        " ".join(dict.fromkeys(report.address for report in event.reports if report.address)),
        event.review,
    )
