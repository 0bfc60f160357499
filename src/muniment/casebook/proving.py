"""The chain of custody proved: every link holds on to the one before, and every row of the record is as its link says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, Table

from muniment.casebook import lines, tables
from muniment.custody import FIRST, Custody
from muniment.errors import BrokenCustody
from muniment.record import from_row

Row = tuple[str, str]
"""The id of a row, and its digest."""

RESULTS = frozenset(table.name for table in tables.DERIVED.values())


@dataclass(slots=True)
class Told:
    """What the links of a chain say: the rows of each table, and the newest results of each task."""

    rows: dict[str, Counter[Row]] = field(default_factory=dict)
    results: dict[Row, str] = field(default_factory=dict)
    """Table and task → the digest of what was derived last."""
    link_of: dict[tuple[str, str], int] = field(default_factory=dict)
    """Table and id → the number of the last link that holds it."""

    def take(self, link: Custody) -> None:
        """Adds what one more link says."""
        for held in link.holds:
            if held.table in RESULTS:
                self.results[held.table, held.id] = held.sha256
            else:
                self.rows.setdefault(held.table, Counter())[held.id, held.sha256] += 1
            self.link_of[held.table, held.id] = link.number


def prove(engine: Engine) -> Iterator[BrokenCustody]:
    """What does not hold in the chain, and what was touched of the record; nothing where all is as it was kept."""
    told = Told()
    with engine.connect() as connection:
        yield from _links(connection, told)
        for table in tables.IN_CUSTODY:
            yield from _rows(connection, table, told)
        for (name, task), digest in told.results.items():
            if lines.digest_of_all(connection, tables.metadata.tables[name], task) != digest:
                link = told.link_of[name, task]
                yield BrokenCustody(f"{name} derived by {task}", "are not those that were derived", link=link)


def _links(connection: Connection, told: Told) -> Iterator[BrokenCustody]:
    """Links that do not hold on to the one before, where links are missing or were changed or put in between."""
    number, before = 0, FIRST
    for row in lines.rows(connection, tables.custody):
        number += 1
        try:
            link = from_row(Custody, row)
        except (ValueError, TypeError) as error:
            yield BrokenCustody(f"link {row['number']} of the chain", f"cannot be read: {error}", link=number)
            return
        if link.number != number:
            yield BrokenCustody(
                f"link {number} of the chain", f"is missing: link {link.number} stands there", link=number
            )
            number = link.number
        elif link.before != before:
            what = f"links {number - 1} and {number} of the chain" if number > 1 else "the first link of the chain"
            yield BrokenCustody(what, "do not hold together: one of them was changed", link=number)
        before = link.digest
        told.take(link)


def _rows(connection: Connection, table: Table, told: Told) -> Iterator[BrokenCustody]:
    want = told.rows.get(table.name, Counter[Row]())
    have = Counter((lines.name_of(row), lines.digest_of(table, row)) for row in lines.rows(connection, table))
    gone, new = want - have, have - want
    changed = {id for id, _ in gone} & {id for id, _ in new}
    for word, rows in (("was changed", changed), *_other(gone, new, changed)):
        for id in sorted(rows):
            yield BrokenCustody(f"{id} in {table.name}", word, link=told.link_of.get((table.name, id)))


def _other(gone: Mapping[Row, int], new: Mapping[Row, int], changed: set[str]) -> Iterator[tuple[str, set[str]]]:
    yield "was removed", {id for id, _ in gone} - changed
    yield "was put in past Muniment", {id for id, _ in new} - changed
