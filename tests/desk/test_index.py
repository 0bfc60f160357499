"""The index of what somebody sees: as quick after a ruling as after none, and never other than one made anew."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from muniment import workflow
from muniment.account import within
from muniment.desk.sight.index import Index, indexed
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook
from muniment.statement import VISIBILITIES, Visibility


def plain(index: Index) -> dict[str, Any]:
    """An index without what tells two ways of making it apart: the order in which its parts were put together."""
    held = {field.name: getattr(index, field.name) for field in dataclasses.fields(index)}
    held["mentions"] = {
        actor: {part: sorted(ids) for part, ids in parts.items() if ids}
        for actor, parts in index.mentions.items()
        if any(parts.values())
    }
    held["hidden_in"] = {report: sorted(ids) for report, ids in index.hidden_in.items()}
    return held


@pytest.mark.parametrize("sees", VISIBILITIES)
def test_an_index_that_follows_rulings_is_the_one_made_anew(casebook: Casebook, sees: Visibility) -> None:
    shelf = Shelf(casebook)
    shelf.seen(sees)
    statements = [one.id for one in casebook.statements()]
    reports = [one.id for one in casebook.reports()]
    steps: list[tuple[str, Any, dict[str, Any]]] = [
        (statements[0], "redacted", {}),
        (statements[1], "amended", {"amendment": {"visibility": "public"}}),
        (reports[0], "amended", {"amendment": {"visibility": "sealed"}}),
        (statements[2], "accepted", {}),
        (reports[0], "amended", {"amendment": {"visibility": "public"}}),
        (statements[0], "accepted", {}),
        (reports[1], "redacted", {}),
    ]
    stands: dict[str, str] = {}
    for target, ruling, known in steps:
        made = workflow.decide(casebook, target, ruling, by="R. Velt", seen=stands.get(target, ""), **known)
        stands[target] = made.id
        index = shelf.seen(sees).index
        assert plain(index) == plain(indexed(shelf.state, sees)), (target, ruling)
        assert all(within(shelf.state.visibility(one), sees) for one in index.order)
        assert shelf.state.waiting == {one for one in statements if shelf.state.waits(one)}
