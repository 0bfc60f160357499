"""People on lists: records of a CSV whose rows say which list they are from, and whom they name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rigour.text import ascii_text

from muniment.edtf import Bounds, bounds
from muniment.errors import UnusableLists
from muniment.linking.naming import full_name, key
from muniment.record import from_csv

NEEDED = ("list", "name")
KNOWN = (*NEEDED, "id", "sex", "age", "born", "date", "place")
"""Columns that are understood; any other is kept beside them."""

WHOLE = re.compile(r"\d{1,3}")
SEXES = {"f": "f", "female": "f", "woman": "f", "girl": "f", "m": "m", "male": "m", "man": "m", "boy": "m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One record of one list."""

    id: str
    """As the column `id` gives it, after the list; else the line it stands on."""
    list: str
    name: str
    sex: str = ""
    """`f` or `m`; empty for any other word, which says neither."""
    age: int | None = None
    """In whole years, on the date."""
    born: str = ""
    """EDTF."""
    date: str = ""
    """EDTF: of death, arrest, or what else the list is of."""
    place: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the name in Latin letters, without titles; `SURNAME, Given` is turned round."""
        last, comma, first = self.name.partition(",")
        plain = ascii_text(f"{first} {last}" if comma else self.name)
        spelled = " ".join(part.capitalize() for part in plain.split())
        return full_name(spelled) or tuple(key(plain).split())

    @property
    def days(self) -> Bounds:
        """First and last day of the date."""
        return bounds(self.date) if self.date else (None, None)

    @property
    def birth(self) -> tuple[int, int] | None:
        """First and last year in which they may have been born, by their date of birth or their age on a date."""
        first, last = bounds(self.born) if self.born else (None, None)
        if first and last:
            return first.year, last.year
        first, last = self.days
        if self.age is None or first is None or last is None:
            return None
        return first.year - self.age - 1, last.year - self.age


def is_people(text: str) -> bool:
    """Whether a table holds people yet to be matched: it has a column `list` and a column `name`."""
    try:
        heading = next(iter(from_csv(text.partition("\n")[0])), (1, []))[1]
    except csv.Error:
        return False
    return set(NEEDED) <= {name.casefold() for name in heading}


def people(text: str) -> Sequence[Person]:
    """The records of a CSV with the columns `list, name` and, where known, `id, sex, age, born, date, place`.

    Raises `UnusableLists` with the line of a row that cannot be understood.
    """
    try:
        (_, heading), *rows = from_csv(text)
    except csv.Error as error:
        raise UnusableLists(f"this is no table of comma-separated values: {error}") from error
    found = [_person(heading, line, row) for line, row in rows]
    numbers = Counter(person.id for person in found)
    for id, number in numbers.items():
        if number > 1:
            raise UnusableLists(f"two records have the id {id}", hint="give each record of a list its own id")
    if not found:
        raise UnusableLists("the table holds no rows")
    return found


def _person(heading: Sequence[str], line: int, row: Sequence[str]) -> Person:
    if len(row) != len(heading):
        raise UnusableLists(f"line {line} has not as many columns as the heading")
    cells = dict(zip(heading, row, strict=True))
    known = {name.casefold(): cell for name, cell in cells.items() if name.casefold() in KNOWN}
    for name in NEEDED:
        if not known[name]:
            raise UnusableLists(f"line {line} has no {name}", hint="who has no name cannot be matched: leave it out")
    for name in ("born", "date"):
        _check_date(known.get(name, ""), name, line)
    age = known.get("age", "")
    if age and not WHOLE.fullmatch(age):
        raise UnusableLists(f"line {line}: {age!r} is no age", hint="give whole years, or leave it empty")
    return Person(
        id=f"{known['list']}/{known['id']}" if known.get("id") else f"line {line}",
        list=known["list"],
        name=known["name"],
        sex=SEXES.get(known.get("sex", "").casefold(), ""),
        age=int(age) if age else None,
        born=known.get("born", ""),
        date=known.get("date", ""),
        place=known.get("place", ""),
        more={name: cell for name, cell in cells.items() if name.casefold() not in KNOWN},
    )


def _check_date(said: str, name: str, line: int) -> None:
    try:
        if said:
            bounds(said)
    except ValueError as error:
        raise UnusableLists(
            f"line {line}: {said!r} in the column {name} is no date", hint="write 2021-03-12, 2021-03 or 2021"
        ) from error
