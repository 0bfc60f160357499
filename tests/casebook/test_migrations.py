"""What the migrations make is what the nouns ask for."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, UniqueConstraint

from muniment.casebook import Casebook, folder, sqlite, tables


def shape(table: Table) -> dict[str, Any]:
    """What matters of a table, whether it was derived from a noun or read from a database."""
    return {
        "columns": sorted((column.name, str(column.type).split("(")[0], column.nullable) for column in table.columns),
        "cites": sorted((key.parent.name, key.target_fullname, key.deferrable) for key in table.foreign_keys),
        "once": [
            [column.name for column in found.columns]
            for found in table.constraints
            if isinstance(found, UniqueConstraint)
        ],
        "indexes": sorted((index.name, [column.name for column in index.columns]) for index in table.indexes),
        "key": [column.name for column in table.primary_key.columns],
    }


def test_every_migration_is_a_version_that_can_be_opened() -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(folder.MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(configuration)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == folder.VERSIONS
    assert scripts.get_heads() == [folder.VERSIONS[-1]]


@pytest.mark.parametrize("name", sorted(tables.metadata.tables))
def test_a_migrated_table_is_the_one_derived_from_its_noun(casebook: Casebook, name: str) -> None:
    engine = sqlite.engine_for(casebook.folder / "casebook.db")
    read = MetaData()
    read.reflect(engine, only=[name], resolve_fks=True)
    assert shape(read.tables[name]) == shape(tables.metadata.tables[name])
    engine.dispose()


@pytest.mark.parametrize("table", tables.metadata.tables.values(), ids=lambda table: table.name)
def test_no_number_of_a_row_is_ever_given_twice(casebook: Casebook, table: Table) -> None:
    raw = sqlite3.connect(casebook.folder / "casebook.db")
    (made,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table.name,)).fetchone()
    raw.close()
    assert "AUTOINCREMENT" in made


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
@pytest.mark.parametrize("command", ["UPDATE {} SET run = ''", "DELETE FROM {}", "UPDATE {} SET sequence = 7"])
def test_the_database_refuses_to_edit_or_delete(casebook: Casebook, table: Table, command: str) -> None:
    fill(casebook, table)
    raw = sqlite3.connect(casebook.folder / "casebook.db")
    first = table.columns.keys()[1]
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        raw.execute(command.replace("run", first).format(table.name))
    assert raw.execute(f"SELECT count(*) FROM {table.name}").fetchone() == (1,)
    raw.close()


def fill(casebook: Casebook, table: Table) -> None:
    """One row, whose contents do not matter here."""
    raw = sqlite3.connect(casebook.folder / "casebook.db")
    wanted = [column for column in table.columns if not column.nullable and column.name != "sequence"]
    empty = {"slots": "{}", "voices": "[]", "trigger": "{}"}
    names = ", ".join(f'"{column.name}"' for column in wanted)
    values = [empty.get(column.name, 0 if "INT" in str(column.type) else "x") for column in wanted]
    raw.execute(f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(values))})", values)
    raw.commit()
    raw.close()


def test_a_casebook_of_the_first_version_is_brought_up_to_date(casebook: Casebook) -> None:
    casebook.close()
    raw = sqlite3.connect(casebook.folder / "casebook.db")
    for lost in (
        "TRIGGER entered_searchable",
        "TABLE entered_words",
        "VIEW entered_text",
        "TABLE entered",
        "TABLE principals",
        "TABLE citations",
        "TABLE estimates",
        "TABLE accounts",
        "TABLE tokens",
        "TABLE visits",
        "TABLE errands",
    ):
        raw.execute(f"DROP {lost}")
    for table, column in (
        ("incidents", "number"),
        ("actors", "number"),
        ("joined_actors", "number"),
        ("origins", "copies"),
        ("decisions", "independent"),
        ("entries", "reached"),
    ):
        raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    raw.execute("ALTER TABLE incidents ADD COLUMN links TEXT NOT NULL DEFAULT '[]'")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.commit()
    raw.close()
    with Casebook.open(casebook.folder) as opened:
        assert list(opened.principals()) == []
        assert list(opened.audit()) == []
