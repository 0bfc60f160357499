"""A casebook gives its record to others, all of it or what was reviewed, and takes in what others recorded or coded."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from litestar.testing import TestClient

from command import run
from muniment import library, workflow
from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.desk.access import Door
from muniment.desk.serving import desk
from muniment.settings import Settings
from muniment.statement import Content, Statement

RAID = """Soldiers raid village, killing four
13 March 2021

Soldiers raided the village of Odem on Friday, killing four people and wounding at least nine, the mayor said.

The army denied that its soldiers had killed civilians. Lawyers called on the government to release three teachers.
"""
NEEDED = "event_id_cnty event_date time_precision event_type sub_event_type actor1 actor2 location geo_precision source fatalities"
ROW = "KAR1,2021-03-12,1,Battles,Armed clash,Military Forces of Karsa,United Front,Odem,1,Odem Post,4"


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exporting")
    (folder / "raid.txt").write_text(RAID, encoding="utf-8")
    workflow.build([folder / "raid.txt"], folder / "casebook", Settings(title="Odem"))
    return folder / "casebook"


def told(statement: Statement) -> tuple[object, ...]:
    """What a statement says, without the ids that differ from casebook to casebook."""
    values = {
        slot: [(value.start, value.end, value.words, getattr(value, "value", "")) for value in held]
        for slot, held in statement.slots.items()
    }
    voices = [(voice.name, voice.commit, voice.words) for voice in statement.voices]
    return (statement.type, statement.trigger, values, voices, statement.realis, statement.countable, statement.rule)


def test_the_command_writes_the_formats_asked_for(
    casebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", casebook, "geojson", "ucdp", "-o", tmp_path / "out") == 0
    assert "export   5 files" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"incidents.geojson", "ucdp-shaped.csv"}


def test_a_format_that_is_not_there_is_said_with_those_that_are(
    casebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", casebook, "shapefile", "-o", tmp_path / "out") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "shapefile" in said
    assert "geojson" in said


def test_the_same_casebook_gives_the_same_record_however_often_it_is_asked(casebook: Path, tmp_path: Path) -> None:
    def record(name: str, *formats: str) -> list[str]:
        with Casebook.open(casebook) as opened:
            workflow.export(opened, ["jsonld", *formats], tmp_path / name)
        return (tmp_path / name / "record.jsonld").read_text(encoding="utf-8").splitlines()[1:]

    assert record("one") == record("two", "csv")


def test_counts_of_what_was_reviewed_are_of_that_alone(tmp_path: Path) -> None:
    (tmp_path / "raid.txt").write_text(RAID, encoding="utf-8")
    (tmp_path / "other.txt").write_text(
        "13 March 2021\n\nSoldiers raided the village of Odem on Friday, killing six people.\n", encoding="utf-8"
    )
    workflow.build([tmp_path / "raid.txt", tmp_path / "other.txt"], tmp_path / "casebook", Settings(title="Odem"))
    with Casebook.open(tmp_path / "casebook") as opened:
        (four,) = (
            one
            for one in opened.statements(type="harm.death", countable=True)
            if [f.best for f in one.figures()] == [4]
        )
        opened.keep([decision_of("statement", (four.id,), "accepted", by="reader", at="2021-04-01T00:00:00Z")])
        workflow.export(opened, ["csv", "geojson", "parquet"], tmp_path / "all")
        workflow.export(opened, ["csv", "geojson", "parquet"], tmp_path / "reviewed", reviewed=True)
    with (tmp_path / "reviewed" / "statements.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [four.id]
    features = json.loads((tmp_path / "reviewed" / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["killed_high"] for feature in features] == [4]
    everything = json.loads((tmp_path / "all" / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    assert max(feature["properties"]["killed_high"] or 0 for feature in everything) == 6


def test_a_record_comes_into_another_casebook_with_its_statements_and_voices(casebook: Path, tmp_path: Path) -> None:
    with Casebook.open(casebook) as first:
        workflow.export(first, ["jsonld"], tmp_path / "out")
        given = list(first.statements())
        (source,) = first.reports()
    outcomes = workflow.build([tmp_path / "out" / "record.jsonld"], tmp_path / "second", Settings(title="Second"))
    assert not [refusal for outcome in outcomes for refusal in outcome.refusals]
    with Casebook.open(tmp_path / "second") as second:
        (report,) = second.reports()
        found = list(second.statements())
        assert workflow.check(second) == []
        actors = {actor.id for actor in second.actors()}
        assert list(second.incidents())
    assert (report.text, report.part, report.title) == (source.text, source.id, source.title)
    assert [told(one) for one in found] == [told(one) for one in given]
    assert any(voice.commit == "CT-" for one in found for voice in one.voices)
    pointed = [
        value.statement for one in found for held in one.slots.values() for value in held if isinstance(value, Content)
    ]
    assert pointed
    assert set(pointed) <= {one.id for one in found}
    assert {party.actor for one in found for party in one.parties("victim") if party.actor} <= actors


def test_another_json_ld_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "other.jsonld").write_text('{"@context": "https://schema.org/", "name": "Odem"}', encoding="utf-8")
    (refusal,) = list(workflow.received([tmp_path / "other.jsonld"], Settings()))
    assert "no record of Muniment" in str(refusal)


def test_a_coded_table_goes_the_way_of_any_report(tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(f"{','.join(NEEDED.split())}\n{ROW}\n", encoding="utf-8")
    outcomes = workflow.build([tmp_path / "acled.csv"], tmp_path / "casebook", Settings(title="Odem"))
    assert not [refusal for outcome in outcomes for refusal in outcome.refusals]
    with Casebook.open(tmp_path / "casebook") as opened:
        assert {one.type for one in opened.statements()} == {"life.armed_clash", "harm.death"}
        (count,) = (one for one in opened.counts() if one.measure == "harm.death" and one.over == "incident")
        assert (count.low, count.best, count.high, count.origins) == (4, None, None, 1)
        assert [one.voice for one in count.standpoints] == ["Odem Post"]
        assert workflow.check(opened) == []


def test_coded_rows_are_read_again_checked_sealed_and_opened_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f"{','.join(NEEDED.split())}\n{ROW}\n", encoding="utf-8")
    with Casebook.create(tmp_path / "casebook", Settings(title="Odem")) as opened:
        for task in (lambda made: workflow.add(made, [tmp_path / "rows.csv"]), workflow.extract, workflow.link):
            assert not task(opened).refusals
        said = [*opened.statements(), *opened.actors(), *opened.reports()]
        assert {one.rule for one in opened.statements()} == {"coded:acled"}
        outcome = workflow.reread(opened)
        assert (outcome.done, outcome.new, outcome.refusals) == (1, 0, [])
        assert workflow.check(opened) == []
        workflow.seal(opened, tmp_path / "bag")
    workflow.unpack(tmp_path / "bag", tmp_path / "second")
    with Casebook.open(tmp_path / "second") as second:
        assert [*second.statements(), *second.actors(), *second.reports()] == said
        assert workflow.check(second) == []
        assert workflow.extract(second).done == 0


def test_a_coded_statement_says_at_the_desk_who_coded_it(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f"{','.join(NEEDED.split())}\n{ROW}\n", encoding="utf-8")
    with Casebook.create(tmp_path / "casebook", Settings(title="Odem")) as made:
        workflow.add(made, [tmp_path / "rows.csv"])
        workflow.extract(made)
    with library.Casebook.open(tmp_path / "casebook") as opened:
        one = next(iter(opened.statements()))
        publisher = next(iter(opened.reports())).publisher
        door = Door("R. Velt")
        with TestClient(desk(opened, door, hosts=["desk.example"]), base_url="http://desk.example") as client:
            client.get(f"/enter/{door.key}")
            for address in (f"/review/{one.id}", f"/reports/{one.report}/told/{one.id}"):
                assert f"coded by {publisher}" in client.get(address).text, address
