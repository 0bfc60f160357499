"""Review in its parts: among what, why now, every field amended, a second reader, readings that differ, rulings that meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.conftest import HOST
from desk.test_desk import deaths, kept, post, shown
from muniment import workflow
from muniment.casebook.folder import SETTINGS
from muniment.decision import amended, obeyed
from muniment.desk.access import Door
from muniment.desk.serving import desk
from muniment.library import Casebook
from muniment.reviewing import reasons

Client = TestClient[Any]


@pytest.fixture
def readers(casebook: Casebook) -> Iterator[tuple[Client, Client, Client]]:
    """Three people at desks over one casebook in which two read every statement."""
    file = casebook.folder / SETTINGS
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("[casebook]", "[casebook]\nsecond_reading = 1.0", 1), encoding="utf-8")
    assert casebook.settings.second_reading == 1.0
    with ExitStack() as stack:
        found: list[Client] = []
        for name in ("A. Reader", "B. Reader", "C. Reader"):
            door = Door(name)
            found.append(stack.enter_context(TestClient(desk(casebook, door, hosts=[HOST]), base_url=f"http://{HOST}")))
            found[-1].get(f"/enter/{door.key}")
        yield found[0], found[1], found[2]


def following(client: Client, path: str) -> str:
    """The statement to which an address of the next one leads; empty at the end."""
    return client.get(path, follow_redirects=False).headers.get("location", "").partition("?")[0].rpartition("/")[2]


def test_one_report_is_gone_through_in_the_order_of_its_text(client: Client, casebook: Casebook) -> None:
    report = deaths(casebook).report
    in_order = [one.id for one in casebook.statements(report)]
    found: list[str] = []
    while target := following(client, f"/review?report={report}"):
        answer = post(client, f"/review/{target}", ruling="accepted", **{"among:report": report})
        assert answer.headers["location"] == f"/review?after={target}&report={report}"
        found.append(target)
    assert found == in_order
    assert "Nothing here awaits your review" in client.get(f"/review?report={report}").text
    assert following(client, "/review")


def test_one_incident_and_one_type_are_gone_through_alone(client: Client, casebook: Casebook) -> None:
    incident = next(casebook.incidents())
    assert following(client, f"/review?incident={incident.number}") in {*incident.statements, *incident.concerned}
    for wanted in ("liberty", "liberty.detention"):
        target = following(client, f"/review?type={wanted}")
        assert not target or casebook.statement(target).type.startswith("liberty")
    assert following(client, "/review?type=liberty")
    assert following(client, "/review?type=none") == ""
    assert following(client, "/review?disputed=1") == ""
    for wrong in ("report=rp_none", "incident=XXX-1"):
        assert client.get(f"/review?{wrong}").status_code == 404


def test_a_person_is_told_why_a_statement_comes_now(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    assert [reason.of for reason in reasons(one)][:2] == ["gravity", "number"]
    page, _ = shown(client, one.id)
    assert "much hangs on it" in page
    assert re.search(r"it gives a number, \d+", page)


def test_every_field_is_amended_and_amended_again_from_what_the_page_showed(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    text = casebook.report(one.report).text
    start = text.index("Tarse")
    fields = {"keep": kept(one), "type": "harm.injury", "realis": "warned", "specificity": "pattern"}
    voices = {"voiced": ["0"], "commit:0": "Uu", "voice": f"{start}:{start + 5}", f"commit:{start}:{start + 5}": "PR-"}
    answer = post(client, f"/review/{one.id}", ruling="amended", visibility="partner", **fields, **voices)
    assert answer.status_code == 303, answer.text
    (decision,) = casebook.decisions()
    first = amended(one, decision.amendment or {})
    assert (first.type, first.realis, first.specificity, first.visibility) == (
        "harm.injury",
        "warned",
        "pattern",
        "partner",
    )
    assert [(voice.name, voice.commit) for voice in first.voices] == [("author", "Uu"), ("Tarse", "PR-")]
    page, seen = shown(client, one.id)
    shown_as = re.search(r'name="shown_as" value="([^"]*)"', page)
    assert shown_as is not None
    assert shown_as[1] == decision.id
    gone = [name for name in kept(first) if not name.startswith("count:")]
    answer = post(
        client,
        f"/review/{one.id}",
        ruling="amended",
        seen=seen,
        shown_as=decision.id,
        keep=gone,
        voiced=["0", "1"],
        **{"commit:0": "CT+", "commit:1": "PR-", "name:1": "Town of Tarse"},
    )
    assert answer.status_code == 303, answer.text
    last = amended(one, list(casebook.decisions())[-1].amendment or {})
    assert (last.type, last.realis) == ("harm.injury", "warned")
    assert last.values("count") == ()
    assert [(voice.name, voice.commit) for voice in last.voices] == [("author", "CT+"), ("Town of Tarse", "PR-")]
    for wrong in ({"realis": "dreamt"}, {"visibility": "nobody"}, {"commit:0": "sure"}):
        seen = list(casebook.decisions())[-1].id
        assert post(client, f"/review/{one.id}", ruling="amended", seen=seen, **wrong).status_code == 400


def named(casebook: Casebook, report: str, name: str) -> str:
    return next(one.id for one in casebook.actors(report) if one.name == name)


def test_who_and_where_are_somebody_and_somewhere_else_when_a_person_says_so(
    client: Client, casebook: Casebook
) -> None:
    one = next(
        held for held in casebook.statements(type="life.killing") if held.parties("agent")[0].value == "Soldiers"
    )
    assert one.places()[0].lat is not None
    start = casebook.report(one.report).text.index("Police")
    chosen = f"co_agent:{start}:{start + 6}"
    told = {"value:agent:0": "Odem army", "value:victim:0": "nobody known", "value:place:0": "Velm"}
    answer = post(client, f"/review/{one.id}", ruling="amended", keep=kept(one), add=chosen, **told)
    assert answer.status_code == 303, answer.text
    (ruled,) = obeyed([one], casebook.decisions())
    ((agent,), (victim,), (beside,)) = (ruled.parties(slot) for slot in ("agent", "victim", "co_agent"))
    assert (agent.value, agent.actor) == ("Odem army", named(casebook, one.report, "Odem army"))
    assert (agent.words, agent.start) == ("Soldiers", one.parties("agent")[0].start)
    assert (victim.value, victim.actor, victim.kind) == ("nobody known", None, None)
    assert beside.actor == named(casebook, one.report, "Police")
    (place,) = ruled.places()
    assert (place.value, place.precision, place.lat, place.country, place.admin1) == (
        "Velm",
        "unresolved",
        None,
        None,
        None,
    )
    assert ruled.slots["date"] == one.slots["date"]


def test_a_voice_that_is_renamed_is_somebody_else(client: Client, casebook: Casebook) -> None:
    one = next(held for held in casebook.statements() if len(held.voices) == 2)
    assert one.voices[1].actor
    voices = {"voiced": ["0", "1"], "commit:0": "Uu", "commit:1": "CT+", "keep": kept(one)}
    start = casebook.report(one.report).text.index("residents")
    for name, added in (("Odem army", f"{start}:{start + 9}"), ("somebody else", ())):
        _, seen = shown(client, one.id)
        told = {**voices, "name:1": name, "voice": added, "seen": seen}
        assert post(client, f"/review/{one.id}", ruling="amended", **told).status_code == 303
        (ruled,) = obeyed([one], casebook.decisions())
        if added:
            assert ruled.voices[1].actor == named(casebook, one.report, "Odem army")
            assert ruled.voices[2].actor == named(casebook, one.report, "residents")
        else:
            assert (ruled.voices[1].name, ruled.voices[1].actor) == ("somebody else", None)


def test_numbers_are_written_as_people_write_them_and_nothing_else_is_one(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    start = casebook.report(one.report).text.index("nine")
    chosen = f"quantity:{start}:{start + 4}"
    told = {"keep": kept(one), "add": chosen, "best:count:0": "1,100", "high:count:0": "1,200"}
    for wrong in ({"best:count:0": "²"}, {f"as:{chosen}": "²"}):
        refused = post(client, f"/review/{one.id}", ruling="amended", **{**told, f"as:{chosen}": "1,300", **wrong})
        assert refused.status_code == 400
    answer = post(client, f"/review/{one.id}", ruling="amended", **{**told, f"as:{chosen}": "1,300"})
    assert answer.status_code == 303, answer.text
    (ruled,) = obeyed([one], casebook.decisions())
    assert [(held.best, held.high) for held in (*ruled.figures(), *ruled.figures("quantity"))] == [
        (1100, 1200),
        (1300, 1300),
    ]


def test_a_note_is_shown_to_the_next_reader(client: Client, casebook: Casebook) -> None:
    target = deaths(casebook).id
    post(client, f"/review/{target}", ruling="accepted", note="the annex gives another number")
    assert "the annex gives another number" in shown(client, target)[0]


def test_what_was_done_today_is_counted(client: Client, casebook: Casebook) -> None:
    first, second = [one.id for one in casebook.statements()][:2]
    post(client, f"/review/{first}", ruling="accepted")
    assert "1 by you today" in shown(client, second)[0]


def test_the_second_reader_is_not_shown_how_the_first_ruled(
    readers: tuple[Client, Client, Client], casebook: Casebook
) -> None:
    first, second, third = readers
    one = deaths(casebook)
    answer = post(first, f"/review/{one.id}", ruling="amended", keep=kept(one), note="eleven", **{"best:count:0": "11"})
    assert answer.status_code == 303, answer.text
    (decision,) = casebook.decisions()
    assert decision.independent
    page, seen = shown(second, one.id)
    assert "second reader" in page
    assert "A. Reader" not in page
    assert "eleven" not in page
    assert 'value="11"' not in page
    assert seen == ""
    for path in (f"/reports/{one.report}/told/{one.id}", f"/reports/{one.report}", "/reports", "/log", "/"):
        assert "A. Reader" not in second.get(path).text, path
    assert "A. Reader" not in second.get("/log/compare?since=2000-01-01").text
    assert post(second, f"/review/{one.id}", ruling="accepted").status_code == 303
    made = list(casebook.decisions())
    assert [held.independent for held in made] == [True, True]
    page, seen = shown(third, one.id)
    assert "Readers differ" in page
    assert "A. Reader" in page
    assert "B. Reader" in page
    assert following(third, "/review?disputed=1") == one.id
    assert "1 disputed" in third.get("/reports?state=disputed").text
    assert post(third, f"/review/{one.id}", ruling="accepted", seen=seen).status_code == 303
    assert following(third, "/review?disputed=1") == ""
    settled = list(casebook.decisions())[-1]
    assert not settled.independent
    assert set(settled.replaces) == {held.id for held in made}


def test_readers_who_agree_leave_nothing_to_settle(readers: tuple[Client, Client, Client], casebook: Casebook) -> None:
    first, second, third = readers
    target = deaths(casebook).id
    for reader in (first, second):
        assert post(reader, f"/review/{target}", ruling="accepted").status_code == 303
    page, _ = shown(third, target)
    assert "Readers differ" not in page
    assert "accepted by" in page
    assert "Alpha is 1" in third.get("/log/agreement").text
    assert "fewer than 20" in third.get("/log/agreement").text


def test_a_ruling_that_met_another_is_shown_beside_it_and_can_be_made_again(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    _, seen = shown(client, one.id)
    workflow.decide(casebook, one.id, "rejected", by="M. Kestra", reason="a drill")
    answer = post(
        client, f"/review/{one.id}", ruling="amended", seen=seen, keep=kept(one), note="mine", **{"best:count:0": "11"}
    )
    assert answer.status_code == 409
    assert "M. Kestra ruled meanwhile" in answer.text
    assert "a drill" in answer.text
    assert "mine" in answer.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text))
    assert again["note"] == "mine"
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text):
        sent.setdefault(name, []).append(value)
    del sent["_csrf_token"]
    assert post(client, f"/review/{one.id}", **sent).status_code == 303
    last = list(casebook.decisions())[-1]
    assert (last.ruling, last.by, last.reason) == ("amended", "R. Velt", "mine")
    assert amended(one, last.amendment or {}).figures()[0].best == 11


def test_what_was_ruled_on_a_pair_or_a_slot_is_no_reading_of_the_statement(
    readers: tuple[Client, Client, Client], casebook: Casebook
) -> None:
    first, second, third = readers
    one, other = deaths(casebook), next(casebook.statements())
    workflow.rule(casebook, "different", (one.id, other.id), by="C. Reader")
    workflow.decide(casebook, one.id, "redacted", by="C. Reader", slot="victim")
    beside = {held.id for held in casebook.decisions()}
    _, seen = shown(first, one.id)
    assert not beside & set(seen.split())
    assert post(first, f"/review/{one.id}", ruling="accepted", seen=seen).status_code == 303
    assert post(second, f"/review/{one.id}", ruling="rejected", reason="a drill").status_code == 303
    made = [held for held in casebook.decisions() if held.id not in beside]
    assert [held.independent for held in made] == [True, True]
    page, seen = shown(third, one.id)
    assert set(seen.split()) == {held.id for held in made}
    assert page.partition("Readers differ")[2].partition("</section>")[0].count('class="telling"') == 2


def test_a_reason_is_kept_in_one_language_and_shown_in_that_of_whoever_reads(
    client: Client, casebook: Casebook
) -> None:
    one, french = deaths(casebook), {"accept-language": "fr"}
    panel = client.get(f"/reports/{one.report}/told/{one.id}", headers=french).text
    found = re.search(r'<option value="the report does not say that it happened">([^<]+)</option>', panel)
    assert found is not None
    assert found[1] != "the report does not say that it happened"
    post(
        client,
        f"/review/{one.id}",
        ruling="rejected",
        reason="the report does not say that it happened",
        note="see the annex",
    )
    assert [held.reason for held in casebook.decisions()] == [
        "the report does not say that it happened – see the annex"
    ]
    assert "the report does not say that it happened – see the annex" in client.get("/log").text
    assert f"{found[1]} – see the annex" in client.get("/log", headers=french).text


def test_what_was_undone_is_said_to_be_taken_back_and_leaves_neither_note_nor_count(
    client: Client, casebook: Casebook
) -> None:
    one = deaths(casebook)
    post(client, f"/review/{one.id}", ruling="rejected", reason="not said")
    assert "1 by you today" in shown(client, one.id)[0]
    (made,) = casebook.decisions()
    post(client, "/undo", decision=made.id)
    page, seen = shown(client, one.id)
    assert "0 by you today" in page
    assert 'class="caution"' not in page
    assert re.search(r">taken back</strong>.*it had been: rejected", page)
    assert "taken back" in client.get("/log").text
    for _ in range(2):
        post(client, f"/review/{one.id}", ruling="accepted", seen=seen)
        _, seen = shown(client, one.id)
    assert "1 by you today" in shown(client, one.id)[0]


def test_a_ruling_that_is_undone_leaves_the_note_of_the_one_that_stands_again(
    client: Client, casebook: Casebook
) -> None:
    one = deaths(casebook)
    post(client, f"/review/{one.id}", ruling="accepted", note="see the annex")
    _, seen = shown(client, one.id)
    post(client, f"/review/{one.id}", ruling="rejected", reason="told twice", seen=seen)
    post(client, "/undo", decision=list(casebook.decisions())[-1].id)
    notes = re.findall(r'class="caution"[^>]*>(.*?)</p>', shown(client, one.id)[0])
    assert len(notes) == 1
    assert "see the annex" in notes[0]


def test_an_empty_note_is_none(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    assert post(client, f"/review/{one.id}", ruling="unsure", note=" ").headers["location"] == f"/review/{one.id}"
    assert list(casebook.decisions()) == []


def test_a_note_alone_is_offered_only_where_it_takes_no_rulings_place(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    assert 'id="keep-note"' in shown(client, one.id)[0]
    post(client, f"/review/{one.id}", ruling="accepted")
    assert 'id="keep-note"' not in shown(client, one.id)[0]


def test_amended_slots_stand_as_they_are_now_beside_what_they_were(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    (figure,) = one.figures()
    post(client, f"/review/{one.id}", ruling="amended", keep=kept(one), **{"best:count:0": "11", "high:count:0": "11"})
    page, _ = shown(client, one.id)
    assert "amended; it was:" in page
    now, _, before = re.sub(r"<[^>]+>", "", page.partition("<dt>count</dt>")[2].partition("</dd>")[0]).partition(
        "it was:"
    )
    assert "11" in now
    assert str(figure.best) in before
    assert "11" not in before
