"""Incidents that were split and joined again: what stands against it is named, and no number that was cited dies."""

from __future__ import annotations

import re
from typing import Any

from litestar.testing import TestClient

from desk.test_desk import post
from muniment import workflow
from muniment.desk.looking.comparing import columns
from muniment.desk.looking.listing import Listed
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook

Client = TestClient[Any]
STRAY = re.compile(r'value="[^"]*\\"|\\"')


def telling_of(seen: Seen, number: str) -> str:
    """The last origin of those that tell of an incident."""
    told = seen.statements(seen.incident(number).statements)
    reports = {one.id: one for one in seen.reports({one.report for one in told})}
    return columns(told, reports, seen.origin_at())[-1].id


def split_off(client: Client, casebook: Casebook, seen: Seen, number: str) -> str:
    """Takes one telling out of an incident; the number that it has after the next link."""
    telling = telling_of(seen, number)
    held = [one for one in seen.incident(number).statements if seen.report_of(one) == telling]
    assert (
        post(client, f"/incidents/{number}/move", telling=telling, to="apart", reason="another day").status_code == 303
    )
    workflow.link(casebook)
    return Shelf(casebook).seen("sealed").incident_of(held[0]) or ""


def test_no_page_has_a_stray_backslash(client: Client) -> None:
    for path in (
        "/incidents?q=market&since=2021-03",
        "/actors?q=army",
        "/notice?since=2021-03",
        "/pairs/incidents",
        "/log",
        "/",
    ):
        assert not STRAY.search(client.get(path).text), path


def test_a_join_that_earlier_rulings_forbid_names_both_and_offers_to_take_those_back(
    client: Client, casebook: Casebook, seen: Seen, told_most: Listed
) -> None:
    first = told_most.incident.number
    other = split_off(client, casebook, seen, first)
    assert other != first
    form = {"left": first, "right": other, "ruling": "same", "back": f"/incidents/{first}"}
    made = len(list(casebook.decisions()))
    answer = post(client, "/pairs", **form)
    assert answer.status_code == 400
    assert len(list(casebook.decisions())) == made
    visible = re.sub(r"<[^>]+>", " ", answer.text.partition('<main id="main"')[2])
    assert "st_" not in visible
    for number in (first, other):
        assert f'href="/incidents/{number}"' in answer.text
    assert "another day" in visible
    found = re.search(
        r'action="/pairs/undo".*?name="back" value="([^"]+)".*?name="decision" value="([^"]+)"', answer.text
    )
    assert found is not None
    assert post(client, "/pairs/undo", decision=found[2], back=found[1]).status_code == 303
    assert post(client, "/pairs", **form).status_code == 303


def test_a_number_that_was_joined_into_another_leads_there(
    client: Client, casebook: Casebook, seen: Seen, told_most: Listed
) -> None:
    first, other = (
        told_most.incident.number,
        next(one for one in seen.index.incidents if one != told_most.incident.number),
    )
    assert post(client, "/pairs", left=first, right=other, ruling="same").status_code == 303
    workflow.link(casebook)
    after = Shelf(casebook).seen("sealed")
    (gone,) = {first, other} - after.index.incidents.keys()
    (stays,) = {first, other} - {gone}
    answer = client.get(f"/incidents/{gone}")
    assert answer.url.path == f"/incidents/{stays}"
    assert f"{gone} was joined into {stays}" in answer.text
    assert "was joined into" not in client.get(f"/incidents/{stays}?was=KAR-9999").text
    assert client.get(f"/incidents?q={gone}").url.path == f"/incidents/{stays}"
    assert client.get("/incidents/KAR-9999").status_code == 404
    assert client.get(f"/review?incident={gone}").status_code == 200
    third = next(one for one in after.index.incidents if one != stays)
    assert workflow.rule(casebook, "different", (gone, third), by="R. Velt")


def test_an_actor_that_was_joined_into_another_is_found_by_its_number(client: Client, casebook: Casebook) -> None:
    post(client, "/pairs", left="KAR-A0003", right="KAR-A0005", ruling="same")
    workflow.link(casebook)
    (gone,) = {"KAR-A0003", "KAR-A0005"} - Shelf(casebook).seen("sealed").index.numbers.keys()
    answer = client.get(f"/actors/{gone}")
    assert answer.status_code == 200
    assert f"{gone} was joined into" in answer.text


def test_what_a_number_held_that_nobody_may_see_leads_nowhere(
    client: Client, casebook: Casebook, seen: Seen, told_most: Listed
) -> None:
    first, other = (
        told_most.incident.number,
        next(one for one in seen.index.incidents if one != told_most.incident.number),
    )
    held = {number: seen.incident(number).statements for number in (first, other)}
    post(client, "/pairs", left=first, right=other, ruling="same")
    workflow.link(casebook)
    (gone,) = {first, other} - Shelf(casebook).seen("sealed").index.incidents.keys()
    for one in held[gone]:
        workflow.decide(casebook, one, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    assert Shelf(casebook).seen("restricted").numbers_incident(gone) == ""
    assert Shelf(casebook).seen("sealed").numbers_incident(gone)


def test_the_tray_finds_incidents_by_words(client: Client, told_most: Listed, seen: Seen) -> None:
    own = next(one for one in seen.index.incidents if one != told_most.incident.number)
    page = client.get(f"/incidents/{own}/others", params={"q": told_most.incident.number}).text
    assert f'data-to="{told_most.incident.number}"' in page
    assert f'data-to="{own}"' not in client.get(f"/incidents/{own}/others", params={"q": own}).text


def test_one_act_on_many_pairs_is_one_row_of_the_log(
    client: Client, casebook: Casebook, seen: Seen, told_most: Listed
) -> None:
    number = told_most.incident.number
    post(client, f"/incidents/{number}/move", telling=telling_of(seen, number), to="apart", reason="another day")
    made = list(casebook.decisions())
    assert len(made) > 2
    page = client.get("/log").text
    assert page.partition("<tbody>")[2].count('<td class="when">') == 1
    assert f"and {len(made) - 1} more pairs by the same act" in page
    assert page.count("≠") <= 1


def test_a_renewal_is_confirmed_where_it_was_asked_for(client: Client, told_most: Listed) -> None:
    here = f"/incidents/{told_most.incident.number}"
    assert "Renew: link and count again" in client.get(here).text
    answer = post(client, "/tasks", task="renew", back=f"{here}#obeys")
    assert answer.headers["location"] == f"{here}#obeys"
    page = client.get(here).text
    assert "Renewal asked for by R. Velt" in page or "Renewed" in page
