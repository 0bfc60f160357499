"""Numbers: what they count, how far they reach, and which are parts of others."""

import pytest
import spacy
from spacy.language import Language

from muniment.extracting import howmany, when
from muniment.extracting.figuring import Amount, numeral
from muniment.extracting.mention import figures
from muniment.statement import Figure

BLANK = spacy.blank("en")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("54 people", (54, 54, 54)),
        ("1,200 people", (1200, 1200, 1200)),
        ("1.2 million people", (1_200_000, 1_200_000, 1_200_000)),
        ("twenty-seven people", (27, 27, 27)),
        ("two hundred and six people", (206, 206, 206)),
        ("two dozen people", (24, 24, 24)),
        ("half a million people", (500_000, 500_000, 500_000)),
        ("a couple of people", (2, 2, 2)),
        ("at least 54 people", (54, None, None)),
        ("more than 300 people", (300, None, None)),
        ("up to 30 people", (None, None, 30)),
        ("as many as 30 people", (None, None, 30)),
        ("fewer than 30 people", (None, None, 30)),
        ("between 12 and 15 people", (12, None, 15)),
        ("12 to 15 people", (12, None, 15)),
        ("about 300 people", (None, 300, None)),
        ("several people", (3, None, None)),
        ("several hundred people", (300, None, None)),
        ("dozens of people", (24, None, None)),
        ("scores of people", (40, None, None)),
        ("tens of thousands of people", (20_000, None, None)),
        ("no one", (0, 0, 0)),
    ],
)
def test_number_words_become_ranges(words: str, expected: tuple[int | None, int | None, int | None]):
    found = numeral(BLANK.make_doc(words), 0)
    assert found is not None
    assert found.amount == Amount(*expected)
    assert found.inferred == (words.split()[0] in ("several", "dozens", "scores", "tens", "about"))


@pytest.mark.parametrize("words", ["many people", "people", "a number of people", "some people"])
def test_words_that_say_no_number_give_none(words: str):
    assert numeral(BLANK.make_doc(words), 0) is None


def read(nlp: Language, text: str) -> list[Figure]:
    doc = howmany.read(when.read(nlp(text)))
    for counted in figures(doc):
        assert text[counted.figure.start : counted.figure.end] == counted.figure.words
    return [counted.figure for counted in figures(doc)]


@pytest.mark.parametrize(
    "text",
    [
        "Orla Venn, 34, was shot.",
        "A 30-year-old man aged 30 was shot.",
        "They quoted UN Resolution 2334.",
        "The road cost $2 million.",
        "Prices rose by 12%.",
        "The village is 30 km away.",
        "He was shot on 12 March 2021 in Unit 14.",
        "The 2014 abduction was never investigated.",
    ],
)
def test_ages_money_shares_measures_dates_and_labels_count_nobody(nlp: Language, text: str):
    assert read(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("The war has killed 214 people since March 2020.", "cumulative"),
        ("The death toll rose to 45.", "cumulative"),
        ("Three people a day are killed.", "rate"),
        ("Thousands of people were displaced across the country.", "aggregate"),
        ("Troops killed 27 people a day after the raid.", "single"),
    ],
)
def test_a_figure_says_what_it_covers(nlp: Language, text: str, scope: str):
    assert [figure.scope for figure in read(nlp, text)] == [scope]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 villages were burned.", "village"),
        ("40 homes burned.", "dwelling"),
        ("Two ambulances were hit.", "vehicle"),
    ],
)
def test_units_are_what_is_counted(nlp: Language, text: str, unit: str):
    assert [figure.unit for figure in read(nlp, text)] == [unit]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("12 people died, among them four children and two medics.", [("12", "four"), ("12", "two")]),
        ("Gunmen seized 42 people, including 27 students.", [("42", "27")]),
        ("Fifty were arrested, of whom six were women.", [("Fifty", "six")]),
        ("The shelling killed 12, four of them children.", [("12", "four")]),
        ("They killed 12 people and burned 30 homes.", []),
        ("Four people died. Among them, 12 homes burned.", []),
    ],
)
def test_a_part_is_kept_apart_from_the_whole(nlp: Language, text: str, pairs: list[tuple[str, str]]):
    doc = howmany.read(nlp(text))
    assert [(whole.figure.words, part.figure.words) for whole, part in howmany.includes(doc)] == pairs


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("A teacher was shot.", "A teacher", 1),
        ("No civilians were killed.", "No civilians", 0),
        ("Three aid workers were shot.", "Three aid workers", 3),
        ("The teacher was shot.", "The teacher", None),
        ("A crowd fled.", "A crowd", None),
        ("Both men were shot.", "Both men", 2),
        ("Another man died.", "Another man", 1),
    ],
)
def test_a_phrase_says_how_many_or_does_not(nlp: Language, text: str, phrase: str, expected: int | None):
    doc = howmany.read(nlp(text))
    span = doc.char_span(text.index(phrase), text.index(phrase) + len(phrase))
    assert span is not None
    figure = howmany.of(span)
    assert (figure.best if figure else None) == expected
