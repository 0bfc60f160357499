"""Titles get the parse of the same words as a sentence writes them; their text and all else keeps its own."""

from __future__ import annotations

import pytest

from muniment.extracting.spacy_extractor import SpacyExtractor

BODY = "\n\nThe radio told of the attack on Monday. Nobody had seen the host, who worked in Velm for years."


@pytest.mark.parametrize(
    ("title", "verb", "subject"),
    [
        ("Gunmen Kill Radio Host In Velm", "Kill", "Gunmen"),
        ("POLICE ARREST TWO EDITORS IN VELM", "ARREST", "POLICE"),
        ("Police detain union leader", "detain", "Police"),
        ("Karsa police arrest five union members", "arrest", "police"),
    ],
)
def test_a_title_has_a_verb_and_its_subject(title: str, verb: str, subject: str) -> None:
    doc = SpacyExtractor().parsed(title + BODY)
    found = {token.text: token for token in doc if token.text in (verb, subject)}
    assert found[verb].pos_ == "VERB"
    assert found[subject].head == found[verb]


@pytest.mark.parametrize(
    "title",
    [
        "Police arrest warrant angers town",
        "Police arrest of two editors angers town",
        "Will police arrest two editors?",
    ],
)
def test_what_is_no_headline_verb_is_left_alone(title: str) -> None:
    doc = SpacyExtractor().parsed(title + BODY)
    assert all(token.tag_ != "VBD" for token in doc if token.text == "arrest")


def test_the_text_and_its_offsets_stay() -> None:
    text = "Gunmen Kill Radio Host In Velm" + BODY
    doc = SpacyExtractor().parsed(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_sentences_below_a_title_keep_their_parse() -> None:
    titled = SpacyExtractor().parsed("Gunmen Kill Radio Host In Velm" + BODY)
    assert [token.dep_ for token in titled if token.text == "told"] == ["ROOT"]


def test_a_name_that_the_report_writes_large_stays_a_name() -> None:
    doc = SpacyExtractor().parsed("Velm Council Meets Dorrane Farmers Over Dam" + BODY)
    assert next(token for token in doc if token.text == "Velm").pos_ == "PROPN"
