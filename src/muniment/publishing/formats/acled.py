"""Incidents in the columns of ACLED: one row each, with roles in the notes, for its two actors have no direction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped
from muniment.publishing.formats.events import Event, Who, amounts, clue, toll
from muniment.publishing.formats.precision import acled_date, pin
from muniment.publishing.formats.shaped import write_shaped
from muniment.taxonomy import data
from muniment.world import countries, country_name

UNKNOWN, CIVILIANS = "Unknown", "Civilians"
TARGETING = ("Violence against civilians", "Explosions/Remote violence", "Protests")
"""Event types in which civilians can be the target."""

README = """These rows have the columns of ACLED (31 columns, since 2023). They are not ACLED data: nobody at ACLED has seen them, and the
definitions of ACLED were applied by a machine. Say "ACLED-shaped" where you cite them.

* A row is an incident, under the sub-event type of its weightiest act. What is left out, and why: acled-shaped.dropped.csv.
* `fatalities` is the least that an independent origin stands by. It is 0 where no voice gives a number, and `tags` has
  muniment:fatalities-unknown then; the whole range is in `notes`. Wounded and "casualties" are no deaths.
* actor1 and actor2 have no direction; who is said to have done it to whom is in `notes`. People are not named: they are
  "Civilians". A perpetrator whom nobody names is "Unknown". inter1 and inter2 are empty where no words say what a group is.
* event_date is the day voices give, never a date of publication: with time_precision 2 the first of some days, with 3
  the middle of a month. Coordinates stand only with geo_precision 1, or near a named place.
* region and source_scale are empty. timestamp is when the dossier was made.
"""


class Acled:
    """Writes `acled-shaped.csv`, with a README and what was dropped."""

    name = "acled"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The three files."""
        made = int(datetime.fromisoformat(dossier.made).timestamp())

        def row(event: Event) -> Mapping[str, object]:
            return _row(event) | {"timestamp": made}

        return write_shaped(dossier, path, self.name, readme=README, unfit=_unfit, row=row, less=_less)


def _unfit(event: Event) -> str:
    """Why an incident is no row of ACLED; empty where it is one."""
    if _lead(event) is None:
        return "no act of a type that ACLED has a code for"
    if event.date is None:
        return "no voice says when"
    if acled_date(event.date) is None:
        return "dated to more than a month, which ACLED cannot code"
    if event.place is None:
        return "no voice says where"
    if event.place.precision not in _geo():
        return "a country, or a place unknown to the gazetteer, which ACLED cannot code"
    return ""


def _less(event: Event) -> Iterator[Dropped]:
    """What the row of an incident does not say."""
    lead = _lead(event)
    for code in event.types:
        if code != lead:
            yield Dropped(id=event.number, what=f"act {code}", reason="a row has one sub-event type: the weightiest")
    if event.deaths is not None and event.deaths.low != event.deaths.high:
        yield Dropped(
            id=event.number, what="range of deaths", reason="a row has one figure, the least; the range is in notes"
        )


def _lead(event: Event) -> str | None:
    """The weightiest type of act that ACLED has a code for."""
    return next((code for code in data("formats.toml")["acled"]["types"] if code in event.types), None)


def _geo() -> Mapping[str, int]:
    return data("formats.toml")["acled"]["geo_precision"]


def _code(event: Event) -> Sequence[str]:
    """Event type and sub-event type; the words of an attack tell its means."""
    known, lead = data("formats.toml")["acled"], _lead(event)
    assert lead is not None
    if lead == "life.attack":
        told = clue(event)
        return next(
            (one["code"] for one in known["means"] if any(word in told for word in one["words"])), known["types"][lead]
        )
    return known["types"][lead]


def _row(event: Event) -> dict[str, object]:
    assert event.date is not None
    written_date = acled_date(event.date)
    assert written_date is not None
    time_precision, day = written_date
    kind, sub = _code(event)
    low = amounts(event.deaths)[0]
    return {
        "event_id_cnty": event.number,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision,
        "disorder_type": data("formats.toml")["acled"]["disorder"][kind],
        "event_type": kind,
        "sub_event_type": sub,
        **_actors(event, kind),
        **_where(event),
        "source": "; ".join(event.publishers),
        "notes": _notes(event),
        "fatalities": low or 0,
        "tags": "; ".join(_tags(event, unknown=low is None)),
    }


def _actors(event: Event, kind: str) -> Mapping[str, object]:
    """Two actors without direction: who is said to have done it, and whom it was done to, or the other side."""
    people = "Protesters" if kind == "Protests" else CIVILIANS
    first = next(iter(event.agents), Who(name=UNKNOWN, kind="unknown"))
    other = next(iter(event.others if kind == "Battles" else event.victims), None)
    # A victim of no known kind is somebody, and no armed group.
    unarmed = (
        other is not None and kind != "Battles" and _inter(other) in ("", CIVILIANS) and other.kind != "armed_group"
    )
    one = people if _inter(first) == CIVILIANS else _inter(first)
    two = people if unarmed else "" if other is None else _inter(other)
    return {
        "actor1": people if first.kind == "person" else first.name,
        "assoc_actor_1": "; ".join(who.name for who in event.agents[1:] if who.kind != "person"),
        "inter1": one,
        "actor2": people if unarmed else "" if other is None else other.name,
        "inter2": two,
        "interaction": f"{one}-{two}" if one and two else "",
        "civilian_targeting": "Civilian targeting" if unarmed and kind in TARGETING else "",
    }


def _inter(who: Who) -> str:
    """What ACLED calls a kind of actor; empty where no words say whose they are."""
    return data("formats.toml")["acled"]["inter"].get(who.kind, "")


def _where(event: Event) -> Mapping[str, object]:
    place, at = event.place, pin(event.place)
    assert place is not None
    known = countries().get(place.country or "")
    return {
        "iso": known.numeric if known else None,
        "country": country_name(place.country),
        "admin1": place.value if place.precision == "adm1" else place.admin1,
        "admin2": place.value if place.precision == "adm2" else "",
        "location": place.value,
        "latitude": at[0] if at else "",
        "longitude": at[1] if at else "",
        "geo_precision": _geo()[place.precision],
    }


def _notes(event: Event) -> str:
    """What the columns cannot say: what it is called, who is said to have done it to how many, the range of deaths."""
    agents = ", ".join(who.name for who in event.agents if who.kind != "person")
    parts = [event.title, f"Said to have done it: {agents or UNKNOWN}"]
    if event.deaths is not None:
        parts.append(toll(event.deaths))
    return ". ".join([*parts, event.review]) + "."


def _tags(event: Event, *, unknown: bool) -> Iterator[str]:
    yield f"muniment:{event.incident.id}"
    if unknown:
        yield "muniment:fatalities-unknown"
    if not event.reviewed:
        yield "muniment:not-yet-reviewed"
