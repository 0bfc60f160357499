"""Who sees what: each role sees what it may, and nothing else, on every page and through the interface for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from desk.clearances import ROLES, Client, Team, team_in
from desk.test_desk import post
from muniment import workflow
from muniment.account import Role
from muniment.desk.sight.shelf import Shelf
from muniment.errors import UnknownTarget

PAGES = (
    "/",
    "/reports",
    "/reports?q=killed",
    "/incidents",
    "/actors",
    "/counts?by=place&by=month",
    "/counts?by=victim",
    "/counts?by=origin",
    "/counts?by=incident",
    "/log",
    "/log/tasks",
    "/log/compare?since=2000-01-01",
    "/dossier",
)
CALLS = (
    "/health",
    "/reports",
    "/statements",
    "/statements?review=waiting",
    "/statements?review=accepted",
    "/decisions",
    "/pairs",
    "/incidents",
    "/actors",
    "/counts?by=place&by=month",
    "/counts?by=victim",
    "/counts?by=origin",
    "/counts?by=publisher&by=incident",
    "/series",
    "/search?q=killed",
    "/search?q=killed&where=statements",
    "/log",
)
PASSWORD = "long enough to pass"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = team_in(tmp_path_factory.mktemp("team"))
    for role in ROLES:
        workflow.admit(made.casebook, role, role, by="R. Velt", password=PASSWORD)
    yield made
    made.casebook.close()


@pytest.fixture(scope="module")
def client(team: Team) -> Iterator[Client]:
    with team.client() as opened:
        yield opened


def logged_in(client: Client, role: Role) -> Client:
    client.cookies.clear()
    client.get("/login")
    assert post(client, "/login", name=role, password=PASSWORD).status_code == 303
    return client


def call(client: Client, team: Team, role: Role, path: str) -> str:
    client.cookies.clear()
    answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {team.tokens[role]}"})
    assert answer.status_code == 200, (path, answer.text)
    return answer.text


def every_call(client: Client, team: Team, role: Role) -> Iterator[tuple[str, str]]:
    """Every list, and every single thing that a list names."""
    for path in CALLS:
        said = call(client, team, role, path)
        yield path, said
        for row in (
            client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {team.tokens[role]}"})
            .json()
            .get("results", [])
            if path in ("/reports", "/statements", "/incidents", "/actors")
            else ()
        ):
            one = f"{path}/{row.get('number') or row['id']}"
            yield one, call(client, team, role, one)
            if path == "/actors":
                yield one, call(client, team, role, f"{one}/ties?on=2021-03-12")


def every_page(client: Client) -> Iterator[tuple[str, str]]:
    """Every list, and every page that one of them leads to."""
    waiting, seen = list(PAGES), set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200 or path == "/dossier", path
        if answer.status_code == 200:
            yield path, answer.text
        links = re.findall(r'href="(/(?:reports|review|incidents|actors|sources)[/?][^"#]*)', answer.text)
        waiting += [one.replace("&amp;", "&") for one in links if len(seen) < 300]


@pytest.mark.parametrize("role", ROLES)
def test_the_interface_for_programs_gives_each_role_what_it_may_see_and_no_more(
    client: Client, team: Team, role: Role
) -> None:
    hidden, found = team.hidden(ROLES[role]), set[str]()
    for path, said in every_call(client, team, role):
        assert not {one for one in hidden if one in said}, (path, role)
        found |= {one for one in team.shown(ROLES[role]) if one in said}
    assert found == team.shown(ROLES[role])


@pytest.mark.parametrize("role", ROLES)
def test_the_pages_show_each_role_what_it_may_see_and_no_more(client: Client, team: Team, role: Role) -> None:
    logged_in(client, role)
    hidden, found = team.hidden(ROLES[role]), set[str]()
    for path, said in every_page(client):
        assert not {one for one in hidden if one in said}, (path, role)
        found |= {one for one in team.shown(ROLES[role]) if one in said}
    assert found == team.shown(ROLES[role])


@pytest.mark.parametrize("role", ROLES)
def test_what_is_hidden_is_not_found_whoever_asks_for_it_by_its_id_or_its_words(
    client: Client, team: Team, role: Role
) -> None:
    headers = {"Authorization": f"Bearer {team.tokens[role]}"}
    never = client.get("/api/v1/statements/st_none", headers=headers)
    assert never.status_code == 404
    for one in team.hidden(ROLES[role]):
        if one.startswith(("st_", "rp_")):
            kind = "statements" if one.startswith("st_") else "reports"
            answer = client.get(f"/api/v1/{kind}/{one}", headers=headers)
            assert (answer.status_code, answer.text) == (404, never.text.replace("st_none", one))
        else:
            for where in ("reports", "statements"):
                assert client.get("/api/v1/search", params={"q": one, "where": where}, headers=headers).json() == [], (
                    one
                )
                both = {"q": f"killed {one}", "where": where}
                assert client.get("/api/v1/search", params=both, headers=headers).json() == [], one
            assert client.get("/api/v1/actors", params={"q": one}, headers=headers).json()["total"] == 0
            assert client.get(f"/api/v1/actors/{one}", headers=headers).status_code == 404


def test_words_that_are_not_for_a_reader_are_black_and_the_others_stand_where_they_stood(
    client: Client, team: Team
) -> None:
    headers = {"Authorization": f"Bearer {team.tokens['reader']}"}
    text = client.get(f"/api/v1/reports/{team.mixed.id}", headers=headers).json()["text"]
    assert len(text) == len(team.mixed.text)
    assert "█████" in text
    assert text.index("Anna Publik") == team.mixed.text.index("Anna Publik")


def test_nobody_rules_on_what_they_do_not_see_nor_takes_a_ruling_on_it_back(client: Client, team: Team) -> None:
    headers = {"Authorization": f"Bearer {team.tokens['editor']}"}
    sealed, report = team.statements["sealed"][0], team.reports["sealed"]
    before = list(team.casebook.decisions())
    for target in (sealed.id, report.id):
        answer = client.post("/api/v1/decisions", json={"target": target, "ruling": "released"}, headers=headers)
        assert answer.status_code == 404
    for one in before:
        if set(one.targets) & {sealed.id, report.id}:
            assert client.post(f"/api/v1/decisions/{one.id}/undo", headers=headers).status_code == 404
    public = team.statements["public"][0]
    pair = {"left": public.id, "right": sealed.id, "ruling": "same"}
    assert client.post("/api/v1/pairs", json=pair, headers=headers).status_code == 404
    assert list(team.casebook.decisions()) == before


def test_reading_what_is_sealed_is_noted_with_who_when_and_where(client: Client, team: Team) -> None:
    sealed, report = team.statements["sealed"][0], team.reports["sealed"]
    call(client, team, "administrator", f"/statements/{sealed.id}")
    call(client, team, "administrator", f"/reports/{report.id}")
    noted = {(one.by, one.target) for one in team.casebook.visits()}
    assert {("administrator", sealed.id), ("administrator", report.id)} <= noted
    assert not {one.target for one in team.casebook.visits() if one.by != "administrator"}


def test_the_dossier_is_not_for_those_who_may_not_see_all_that_is_in_it(client: Client, team: Team) -> None:
    assert logged_in(client, "reader").get("/dossier").status_code == 404
    assert logged_in(client, "editor").get("/dossier").status_code == 200


def test_a_report_that_is_sealed_after_a_dossier_was_published_takes_it_away(team: Team) -> None:
    seen = Shelf(team.casebook).seen("restricted")
    assert seen.publication() is not None
    assert Shelf(team.casebook).seen("partner").publication() is None
    with pytest.raises(UnknownTarget):
        seen.report(team.reports["sealed"].id)
    assert seen.ties("Odem Front", date(2021, 3, 12)).actor.name == "Odem Front"
