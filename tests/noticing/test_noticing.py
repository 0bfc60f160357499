"""Notice is what voices say: who told whom what, what was shown, public, said to be known, and what came after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import at, report, statement
from muniment.incident import Origin
from muniment.notice import Notice
from noticing.village import (
    BRANCH,
    LETTER,
    RAIDED,
    SILENT,
    STATEMENTS,
    WARNED,
    about,
    notice,
    said_by,
    who,
)


def lines(found: Notice) -> list[tuple[str, str]]:
    return [(one.section, one.words) for one in found.noted]


def test_a_warning_is_told_with_who_when_and_what_about_and_its_addressee_is_named() -> None:
    told = notice("Ministry").section("told")[0]
    assert told.statements == (WARNED.id,)
    assert (told.by, told.of.name, told.dates) == (("Odem Centre",), "Ministry", ("2021-03-31",))
    assert [(matter.type, matter.realis) for matter in told.about] == [("repress.raid", "warned")]
    assert not told.reviewed


def test_silence_is_put_beside_the_telling_it_fits_and_stays_a_line_of_its_own() -> None:
    found = notice("Ministry")
    assert ("silent", "did not answer") in lines(found)
    assert [(one.telling, one.answer, one.fits) for one in found.answers] == [
        (WARNED.id, SILENT.id, ("told next in the same report",))
    ]


def test_the_raid_of_a_branch_comes_after_with_its_incident_and_how_long_after() -> None:
    after = notice("Ministry", kinds=("repress.raid",)).after
    assert [(one.incident, one.of.name, one.of.rank, one.least, one.most, one.sure) for one in after] == [
        ("ODE-0001", "police", "below", 14, 14, True)
    ]
    assert after[0].of.ties == (BRANCH.id,)


def test_whoever_only_backs_an_actor_neither_commands_it_nor_is_told_with_it() -> None:
    found = notice("Tamrith")
    assert found.noted == ()
    assert found.after == ()


def test_a_branch_is_told_through_the_body_above_it_and_the_chain_is_named() -> None:
    told = notice("police").section("told")[0]
    assert (told.of.name, told.of.rank, told.of.held, told.of.ties) == ("Ministry", "above", "held", (BRANCH.id,))


def test_a_tie_that_began_later_leads_nowhere_on_the_day_of_the_telling() -> None:
    later = replace(
        BRANCH, slots=dict(BRANCH.slots) | {"from": (replace(BRANCH.dates("from")[0], value="2021-04-10"),)}
    )
    held = [*(one for one in STATEMENTS if one is not BRANCH), later]
    assert notice("police", held).section("told") == []
    assert [one.of.name for one in notice("Ministry", held).after] == ["police"]


SENTENCES = [
    ("The Odem Centre warned the Ministry.", "warned", "speech.warn", "author:CT+", {}, "told"),
    ("The Odem Centre urged the Ministry to act.", "urged", "speech.demand", "author:CT+", {}, "told"),
    ("The Odem Centre wrote to the Ministry.", "wrote", "record.notify", "author:CT+", {}, "told"),
    ("The Odem Centre complained to the Ministry.", "complained", "speech.condemn", "author:CT+", {}, "told"),
    ("The Odem Centre blamed the Ministry.", "blamed", "speech.condemn", "author:CT+", {}, "public"),
    ("The Odem Centre marched against the Ministry.", "marched", "protest.action", "author:CT+", {}, "public"),
    ("Nobody warned the Ministry.", "warned", "speech.warn", "author:CT-", {}, "doubtful"),
    ("Had anybody warned the Ministry?", "warned", "speech.warn", "author:Uu", {"realis": "questioned"}, "doubtful"),
    ("Perhaps someone warned the Ministry.", "warned", "speech.warn", "author:PS+", {}, "doubtful"),
    ("The Odem Centre will warn the Ministry.", "warn", "speech.warn", "author:CT+", {"realis": "planned"}, None),
    ("Warnings to the Ministry", "Warnings", "speech.warn", "author:CT+", {"specificity": "general"}, None),
]


@pytest.mark.parametrize(("text", "trigger", "type", "voices", "known", "section"), SENTENCES)
def test_only_what_is_said_to_have_been_told_is_a_telling(
    text: str, trigger: str, type: str, voices: str, known: dict[str, Any], section: str | None
) -> None:
    told = report(text, published="2021-04-01")
    agent = {"agent": who("Odem Centre")} if "Odem Centre" in text else {}
    one = statement(told, trigger, type=type, voices=voices, addressee=who("Ministry"), **agent, **known)
    found = notice("Ministry", [one], reports=[told])
    assert [each.section for each in found.noted] == ([section] if section else [])


def test_a_demand_that_names_nobody_is_told_to_those_of_whom_it_is_demanded() -> None:
    told = report("The Odem Centre demanded that the Ministry release him.", published="2021-04-01")
    release = statement(told, "release", type="liberty.release", realis="demanded", agent=who("Ministry"))
    demand = statement(told, "demanded", type="speech.demand", agent=who("Odem Centre"), content=about(release))
    assert [one.section for one in notice("Ministry", [release, demand], reports=[told]).noted] == ["told"]


def test_a_telling_of_another_kind_is_left_out_and_one_that_says_nothing_stands_apart() -> None:
    told = report("The Odem Centre wrote to the Ministry.", published="2021-04-01")
    bare = statement(told, "wrote", type="record.notify", agent=who("Odem Centre"), addressee=who("Ministry"))
    found = notice("Ministry", [*STATEMENTS, bare], reports=[told], kinds=("life",))
    assert found.section("told", about=True) == []
    assert [one.statements for one in found.section("told", about=False)] == [(bare.id,)]


def test_what_is_undated_comes_last_and_the_report_is_only_an_upper_bound() -> None:
    told = report("The Odem Centre wrote to the Ministry.", published="2021-03-01")
    bare = statement(told, "wrote", type="record.notify", agent=who("Odem Centre"), addressee=who("Ministry"))
    held = notice("Ministry", [*STATEMENTS, bare], reports=[told]).section("told")
    assert [(one.statements[0], one.first is None) for one in held] == [(WARNED.id, False), (bare.id, True)]
    assert held[1].dates == ()
    assert held[1].published == "2021-03-01"


def test_a_deadline_is_no_day_on_which_anybody_was_told() -> None:
    told = report("The Odem Centre asked the Ministry to answer by 7 May.", published="2021-04-01")
    for value in ("../2021-05-07", "2021-05-07"):
        asks = statement(told, "asked", type="speech.demand", addressee=who("Ministry"), date=at("7 May", value=value))
        assert notice("Ministry", [asks], reports=[told]).noted[0].dates == ()


def test_copies_of_one_report_tell_once_and_every_copy_is_named() -> None:
    copy = report("Reprint. On 31 March the Odem Centre warned the Ministry of a raid.", published="2021-04-21")
    feared = statement(copy, "raid", type="repress.raid", realis="warned")
    again = statement(
        copy,
        "warned",
        type="speech.warn",
        agent=who("Odem Centre"),
        addressee=who("Ministry"),
        date=at("31 March", value="2021-03-31"),
        content=about(feared),
    )
    origin = Origin(id="og_1", reports=(LETTER.id, copy.id))
    held = [*STATEMENTS, feared, again]
    told = notice("Ministry", held, reports=[copy], origins=[origin]).section("told")
    assert [one.statements for one in told] == [(WARNED.id, again.id)]
    assert told[0].origins == (LETTER.id,)
    assert len(notice("Ministry", held, reports=[copy]).section("told")) == 2


def test_what_another_voice_says_it_knew_is_said_to_know_and_what_it_said_itself_is_shown() -> None:
    told = report("The Odem Centre said the Ministry knew that soldiers raided Odem.", published="2021-05-01")
    one = statement(told, "raided", type="repress.raid", voices="author:Uu > The Odem Centre:CT+ > the Ministry:CT+")
    knew = replace(one, voices=said_by(one, "Ministry", cue="knew"))
    spoke = replace(one, voices=said_by(one, "Ministry", cue="announced"))
    known = notice("Ministry", [knew], reports=[told]).noted
    assert [(each.section, each.by) for each in known] == [("said_to_know", ("The Odem Centre",))]
    shown = notice("Ministry", [spoke], reports=[told]).noted
    assert [(each.section, each.affirms) for each in shown] == [("shown", True)]


def test_a_coerced_voice_shows_nothing() -> None:
    told = report("The Ministry said that police raided Odem.", published="2021-05-01")
    one = statement(told, "raided", type="repress.raid", voices="author:Uu > The Ministry:CT-")
    (author, voice) = said_by(one, "Ministry", cue="said")
    assert lines(notice("Ministry", [replace(one, voices=(author, voice))], reports=[told])) == [("shown", "raided")]
    forced = replace(one, voices=(author, replace(voice, coerced=True)))
    assert notice("Ministry", [forced], reports=[told]).noted == ()


def test_a_report_is_public_and_a_letter_to_its_reader_is_not() -> None:
    assert [one.type for one in notice("police").section("public")] == ["report"]
    letter = report("We warn you: police raided Odem.", publisher="Odem Centre", published="2021-05-01")
    raided = statement(letter, "raided", type="repress.raid", agent=who("police"))
    warns = statement(letter, "warn", type="speech.warn", agent="We", addressee="you")
    found = notice("police", [raided, warns], reports=[letter])
    assert found.section("public") == []


def test_what_may_lie_before_the_telling_is_said_to_be_unsure_and_what_does_is_left_out() -> None:
    known: dict[str, Any] = {"type": "repress.raid"}
    told = report("Police raided Odem in March, stormed it on 2 February and searched it.", published="2021-04-30")
    police = {"agent": who("Police", "police")}
    march = statement(told, "raided", **(known | police), date=at("March", value="2021-03"))
    early = statement(told, "stormed", **(known | police), date=at("2 February", value="2021-02-02"))
    undated = statement(told, "searched", **(known | police))
    after = notice("police", [*STATEMENTS, march, early, undated], reports=[told]).after
    assert [(one.statements, one.sure) for one in after] == [((march.id,), False), ((RAIDED.id,), True)]


def test_after_an_undated_telling_anything_may_lie_and_nothing_says_how_long_at_most() -> None:
    told = report("The Odem Centre warned the Ministry.", published="2021-03-20")
    bare = statement(told, "warned", type="speech.warn", agent=who("Odem Centre"), addressee=who("Ministry"))
    later = report("Police raided Odem on 5 March and stormed it on 14 April.", published="2021-04-30")
    police: dict[str, Any] = {"type": "repress.raid", "agent": who("Police", "police")}
    early = statement(later, "raided", **police, date=at("5 March", value="2021-03-05"))
    late = statement(later, "stormed", **police, date=at("14 April", value="2021-04-14"))
    after = notice("Ministry", [bare, early, late, BRANCH], reports=[told, later]).after
    assert [(one.statements, one.least, one.most, one.sure) for one in after] == [
        ((early.id,), -15, None, False),
        ((late.id,), 25, None, True),
    ]


@pytest.mark.parametrize(
    ("since", "until", "seen"), [("2021-04", None, 0), (None, "2021-03-30", 0), ("2021-03", "2021-03", 1)]
)
def test_a_period_narrows_what_was_told(since: str | None, until: str | None, seen: int) -> None:
    assert len(notice("Ministry", since=since, until=until).section("told")) == seen


@settings(deadline=None, max_examples=60)
@given(st.permutations(STATEMENTS), st.sampled_from(["Ministry", "police", "Tamrith", "Odem Centre"]))
def test_the_order_of_statements_changes_nothing_and_every_id_is_one_of_them(held: list[Any], name: str) -> None:
    found = notice(name, held)
    assert found == notice(name)
    ids = {one.id for one in STATEMENTS}
    for one in found.noted:
        assert {*one.statements, *one.of.ties, *(matter.statement for matter in one.about)} <= ids
    assert all({*one.statements, *one.of.ties} <= ids for one in found.after)
    assert all({one.telling, one.answer} <= ids for one in found.answers)
    firsts = [one.first for one in found.noted if one.first is not None]
    assert firsts == sorted(firsts)
    assert [one.first is None for one in found.noted] == sorted(one.first is None for one in found.noted)


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(0, len(STATEMENTS) - 1), min_size=1))
def test_a_statement_that_is_taken_away_is_nowhere_in_what_is_left(gone: set[int]) -> None:
    left = [one for place, one in enumerate(STATEMENTS) if place not in gone]
    for name in ("Ministry", "police"):
        plain = repr(notice(name, left))
        assert not any(STATEMENTS[place].id in plain for place in gone)
