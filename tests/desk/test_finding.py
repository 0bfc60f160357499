"""Reports are found by what they are, what they tell and how far they are reviewed."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient

from desk.test_desk import post
from muniment import workflow
from muniment.desk.looking.finding import Wanted, find
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.errors import BadChoice
from muniment.library import Casebook

Client = TestClient[Any]


@pytest.fixture
def seen(casebook: Casebook) -> Seen:
    return Shelf(casebook).seen("sealed")


def names(seen: Seen, **wanted: str) -> list[str]:
    return [one.name for one in seen.reports(find(seen, Wanted(**wanted)).reports)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"odem.txt", "tide.txt"}),
        ({"q": "nurses"}, {"odem.txt"}),
        ({"q": '"burned 12 houses"'}, {"tide.txt"}),
        ({"q": "zeppelin"}, set()),
        ({"since": "2021-03-15"}, {"tide.txt"}),
        ({"until": "2021-03-14"}, {"odem.txt"}),
        ({"since": "2021-03", "until": "2021"}, {"odem.txt", "tide.txt"}),
        ({"told_since": "2021-03-13", "told_until": "2021-03-13"}, {"odem.txt"}),
        ({"told_until": "2020"}, set()),
        ({"place": "odem"}, {"odem.txt"}),
        ({"type": "liberty"}, {"odem.txt"}),
        ({"type": "harm.death", "q": "31"}, {"tide.txt"}),
        ({"language": "en"}, {"odem.txt", "tide.txt"}),
        ({"media": "application/pdf"}, set()),
        ({"state": "not begun"}, {"odem.txt", "tide.txt"}),
        ({"state": "done"}, set()),
        ({"visibility": "public"}, {"odem.txt", "tide.txt"}),
    ],
)
def test_reports_are_narrowed_by_each_thing_and_by_several(seen: Seen, wanted: dict[str, str], found: set[str]) -> None:
    assert set(names(seen, **wanted)) == found


def test_reports_are_found_by_an_actor_by_name_and_by_number(seen: Seen) -> None:
    army = next(one for one in seen.actors() if "army" in one.name.casefold() and one.number)
    assert names(seen, actor=army.number) == names(seen, actor=army.name.upper()) != []
    assert names(seen, actor="nobody of that name") == []


def test_reports_are_ordered_as_asked(seen: Seen) -> None:
    assert names(seen, sort="oldest") == ["odem.txt", "tide.txt"]
    assert names(seen, sort="newest") == ["tide.txt", "odem.txt"]
    assert names(seen, sort="name") == ["odem.txt", "tide.txt"]
    assert len(names(seen, sort="waiting")) == 2


def test_what_is_offered_says_how_many_reports_it_would_leave(seen: Seen) -> None:
    offered = find(seen, Wanted(q="nurses")).offered
    assert ("en", "en", 1) in offered["language"]
    assert all(number == 1 for _, _, number in offered["type"])
    assert {value: number for value, _, number in find(seen, Wanted()).offered["state"]} == {"not begun": 2}


def test_how_far_a_report_is_reviewed_follows_each_ruling(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    first, *others = [one.id for one in casebook.statements() if casebook.report(one.report).name == "odem.txt"]
    workflow.decide(casebook, first, "accepted", by="R. Velt")
    assert names(shelf.seen("sealed"), state="begun") == ["odem.txt"]
    for one in others:
        workflow.decide(casebook, one, "accepted", by="R. Velt")
    assert names(shelf.seen("sealed"), state="done") == ["odem.txt"]


def test_what_a_person_may_not_see_is_neither_found_nor_counted(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    arrest = next(one for one in casebook.statements() if one.type.startswith("liberty"))
    workflow.decide(casebook, arrest.id, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    assert names(shelf.seen("restricted"), type="liberty") == []
    assert names(shelf.seen("sealed"), type="liberty") == ["odem.txt"]
    workflow.decide(casebook, arrest.report, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    assert names(shelf.seen("restricted")) == ["tide.txt"]
    assert names(shelf.seen("restricted"), visibility="sealed") == []
    assert names(shelf.seen("sealed"), visibility="sealed") == ["odem.txt"]


@pytest.mark.parametrize("query", ["since=yesterday", "until=2021-13", "state=half", "sort=size", "copies=many"])
def test_what_cannot_be_asked_is_refused_with_a_hint(client: Client, query: str) -> None:
    answer = client.get(f"/reports?{query}")
    assert answer.status_code == 400
    assert "caution" in answer.text


def test_the_address_alone_says_what_was_asked(client: Client) -> None:
    page = client.get("/reports?q=nurses&type=liberty&since=2021-03").text
    assert 'value="nurses"' in page
    assert 'value="liberty"' in page
    assert "<mark>nurses</mark>" in page
    assert "Toll of Tarse" not in page
    with pytest.raises(BadChoice):
        Wanted.of({"state": "half"})
    assert Wanted.of({"q": " army ", "page": "3"}) == Wanted(q="army")


def test_files_that_are_added_are_read(client: Client) -> None:
    token = client.cookies["csrftoken"]
    sent = [
        ("files", (name, b"The army killed 3 people in Velm on 1 May 2021.", "text/plain"))
        for name in ("a.txt", "b.txt")
    ]
    assert client.post("/reports", data={"_csrf_token": token}, files=sent, follow_redirects=False).status_code == 303
    assert post(client, "/tasks", task="count").status_code == 303
