"""Nouns survive rows and JSON, their ids are stable, and the record's first four invariants hold."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factory import at, report, statement
from muniment.actor import Actor, actor_of
from muniment.count import Count
from muniment.decision import Decision, decision_of, standing
from muniment.dossier import Exhibit
from muniment.errors import UngroundedStatement
from muniment.incident import Incident, Link, Origin, link_of
from muniment.record import as_json, columns, digest, from_json, from_row, lines, row
from muniment.report import Passage, Report
from muniment.run import Entry, Refusal, Run, run_of
from muniment.statement import Party, Statement, Voice, affirms, passages, plain, statement_of
from strategies import nouns

NOUNS = [Run, Entry, Refusal, Report, Statement, Actor, Link, Origin, Incident, Count, Decision, Exhibit]
RAID = "The army killed 12 people in Karsa on 3 May. The ministry denied it."

few = hypothesis.settings(max_examples=20)
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)


@every_noun
@few
@given(data=st.data())
def test_a_noun_comes_back_from_its_row(noun: type[Any], data: st.DataObject) -> None:
    kept = data.draw(nouns(noun))
    assert from_row(noun, row(kept)) == kept


@every_noun
@few
@given(data=st.data())
def test_a_noun_comes_back_from_its_json(noun: type[Any], data: st.DataObject) -> None:
    kept = data.draw(nouns(noun))
    assert from_json(noun, json.loads(json.dumps(as_json(kept)))) == kept


@every_noun
@few
@given(data=st.data())
def test_a_row_has_a_plain_value_for_every_column(noun: type[Any], data: st.DataObject) -> None:
    values = row(data.draw(nouns(noun)))
    assert list(values) == [column.name for column in columns(noun)]
    for column in columns(noun):
        assert isinstance(values[column.name], (str, int, float, bool, type(None)))
        assert column.nullable or values[column.name] is not None


@every_noun
def test_every_field_says_what_it_holds(noun: type[Any]) -> None:
    assert [column.name for column in columns(noun) if not column.doc] == []


@every_noun
@few
@given(data=st.data())
def test_one_line_of_json_lines_is_one_noun(noun: type[Any], data: st.DataObject) -> None:
    kept = data.draw(st.lists(nouns(noun), max_size=3))
    written = list(lines(kept))
    assert [from_json(noun, json.loads(line)) for line in written] == kept
    assert not any("\n" in line for line in written)


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        from_json(Passage, {"start": 0, "end": 1})


@pytest.mark.parametrize(
    ("field", "wrong"), [("start", "0"), ("start", True), ("start", None), ("words", 3), ("words", None)]
)
def test_a_value_of_another_type_is_refused(field: str, wrong: object) -> None:
    with pytest.raises(ValueError, match=r"is not"):
        from_json(Passage, {"start": 0, "end": 1, "words": "a"} | {field: wrong})


def test_a_commitment_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"CT\+"):
        from_json(Voice, {"name": "author", "commit": "sure"})


@given(first=nouns(Statement))
def test_a_digest_depends_on_every_part_and_on_nothing_else(first: Statement) -> None:
    again = from_row(Statement, row(first))
    assert digest("st", first.voices, first.realis) == digest("st", again.voices, again.realis)
    assert digest("st", first.voices, first.realis) != digest("st", first.voices, first.realis, "")


def test_a_digest_tells_a_number_from_its_words_and_a_list_from_its_items() -> None:
    assert len({digest("x", 1), digest("x", "1"), digest("x", [1]), digest("x", None), digest("x", "null")}) == 5


@given(settings=st.dictionaries(st.text(max_size=5), st.integers(), min_size=2, max_size=5))
def test_a_run_is_the_same_in_whatever_order_its_settings_come(settings: dict[str, int]) -> None:
    turned = dict(reversed(settings.items()))
    assert run_of("link", version="1", settings=settings).id == run_of("link", version="1", settings=turned).id


@given(one=st.text(min_size=1, max_size=5), other=st.text(min_size=1, max_size=5))
def test_a_pair_is_the_same_either_way_round(one: str, other: str) -> None:
    def ruled(*targets: str) -> Decision:
        return decision_of("pair", targets, "same", by="Inan", at="2024-01-01T00:00:00Z")

    assert ruled(one, other) == ruled(other, one)
    left, right = (link_of("statement", *pair, compared=(), joined=True) for pair in [(one, other), (other, one)])
    assert left == right


def test_a_decision_is_the_same_whether_a_default_was_spelled_out_or_not() -> None:
    short = decision_of("statement", ("st_1",), "accepted", by="Inan", at="2024-01-01T00:00:00Z")
    long = decision_of("statement", ("st_1",), "accepted", by="Inan", at="2024-01-01T00:00:00Z", reason="", slot=None)
    assert short.id == long.id


def test_a_superseded_decision_no_longer_stands() -> None:
    first = decision_of("statement", ("st_1",), "accepted", by="Inan", at="2024-01-01T00:00:00Z")
    second = decision_of("statement", ("st_1",), "rejected", by="Inan", at="2024-01-02T00:00:00Z", supersedes=first.id)
    assert standing((first, second)) == (second,)


def test_the_same_bytes_under_another_name_are_the_same_report() -> None:
    assert report(RAID, name="a.txt").id == report(RAID, name="b.txt").id
    assert report(RAID, part="row 1").id != report(RAID, part="row 2").id


def test_text_is_brought_to_one_form_so_that_offsets_hold() -> None:
    told = report(unicodedata.normalize("NFD", "Père Élan fled."))
    assert told.text == "Père Élan fled."
    assert told.passage(5, 9).words == "Élan"


def test_an_actor_is_the_same_whatever_else_is_known_of_it() -> None:
    assert actor_of("rp_1", "The army").id == actor_of("rp_1", "The army", kind="state_body", run="rn_1").id


def test_a_statement_stands_on_the_words_of_its_report() -> None:
    told = report(RAID)
    made = statement(told, "killed", type="life.killing", agent="The army", date=at("on 3 May", value="2021-05-03"))
    assert [told.text[one.start : one.end] for one in passages(made)] == [one.words for one in passages(made)]
    assert [one.words for one in passages(made)] == ["killed", "The army", "on 3 May"]


@given(start=st.integers(-90, 90), length=st.integers(-3, 90))
def test_a_trigger_whose_words_are_elsewhere_is_refused(start: int, length: int) -> None:
    told, end = report(RAID), start + length
    trigger = Passage(start=start, end=end, words="killed")
    if (start, end) == (9, 15):
        return
    with pytest.raises(UngroundedStatement):
        statement_of(
            told, kind="act", type="life.killing", trigger=trigger, voices=[Voice(name="author", commit="CT+")]
        )


@pytest.mark.parametrize("words", ["", "the army", "The navy"])
def test_a_slot_whose_words_are_elsewhere_is_refused(words: str) -> None:
    told = report(RAID)
    agent = Party(value="The army", start=0, end=8, words=words)
    with pytest.raises(UngroundedStatement):
        statement(told, "killed", type="life.killing", agent=agent)


def test_a_voice_whose_words_are_elsewhere_is_refused() -> None:
    told = report(RAID)
    voices = (Voice(name="author", commit="Uu"), Voice(name="x", commit="CT+", start=0, end=3, words="A mi"))
    with pytest.raises(UngroundedStatement):
        statement_of(told, kind="act", type="life.killing", trigger=told.passage(9, 15), voices=voices)


@pytest.mark.parametrize("voices", [(), (Voice(name="The ministry", commit="CT-"),)])
def test_voice_0_is_the_author_of_the_report(voices: tuple[Voice, ...]) -> None:
    told = report(RAID)
    with pytest.raises(ValueError, match="voice 0"):
        statement_of(told, kind="act", type="life.killing", trigger=told.passage(9, 15), voices=voices)


def test_the_claim_and_its_denial_are_two_statements() -> None:
    told = report(RAID)
    claim = statement(told, "killed", type="life.killing")
    denial = statement(told, "killed", type="life.killing", voices="author:Uu > The ministry:CT-")
    assert claim.id != denial.id
    assert (claim.countable, denial.countable) == (True, False)


@pytest.mark.parametrize(
    ("voices", "fields", "countable"),
    [
        ("author:CT+", {}, True),
        ("author:PR+", {}, True),
        ("author:PS+", {}, False),
        ("author:Uu", {}, False),
        ("author:Uu > The ministry:CT+", {}, True),
        ("author:CT- > The ministry:CT+", {}, False),
        ("author:CT+", {"realis": "ongoing"}, True),
        ("author:CT+", {"realis": "attempted"}, True),
        ("author:CT+", {"realis": "prevented"}, False),
        ("author:CT+", {"realis": "demanded"}, False),
        ("author:CT+", {"realis": "threatened"}, False),
        ("author:CT+", {"specificity": "pattern"}, False),
        ("author:CT+", {"specificity": "general"}, False),
    ],
)
def test_only_what_somebody_holds_to_have_happened_is_countable(
    voices: str, fields: dict[str, Any], countable: bool
) -> None:
    assert statement(report(RAID), "killed", type="life.killing", voices=voices, **fields).countable is countable


def test_countable_cannot_be_set() -> None:
    with pytest.raises(TypeError, match="countable"):
        statement(report(RAID), "killed", type="life.killing", countable=True)


@given(voices=st.lists(nouns(Voice), min_size=1, max_size=4))
def test_a_forced_confession_never_makes_a_claim_countable(voices: list[Voice]) -> None:
    assert not affirms([dataclasses.replace(voice, coerced=True) for voice in voices])


def test_the_json_of_a_statement_holds_lists_of_values_with_their_words() -> None:
    made = statement(report(RAID), "killed", type="life.killing", victim="12 people")
    (victim,) = plain(made)["slots"]["victim"]
    assert (victim["words"], victim["start"], victim["end"]) == ("12 people", 16, 25)
    assert plain(made)["trigger"] == {"start": 9, "end": 15, "words": "killed"}
