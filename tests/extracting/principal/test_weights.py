"""A head adds up cues; shares exclude one another or stand alone; the file that ships can be read."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest

from muniment.extracting.principal.weights import Head, head

HEAD = Head(weights={"title": 2.0, "far": -1.0}, bias=0.0, least=0.5)


def test_a_cue_without_a_weight_weighs_nothing() -> None:
    assert HEAD.weight({"title": 1.0, "unheard of": 9.0}) == 2.0


def test_shares_leave_room_for_none_of_them() -> None:
    shares = HEAD.shares([{"title": 1.0}, {"far": 1.0}])
    assert shares[0] > shares[1]
    assert sum(shares) < 1
    assert HEAD.shares([]) == []


def test_each_stands_by_itself() -> None:
    alone, beside = HEAD.each([{"title": 1.0}]), HEAD.each([{"title": 1.0}, {"title": 1.0}])
    assert alone[0] == pytest.approx(beside[0])
    assert HEAD.each([{"title": 1000.0}])[0] == pytest.approx(1.0)


def test_reasons_are_what_spoke_for_it_the_strongest_first() -> None:
    assert HEAD.reasons({"far": 1.0, "title": 0.5}) == ["title"]


@pytest.mark.parametrize(
    "part", ["settlement", "division", "country", "date", "month", "day", "agent_kind", "victim", "violation"]
)
def test_every_part_has_a_head_that_ships(part: str) -> None:
    assert 0 < head(part).least < 1


def test_the_weights_are_small_and_hold_no_names() -> None:
    source = files("muniment.data").joinpath("en/principal.json")
    text = source.read_text(encoding="utf-8")
    assert len(text) < 1_000_000
    for part, held in json.loads(text)["heads"].items():
        for cue in held["weights"]:
            side, _, word = cue.partition(":")
            if side in ("before", "after", "beside"):
                assert re.fullmatch(r"[a-z]{3,7}", word), (part, cue)
