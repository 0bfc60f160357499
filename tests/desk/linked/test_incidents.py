"""Incidents: narrowed and sorted, side by side by origin, and split and joined by rulings that the next link obeys."""

from __future__ import annotations

from typing import Any

import pytest
from litestar.testing import TestClient
from markupsafe import escape

from desk.test_desk import post
from muniment import workflow
from muniment.desk.looking.comparing import columns, slots
from muniment.desk.looking.listing import Listed, Wanted, listed, narrowed
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.errors import BadChoice, UnknownTarget
from muniment.library import Casebook
from muniment.publishing.wording import author_name

Client = TestClient[Any]


def numbers(seen: Seen, **wanted: Any) -> list[str]:
    return [row.incident.number for row in narrowed(seen, listed(seen).value, Wanted(**wanted))]


@pytest.mark.parametrize(
    "wanted",
    [
        {"place": "osmeth"},
        {"since": "2021-03-13", "until": "2021-03-31"},
        {"type": "move"},
        {"type": "liberty.abduction"},
        {"actor": "KAR-A0001"},
        {"reports": 2},
        {"origins": 5},
        {"differ": True},
        {"q": "velisar detention"},
    ],
    ids=str,
)
def test_a_list_is_narrowed_to_what_fits_and_to_nothing_else(seen: Seen, wanted: dict[str, Any]) -> None:
    rows, shown = {row.incident.number: row for row in listed(seen).value}, numbers(seen, **wanted)
    assert 0 < len(shown) < len(rows)
    test = {
        "place": lambda row: "osmeth" in row.places,
        "since": lambda row: row.first in ("2021-03-15", "2021-01-01", "2014-01-01"),
        "type": lambda row: wanted.get("type") in row.types,
        "actor": lambda row: seen.actor("KAR-A0001").id in row.actors,
        "reports": lambda row: row.reports > 1,
        "origins": lambda row: row.origins > 4,
        "differ": lambda row: bool(row.differ),
        "q": lambda row: "velisar" in row.words and "detention" in row.words,
    }[next(iter(wanted))]
    assert set(shown) == {number for number, row in rows.items() if test(row)}


def test_incidents_come_in_the_order_asked_for(seen: Seen) -> None:
    rows = {row.incident.number: row for row in listed(seen).value}
    assert numbers(seen, sort="number") == sorted(rows)
    assert [rows[one].origins for one in numbers(seen)] == sorted((row.origins for row in rows.values()), reverse=True)
    oldest = [rows[one].first for one in numbers(seen, sort="oldest")]
    assert oldest == sorted(oldest)
    dated = [rows[one].first for one in numbers(seen, sort="newest") if rows[one].date]
    assert dated == sorted(dated, reverse=True)


def test_reviewed_incidents_are_those_whose_every_statement_was_ruled_on(casebook: Casebook, told_most: Listed) -> None:
    for one in told_most.incident.statements:
        workflow.decide(casebook, one, "accepted", by="R. Velt")
    seen = Shelf(casebook).seen("sealed")
    assert numbers(seen, review="reviewed") == [told_most.incident.number]
    assert told_most.incident.number not in numbers(seen, review="not yet reviewed")


def test_what_there_is_not_is_refused(client: Client) -> None:
    for asked in ("since=yesterday", "sort=likely", "review=perhaps"):
        assert client.get(f"/incidents?{asked}").status_code == 400, asked
    assert client.get("/incidents?actor=Nobody+of+that+name").status_code == 404
    with pytest.raises(BadChoice):
        Wanted(until="never")


def test_a_number_leads_to_its_incident(client: Client) -> None:
    answer = client.get("/incidents?q=kar-0001", follow_redirects=False)
    assert answer.headers["location"] == "/incidents/KAR-0001"


def test_a_copy_is_folded_under_its_original(seen: Seen, told_most: Listed) -> None:
    told = seen.statements(told_most.incident.statements)
    held = columns(told, {one.id: one for one in seen.reports()}, seen.origin_at())
    (copied,) = (column for column in held if len(column.reports) > 1)
    names = [one.name for report in copied.reports for one in seen.reports([report])]
    assert names == ["2021-03-12-island-wire-dorrane.txt", "2021-03-13-velisar-courier-dorrane.html"]
    assert len(held) == told_most.origins == told_most.reports - 1
    assert sum(len(column.statements) for column in held) == len(told)


def test_figures_that_exclude_each_other_are_marked_and_dates_that_fit_are_not(seen: Seen, told_most: Listed) -> None:
    told = seen.statements(told_most.incident.statements)
    held = columns(told, {one.id: one for one in seen.reports()}, seen.origin_at())
    marked = {(slot.name, slot.of): slot.differ for slot in slots(held, lambda mention: mention)}
    assert marked["count", "harm.death"]
    assert not marked["date", ""]


def test_a_contradiction_is_said_and_not_only_coloured(client: Client, told_most: Listed) -> None:
    page = client.get(f"/incidents/{told_most.incident.number}").text
    assert "≠ they contradict" in page
    assert "and 1 that repeats it" in page
    assert "words of it repeated" in page
    for said in ("Why they stand together", "What it was nearly joined with", "Who says which end"):
        assert said in page


