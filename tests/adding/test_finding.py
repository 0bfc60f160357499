"""Paths become files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from muniment.adding.finding import find
from muniment.errors import UnreadableReport


def names(*paths: Path | str) -> list[str]:
    return [found.name for found in find(paths) if isinstance(found, Path)]


def refusals(*paths: Path | str) -> list[UnreadableReport]:
    return [found for found in find(paths) if isinstance(found, UnreadableReport)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.md", ".hidden", "muniment.toml", "book.refusals.tsv", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    return tmp_path


def test_a_folder_is_walked_in_order_without_hidden_files_and_settings(folder: Path) -> None:
    assert names(folder) == ["a.txt", "b.txt", "c.md"]
    assert not refusals(folder)


def test_a_pattern_is_matched_and_a_file_found_twice_is_given_once(folder: Path) -> None:
    assert names(str(folder / "*.txt"), folder / "a.txt") == ["a.txt", "b.txt"]
    assert names(str(folder / "**" / "*.md")) == ["c.md"]


def test_a_path_that_leads_nowhere_is_refused(folder: Path) -> None:
    (refusal,) = refusals(folder / "none.txt")
    assert refusal.reason == "no such file or folder"
    (refusal,) = refusals(str(folder / "*.pdf"))
    assert refusal.path.endswith("*.pdf")


def test_what_a_folder_says_to_ignore_is_ignored(folder: Path) -> None:
    (folder / ".munimentignore").write_text("# drafts\nb.*\ndeep/\n")
    assert names(folder) == ["a.txt"]


@pytest.mark.parametrize("sign", ["casebook.db", "casebook.id"])
def test_a_casebook_among_the_reports_is_no_report(folder: Path, sign: str) -> None:
    (folder / "deep" / sign).write_text("")
    assert names(folder) == ["a.txt", "b.txt"]


def test_links_that_turn_in_a_circle_are_refused_by_name(folder: Path) -> None:
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    (folder / "lost").symlink_to(folder / "nothing")
    assert names(folder) == ["a.txt", "b.txt", "c.md"]
    found = {Path(refusal.path).name: refusal.reason for refusal in refusals(folder)}
    assert set(found) == {"up", "one", "two", "lost"}
    assert "circle" in found["up"]
    assert "circle" in found["one"]
    assert "nowhere" in found["lost"]


def test_a_link_to_a_file_elsewhere_is_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "z.txt"
    elsewhere.write_text("words")
    (folder / "z.txt").symlink_to(elsewhere)
    assert "z.txt" in names(folder)


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert "pipe" in refusals(folder)[0].reason
    assert "pipe" in refusals(folder / "pipe.txt")[0].reason


def test_a_folder_that_may_not_be_opened_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.iterdir

    def closed(path: Path):
        if path.name == "deep":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert names(folder) == ["a.txt", "b.txt"]
    assert "Permission denied" in refusals(folder)[0].reason
