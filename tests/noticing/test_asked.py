"""Notice asked of a casebook: by name, as people ruled, without what is sealed where it is published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import muniment
from muniment import cli, workflow
from muniment.casebook import Casebook
from muniment.decision import decision_of
from muniment.errors import BadChoice, UnknownActor
from muniment.settings import Settings

WARNING = """Lawyers warn ministry of raid on Odem
12 March 2021

The Odem Lawyers' Union warned the Ministry of Health on 10 March 2021 that soldiers would raid the clinic in Odem.

The Ministry of Health did not respond to the warning.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook, which no test changes."""
    place = tmp_path_factory.mktemp("notice")
    (place / "warning.txt").write_text(WARNING, encoding="utf-8")
    workflow.build([place / "warning.txt"], place / "casebook", Settings(title="Odem"))
    return place / "casebook"


@pytest.fixture
def ruled_on(folder: Path, tmp_path: Path) -> Path:
    """A copy of it, to rule on."""
    return shutil.copytree(folder, tmp_path / "casebook")


def test_a_casebook_says_what_an_actor_was_told_and_that_no_answer_followed(folder: Path) -> None:
    with muniment.open(folder) as casebook:
        found = casebook.notice("Ministry of Health", of="repress.raid")
        told = found.section("told", about=True)
        assert [(one.by, one.dates) for one in told] == [(("Odem Lawyers' Union",), ("2021-03-10",))]
        assert [one.type for one in found.answers] == ["omit.respond"]
        for one in found.noted:
            for id in one.statements:
                assert casebook.statement(id).id == id


def test_what_a_person_rejects_is_no_telling_any_more_and_what_is_accepted_is_marked_so(ruled_on: Path) -> None:
    with muniment.open(ruled_on) as casebook:
        told = casebook.notice("Ministry of Health", of="repress.raid").section("told", about=True)[0]
        for ruling, seen in (("accepted", [True]), ("rejected", [])):
            ruled = decision_of("statement", told.statements, ruling, by="reader", at=f"2021-06-0{1 + len(ruling) % 2}")  # pyright: ignore[reportArgumentType]
            casebook.keep([ruled])
            again = casebook.notice("Ministry of Health", of="repress.raid")
            assert [one.reviewed for one in again.section("told", about=True)] == seen
            assert seen or told.statements[0] not in repr(again)


def test_a_kind_a_date_or_an_actor_that_there_is_not_is_refused_with_what_there_is(folder: Path) -> None:
    with Casebook.open(folder) as casebook:
        with pytest.raises(BadChoice, match="lief"):
            workflow.notice_of(casebook, "Ministry of Health", of=("lief",))
        with pytest.raises(BadChoice, match="March"):
            workflow.notice_of(casebook, "Ministry of Health", since="March")
        with pytest.raises(UnknownActor):
            workflow.notice_of(casebook, "Ministry of Fisheries")


def test_the_command_prints_a_line_for_each_thing_noted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["notice", str(folder), "Ministry of Health", "--format", "jsonl"])
    assert ended.value.code == 0
    parts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {part["part"] for part in parts} >= {"noted"}
    assert all(part["statements"] for part in parts if part["part"] == "noted")
    with pytest.raises(SystemExit):
        cli.main(["notice", str(folder), "Ministry of Health", "--format", "table"])
    assert "none of it is a finding" in capsys.readouterr().out
