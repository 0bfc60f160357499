"""The desk: who gets in, what a ruling does, and what it refuses."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.conftest import HOST
from muniment import workflow
from muniment.decision import obeyed
from muniment.desk import serving
from muniment.desk.access import Door
from muniment.desk.serving import Place, desk
from muniment.errors import DecisionConflict
from muniment.library import Casebook
from muniment.statement import Statement

Client = TestClient[Any]
PAGES = (
    "/",
    "/review",
    "/reports",
    "/publishers",
    "/reports?q=Tarse",
    "/incidents",
    "/actors",
    "/counts",
    "/counts?by=type&by=month",
    "/log",
)


def post(client: Client, path: str, **data: Any) -> Any:
    """Sends a form with the token of the session."""
    token = client.cookies["csrftoken"]
    return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)


def shown(client: Client, statement: str) -> tuple[str, str]:
    """A statement's page, and the decision that it says stands."""
    page = client.get(f"/review/{statement}").text
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return page, found[1]


def deaths(casebook: Casebook) -> Statement:
    return next(one for one in casebook.statements(type="harm.death") if one.figures())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Odem and Tarse" in answer.text
    assert "<script>document" not in answer.text


def test_pages_of_one_thing_open_and_those_of_nothing_are_not_found(client: Client, casebook: Casebook) -> None:
    report = next(casebook.reports())
    incident = next(casebook.incidents())
    actor = next(one for one in casebook.actors(joined=True) if one.number)
    for path in (f"/reports/{report.id}", f"/incidents/{incident.number}", f"/actors/{actor.number}?on=2021-03-12"):
        assert client.get(path).status_code == 200, path
    for path in (
        "/reports/rp_none",
        "/incidents/XXX-1",
        "/actors/XXX-A1",
        "/review/st_none",
        "/nowhere",
        "/static/../serving.py",
    ):
        assert client.get(path).status_code == 404, path
    for path in ("/actors/" + actor.number + "?on=yesterday", "/counts?by=mouth"):
        answer = client.get(path)
        assert answer.status_code == 400, path
        assert "hint" in answer.text or "caution" in answer.text


