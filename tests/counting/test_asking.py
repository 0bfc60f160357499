"""Tables asked of a casebook, in the library and on the command line: each cell opens its statements."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

import muniment
from command import run
from muniment.errors import BadChoice
from muniment.library import Casebook
from muniment.settings import Settings
from muniment.workflow import build

STORIES = {
    "odem.txt": "Odem raid kills nine\n14 March 2021\n\nThe Odem army raided Tarse on 12 March 2021. "
    "Soldiers killed 9 people in Tarse on 12 March 2021.\n",
    "tide.txt": "Toll of Tarse raid\n15 March 2021\n\nThe Odem army raided Tarse on 12 March 2021, residents said. "
    "The army killed 31 people in Tarse on 12 March 2021.\n",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of two invented reports."""
    folder = tmp_path_factory.mktemp("asking")
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build([str(folder / name) for name in STORIES], folder / "book", Settings(title="Odem"), jobs=1)
    return folder / "book"


@pytest.fixture
def casebook(book: Path) -> Iterator[Casebook]:
    with muniment.open(book) as opened:
        yield opened


def test_each_cell_carries_its_statements(casebook: Casebook) -> None:
    counts = casebook.count(by=("month", "type"), measure="harm.death")
    (cell,) = counts
    assert (cell.keys["month"], cell.low, cell.high) == ("2021-03", 9, 31)
    assert [one.id for one in casebook.sources(cell)] == list(cell.statements)
    assert {one.type for one in casebook.sources(cell)} == {"harm.death"}
    assert counts.rows()[0]["statements"] == " ".join(cell.statements)


def test_a_table_reads_back_from_csv_and_json(casebook: Casebook) -> None:
    counts = casebook.count("month,agent")
    rows = list(csv.DictReader(counts.csv().splitlines()))
    plain = json.loads(counts.json())
    assert [row["statements"].split() for row in rows] == [cell["statements"] for cell in plain["cells"]]
    assert {row["month"] for row in rows} == {"2021-03"}
    assert plain["by"] == ["month", "agent"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"by": "mouth"}, "month"),
        ({"measure": "deaths"}, "harm.death"),
        ({"victim": "wizards"}, "children"),
        ({"since": "12 March"}, "2021-03"),
    ],
)
def test_what_nothing_is_counted_by_is_refused_with_what_there_is(
    casebook: Casebook, asked: dict[str, str], hint: str
) -> None:
    with pytest.raises(BadChoice) as refused:
        casebook.count(**asked)  # pyright: ignore[reportArgumentType]
    assert hint in refused.value.hint


def test_the_command_writes_a_table_that_a_spreadsheet_opens(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("count", book, "--by", "month,type", "--format", "csv", "-o", tmp_path / "counts.csv") == 0
    rows = list(csv.DictReader((tmp_path / "counts.csv").read_text(encoding="utf-8").splitlines()))
    assert {"row", "month", "type", "unit", "low", "best", "high", "origins", "as_of", "statements"} <= set(rows[0])
    assert "wrote" in capsys.readouterr().out


def test_the_command_shows_the_sentences_behind_a_row(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("count", book, "--by", "month", "--measure", "harm.death", "--format", "table") == 0
    table = capsys.readouterr().out
    assert "9 to 31 people" in table
    assert f"muniment count {book} --by month --measure harm.death --sources ROW" in " ".join(table.split())
    assert run("count", book, "--by", "month", "--measure", "harm.death", "--sources", "1") == 0
    said = capsys.readouterr().out
    assert "9 people died in Tarse on 12 March 2021" in said
    assert "The army killed 31 people" in said
    assert "tide.txt" in said


def test_a_row_that_is_not_there_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("count", book, "--by", "month", "--sources", "99") == 2
    assert "the number of a row" in capsys.readouterr().err


def test_a_chart_is_one_file_that_says_what_it_shows(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("count", book, "--by", "month,type"), ("series", book)):
        assert run(*arguments, "--format", "svg") == 0
        root = ElementTree.fromstring(capsys.readouterr().out)
        names = {child.tag.rpartition("}")[2]: child.text or "" for child in root}
        assert names["title"]
        assert "2021-03" in names["desc"]
        assert "prefers-color-scheme: dark" in names["style"]
        assert not root.findall(".//{http://www.w3.org/2000/svg}a")


def test_the_series_and_the_matrix_are_asked_for_by_name(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("series", book, "--format", "table") == 0
    assert "Reporting itself changes" in capsys.readouterr().out
    assert run("coverage", book, "--matrix") == 0
    header, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert header[0] == "incident"
    assert header[-1] == "other"
    assert all(set(row[1:-1]) <= {"0", "1"} for row in rows)
    assert run("coverage", book, "--format", "csv") == 0
    assert "one incident is in several rows" in capsys.readouterr().out


def test_without_a_table_everything_is_counted_anew(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("count", book, "--format", "jsonl") == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(one["measure"], one["low"], one["high"]) for one in found if one["unit"] == "person"} == {
        ("harm.death", 9, 31)
    }
