"""Tables of patterns and of people."""

from __future__ import annotations

import pytest

from muniment.counting.estimation.reading import read
from muniment.errors import UnusableLists

PATTERNS = """Church,Hospital,region,count
1,0,North,12
0,1,North,9
1,1,North,4
1,0,South,7
1,1,South,2
"""


def test_a_table_of_patterns() -> None:
    found = read(PATTERNS, by=["region"])
    assert list(found) == ["", "region=North", "region=South"]
    assert found[""].table() == {(0, 1): 9, (1, 0): 19, (1, 1): 6}
    assert found["region=South"].sizes() == {"Church": 9, "Hospital": 2}


def test_a_table_of_people_counts_rows_by_the_lists_asked_for() -> None:
    people = "name;Church;Hospital;Union\nA;x;;\nB;;x;\nC;;;x\nD;x;x;x\n"
    assert read(people)[""].table() == {(1, 0, 0): 1, (0, 1, 0): 1, (0, 0, 1): 1, (1, 1, 1): 1}
    assert read(people, lists=["Church", "Hospital"])[""].table() == {(0, 1): 1, (1, 0): 1, (1, 1): 1}


def test_the_order_of_columns_and_rows_changes_nothing() -> None:
    lines = PATTERNS.splitlines()
    turned = [",".join(reversed(line.split(","))) for line in [lines[0], *reversed(lines[1:])]]
    assert read("\n".join(turned))[""].table() == read(PATTERNS)[""].table()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no rows"),
        ("a,b,count\n", "no rows"),
        ("a,b,count\n1,0\n", "line 2 has 2 columns"),
        ("name,place\nMara,Odem\n", "no column holds only 0 and 1"),
        ("a,b,count\n1,0,many\n", "line 2: 'many' is no number"),
        ("a,b,count\n1,0,-4\n", "line 2: '-4' is no number"),
        ("a,b,count\n1,1,2\n0,0,4\n", "in no list"),
        ("a,a,count\n1,0,4\n", "same heading"),
    ],
)
def test_a_table_that_says_no_lists_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(UnusableLists, match=says):
        read(text)


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnusableLists, match="no column village") as refused:
        read(PATTERNS, by=["village"])
    assert "Church, Hospital, region, count" in refused.value.hint
    with pytest.raises(UnusableLists, match="neither 0 nor 1"):
        read(PATTERNS, lists=["Church", "region"])