def test_the_sentences_behind_a_figure_are_opened_as_people_ruled(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    post(client, f"/review/{one.id}", ruling="amended", keep=kept(one), **{"best:count:0": "11"})
    links = re.findall(r'href="(/sources[^"]*)"', client.get("/counts?by=type&measure=harm.death").text)
    page = client.get(links[0].replace("&amp;", "&")).text
    assert "amended by" in page
    assert client.get("/sources?ids=st_none").status_code == 404


def test_nobody_gets_in_without_the_link_and_the_link_opens_once(casebook: Casebook) -> None:
    door = Door("R. Velt")
    with TestClient(desk(casebook, door, hosts=[HOST]), base_url=f"http://{HOST}") as stranger:
        for path in (*PAGES, "/tasks", "/dossier"):
            assert stranger.get(path).status_code == 401, path
        assert stranger.get("/enter/guess").status_code == 404
        assert stranger.get(f"/enter/{door.key}").status_code == 200
        stranger.cookies.clear()
        assert stranger.get(f"/enter/{door.key}").status_code == 404
        stranger.cookies.set("desk", "forged")
        assert stranger.get("/").status_code == 401


def test_another_host_name_is_not_answered(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_form_without_the_token_of_the_session_is_refused(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    assert client.post(f"/review/{target}", data={"ruling": "accepted"}).status_code == 403
    assert list(casebook.decisions()) == []


def test_every_answer_forbids_what_comes_from_elsewhere(client: Client) -> None:
    for path in ("/", "/static/desk.js", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("private, max-age=300" if path.startswith("/static") else "no-store")


def test_a_ruling_is_kept_and_the_next_statement_follows(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    answer = post(client, f"/review/{target}", ruling="accepted", seen="")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/review?after={target}"
    (decision,) = casebook.decisions()
    assert (decision.ruling, decision.by, decision.targets) == ("accepted", "R. Velt", (target,))
    assert "accepted by" in shown(client, target)[0]


def test_a_rejection_needs_a_reason(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    assert post(client, f"/review/{target}", ruling="rejected").status_code == 400
    assert post(client, f"/review/{target}", ruling="rejected", other="it was a drill").status_code == 303
    (decision,) = casebook.decisions()
    assert decision.reason == "it was a drill"


def test_what_somebody_ruled_meanwhile_is_not_overwritten(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    _, seen = shown(client, target)
    workflow.decide(casebook, target, "rejected", by="M. Kestra", reason="not said")
    answer = post(client, f"/review/{target}", ruling="accepted", seen=seen)
    assert answer.status_code == 409
    assert "M. Kestra ruled meanwhile" in answer.text
    _, seen = shown(client, target)
    assert post(client, f"/review/{target}", ruling="accepted", seen=seen).status_code == 303
    assert [one.ruling for one in casebook.decisions()] == ["rejected", "accepted"]
    with pytest.raises(DecisionConflict):
        workflow.decide(casebook, target, "rejected", by="M. Kestra", seen=seen)


def test_a_ruling_is_undone_to_what_stood_before(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    post(client, f"/review/{target}", ruling="accepted")
    _, seen = shown(client, target)
    post(client, f"/review/{target}", ruling="rejected", other="twice", seen=seen)
    assert list(obeyed([casebook.statement(target)], casebook.decisions())) == []
    undone = list(casebook.decisions())[-1].id
    assert post(client, "/undo", decision=undone).headers["location"] == f"/review/{target}"
    assert [one.ruling for one in casebook.decisions()] == ["accepted", "rejected", "accepted"]
    assert post(client, "/undo", decision=undone).status_code == 409
    assert post(client, "/undo", decision="dc_none").status_code == 404


def kept(one: Statement) -> list[str]:
    return [f"{slot}:{place}" for slot, values in one.slots.items() for place, _ in enumerate(values)]


def test_an_amendment_changes_the_slot_and_nothing_else(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    answer = post(
        client, f"/review/{one.id}", ruling="amended", keep=kept(one), **{"best:count:0": "11", "low:count:0": "10"}
    )
    assert answer.status_code == 303, answer.text
    (amended,) = obeyed([casebook.statement(one.id)], casebook.decisions())
    assert [(figure.low, figure.best) for figure in amended.figures()] == [(10, 11)]
    assert {slot: amended.slots[slot] for slot in one.slots if slot != "count"} == {
        slot: one.slots[slot] for slot in one.slots if slot != "count"
    }
    page, _ = shown(client, one.id)
    assert "The machine read" in page


def test_selected_words_fill_a_slot_and_words_that_are_not_there_are_refused(
    client: Client, casebook: Casebook
) -> None:
    one = deaths(casebook)
    text = casebook.report(one.report).text
    start = text.index("raided")
    chosen = f"means:{start}:{start + 6}"
    answer = post(client, f"/review/{one.id}", ruling="amended", keep=kept(one), add=chosen, **{f"as:{chosen}": "raid"})
    assert answer.status_code == 303, answer.text
    (amended,) = obeyed([casebook.statement(one.id)], casebook.decisions())
    (means,) = amended.values("means")
    assert (means.words, means.start) == ("raided", start)
    _, seen = shown(client, one.id)
    for wrong in ("means:9:3", f"means:0:{len(text) + 1}", "means:a:b", "date:0:4", "content:0:4"):
        assert post(client, f"/review/{one.id}", ruling="amended", add=wrong, seen=seen).status_code == 400, wrong
    for wrong in ({"type": "harm.nothing"}, {"best:count:0": "many", "keep": "count:0"}, {"ruling": "graded"}):
        assert post(client, f"/review/{one.id}", **({"ruling": "amended", "seen": seen} | wrong)).status_code == 400, (
            wrong
        )
    assert len(list(casebook.decisions())) == 1


def test_an_amendment_that_changes_nothing_is_an_acceptance(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    assert post(client, f"/review/{one.id}", ruling="amended", keep=kept(one)).status_code == 303
    assert [decision.ruling for decision in casebook.decisions()] == ["accepted"]


def test_review_ends_when_everything_is_ruled_on(client: Client, casebook: Casebook) -> None:
    seen: set[str] = set()
    while True:
        answer = client.get("/review", follow_redirects=False)
        if answer.status_code == 200:
            break
        target = answer.headers["location"].rpartition("/")[2]
        assert target not in seen
        seen.add(target)
        assert post(client, f"/review/{target}", ruling="accepted").status_code == 303
    assert seen == {one.id for one in casebook.statements()}
    assert "Nothing awaits review" in answer.text


def test_what_counts_and_kills_comes_first(client: Client, casebook: Casebook) -> None:
    first = client.get("/review", follow_redirects=False).headers["location"].rpartition("/")[2]
    assert casebook.statement(first).type in ("harm.death", "life.killing")


def test_two_incidents_are_ruled_different_and_a_way_back_leads_only_here(client: Client, casebook: Casebook) -> None:
    one, other = list(casebook.incidents())[:2]
    answer = post(client, "/pairs", ruling="different", left=one.number, right=other.number, back="//elsewhere.example")
    assert answer.headers["location"] == "/incidents"
    (decision,) = casebook.decisions()
    assert (decision.subject, decision.ruling) == ("pair", "different")
    assert post(client, "/pairs", ruling="different", left="XXX-9", right=one.number).status_code == 404


def test_a_task_runs_beside_the_pages_and_says_how_it_ended(client: Client) -> None:
    assert post(client, "/tasks", task="count").status_code == 303
    for _ in range(600):
        state = client.get("/tasks").json()
        if not state["waiting"]:
            break
        time.sleep(0.1)
    assert "<strong>count</strong> done" in client.get("/").text
    assert post(client, "/tasks", task="rm").status_code == 400


def test_a_desk_has_the_same_port_each_time_and_the_next_where_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving.bound(Place(port=0)) as free:
        first = free.getsockname()[1]
    monkeypatch.setattr(serving, "PORTS", range(first, first + 20))
    with serving.bound(Place()) as one:
        assert one.getsockname()[1] == first
        with serving.bound(Place()) as other:
            assert first < other.getsockname()[1] < first + 20
        with pytest.raises(OSError, match="in use"), serving.bound(Place(port=first)):
            pass


@pytest.mark.parametrize("path", PAGES)
def test_no_value_and_no_text_of_a_page_has_a_stray_backslash(client: Client, path: str) -> None:
    assert "\\" not in re.sub(r"<script.*?</script>", "", client.get(path).text, flags=re.DOTALL)
