"""The folder of a casebook: making it, opening it, and refusing what is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import muniment
from factory import received
from intruder import Intruder
from muniment.casebook import Casebook, folder, tables
from muniment.casebook.bytes import path_of
from muniment.errors import BadSetting, CasebookMismatch, TamperedReport
from muniment.settings import Settings


def test_a_new_casebook_has_its_settings_its_database_and_its_title(casebook: Casebook, url: str | None) -> None:
    assert (casebook.folder / "muniment.toml").is_file()
    assert (casebook.folder / "casebook.db").is_file() == (url is None)
    assert casebook.settings == Settings(title="Karsa", database=url)


def test_the_settings_that_were_given_are_the_settings_that_are_read(tmp_path: Path) -> None:
    given = Settings(title='The "long" war\nof Karsa', countries=("SYR", "TUR"), largest=5, visibility="sealed")
    with Casebook.create(tmp_path / "book", given) as made:
        assert made.settings == given


def test_the_files_that_settings_name_travel_with_the_casebook(tmp_path: Path) -> None:
    places, columns = tmp_path / "my places.csv", tmp_path / "map.toml"
    places.write_text("name,lat,lon\nKarsa,1,2\n")
    columns.write_text("")
    settings = Settings(gazetteer=str(places), columns=str(columns))
    Casebook.create(tmp_path / "book", settings).close()
    places.unlink()
    shutil.move(tmp_path / "book", tmp_path / "moved")
    with Casebook.open(tmp_path / "moved") as moved:
        copied = Path(moved.settings.gazetteer or "")
        assert copied == tmp_path / "moved" / "gazetteer.csv"
        assert copied.read_text() == "name,lat,lon\nKarsa,1,2\n"
        assert moved.settings.columns == str(tmp_path / "moved" / "columns.toml")
        assert moved.settings.shapes is None


def test_a_file_that_settings_name_and_nobody_can_read_is_a_bad_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refused:
        Casebook.create(tmp_path / "book", Settings(gazetteer=str(tmp_path / "none.csv")))
    assert refused.value.name == "gazetteer"


def test_creating_a_casebook_that_is_there_opens_it(casebook: Casebook) -> None:
    casebook.keep_report(received("Guards shut the gate."))
    with Casebook.create(casebook.folder, Settings(title="Another")) as again:
        assert again.settings.title == "Karsa"
        assert len(list(again.reports())) == 1


def test_a_creation_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    book, places = tmp_path / "book", tmp_path / "places.csv"
    places.write_text("name\n")
    settings = Settings(gazetteer=str(places))
    book.mkdir()
    (book / "gazetteer.csv").write_text("na")
    (book / ".muniment.toml.1234.part").write_text("[case")
    Casebook.create(book, settings).close()
    assert (book / "gazetteer.csv").read_text() == "name\n"
    (book / "casebook.db").unlink()
    with Casebook.open(book) as opened:
        assert list(opened.reports()) == []


def test_a_folder_of_other_files_is_not_made_into_a_casebook(tmp_path: Path) -> None:
    (tmp_path / "march.pdf").touch()
    with pytest.raises(CasebookMismatch, match="other files"):
        Casebook.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["march.pdf"]


def test_a_folder_that_is_no_casebook_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(CasebookMismatch) as refused:
        muniment.open(tmp_path)
    assert "muniment build" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_a_casebook(tmp_path: Path) -> None:
    (tmp_path / "book").touch()
    with pytest.raises(CasebookMismatch):
        Casebook.open(tmp_path / "book")
    with pytest.raises(CasebookMismatch):
        Casebook.create(tmp_path / "book")


def test_a_casebook_of_a_newer_version_is_not_opened(casebook: Casebook, intruder: Intruder) -> None:
    casebook.close()
    intruder.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(CasebookMismatch, match="newer") as refused:
        Casebook.open(casebook.folder)
    assert (refused.value.theirs, refused.value.ours) == ("9999", folder.VERSIONS[-1])


@pytest.mark.parametrize("url", [None])
def test_a_file_that_is_no_database_is_said_to_be_none(casebook: Casebook) -> None:
    casebook.close()
    for path in casebook.folder.glob("casebook.db*"):
        path.unlink()
    (casebook.folder / "casebook.db").write_bytes(b"these are not pages of a database" * 99)
    with pytest.raises(CasebookMismatch, match="cannot be read"):
        Casebook.open(casebook.folder)


def test_bytes_lie_under_their_hash_and_are_written_once(casebook: Casebook) -> None:
    came = received("Guards shut the gate.")
    casebook.keep_report(came)
    path = casebook.content(came.report)
    assert path == casebook.folder / "reports" / came.report.sha256[:2] / came.report.sha256
    assert path.read_bytes() == came.content
    before = path.stat().st_mtime_ns
    casebook.keep_report(came)
    assert path.stat().st_mtime_ns == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_bytes_that_are_not_those_of_the_report_are_refused(casebook: Casebook) -> None:
    came, other = received("Guards shut the gate."), received("Guards opened the gate.")
    with pytest.raises(TamperedReport):
        casebook.keep_report(muniment.seams.Received(report=came.report, content=other.content))
    assert list(casebook.reports()) == []
    assert not path_of(casebook.folder / folder.REPORTS, came.report.sha256).exists()


def test_every_table_of_the_nouns_is_named_once() -> None:
    assert set(tables.metadata.tables.values()) == {
        *tables.KEPT.values(),
        *tables.DERIVED.values(),
        tables.entered,
    }
    assert set(tables.APPEND_ONLY) == {*tables.KEPT.values(), tables.entered}
