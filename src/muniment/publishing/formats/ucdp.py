"""Incidents in the columns of UCDP GED: deadly, by armed force; unknown perpetrators are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped
from muniment.publishing.formats.events import Event, Who, amounts
from muniment.publishing.formats.precision import PINNED, pin, span_of, ucdp_date
from muniment.publishing.formats.shaped import write_shaped
from muniment.report import Report
from muniment.taxonomy import data
from muniment.world import country_name

UNKNOWN = "Unknown"

README = """These rows have the columns of UCDP GED (version 25.1, 49 columns). They are not UCDP data: nobody at UCDP has seen them,
and the definitions of UCDP were applied by a machine. Say "UCDP-shaped" where you cite them.

* A row is an incident with at least one death and an act of armed force. What is left out, and why: ucdp-shaped.dropped.csv.
* `id` is the number that people cite, `relid` the incident's id in the record. Ids of conflicts, dyads, sides, countries
  and regions are empty: they are UCDP's to give.
* low, best and high are what independent origins stand by. `best` is empty where no two of them agree; the four columns
  of deaths by side are empty then too, and otherwise all deaths are `deaths_unknown`. Wounded and "casualties" are no deaths.
* Dates are those that voices give, never a date of publication. Coordinates stand only where where_prec is 1 or 2.
* type_of_violence is empty where the sides do not tell it; a perpetrator whom nobody names is "Unknown".
* code_status says whether a person has reviewed the tellings. number_of_sources is the number of independent originals.
"""


class Ucdp:
    """Writes `ucdp-shaped.csv`, with a README and what was dropped."""

    name = "ucdp"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The three files."""
        return write_shaped(dossier, path, self.name, readme=README, unfit=_unfit, row=_row, less=_less)


def _unfit(event: Event) -> str:
    """Why an incident is no event of UCDP; empty where it is one."""
    if event.deaths is None or not any(amounts(event.deaths)):
        return "no voice gives a number of deaths"
    if not set(event.types) & set(data("formats.toml")["ucdp"]["force"]):
        return "no act of armed force is told"
    if span_of(event.date) is None:
        return "no voice says when"
    if event.place is None:
        return "no voice says where"
    return "" if event.place.precision in _where() else "the place is not known to the gazetteer"


def _less(event: Event) -> Iterator[Dropped]:
    """What the row of an incident does not say."""
    for who in event.agents[1:]:
        yield Dropped(id=event.number, what=f"agent {who.name}", reason="a row has one side A: whom most tellings name")
    if event.deaths is not None and event.deaths.best is None:
        yield Dropped(id=event.number, what="best", reason="no two independent origins agree, and none is picked")


def _row(event: Event) -> Mapping[str, object]:
    assert event.date is not None
    assert event.place is not None
    low, best, high = amounts(event.deaths)
    return {
        "id": event.number,
        "relid": event.incident.id,
        "active_year": "",
        "code_status": f"Muniment, {event.review}",
        "number_of_sources": event.origins,
        "event_clarity": 1 if _one_place_day(event) else 2,
        "deaths_a": None if best is None else 0,
        "deaths_b": None if best is None else 0,
        "deaths_civilians": None if best is None else 0,
        "deaths_unknown": best,
        "best": best,
        "high": high,
        "low": low,
        **_sides(event),
        **_sources(event),
        **_where_columns(event),
        **_when(event.date),
    }


def _where() -> Mapping[str, int]:
    return data("formats.toml")["ucdp"]["where_prec"]


def _one_place_day(event: Event) -> bool:
    span = span_of(event.date)
    return (
        span is not None
        and span.clear
        and span.days == 1
        and event.place is not None
        and event.place.precision in PINNED
    )


def _sides(event: Event) -> Mapping[str, object]:
    """Both sides and the type of violence: 1 a state and another, 2 neither a state, 3 against people."""
    first = next(iter(event.agents), Who(name=UNKNOWN, kind="unknown"))
    armed = [who for who in (*event.others, *event.victims) if _is(who, "organised")]
    second = armed[0] if armed and "life.armed_clash" in event.types else None
    kind = ""
    if second is not None and _is(first, "organised"):
        kind = "1" if _is(first, "states") or _is(second, "states") else "2"
    elif event.victims and not armed and _is(first, "organised"):
        kind = "3"
    other = second.name if second else "Civilians" if kind == "3" else ""
    name = f"{first.name} - {other}" if other else ""
    return {"type_of_violence": kind, "side_a": first.name, "side_b": other, "dyad_name": name}


def _is(who: Who, what: str) -> bool:
    return who.kind in data("formats.toml")["ucdp"][what]


def _sources(event: Event) -> Mapping[str, object]:
    return {
        "source_article": ";".join(map(citation, event.reports)),
        "source_office": ";".join(event.publishers),
        "source_date": ";".join(report.published or "" for report in event.reports),
        "source_headline": ";".join(report.title or report.name for report in event.reports),
        "source_original": ";".join(event.voices),
    }


def citation(report: Report) -> str:
    """A report as one line: who, when, what."""
    parts = (report.publisher or report.author, report.published, report.title or report.name)
    return '"' + ",".join(part.replace('"', "'") for part in parts if part) + '"'


def _where_columns(event: Event) -> Mapping[str, object]:
    place, at = event.place, pin(event.place)
    assert place is not None
    known = {} if at is None else {"latitude": at[0], "longitude": at[1], "geom_wkt": f"POINT ({at[1]} {at[0]})"}
    grid = {} if at is None else {"priogrid_gid": grid_cell(*at)}
    return (
        known
        | grid
        | {
            "where_prec": _where()[place.precision],
            "where_coordinates": place.value,
            "where_description": place.words,
            "adm_1": place.value if place.precision == "adm1" else place.admin1,
            "adm_2": place.value if place.precision == "adm2" else "",
            "country": country_name(place.country),
        }
    )


def grid_cell(lat: float, lon: float) -> int:
    """The number of the PRIO-GRID cell: half a degree each way, row by row from the south-west, 1 the first."""
    row, column = min(359, int((lat + 90) * 2)), min(719, int((lon + 180) * 2))
    return row * 720 + column + 1


def _when(edtf: str) -> Mapping[str, object]:
    span = span_of(edtf)
    assert span is not None
    return {
        "year": span.start.year,
        "date_prec": ucdp_date(edtf),
        "date_start": span.start.isoformat(),
        "date_end": span.end.isoformat() if span.end else "",
    }
