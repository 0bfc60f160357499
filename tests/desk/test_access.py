"""Access: who comes in, by what, for how long; and what an answer never lacks."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from command import run
from desk.conftest import HOST
from desk.test_desk import post
from muniment import workflow
from muniment.account import Role, Scope
from muniment.decision import Decision
from muniment.desk.access import HOURS, Attempts, Door
from muniment.desk.pages import PAGES
from muniment.desk.serving import Place, desk, serve
from muniment.desk.sight.shelf import Shelf
from muniment.desk.sight.shown import Shown
from muniment.errors import BadChoice, TooManyAttempts
from muniment.library import Casebook
from muniment.settings import Settings
from muniment.workflow import admitting

Client = TestClient[Any]
PASSWORD = "correct horse battery"
ANOTHER = "another long password"
ROLES: tuple[Role, ...] = ("administrator", "editor", "reviewer", "reader")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Odem")) as made:
        for role in ROLES:
            workflow.admit(made, role, role, by="R. Velt", password=PASSWORD)
        yield made


@pytest.fixture
def client(team: Casebook) -> Iterator[Client]:
    with TestClient(desk(team, None, hosts=[HOST], secure=True), base_url=f"https://{HOST}") as opened:
        opened.get("/login")
        yield opened


def come_in(client: Client, name: str = "reader", password: str = PASSWORD) -> Any:
    client.get("/login")
    return post(client, "/login", name=name, password=password)


def token(casebook: Casebook, name: Role, *scopes: Scope) -> str:
    return workflow.issue(casebook, name, scopes or ("read",), days=9, label="test", by=name).whole


def bearing(client: Client, whole: str, path: str = "/health") -> int:
    client.cookies.clear()
    return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {whole}"}).status_code


# Sessions


def test_whoever_has_not_come_in_is_led_to_the_way_in_and_shown_nothing(client: Client) -> None:
    for path in ("/", "/reports", "/log", "/tasks", "/accounts", "/tokens", "/dossier", "/sources?ids=st_1"):
        answer = client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, "/login"), path
        assert post(client, "/tasks", task="count").status_code == 401


def test_a_password_opens_a_session_whose_id_is_new_whatever_cookie_was_planted(client: Client) -> None:
    client.cookies.set("desk", "planted")
    answer = come_in(client)
    assert answer.status_code == 303
    made = re.search(r"desk=([0-9a-f]{64});[^\n]*", answer.headers["set-cookie"])
    assert made is not None
    assert all(word in answer.headers["set-cookie"] for word in ("HttpOnly", "SameSite=strict", "Secure"))
    client.cookies.clear()
    client.cookies.set("desk", "planted")
    assert client.get("/", follow_redirects=False).status_code == 302
    client.cookies.clear()
    client.cookies.set("desk", made[1])
    assert client.get("/", follow_redirects=False).status_code == 200


def test_coming_in_anew_ends_the_session_before(client: Client) -> None:
    come_in(client)
    before = client.cookies["desk"]
    come_in(client, "editor")
    assert client.cookies["desk"] != before
    client.cookies.delete("desk")
    client.cookies.set("desk", before)
    assert client.get("/", follow_redirects=False).status_code == 302


def test_a_session_ends_on_logout_even_for_whoever_kept_the_cookie(client: Client) -> None:
    come_in(client)
    kept = client.cookies["desk"]
    assert post(client, "/logout").status_code == 303
    client.cookies.set("desk", kept)
    assert client.get("/", follow_redirects=False).status_code == 302


def test_a_page_that_is_still_being_made_does_not_bring_an_ended_session_back(
    client: Client, team: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(client)
    kept, csrf = client.cookies["desk"], client.cookies["csrftoken"]
    begun, ended = threading.Event(), threading.Event()
    made = Shown.made

    def slow(seen: Shown) -> list[Decision]:
        begun.set()
        ended.wait(10)
        return made(seen)

    monkeypatch.setattr(Shown, "made", slow)
    cookies = {"Cookie": f"desk={kept}; csrftoken={csrf}"}
    page = threading.Thread(target=lambda: client.get("/log", headers=cookies))
    page.start()
    assert begun.wait(10)
    other = {**cookies, "x-csrftoken": csrf}
    assert client.post("/logout", headers=other, follow_redirects=False).status_code == 303
    ended.set()
    page.join()
    client.cookies.clear()
    client.cookies.set("desk", kept)
    assert client.get("/", follow_redirects=False).status_code == 302


@pytest.mark.parametrize(
    "change", [{"password": ANOTHER}, {"open": False}], ids=["a changed password", "a closed account"]
)
def test_a_session_ends_with(client: Client, team: Casebook, change: Any) -> None:
    come_in(client)
    assert client.get("/", follow_redirects=False).status_code == 200
    workflow.admit(team, "reader", "reader", by="administrator", **change)
    assert client.get("/", follow_redirects=False).status_code == 302


def test_a_session_ends_after_its_hours_however_busy_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    come_in(client)
    from muniment.desk import access

    now = access.monotonic()
    monkeypatch.setattr(access, "monotonic", lambda: now + HOURS * 3600 + 1)
    assert client.get("/", follow_redirects=False).status_code == 302


def test_those_who_have_not_come_in_leave_nothing_in_memory(team: Casebook) -> None:
    application = desk(team, None, hosts=[HOST])
    with TestClient(application, base_url=f"http://{HOST}") as stranger:
        for number in range(20):
            stranger.cookies.set("desk", f"guess-{number}")
            assert "desk=" not in stranger.get("/login").headers.get("set-cookie", "").replace("desk=null", "")
    assert not application.stores.get("sessions")._store  # pyright: ignore  what it keeps is not to be asked otherwise


def test_a_form_of_an_earlier_desk_is_refused_once_and_then_sent_anew(client: Client) -> None:
    client.cookies.set("csrftoken", "0" * 128)
    answer = client.post("/login", data={"_csrf_token": "0" * 128, "name": "reader", "password": PASSWORD})
    assert answer.status_code == 403
    assert "open its page again" in answer.text
    client.cookies.clear()  # as the answer tells the browser
    assert 'csrftoken=""' in answer.headers["set-cookie"] or "csrftoken=null" in answer.headers["set-cookie"]
    assert come_in(client).status_code == 303


# Passwords


def test_five_wrong_passwords_close_a_name_for_a_while_and_twenty_an_address() -> None:
    attempts = Attempts()
    for _ in range(5):
        attempts.begin("R. Velt", "10.0.0.1")
    with pytest.raises(TooManyAttempts, match="too many"):
        attempts.begin("r.  VELT", "10.0.0.2")
    for number in range(15):
        attempts.begin(f"guess {number}", "10.0.0.1")
    with pytest.raises(TooManyAttempts) as refused:
        attempts.begin("M. Kestra", "10.0.0.1")
    assert 0 < refused.value.seconds <= 301
    attempts.begin("M. Kestra", "10.0.0.3")


def test_whoever_gets_in_is_forgiven_and_what_is_remembered_has_an_end() -> None:
    attempts = Attempts()
    for _ in range(40):
        attempts.begin("R. Velt", "10.0.0.1")
        attempts.succeeded("R. Velt", "10.0.0.1")
    for number in range(Attempts.MOST + 50):
        attempts.begin(f"{number}{'x' * 5000}", f"10.0.{number}")
    assert len(attempts._failed) <= Attempts.MOST  # pyright: ignore[reportPrivateUsage]


def test_the_right_password_does_not_open_a_name_that_was_tried_too_often(client: Client) -> None:
    assert [come_in(client, password="wrong wrong wrong").status_code for _ in range(5)] == [401] * 5
    answer = come_in(client)
    assert answer.status_code == 429
    assert "wait" in answer.text


@pytest.mark.parametrize(
    ("name", "password"),
    [("reader", ""), ("reader", PASSWORD + " "), ("nobody", PASSWORD), ("", ""), ("reader", "x" * 100_000)],
)
def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(client: Client, name: str, password: str) -> None:
    answer = come_in(client, name, password)
    assert answer.status_code in (401, 303)
    assert (answer.status_code == 303) == (name == "reader" and password == PASSWORD)


def test_an_invitation_works_once_and_ends_the_others(client: Client, team: Casebook) -> None:
    first, second = (workflow.invite(team, "reader", by="administrator").whole for _ in range(2))
    assert client.get(f"/invited/{first}").status_code == 200
    assert bearing(client, first) == 401, "it is no token"
    client.get("/login")
    assert post(client, "/invited", key=first, password="short").status_code == 400
    assert post(client, "/invited", key=first, password=ANOTHER).status_code == 303
    for spent in (first, second):
        assert post(client, "/invited", key=spent, password=PASSWORD).status_code == 400
        assert client.get(f"/invited/{spent}").status_code == 404
    assert workflow.log_in(team, "reader", ANOTHER) is not None


def test_of_many_who_follow_one_invitation_at_once_one_sets_the_password(team: Casebook) -> None:
    whole = workflow.invite(team, "reader", by="administrator").whole
    outcomes: list[str] = []

    def follow(number: int) -> None:
        try:
            workflow.accept(team, whole, f"password number {number}")
            outcomes.append("set")
        except BadChoice:
            outcomes.append("refused")

    threads = [threading.Thread(target=follow, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["set"]


def test_the_last_administrator_cannot_be_closed_nor_made_less(client: Client, team: Casebook) -> None:
    come_in(client, "administrator")
    for form in ({"todo": "close", "role": "administrator"}, {"todo": "", "role": "editor"}):
        assert post(client, "/accounts", name="administrator", **form).status_code == 400
    assert team.accounts()["administrator"].open


# Tokens


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic cmVhZGVyOng=",
        "Bearer muniment__",
        "Bearer muniment_0123456789ab_guess",
        "Bearer 'OR 1=1--",
        "Bearer " + "x" * 5000,
    ],
)
def test_without_a_token_nothing_is_told(client: Client, header: str) -> None:
    client.cookies.clear()
    answer = client.get("/api/v1/reports", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"].startswith("give a token")


def test_a_token_that_was_forged_truncated_withdrawn_or_too_old_opens_nothing(
    client: Client, team: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = token(team, "reader")
    assert bearing(client, whole) == 200
    _, key, secret = whole.split("_", 2)
    forged = [whole[:-1], whole + "x", whole.replace("muniment", "Muniment"), f"muniment_{key}_", f"muniment_{key}"]
    forged += [f"muniment_{key}_{secret[::-1]}", f"x_{key}_{secret}", f"muniment_{key}_{team.tokens()[key].secret}"]
    assert [bearing(client, one) for one in forged] == [401] * len(forged)
    monkeypatch.setattr(admitting, "now", lambda: "2999-01-01T00:00:00+00:00")
    assert bearing(client, whole) == 401
    monkeypatch.undo()
    assert bearing(client, whole) == 200
    workflow.withdraw(team, key, by="reader")
    assert bearing(client, whole) == 401
    again = token(team, "reader")
    workflow.admit(team, "reader", "reader", by="administrator", open=False)
    assert bearing(client, again) == 401


def test_a_token_may_no_more_than_its_scopes_nor_than_its_account_now_may(client: Client, team: Casebook) -> None:
    whole = token(team, "editor", "read", "edit")
    assert bearing(client, whole, "/tasks") == 200
    workflow.admit(team, "editor", "reader", by="administrator")
    assert bearing(client, whole, "/tasks") == 403
    assert bearing(client, token(team, "administrator", "read"), "/accounts") == 403
    with pytest.raises(BadChoice):
        token(team, "reader", "review")


def test_a_session_opens_no_address_for_programs_and_a_token_no_page(client: Client, team: Casebook) -> None:
    come_in(client, "administrator")
    assert client.get("/api/v1/reports").status_code == 401
    csrf = {"x-csrftoken": client.cookies["csrftoken"]}
    assert client.post("/api/v1/tasks", json={"task": "count"}, headers=csrf).status_code == 401
    whole = token(team, "administrator")
    client.cookies.clear()
    bearer = {"Authorization": f"Bearer {whole}"}
    assert client.get("/", headers=bearer, follow_redirects=False).status_code == 302
    assert "set-cookie" not in client.get("/api/v1/reports", headers=bearer).headers


def test_nobody_withdraws_the_token_of_another_but_an_administrator(client: Client, team: Casebook) -> None:
    key = token(team, "editor").split("_")[1]
    come_in(client, "reader")
    assert post(client, "/tokens", withdraw=key).status_code == 403
    come_in(client, "administrator")
    assert post(client, "/tokens", withdraw=key).status_code == 303
    assert not team.tokens()[key].open


# Who may do what

MAY: dict[str, tuple[str, ...]] = {
    "/tasks": ("editor", "administrator"),
    "/review/st_none": ("reviewer", "editor", "administrator"),
    "/undo": ("reviewer", "editor", "administrator"),
    "/pairs": ("reviewer", "editor", "administrator"),
    "/accounts": ("administrator",),
}


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_not_do_is_refused_before_anything_is_looked_at(client: Client, role: Role) -> None:
    come_in(client, role)
    for path, allowed in MAY.items():
        status = post(client, path).status_code
        assert (status == 403) == (role not in allowed), (path, status)
    assert (client.get("/accounts").status_code == 200) == (role == "administrator")


def test_every_form_is_refused_without_the_token_of_its_session(client: Client) -> None:
    come_in(client, "administrator")
    forms = {
        path for router in PAGES for route in router.routes for path in [route.path] if "POST" in route.methods
    } | {"/login", "/logout", "/invited"}
    assert len(forms) > 5
    for path in forms:
        real = re.sub(r"\{[^}]*\}", "x", path)
        for sent in ({}, {"_csrf_token": "guess"}, {"_csrf_token": "0" * 128}):
            assert client.post(real, data=sent, follow_redirects=False).status_code == 403, path


# What an answer never lacks


def test_every_answer_has_the_headers_whoever_made_it(client: Client) -> None:
    come_in(client)
    asked = [
        client.get("/"),
        client.get("/static/desk.css"),
        client.get("/static/none"),
        client.get("/nowhere"),
        client.get("/api/openapi.json"),
        client.get("/api/v1/reports"),
        client.get("/api/v1/nowhere"),
        client.get("/api/nowhere"),
        client.put("/login"),
        client.post("/tasks"),
        client.get("/", headers={"host": "elsewhere.example"}),
        client.get("/sources?ids=x&all_of=many"),
    ]
    assert {one.status_code for one in asked} >= {200, 400, 401, 403, 404, 405}
    for answer in asked:
        headers = answer.headers
        assert "default-src 'none'" in headers["content-security-policy"], answer.url
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["cache-control"] in ("no-store", "private, max-age=300")
        assert "server" not in headers


@pytest.mark.parametrize(
    "host", ["elsewhere.example", f"{HOST}.elsewhere.example", f"x{HOST}", f"{HOST}@elsewhere", "a b"]
)
def test_another_host_is_not_answered(client: Client, host: str) -> None:
    assert client.get("/login", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "back",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example",
        "/\t/elsewhere",
        "javascript:x",
        "/a\r\nb: c",
    ],
)
def test_a_back_to_leads_nowhere_else(back: str) -> None:
    from muniment.desk.asking.forms import back_to

    assert back_to({"back": back}, "/incidents") == "/incidents"
    assert back_to({"back": "/reports?q=x&page=2#st_1"}, "/") == "/reports?q=x&page=2#st_1"


def test_an_invitation_names_the_host_that_was_asked_and_is_shown_once(client: Client) -> None:
    come_in(client, "administrator")
    assert post(client, "/accounts", name="reader", role="reader", todo="invite").status_code == 303
    assert f"https://{HOST}/invited/muniment_" in client.get("/accounts").text
    assert "/invited/muniment_" not in client.get("/accounts").text


def test_a_form_of_a_hundred_thousand_fields_is_refused_and_one_that_is_too_large_too(client: Client) -> None:
    come_in(client, "reviewer")
    many = "&".join(f"a{number}=" for number in range(100_000))
    form = {"content-type": "application/x-www-form-urlencoded", "x-csrftoken": client.cookies["csrftoken"]}
    assert client.post("/undo", content=many, headers=form).status_code in (400, 404, 413)
    assert client.post("/undo", content="a=" + "x" * 2_100_000, headers=form).status_code == 413


# The command


def test_accounts_are_made_listed_changed_and_closed_with_one_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    Casebook.create(tmp_path / "book", Settings(title="Odem")).close()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run("account", tmp_path / "book", "A. Reader", "--role", "reviewer", "--password", "stdin") == 2
    assert "an administrator must be left" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run("account", tmp_path / "book", "A. Chief", "--role", "administrator", "--password", "stdin") == 0
    assert "A. Chief: administrator, sees up to sealed" in capsys.readouterr().out
    assert run("account", tmp_path / "book", "A. Reader", "--role", "reviewer", "--password", "same") == 0
    assert run("account", tmp_path / "book") == 0
    said = capsys.readouterr().out
    assert "A. Chief" in said
    assert "no password yet" in said
    assert PASSWORD not in said
    assert run("account", tmp_path / "book", "A. Reader", "--close") == 0
    assert run("account", tmp_path / "book", "A. Chief", "--close") == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert run("account", tmp_path / "book", "B", "--role", "reader", "--password", "stdin") == 2


def test_a_desk_for_a_team_needs_accounts_and_a_public_address_tls(team: Casebook, tmp_path: Path) -> None:
    Casebook.create(tmp_path / "empty", Settings(title="Odem")).close()

    def open_(folder: Path, place: Place) -> None:
        serve(folder, by=None, place=place, tell=lambda _: pytest.fail("it was opened"))

    with pytest.raises(BadChoice, match="accounts") as refused:
        open_(tmp_path / "empty", Place())
    assert "muniment account" in refused.value.hint
    for host in ("0.0.0.0", "192.0.2.1", "::"):
        with pytest.raises(BadChoice, match="host"):
            open_(team.folder, Place(host=host))
        with pytest.raises(BadChoice, match="host"):
            open_(
                team.folder, Place(host=host, behind=True)
            )  # the proxy is on this machine, and speaks plainly to the desk
    assert run("desk", team.folder, "--by", "R. Velt", "--host", "0.0.0.0") == 2


def test_a_name_is_the_same_however_it_was_typed_and_a_password_only_to_the_letter(
    client: Client, team: Casebook
) -> None:
    composed, taken_apart = "R\u00e9mi  Velt", " Re\u0301mi Velt "
    workflow.admit(team, composed, "reader", by="R. Velt")
    whole = workflow.invite(team, taken_apart, by="R. Velt").whole
    assert workflow.issue(team, taken_apart, ["read"], days=1, label="", by="R. Velt").token.account == "R\u00e9mi Velt"
    client.get("/login")
    assert post(client, "/invited", key=whole, password=f" {PASSWORD} ").status_code == 303
    assert come_in(client, taken_apart, PASSWORD).status_code == 401
    assert come_in(client, taken_apart, f" {PASSWORD} ").status_code == 303


def test_the_casebook_is_read_before_anybody_comes(team: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    known = Shelf.seen
    monkeypatch.setattr(Shelf, "seen", lambda self, sees: (read.append(sees), known(self, sees))[1])  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with TestClient(desk(team, None, hosts=[HOST]), base_url=f"http://{HOST}"):
        deadline = time.monotonic() + 10
        while len(read) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert sorted(read) == ["partner", "restricted", "sealed"]


def test_the_link_of_one_person_opens_no_desk_of_a_team(client: Client) -> None:
    assert client.get(f"/enter/{Door('R. Velt').key}").status_code == 404
