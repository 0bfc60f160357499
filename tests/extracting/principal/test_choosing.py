"""What a report is mainly about: read from invented reports by the whole pipeline, and never ungrounded."""

from __future__ import annotations

import pytest

from factory import report
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.incident import Principal
from muniment.report import Report
from muniment.statement import ground, of_values

RAID = """Gunmen kill union leader in Beirut

BEIRUT (Island Wire) - Gunmen shot dead Mara Ilven, 41, the head of a nurses' union, outside her home in Beirut on 9 March 2021, police said.

Ilven had led a strike at the port hospital. Her colleague Oru Tam, a nurse, said she had received threats since January.

The interior minister, Selim Aramoun, condemned the murder. In Tripoli, hundreds marched on Thursday.
"""
ARREST = """Police detain two reporters in Nairobi

Police in Nairobi arrested two reporters, Ana Pol and Idris Wekesa, on Friday after they filmed a protest, their editor said. Police beat Pol in custody, she said.

The government denied it. In 2015 a court in Mombasa had sentenced another editor to a year in prison.
"""
FAIR = """Book fair opens in Beirut

The book fair opened in Beirut on Friday. Forty publishers showed their new titles.
"""


def read(text: str) -> tuple[Report, Principal | None]:
    told = report(text, title=text.split("\n", 1)[0], published="2021-03-12")
    return told, SpacyExtractor().extract(told).principal


def values(principal: Principal, slot: str) -> list[str]:
    return [str(getattr(value, "value", "")) for value in principal.values(slot)]


def test_a_killing_is_told_with_victim_agent_place_and_date() -> None:
    _, principal = read(RAID)
    assert principal is not None
    assert "killing" in principal.violations
    assert values(principal, "victim")[:1] == ["Mara Ilven"]
    assert "Selim Aramoun" not in values(principal, "victim")
    assert values(principal, "place") == ["Beirut", "Lebanon"]
    assert values(principal, "date") == ["2021-03-09"]
    assert any("unmen" in agent for agent in values(principal, "agent"))


def test_an_arrest_of_two_by_the_police_is_by_state_forces() -> None:
    _, principal = read(ARREST)
    assert principal is not None
    assert principal.agent_kind == "state_forces"
    assert "detention" in principal.violations
    assert {"Ana Pol", "Idris Wekesa"} <= set(values(principal, "victim"))
    assert values(principal, "place")[0] == "Nairobi"


def test_a_report_of_no_harm_is_about_no_incident() -> None:
    assert read(FAIR)[1] is None


@pytest.mark.parametrize("text", [RAID, ARREST])
def test_every_value_stands_on_words_of_the_report(text: str) -> None:
    told, principal = read(text)
    assert principal is not None
    assert principal.statements
    for passage in of_values(principal.slots):
        ground(told, passage)


def test_reading_twice_gives_the_same() -> None:
    assert read(RAID)[1] == read(RAID)[1]
