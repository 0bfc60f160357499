"""Scheme: how rows that people coded say what they say; a dataset's own, or a spreadsheet's as its owner maps it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.errors import BadSetting
from muniment.record import described, digest, from_json
from muniment.taxonomy import data, types


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Columns with one number of people harmed."""

    type: str = described("type of harm: harm.death, harm.injury …")
    low: str | None = described("column of the least", default=None)
    best: str | None = described("column of the number", default=None)
    high: str | None = described("column of the most", default=None)
    victim: str | None = described("column that names whom", default=None)
    group: str | None = described("a word in the name of the column that says whom", default=None)
    unit: str = described("what is counted", default="person")
    share: bool = described(
        "whether they are among those of the first tally of their type, and no more people", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """Which columns of a coded table say what, and what their codes mean."""

    name: str = described("what it goes by in a report's custody log")
    label: str = described("name of the dataset: the author of its rows")
    needs: tuple[str, ...] = described("columns by which its tables are known")
    record: str | None = described("column with the row's own id", default=None)
    code: str | None = described("column with the code of what happened", default=None)
    types: Mapping[str, str] = described("code → type of act", default_factory=dict)
    deadly: Mapping[str, str] = described("code → type of act, where deaths are coded with it", default_factory=dict)
    sides: tuple[str, ...] = described("columns of two sides", default=())
    directed: bool = described("whether the first side acts on the second", default=False)
    passive: tuple[str, ...] = described("how names begin of those who are acted on", default=())
    kinds: Mapping[str, str] = described("how a name begins → kind of Actor", default_factory=dict)
    usual_kind: str = described("kind of Actor of any other side", default="unknown")
    slots: Mapping[str, str] = described("slot → column, where a column has one role", default_factory=dict)
    voices: tuple[str, ...] = described("columns of who says so, from the outlet inwards", default=())
    separator: str = described("what stands between several sources in one cell", default=";")
    dates: tuple[str, ...] = described("columns of the day, or of the first and the last", default=())
    date_precision: str | None = described("column with its code of precision", default=None)
    date_codes: Mapping[str, str] = described("code → day, span, week, about, month or year", default_factory=dict)
    place_precision: str | None = described("column with the place's code of precision", default=None)
    place_codes: Mapping[str, str] = described("code → precision", default_factory=dict)
    place_names: Mapping[str, str] = described("precision → column with the name", default_factory=dict)
    usual_precision: str = described("precision, where no column has its code", default="settlement")
    admin1: str | None = described("column of the first-level division", default=None)
    country: str | None = described("column of the country", default=None)
    lat: str | None = described("column of degrees north", default=None)
    lon: str | None = described("column of degrees east", default=None)
    figures: tuple[Tally, ...] = described("numbers of people harmed", default=())

    @property
    def digest(self) -> str:
        """Changes with anything of it, so that rows are read again."""
        return digest("sc", self)


@functools.cache
def schemes() -> Mapping[str, Scheme]:
    """The datasets that are known by their columns."""
    return {name: from_json(Scheme, {"name": name, **plain}) for name, plain in data("coded.toml").items()}


def scheme_of(columns: Iterable[str], own: Scheme | None = None) -> Scheme | None:
    """The scheme of a table with these columns: its owner's before those that are known; none where it is no coded table."""
    there = {plain(column) for column in columns}
    asked = [scheme for scheme in (own, *schemes().values()) if scheme is not None]
    return next((scheme for scheme in asked if all(plain(column) in there for column in scheme.needs)), None)


def scheme_from(given: Mapping[str, Any]) -> Scheme:
    """The scheme that a person wrote under `[coded]` in a columns file; raises `BadSetting`.

    It is known by the columns that it names, unless `needs` says otherwise.
    """
    known = {"name": "own", "label": "the table", **given}
    for field in ("dates", "voices", "sides"):
        if isinstance(known.get(field), str):
            known[field] = [known[field]]
    if isinstance(known.get("place"), str):
        known["place_names"] = {known.get("usual_precision", "settlement"): known.pop("place")}
    unknown = sorted(known.keys() - Scheme.__dataclass_fields__.keys())
    if unknown:
        raise BadSetting(
            "coded", ", ".join(unknown), hint=f"known under [coded]: {', '.join(Scheme.__dataclass_fields__)}, place"
        )
    try:
        made = from_json(Scheme, {"needs": _named(known), **known})
    except (ValueError, TypeError, AttributeError) as error:
        raise BadSetting("coded", str(error), hint="see how-to/coded-data.md") from error
    for code in (*made.types.values(), *made.deadly.values(), *(tally.type for tally in made.figures)):
        if code not in types():
            raise BadSetting("coded", code, hint="a type of reference/types.md, such as liberty.arrest or harm.death")
    if not made.needs:
        raise BadSetting("coded", "nothing", hint="name the columns that say what happened, to whom and where")
    return made


def _named(known: Mapping[str, Any]) -> Sequence[str]:
    """The columns that a person named: the code, what fills a slot, the day."""
    wanted = [known.get("code"), *known.get("slots", {}).values(), *known.get("dates", ())]
    return [column for column in wanted if column]


def plain(column: str) -> str:
    """A column's name, however it is capitalised and spaced."""
    return " ".join(column.casefold().replace("_", " ").replace("-", " ").split())
