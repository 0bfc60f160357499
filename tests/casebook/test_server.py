"""A casebook on a server: its place, its rights, its one writer at a time, and the way there from a folder."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from factory import received
from muniment import workflow
from muniment.casebook import Casebook, tables
from muniment.casebook.transactions import writer
from muniment.decision import Decision, decision_of
from muniment.errors import BadSetting, CasebookMismatch, MunimentError, UnreachableDatabase
from muniment.report import Report
from muniment.run import Entry, run_of
from muniment.settings import Settings, settings_from
from server import Server

RUN = run_of("extract", version="1", settings={})


def ruling(number: int) -> Decision:
    return decision_of("statement", (f"st_{number}",), "accepted", by="Inan", at="2024-01-01T00:00:00Z")


def test_the_settings_name_the_database_and_no_password(tmp_path: Path, database: str) -> None:
    spoken = database.replace("team@", "team:secret@")
    Casebook.create(tmp_path / "book", Settings(database=spoken)).close()
    assert "secret" not in (tmp_path / "book" / "muniment.toml").read_text()
    with Casebook.open(tmp_path / "book") as opened:
        assert opened.settings.database == database


def test_the_environment_names_the_database(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNIMENT_DATABASE", database)
    Casebook.create(tmp_path / "book").close()
    monkeypatch.delenv("MUNIMENT_DATABASE")
    with Casebook.open(tmp_path / "book") as opened:
        assert opened.settings.database == database
    assert not (tmp_path / "book" / "casebook.db").exists()


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@host/karsa", "karsa", "postgresql://host", "postgresql://host:secret/karsa", ""]
)
def test_a_url_that_names_no_database_of_postgresql_is_a_bad_setting(url: str, tmp_path: Path) -> None:
    (tmp_path / "muniment.toml").write_text(f'[casebook]\ndatabase = "{url}"\n')
    with pytest.raises(BadSetting) as refused:
        settings_from(tmp_path / "muniment.toml", environment={})
    assert "postgresql://team@host/karsa" in refused.value.hint
    assert "secret" not in str(refused.value)


def test_a_server_that_does_not_let_us_in_is_said_and_nothing_is_made(tmp_path: Path, server: Server) -> None:
    told = {
        server.url("postgres", role="guarded"): "PGPASSWORD",
        server.url("postgres", role="guarded:wrong"): "PGPASSWORD",
        server.url("nowhere"): "createdb nowhere",
        "postgresql://team@127.0.0.1:1/karsa": "psql postgresql://team@127.0.0.1:1/karsa",
    }
    for url, advice in told.items():
        with pytest.raises(UnreachableDatabase) as refused:
            Casebook.create(tmp_path / "book", Settings(database=url))
        assert advice in refused.value.hint
        assert "wrong" not in str(refused.value) + refused.value.hint
        assert list(tmp_path.iterdir()) == []


def test_a_role_without_rights_is_told_what_it_needs(tmp_path: Path, server: Server, database: str) -> None:
    server.command("ALTER DATABASE {} OWNER TO postgres", database.rpartition("/")[2])
    with pytest.raises(MunimentError, match="permission denied") as refused:
        Casebook.create(tmp_path / "book", Settings(database=database))
    assert "OWNER TO team" in refused.value.hint


def test_two_casebooks_do_not_share_a_database(tmp_path: Path, database: str) -> None:
    settings = Settings(database=database)
    with Casebook.create(tmp_path / "one", settings) as one:
        one.keep([RUN])
    with pytest.raises(CasebookMismatch, match="another casebook"):
        Casebook.create(tmp_path / "two", settings)
    assert not (tmp_path / "two").exists()
    (tmp_path / "one" / "casebook.id").write_text("cb_other")
    with pytest.raises(CasebookMismatch, match="another casebook"):
        Casebook.open(tmp_path / "one")


def test_a_database_of_other_tables_is_left_alone(tmp_path: Path, server: Server, database: str) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    with pytest.raises(CasebookMismatch, match="other tables"):
        Casebook.create(tmp_path / "book", Settings(database=database))
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_hold_every_letter_is_refused(tmp_path: Path, server: Server, database: str) -> None:
    latin = "CREATE DATABASE latin OWNER team ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
    server.command(latin)
    with pytest.raises(CasebookMismatch, match="LATIN1") as refused:
        Casebook.create(tmp_path / "book", Settings(database=server.url("latin")))
    assert "--encoding UTF8" in refused.value.hint
    server.command("DROP DATABASE latin WITH (FORCE)")


def test_a_record_is_not_begun_again_where_it_is_not(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    Casebook.create(inside).close()
    monkeypatch.setenv("MUNIMENT_DATABASE", database)
    with pytest.raises(CasebookMismatch, match=r"casebook\.db") as refused:
        Casebook.open(inside)
    assert "muniment move" in refused.value.hint
    Casebook.create(outside).close()
    monkeypatch.delenv("MUNIMENT_DATABASE")
    (outside / "muniment.toml").write_text("[casebook]\n")
    with pytest.raises(CasebookMismatch, match="no setting names"):
        Casebook.open(outside)
    assert not (outside / "casebook.db").exists()


def test_whoever_reads_on_from_the_last_row_misses_none(tmp_path: Path, database: str) -> None:
    with Casebook.create(tmp_path / "book", Settings(database=database)) as first:
        second = Casebook.open(tmp_path / "book")
        late = threading.Thread(target=second.keep, args=([ruling(2)],))
        with writer(first._engine).begin() as begun:
            begun.execute(tables.decisions.insert(), [tables.values(ruling(1))])
            late.start()
            late.join(1)
            assert late.is_alive(), "the second writer waits for the first"
            assert list(second.decisions()) == [], "and whoever reads does not"
        late.join()
        assert list(first.decisions()) == [ruling(1), ruling(2)]
        assert list(first.decisions(after=1)) == [ruling(2)]
        second.close()


def test_a_book_is_found_by_words_that_stand_far_apart(tmp_path: Path, database: str) -> None:
    filling = " ".join(f"word{number}" for number in range(200_000))
    with Casebook.create(tmp_path / "book", Settings(database=database)) as casebook:
        casebook.keep_report(received(f"The mill burned. {filling} Soldiers shut the gate."))
        for query in ("mill gate", '"mill burned" "soldiers shut"', "word199999"):
            assert len(casebook.search(query, in_="reports")) == 1
        assert casebook.search('"burned soldiers"', in_="reports") == []
        (hit,) = casebook.search("soldiers", in_="reports")
        assert "[Soldiers] shut the gate." in hit.snippet


def test_a_file_with_the_character_nul_is_added_without_it(tmp_path: Path, database: str) -> None:
    (tmp_path / "raid.txt").write_bytes("Guards shut the\0 gate in Ölmez on Friday.".encode())
    with Casebook.create(tmp_path / "book", Settings(database=database)) as casebook:
        assert workflow.add(casebook, [tmp_path / "raid.txt"]).new == 1
        (told,) = casebook.reports()
        assert told.text == "Guards shut the gate in Ölmez on Friday."
        assert casebook.content(told).read_bytes() == (tmp_path / "raid.txt").read_bytes()


def test_a_record_moves_to_a_server_with_the_numbers_of_its_rows(tmp_path: Path, database: str) -> None:
    book = tmp_path / "book"
    with Casebook.create(book, Settings(title="Karsa", countries=("SYR",))) as casebook:
        casebook.keep([RUN, ruling(1), ruling(2)])
        casebook.keep_report(received("Soldiers burned the mill."))
        before, mark = list(casebook.reports()), casebook.mark()
    assert workflow.move(book, database) == 6
    with Casebook.open(book) as moved:
        assert moved.settings == Settings(title="Karsa", countries=("SYR",), database=database)
        assert (list(moved.reports()), moved.mark()) == (before, mark)
        assert list(moved.decisions(after=1)) == [ruling(2)]
        assert len(moved.search("mill", in_="reports")) == 1
        assert [entry.task for entry in moved.log()] == ["move"]
        assert moved.number(Entry) == 2
        assert list(moved.audit()) == []
        moved.keep([ruling(3)])
        assert list(moved.decisions(after=2)) == [ruling(3)]
    assert not (book / "casebook.db").exists()


def test_a_record_does_not_move_onto_another(tmp_path: Path, database: str) -> None:
    Casebook.create(tmp_path / "there", Settings(database=database)).close()
    with Casebook.create(tmp_path / "here") as casebook:
        casebook.keep_report(received("Soldiers burned the mill."))
    with pytest.raises(CasebookMismatch, match="keeps a casebook already"):
        workflow.move(tmp_path / "here", database)
    with pytest.raises(CasebookMismatch, match="to move"):
        workflow.move(tmp_path / "there", database)
    with pytest.raises(BadSetting):
        workflow.move(tmp_path / "here", "sqlite:///other.db")
    with Casebook.open(tmp_path / "here") as casebook:
        assert casebook.number(Report) == 1


def test_a_move_that_failed_does_not_let_a_record_begin_again(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Casebook.create(tmp_path / "book") as casebook:
        casebook.keep_report(received("Soldiers burned the mill."))
    with monkeypatch.context() as patch:
        patch.setattr("muniment.casebook.moving._copy", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            workflow.move(tmp_path / "book", database)
    monkeypatch.setenv("MUNIMENT_DATABASE", database)
    with pytest.raises(CasebookMismatch, match=r"casebook\.db"):
        Casebook.open(tmp_path / "book")
    monkeypatch.delenv("MUNIMENT_DATABASE")
    assert workflow.move(tmp_path / "book", database) > 0
    with Casebook.open(tmp_path / "book") as casebook:
        assert casebook.number(Report) == 1
