"""Dates of publication are no more precise than their words."""

from __future__ import annotations

import pytest

from muniment.adding.dates import published


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("12 March 2021", "2021-03-12"),
        ("March 12, 2021", "2021-03-12"),
        ("Friday, 12 March 2021", "2021-03-12"),
        ("12 Sept. 2021", "2021-09-12"),
        ("2021-03-12", "2021-03-12"),
        ("2021-03-12T08:00:00Z", "2021-03-12"),
        ("March 2021", "2021-03"),
        ("2021-03", "2021-03"),
        ("Mon, 03 May 2021 10:00:00 +0000", "2021-05-03"),
        ("03/04/2021", None),
        ("31 February 2021", None),
        ("Two men were taken on 12 March 2021", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_as_its_words_say(words: str | None, edtf: str | None) -> None:
    assert published(words) == edtf
