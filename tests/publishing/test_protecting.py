"""What is published of people who must not be found: hunted in every file, whatever its format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factory import at, received, statement
from muniment import workflow
from muniment.actor import Actor, Name, actor_of
from muniment.casebook import Casebook
from muniment.casebook.publications import editions, keep_edition, key_of
from muniment.decision import Ruling
from muniment.errors import BadChoice, MunimentError
from muniment.nodes import read_back
from muniment.publishing.editions import compared
from muniment.publishing.gathering import gathered
from muniment.publishing.protecting import PROFILES, profile_of
from muniment.publishing.protecting.veil import Veil
from muniment.publishing.withholding import BLACKENED
from muniment.record import as_json
from muniment.report import Report
from muniment.run import run_of
from muniment.seams import plugins
from muniment.settings import Settings
from muniment.statement import Statement
from publishing.hunting import caught, contents, quarry

READ = run_of("extract", version="1", settings={})
FIRST = (
    "Soldiers shot Amra Véltanik near the Orsel bridge in Lissane on 12 March 2021. Amra Véltanik died. "
    "Her brother Ilvan Brothek saw it. The army denied it.\n\n"
    "Tessel Quarrow hid the body in a cellar. VELTANIK was a nurse."
)
SECOND = (
    "Mrs. Veltanik was killed in Lissane, her neighbour said. Police beat a porter (أحمد الزهري) in Lissane, Karel "
    "Umbrin said, and Wenna Tarquist wrote it down."
)
FORMATS = sorted(plugins("exporters"))
SECRET = ("Amra Véltanik", "Veltanik", "Ilvan Brothek", "Tessel Quarrow")
PLACES = ("Lissane", "Orsel")


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    """Two reports that name people in their text, their titles, their file names and their addresses."""
    with Casebook.create(tmp_path / "book", Settings(title="Halmera")) as made:
        made.keep([READ])
        for text, name in ((FIRST, "amra-veltanik.txt"), (SECOND, "second.txt")):
            came = received(
                text,
                name=name,
                title="Amra Veltanik killed in Lissane" if text == FIRST else "A nurse is dead",
                publisher="Halmera Post",
                author="Ilvan Brothek",
                published="2021-03-13",
                address="https://halmera.example/2021/amraveltanik-lissane",
            )
            made.keep_report(came)
            said, actors = (first if text == FIRST else second)(came.report)
            made.keep_reading(came.report.id, READ.id, said, actors)
        for task in (workflow.link, workflow.count):
            task(made)
        yield made


PLACE = {"precision": "settlement", "country": "XKA", "admin1": "Halmera", "lat": 39.5, "lon": 63.25}


def first(told: Report) -> tuple[list[Statement], list[Actor]]:
    victim = actor_of(
        told.id, "Amra Véltanik", kind="person", names=(Name(words="Amra Véltanik"), Name(words="VELTANIK"))
    )
    amra = at("Amra Véltanik", actor=victim.id, kind="person", age=34)
    where, day = at("Lissane", **PLACE), at("12 March 2021", value="2021-03-12")
    return [
        statement(told, "shot", type="life.attack", agent="Soldiers", victim=amra, place=where, date=day),
        statement(told, "died", type="harm.death", victim=amra),
        statement(told, "saw", type="record.witness", agent=at("Ilvan Brothek", kind="person")),
        statement(told, "hid", type="life.concealment", agent=at("Tessel Quarrow", kind="person")),
    ], [victim]


def second(told: Report) -> tuple[list[Statement], list[Actor]]:
    victim = actor_of(told.id, "Veltanik", kind="person", names=(Name(words="Veltanik"),))
    where = at("Lissane", **PLACE)
    return [
        statement(
            told,
            "killed",
            type="life.killing",
            victim=at("Veltanik", actor=victim.id, kind="person"),
            place=where,
            voices="author:Uu > her neighbour:CT+",
        ),
        statement(told, "beat", type="body.assault", agent="Police", victim="a porter"),
        statement(told, "wrote", type="record.document", agent=at("Wenna Tarquist", kind="organisation")),
    ], [victim]


def release(casebook: Casebook, *types: str, ruling: Ruling = "released") -> list[Statement]:
    """Rules on the statements of these types."""
    held = [one for one in casebook.statements() if one.type in types]
    for one in held:
        workflow.decide(casebook, one.id, ruling, by="Wenna Reviewer", reason="Amra Véltanik agreed")
    return held


def published(casebook: Casebook, profile: str) -> list[Path]:
    """Every file of a profile: its dossier, and the record in every format."""
    made = workflow.publish(casebook, profile=profile).files
    return made + workflow.export(casebook, FORMATS, casebook.folder / f"formats-{profile}", profile=profile).files


def test_no_name_of_a_person_and_no_fine_place_is_in_any_public_file(casebook: Casebook) -> None:
    released = release(casebook, "life.attack", "harm.death", "record.witness", "life.killing", "body.assault")
    files = published(casebook, "public")
    plain = [one.id.partition("_")[2] for one in (*released, *casebook.reports(), *casebook.actors())]
    hashes = [one for report in casebook.reports() for one in (report.sha256[:16], report.text_sha256[:16])]
    assert (
        caught(
            files,
            quarry([*SECRET, *PLACES, "Reviewer", "أحمد الزهري", "Karel Umbrin", "Wenna Tarquist"])
            | {*plain, *hashes, "63.25"},
        )
        == []
    )
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "Public dossier" in page
    assert "Soldiers shot Person " in page


def test_what_nobody_released_is_not_in_a_public_dossier_and_is_counted(casebook: Casebook) -> None:
    release(casebook, "body.assault")
    release(casebook, "harm.death", ruling="accepted")
    files = published(casebook, "public")
    lines = next(file for file in files if file.name == "statements.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["body.assault"]
    assert caught(files, ["shot", "cellar", "denied it", "died"]) == []
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "6 statements left out or hidden: for others only" in page
    assert "1 report left out" in page


def test_accepted_and_marked_public_is_as_good_as_released(casebook: Casebook) -> None:
    (one,) = (one for one in casebook.statements() if one.type == "body.assault")
    workflow.decide(casebook, one.id, "amended", by="W", amendment={"visibility": "public"})
    files = workflow.publish(casebook, profile="public").files
    assert next(file for file in files if file.name == "statements.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_a_report_that_is_for_partners_gives_the_public_nothing_even_of_what_was_released(casebook: Casebook) -> None:
    (one,) = release(casebook, "body.assault")
    workflow.decide(casebook, one.report, "amended", by="W", amendment={"visibility": "partner"})
    for profile, number in (("public", 0), ("partner", 1)):
        files = workflow.publish(casebook, profile=profile).files
        text = next(file for file in files if file.name == "statements.jsonl").read_text(encoding="utf-8")
        assert text.count("\n") == number


@pytest.mark.parametrize("profile", [*PROFILES, "working"])
def test_a_redacted_actor_is_in_no_file_of_any_profile(casebook: Casebook, profile: str) -> None:
    release(casebook, "life.attack", "life.killing", "body.assault")
    for actor in list(casebook.actors()):
        workflow.decide(casebook, actor.id, "redacted", by="W", reason="Amra Véltanik asked for it")
    files = published(casebook, profile)
    assert caught(files, quarry(["Amra Véltanik", "Veltanik"])) == []
    assert "Somebody " in next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", [*PROFILES, "working"])
def test_a_redacted_slot_is_blackened_in_its_report(casebook: Casebook, profile: str) -> None:
    release(casebook, "record.witness", "body.assault")
    (one,) = (one for one in casebook.statements() if one.type == "record.witness")
    made = workflow.decide(casebook, one.id, "redacted", by="W", slot="agent")
    files = published(casebook, profile)
    assert caught(files, quarry(["Ilvan Brothek"])) == []
    assert BLACKENED in next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    workflow.undo(casebook, made.id, by="W")
    if profile == "court":
        assert caught(workflow.publish(casebook, profile=profile).files, ["brothek"])


def test_sealed_words_are_black_in_the_title_and_no_hash_lets_anybody_test_a_guess(casebook: Casebook) -> None:
    (one,) = (one for one in casebook.statements() if one.type == "life.attack")
    workflow.decide(casebook, one.id, "redacted", by="W")
    shown, other = workflow.published(casebook, profile_of("court"), b"k" * 32).dossier.reports
    assert "in █████ on" in shown.text
    assert shown.title == "Amra Veltanik killed in █████"
    assert [bool(report.sha256) for report in (shown, other)] == [False, True]


def test_the_teams_own_dossier_says_nothing_false_once_a_name_is_redacted(casebook: Casebook, tmp_path: Path) -> None:
    unread = tmp_path / "broken.pdf"
    unread.write_bytes(b"%PDF-1.4 broken")
    workflow.add(casebook, [str(unread)])
    assert list(casebook.refusals())
    workflow.decide(casebook, next(iter(casebook.actors())).id, "redacted", by="W")
    files = workflow.publish(casebook).files
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "Nothing was refused" not in page
    assert "What was refused, and why, is not told in this dossier." in page
    workflow.publish(casebook, tmp_path / "court", profile="court")
    assert "No estimate of what nobody recorded was asked for" not in (tmp_path / "court" / "index.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("profile", [*PROFILES, "working"])
def test_of_a_redacted_report_no_format_names_anybody(casebook: Casebook, profile: str) -> None:
    (shut,) = (one for one in casebook.reports() if one.text == FIRST)
    actors = [one.id.partition("_")[2] for one in casebook.actors() if one.report == shut.id]
    workflow.decide(casebook, shut.id, "redacted", by="W")
    assert actors
    assert caught(published(casebook, profile), {*quarry(["Tessel Quarrow", "cellar"]), *actors}) == []


@pytest.mark.parametrize("profile", [*PROFILES, "working"])
def test_json_ld_gives_back_what_was_published_whatever_people_ruled(casebook: Casebook, profile: str) -> None:
    release(casebook, "life.attack", "body.assault")
    release(casebook, "harm.death", ruling="rejected")
    (one,) = (one for one in casebook.statements() if one.type == "life.killing")
    workflow.decide(casebook, one.id, "amended", by="W", amendment={"visibility": "public", "realis": "ongoing"})
    (other,) = (one for one in casebook.reports() if one.text == SECOND)
    beat = SECOND.index("beat")
    workflow.enter(casebook, other.id, kind="act", type="body.torture", trigger=(beat, beat + len("beat")), by="W")
    folder = casebook.folder / "record"
    workflow.export(casebook, ["jsonld"], folder, profile=profile)
    back = read_back((folder / "record.jsonld").read_text(encoding="utf-8"))
    made = (
        workflow.gathered(casebook)
        if profile == "working"
        else workflow.published(casebook, profile_of(profile), key_of(casebook.folder, profile, "")).dossier
    )
    shown = gathered(made)
    assert (back.title, back.profile, back.says) == (made.title, made.profile, made.says)
    assert back.statements == tuple(shown.statements.values())
    assert any(one.entered for one in back.statements) or profile != "working"
    known = {*shown.statements, *shown.reports}
    assert back.decisions == tuple(one for one in shown.dossier.decisions if known.issuperset(one.targets))
    for field in ("reports", "incidents", "origins", "actors", "mentioned"):
        assert sorted(getattr(back, field), key=str) == sorted(getattr(shown.dossier, field), key=str), field
    assert ("ongoing" in {one.realis for one in back.statements}) == (
        one.id in shown.statements or profile != "working"
    )


def test_one_person_has_unrelated_names_in_two_dossiers_and_one_in_two_editions(casebook: Casebook) -> None:
    release(casebook, "life.attack")

    def name(called: str) -> str:
        files = workflow.publish(casebook, profile="public", name=called).files
        text = next(file for file in files if file.name == "statements.jsonl").read_text(encoding="utf-8")
        return str(json.loads(text)["slots"]["victim"][0]["value"])

    assert name("one") == name("one")
    assert name("one") != name("two")


def test_two_profiles_under_one_name_and_two_names_in_other_letters_share_nothing(tmp_path: Path) -> None:
    names = [
        "",
        "lantern",
        "public",
        "قنديل",
        "مصباح",
        "Odem lawyers",
        "odem-lawyers",
        "../public",
        "../../x",
        "é" * 300,
    ]
    asked = [(profile, name) for profile in ("partner", "public") for name in names]
    keys = [key_of(tmp_path, *one) for one in asked]
    assert len(set(keys)) == len(asked)
    assert [key_of(tmp_path, *one) for one in asked] == keys
    keep_edition(tmp_path, "partner", "lantern", 1, "{}")
    assert [one for one in asked if editions(tmp_path, *one)] == [("partner", "lantern")]
    assert [path.name for path in tmp_path.iterdir()] == ["publications"]
    assert len(list((tmp_path / "publications").iterdir())) == len(asked)


def test_what_a_dossier_is_called_leads_nowhere_else(casebook: Casebook) -> None:
    named = [workflow.publish(casebook, profile="partner", name=one).files[0].parent for one in ("public", "../../x")]
    plain = workflow.publish(casebook, profile="public").files[0].parent
    assert len({*named, plain}) == 3
    assert {one.resolve().parent for one in (*named, plain)} == {casebook.folder.resolve()}


def test_every_passage_stands_in_the_published_text(casebook: Casebook) -> None:
    release(casebook, "life.attack", "life.killing", "harm.death")
    for profile in PROFILES:
        made = workflow.published(casebook, profile_of(profile), b"k" * 32).dossier
        texts = {report.id: report.text for report in made.reports}
        for one in made.statements:
            for value in (one.trigger, *(value for held in one.slots.values() for value in held)):
                assert texts[one.report][value.start : value.end] == value.words, (profile, as_json(value))


def test_the_same_record_gives_the_same_bytes(casebook: Casebook, tmp_path: Path) -> None:
    release(casebook, "life.attack", "body.assault")
    for profile in PROFILES:
        once, again = (
            {
                file.name: file.read_bytes()
                for file in workflow.publish(casebook, tmp_path / name, profile=profile).files
            }
            for name in ("once", "again")
        )
        assert once == again


def test_an_unknown_profile_and_an_unknown_slot_are_refused(casebook: Casebook) -> None:
    with pytest.raises(BadChoice):
        workflow.publish(casebook, profile="everybody")
    one = next(casebook.statements())
    with pytest.raises(BadChoice):
        workflow.decide(casebook, one.id, "redacted", by="W", slot="purpose")


def test_a_veil_hides_names_however_they_are_written() -> None:
    veil = Veil(key=b"k", swaps={("amra", "veltanik"): "P", ("veltanik",): "P", ("احمد",): "Q"})
    said = ["Amra Véltanik", "AMRA-VELTANIK", "amra_veltanik.txt", "Veltanik's", "وأحمد", "Veltanikov"]
    assert [veil.text(one) for one in said] == ["P", "P", "P.txt", "P's", "وQ", "Veltanikov"]


def test_a_second_edition_says_what_was_withdrawn_and_every_sentence_that_used_it(
    casebook: Casebook, tmp_path: Path
) -> None:
    (killed,) = release(casebook, "life.killing")
    release(casebook, "life.attack", "harm.death")
    workflow.publish(casebook, tmp_path / "first", profile="public")
    before = {id for one in casebook.decisions(on=killed.id) for id in [one.id]}
    workflow.decide(casebook, killed.id, "rejected", by="W", seen=before, reason="Amra Véltanik says otherwise")
    release(casebook, "body.assault")
    files = workflow.publish(casebook, tmp_path / "second", profile="public").files
    changes = workflow.compare(tmp_path / "first", tmp_path / "second")
    (gone,) = (one for one in changes if one.change == "withdrawn" and one.of.startswith("st_"))
    assert gone.why == "rejected"
    assert [one.change for one in changes if one.of.startswith("st_") and one != gone] == ["added"]
    assert any(gone.of in one.statements for one in changes if one.of.startswith(("summary", "figure")))
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "Corrections since edition 1" in page
    assert gone.of in page
    assert caught(files, quarry(SECRET)) == []


@pytest.mark.parametrize("redacted", ["actor", "slot"])
def test_what_was_redacted_since_stands_in_no_correction(casebook: Casebook, tmp_path: Path, redacted: str) -> None:
    workflow.publish(casebook, tmp_path / "first", profile="court")
    if redacted == "actor":
        for actor in list(casebook.actors()):
            workflow.decide(casebook, actor.id, "redacted", by="W")
    else:
        (one,) = (one for one in casebook.statements() if one.type == "record.witness")
        workflow.decide(casebook, one.id, "redacted", by="W", slot="agent")
    files = workflow.publish(casebook, tmp_path / "second", profile="court").files
    secret = ["Amra Véltanik", "Veltanik"] if redacted == "actor" else ["Ilvan Brothek"]
    assert caught(files, quarry(secret)) == []
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "Corrections since edition 1" in page
    assert "Changed: " in page


def test_a_sentence_that_lost_a_statement_and_still_stands_is_not_repeated_as_it_was() -> None:
    def edition(words: str, *ids: str) -> dict[str, Any]:
        return {
            "statements": {id: {"sentence": id, "review": "accepted"} for id in ids},
            "sentences": {"figure: one": {"words": words, "statements": ids}},
        }

    changes = compared(edition("Killed: Amra and 3 persons.", "st_a", "st_b"), edition("Killed: 3 persons.", "st_b"))
    (figure,) = (one for one in changes if one.of == "figure: one")
    assert (figure.change, figure.before, figure.now) == ("changed", "", "Killed: 3 persons.")


def test_a_sentence_of_a_public_dossier_is_in_pdf_and_word_with_its_source(casebook: Casebook) -> None:
    release(casebook, "body.assault")
    files = workflow.publish(casebook, profile="public").files
    for suffix in (".pdf", ".docx"):
        text = " ".join(text for _, text in contents(file for file in files if file.suffix == suffix))
        for words in ("Police", "a porter", "R1: Halmera Post", "13 March 2021", "not graded", "What is withheld"):
            assert words in text, (suffix, words)


def test_folders_that_hold_no_dossier_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MunimentError):
        workflow.compare(tmp_path, tmp_path)
