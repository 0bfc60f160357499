"""The log at the desk: who ruled what, what ran, and two states compared."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient

from desk.test_desk import deaths
from muniment import workflow
from muniment.desk.logbook import Asked
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook

Client = TestClient[Any]


@pytest.fixture
def ruled(casebook: Casebook) -> Casebook:
    one, other = [held.id for held in casebook.statements()][:2]
    workflow.decide(casebook, one, "accepted", by="R. Velt")
    workflow.decide(casebook, other, "rejected", by="M. Kestra", reason="a drill")
    return casebook


def test_rulings_are_found_by_person_ruling_day_and_target(client: Client, ruled: Casebook) -> None:
    assert "2 rulings" in client.get("/log").text
    page = client.get("/log?by=kestra").text
    assert "1 ruling" in page
    assert "a drill" in page
    assert "1 ruling" in client.get("/log?ruling=accepted").text
    assert "0 rulings" in client.get("/log?until=2000-01-01").text
    day = workflow.now()[:10]
    assert "2 rulings" in client.get(f"/log?since={day}&until={day}").text
    target = next(ruled.statements()).id
    assert "1 ruling" in client.get(f"/log?target={target}").text
    assert client.get("/log?ruling=guessed").status_code == 400


def test_a_hundred_rulings_are_on_a_page(client: Client, casebook: Casebook) -> None:
    target, seen = deaths(casebook).id, ""
    for number in range(105):
        seen = workflow.decide(casebook, target, "rejected", by="R. Velt", seen=seen, reason=f"reason {number}").id
    first, second = client.get("/log").text, client.get("/log?page=2").text
    assert "reason 104" in first
    assert "reason 4<" not in first
    assert "reason 4<" in second
    assert "reason 104" not in second
    assert "101 to 105 of 105" in client.get("/log?page=9").text


def test_tasks_are_listed_with_their_version(client: Client) -> None:
    page = client.get("/log/tasks").text
    for task in ("add", "extract", "link", "count"):
        assert f"<td>{task}</td>" in page
    assert workflow.VERSION in page


def test_two_states_are_compared(client: Client, ruled: Casebook) -> None:
    page = client.get("/log/compare?since=2000-01-01").text
    assert "Reports that came" in page
    assert "Odem raid kills nine" in page
    assert "What was ruled" in page
    assert "a drill" in page
    later = client.get("/log/compare", params={"since": workflow.now()}).text
    assert "Nothing changed." in later
    assert client.get("/log/compare?since=long ago").status_code == 400


def test_what_a_person_may_not_see_is_in_no_log(ruled: Casebook) -> None:
    shelf = Shelf(ruled)
    target = next(ruled.statements()).id
    (accepted,) = [one.id for one in ruled.decisions() if one.targets == (target,)]
    workflow.decide(ruled, target, "amended", by="R. Velt", seen=accepted, amendment={"visibility": "sealed"})
    seen = shelf.seen("restricted")
    assert all(target not in one.targets for one in seen.made())
    assert any(target in one.targets for one in shelf.seen("sealed").made())
    assert list(Asked(by="velt").among(seen.made())) == []


def test_a_page_of_agreement_says_what_it_means(client: Client) -> None:
    page = client.get("/log/agreement").text
    assert "as often as chance would have it" in page
    assert "second_reading" in page
