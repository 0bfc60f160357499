"""A team's casebook on a server: the whole job gives the same as in a folder, and several work at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from litestar.testing import TestClient

from command import run
from muniment import workflow
from muniment.decision import decision_of
from muniment.desk.access import Door
from muniment.desk.serving import desk
from muniment.library import Casebook
from muniment.report import Report
from muniment.settings import Settings
from muniment.statement import Statement
from server import Server

KARSA = Path(__file__).parent.parent / "examples" / "karsa"
ADDING = Path(__file__).parent / "casebook" / "adding_reports.py"
HOST = "desk.example"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "odem.txt"
    path.write_text("Police arrested three nurses in Odem on 12 March 2021, the ministry said.\n", encoding="utf-8")
    return path


def test_the_whole_job_gives_the_same_on_a_server_as_in_a_folder(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["build", KARSA / "reports", "--settings", KARSA / "muniment.toml", "-o"]
    assert run(*command, tmp_path / "inside") == 0
    monkeypatch.setenv("MUNIMENT_DATABASE", database)
    assert run(*command, tmp_path / "outside") == 0
    monkeypatch.delenv("MUNIMENT_DATABASE")
    with Casebook.open(tmp_path / "inside") as inside, Casebook.open(tmp_path / "outside") as outside:
        assert list(outside.statements()) == list(inside.statements()) != []
        assert list(outside.incidents()) == list(inside.incidents()) != []
        assert list(outside.counts()) == list(inside.counts()) != []
        assert list(outside.actors(joined=True)) == list(inside.actors(joined=True)) != []
        assert outside.count(by=("month", "type")) == inside.count(by=("month", "type"))
        assert workflow.check(outside) == []
    page = Path("dossier") / "statements.jsonl"
    assert (tmp_path / "outside" / page).read_bytes() == (tmp_path / "inside" / page).read_bytes()
    assert not (tmp_path / "outside" / "casebook.db").exists()


def test_every_verb_works_on_a_server(
    story: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    casebook, settings = story.parent / "casebook", story.parent / "team.toml"
    settings.write_text(f'[casebook]\ntitle = "Odem"\ndatabase = "{database}"\n')
    assert run("build", story, "-o", casebook, "--settings", settings) == 0
    assert run("add", casebook, story) == 0
    for verb in ("extract", "link", "count", "series", "coverage", "publish", "check", "log"):
        assert run(verb, casebook) == 0, verb
    assert run("estimate", casebook) in (0, 1), "one report is no two lists"
    capsys.readouterr()
    assert run("search", casebook, "nurses") == 0
    assert "[nurses]" in capsys.readouterr().out
    assert run("doctor", casebook) == 0
    assert f"an answer from {database}" in capsys.readouterr().out


def test_a_server_that_is_gone_ends_a_verb_with_two_and_a_hint(
    story: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNIMENT_DATABASE", server.url("nowhere"))
    assert run("build", story, "-o", story.parent / "casebook") == 2
    said = capsys.readouterr().err
    assert 'database "nowhere" does not exist' in said
    assert "hint: make the database: createdb nowhere" in said
    assert not (story.parent / "casebook").exists()
    assert run("doctor") == 2
    assert "an answer from" in capsys.readouterr().err


def test_two_commands_write_while_a_desk_is_open(tmp_path: Path, database: str) -> None:
    book, door = tmp_path / "book", Door("R. Velt")
    with Casebook.create(book, Settings(title="Odem", database=database)) as casebook:
        both = [subprocess.Popen([sys.executable, ADDING, book, "20"], stdout=subprocess.DEVNULL) for _ in range(2)]
        with TestClient(desk(casebook, door, hosts=[HOST]), base_url=f"http://{HOST}") as client:
            client.get(f"/enter/{door.key}")
            ruled: set[str] = set()
            while any(process.poll() is None for process in both):
                assert [client.get(page).status_code for page in ("/", "/review", "/reports")] == [200, 200, 200]
                for found in [one.id for one in casebook.statements() if one.id not in ruled][:1]:
                    casebook.keep([decision_of("statement", (found,), "accepted", by="R. Velt", at="2024-01-01")])
                    ruled.add(found)
        assert [process.wait() for process in both] == [0, 0]
        assert {one for decision in casebook.decisions() for one in decision.targets} == ruled != set()
        assert (casebook.number(Report), casebook.number(Statement)) == (20, 200)
        assert workflow.check(casebook) == []
