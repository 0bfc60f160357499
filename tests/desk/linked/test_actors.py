"""Actors: found however a name is spelled, their ties over time and on a day, and who stands around them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from muniment import workflow
from muniment.desk.looking.circle import drawn, neighbours
from muniment.desk.looking.register import register, sought
from muniment.desk.looking.tying import behind_on, picture, tied
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook
from muniment.tie import Tie

Client = TestClient[Any]


def tie(statement: str, first: date | None, last: date | None) -> Tie:
    return Tie(
        type="relation.commands",
        subject="a",
        object="b",
        first=first,
        last=last,
        role=None,
        denied=False,
        voices=(),
        statement=statement,
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Karsan army", "Karsan army"),
        ("karsan aremy", "Karsan army"),
        ("KAR-A0001", "United Front for Karsan Renewal"),
        ("ministry of interior", "Ministry of the Interior"),
        ("Ilvan Toresk", "Ilvan Torresk"),
        ("torresk", "Ilvan Torresk"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(seen: Seen, said: str, name: str) -> None:
    found = sought(register(seen).value, q=said)
    assert found[0].actor.name == name


def test_a_search_that_nobody_fits_finds_nobody(seen: Seen) -> None:
    assert sought(register(seen).value, q="Qwxyz") == []
    assert sought(register(seen).value, q="!!") == []


def test_actors_are_narrowed_by_kind_and_part(seen: Seen) -> None:
    held = register(seen).value
    people = sought(held, kind="person")
    assert people
    assert {one.actor.kind for one in people} == {"person"}
    spoke = sought(held, part="spoke")
    assert {one.actor.id for one in spoke} == {id for id, parts in seen.index.mentions.items() if parts.get("spoke")}
    totals = [sum(one.parts.values()) for one in sought(held)]
    assert totals == sorted(totals, reverse=True)


def test_who_commanded_an_actor_depends_on_the_day(client: Client) -> None:
    number = "KAR-A0005"
    before, after = (client.get(f"/actors/{number}?on={day}").text for day in ("2021-05-01", "2021-06-10"))
    chains = [page.partition('id="chains"')[2].partition("</ol>")[0] for page in (before, after)]
    assert "Ministry of the Interior" not in chains[0]
    assert "Ministry of the Interior" in chains[1]
    assert "held that day" in chains[1]
    assert 'href="/review/st_' in chains[1]
    assert client.get(f"/actors/{number}?on=June").status_code == 400


def test_a_tie_that_a_person_rejected_is_drawn_no_more(casebook: Casebook, seen: Seen) -> None:
    shield = seen.actor("Border Shield Brigades").id
    for one in tied(seen).value.of[shield]:
        if one.type == "relation.integrated_into":
            workflow.decide(casebook, one.statement, "rejected", by="R. Velt")
    after = Shelf(casebook).seen("sealed")
    assert {one.type for one in tied(after).value.of[shield]} == {"relation.backed_by", "relation.commands"}
    names = [after.index.actors[one.actor].name for one in behind_on(tied(after).value, shield, date(2021, 6, 10))]
    assert "Ministry of the Interior" not in names


def test_bars_span_what_is_said_and_open_ends_are_open() -> None:
    closed = tie("st_1", date(2020, 1, 1), date(2020, 12, 31))
    begun, ended = tie("st_2", date(2021, 1, 1), None), tie("st_3", None, date(2020, 7, 1))
    drawn_ = picture([begun, closed, ended, tie("st_4", None, None)], date(2021, 1, 1))
    bars = {bar.tie.statement: bar for bar in drawn_.bars}
    half = pytest.approx(50, abs=0.5)
    assert (bars["st_1"].x, bars["st_1"].width, bars["st_1"].opens, bars["st_1"].goes_on) == (0.0, half, False, False)
    assert (bars["st_2"].x, bars["st_2"].width, bars["st_2"].opens, bars["st_2"].goes_on) == (half, half, False, True)
    assert (bars["st_3"].x, bars["st_3"].width, bars["st_3"].opens) == (0.0, pytest.approx(25, abs=0.5), True)
    assert [one.statement for one in drawn_.undated] == ["st_4"]
    assert drawn_.day == pytest.approx(bars["st_2"].x)


def test_those_around_an_actor_stand_in_one_statement_with_it(seen: Seen) -> None:
    army = seen.actor("Karsan army")
    found = neighbours(seen, army).value
    assert found
    for one in found:
        for statement in one.statements:
            assert {army.id, one.actor.id} <= {who for _, who in seen.mentioned_in(statement)}
    assert [len(one.statements) for one in found] == sorted((len(one.statements) for one in found), reverse=True)
    nodes = drawn([*found] * 30)
    assert len(nodes) == 24
    assert len({(node.x, node.y) for node in nodes}) == 24


def test_what_is_said_of_an_actor_is_listed_by_part_and_type(client: Client, seen: Seen) -> None:
    army = seen.actor("Karsan army")
    did = seen.index.mentions[army.id]["did"]
    page = client.get(f"/actors/{army.number}?part=did").text
    assert all(f"/review/{one}" in page for one in did)
    kind = seen.type_of(did[0])
    narrowed = client.get(f"/actors/{army.number}?part=did&type={kind}").text.partition('id="list"')[2]
    listed = narrowed.partition("</ul>")[0]
    assert {one for one in did if f"/review/{one}" in listed} == {one for one in did if seen.type_of(one) == kind}
    assert "Nothing of it is a finding" in page


def test_a_name_says_in_which_reports_it_stands(client: Client, seen: Seen) -> None:
    page = client.get("/actors/KAR-A0005").text
    names = page.partition('class="names"')[2].partition("</details>")[0]
    assert "Border Shield Brigades" in names
    assert "/reports/rp_" in names
