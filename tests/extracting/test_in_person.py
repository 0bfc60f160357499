"""Whom "I" and "we" mean: whoever speaks, and never somebody who only put the words out."""

from __future__ import annotations

from typing import cast

import pytest

from muniment.extracting.spacy_extractor import SpacyExtractor
from muniment.report import report_of
from muniment.statement import Party


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor()


def filler(extractor: SpacyExtractor, text: str, code: str, slot: str, **known: str) -> str:
    report = report_of(text.encode(), text, name="told.txt", media_type="text/plain", **known)
    told = next(one for one in extractor.extract(report).statements if one.type == code)
    return cast(Party, told.values(slot)[0]).value


def test_i_is_whoever_wrote(extractor: SpacyExtractor) -> None:
    text = "Soldiers beat me at the gate of the camp."
    assert filler(extractor, text, "body.assault", "victim", author="Ada Brun") == "Ada Brun"


def test_i_is_no_publisher(extractor: SpacyExtractor) -> None:
    text = "Soldiers beat me at the gate of the camp."
    known = {"publisher": "Odem Wire", "author": "Ada Brun"}
    assert filler(extractor, text, "body.assault", "victim", **known) == "me"


def test_we_who_demand_are_whoever_put_it_out(extractor: SpacyExtractor) -> None:
    text = "We demand that the army leave the town."
    assert filler(extractor, text, "speech.demand", "agent", publisher="Odem Union") == "Odem Union"


def test_we_who_killed_are_not_whoever_put_it_out(extractor: SpacyExtractor) -> None:
    text = "We killed two of them."
    assert filler(extractor, text, "life.killing", "agent", publisher="Odem Wire") == "We"
