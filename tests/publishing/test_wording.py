"""Sentences made of statements: nobody left out, nothing said that the report does not say, and grammatical."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from factory import at, report, statement
from muniment.dossier import Dossier
from muniment.incident import principal_of
from muniment.notice import Noted, Related
from muniment.publishing.noting import noted_words
from muniment.publishing.page import rendered
from muniment.publishing.phrasing import several
from muniment.publishing.telling import documents
from muniment.publishing.wording import claim, date_words, dated, mainly, sentence, who_says


def worded(text: str, trigger: str, *, type: str, **known: Any) -> str:
    told = report(text, publisher="Odem Post")
    return sentence(statement(told, trigger, type=type, **known), told)


def test_every_place_every_victim_and_every_agent_is_named() -> None:
    text = "Since May soldiers and militiamen killed Ana Orl, Bel Orl and 40 others in Odem and Tarn, near Lake Sule."
    words = worded(
        text,
        "killed",
        type="life.killing",
        agent=["soldiers", "militiamen"],
        victim=["Ana Orl", "Bel Orl", "40 others"],
        place=["Odem", "Tarn", at("Lake Sule", precision="near")],
    )
    assert words == (
        "Soldiers and militiamen killed Ana Orl, Bel Orl and 40 others in Odem and Tarn and near Lake Sule, says Odem Post."
    )


def test_who_gave_the_order_is_not_dropped_beside_who_did_it() -> None:
    text = "Police beat two clerks on the order of the mayor."
    words = worded(text, "beat", type="body.assault", agent="Police", victim="two clerks", orderer="the mayor")
    assert words == "Police assaulted two clerks on the order of the mayor, says Odem Post."


@pytest.mark.parametrize(
    ("words", "known", "told"),
    [
        ("more than 20", {"low": 20, "best": None, "high": None}, "More than 20 people"),
        ("at least 20", {"low": 20, "best": None, "high": None}, "At least 20 people"),
        ("fewer than 20", {"low": None, "best": None, "high": 20}, "Fewer than 20 people"),
    ],
)
def test_a_figure_keeps_whether_its_end_is_within(words: str, known: dict[str, Any], told: str) -> None:
    text = f"The blast wounded {words}."
    assert worded(text, "wounded", type="harm.injury", count=at(words, **known)).startswith(f"{told} were injured")


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        ("blamed", "The front blamed the army"),
        ("accused", "The front accused the army"),
        ("condemned", "The front condemned the army"),
    ],
)
def test_the_verb_is_that_of_the_report(trigger: str, told: str) -> None:
    text = f"The front {trigger} the army."
    words = worded(text, trigger, type="speech.condemn", agent="The front", addressee="the army")
    assert words == f"{told}, says Odem Post."


def test_acknowledging_a_letter_is_no_admission() -> None:
    text = "The ministry acknowledged the letter to the press."
    words = worded(text, "acknowledged", type="speech.acknowledge", agent="The ministry")
    assert words == "The ministry acknowledged …, says Odem Post."

    told = worded(text, "acknowledged", type="speech.acknowledge", agent="The ministry", addressee="the press")
    assert told == "The ministry acknowledged … to the press, says Odem Post."


def test_who_gave_an_order_is_not_told_as_who_did_it() -> None:
    text = "Two clerks were beaten on the order of the mayor."
    words = worded(text, "beaten", type="body.assault", victim="Two clerks", orderer="the mayor")
    assert words == "Two clerks were assaulted on the order of the mayor, says Odem Post."


def test_a_pronoun_is_named_by_whom_it_stands_for_or_as_the_reports_word() -> None:
    text = "Guards beat him. They had raided our camp."
    known: dict[str, Any] = {"type": "body.assault", "agent": "Guards"}
    assert worded(text, "beat", victim="him", **known) == (
        "Guards assaulted somebody the report calls “him”, says Odem Post."
    )
    resolved = at("him", value="Orl Tamm", kind="person", basis="inferred")
    assert worded(text, "beat", victim=resolved, **known) == "Guards assaulted Orl Tamm (“him”), says Odem Post."
    raid = worded(text, "raided", type="repress.raid", agent="They", victim="our", facility="our camp")
    assert raid == "Those the report calls “They” raided our camp, says Odem Post."


def test_a_place_is_not_said_twice() -> None:
    text = "Gunmen raided Camp Orl."
    place = at("Camp Orl", precision="site")
    words = worded(text, "raided", type="repress.raid", agent="Gunmen", facility="Camp Orl", place=place)
    assert words == "Gunmen raided Camp Orl, says Odem Post."


def test_a_day_without_a_year_is_a_day() -> None:
    assert dated("XXXX-03-13") == f"on {date_words('XXXX-03-13')}" == "on 13 March"


def test_verbs_agree_with_who_does_and_who_says() -> None:
    text = "About 300 people live in Odem, three traders said."
    known = {"type": "relation.resides_in", "voices": "author:Uu > three traders:CT+", "object": "Odem"}
    assert worded(text, "live", subject="About 300 people", **known) == (
        "About 300 people reside in Odem, say three traders, as Odem Post reports."
    )
    assert worded("I live in Odem.", "live", type="relation.resides_in", subject="I", object="Odem") == (
        "Somebody the report calls “I” resides in Odem, says Odem Post."
    )


@pytest.mark.parametrize("name", ["three traders", "doctors", "the Border Shield Brigades", "hospital staff", "we"])
def test_a_name_of_more_than_one_is_known_by_its_words(name: str) -> None:
    assert several(name)


@pytest.mark.parametrize(
    "name", ["Dr Williams", "the government of Yemen", "residents' committee", "One of them", "he"]
)
def test_a_name_that_ends_in_s_may_be_of_one(name: str) -> None:
    assert not several(name)


def test_a_tie_that_does_not_hold_is_not_told_as_one() -> None:
    text = "The army would cooperate with the judge."
    known = {"type": "relation.allied_with", "subject": "The army", "object": "the judge"}
    assert "would be allied with" in worded(text, "cooperate", realis="conditional", **known)
    demanded = worded(text, "cooperate", realis="demanded", **known)
    assert demanded.startswith("Demanded: that The army be allied with the judge")


def test_a_tie_of_somebody_to_themself_is_not_told_as_one() -> None:
    text = "Fighters of the BSB, the BSB said."
    same: dict[str, Any] = {
        "type": "relation.member_of",
        "subject": at("BSB", kind="armed_group"),
        "object": at("BSB", kind="armed_group"),
    }
    assert "belong" not in worded(text, "Fighters", **same)
    parts = {"type": "relation.member_of", "subject": "Fighters of the BSB", "object": "the BSB"}
    assert worded(text, "Fighters", **parts) == "Fighters of the BSB belong to the BSB, says Odem Post."


def test_a_brother_is_whose_brother_he_is() -> None:
    told = worded(
        "Her brother died.",
        "brother",
        type="relation.kin_of",
        subject="brother",
        object=at("Her", value="Ana Orl", kind="person"),
        role="brother",
    )
    assert told == "Ana Orl (“Her”) has a brother, says Odem Post."


def test_a_chain_of_three_is_told_from_the_inside_out_and_nobody_twice() -> None:
    text = "The agency quoted an official as saying that hospital staff counted six bodies; the Odem Post said so."
    chain = "author:Uu > The agency:Uu > an official:Uu > hospital staff:CT+"
    words = worded(text, "counted", type="harm.death", count="six", voices=chain)
    assert words.endswith(
        "say hospital staff, according to an official, according to The agency, as Odem Post reports."
    )
    again = worded(text, "counted", type="harm.death", count="six", voices="author:Uu > Odem Post:CT+")
    assert again.endswith("died, says Odem Post.")


def test_a_confession_is_nobody_who_is_forced() -> None:
    words = worded("A confession was obtained.", "obtained", type="repress.forced_recantation", object="A confession")
    assert words == "Forced confession or recantation (A confession), says Odem Post."


def test_what_was_public_is_told_by_its_own_verb() -> None:
    noted = Noted(
        section="public",
        statements=("st_1",),
        type="speech.condemn",
        words="blamed",
        by=("Front",),
        of=Related(name="army"),
        report="rp_1",
        voices=(),
        origins=("rp_1",),
    )
    assert noted_words(noted) == "Front blamed army, on a day not said."


def test_a_pronoun_is_quoted_beside_a_figure() -> None:
    assert who_says("He", report("He said.")) == "“He”"


def test_what_is_withheld_is_told_in_its_number() -> None:
    told = report("Guards beat Orl.")
    beat = statement(told, "beat", type="body.assault", visibility="sealed")
    dossier = Dossier(title="Odem", made="2021-06-01", version="0", reports=(told,), statements=(beat,))
    assert "1 statement is withheld by a person" in " ".join(rendered(dossier).split())


def test_an_actor_who_was_told_something_by_nobody_named_is_told_so_shortly() -> None:
    noted = Noted(
        section="told",
        statements=("st_1",),
        type="record.notify",
        words="notified",
        of=Related(name="Ministry"),
        report="rp_1",
        voices=(),
        origins=("rp_1",),
    )
    assert noted_words(noted) == "Ministry was notified (by whom is not said), on a day not said."


def test_nothing_is_said_of_a_states_acquiescence() -> None:
    told = report("The Orl militia killed two.")
    killed = statement(told, "killed", type="life.killing", agent=at("The Orl militia", kind="armed_group"))
    main = principal_of(
        told.id, statements=(killed.id,), violations=("killing",), agent_kind="unacquiesced", slots=dict(killed.slots)
    )
    assert "acquiescence" not in mainly(main)


def test_what_is_planned_is_not_told_as_done() -> None:
    told = report("A raid on Camp Orl is planned.")
    planned = statement(told, "raid", type="repress.raid", realis="planned", facility="Camp Orl")
    assert claim(planned) == "Said to be planned: that Camp Orl be raided"


def test_rows_of_one_table_stand_under_one_heading() -> None:
    rows = [
        replace(report(f"Row {row} names Orl.", name="register.csv", part=f"row {row}"), sha256="5a") for row in (2, 3)
    ]
    other = report("Orl was named.", name="letter.txt")
    told = [(one, [statement(one, "Orl", type="life.killing")]) for one in (*rows, other)]
    assert [[one.name for one, _ in held] for held in documents(told)] == [["register.csv"] * 2, ["letter.txt"]]
