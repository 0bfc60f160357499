"""The main job, end to end on small reports: built twice, killed midway, offline, and in a language nobody reads."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from muniment import workflow
from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.settings import Settings
from muniment.statement import Statement

RAID = """Soldiers raid village, killing four
13 March 2021

Soldiers raided the village of Odem on Friday, killing four people and wounding at least nine, the mayor said.

The army denied that its soldiers had killed civilians. Lawyers called on the government to release three teachers.
"""
SPANISH = (
    "Los soldados entraron en la aldea el viernes por la noche y mataron a cuatro personas, dijo el alcalde del pueblo."
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "raid.txt").write_text(RAID, encoding="utf-8")
    (folder / "aldea.txt").write_text(SPANISH, encoding="utf-8")
    (folder / "void.txt").write_text("", encoding="utf-8")
    return folder


def built(reports: Path, folder: Path) -> dict[str, workflow.Outcome]:
    return {outcome.task: outcome for outcome in workflow.build([reports], folder, Settings(title="Odem"))}


def statements(folder: Path) -> list[Statement]:
    with Casebook.open(folder) as casebook:
        return list(casebook.statements())


def test_a_folder_of_reports_becomes_a_casebook_and_a_dossier(reports: Path, tmp_path: Path) -> None:
    outcomes = built(reports, tmp_path / "casebook")
    assert outcomes["add"].new == 2
    assert [refusal.reason for refusal in outcomes["add"].refusals] == ["the file is empty"]
    found = statements(tmp_path / "casebook")
    deaths = [one for one in found if one.type == "harm.death" and one.countable]
    assert [figure.best for one in deaths for figure in one.figures()] == [4] * len(deaths)
    assert deaths
    assert any(one.innermost.commit == "CT-" and one.type == "life.killing" for one in found)
    page = tmp_path / "casebook" / "dossier" / "index.html"
    assert page in outcomes["publish"].files
    assert "Odem" in page.read_text(encoding="utf-8")


def test_a_language_that_nothing_reads_is_kept_and_said(reports: Path, tmp_path: Path) -> None:
    outcomes = built(reports, tmp_path / "casebook")
    assert any("'es'" in refusal.reason for refusal in outcomes["extract"].refusals)
    with Casebook.open(tmp_path / "casebook") as casebook:
        assert any(report.text.startswith("Los soldados") for report in casebook.reports())
    listed = (tmp_path / "casebook.refusals.tsv").read_text(encoding="utf-8")
    assert "void.txt" in listed
    assert "'es'" in listed


def test_building_twice_adds_nothing(reports: Path, tmp_path: Path) -> None:
    built(reports, tmp_path / "casebook")
    before = statements(tmp_path / "casebook")
    again = built(reports, tmp_path / "casebook")
    assert (again["add"].new, again["extract"].done) == (0, 0)
    assert statements(tmp_path / "casebook") == before


def test_the_audit_is_clean_and_finds_a_changed_byte(reports: Path, tmp_path: Path) -> None:
    built(reports, tmp_path / "casebook")
    with Casebook.open(tmp_path / "casebook") as casebook:
        assert workflow.check(casebook) == []
        report = next(iter(casebook.reports()))
        path = casebook.content(report)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with Casebook.open(tmp_path / "casebook") as casebook:
        assert [type(problem).__name__ for problem in workflow.check(casebook)] == ["TamperedReport"]


def test_a_rejected_statement_leaves_the_counts_and_the_dossier(reports: Path, tmp_path: Path) -> None:
    built(reports, tmp_path / "casebook")
    with Casebook.open(tmp_path / "casebook") as casebook:
        deaths = [one for one in casebook.statements() if one.type == "harm.death" and one.countable]
        casebook.keep(
            [decision_of("statement", (one.id,), "rejected", by="reader", at="2021-04-01T00:00:00Z") for one in deaths]
        )
        workflow.link(casebook)
        workflow.count(casebook)
        assert not [count for count in casebook.counts() if count.measure == "harm.death"]
        workflow.publish(casebook)
    published = (tmp_path / "casebook" / "dossier" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    assert not {json.loads(line)["id"] for line in published} & {one.id for one in deaths}


def test_nothing_reaches_for_the_network(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    built(reports, tmp_path / "casebook")


def test_a_build_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number}.txt").write_text(RAID.replace("Odem", f"Odem {number}"), encoding="utf-8")
    command = [sys.executable, "-m", "muniment.cli", "build", str(folder), "-o", str(tmp_path / "killed")]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    for _ in range(2):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(3.5, 7.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    workflow.build([folder], tmp_path / "killed", Settings(title="Untitled casebook"))
    workflow.build([folder], tmp_path / "whole", Settings(title="Untitled casebook"))
    assert {one.id for one in statements(tmp_path / "killed")} == {one.id for one in statements(tmp_path / "whole")}
    with Casebook.open(tmp_path / "killed") as casebook:
        assert workflow.check(casebook) == []
