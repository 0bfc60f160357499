"""What is redacted, released and graded by buttons: who may, what follows, and how it is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.clearances import Team, team_in
from desk.conftest import HOST, seated
from desk.test_desk import deaths, post
from muniment import workflow
from muniment.decision import Decision, hidden_actors, hidden_slots
from muniment.desk.serving import desk
from muniment.library import Casebook
from muniment.report import source_id

Client = TestClient[Any]


def newest(casebook: Casebook) -> Decision:
    return list(casebook.decisions())[-1]


def hidden_field(page: str, form: str, name: str) -> str:
    """What a hidden field of the form with this address holds."""
    (_, rest) = re.split(rf'<form method="post" action="{re.escape(form)}"', page, maxsplit=1)
    found = re.search(rf'name="{name}" value="([^"]*)"', rest.partition("</form>")[0])
    assert found is not None
    return found[1]


def test_one_detail_of_a_statement_is_redacted_and_taken_back(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    for _ in range(2):  # what was taken back can be redacted again
        page = client.get(f"/review/{one.id}").text
        assert "Dossiers will leave it out" in page
        seen = hidden_field(page, f"/review/{one.id}/slot", "seen")
        answer = post(client, f"/review/{one.id}/slot", slot="victim", reason="she asked", seen=seen)
        assert answer.headers["location"] == f"/review/{one.id}"
        assert hidden_slots(casebook.decisions()) == {one.id: frozenset({"victim"})}
        page = client.get(f"/review/{one.id}").text
        assert "its words are black there" in page
        assert "she asked" in page
        post(client, "/undo", decision=newest(casebook).id, back=f"/review/{one.id}")
        assert not hidden_slots(casebook.decisions())
    assert post(client, f"/review/{one.id}/slot", slot="colour", reason="").status_code == 400


def test_an_actor_is_redacted_by_its_number_and_taken_back(client: Client, casebook: Casebook) -> None:
    workflow.link(casebook)
    found = re.search(r'href="(/actors/[\w-]+)"', client.get("/actors").text)
    assert found is not None
    page = client.get(found[1]).text
    assert "Every dossier will call it by a pseudonym" in page
    assert post(client, found[1], reason="she asked", seen="").status_code == 303
    assert len(hidden_actors(casebook.decisions())) == 1
    page = client.get(found[1]).text
    assert "Every dossier calls it by a pseudonym" in page
    assert 'id="redact"' not in page
    post(client, "/undo", decision=newest(casebook).id, back=found[1])
    page = client.get(found[1]).text
    assert not hidden_actors(casebook.decisions())
    assert post(client, found[1], reason="", seen=hidden_field(page, found[1], "seen")).status_code == 303


def test_a_statement_and_its_report_are_released_and_what_follows_is_said(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    page = client.get(f"/review/{one.id}").text
    assert "public dossiers will show it, unless its report is for others only" in page
    back = f"/review/{one.id}"
    answer = post(client, back, ruling="released", reason="agreed", seen="", back=back)
    assert answer.headers["location"] == back
    assert "Released: public dossiers will show it." in client.get(back).text
    report = f"/reports/{one.report}"
    post(client, report, ruling="amended", visibility="sealed", seen="")
    assert "Released, but its report is not for everybody" in client.get(back).text
    page = client.get(report).text
    assert "Release it to everybody" in page
    post(client, report, ruling="released", reason="agreed", seen=hidden_field(page, report, "seen"))
    page = client.get(report).text
    assert "Released: public dossiers will show what is public or released in it." in page
    post(client, "/undo", decision=newest(casebook).id, back=report)
    assert newest(casebook).amendment == {"visibility": "sealed"}
    assert "Released, but" in client.get(back).text


def test_a_publisher_is_graded_by_an_editor_with_a_reason(client: Client, casebook: Casebook) -> None:
    report = next(casebook.reports())
    name = 'The <b>Odem</b> "Post"'
    workflow.add(casebook, [str(_written(casebook, name))])
    found = next(one for one in casebook.reports() if one.id != report.id and one.source)
    assert found.source is not None
    id = source_id(found.source)
    page = client.get("/publishers").text
    assert "<b>" not in page
    assert "not graded" in page
    assert post(client, f"/publishers/{id}", reliability="B", reason="", seen="").status_code == 400
    assert post(client, f"/publishers/{id}", reliability="B", reason="names whom it asked", seen="").status_code == 303
    for path in ("/publishers", f"/reports/{found.id}"):
        page = client.get(path).text
        assert "usually reliable" in page
        assert "names whom it asked" in page
        assert "R. Velt" in page
    assert f'href="/publishers#{id}"' in client.get("/log").text
    assert post(client, f"/publishers/{id}", reliability="C", reason="late", seen="").status_code == 409
    post(client, "/undo", decision=newest(casebook).id, back="/publishers")
    assert "names whom it asked" not in client.get("/publishers").text


def _written(casebook: Casebook, publisher: str) -> Any:
    path = casebook.folder.parent / "post.csv"
    quoted = publisher.replace('"', '""')
    path.write_text(f'text,publisher\n"Soldiers burned the mill in Velm.","{quoted}"\n', encoding="utf-8")
    return path


def test_the_buttons_are_said_in_french(casebook: Casebook) -> None:
    with seated(casebook) as client:
        post(client, "/language", language="fr", back="/")
        assert "En caviarder un détail" in client.get(f"/review/{deaths(casebook).id}").text
        assert "Éditeurs" in client.get("/publishers").text


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_in(tmp_path_factory.mktemp("releasing"))
    yield made
    made.casebook.close()


def test_only_editors_release_redact_actors_and_grade_and_only_what_they_see(team: Team) -> None:
    def call(role: Any, path: str, **said: Any) -> Any:
        headers = {"Authorization": f"Bearer {team.tokens[role]}"}
        return client.post(f"/api/v1{path}", json=said, headers=headers)

    def sources(role: Any) -> dict[str, Any]:
        rows = client.get("/api/v1/sources", headers={"Authorization": f"Bearer {team.tokens[role]}"}).json()["results"]
        return {one["source"]["name"]: one["grade"] for one in rows}

    one = team.statements["restricted"][0]
    actor = one.parties("victim")[0].actor
    partner, sealed = (f"hidden-{level} press" for level in ("partner", "sealed"))
    grade = {"ruling": "graded", "reason": "as it seems", "amendment": {"reliability": "D"}}
    with TestClient(desk(team.casebook, None, hosts=[HOST]), base_url=f"http://{HOST}") as client:
        assert partner in sources("editor")
        assert sealed not in sources("editor")
        for said in (
            {"target": one.id, "ruling": "released"},
            {"target": actor, "ruling": "redacted"},
            {"target": source_id(partner), **grade},
        ):
            assert call("reviewer", "/decisions", **said).status_code == 403
            made = call("editor", "/decisions", **said)
            assert made.status_code == 201, made.text
            assert call("reviewer", f"/decisions/{made.json()['id']}/undo").status_code == 403
        slot = call("reviewer", "/decisions", target=one.id, ruling="redacted", slot="victim")
        assert slot.status_code == 201, slot.text
        assert call("reviewer", f"/decisions/{slot.json()['id']}/undo").status_code == 201
        assert call("editor", "/decisions", target=source_id(sealed), **grade).status_code == 404
        for odd in (
            {"target": team.mixed.id, "ruling": "redacted", "slot": "victim"},
            {"target": source_id(partner), "ruling": "unsure", "slot": "victim"},
            {"target": source_id(partner), **grade, "amendment": {"reliability": ["D"]}},
            {"target": one.id, **grade},
        ):
            assert call("editor", "/decisions", **odd).status_code == 400, odd
        assert call("administrator", "/decisions", target=source_id(sealed), **grade).status_code == 201
        assert sources("administrator")[sealed]["amendment"] == {"source": sealed, "reliability": "D"}
        listed = client.get("/api/v1/decisions", headers={"Authorization": f"Bearer {team.tokens['editor']}"}).text
        assert partner in listed
        assert sealed not in listed
