"""People decide: on statements and reports, at the same instant, and on what the machine missed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import muniment
from factory import at as at_
from factory import received, statement
from muniment import workflow
from muniment.actor import Name, actor_of
from muniment.casebook import Casebook, database
from muniment.casebook.transactions import writer
from muniment.cli import main
from muniment.decision import Decision, decision_of, hidden_slots, obeyed, standing
from muniment.errors import AlreadyStated, BadChoice, BadSetting, DecisionConflict, UngroundedStatement, UnknownTarget
from muniment.record import as_json
from muniment.report import Report
from muniment.reviewing.agreeing import FEWEST
from muniment.run import run_of
from muniment.settings import Settings, settings_from
from muniment.statement import Party, Statement
from muniment.workflow.deciding import replaced

READ, AGAIN = (run_of("extract", version=version, settings={}) for version in ("1", "2"))
TEXT = "Soldiers of the Odem Front killed nine people in Odem on 12 March 2021. They burned the mill, Mara Ilven said."
OPEN = "The Odem Front killed nine people in Odem on 12 March 2021."


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Odem")) as made:
        made.keep([READ, AGAIN])
        for text in (TEXT, OPEN):
            came = received(text, name="secret-testimony.txt" if text == TEXT else "open.txt", title=text[:20])
            made.keep_report(came)
            words = "Soldiers of the Odem Front" if text == TEXT else "The Odem Front"
            front = actor_of(
                came.report.id, "Odem Front", kind="armed_group", names=(Name(words="Odem Front"), Name(words=words))
            )
            agent = at_("Odem Front", actor=front.id, kind="armed_group")
            said = [
                statement(came.report, "killed", type="life.killing", agent=agent, victim="nine people"),
                statement(came.report, "killed", type="harm.death", victim="nine people"),
            ]
            made.keep_reading(came.report.id, READ.id, said, [front])
        yield made


@pytest.fixture
def told(casebook: Casebook) -> Report:
    return next(casebook.reports())


@pytest.fixture
def death(casebook: Casebook, told: Report) -> Statement:
    return next(casebook.statements(told.id, type="harm.death"))


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def burning(casebook: Casebook, told: Report, by: str = "A. Reader", **known: object) -> Statement:
    mill, they = place("the mill"), place("They")
    given: dict[str, object] = {
        "slots": {"object": [(*mill, None)], "agent": [(*they, "Odem Front")]},
        "voices": [(*place("Mara Ilven"), "CT+")],
    }
    return workflow.enter(
        casebook, told.id, kind="act", type="property.destruction", trigger=place("burned"), by=by, **given | known
    )  # pyright: ignore[reportArgumentType]


# A statement that the machine missed


def test_a_statement_that_a_person_enters_stands_beside_the_machines_whatever_reads_the_report_since(
    casebook: Casebook, told: Report
) -> None:
    before, number = casebook.mark(), casebook.number(Statement)
    made = burning(casebook, told)
    assert casebook.mark() != before
    assert casebook.number(Statement) == number + 1
    casebook.keep_reading(told.id, AGAIN.id, [])
    assert list(casebook.statements(told.id)) == [made]
    assert casebook.statement(made.id) == made
    assert casebook.report_of([made.id]) == {made.id: told.id}
    assert list(casebook.entered()) == [made]
    hits = [(hit.id, hit.entered) for hit in casebook.search("mill")]
    assert hits == [(made.id, True)]
    with writer(casebook._engine).begin() as connection:
        database.of(connection).index_again(connection)
    assert [hit.id for hit in casebook.search("burned")] == [made.id]
    assert list(casebook.audit()) == []


def test_it_is_signed_accepted_grounded_and_passed_on_by_the_author(casebook: Casebook, told: Report) -> None:
    made = burning(casebook, told)
    assert made.entered is not None
    assert (made.entered_by, made.rule, made.score, made.basis) == ("A. Reader", "entered", None, "stated")
    assert [(voice.name, voice.commit) for voice in made.voices] == [("author", "Uu"), ("Mara Ilven", "CT+")]
    (agent,) = made.parties("agent")
    assert isinstance(agent, Party)
    assert (agent.value, agent.words) == ("Odem Front", "They")
    assert made.countable
    (decision,) = casebook.decisions(on=made.id)
    assert (decision.ruling, decision.by, decision.at) == ("accepted", "A. Reader", made.entered.at)
    assert Statement.from_plain(as_json(made)) == made


def test_entering_the_same_twice_adds_nothing_and_other_slots_are_not_overwritten(
    casebook: Casebook, told: Report
) -> None:
    made = burning(casebook, told)
    assert burning(casebook, told, by="B. Reader") == made
    assert len(list(casebook.decisions())) == len(list(casebook.entered())) == 1
    with pytest.raises(AlreadyStated):
        burning(casebook, told, slots={})
    with pytest.raises(AlreadyStated, match="read by the machine"):
        workflow.enter(casebook, told.id, kind="harm", type="harm.death", trigger=place("killed"), by="A. Reader")


def test_what_a_person_entered_and_a_machine_reads_later_is_one_statement_as_the_person_has_it(
    casebook: Casebook, told: Report
) -> None:
    made = burning(casebook, told, voices=())
    again = statement(told, "burned", type="property.destruction", object="the mill")
    assert again.id == made.id
    casebook.keep_reading(told.id, AGAIN.id, [again])
    assert list(casebook.statements(told.id)) == [made]
    assert casebook.statement(made.id) == made
    assert len(casebook.search("mill")) == casebook.number(Statement) - 2 == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"trigger": (400, 410)}, UngroundedStatement),
        ({"trigger": (5, 5)}, UngroundedStatement),
        ({"slots": {"object": [(3, 900, None)]}}, UngroundedStatement),
        ({"voices": [(-1, 4, "CT+")]}, UngroundedStatement),
        ({"kind": "harm"}, BadChoice),
        ({"type": "property.sadness"}, BadChoice),
        ({"slots": {"count": [(0, 8, 3)]}}, BadChoice),
        ({"slots": {"date": [(0, 8, "soon")]}}, BadChoice),
        ({"slots": {"agent": [(0, 8, {"rank": "x"})]}}, BadChoice),
        ({"voices": [(0, 8, "perhaps")]}, BadChoice),
        ({"realis": "dreamt"}, BadChoice),
        ({"specificity": "vague"}, BadChoice),
    ],
)
def test_what_cannot_be_entered_leaves_nothing(
    casebook: Casebook, told: Report, wrong: dict[str, object], error: type[Exception]
) -> None:
    given = {"kind": "act", "type": "property.destruction", "trigger": place("burned")} | wrong
    with pytest.raises(error):
        workflow.enter(casebook, told.id, by="A. Reader", **given)  # pyright: ignore[reportArgumentType]
    assert not list(casebook.entered()) + list(casebook.decisions())
    with pytest.raises(UnknownTarget):
        workflow.enter(casebook, "rp_0", kind="act", type="life.killing", trigger=(0, 3), by="A. Reader")


def test_an_entered_statement_whose_signature_was_changed_is_found(casebook: Casebook, told: Report) -> None:
    burning(casebook, told)
    raw = sqlite3.connect(casebook.folder / "casebook.db")
    raw.execute("DROP TRIGGER entered_no_UPDATE")
    raw.execute("UPDATE entered SET entered = replace(entered, 'A. Reader', 'Somebody')")
    raw.commit()
    raw.close()
    assert any("who entered it" in str(problem) for problem in casebook.audit())


def test_linking_counting_and_publishing_take_it_in_and_say_who_entered_it(casebook: Casebook, told: Report) -> None:
    workflow.link(casebook)
    made = burning(casebook, told)
    assert workflow.link(casebook).note == ""
    assert any(made.id in one.statements for one in casebook.incidents())
    workflow.count(casebook)
    files = workflow.publish(casebook).files
    page = next(file for file in files if file.name == "index.html").read_text(encoding="utf-8")
    assert "entered by A. Reader" in page
    rows = next(file for file in files if file.name == "statements.csv").read_text(encoding="utf-8")
    assert rows.count("A. Reader") == 1
    assert '"entered": {"by": "A. Reader"' in next(one for one in files if one.name == "statements.jsonl").read_text(
        encoding="utf-8"
    )


# Rulings on a report, and visibility


@pytest.mark.parametrize(("ruling", "amendment"), [("amended", {"visibility": "sealed"}), ("redacted", None)])
def test_nothing_of_a_sealed_report_is_in_any_published_file(
    casebook: Casebook, told: Report, ruling: str, amendment: dict[str, str] | None
) -> None:
    made = burning(casebook, told)
    workflow.link(casebook)
    ruled = workflow.decide(casebook, told.id, ruling, by="A. Reader", amendment=amendment)  # pyright: ignore[reportArgumentType]
    assert ruled.subject == "report"
    for task in (workflow.link, workflow.count):
        task(casebook)
    files = workflow.publish(casebook).files
    for file in files:
        text = file.read_text(encoding="utf-8")
        for secret in (
            "secret-testimony",
            "Mara Ilven",
            "the mill",
            "Soldiers of",
            "Soldiers",
            told.id,
            told.sha256,
            made.id,
        ):
            assert secret not in text, (file.name, secret)
    assert "1 report is withheld" in next(one for one in files if one.name == "index.html").read_text(encoding="utf-8")
    workflow.undo(casebook, ruled.id, by="A. Reader")
    for task in (workflow.link, workflow.count):
        task(casebook)
    assert "Mara Ilven" in next(one for one in workflow.publish(casebook).files if one.name == "index.html").read_text(
        encoding="utf-8"
    )


def test_the_stricter_of_a_statement_and_its_report_holds(casebook: Casebook, told: Report, death: Statement) -> None:
    def shows() -> str:
        return next(obeyed([death], tuple(casebook.decisions()))).visibility

    assert shows() == "restricted"
    first = workflow.decide(casebook, death.id, "amended", by="A. Reader", amendment={"visibility": "public"})
    assert shows() == "public"
    workflow.decide(casebook, told.id, "amended", by="A. Reader", amendment={"visibility": "partner"})
    assert shows() == "partner"
    workflow.decide(casebook, death.id, "amended", by="B. Reader", seen=first.id, amendment={"visibility": "sealed"})
    assert shows() == "sealed"


@pytest.mark.parametrize(
    ("ruling", "amendment"),
    [("accepted", None), ("amended", None), ("amended", {"visibility": "secret"}), ("amended", {"title": "x"})],
)
def test_what_cannot_be_ruled_of_a_report(
    casebook: Casebook, told: Report, ruling: str, amendment: dict[str, str] | None
) -> None:
    with pytest.raises(BadChoice):
        workflow.decide(casebook, told.id, ruling, by="A. Reader", amendment=amendment)  # pyright: ignore[reportArgumentType]
    with pytest.raises(UnknownTarget):
        workflow.decide(casebook, "rp_0", "redacted", by="A. Reader")


def test_what_a_person_amends_is_counted_by_its_new_fields(casebook: Casebook, death: Statement) -> None:
    with pytest.raises(BadChoice):
        workflow.decide(
            casebook, death.id, "amended", by="A. Reader", amendment={"realis": "planned", "report": "rp_0"}
        )
    workflow.decide(casebook, death.id, "amended", by="A. Reader", amendment={"realis": "planned"})
    (ruled,) = obeyed([death], tuple(casebook.decisions()))
    assert (ruled.realis, ruled.countable, ruled.report) == ("planned", False, death.report)


# At the same instant


def test_of_many_who_rule_at_the_same_instant_one_is_kept_and_the_others_are_told(
    casebook: Casebook, death: Statement
) -> None:
    people = [f"Reader {number}" for number in range(8)]
    together = threading.Barrier(len(people))
    kept: list[Decision] = []
    told: list[DecisionConflict] = []

    def ruling(by: str) -> None:
        with Casebook.open(casebook.folder) as own:
            together.wait()
            try:
                kept.append(workflow.decide(own, death.id, "rejected", by=by))
            except DecisionConflict as conflict:
                told.append(conflict)

    threads = [threading.Thread(target=ruling, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(kept), len(told)) == (1, len(people) - 1)
    assert {conflict.by for conflict in told} == {kept[0].by}
    assert list(casebook.decisions(on=death.id)) == kept


def test_a_ruling_made_twice_in_one_second_is_one(casebook: Casebook, death: Statement, at: str) -> None:
    assert workflow.decide(casebook, death.id, "accepted", by="Ada") == workflow.decide(
        casebook, death.id, "accepted", by="Ada"
    )
    assert len(list(casebook.decisions())) == 1


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> str:
    moment = "2021-04-01T10:00:00+00:00"
    for module in ("deciding", "entering"):
        monkeypatch.setattr(f"muniment.workflow.{module}.now", lambda: moment)
    return moment


def test_independent_rulings_meet_no_conflict_and_supersede_nobody_elses(casebook: Casebook, death: Statement) -> None:
    first = workflow.decide(casebook, death.id, "accepted", by="Ada", independent=True)
    other = workflow.decide(casebook, death.id, "rejected", by="Ben", independent=True)
    assert first.replaces == other.replaces == ()
    with pytest.raises(DecisionConflict):
        workflow.decide(casebook, death.id, "accepted", by="Cleo", seen=first.id)
    with pytest.raises(DecisionConflict):
        workflow.decide(casebook, death.id, "rejected", by="Ada", independent=True)
    last = workflow.decide(casebook, death.id, "accepted", by="Cleo", seen=[first.id, other.id])
    assert set(last.replaces) == {first.id, other.id}
    assert list(casebook.audit()) == []


def test_a_reader_takes_their_own_independent_ruling_back_and_reads_again(casebook: Casebook, death: Statement) -> None:
    workflow.decide(casebook, death.id, "rejected", by="Ben", independent=True)
    first = workflow.decide(casebook, death.id, "accepted", by="Ada", independent=True)
    back = workflow.undo(casebook, first.id, by="Ada")
    assert (back.ruling, back.independent, back.replaces) == ("unsure", True, (first.id,))
    assert len(list(obeyed([death], tuple(casebook.decisions())))) == 1
    workflow.decide(casebook, death.id, "rejected", by="Ada", independent=True, seen=back.id)
    assert list(obeyed([death], tuple(casebook.decisions()))) == []


def test_a_ruling_on_a_statement_leaves_those_on_its_slots_and_pairs_as_they_are(
    casebook: Casebook, death: Statement
) -> None:
    other = next(one for one in casebook.statements(type="harm.death") if one.id != death.id)
    hidden = workflow.decide(casebook, death.id, "redacted", by="Ada", slot="victim")
    (apart,) = workflow.rule(casebook, "different", (death.id, other.id), by="Ada")
    seen = [one.id for one in casebook.decisions(on=death.id)]
    accepted = workflow.decide(casebook, death.id, "accepted", by="Ben", seen=seen)
    assert accepted.replaces == ()
    assert {*standing(casebook.decisions())} == {hidden, apart, accepted}
    assert hidden_slots(casebook.decisions()) == {death.id: {"victim"}}
    released = workflow.decide(casebook, death.id, "released", by="Ben", seen=[*seen, accepted.id], slot="victim")
    assert released.replaces == (hidden.id,)
    assert workflow.undo(casebook, released.id, by="Ben").ruling == "redacted"
    assert workflow.undo(casebook, accepted.id, by="Ben").ruling == "unsure"


def test_a_slot_that_a_person_amended_in_can_be_redacted(casebook: Casebook, death: Statement, told: Report) -> None:
    start, end = place("Soldiers of the Odem Front")
    agent = {"value": "Odem Front", "start": start, "end": end, "words": TEXT[start:end]}
    slots = as_json(death.slots) | {"agent": [agent]}
    amended_in = workflow.decide(casebook, death.id, "amended", by="Ada", amendment={"slots": slots})
    workflow.decide(casebook, death.id, "redacted", by="Ben", slot="agent")
    assert hidden_slots(casebook.decisions()) == {death.id: {"agent"}}
    workflow.undo(casebook, amended_in.id, by="Ada")
    with pytest.raises(BadChoice, match="slot"):
        workflow.decide(casebook, death.id, "redacted", by="Ben", slot="place")


def test_what_a_person_enters_leaves_the_rulings_on_its_pairs_as_they_are(
    casebook: Casebook, told: Report, death: Statement
) -> None:
    made = burning(casebook, told)
    (apart,) = workflow.rule(casebook, "different", (made.id, death.id), by="Ada")
    assert replaced(casebook, made.id, [one.id for one in casebook.decisions(on=made.id)]) not in (None, apart.id)


@pytest.mark.parametrize("slot", ["victim", None])
def test_a_ruling_does_not_take_the_place_of_one_on_something_else(
    casebook: Casebook, death: Statement, slot: str | None
) -> None:
    other = next(one for one in casebook.statements(type="harm.death") if one.id != death.id)
    held = workflow.decide(casebook, death.id, "redacted", by="Ada", slot=slot)
    for target, error, gone in ((death.id, DecisionConflict, held.id), (other.id, UnknownTarget, "dc_0")):
        wrong = decision_of("slot", (target,), "released", by="Ben", at=held.at, slot="agent", supersedes=gone)
        with pytest.raises(error):
            casebook.keep_decisions([wrong])
    assert list(casebook.decisions()) == [held]


# Tellings taken out of an incident


def test_a_split_takes_the_place_of_every_ruling_that_stood_on_its_pairs(casebook: Casebook) -> None:
    one, other = (found.id for found in casebook.statements(type="harm.death"))
    at = "2021-04-01T10:00:00+00:00"
    twice = [decision_of("pair", (one, other), "same", by=by, at=at) for by in ("Ada", "Ben")]
    casebook.keep(twice)
    (apart,) = workflow.split(casebook, [one], [other], by="Ada")
    assert {*apart.replaces} == {made.id for made in twice}
    (unsure,) = workflow.take_back(casebook, apart.id, by="Ada")
    assert standing(casebook.decisions()) == (unsure,)


def test_a_split_is_refused_where_somebody_ruled_on_a_pair_meanwhile(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (found.id for found in casebook.statements(type="harm.death"))
    at = "2021-04-01T10:00:00+00:00"

    def meanwhile() -> str:
        casebook.keep([decision_of("pair", (one, other), "same", by="Ben", at=at)])
        return at

    monkeypatch.setattr("muniment.workflow.ruling.now", meanwhile)
    with pytest.raises(DecisionConflict):
        workflow.split(casebook, [one], [other], by="Ada")
    assert [made.by for made in casebook.decisions()] == ["Ben"]


# Second readers


def test_the_share_that_a_second_person_reads_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "muniment.toml").write_text("[casebook]\nsecond_reading = 0.25\n", encoding="utf-8")
    assert settings_from(tmp_path / "muniment.toml", environment={}).second_reading == 0.25
    assert settings_from(environment={"MUNIMENT_SECOND_READING": "1"}).second_reading == 1.0
    for wrong in ("1.5", "half", "-0.1"):
        with pytest.raises(BadSetting):
            settings_from(environment={"MUNIMENT_SECOND_READING": wrong})


def test_agreement_is_asked_of_a_casebook(casebook: Casebook, capsys: pytest.CaptureFixture[str]) -> None:
    told = received(" ".join(f"Soldiers killed {number} people." for number in range(FEWEST)))
    casebook.keep_report(told)
    held = [statement(told.report, f"killed {number} ", type="life.killing") for number in range(FEWEST)]
    casebook.keep_reading(told.report.id, READ.id, held)
    for place, one in enumerate(held):
        workflow.decide(casebook, one.id, "accepted", by="Ada", independent=True)
        workflow.decide(casebook, one.id, "rejected" if place < 5 else "accepted", by="Ben", independent=True)
    with muniment.open(casebook.folder) as opened:
        found = {one.of: one for one in opened.agreement()}
    assert (found["ruling"].agreed, found["ruling"].readers) == (75.0, 2)
    assert found["ruling"].alpha == pytest.approx(1 - 39 * 10 / (2 * 35 * 5))
    for format, said in (("table", "75%"), ("csv", "ruling,20,2,75.0,-0.114"), ("jsonl", '"of": "ruling"')):
        with pytest.raises(SystemExit) as ended:
            main(["agreement", str(casebook.folder), "--format", format])
        assert not ended.value.code
        assert said in capsys.readouterr().out
