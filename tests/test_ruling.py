"""People rule on pairs by the numbers they cite; linking obeys, and every citation stays true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment import workflow
from muniment.casebook import Casebook
from muniment.cli import main
from muniment.decision import Ruling
from muniment.errors import ContradictoryDecision, UnknownTarget, UnlikePair
from muniment.incident import Incident
from muniment.settings import Settings

PLACES = """name,kind,country,admin1,lat,lon,aliases,demonym
Odem,settlement,XKA,Tarse,-39.5,63.2,,
Harrowby,settlement,XKA,Tarse,-39.9,63.9,,
"""
STORIES = {
    "one.txt": "Gunmen of the Odem Front attacked Odem on 12 March 2021. Nine people were killed.",
    "two.txt": "The Odem Front attacked Odem on 12 March 2021 and killed nine people, Mara Ilven said.",
    "far.txt": "Soldiers attacked Harrowby on 3 May 2021. Four people were killed, Mara Ilven said.",
}


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, text in STORIES.items():
        (reports / name).write_text(text, encoding="utf-8")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    settings = Settings(title="Odem", gazetteer=str(tmp_path / "places.csv"), countries=("XKA",))
    workflow.build([reports], tmp_path / "casebook", settings)
    with Casebook.open(tmp_path / "casebook") as opened:
        yield opened


def numbers(casebook: Casebook) -> dict[str, str]:
    """Name of a report → the number of its incident."""
    name = {report.id: report.name for report in casebook.reports()}
    return {
        name[casebook.statement(one).report]: incident.number
        for incident in casebook.incidents()
        for one in incident.statements
    }


def rule(casebook: Casebook, ruling: Ruling, one: str, other: str) -> None:
    workflow.rule(casebook, ruling, (one, other), by="A. Reader", reason="as the witnesses say")


def test_two_papers_tell_of_one_attack_until_a_person_says_otherwise(casebook: Casebook) -> None:
    assert numbers(casebook) == {"one.txt": "ODE-0001", "two.txt": "ODE-0001", "far.txt": "ODE-0002"}
    first, second = (
        next(one.id for one in casebook.statements(report.id, kind="act", countable=True))
        for report in casebook.reports()
        if report.name != "far.txt"
    )
    rule(casebook, "different", first, second)
    workflow.link(casebook)
    after = numbers(casebook)
    assert len({*after.values()}) == 3
    assert "ODE-0001" in after.values(), "the number that was cited still stands for one of them"
    assert casebook.number(Incident) == 3
    rule(casebook, "same", first, second)
    workflow.link(casebook)
    assert numbers(casebook) == {"one.txt": "ODE-0001", "two.txt": "ODE-0001", "far.txt": "ODE-0002"}
    events = [(one.number, one.event, one.other) for one in casebook.citations() if one.of == "incident"]
    assert ("ODE-0003", "issued", "ODE-0001") in events
    assert events[-1] == ("ODE-0003", "merged", "ODE-0001")


def test_incidents_are_joined_by_the_numbers_that_people_cite(casebook: Casebook) -> None:
    rule(casebook, "same", "ode-0001", "ODE-0002")
    workflow.link(casebook)
    assert {*numbers(casebook).values()} == {"ODE-0001"}


def test_a_ruling_that_contradicts_the_others_is_refused_with_its_chain(casebook: Casebook) -> None:
    ids = [next(casebook.statements(report.id, kind="act", countable=True)).id for report in casebook.reports()]
    rule(casebook, "same", ids[0], ids[1])
    rule(casebook, "same", ids[1], ids[2])
    with pytest.raises(ContradictoryDecision) as error:
        rule(casebook, "different", ids[0], ids[2])
    assert set(error.value.chain) == set(ids)
    assert len(list(casebook.decisions())) == 2


def test_nobody_can_rule_on_what_is_not_there_or_not_alike(casebook: Casebook) -> None:
    with pytest.raises(UnknownTarget):
        rule(casebook, "same", "ODE-0001", "ODE-0099")
    actor = next(iter(casebook.actors(joined=True))).number
    with pytest.raises(UnlikePair):
        rule(casebook, "same", "ODE-0001", actor)


def test_linking_again_changes_no_number_and_notes_nothing(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    before, noted = numbers(casebook), len(list(casebook.citations()))
    monkeypatch.setattr("muniment.workflow.linking.VERSION", "another")
    (casebook.folder / workflow.WORKINGS).unlink()
    workflow.link(casebook)
    assert numbers(casebook) == before
    assert len(list(casebook.citations())) == noted


def test_the_commands_rule_and_ask_for_ties(casebook: Casebook, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["rule", str(casebook.folder), "different", "ODE-0001", "ODE-0002", "--by", "A. Reader"],
        ["ties", str(casebook.folder), "Odem Front", "--on", "2021-03-12", "--format", "table"],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert not ended.value.code
    said = capsys.readouterr().out
    assert "ODE-0001 and ODE-0002: different" in said
    assert re.search(r"Odem Front \(ODE-A\d{4}\) on 2021-03-12", said)
