"""The interface for programs: every address of its description answers, in the form that it describes."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar.testing import TestClient
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from desk.clearances import Team, team_in
from desk.conftest import HOST
from muniment import workflow
from muniment.desk.serving import desk
from muniment.desk.tasks import Tasks
from muniment.library import Casebook
from muniment.record import as_json

Client = TestClient[Any]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_in(tmp_path_factory.mktemp("api"))
    yield made
    made.casebook.close()


@pytest.fixture(scope="module")
def chief(team: Team) -> Iterator[Client]:
    """A program that may see and do everything."""
    with team.client() as opened:
        opened.headers["Authorization"] = f"Bearer {team.tokens['administrator']}"
        yield opened


@pytest.fixture
def caller(casebook: Casebook) -> Iterator[Client]:
    """A program of an administrator, over a casebook of its own that may be changed."""
    workflow.admit(casebook, "A. Chief", "administrator", by="R. Velt")
    issued = workflow.issue(
        casebook, "A. Chief", ("read", "review", "edit", "administer"), days=9, label="", by="R. Velt"
    )
    with TestClient(desk(casebook, None, hosts=[HOST]), base_url=f"http://{HOST}") as opened:
        opened.headers["Authorization"] = f"Bearer {issued.whole}"
        yield opened


def got(client: Client, path: str, **asked: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def every(client: Client, path: str, **asked: Any) -> list[Any]:
    """All rows of a list, page by page."""
    rows: list[Any] = []
    cursor: str | None = asked.get("cursor", "")
    while cursor is not None:
        page = got(client, path, **asked | {"cursor": cursor})
        rows += page["results"]
        cursor = page["next"]
    return rows


# The description


def test_the_description_needs_no_token_and_loads_nothing(team: Team) -> None:
    with team.client() as stranger:
        answer = stranger.get("/api/openapi.json")
        assert answer.status_code == 200
        told = answer.json()
        assert told["openapi"].startswith("3.")
        assert set(told["paths"]) >= {f"/api/v1/{one}" for one in ("reports", "statements", "decisions", "tasks/add")}
        assert not {one for one in told["paths"] if not one.startswith("/api/v1/")}
        for page in ("/api", "/api/", "/api/swagger", "/api/redoc", "/api/elements", "/api/scalar"):
            found = stranger.get(page)
            assert found.status_code in (200, 404), page
            assert not {one for one in ("<script", "src=", "cdn.") if one in found.text}, page


def test_every_address_of_the_description_wants_a_token_and_answers(chief: Client, team: Team) -> None:
    statement, report = team.statements["public"][0], team.mixed
    known = {
        "/reports/{id}": report.id,
        "/statements/{id}": statement.id,
        "/incidents/{number}": next(team.casebook.incidents()).number,
        "/actors/{number}": "Odem Front",
        "/actors/{number}/ties": "Odem Front",
    }
    needed = {"/search": {"q": "killed"}, "/actors/{number}/ties": {"on": "2021-03-12"}}
    for path, operations in chief.get("/api/openapi.json").json()["paths"].items():
        short = path.removeprefix("/api/v1")
        real = path.replace("{id}", known.get(short, "none")).replace("{number}", known.get(short, "none"))
        for method in operations:
            bare = chief.request(method, real, headers={"Authorization": ""})
            assert bare.status_code == 401, (method, path)
        if "get" in operations:
            answer = chief.get(real, params=needed.get(short, {}))
            assert answer.status_code == (404 if real.endswith("/none") else 200), (path, answer.text)


ODD = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_call_however_odd_breaks_the_desk_or_is_answered_otherwise_than_described(
    team: Team, mode: GenerationMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tasks, "_run", lambda self, errand: None)  # what they do is tested elsewhere
    application = desk(team.casebook, None, hosts=[asgi.HOST])
    described = schemathesis.openapi.from_asgi("/api/openapi.json", application)
    headers = {"Authorization": f"Bearer {team.tokens['administrator']}"}
    answered: set[int] = set()

    def call(case: Any) -> None:
        answered.add(case.call_and_validate(headers=headers, checks=CHECKS, session=session).status_code)

    with asgi.get_client(application) as session:
        operations = [one.ok() for one in described.get_all_operations()]
        assert len(operations) > 30
        for one in operations:
            try:
                ODD(given(case=one.as_strategy(generation_mode=mode))(lambda case: call(case)))()
            except Unsatisfiable:
                assert mode == GenerationMode.NEGATIVE, f"{one.label}: nothing can be wrong where nothing is asked"
    assert answered & {200, 400, 404}


# Lists


def test_a_list_is_read_page_by_page_each_row_once_while_rows_arrive(caller: Client, casebook: Casebook) -> None:
    whole = every(caller, "/statements")
    assert len(whole) == got(caller, "/statements")["total"] == len({one["id"] for one in whole})
    first = got(caller, "/statements", limit=2)
    workflow.add(casebook, [str(_story(casebook.folder))])
    workflow.extract(casebook)
    rest = every(caller, "/statements", limit=2, cursor=first["next"]) if first["next"] else []
    ids = [one["id"] for one in (*first["results"], *rest)]
    assert len(ids) == len(set(ids))
    assert {one["id"] for one in whole} <= set(ids)


def _story(folder: Path) -> Path:
    path = folder / "later.txt"
    path.write_text("Police arrested two teachers in Velm on 20 March 2021.\n", encoding="utf-8")
    return path


def test_rows_are_the_records_own_json(caller: Client, casebook: Casebook) -> None:
    held = {one.id: as_json(one) for one in casebook.statements()}
    assert {one["id"]: one for one in every(caller, "/statements", limit=3)} == held
    reports = {one.id: as_json(one) for one in casebook.reports()}
    assert {one["id"]: one for one in every(caller, "/reports")} == {
        id: one | {"text": ""} for id, one in reports.items()
    }
    for id, one in reports.items():
        assert got(caller, f"/reports/{id}") == one
    assert every(caller, "/incidents", limit=1) == sorted(
        (as_json(one) for one in casebook.incidents()), key=lambda one: one["number"]
    )


def test_statements_are_narrowed_by_every_filter(caller: Client, casebook: Casebook) -> None:
    held = list(casebook.statements())
    report = held[0].report
    wanted = {
        ("report", report): lambda one: one.report == report,
        ("kind", "harm"): lambda one: one.kind == "harm",
        ("type", "harm"): lambda one: one.type.startswith("harm."),
        ("type", "harm.death"): lambda one: one.type == "harm.death",
        ("countable", "true"): lambda one: one.countable,
        ("made", "read"): lambda one: True,
        ("made", "entered"): lambda one: False,
        ("review", "waiting"): lambda one: True,
        ("review", "accepted"): lambda one: False,
    }
    for (name, value), fits in wanted.items():
        assert {one["id"] for one in every(caller, "/statements", **{name: value})} == {
            one.id for one in held if fits(one)
        }, (name, value)
    actor = next(one for one in casebook.actors(joined=True) if one.number)
    assert every(caller, "/statements", actor=actor.number)
    assert caller.get("/api/v1/statements", params={"actor": "Nobody Atall"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "asked", "said"),
    [
        ("/statements", {"typ": "harm"}, "type"),
        ("/reports", {"from": "2021"}, "since"),
        ("/health", {"x": "1"}, "none here"),
        ("/statements", {"kind": "rumour"}, "kind"),
        ("/statements", {"limit": "501"}, "limit"),
        ("/statements", {"limit": "0"}, "limit"),
        ("/statements", {"cursor": "guess"}, "next"),
        ("/statements", {"cursor": "WzEsMl0"}, "next"),
        ("/counts", {"by": "mouth"}, "month"),
        ("/counts", {"since": "yesterday"}, "2021-03"),
        ("/actors/XXX-A1/ties", {"on": "yesterday"}, "on"),
        ("/search", {}, "q"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(caller: Client, path: str, asked: Any, said: str) -> None:
    answer = caller.get(f"/api/v1{path}", params=asked)
    assert answer.status_code == 400, answer.text
    assert set(answer.json()) == {"error", "hint"}
    assert said in " ".join(answer.json().values())


def test_what_is_not_there_is_not_found(caller: Client) -> None:
    for path in ("/reports/rp_x", "/statements/st_x", "/incidents/X-1", "/actors/X-A1", "/tasks/er_x", "/nowhere"):
        answer = caller.get(f"/api/v1{path}")
        assert (answer.status_code, set(answer.json())) == (404, {"error", "hint"}), path
    assert caller.put("/api/v1/reports").status_code == 405
    assert set(caller.put("/api/v1/reports").json()) == {"error", "hint"}


# Ruling


def ruled(client: Client, target: str, ruling: str, **known: Any) -> Any:
    return client.post("/api/v1/decisions", json={"target": target, "ruling": ruling, **known})


def test_a_ruling_is_kept_under_the_accounts_name_and_meanwhile_says_who(caller: Client, casebook: Casebook) -> None:
    target = next(casebook.statements(type="harm.death")).id
    before = got(caller, f"/statements/{target}")
    assert (before["seen"], before["decisions"], before["waits"]) == ("", [], True)
    workflow.decide(casebook, target, "rejected", by="M. Kestra", reason="not said")
    conflict = ruled(caller, target, "accepted", seen=before["seen"])
    assert conflict.status_code == 409
    assert (conflict.json()["by"], conflict.json()["ruling"]) == ("M. Kestra", "rejected")
    seen = got(caller, f"/statements/{target}")["seen"]
    made = ruled(caller, target, "accepted", seen=seen, reason="it is said")
    assert made.status_code == 201
    assert (made.json()["by"], made.json()["supersedes"]) == ("A. Chief", seen)
    undone = caller.post(f"/api/v1/decisions/{made.json()['id']}/undo")
    assert undone.json()["ruling"] == "rejected"
    listed = every(caller, "/decisions", target=target, limit=1)
    assert sorted(one["ruling"] for one in listed) == ["accepted", "rejected", "rejected"]
    assert every(caller, "/decisions", by="M. Kestra", limit=1) != every(caller, "/decisions", by="A. Chief", limit=1)


def test_an_amendment_is_checked_field_by_field(caller: Client, casebook: Casebook) -> None:
    one = next(one for one in casebook.statements(type="harm.death") if one.figures())
    slots = as_json(one)["slots"]
    wrong: list[Any] = [
        None,
        {"id": "st_other"},
        {"colour": "red"},
        {"type": "harm.nothing"},
        {"type": 7},
        {"kind": "act"},
        {"realis": "dreamt"},
        {"visibility": "secret"},
        {"voices": []},
        {"voices": [{"name": "somebody", "commit": "CT+"}]},
        {"voices": "author"},
        {"slots": 5},
        {"slots": {"victim": "x"}},
        {"slots": {"victim": [{"value": "x"}]}},
        {"slots": {"../x": []}},
        {"slots": {"victim": [{"value": "x", "start": -5, "end": 3, "words": "x"}]}},
        {"slots": {"victim": [{"value": "x", "start": 0, "end": 3, "words": "zzz"}]}},
        {"slots": {"date": [{"value": "soon", "start": 0, "end": 4, "words": "Odem"}]}},
        {"trigger": {"start": 0, "end": 10**30, "words": "x"}},
    ]
    for amendment in wrong:
        answer = ruled(caller, one.id, "amended", amendment=amendment)
        assert answer.status_code == 400, (amendment, answer.text)
        assert answer.json()["hint"]
    assert list(casebook.decisions()) == []
    slots["count"][0] |= {"best": 11, "low": 11, "high": 11}
    made = ruled(caller, one.id, "amended", amendment={"slots": slots})
    assert made.status_code == 201, made.text
    held = got(caller, f"/statements/{one.id}")
    assert held["statement"]["slots"]["count"][0]["best"] == 11
    assert held["as_read"]["slots"]["count"][0]["best"] != 11


def test_a_report_is_sealed_and_gone_for_those_who_may_not_see_it(caller: Client, casebook: Casebook) -> None:
    report = next(casebook.reports())
    workflow.admit(casebook, "A. Reader", "reader", by="R. Velt", sees="restricted")
    whole = workflow.issue(casebook, "A. Reader", ("read",), days=1, label="", by="R. Velt").whole
    reader = {"Authorization": f"Bearer {whole}"}
    assert caller.get(f"/api/v1/reports/{report.id}", headers=reader).status_code == 200
    assert (
        caller.post("/api/v1/decisions", json={"target": report.id, "ruling": "redacted"}, headers=reader).status_code
        == 403
    )
    assert ruled(caller, report.id, "amended", amendment={"visibility": "sealed"}).status_code == 201
    assert caller.get(f"/api/v1/reports/{report.id}", headers=reader).status_code == 404
    assert all(one["report"] != report.id for one in caller.get("/api/v1/statements", headers=reader).json()["results"])


def test_two_incidents_are_ruled_apart_and_the_pair_is_listed(caller: Client, casebook: Casebook) -> None:
    left, right = [one.number for one in casebook.incidents()][:2]
    sent = {"left": left, "right": right, "ruling": "different", "reason": "two villages"}
    made = caller.post("/api/v1/pairs", json=sent)
    assert made.status_code == 201
    assert every(caller, "/pairs") == made.json()
    assert caller.post("/api/v1/pairs", json=sent | {"right": "X-9"}).status_code == 404
    assert caller.post("/api/v1/pairs", json=sent | {"rulling": "same"}).status_code == 400


# Counting and searching


def test_counts_and_series_are_those_of_the_casebook(caller: Client, casebook: Casebook) -> None:
    told = got(caller, "/counts", by=["month", "type"], measure="harm")
    assert told["current"]
    made = casebook.count(by=("month", "type"), measure="harm")
    assert [one["low"] for one in told["counts"]["cells"]] == [one.low for one in made]
    assert got(caller, "/counts", by="month,type", measure="harm") == told
    assert got(caller, "/series", window="week")["series"] == as_json(casebook.series("week"))
    assert got(caller, "/counts", reviewed=True)["counts"]["cells"] == []


def test_search_marks_what_it_found(caller: Client) -> None:
    found = got(caller, "/search", q="raided")
    assert found
    assert all("[raided]" in one["snippet"] for one in found)
    for odd in ('"', "*", "NEAR(", "a AND", "\x00", "x" * 3000, '" OR 1 --', "(" * 500, "a " * 2000):
        assert caller.get("/api/v1/search", params={"q": odd}).status_code == 200, odd


# Tasks


def test_files_are_added_and_asked_after_until_they_are_read(caller: Client, casebook: Casebook) -> None:
    story = "Police arrested four doctors in Tarse on 1 April 2021.\n"
    files = [("files", ("../../a story.txt", io.BytesIO(story.encode()), "application/pdf"))]
    files.append(("files", ("void.txt", io.BytesIO(b""), "text/plain")))
    asked = caller.post("/api/v1/tasks/add", files=files)
    assert asked.status_code == 202, asked.text
    assert asked.json()["files"] == ["a story.txt", "void.txt"]
    for _ in range(3000):
        state = got(caller, f"/tasks/{asked.json()['id']}")
        if state["state"] in ("done", "stopped"):
            break
        time.sleep(0.1)
    assert (state["state"], state["note"]) == ("done", "1 refused: see the log")
    assert any(one["name"] == "a story.txt" for one in every(caller, "/reports"))
    assert any(one.subject.endswith("void.txt") and "empty" in one.reason for one in casebook.refusals())
    assert not list((casebook.folder / "inbox").glob("*/*"))
    assert [one["task"] for one in every(caller, "/log")][-2:] == ["add", "extract"]


def test_a_task_that_is_none_is_refused_and_only_files_are_added(caller: Client) -> None:
    assert caller.post("/api/v1/tasks", json={"task": "rm"}).status_code == 400
    assert caller.post("/api/v1/tasks", content=b"{").status_code == 400
    assert caller.post("/api/v1/tasks/add", files={}).status_code == 400
    assert caller.post("/api/v1/tasks/add", data={"files": "text"}).status_code == 400
    assert caller.delete("/api/v1/tasks/er_none").status_code == 404
    assert every(caller, "/tasks") == []


# Accounts


def test_accounts_and_tokens_are_administered_and_no_secret_is_told_again(caller: Client, casebook: Casebook) -> None:
    made = caller.post("/api/v1/accounts", json={"name": "B. Reader", "role": "reader"})
    assert (made.status_code, made.json()["password"]) == (200, False)
    invited = caller.post("/api/v1/invitations", json={"name": "B. Reader"}).json()
    assert workflow.accept(casebook, invited["whole"], "a long password").name == "B. Reader"
    issued = caller.post("/api/v1/tokens", json={"scopes": ["read"], "days": 1, "label": "export"}).json()
    bearer = {"Authorization": f"Bearer {issued['whole']}"}
    assert caller.get("/api/v1/health", headers=bearer).status_code == 200
    assert caller.get("/api/v1/accounts", headers=bearer).status_code == 403
    listed = caller.get("/api/v1/accounts").text + caller.get("/api/v1/tokens").text
    held = casebook.accounts()["B. Reader"].password
    assert held
    for secret in (held, issued["whole"], issued["whole"].split("_", 2)[2], casebook.tokens()[issued["key"]].secret):
        assert secret not in listed
    assert caller.delete(f"/api/v1/tokens/{issued['key']}").json()["open"] is False
    assert caller.get("/api/v1/health", headers=bearer).status_code == 401
    assert caller.post("/api/v1/accounts", json={"name": "A. Chief", "role": "reader"}).status_code == 400
    assert caller.post("/api/v1/tokens", json={"scopes": []}).status_code == 400
    assert caller.post("/api/v1/invitations", json={"name": "Nobody"}).status_code == 404
