"""Copied passages are found wherever they stand; footers join nothing; the first to print is the original."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from factory import report
from muniment.incident import original_at
from muniment.linking.copying import passages, print_of, text_of
from muniment.linking.origins import origins
from muniment.report import Report

NONE = print_of(text_of("")).hashes
WORDS = [f"{one}{two}{three}" for one in "bdfgklmnprst" for two in "aeiou" for three in "lmnrst"]


def prose(words: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


WIRE = prose(120, 1)


def shared(one: str, other: str) -> list[str]:
    found = passages("a", text_of(one), "b", text_of(other), boilerplate=NONE)
    return [one[each.start : each.end] for each in found]


def told(text: str, *, published: str, publisher: str = "Odem Post") -> Report:
    return report(text, name=f"{publisher} {published}", published=published, publisher=publisher)


def test_three_paragraphs_copied_into_a_longer_story_are_found() -> None:
    part = " ".join(WIRE.split()[20:80])
    (found,) = shared(f"{prose(200, 2)} {part} {prose(150, 3)}", WIRE)
    assert found == part


def test_a_changed_word_does_not_break_a_passage() -> None:
    words = WIRE.split()
    edited = [*words[:40], "yesterday", *words[41:]]
    (found,) = shared(" ".join(edited), WIRE)
    assert len(found.split()) == 120


def test_a_sentence_in_common_is_no_copy() -> None:
    sentence = " ".join(WIRE.split()[:15])
    assert shared(f"{sentence} {prose(100, 4)}", f"{prose(100, 5)} {sentence}") == []


@given(st.integers(0, 90), st.integers(25, 60), st.integers(0, 10_000))
def test_any_long_run_of_words_leaves_a_common_fingerprint(start: int, length: int, seed: int) -> None:
    words = prose(150, 7).split()
    run = " ".join(words[start : start + length])
    one, other = print_of(text_of(" ".join(words))), print_of(text_of(f"{prose(60, seed)} {run} {prose(60, seed + 1)}"))
    assert set(one.hashes.tolist()) & set(other.hashes.tolist())


@given(st.text(max_size=400), st.text(max_size=400))
def test_what_is_called_shared_is_the_same_words(one: str, other: str) -> None:
    for each in passages("a", text_of(one), "b", text_of(other), boilerplate=NONE):
        left, right = one[each.start : each.end], other[each.other_start : each.other_end]
        assert text_of(left).hashes.tolist()[:7] == text_of(right).hashes.tolist()[:7]


def test_the_first_to_print_is_the_original_of_what_is_copied_and_of_nothing_else() -> None:
    part = " ".join(WIRE.split()[:60])
    wire = told(WIRE, published="2021-03-12", publisher="Tide Wire")
    later = told(f"{prose(80, 8)} {part}", published="2021-03-13")
    found = origins([later, wire])
    (origin,) = [one for one in found if one.copies]
    assert origin.reports == (wire.id, later.id)
    assert len(found) == 2, "a story with paragraphs of its own is an origin too"
    original = original_at(found)
    assert original(later.id, later.text.index(part) + 5) == wire.id
    assert original(later.id, 0) == later.id


def test_a_reprint_is_no_origin() -> None:
    wire = told(WIRE, published="2021-03-12", publisher="Tide Wire")
    reprint = told(f"From our news desk. {WIRE}", published="2021-03-13")
    (found,) = origins([wire, reprint])
    assert original_at([found])(reprint.id, 0) == wire.id


def test_the_footer_of_a_publisher_joins_nothing_and_the_same_wire_in_four_papers_does() -> None:
    footer = prose(60, 9)
    days = ("2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01")
    stories = [told(f"{prose(100, 10 + index)} {footer}", published=day) for index, day in enumerate(days)]
    assert not any(one.copies for one in origins(stories))
    papers = [told(f"{WIRE} {index}", published="2021-03-12", publisher=f"Paper {index}") for index in range(4)]
    (origin,) = [one for one in origins(papers) if one.copies]
    assert len(origin.reports) == 4


def test_the_order_of_reports_does_not_matter() -> None:
    reports = [told(f"{WIRE} {prose(index * 20, index)}", published=f"2021-03-1{index}") for index in range(4)]
    assert {one.id: one for one in origins(reports)} == {one.id: one for one in origins(reports[::-1])}


def test_identical_texts_are_one_origin_whoever_publishes_them() -> None:
    wire, copy = report("Two men were held.", name="a.txt"), report("Two men were held.", name="b.txt", part="row 2")
    other = report("Three men were held.")
    found = origins([wire, copy, other])
    assert len(found) == 2
    original = original_at(found)
    assert original(wire.id, 0) == original(copy.id, 0) != original(other.id, 0)
