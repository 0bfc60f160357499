"""What a report says anywhere of somebody it names."""

from __future__ import annotations

import pytest

from factory import report
from muniment.extracting.principal.describing import occupation, sex
from muniment.extracting.principal.survey import survey_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen shot the labour rights activist Mara Ilven.", "labour rights activist"),
        ("The court jailed journalists Oru Tam and Mara Ilven for a year.", "journalist"),
        ("Mara Ilven, 34, a freelance reporter for the Courier, was held.", "freelance reporter"),
        ("Mara Ilven was a nurse who spoke up.", "nurse"),
        ("The union's leader, Mara Ilven, was beaten.", "union's leader"),
        ("Four journalists from the north — Oru Tam, 23, Mara Ilven and Teo Marl — were held.", "journalist"),
        ("The journalists are Oru Tam of the Courier, Mara Ilven of the Post and Teo Marl.", "journalist"),
        ("The officers are said to have beaten Mara Ilven.", None),
        ("An Ostran journalist and mother of two, Mara Ilven, was held.", "journalist"),
        ("Mara Ilven, another dissident Ostran journalist, was held.", "journalist"),
        ("The lawyer of Mara Ilven was beaten.", None),
        ("A journalist said that Mara Ilven was beaten.", None),
        ("Mara Ilven, a mother of two, was beaten.", None),
    ],
)
def test_an_occupation_stands_beside_the_name(text: str, expected: str | None) -> None:
    assert occupation(survey_of(report(text)), ["Mara Ilven"]) == expected


def test_pronouns_give_the_sex_unless_they_disagree() -> None:
    text = "Mara Ilven said she was held. He was not."
    survey = survey_of(report(text))
    she, he = text.index("she"), text.index("He")
    assert sex(survey, [(0, 10), (she, she + 3)]) == "female"
    assert sex(survey, [(she, she + 3), (he, he + 2)]) is None
    assert sex(survey, [(0, 10)]) is None
