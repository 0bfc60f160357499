"""People on lists: how records are read, and which are taken for one person."""

from __future__ import annotations

import random

import pytest
from benchmarks.lists import scores, table

from muniment.errors import UnusableLists
from muniment.linking.lists import THRESHOLDS, clusterings
from muniment.linking.people import Person, is_people, people

HEADING = "list,id,name,sex,age,born,date,place\n"
"""What a table of people may say."""


def rows(*lines: str) -> list[Person]:
    """Records among others, so that names and dates have a frequency."""
    others = [
        f"Roll,{n},{given} {family},m,{20 + n},,2021-03-{n + 1:02},Hollin"
        for n, (given, family) in enumerate(
            (given, family)
            for given in ("Tarvane", "Joskel", "Orlec", "Wenra")
            for family in ("Vantresh", "Camoreth", "Kestrale", "Solvane", "Helmaric")
        )
    ]
    return list(people(HEADING + "\n".join([*lines, *others]) + "\n"))


def joined(found: list[Person], one: str, other: str) -> list[bool]:
    """Whether two records are of one person, at each threshold."""
    return [any({one, other} <= set(group) for group in way.groups) for way in clusterings(found)]


def test_a_heading_tells_people_from_patterns() -> None:
    assert is_people("Name;List;age\nSome One;A;30\n")
    assert not is_people("A,B,count\n1,0,3\n")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("SOLVANE, Hadrec", ("hadrec", "solvane")),
        ("Dr Hadrec  Solvane", ("hadrec", "solvane")),
        ("Андрій Коваль", ("andrii", "koval")),
        ("José Ñuñez", ("jose", "nunez")),
        ("Merisa", ("merisa",)),
    ],
)
def test_names_are_compared_by_their_parts_in_latin_letters(said: str, parts: tuple[str, ...]) -> None:
    assert Person(id="1", list="A", name=said).parts == parts


def test_an_age_on_a_date_allows_two_years_of_birth() -> None:
    assert Person(id="1", list="A", name="X Y", age=30, date="2021-06-01").birth == (1990, 1991)
    assert Person(id="1", list="A", name="X Y", born="1988-02-03").birth == (1988, 1988)
    assert Person(id="1", list="A", name="X Y", age=30).birth is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("list,name,age\nA,Some One,about thirty\n", "line 2: 'about thirty' is no age"),
        ("list,name,date\nA,Some One,12/3/2021\n", "line 2: '12/3/2021' in the column date is no date"),
        ("list,name\nA,\n", "line 2 has no name"),
        ("list,name\nA,Some One,more\n", "line 2 has not as many columns"),
        ("list,name,id\nA,Some One,1\nA,Other One,1\n", "two records have the id A/1"),
        ("list,name\n", "no rows"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(UnusableLists, match=says):
        people(text)


def test_one_person_in_two_spellings_is_joined() -> None:
    found = rows(
        "Parish,1,Hadrec Solvanne,m,41,,2021-05-02,Osmeth", 'Court,1,"SOLVANE, Hadrec",m,41,,2021-05-02,Osmeth'
    )
    assert all(joined(found, "Parish/1", "Court/1"))


def test_a_name_alone_that_many_have_joins_nobody() -> None:
    found = rows("Parish,1,Joskel,m,,,,", "Court,1,Joskel Arrend,m,60,,2021-09-01,Karvath")
    assert not any(joined(found, "Parish/1", "Court/1"))


def test_brothers_killed_on_one_day_are_two() -> None:
    found = rows("Parish,1,Hadrec Tessmar,m,41,,2021-05-02,Osmeth", "Court,1,Orlan Tessmar,m,12,,2021-05-02,Osmeth")
    assert not any(joined(found, "Parish/1", "Court/1"))


def test_who_says_little_weighs_little_either_way() -> None:
    found = rows("Parish,1,Thessen Vaurel,,,,,", "Court,1,Thessen Vaurel,m,41,,2021-05-02,Osmeth")
    assert joined(found, "Parish/1", "Court/1")[0]


def test_every_record_is_of_just_one_person_at_every_threshold() -> None:
    text, truth = table(150, wrong=0.15, seed=3)
    for way in clusterings(people(text)):
        assert sorted(one for group in way.groups for one in group) == sorted(truth)
    assert sum(way.weight for way in clusterings(people(text))) == pytest.approx(1)


def test_a_looser_threshold_finds_fewer_people() -> None:
    text, truth = table(400, wrong=0.15, seed=5)
    ways = clusterings(people(text))
    numbers = [len(way.groups) for way in ways]
    assert [way.threshold for way in ways] == list(THRESHOLDS)
    assert numbers == sorted(numbers)
    assert numbers[0] <= len(set(truth.values())) <= numbers[-1]


def test_most_are_matched_right() -> None:
    text, truth = table(400, wrong=0.06, seed=5)
    precision, recall = scores(clusterings(people(text))[2].groups, truth)
    assert precision > 0.97
    assert recall > 0.97


def test_the_order_of_records_does_not_matter() -> None:
    found = list(people(table(120, wrong=0.2, seed=8)[0]))
    shuffled = random.Random(2).sample(found, len(found))
    assert [way.groups for way in clusterings(found)] == [way.groups for way in clusterings(shuffled)]


def test_one_record_is_one_person() -> None:
    found = people("list,name\nA,Some One\n")
    assert all(way.groups == (("line 2",),) for way in clusterings(found))
