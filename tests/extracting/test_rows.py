"""Rows of a register: what the cells beside a narrative say of the same people and days."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from muniment.adding.formats.tables import Tables
from muniment.errors import UnreadableReport
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.statement import Party, Place, Statement, When, passages

Read = Callable[..., list[Statement]]


@pytest.fixture(scope="module")
def read() -> Read:
    extractor = SpacyExtractor()

    def read(head: str, *rows: str) -> list[Statement]:
        table = Tables().read("\n".join([head, *rows]).encode(), name="register.csv")
        found: list[Statement] = []
        for one in table:
            assert not isinstance(one, UnreadableReport), one
            statements = extractor.extract(one.report).statements
            for statement in statements:
                for passage in passages(statement):
                    assert one.report.text[passage.start : passage.end] == passage.words
            found += statements
        return found

    return read


REGISTER = "record,date,place,name,age,sex,occupation,status,narrative"


def of_type(statements: list[Statement], code: str) -> Statement:
    return next(one for one in statements if one.type == code)


def test_a_row_dates_and_places_what_its_first_sentence_tells(read: Read) -> None:
    told = read(REGISTER, "7,2021-03-12,Aleppo,Ada Brun,28,f,midwife,killed,The second bomb killed Ada Brun.")
    killing = of_type(told, "life.killing")
    date, place = cast(When, killing.values("date")[0]), cast(Place, killing.values("place")[0])
    assert (date.value, date.basis, date.words) == ("2021-03-12", "inferred", "2021-03-12")
    assert (place.value, place.basis) == ("Aleppo", "inferred")


def test_the_person_that_a_row_names_has_its_age_sex_and_work(read: Read) -> None:
    told = read(REGISTER, "7,2021-03-12,Odem,Ada Brun,12,f,pupil,killed,The second bomb killed Ada Brun.")
    victim = cast(Party, of_type(told, "harm.death").values("victim")[0])
    assert (victim.age, victim.age_group, victim.sex, victim.occupation) == (12, "child", "female", "pupil")


def test_somebody_else_in_the_narrative_has_not(read: Read) -> None:
    told = read(
        REGISTER, "7,2021-03-12,Odem,Ada Brun,28,f,midwife,missing,Soldiers killed Jon Ost and took Ada Brun away."
    )
    victim = cast(Party, of_type(told, "life.killing").values("victim")[0])
    assert (victim.value, victim.age, victim.occupation) == ("Jon Ost", None, None)


def test_what_became_of_somebody_is_told_by_the_cell_where_the_narrative_does_not(read: Read) -> None:
    told = read(
        REGISTER, "7,2021-04-14,Odem,Jon Ost,52,m,electrician,killed,Gunmen shot Jon Ost in front of the clinic."
    )
    death = of_type(told, "harm.death")
    assert (death.trigger.words, death.rule) == ("killed", "cell status")
    assert [value.words for value in death.values("victim")] == ["Jon Ost"]
    assert [value.words for value in death.values("date")] == ["2021-04-14"]
    assert death.countable


def test_a_death_that_the_narrative_tells_is_told_once(read: Read) -> None:
    told = read(REGISTER, "7,2021-04-14,Odem,Jon Ost,52,m,cook,killed,Gunmen killed Jon Ost.")
    assert [one.rule for one in told if one.type == "harm.death"] == ["from life.killing"]


def test_a_status_of_other_words_tells_nothing_more(read: Read) -> None:
    told = read(
        REGISTER, "7,2021-04-14,Odem,Jon Ost,52,m,cook,released 2021-08-20,Police arrested Jon Ost in the market."
    )
    assert not any(one.rule == "cell status" for one in told)


def test_a_day_that_the_sentence_names_is_its_own(read: Read) -> None:
    told = read(REGISTER, "7,2021-04-14,Odem,Jon Ost,52,m,cook,killed,Gunmen killed Jon Ost on 16 April.")
    assert [value.value for value in of_type(told, "life.killing").values("date")] == ["2021-04-16"]


def test_a_body_found_later_died_on_the_day_of_the_row(read: Read) -> None:
    told = read(
        REGISTER, "7,2021-03-12,Odem,Ada Brun,64,f,baker,killed,Rescuers found the body of Ada Brun on 14 March."
    )
    assert [value.value for value in of_type(told, "harm.death").values("date")] == ["2021-03-12"]


def test_the_date_of_a_note_is_only_what_its_days_are_read_against(read: Read) -> None:
    told = read(
        "id,date,note",
        "31,2021-03-16,The council said that five farmers were killed on 15 March.",
        "32,2021-05-02,A witness said that soldiers had burned two houses in the village.",
    )
    assert [value.value for value in of_type(told, "life.killing").values("date")] == ["2021-03-15"]
    assert not of_type(told, "property.destruction").values("date")
