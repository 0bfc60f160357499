"""Rows that people coded: read by their columns, as the voice of the dataset and of the sources it names. All rows are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adding.making import opened
from factory import at, report, statement
from muniment import workflow
from muniment.casebook import Casebook
from muniment.counting.facets import origin_name
from muniment.counting.ranges import Ground, count
from muniment.counting.tallies import table_of
from muniment.dossier import Dossier
from muniment.errors import BadSetting
from muniment.extracting.coded import CodedExtractor
from muniment.incident import Incident, original_at
from muniment.linking.copying import sheet_of
from muniment.publishing.formats.jsonld import JsonLd
from muniment.report import Report
from muniment.scheme import Scheme, scheme_from, scheme_of, schemes
from muniment.seams import Extraction
from muniment.settings import Settings, coded_from, columns_from
from muniment.statement import Content, Figure, Statement, ground, passages
from muniment.taxonomy import data, types

UCDP = data("formats.toml")["ucdp"]["columns"].split()
ACLED = data("formats.toml")["acled"]["columns"].split()
STRIKE = {
    "id": "9001",
    "relid": "KAR-2021-1-14-1",
    "type_of_violence": "3",
    "side_a": "Government of Karsa",
    "side_b": "Civilians",
    "source_office": "Velisar Courier",
    "source_original": "hospital staff",
    "where_prec": "1",
    "where_coordinates": "Dorrane town",
    "adm_1": "Tarsole province",
    "latitude": "-39.85",
    "longitude": "63.55",
    "country": "Myanmar (Burma)",
    "date_prec": "1",
    "date_start": "2021-03-12 00:00:00.000",
    "date_end": "2021-03-12 00:00:00.000",
    "deaths_civilians": "12",
    "deaths_unknown": "0",
    "best": "14",
    "high": "31",
    "low": "9",
}
RAID = {
    "event_id_cnty": "KAR101",
    "event_date": "2021-03-12",
    "time_precision": "1",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Civilians (Karsa)",
    "inter1": "Civilians",
    "actor2": "Border Shield Brigades",
    "country": "Karsa",
    "admin1": "Halmera",
    "location": "Camp Tirrel",
    "latitude": "-40.35",
    "longitude": "62.8",
    "geo_precision": "1",
    "source": "Island Wire Service",
    "notes": "On 12 March 2021, militiamen killed seven people in the camp.",
    "fatalities": "7",
}


def table(columns: Sequence[str], *rows: dict[str, str]) -> bytes:
    lines = [",".join(columns), *(",".join(f'"{row.get(column, "")}"' for column in columns) for row in rows)]
    return "\n".join(lines).encode()


def coded(columns: Sequence[str], *rows: dict[str, str], own: Scheme | None = None) -> list[tuple[Report, Extraction]]:
    reports, refusals = opened(table(columns, *rows), "coded.csv", own=own)
    assert not refusals
    return [(one, CodedExtractor(own=own).extract(one, run="rn_1")) for one in reports]


def one(columns: Sequence[str], row: dict[str, str], **changed: str) -> tuple[Report, Extraction]:
    (found,) = coded(columns, row | changed)
    return found


def act_and_deaths(extraction: Extraction) -> tuple[Statement, Statement]:
    act, deaths, *_ = extraction.statements
    return act, deaths


def test_a_row_is_a_report_of_the_dataset_with_a_line_for_each_cell() -> None:
    told, _ = one(ACLED, RAID)
    assert told.text.startswith("event_id_cnty: KAR101\nevent_date: 2021-03-12\ntime_precision: 1\n")
    assert (told.publisher, told.title, told.published, told.part) == ("ACLED", "ACLED KAR101", None, "row 2")
    assert told.coded == "acled"
    assert told.mark_at(told.text.index("Camp Tirrel")) == "row 2, location"


@pytest.mark.parametrize(("columns", "row"), [(UCDP, STRIKE), (ACLED, RAID)])
def test_every_statement_points_at_the_cells_of_its_row(columns: Sequence[str], row: dict[str, str]) -> None:
    told, extraction = one(columns, row)
    assert len(extraction.statements) >= 2
    for made in extraction.statements:
        assert told.mark_at(made.trigger.start)
        for passage in passages(made):
            ground(told, passage)


def test_one_sided_violence_of_ucdp_is_a_killing_by_the_first_side_of_the_second() -> None:
    _, extraction = one(UCDP, STRIKE)
    act, deaths = act_and_deaths(extraction)
    assert (act.type, act.trigger.words) == ("life.killing", "3")
    assert [party.value for party in act.parties("agent")] == ["Government of Karsa"]
    assert [(party.value, party.kind) for party in act.parties("victim")] == [("Civilians", "population")]
    (place,) = act.places()
    assert (place.value, place.precision, place.country, place.admin1) == (
        "Dorrane town",
        "settlement",
        "MMR",
        "Tarsole province",
    )
    assert [date.value for date in act.dates()] == ["2021-03-12"]
    assert deaths.countable


def test_low_best_and_high_are_the_rows_and_a_part_is_among_them() -> None:
    _, extraction = one(UCDP, STRIKE)
    _, deaths, civilians = extraction.statements
    (figure,) = deaths.figures()
    assert (figure.low, figure.best, figure.high, figure.scope) == (9, 14, 31, "incident")
    assert figure.words == "14\nhigh: 31\nlow: 9"
    assert [part.statement for part in deaths.values("includes") if isinstance(part, Content)] == [civilians.id]
    assert [(share.best, share.low) for share in civilians.figures()] == [(12, 12)]
    assert [party.words for party in civilians.parties("victim")] == ["civilians"]


def test_sources_are_voices_and_who_relays_does_not_commit() -> None:
    _, extraction = one(UCDP, STRIKE)
    chain = [(voice.name, voice.commit) for voice in extraction.statements[0].voices]
    assert chain == [("author", "Uu"), ("Velisar Courier", "Uu"), ("hospital staff", "CT+")]
    _, alone = one(UCDP, STRIKE, source_office="", source_original="")
    assert [(voice.name, voice.commit) for voice in alone.statements[0].voices] == [("author", "CT+")]


@pytest.mark.parametrize(
    ("precision", "last", "edtf"),
    [
        ("1", "2021-03-12", "2021-03-12"),
        ("2", "2021-03-14", "2021-03-12/2021-03-14"),
        ("3", "2021-03-18", "2021-03-12/2021-03-18~"),
        ("4", "2021-03-31", "2021-03"),
        ("5", "2021-12-31", "2021"),
        ("5", "2022-12-31", "2021-03-12/2022-12-31"),
    ],
)
def test_a_date_is_no_more_precise_than_its_code(precision: str, last: str, edtf: str) -> None:
    _, extraction = one(UCDP, STRIKE, date_prec=precision, date_end=last)
    assert [date.value for date in extraction.statements[0].dates()] == [edtf]


@pytest.mark.parametrize(
    ("code", "value", "precision"),
    [("2", "Dorrane town", "near"), ("4", "Tarsole province", "adm1"), ("6", "Myanmar (Burma)", "country")],
)
def test_a_place_is_the_one_that_its_code_is_of(code: str, value: str, precision: str) -> None:
    _, extraction = one(UCDP, STRIKE, where_prec=code)
    (place,) = extraction.statements[0].places()
    assert (place.value, place.precision) == (value, precision)


def test_the_two_actors_of_acled_have_no_direction_but_civilians_are_the_victims() -> None:
    _, extraction = one(ACLED, RAID)
    act, deaths = act_and_deaths(extraction)
    assert act.type == "life.killing"
    assert [party.value for party in act.parties("agent")] == ["Border Shield Brigades"]
    assert [party.value for party in act.parties("victim")] == ["Civilians (Karsa)"]
    assert [(figure.low, figure.best, figure.high) for figure in deaths.figures()] == [(7, None, None)]
    _, clash = one(ACLED, RAID, sub_event_type="Armed clash", actor1="Military Forces of Karsa", fatalities="0")
    (told,) = clash.statements
    assert told.type == "life.armed_clash"
    assert {party.value for slot in ("agent", "co_agent") for party in told.parties(slot)} == {
        "Military Forces of Karsa",
        "Border Shield Brigades",
    }
    _, shelling = one(ACLED, RAID, sub_event_type="Grenade", actor1="Military Forces of Karsa", fatalities="0")
    assert not shelling.statements[0].parties("agent"), "of two armed actors nobody says which threw it"


def test_an_attack_without_deaths_is_no_killing_and_zero_is_no_figure() -> None:
    _, extraction = one(ACLED, RAID, fatalities="0")
    assert [made.type for made in extraction.statements] == ["body.assault"]


@pytest.mark.parametrize(("precision", "edtf"), [("1", "2021-03-12"), ("2", "2021-03-12~"), ("3", "2021-03")])
def test_the_time_precision_of_acled_is_kept(precision: str, edtf: str) -> None:
    _, extraction = one(ACLED, RAID, time_precision=precision, event_date="12 March 2021")
    assert [date.value for date in extraction.statements[0].dates()] == [edtf]


def test_a_code_without_a_type_is_refused_and_the_figures_stand() -> None:
    _, extraction = one(ACLED, RAID, sub_event_type="Other")
    assert [made.type for made in extraction.statements] == ["harm.death"]
    assert [refusal.reason for refusal in extraction.refusals] == ["the code 'Other' has no type of its own here"]


def test_a_cell_that_is_no_number_is_refused_by_its_words() -> None:
    _, extraction = one(ACLED, RAID, fatalities="about ten")
    assert [made.kind for made in extraction.statements] == ["act"]
    assert "about ten" in extraction.refusals[0].reason


def test_the_notes_are_kept_and_not_read() -> None:
    told, extraction = one(ACLED, RAID)
    assert "militiamen killed seven people" in told.text
    assert not [made for made in extraction.statements if made.trigger.words == "killed"]


def test_rows_of_one_dataset_are_no_copies_of_one_another() -> None:
    (first, _), (second, _) = coded(UCDP, STRIKE, STRIKE | {"id": "9002", "best": "15"})
    assert not len(sheet_of(first).print.hashes)
    assert not len(sheet_of(second).print.hashes)


# Independence


def deaths_of(text: str, publisher: str, dead: str) -> tuple[Report, Statement]:
    told = report(text, publisher=publisher, published="2021-03-13")
    return told, statement(told, "died", type="harm.death", victim=f"{dead} people", count=at(dead))


def counted(told: Sequence[tuple[Report, Sequence[Statement]]], kinds: dict[str, str] | None = None) -> Any:
    statements = {made.id: made for _, said in told for made in said if made.countable}
    reports = {one.id: one for one, _ in told}
    grounds = Ground(reports=reports, original_at=original_at(()), voice_kinds=kinds or {})
    incident = Incident(id="in_1", statements=tuple(statements))
    return next(
        one for one in count([incident], statements, grounds) if one.measure == "harm.death" and one.over == "incident"
    )


def row_of(source: str, best: str) -> tuple[Report, Sequence[Statement]]:
    told, extraction = one(UCDP, STRIKE, source_office=source, source_original="", best=best, low=best, high=best)
    return told, [made for made in extraction.statements if made.figures() and made.trigger.words == best]


def test_a_row_is_not_independent_of_the_outlet_that_it_names() -> None:
    told, died = deaths_of("In Dorrane 14 people died.", "Velisar Courier", "14")
    found = counted([(told, [died]), row_of("Velisar Courier", "14")])
    assert (found.origins, found.best) == (1, None)
    found = counted([(told, [died]), row_of("Island Wire Service; Velisar Courier", "14")])
    assert (found.origins, found.best) == (1, None)


def test_a_row_that_names_another_outlet_is_an_origin_of_its_own() -> None:
    told, died = deaths_of("In Dorrane 14 people died.", "Velisar Courier", "14")
    found = counted([(told, [died]), row_of("Island Wire Service", "14")])
    assert (found.origins, found.best) == (2, 14)


def test_an_origin_goes_by_one_name_whether_it_speaks_or_a_row_names_it() -> None:
    told, died = deaths_of("In Dorrane 14 people died.", "Velisar Courier", "14")
    row, (deaths, *_) = row_of("Island Wire Service; velisar courier", "14")
    grounds = Ground(reports={one.id: one for one in (told, row)}, original_at=original_at(()), voice_kinds={})
    assert [origin_name(one, grounds) for one in (died, deaths)] == ["Velisar Courier"] * 2
    _, (other, *_) = row_of("Tamrith Post; Island Wire Service", "14")
    assert origin_name(other, replace(grounds, reports={row.id: row, other.report: row})) == "Tamrith Post"


def test_two_rows_that_share_a_source_are_one_origin() -> None:
    found = counted([row_of("Island Wire Service; Tamrith Post", "14"), row_of("Tamrith Post; Velisar Courier", "15")])
    assert found.origins == 1


def test_a_row_that_quotes_somebody_is_not_independent_of_the_outlet_between() -> None:
    told, died = deaths_of("In Dorrane 14 people died.", "Velisar Courier", "14")
    row, extraction = one(UCDP, STRIKE, low="14", high="14")
    deaths = [made for made in extraction.statements if made.trigger.words == "14"]
    assert counted([(told, [died]), (row, deaths)]).origins == 1


# A table of one's own

OWN = """
[columns]
author = "Recorded by"