def test_a_telling_taken_out_stands_apart_after_the_next_link(
    client: Client, casebook: Casebook, told_most: Listed, seen: Seen
) -> None:
    number = told_most.incident.number
    (hostile,) = (one for one in seen.reports() if one.name == "hostile.txt")
    answer = post(client, f"/incidents/{number}/move", telling=hostile.id, to="apart", reason="another day")
    assert answer.headers["location"] == f"/incidents/{number}#rulings"
    page = client.get(f"/incidents/{number}").text
    assert "another day" in page
    assert "waits for the next link" in page
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    taken = [one for one in told_most.incident.statements if after.statement(one).report == hostile.id]
    rest = {after.incident_of(one) for one in told_most.incident.statements if one not in taken}
    assert rest == {number}
    assert not {after.incident_of(one) for one in taken} & rest
    assert after.compared.waiting() == []


def test_a_telling_put_into_another_incident_stands_there_after_the_next_link(
    client: Client, casebook: Casebook, told_most: Listed, seen: Seen
) -> None:
    number, other = told_most.incident.number, "KAR-0004"
    (hostile,) = (one for one in seen.reports() if one.name == "hostile.txt")
    post(client, f"/incidents/{number}/move", telling=hostile.id, to="apart", number=other)
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    moved = next(one for one in told_most.incident.statements if after.statement(one).report == hostile.id)
    assert after.incident_of(moved) == after.incident_of(seen.incident(other).statements[0])


def test_two_incidents_are_joined_by_their_numbers(client: Client, casebook: Casebook) -> None:
    post(client, "/pairs", left="KAR-0002", right="KAR-0003", ruling="same", back="/incidents/KAR-0002")
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    assert "KAR-0003" not in after.index.incidents or "KAR-0002" not in after.index.incidents


def test_a_ruling_taken_back_is_obeyed_no_more_and_stays_in_the_log(
    client: Client, casebook: Casebook, told_most: Listed, seen: Seen
) -> None:
    number = told_most.incident.number
    (hostile,) = (one for one in seen.reports() if one.name == "hostile.txt")
    post(client, f"/incidents/{number}/move", telling=hostile.id, to="apart", reason="another day")
    made = list(casebook.decisions())
    post(client, "/pairs/undo", decision=made[0].id, back=f"/incidents/{number}")
    assert "another day" not in client.get(f"/incidents/{number}").text
    assert len(list(casebook.decisions())) == 2 * len(made)
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    assert {after.incident_of(one) for one in told_most.incident.statements} == {number}
    assert post(client, "/pairs/undo", decision=made[0].id).status_code == 404


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"telling": "rp_none", "to": "apart"}, 404),
        ({"to": "KAR-9999"}, 404),
        ({"to": ""}, 400),
        ({"to": "KAR-0001"}, 400),
    ],
)
def test_a_move_to_nowhere_is_refused_and_nothing_is_kept(
    client: Client, casebook: Casebook, seen: Seen, form: dict[str, str], status: int
) -> None:
    telling = seen.statement(seen.incident("KAR-0001").statements[0]).report
    answer = post(client, "/incidents/KAR-0001/move", **({"telling": telling} | form))
    assert answer.status_code == status
    assert list(casebook.decisions()) == []


def test_the_only_telling_cannot_be_taken_out(client: Client, seen: Seen) -> None:
    report = seen.statement(seen.incident("KAR-0002").statements[0]).report
    assert post(client, "/incidents/KAR-0002/move", telling=report, to="apart").status_code == 400


def test_what_is_hidden_is_in_no_list_no_pair_and_no_comparison(casebook: Casebook, told_most: Listed) -> None:
    (hostile,) = (one for one in casebook.reports() if one.name == "hostile.txt")
    for one in casebook.statements(hostile.id):
        workflow.decide(casebook, one.id, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    hidden, all_of = Shelf(casebook).seen("restricted"), Shelf(casebook).seen("sealed")
    (row,) = (row for row in listed(hidden).value if row.incident.number == told_most.incident.number)
    assert row.reports == told_most.reports - 1
    links = hidden.links_of(hidden.incident(row.incident.number))
    assert 0 < len(links) < len(all_of.links_of(all_of.incident(row.incident.number)))
    sealed = {one.id for one in all_of.statements() if one.visibility == "sealed"}
    assert sealed
    assert not {end for link in links for end in (link.left, link.right)} & sealed
    with pytest.raises(UnknownTarget):
        hidden.statement(next(iter(sealed)))


def test_an_author_who_stands_by_a_figure_is_named(client: Client, seen: Seen) -> None:
    found = 0
    for held in seen.incidents():
        ends = client.get(f"/incidents/{held.number}").text.partition('class="counted"')[2].partition("</table>")[0]
        for count in seen.counts_of(held):
            for one in count.standpoints:
                if one.voice == "author":
                    found += 1
                    assert escape(author_name(seen.report(seen.report_of(one.statement)))) in ends
    assert found
