"""Tables: CSV, spreadsheets and JSON Lines."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from adding.making import SECOND, SENTENCE, a_workbook, opened
from muniment.report import sha256

CSV = f'record,date,place,narrative\nB-1,2021-03-12,Harrowby,"{SENTENCE}"\nB-2,2021-03-13,Dunmere,"{SECOND}"\n'


def test_a_row_with_a_narrative_is_a_report_and_its_other_cells_are_kept() -> None:
    (first, second), refusals = opened(CSV.encode(), "cases.csv")
    assert not refusals
    assert first.text == f"{SENTENCE}\n\nrecord: B-1\ndate: 2021-03-12\nplace: Harrowby"
    assert (first.part, second.part) == ("row 2", "row 3")
    assert first.mark_at(first.text.index("Harrowby", len(SENTENCE))) == "row 2, place"
    assert first.mark_at(0) == "row 2, narrative"


def test_rows_share_the_bytes_of_their_table_and_are_reports_apart() -> None:
    (first, second), _ = opened(CSV.encode(), "cases.csv")
    assert first.sha256 == second.sha256 == sha256(CSV.encode())
    assert first.id != second.id


def test_the_day_of_an_act_is_not_taken_for_that_of_publication() -> None:
    reports, _ = opened(CSV.encode(), "cases.csv")
    assert [report.published for report in reports] == [None, None]


def test_commas_in_a_narrative_are_no_delimiters() -> None:
    (report,), _ = opened(f"what;where\n{SECOND} {SECOND};Harrowby\n".encode(), "cases.csv")
    assert report.text == f"{SECOND} {SECOND}\n\nwhere: Harrowby"


def test_columns_are_mapped_as_the_person_says() -> None:
    table = f"What happened;Where from;Out on;Short\n{SENTENCE};Harrow Post;12 March 2021;Bakers taken\n"
    mapping = {"narrative": "What happened", "publisher": "Where from", "published": "Out on", "title": "Short"}
    (report,), _ = opened(table.encode(), "cases.csv", mapping=mapping)
    assert (report.publisher, report.published, report.title) == ("Harrow Post", "2021-03-12", "Bakers taken")
    assert report.text == SENTENCE


def test_a_mapping_made_for_another_table_does_no_harm() -> None:
    reports, refusals = opened(CSV.encode(), "cases.csv", mapping={"narrative": "What happened"})
    assert (len(reports), refusals) == (2, [])


def test_an_unclear_date_of_publication_is_kept_as_words() -> None:
    (report,), _ = opened(f"narrative,published\n{SENTENCE},03/04/2021\n".encode(), "cases.csv")
    assert report.published is None
    assert "published: 03/04/2021" in report.text


def test_a_column_of_sentences_is_found_whatever_its_name() -> None:
    (report,), _ = opened(f"no,place,was war\n1,Harrowby,{SENTENCE}\n".encode(), "cases.csv")
    assert report.text.startswith(SENTENCE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_with_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    table = f'place{delimiter}narrative\nCafé Zoë{delimiter}"{SENTENCE}"\n'
    (report,), _ = opened(table.encode(encoding), "cases.csv")
    assert report.text == f"{SENTENCE}\n\nplace: Café Zoë"


def test_a_table_without_narratives_is_refused_with_a_hint() -> None:
    reports, (refusal,) = opened(b"name,age\nIda,34\nTam,41\n", "people.csv")
    assert not reports
    assert "name, age" in refusal.reason
    assert "[columns]" in refusal.hint


def test_a_row_without_a_narrative_is_refused_and_the_others_are_read() -> None:
    reports, (refusal,) = opened(f"name,narrative\nIda,{SENTENCE}\nTam,\n".encode(), "cases.csv")
    assert len(reports) == 1
    assert refusal.path == "cases.csv row 3"


def test_a_table_without_rows_is_refused() -> None:
    reports, (refusal,) = opened(b"name,narrative\n", "cases.csv")
    assert not reports
    assert "without rows" in refusal.reason


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    sheets = {
        "Cover": [["Register of the bakers' guild"]],
        "Taken": [
            ["Register", None, None],
            ["day", "age", "description"],
            [date(2021, 3, 12), 34.0, SENTENCE],
            [datetime(2021, 3, 12, 9, 30), None, SECOND],
        ],
        "Prices": [["flour", "salt"], [3, 4]],
    }
    (first, second), refusals = opened(a_workbook(sheets), "guild.xlsx")
    assert first.text == f"{SENTENCE}\n\nday: 2021-03-12\nage: 34"
    assert second.text == f"{SECOND}\n\nday: 2021-03-12 09:30"
    assert first.part == "Taken, row 3"
    assert {refusal.path for refusal in refusals} == {"guild.xlsx/Cover", "guild.xlsx/Prices"}


def test_a_broken_line_of_json_leaves_the_others() -> None:
    lines = [json.dumps({"text": SENTENCE, "tags": ["mill", "night"]}), "{broken", "[1]", json.dumps({"text": SECOND})]
    reports, refusals = opened("\n".join(lines).encode(), "notes.jsonl")
    assert [report.part for report in reports] == ["row 1", "row 4"]
    assert reports[0].text.endswith("tags: mill, night")
    assert [refusal.path for refusal in refusals] == ["notes.jsonl row 2", "notes.jsonl row 3"]


def test_a_short_row_takes_the_language_of_its_table() -> None:
    table = f'no,narrative\n1,{SENTENCE}\n2,"{SECOND}"\n3,Tam: taken\n'
    assert [report.language for report in opened(table.encode(), "cases.csv")[0]] == ["en", "en", "en"]


def test_a_workbook_that_is_none_is_refused() -> None:
    reports, (refusal,) = opened(b"PK\x03\x04" + bytes(80), "guild.xlsx")
    assert not reports
    assert refusal.path == "guild.xlsx"
