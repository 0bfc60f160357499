"""What is published: nothing that was rejected or sealed, every figure with its statements, safe cells and safe text."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from muniment.publishing.rows import guarded
from muniment.publishing.wording import date_words, range_words
from muniment.statement import Statement

from .conftest import dossier


def test_what_was_rejected_or_sealed_is_published_nowhere(published: Path) -> None:
    made = dossier()
    withheld = [one.id for one in made.statements if one.visibility == "sealed"] + [made.decisions[0].targets[0]]
    assert len(withheld) == 2
    for file in published.iterdir():
        text = file.read_text(encoding="utf-8")
        assert not [one for one in withheld if f'"{one}"' in text or f"card-{one}" in text or f"{one}," in text], (
            file.name
        )


def test_every_link_of_the_page_leads_to_something_on_it(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    carried = re.findall(r'data-statements="([^"]*)"', page)
    assert carried
    assert all(one in ids for held in carried for one in held.split())


def test_every_figure_carries_its_statements(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    for count in dossier().counts:
        if count.measure == "harm.death":
            assert f'data-statements="{" ".join(count.statements)}"' in page
            assert range_words(count.low, count.best, count.high) in page


def test_the_text_of_a_report_is_never_markup(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_the_page_says_that_nobody_has_reviewed_it(published: Path) -> None:
    page = (published / "index.html").read_text(encoding="utf-8")
    assert "Not yet reviewed by a person" in page
    assert "1 statements are withheld" in page or "2 statements are withheld" in page


def test_a_denial_is_shown_and_marked_as_not_counted(published: Path) -> None:
    with (published / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    denied = [row for row in rows if row["innermost"] == "The ministry"]
    assert [row["countable"] for row in denied] == ["False"]
    assert "a voice denies it" in (published / "index.html").read_text(encoding="utf-8")


def test_json_lines_give_back_the_statements(published: Path) -> None:
    lines = (published / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    read = [Statement.from_plain(json.loads(line)) for line in lines]
    kept = {one.id: one for one in dossier().statements}
    assert read
    assert all(kept[one.id] == one for one in read)


def test_no_cell_is_taken_for_a_formula() -> None:
    assert [guarded(cell) for cell in ("=1+1", "+1", "-1", "@a", "a", 4)] == ["'=1+1", "'+1", "'-1", "'@a", "a", 4]


def test_dates_are_worded_no_more_precisely_than_they_are() -> None:
    said = [
        date_words(edtf)
        for edtf in ("2021-03-12", "2021-03", "2021", "2017/..", "2021-03-05~", "2021-22", "XXXX-03-12")
    ]
    assert said == [
        "12 March 2021",
        "March 2021",
        "2021",
        "since 2017",
        "about 5 March 2021",
        "summer 2021",
        "12 March",
    ]
