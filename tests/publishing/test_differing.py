"""Where tellings differ: a part of a body, a tie and a means contradict nobody; two sides do."""

from __future__ import annotations

from typing import Any

import pytest

from factory import At, at, report, statement
from muniment.dossier import Dossier
from muniment.incident import Incident
from muniment.publishing.differing import contradictions
from muniment.publishing.gathering import gathered
from muniment.statement import Statement


def differing(one: At, other: At, *more: Statement, **known: Any) -> dict[str, str]:
    told = [
        report(f"On 12 March {each.words} shot two traders in Odem, note {n}.") for n, each in enumerate((one, other))
    ]
    shot = [
        statement(text, "shot", type="life.killing", agent=each, **{key: held[n] for key, held in known.items()})
        for n, (text, each) in enumerate(zip(told, (one, other), strict=True))
    ]
    incident = Incident(id="in_1", statements=tuple(each.id for each in shot))
    dossier = Dossier(
        title="Odem",
        made="2021-06-01T00:00:00+00:00",
        version="0",
        reports=(*told, *TIED),
        statements=(*shot, *more),
        incidents=(incident,),
    )
    return {slot: said for slot, said, _ in contradictions(gathered(dossier), shot, incident)}


def body(words: str, kind: str | None = "state_body", **known: Any) -> At:
    return at(words, kind=kind, **known)


TIED = [report("Hadre Solv commands the Shield Brigades.", name="tie.txt")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (body("the army"), body("the Odem army")),
        (body("the Odem army"), body("the air force")),
        (body("United Front for Orl", "armed_group"), body("a unit of the UFO", "armed_group")),
        (body("Shield Brigades", "armed_group"), body("gunmen", None)),
        (body("Shield Brigades", "armed_group"), body("his unit", "armed_group")),
        (body("the army"), body("fragments of the second bomb", None)),
    ],
)
def test_a_part_of_a_body_men_whom_nobody_names_and_a_means_contradict_nobody(one: At, other: At) -> None:
    assert differing(one, other) == {}


def test_two_sides_contradict() -> None:
    said = differing(body("the Odem army"), body("Shield Brigades", "armed_group"))
    assert said == {"Who did it": "the Odem army / Shield Brigades"}


def test_armies_of_two_states_contradict() -> None:
    assert "Who did it" in differing(body("the Odem army"), body("the Tarn army"))


def test_a_commander_and_those_who_are_commanded_are_one_side() -> None:
    commander, brigades = body("Hadre Solv", "person"), body("Shield Brigades", "armed_group")
    assert "Who did it" in differing(commander, brigades)
    tie = statement(
        TIED[0],
        "commands",
        type="relation.commands",
        subject="Hadre Solv",
        object=at("the Shield Brigades", value="Shield Brigades"),
    )
    assert differing(commander, brigades, tie) == {}


def test_a_month_and_a_day_of_it_do_not_contradict_and_two_days_do() -> None:
    army = body("the army")
    march, day, other = (at("12 March", value=value) for value in ("2021-03", "2021-03-12", "2021-03-13"))
    assert differing(army, army, date=(march, day)) == {}
    assert differing(army, army, date=(day, other)) == {"When": "12 March 2021 / 13 March 2021"}