[coded]
label = "Village register"
code = "What was done"
dates = "Day"
place = "Village"
admin1 = "Province"
country = "Country"
voices = ["Told by"]
kinds = { "Police" = "state_body" }

[coded.slots]
agent = "By whom"
victim = "To whom"

[coded.types]
"taken away" = "liberty.arrest"

[[coded.figures]]
type = "harm.detained"
best = "How many"
"""
REGISTER = {
    "What was done": "Taken away",
    "By whom": "Police of Velisar",
    "To whom": "three teachers",
    "How many": "3",
    "Day": "12 March 2021",
    "Village": "Odem",
    "Province": "Halmera",
    "Country": "SYR",
    "Told by": "a neighbour",
    "Recorded by": "Register desk",
}


def own_scheme(folder: Path, text: str = OWN) -> Scheme:
    path = folder / "columns.toml"
    path.write_text(text, encoding="utf-8")
    assert columns_from(path) is not None
    return scheme_from(coded_from(path))


def test_a_spreadsheet_of_ones_own_is_read_by_its_columns_file(tmp_path: Path) -> None:
    own = own_scheme(tmp_path)
    ((told, extraction),) = coded(list(REGISTER), REGISTER, own=own)
    act, detained = extraction.statements
    assert (told.publisher, act.type, act.trigger.words) == ("Village register", "liberty.arrest", "Taken away")
    assert [(party.value, party.kind) for party in act.parties("agent")] == [("Police of Velisar", "state_body")]
    assert [place.country for place in act.places()] == ["SYR"]
    assert [date.value for date in act.dates()] == ["2021-03-12"]
    assert [voice.name for voice in act.voices] == ["author", "a neighbour"]
    figure = detained.figures()[0]
    assert isinstance(figure, Figure)
    assert (detained.type, figure.best) == ("harm.detained", 3)


def test_a_spreadsheet_of_ones_own_is_read_again_by_its_columns_file(tmp_path: Path) -> None:
    own_scheme(tmp_path)
    cells = [f'"{cell}"' for cell in (*REGISTER, *REGISTER.values())]
    rows = f"{','.join(cells[: len(REGISTER)])}\n{','.join(cells[len(REGISTER) :])}\n"
    (tmp_path / "register.csv").write_text(rows, encoding="utf-8")
    with Casebook.create(tmp_path / "book", Settings(title="Odem", columns=str(tmp_path / "columns.toml"))) as book:
        assert workflow.add(book, [tmp_path / "register.csv"]).new == 1
        outcome = workflow.reread(book)
        assert (outcome.done, outcome.new, outcome.refusals) == (1, 0, [])


def test_a_day_that_is_not_clear_is_refused(tmp_path: Path) -> None:
    ((_, extraction),) = coded(list(REGISTER), REGISTER | {"Day": "03/04/2021"}, own=own_scheme(tmp_path))
    assert not extraction.statements[0].dates()
    assert [refusal.reason for refusal in extraction.refusals] == ["the day is not one that can be read"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("liberty.arrest", "liberty.abolished"), ('code = "What', 'colour = "What'), ('best = "How many"', "best = 3")],
)
def test_a_columns_file_with_a_mistake_is_said_to_have_one(wrong: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting):
        own_scheme(tmp_path, OWN.replace(wrong, said))


def test_a_table_of_prose_is_no_coded_table() -> None:
    assert scheme_of(["date", "place", "narrative", "best"]) is None


def test_every_code_of_the_known_datasets_is_a_type() -> None:
    for scheme in schemes().values():
        for code in (*scheme.types.values(), *scheme.deadly.values(), *(tally.type for tally in scheme.figures)):
            assert code in types(), (scheme.name, code)
    assert set(schemes()["ucdp"].needs) <= set(UCDP)
    assert set(schemes()["acled"].needs) <= set(ACLED)


def test_rows_that_came_through_another_casebook_are_still_rows_of_one_table(tmp_path: Path) -> None:
    reports, _ = opened(
        b"narrative\nSoldiers took two bakers from Odem.\nSoldiers took a miller from Odem.\n", "register.csv"
    )
    made = Dossier(title="d", made="2021-01-01T00:00:00+00:00", version="0", reports=tuple(reports), statements=())
    (record, *_) = JsonLd().write(made, tmp_path)
    came, refused = opened(record.read_bytes(), "record.jsonld")
    assert not refused
    assert [one.text for one in came] == [one.text for one in reports]
    assert [table_of(one) for one in (*reports, *came)] == ["register.csv"] * 4
    assert all(one.coded == "muniment" and one.prose for one in came)


def test_a_coded_row_that_came_through_another_casebook_is_no_prose(tmp_path: Path) -> None:
    told, _ = one(ACLED, RAID)
    made = Dossier(title="d", made="2021-01-01T00:00:00+00:00", version="0", reports=(told,), statements=())
    (record, *_) = JsonLd().write(made, tmp_path)
    ((came,), _) = opened(record.read_bytes(), "record.jsonld")
    assert (came.coded, came.prose, came.publisher) == ("muniment", False, "ACLED")
