"""Ties, standings and duties: every example in the data is read as what it stands beside."""

from __future__ import annotations

from typing import Any

import pytest

from muniment.extracting.mention import Mention, mentions
from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.taxonomy import data, type_of


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor()


def held(extractor: SpacyExtractor, text: str, kind: str) -> list[Mention]:
    return [mention for mention in mentions(extractor.parsed(text)) if mention.kind == kind]


def examples(file: str, table: str) -> list[tuple[str, str]]:
    entries: list[dict[str, Any]] = data(file)[table]
    found: list[tuple[str, str]] = []
    for entry in entries:
        written = entry["example"]
        found += [(entry["type"], one) for one in ([written] if isinstance(written, str) else written)]
    return found


@pytest.mark.parametrize(("code", "sentence"), examples("en/relations.toml", "relation"))
def test_an_example_of_a_tie_is_read_as_that_tie(extractor: SpacyExtractor, code: str, sentence: str) -> None:
    assert code in {mention.type for mention in held(extractor, sentence, "relation")}


@pytest.mark.parametrize(("code", "sentence"), examples("en/standings.toml", "standing"))
def test_an_example_of_a_standing_is_read_as_that_standing(extractor: SpacyExtractor, code: str, sentence: str) -> None:
    assert code in {mention.type for mention in held(extractor, sentence, "standing")}


def test_every_slot_filled_is_one_the_taxonomy_allows(extractor: SpacyExtractor) -> None:
    sentences = [one for _, one in examples("en/relations.toml", "relation")]
    sentences += [one for _, one in examples("en/standings.toml", "standing")]
    for mention in mentions(extractor.parsed("\n\n".join(sentences))):
        if mention.kind in ("relation", "standing", "duty"):
            assert set(mention.slots) <= set(type_of(mention.type).slots)


def test_every_type_of_relation_has_words_in_the_data() -> None:
    from muniment.taxonomy import types

    written = {code for code, _ in examples("en/relations.toml", "relation")}
    assert written == {code for code in types() if code.startswith("relation.")}


def test_every_type_of_standing_has_words_in_the_data() -> None:
    from muniment.taxonomy import types

    written = {code for code, _ in examples("en/standings.toml", "standing")}
    assert written == {code for code in types() if code.startswith("standing.")}


def test_an_unknown_pronoun_fills_no_tie(extractor: SpacyExtractor) -> None:
    assert not held(extractor, "Her brother was taken away.", "relation")


def test_a_duty_has_a_bearer_or_a_basis(extractor: SpacyExtractor) -> None:
    text = "There is a duty to act. They must leave. The guards have a duty of care towards the detainees."
    found = held(extractor, text, "duty")
    assert [mention.trigger.text for mention in found] == ["duty"]
    assert found[0].slots["bearer"][0].text == "The guards"


def test_one_actor_is_not_tied_to_itself(extractor: SpacyExtractor) -> None:
    text = "The Odem Front (OF) denied it. The front controls the Odem Front."
    assert not held(extractor, text, "relation")
