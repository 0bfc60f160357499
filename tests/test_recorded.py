"""A record that one casebook exports comes into another with its texts, its statements and its voices."""

from __future__ import annotations

from pathlib import Path

from muniment import workflow
from muniment.casebook import Casebook
from muniment.settings import Settings
from muniment.statement import Content, Statement

RAID = """Soldiers raid village, killing four
13 March 2021

Soldiers raided the village of Odem on Friday, killing four people and wounding at least nine, the mayor said.

The army denied that its soldiers had killed civilians. Lawyers called on the government to release three teachers.
"""


def told(statement: Statement) -> tuple[object, ...]:
    """What a statement says, without the ids that differ from casebook to casebook."""
    values = {
        slot: [(value.start, value.end, value.words, getattr(value, "value", "")) for value in held]
        for slot, held in statement.slots.items()
    }
    voices = [(voice.name, voice.commit, voice.words) for voice in statement.voices]
    return (statement.type, statement.trigger, values, voices, statement.realis, statement.countable, statement.rule)


def test_statements_go_from_one_casebook_to_another(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "raid.txt").write_text(RAID, encoding="utf-8")
    workflow.build([tmp_path / "reports"], tmp_path / "first", Settings(title="Odem"))
    with Casebook.open(tmp_path / "first") as first:
        workflow.export(first, ["jsonld"], tmp_path / "out")
        given = list(first.statements())
        (source,) = first.reports()
    outcomes = workflow.build([tmp_path / "out" / "record.jsonld"], tmp_path / "second", Settings(title="Odem, second"))
    assert not [refusal for outcome in outcomes for refusal in outcome.refusals]
    with Casebook.open(tmp_path / "second") as second:
        (report,) = second.reports()
        found = list(second.statements())
        assert workflow.check(second) == []
        actors = {actor.id for actor in second.actors()}
        assert len(list(second.incidents())) > 0
    assert (report.text, report.part, report.title) == (source.text, source.id, source.title)
    assert [told(one) for one in found] == [told(one) for one in given]
    assert any(voice.commit == "CT-" for one in found for voice in one.voices)
    ids = {one.id for one in found}
    pointed = [
        value.statement for one in found for held in one.slots.values() for value in held if isinstance(value, Content)
    ]
    assert pointed
    assert set(pointed) <= ids
    assert {party.actor for one in found for party in one.parties("victim") if party.actor} <= actors


def test_another_json_ld_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "other.jsonld").write_text(
        '{"@context": "https://schema.org/", "@type": "Person", "name": "A"}', encoding="utf-8"
    )
    (refusal,) = list(workflow.received([tmp_path / "other.jsonld"], Settings()))
    assert "no record of Muniment" in str(refusal)
