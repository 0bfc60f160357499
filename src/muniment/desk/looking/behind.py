"""Behind: the incidents behind a pin, a bar or what was left out of a table, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from muniment.desk.asking.paging import Page, paged
from muniment.desk.asking.questions import Question
from muniment.desk.looking.occasions import Occasion
from muniment.desk.sight.seen import Seen
from muniment.desk.words.telling import title_of
from muniment.publishing.wording import order


def listed(seen: Seen, chosen: Sequence[Occasion], question: Question) -> Page[Mapping[str, Any]]:
    """A page of incidents in order of time, each with its title; without those that have gone since they were gathered."""
    there = (one for one in chosen if one.number in seen.index.incidents)
    held = paged(sorted(there, key=lambda one: (order(one.period), one.number)), question.page)
    rows = [_row(seen, one) for one in held.rows]
    return Page(rows=rows, number=held.number, pages=held.pages, first=held.first, all_of=held.all_of)


def _row(seen: Seen, one: Occasion) -> Mapping[str, Any]:
    told = [held for held in seen.statements(seen.incident(one.number).statements) if not seen.rejected(held.id)]
    return {"occasion": one, "title": title_of(told)}
