"""The formats that others read: valid by their own libraries, lossless where they say so, and honest about what they drop."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hxl
import pyarrow.parquet as pq
import pytest
from followthemoney import model
from geojson_pydantic import FeatureCollection
from pyld import jsonld

from factory import at, report, statement
from muniment.actor import actor_of
from muniment.counting.ranges import Ground, count
from muniment.decision import decision_of
from muniment.dossier import Dossier
from muniment.incident import Incident, original_at
from muniment.nodes import read_back
from muniment.publishing.formats.jsonld import ANNOTATION, context
from muniment.publishing.formats.plover import sector
from muniment.publishing.formats.precision import acled_date, ucdp_date
from muniment.publishing.formats.ucdp import grid_cell
from muniment.publishing.gathering import gathered
from muniment.publishing.protecting import profile_of, protected
from muniment.record import guarded
from muniment.run import run_of
from muniment.seams import plugin
from muniment.statement import SLOT_VALUES, Statement
from muniment.taxonomy import data, types

from . import conftest
from .test_files import guarding

FORMATS = "jsonld followthemoney ucdp acled plover hxl geojson parquet".split()
DAY = {"value": "2021-03-12"}
dossier = cache(conftest.dossier)


def written(made: Dossier, folder: Path, *formats: str) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    exporters = [plugin("exporters", name)() for name in formats or FORMATS]
    return {file.name: file for exporter in exporters for file in exporter.write(made, folder)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(dossier(), tmp_path_factory.mktemp("formats"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def one_incident(text: str, *said: Any, **known: Any) -> Dossier:
    """A dossier of one report whose statements are one incident, and counted."""
    told = report(text, **({"publisher": "Odem Post", "published": "2021-06-30"} | known))
    made = [make(told) for make in said]
    everything = {one.id: one for one in made}
    incident = Incident(id="in_odem", number="ODE-0001", statements=tuple(everything))
    ground = Ground(reports={told.id: told}, original_at=original_at(()), voice_kinds={})
    return Dossier(
        title="Odem",
        made="2021-07-01T00:00:00+00:00",
        version="0",
        reports=(told,),
        statements=tuple(made),
        incidents=(incident,),
        counts=tuple(count([incident], everything, ground)),
    )


def strike(place: dict[str, Any], date: dict[str, Any] | None, **agent: Any) -> Dossier:
    """Twelve killed by a shelling, at a place and date as given."""
    where = {"place": at("Odem", **place)}
    when = {} if date is None else {"date": at("in spring", **date)}
    return one_incident(
        "Soldiers shelled Odem in spring. 12 people died.",
        lambda told: statement(told, "shelled", type="life.attack", **agent, **where, **when),
        lambda told: statement(told, "died", type="harm.death", victim="12 people", count=at("12"), **where, **when),
    )


TOWN = {"precision": "settlement", "country": "SYR", "lat": 35.1, "lon": 36.7, "admin1": "Hama"}


# All formats


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_the_same_bytes_for_the_same_record(name: str, tmp_path: Path) -> None:
    first, second = (written(dossier(), tmp_path / folder, name) for folder in ("one", "two"))
    assert first.keys() == second.keys()
    assert all(path.read_bytes() == second[key].read_bytes() for key, path in first.items())


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_lists_what_it_dropped_and_why(name: str, tmp_path: Path) -> None:
    found = written(dossier(), tmp_path, name)
    (listed,) = (path for key, path in found.items() if key.endswith(".dropped.csv"))
    rows = table(listed)
    assert rows
    assert all(row["reason"] and row["what"] for row in rows)
    assert rows[0] == {"id": "", "what": "2 statements", "reason": "rejected, redacted or sealed"}


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_names_what_is_withheld(name: str, tmp_path: Path) -> None:
    made = guarding()
    secret = actor_of(made.reports[0].id, "Amra Velt", kind="person")
    joined = replace(secret, id="ac_joined", report=None, members=(secret.id,))
    made = replace(made, mentioned=(secret,), actors=(joined,))
    withheld = [made.statements[place].id for place in (0, 2, 3)]
    for file in written(made, tmp_path, name).values():
        text = file.read_bytes().decode("utf-8", errors="replace")
        assert not [one for one in withheld if one in text or one.replace("_", "-") in text], file.name
        assert not [words for words in ("Amra Velt", "Two sisters") if words in text], file.name


@pytest.mark.parametrize("name", FORMATS)
def test_only_what_a_person_accepted_is_written_where_that_was_asked(name: str, tmp_path: Path) -> None:
    made = dossier()
    kept = made.statements[0]
    accepted = decision_of("statement", (kept.id,), "accepted", by="reader", at="2021-06-01T00:00:00Z")
    reviewed = replace(profile_of("working"), unreviewed=False)
    narrowed = protected(replace(made, decisions=(*made.decisions, accepted)), reviewed, b"k" * 32).dossier
    assert [one.id for one in narrowed.statements] == [kept.id]
    found = written(narrowed, tmp_path, name)
    text = "".join(path.read_bytes().decode("utf-8", errors="replace") for path in found.values())
    assert not [one.id for one in made.statements if one.id != kept.id and one.id in text]
    listed = [row for key, path in found.items() if "dropped" in key for row in table(path)]
    left_out = f"{len(made.statements) - 3} statements"
    assert {"id": "", "what": left_out, "reason": "not reviewed"} in listed


def test_no_cell_of_a_format_is_a_formula(tmp_path: Path) -> None:
    made = strike(TOWN, DAY, agent=at("Soldiers", value='=HYPERLINK("http://x.example")', kind="state_body"))
    for name, path in written(made, tmp_path, "ucdp", "acled", "hxl").items():
        if name.endswith(".csv"):
            cells = [cell for row in table(path) for cell in row.values()]
            assert all(guarded(cell) == cell for cell in cells if not cell.startswith("-")), name
            assert "'=HYPERLINK" in path.read_text(encoding="utf-8") or "dropped" in name


# JSON-LD


def whole() -> Dossier:
    """The dossier with everything that JSON-LD gives back."""
    made = dossier()
    run = run_of("extract", version="0", settings={"model": "none", "rules": [1, None]})
    first = actor_of(made.reports[0].id, "mayor", kind="person", run=run.id)
    joined = replace(first, id="ac_both", report=None, members=(first.id,), number="ODE-A0001")
    ruled = [
        decision_of(
            "statement", (made.statements[0].id,), "accepted", by="reader", at="2021-06-01T00:00:00Z", reason="clear"
        ),
        decision_of(
            "statement",
            (made.statements[1].id,),
            "amended",
            by="reader",
            at="2021-06-02T00:00:00Z",
            amendment={"realis": "actual", "slots": {}},
        ),
    ]
    return replace(made, mentioned=(first,), actors=(joined,), runs=(run,), decisions=(*made.decisions, *ruled))


def test_json_ld_gives_back_what_was_published(tmp_path: Path) -> None:
    made = whole()
    back = read_back(written(made, tmp_path, "jsonld")["record.jsonld"].read_text(encoding="utf-8"))
    open_ = {one.id for one in made.statements} - {made.decisions[0].targets[0]}
    assert back.reports == gathered(made).dossier.reports
    assert [one.text == other.text for one, other in zip(back.reports, made.reports, strict=True)].count(False) == 1
    assert back.statements == tuple(one for one in made.statements if one.id in open_ and one.visibility != "sealed")
    assert back.decisions == made.decisions[1:]
    assert (back.mentioned, back.runs) == (made.mentioned, made.runs)
    assert back.incidents == gathered(made).dossier.incidents
    assert [one.number for one in back.incidents] == [one.number for one in made.incidents]
    assert back.origins == made.origins
    assert (back.title, back.made, back.version) == (made.title, made.made, made.version)


def test_withheld_words_come_back_black_without_a_hash_to_test_a_guess_by(tmp_path: Path) -> None:
    made = guarding()
    (shown,) = read_back(written(made, tmp_path, "jsonld")["record.jsonld"].read_text(encoding="utf-8")).reports
    assert "█" in shown.text
    assert (shown.sha256, shown.text_sha256) == ("", "")


def offline(url: str, _options: object) -> dict[str, Any]:
    assert url == ANNOTATION, "a processor would have asked the network"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": dict(context())}}


def expanded(path: Path) -> list[dict[str, Any]]:
    plain = json.loads(path.read_text(encoding="utf-8"))
    (bundle,) = jsonld.expand(plain, {"documentLoader": offline})
    assert bundle["@type"][0] == "http://www.w3.org/ns/prov#Bundle"
    return bundle["@graph"]


OA, PROV, MU = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#", "urn:muniment:terms#"


def test_each_statement_is_an_annotation_by_the_model(files: dict[str, Path]) -> None:
    nodes = expanded(files["record.jsonld"])
    texts = {node["@id"]: node[f"{MU}text"][0]["@value"] for node in nodes if f"{MU}Report" in node["@type"]}
    told = [node for node in nodes if f"{MU}Statement" in node["@type"]]
    assert len(told) == len(dossier().statements) - 2
    for node in told:
        assert f"{OA}Annotation" in node["@type"]
        assert node[f"{OA}motivatedBy"] == [{"@id": f"{OA}classifying"}]
        (target,) = node[f"{OA}hasTarget"]
        text = texts[target[f"{OA}hasSource"][0]["@id"]]
        quote, position = sorted(target[f"{OA}hasSelector"], key=lambda one: f"{OA}exact" not in one)
        assert f"{OA}refinedBy" not in quote
        start, end = (int(position[f"{OA}{edge}"][0]["@value"]) for edge in ("start", "end"))
        exact, prefix, suffix = (quote[f"{OA}{part}"][0]["@value"] for part in ("exact", "prefix", "suffix"))
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)


def test_each_voice_is_an_attribution_in_its_order(files: dict[str, Path]) -> None:
    nodes = expanded(files["record.jsonld"])
    for node in (node for node in nodes if f"{MU}Statement" in node["@type"]):
        (chain,) = node[f"{MU}voices"]
        roles = [voice[f"{PROV}hadRole"][0]["@id"] for voice in chain["@list"]]
        assert roles == [f"{MU}author", *[f"{MU}claimant"] * (len(roles) - 1)]
        assert {one["@id"] for one in node[f"{PROV}qualifiedAttribution"]} == {one["@id"] for one in chain["@list"]}
        assert all(f"{MU}commit" in voice and f"{PROV}agent" in voice for voice in chain["@list"])
        assert node[f"{PROV}wasDerivedFrom"]


def test_every_slot_of_the_record_keeps_its_order_in_json_ld() -> None:
    known = context()["slots"]["@context"]
    for slot in {*SLOT_VALUES, *(slot for entry in types().values() for slot in entry.slots)}:
        assert known[slot]["@container"] == "@list", slot


# FollowTheMoney


def entities(path: Path) -> dict[str, Any]:
    return {one["id"]: one for one in lines(path)}


def assert_valid(found: dict[str, Any]) -> None:
    for entity in found.values():
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        proxy.schema.validate(entity)
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert prop.range is not None
                assert model[found[value]["schema"]].is_a(prop.range), (prop.name, value)


def test_its_own_library_takes_every_entity(files: dict[str, Path]) -> None:
    found = entities(files["entities.ftm.json"])
    assert {one["schema"] for one in found.values()} >= {"Event", "Article", "UnknownLink"}
    assert_valid(found)


def test_ties_are_taken_by_its_own_library(tmp_path: Path) -> None:
    made = one_incident(
        "Colonel Vareth commands the Third Brigade. Lena Vareth is his sister. The brigade is backed by Morvessa.",
        lambda told: statement(
            told,
            "commands",
            type="relation.commands",
            subject=at("Colonel Vareth", kind="person", actor="ac_1"),
            object=at("the Third Brigade", kind="armed_group", actor="ac_2"),
            role="Colonel",
        ),
        lambda told: statement(
            told,
            "sister",
            type="relation.kin_of",
            subject=at("Lena Vareth", kind="person", actor="ac_3"),
            object=at("his", kind="person", actor="ac_1"),
        ),
        lambda told: statement(
            told,
            "backed by",
            type="relation.backed_by",
            subject=at("The brigade", kind="armed_group", actor="ac_2"),
            object=at("Morvessa", kind="state", actor="ac_4"),
        ),
    )
    found = entities(written(made, tmp_path, "followthemoney")["entities.ftm.json"])
    assert_valid(found)
    schemas = [one["schema"] for one in found.values()]
    assert {"Directorship", "Family", "UnknownLink", "Person", "Organization", "PublicBody"} <= set(schemas)


def test_a_denial_is_no_entity_and_is_listed(files: dict[str, Path]) -> None:
    denied = next(one for one in dossier().statements if any(voice.commit == "CT-" for voice in one.voices))
    assert denied.id not in files["entities.ftm.json"].read_text(encoding="utf-8")
    reasons = {row["id"]: row["reason"] for row in table(files["entities.ftm.dropped.csv"])}
    assert reasons[denied.id].startswith("a voice denies it")


def test_who_did_it_and_who_suffered_it_are_told_apart(files: dict[str, Path]) -> None:
    found = entities(files["entities.ftm.json"])
    links = [one["properties"] for one in found.values() if one["schema"] == "UnknownLink"]
    roles = {(link["subject"][0], link["role"][0].split(" (")[0]) for link in links}
    assert ("ac-airforce", "said to have done it") in roles
    assert ("ac-people", "said to have suffered it") in roles
    assert all(link["proof"] and link["recordId"] for link in links)
    assert "involved" not in files["entities.ftm.json"].read_text(encoding="utf-8")


# Rows of events


def test_the_rows_have_the_columns_of_ucdp_and_acled(files: dict[str, Path]) -> None:
    for name, number in (("ucdp", 49), ("acled", 31)):
        with files[f"{name}-shaped.csv"].open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == data("formats.toml")[name]["columns"].split()
        assert len(data("formats.toml")[name]["columns"].split()) == number
        assert "not" in files[f"{name}-shaped.README.md"].read_text(encoding="utf-8")


def test_two_tellings_of_one_strike_are_a_range(files: dict[str, Path]) -> None:
    (row,) = table(files["ucdp-shaped.csv"])
    assert (row["low"], row["best"], row["high"], row["deaths_unknown"]) == ("12", "", "31", "")
    assert (row["side_a"], row["type_of_violence"], row["side_b"]) == ("Karsan air force", "3", "Civilians")
    assert (row["date_prec"], row["where_prec"], row["number_of_sources"]) == ("1", "1", "2")
    assert row["source_original"] == "the mayor"
    (other,) = table(files["acled-shaped.csv"])
    assert (other["fatalities"], other["time_precision"], other["geo_precision"]) == ("12", "1", "1")
    assert (other["event_type"], other["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert "Killed: 12 to 31" in other["notes"]


def test_a_perpetrator_whom_nobody_names_is_kept(tmp_path: Path) -> None:
    found = written(strike(TOWN, DAY), tmp_path, "ucdp", "acled")
    (row,) = table(found["ucdp-shaped.csv"])
    assert (row["side_a"], row["type_of_violence"], row["best"], row["country"]) == ("Unknown", "", "", "Syria")
    (other,) = table(found["acled-shaped.csv"])
    assert (other["actor1"], other["inter1"], other["iso"]) == ("Unknown", "", "760")


def test_the_day_of_publication_never_stands_for_a_date(tmp_path: Path) -> None:
    found = written(strike(TOWN, None), tmp_path, "ucdp", "acled", "hxl", "geojson", "plover")
    for name in ("ucdp-shaped", "acled-shaped"):
        assert table(found[f"{name}.csv"]) == []
        assert [row["reason"] for row in table(found[f"{name}.dropped.csv"])] == ["no voice says when"]
    assert [row["From"] for row in table(found["incidents.hxl.csv"])[1:]] == [""]
    assert all("date" not in event for event in lines(found["events.plover.jsonl"]))
    (feature,) = json.loads(found["incidents.geojson"].read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["date"] is None


def test_casualties_are_no_deaths(tmp_path: Path) -> None:
    made = one_incident(
        "Soldiers shelled Odem on 12 March. There were 12 casualties.",
        lambda told: statement(
            told, "shelled", type="life.attack", place=at("Odem", **TOWN), date=at("12 March", **DAY)
        ),
        lambda told: statement(told, "casualties", type="harm.injury", count=at("12"), date=at("12 March", **DAY)),
    )
    found = written(made, tmp_path, "ucdp", "acled", "hxl", "plover")
    assert table(found["ucdp-shaped.csv"]) == []
    rows = table(found["acled-shaped.csv"])
    assert [row["fatalities"] for row in rows] == ["0"]
    assert all("muniment:fatalities-unknown" in row["tags"] for row in rows)
    assert {row["Killed (least)"] for row in table(found["incidents.hxl.csv"])[1:]} == {""}
    assert "dead" not in found["events.plover.jsonl"].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("edtf", "ucdp", "acled"),
    [
        ("2019-03-05", 1, (1, "2019-03-05")),
        ("2019-03-05/2019-03-09", 2, (2, "2019-03-05")),
        ("2019-03-04/2019-03-10~", 3, (2, "2019-03-04")),
        ("2019-03-05~", 3, (2, "2019-03-02")),
        ("2019-03", 4, (3, "2019-03-16")),
        ("2019", 5, None),
        ("2019-21", 5, None),
        ("2017/..", 5, None),
    ],
)
def test_a_date_is_coded_no_more_precisely_than_it_is(edtf: str, ucdp: int, acled: tuple[int, str] | None) -> None:
    coded = acled_date(edtf)
    assert ucdp_date(edtf) == ucdp
    assert (coded and (coded[0], coded[1].isoformat())) == acled


def test_a_month_is_a_month_in_a_row(tmp_path: Path) -> None:
    (row,) = table(written(strike(TOWN, {"value": "2021-03"}), tmp_path, "ucdp")["ucdp-shaped.csv"])
    assert (row["date_prec"], row["date_start"], row["date_end"], row["event_clarity"]) == (
        "4",
        "2021-03-01",
        "2021-03-31",
        "2",
    )


def test_a_province_gets_no_pin(tmp_path: Path) -> None:
    found = written(strike({"precision": "adm1", "country": "SYR", "lat": 35.1, "lon": 36.7}, DAY), tmp_path)
    (feature,) = json.loads(found["incidents.geojson"].read_text(encoding="utf-8"))["features"]
    assert (feature["geometry"], feature["properties"]["precision"]) == (None, "adm1")
    assert table(found["incidents.geojson.dropped.csv"])[0]["what"] == "point"
    (row,) = table(found["ucdp-shaped.csv"])
    assert (row["where_prec"], row["latitude"], row["geom_wkt"], row["adm_1"]) == ("4", "", "", "Odem")
    (other,) = table(found["acled-shaped.csv"])
    assert (other["geo_precision"], other["latitude"]) == ("3", "")


def test_the_grid_is_numbered_from_the_south_west() -> None:
    assert [grid_cell(-90, -180), grid_cell(-90, -179.5), grid_cell(-89.5, -180), grid_cell(89.9, 179.9)] == [
        1,
        2,
        721,
        259200,
    ]


# PLOVER, HXL, GeoJSON, Parquet


def test_events_have_the_categories_of_the_manual(files: dict[str, Path]) -> None:
    known = {code.replace("+", "/").split("/")[0] for entry in plover_codes() for code in entry}
    events = lines(files["events.plover.jsonl"])
    assert events
    for event in events:
        assert set(event["event"]) <= known
        assert event["actor"]
        assert event["cite_info"]["codebook"] == "plover-2.0-draft-2021"
        assert event["muniment"]["voices"][0]["name"] == "author"
        assert event["text_info"]["start"] < event["text_info"]["end"]
    struck = [event for event in events if event["muniment"]["type"] == "life.attack"]
    assert [event["mode"] for event in struck] == [["aerial"], ["aerial"]]


def plover_codes() -> Iterable[tuple[str, ...]]:
    return (entry.plover for entry in types().values())


def test_a_denied_act_is_no_event(files: dict[str, Path]) -> None:
    denied = next(one for one in dossier().statements if any(voice.commit == "CT-" for voice in one.voices))
    assert denied.id not in {event["id"] for event in lines(files["events.plover.jsonl"])}
    assert denied.id in {row["id"] for row in table(files["events.plover.dropped.csv"])}


def test_gunmen_are_nobodys_rebels() -> None:
    assert [sector("the gunmen", "group"), sector("somebody", None), sector("riot police", "state_body")] == [
        "UAF",
        "UNK",
        "COP",
    ]


def test_its_own_library_takes_the_hxl(files: dict[str, Path]) -> None:
    with files["incidents.hxl.csv"].open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    tags = [column.display_tag for column in hxl.data(rows).columns]
    assert tags == "".join(data("formats.toml")["hxl"]["columns"].split()).split(",")
    found = hxl.validate(hxl.data(rows))
    assert found["stats"]["error"] == 0, found["issues"]
    assert len(list(hxl.data(rows))) == len(dossier().incidents)


def test_no_person_is_named_in_hxl(tmp_path: Path) -> None:
    made = strike(TOWN, DAY, agent=at("Soldiers", value="Orvane Telk", kind="person"))
    found = written(made, tmp_path, "hxl")
    assert "Telk" not in found["incidents.hxl.csv"].read_text(encoding="utf-8")
    assert "a person's name" in {row["what"] for row in table(found["incidents.hxl.dropped.csv"])}


def test_the_geojson_is_by_the_standard(files: dict[str, Path]) -> None:
    plain = json.loads(files["incidents.geojson"].read_text(encoding="utf-8"))
    read = FeatureCollection.model_validate(plain)
    assert "crs" not in plain
    (pinned,) = (feature for feature in read.features if feature.geometry is not None)
    assert pinned.geometry is not None
    assert pinned.geometry.model_dump()["coordinates"] == (63.2, -39.5)
    assert plain["bbox"] == [63.2, -39.5, 63.2, -39.5]


def test_parquet_has_the_rows_of_the_csv_and_says_what_each_column_holds(files: dict[str, Path]) -> None:
    read = pq.read_table(files["statements.parquet"])
    kept: dict[str, Statement] = {one.id: one for one in dossier().statements}
    assert set(read.column("id").to_pylist()) < set(kept)
    assert all(field.metadata[b"description"] for field in read.schema)
    counted = [row for row in read.to_pylist() if row["type"] == "harm.death"]
    assert [(row["low"], row["best"], row["high"]) for row in counted] == [(12, 12, 12), (31, 31, 31)]
    assert pq.read_table(files["incidents.parquet"]).num_rows
    assert pq.read_table(files["reports.parquet"]).num_rows == len(dossier().reports)
