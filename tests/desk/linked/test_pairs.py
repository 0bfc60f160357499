"""Pairs: the most doubtful first, one at a time, and what was ruled with who ruled it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.test_desk import post
from muniment import workflow
from muniment.desk.looking.pairing import THRESHOLD, doubts, named, undecided
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.desk.words.wording import weight_words
from muniment.incident import Link
from muniment.library import Casebook
from muniment.linking import matching

Client = TestClient[Any]


def pair_of(page: str) -> str:
    found = re.search(r'name="pair" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_threshold_is_that_of_linking() -> None:
    assert THRESHOLD == matching.THRESHOLD


@pytest.mark.parametrize("of", ["statement", "actor"])
def test_the_most_doubtful_pair_comes_first(seen: Seen, casebook: Casebook, of: Any) -> None:
    queue = doubts(seen, of).value
    away = [abs(one.weight - THRESHOLD) for one in queue]
    assert away == sorted(away)
    assert {one.id for one in queue} == {one.id for one in casebook.derived(Link) if one.of == of}
    assert of == "actor" or {one.joined for one in queue} == {True, False}


def test_a_ruling_leads_to_the_next_pair_and_stands_in_the_list(client: Client, casebook: Casebook) -> None:
    first = pair_of(client.get("/pairs/incidents").text)
    answer = post(client, "/pairs/incidents", pair=first, ruling="different", reason="two days")
    assert answer.headers["location"] == f"/pairs/incidents?after={first}"
    page = client.get(answer.headers["location"]).text
    assert pair_of(page) != first
    assert "1 of the" in page
    done = client.get("/pairs/incidents/done").text
    for said in ("two days", "R. Velt", "different", "waits for the next link"):
        assert said in done
    (decision,) = casebook.decisions()
    assert decision.targets == tuple(first.split("."))


def test_every_pair_is_shown_once_until_none_is_left(client: Client, seen: Seen) -> None:
    address, shown = "/pairs/actors", list[str]()
    while found := re.search(r'name="pair" value="([^"]+)"', client.get(address).text):
        shown.append(found[1])
        address = post(client, "/pairs/actors", pair=found[1], ruling="unsure").headers["location"]
    assert sorted(shown) == sorted(map(named, doubts(seen, "actor").value))
    assert "No doubtful pair is left" in client.get(address).text


@pytest.mark.parametrize("ruling", ["same", "unsure"])
def test_a_ruling_taken_back_puts_the_pair_before_the_person_again(
    client: Client, casebook: Casebook, ruling: str
) -> None:
    pair = pair_of(client.get("/pairs/incidents").text)
    post(client, "/pairs/incidents", pair=pair, ruling=ruling)
    (made,) = casebook.decisions()
    back = f"/pairs/incidents?pair={pair}"
    assert post(client, "/pairs/undo", decision=made.id, back=back).headers["location"] == back
    assert pair_of(client.get(back).text) == pair
    seen = Shelf(casebook).seen("sealed")
    assert pair in map(named, undecided(seen, doubts(seen, "statement").value))


def test_of_two_rulings_in_one_second_the_later_is_the_last(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.workflow.ruling.now", lambda: "2021-03-14T09:00:00+00:00")
    for ruling in ("same", "different"):
        post(client, "/pairs/incidents", pair=pair_of(client.get("/pairs/incidents").text), ruling=ruling)
    said = re.search(r'data-key="u">.*?</button>\s*<span class="note">(\w+)', client.get("/pairs/incidents").text)
    assert said is not None
    assert said[1] == "different"


def test_two_actors_of_single_reports_ruled_different_are_two_after_the_next_link(
    client: Client, casebook: Casebook, seen: Seen
) -> None:
    army = seen.actor("Karsan army")
    left, right = army.members[:2]
    post(client, "/pairs/actors", pair=f"{left}.{right}", ruling="different")
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    one, other = after.actor_of(left), after.actor_of(right)
    assert one is not None
    assert other is not None
    assert one.id != other.id


def test_two_actors_ruled_the_same_by_number_are_one_after_the_next_link(client: Client, casebook: Casebook) -> None:
    post(client, "/pairs", left="KAR-A0003", right="KAR-A0005", ruling="same", back="/actors/KAR-A0003")
    assert "waits for the next link" in client.get("/actors/KAR-A0003").text
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    assert not {"KAR-A0003", "KAR-A0005"} <= after.index.numbers.keys()


@pytest.mark.parametrize(
    "form", [{"ruling": "maybe"}, {"pair": "st_a.st_b", "ruling": "same"}, {"ruling": "same", "pair": ""}]
)
def test_what_is_no_ruling_on_a_pair_is_refused(client: Client, casebook: Casebook, form: dict[str, str]) -> None:
    pair = pair_of(client.get("/pairs/incidents").text)
    assert post(client, "/pairs/incidents", **({"pair": pair} | form)).status_code in (400, 404)
    assert list(casebook.decisions()) == []
    assert client.get("/pairs/places").status_code == 404
    assert client.get("/pairs/incidents?pair=st_a.st_b").status_code == 404


def test_a_page_goes_back_to_this_desk_only(client: Client) -> None:
    for back in ("https://example.org/", "//example.org", "/\\example.org", "incidents"):
        answer = post(client, "/pairs", left="KAR-0002", right="KAR-0003", ruling="unsure", back=back)
        assert answer.headers["location"] == "/incidents", back


def test_a_weight_below_the_threshold_never_reads_as_the_threshold() -> None:
    assert [weight_words(one) for one in (2.999, 3.0, 3.04, -0.001)] == ["+2.99", "+3.00", "+3.04", "-0.01"]


def test_why_a_pair_is_apart_or_joined_agrees_with_its_weight(client: Client, seen: Seen) -> None:
    queue = doubts(seen, "statement").value
    said = {
        (True, True): "on it joins.",
        (True, False): "too little by itself",
        (False, True): "enough by itself",
        (False, False): "too little: from",
    }
    for one in {(one.joined, one.weight >= THRESHOLD): one for one in queue}.values():
        page = client.get(f"/pairs/incidents?pair={named(one)}").text
        assert said[one.joined, one.weight >= THRESHOLD] in page
