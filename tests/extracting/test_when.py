"""Dates: what words of time mean, and which claim a date belongs to."""

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from muniment import edtf
from muniment.extracting import when
from muniment.extracting.mention import Mention, dates
from muniment.extracting.reckoning import lexicon

ANCHOR = "2021-03-17"  # a Wednesday
BLANK = spacy.blank("en")


def read(text: str, anchor: str | None = ANCHOR) -> list[str]:
    doc = BLANK.make_doc(text)
    doc._.anchor = anchor
    return [dated.when.value for dated in dates(when.read(doc))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on 12 March 2021", ["2021-03-12"]),
        ("on March 12, 2021", ["2021-03-12"]),
        ("on 2021-03-12", ["2021-03-12"]),
        ("on 25/03/2021", ["2021-03-25"]),
        ("on 12/03/2021", ["2021"]),
        ("on the 26th of February", ["2021-02-26"]),
        ("on 12 December", ["2020-12-12"]),
        ("in March 2021", ["2021-03"]),
        ("in 2020", ["2020"]),
        ("since 2017", ["2017/.."]),
        ("until last week", ["../2021-03-14"]),
        ("in early 2021", ["2021-01/2021-04~"]),
        ("in mid-March", ["2021-03-11~/2021-03-20~"]),
        ("on the night of 3 to 4 May 2020", ["2020-05-03/2020-05-04"]),
        ("between 3 and 9 May 2020", ["2020-05-03/2020-05-09"]),
        ("on 2 April and 9 April 2020", ["2020-04-02", "2020-04-09"]),
        ("on May 3 and 4, 2020", ["2020-05-03/2020-05-04"]),
        ("on 3 and 9 May 2020", ["2020-05-09"]),
        ("from December 2016 to March 2017", ["2016-12/2017-03"]),
        ("in the summer of 2020", ["2020-22"]),
        ("in the 1990s", ["199X"]),
        ("late on Monday", ["2021-03-15"]),
        ("on Wednesday", ["2021-03-17"]),
        ("last Wednesday", ["2021-03-10"]),
        ("next Monday", ["2021-03-22"]),
        ("yesterday", ["2021-03-16"]),
        ("last night", ["2021-03-16/2021-03-17"]),
        ("earlier this month", ["2021-03"]),
        ("last month", ["2021-02"]),
        ("last year", ["2020"]),
        ("two days ago", ["2021-03-15"]),
        ("about a week ago", ["2021-03-10~"]),
        ("more than two years ago", ["../2019"]),
        ("about 12 March", ["2021-03-12~"]),
    ],
)
def test_words_of_time_become_edtf(words: str, expected: list[str]):
    assert read(f"He was held {words}.") == expected


@pytest.mark.parametrize(
    "words",
    ["for two years", "12,000 people", "a day after the coup", "in 2,000 homes", "every Monday", "a few days ago"],
)
def test_what_gives_no_date_is_given_none(words: str):
    assert read(f"He was held {words}, they say.") == []


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "last month", "two days ago", "this week"])
def test_without_a_day_of_publication_relative_words_give_no_date(words: str):
    assert read(f"He was held {words}.", anchor=None) == []
    assert read(f"He was held {words}.", anchor="2021") == []


def test_without_a_day_of_publication_a_missing_year_stays_missing():
    assert read("He was held on 12 March.", anchor=None) == ["XXXX-03-12"]


def test_a_missing_year_is_taken_from_the_story_above():
    doc = BLANK.make_doc("They came on 25 August 2017. On 30 August they left.")
    doc._.anchor = ANCHOR
    found = [(dated.when.value, dated.when.basis) for dated in dates(when.read(doc))]
    assert found == [("2017-08-25", "stated"), ("2017-08-30", "inferred")]


def test_days_later_are_counted_from_the_day_told_before():
    assert read("He was seized on 3 May 2020. Nine days later, he was found.") == ["2020-05-03", "2020-05-12"]
    assert read("Nine days later, he was found.") == []


def test_the_dateline_of_a_report_is_no_date_in_it():
    assert read("OSMETH, March 12 (Karsa Wire) - Troops fired on Monday.") == ["2021-03-15"]


def test_every_form_reads_its_own_example():
    for form in lexicon()["form"]:
        assert read(form["example"]), form["name"]


def test_words_stand_at_their_offsets():
    text = "On Friday, March 12, 2021, and again yesterday, shells fell."
    doc = BLANK.make_doc(text)
    doc._.anchor = ANCHOR
    for dated in dates(when.read(doc)):
        assert text[dated.when.start : dated.when.end] == dated.when.words


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2090, 1, 1)), st.integers(0, 4000))
@example(day=date(2000, 2, 29), days=365)
def test_a_date_never_narrows(day: date, days: int):
    anchor = day + timedelta(days=days)
    month = day.strftime("%B")
    for words, span in [
        (f"on {day.day} {month} {day.year}", 1),
        (f"in {month} {day.year}", 28),
        (f"in {day.year}", 365),
        (f"on {day.day} {month}", 1),
        (f"in early {day.year}", 90),
        ("last month", 28),
        ("this week", 7),
    ]:
        (value,) = read(f"He was held {words}.", anchor=anchor.isoformat())
        assert (edtf.days(value) or 0) >= span
        if str(day.year) in words:
            assert edtf.within(day.isoformat(), value) or "early" in words


def found(nlp: Language, text: str, trigger: str, *, other: str | None = None) -> list[str]:
    doc: Doc = nlp.make_doc(text)
    doc._.anchor = ANCHOR
    doc = when.read(nlp(doc))
    mentions: list[Mention] = []
    for words in filter(None, (trigger, other)):
        start = text.index(words)
        span = doc.char_span(start, start + len(words))
        assert span is not None
        mentions.append(Mention(kind="act", type="life.killing", trigger=span, rule="test"))
    doc._.mentions = mentions
    return [day.value for day in when.of(mentions[0])]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Police said on Monday that soldiers shot three people.", "shot", []),
        ("Soldiers shot three people in the town, officials said on Monday.", "shot", []),
        ("On Monday, soldiers shot three people, officials said.", "shot", ["2021-03-15"]),
        ("Soldiers shot three people on Monday, officials said on Tuesday.", "shot", ["2021-03-15"]),
        ("Last week, the army said it had bombed a bridge.", "bombed", []),
        ("He was arrested in March 2019 and released on Monday.", "arrested", ["2019-03"]),
        ("He was arrested in March 2019 and released on Monday.", "released", ["2021-03-15"]),
        ("On Monday, troops stormed the camp and arrested five medics.", "arrested", ["2021-03-15"]),
        ("A missile struck the market on Monday, killing 12 people.", "killing", ["2021-03-15"]),
        ("He died on Monday after being beaten by guards.", "beaten", []),
        ("The ministry condemned the shelling on Monday.", "shelling", []),
        ("Monday's attack killed five.", "killed", ["2021-03-15"]),
        ("It was the worst place, with seven reporters killed in 2019.", "killed", ["2019"]),
        ("The council spoke of the raid in May 2019 with some shame.", "raid", ["2019-05"]),
        ("They marked the second anniversary of the 3 May 2019 bombing.", "marked", []),
        ("They marked the second anniversary of the 3 May 2019 bombing.", "bombing", ["2019-05-03"]),
        ("A year after the coup of 1 February 2020, troops shot four protesters.", "shot", []),
    ],
)
def test_a_date_goes_to_what_happened_then_and_not_to_saying_it(
    nlp: Language, text: str, trigger: str, expected: list[str]
):
    assert found(nlp, text, trigger) == expected
