"""The command line: exit codes, the shape of its output, and errors that say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from muniment.statement import Statement

STORY = "Police arrested three nurses in Odem on 12 March 2021, the ministry said.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "odem.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_read_prints_the_record_line_by_line(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", story, "--format", "jsonl") == 0
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    arrest = next(line for line in lines if line["type"] == "liberty.arrest")
    assert STORY[arrest["trigger"]["start"] : arrest["trigger"]["end"]] == arrest["trigger"]["words"] == "arrested"
    assert arrest["voices"][0]["name"] == "author"
    assert all(Statement.from_plain(line) for line in lines)
    assert said.err == "", "quiet when piped"


def test_read_as_a_table_says_why(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", story, "--format", "table", "--why") == 0
    said = capsys.readouterr().out
    assert "liberty.arrest" in said
    assert "rule" in said


def test_read_refuses_by_name_and_ends_with_one(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (story.parent / "void.txt").write_text("")
    assert run("read", story.parent / "void.txt", story, "--format", "jsonl") == 1
    said = capsys.readouterr()
    assert "void.txt: the file is empty" in said.err
    assert said.out, "the rest is read"


def test_build_ends_with_what_to_open_and_the_log_keeps_it(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    casebook = story.parent / "casebook"
    assert run("build", story, "-o", casebook) == 0
    said = capsys.readouterr().out
    assert f"open     {casebook / 'dossier' / 'index.html'}" in said
    assert run("log", casebook, "--format", "jsonl") == 0
    tasks = [json.loads(line)["task"] for line in capsys.readouterr().out.splitlines()]
    assert tasks == ["add", "extract", "link", "count", "publish"]
    assert run("check", casebook) == 0
    assert "clean" in capsys.readouterr().out
    assert run("search", casebook, "nurses", "--in", "reports") == 0
    assert "nurses" in capsys.readouterr().out


def test_the_steps_can_be_taken_one_by_one(story: Path) -> None:
    casebook = story.parent / "casebook"
    assert run("add", casebook, story) == 0
    for verb in ("extract", "link", "count", "publish"):
        assert run(verb, casebook) == 0, verb
    assert (casebook / "dossier" / "index.html").exists()


@pytest.mark.parametrize(
    "arguments", [("extract", "nowhere"), ("build",), ("build", "x", "-o", "y", "--settings", "none.toml"), ("fly",)]
)
def test_misuse_ends_with_two_and_says_what_to_do(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.err + said.out


def test_the_doctor_lists_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor") == 0
    said = capsys.readouterr().out
    for part in ("Python", "spaCy", "tesseract", "SQLite"):
        assert part in said
