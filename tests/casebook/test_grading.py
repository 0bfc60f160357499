"""Sources are graded by people: kept like every decision, superseded, carried, and told in dossiers; no count changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from command import run
from factory import at, received, statement
from muniment import workflow
from muniment.casebook import Casebook
from muniment.count import Count
from muniment.decision import Decision, grades
from muniment.errors import BadChoice, DecisionConflict
from muniment.publishing.gathering import gathered
from muniment.publishing.grading import NOT_GRADED, graded
from muniment.publishing.page import rendered
from muniment.publishing.protecting import profile_of
from muniment.publishing.sections import sections
from muniment.report import source_id
from muniment.run import run_of

READ = run_of("extract", version="1", settings={})
WIRE = 'Island "Wire" أنباء'


def told(casebook: Casebook) -> dict[str, str]:
    """File name → the grade of its source, as the team's own dossier has it."""
    view = gathered(workflow.gathered(casebook))
    return {view.reports[one].name: words for one, words in graded(view).items()}


@pytest.fixture
def story(casebook: Casebook) -> Casebook:
    """Two reports of one publisher, one by an author alone, and one of nobody."""
    casebook.keep([READ])
    for name, known in {
        "wire.txt": {"publisher": WIRE, "author": "M. Kestra"},
        "again.txt": {"publisher": WIRE.upper()},
        "nurse.txt": {"publisher": "", "author": "A nurse"},
        "leaflet.txt": {},
    }.items():
        came = received(f"Soldiers killed nine people in {name}.", name=name, **known)
        casebook.keep_report(came)
        said = statement(came.report, "killed", type="harm.death", victim="nine people", count=at("nine", low=9))
        casebook.keep_reading(came.report.id, READ.id, [said], [])
    return casebook


def test_a_grade_is_signed_reasoned_and_superseded_never_overwritten(story: Casebook) -> None:
    first = workflow.grade(story, WIRE, "B", by="R. Velt", reason="names whom it asked")
    second = workflow.grade(story, WIRE.upper(), "C", by="M. Kestra", reason="took two reports back")
    assert (first.subject, first.targets, first.ruling) == ("source", (source_id(WIRE),), "graded")
    assert first.amendment in [{"source": name, "reliability": "B"} for name in (WIRE, WIRE.upper())]
    assert second.supersedes == first.id
    assert list(story.decisions(on=first.targets[0])) == [first, second]
    assert grades(story.decisions()) == {first.targets[0]: second}
    with pytest.raises(DecisionConflict):
        workflow.decide(
            story, first.targets[0], "graded", by="A. Late", seen=first.id, reason="x", amendment={"reliability": "A"}
        )
    back = workflow.undo(story, second.id, by="M. Kestra")
    assert (back.ruling, back.amendment, back.reason) == ("graded", first.amendment, first.reason)
    assert workflow.undo(story, back.id, by="M. Kestra").ruling == "graded"
    assert list(story.audit()) == []


def test_what_is_no_grade_no_source_or_without_a_reason_is_refused(story: Casebook) -> None:
    for source, code, reason, said in (
        (WIRE, "G", "x", "usually reliable"),
        (WIRE, "B", " ", "say why"),
        ("Nobody's Post", "B", "x", WIRE),
        ("", "B", "x", WIRE),
    ):
        with pytest.raises(BadChoice) as refused:
            workflow.grade(story, source, code, by="R. Velt", reason=reason)
        assert said in str(refused.value.hint)
    with pytest.raises(BadChoice):
        workflow.decide(story, source_id(WIRE), "accepted", by="R. Velt")
    assert list(story.decisions()) == []


def test_a_dossier_says_who_graded_a_source_when_and_why_and_counts_the_same(story: Casebook) -> None:
    def counted() -> list[Count]:
        workflow.link(story)
        workflow.count(story)
        return [replace(one, run="") for one in story.derived(Count, "count")]

    before = counted()
    assert before
    assert set(told(story).values()) == {NOT_GRADED}
    made = workflow.grade(story, WIRE, "B", by="R. Velt", reason="names whom it asked")
    workflow.grade(story, "A nurse", "F", by="R. Velt", reason=f"never read before; see {'st_' + '0' * 20}")
    assert counted() == before
    found = told(story)
    assert found["wire.txt"] == found["again.txt"]
    assert found["wire.txt"].startswith("B, usually reliable (R. Velt, ")
    assert found["wire.txt"].endswith(": names whom it asked)")
    assert found["leaflet.txt"] == NOT_GRADED
    assert found["nurse.txt"].startswith("F, reliability cannot be judged (R. Velt, ")
    assert "never read" not in found["nurse.txt"]
    dossier = workflow.gathered(story)
    assert "Reliability, as ruled by people: B, usually reliable (R. Velt, " in rendered(dossier)
    (annex,) = (one for one in sections(gathered(dossier)) if one.id == "sources")
    assert found["wire.txt"] in str(annex)
    assert made.id not in rendered(dossier)


def test_a_dossier_that_leaves_the_team_says_the_grade_and_not_who_gave_it(story: Casebook) -> None:
    for one in story.statements():
        workflow.decide(story, one.id, "released", by="R. Velt")
    workflow.grade(story, WIRE, "B", by="R. Velt", reason="names whom it asked")
    workflow.grade(story, "A nurse", "A", by="R. Velt", reason="was there")
    made = workflow.published(story, profile_of("public"), b"key").dossier
    assert sorted(graded(gathered(made)).values()) == ["B, usually reliable"] * 2 + [NOT_GRADED] * 2
    assert "Velt" not in str([one for one in made.decisions if one.subject == "source"])


def test_a_new_grade_makes_a_new_edition_and_is_told_as_a_correction(story: Casebook, tmp_path: Path) -> None:
    for one in story.statements():
        workflow.decide(story, one.id, "released", by="R. Velt")
    for code in ("B", "D", "D"):
        workflow.grade(story, WIRE, code, by="R. Velt", reason="as it seems")
        workflow.publish(story, tmp_path / "out", profile="public")
    said = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert '"edition": 2' in said
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Changed: D, not usually reliable Before: B, usually reliable" in page


def test_the_command_grades_and_a_package_carries_it(
    story: Casebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = ("--by", "R. Velt", "--reason", "names whom it asked")
    assert run("rule", story.folder, "graded", "A nurse", "B", *rest) == 0
    assert "A nurse: B, usually reliable; no count changes" in capsys.readouterr().out
    assert run("rule", story.folder, "graded", "A nurse", "G", *rest) == 2
    workflow.seal(story, tmp_path / "package")
    workflow.unpack(tmp_path / "package", tmp_path / "opened")
    with Casebook.open(tmp_path / "opened") as opened:
        assert list(opened.decisions()) == list(story.decisions())
        assert told(opened) == told(story)
        assert [one.amendment for one in opened.came(Decision)] == [{"source": "A nurse", "reliability": "B"}]
        assert list(opened.audit()) == []
