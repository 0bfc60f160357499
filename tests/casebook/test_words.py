"""What is looked for, and what it may meet: words are folded in their places, and a book is cut between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.casebook.words import LARGEST_PIECE, OVERLAP, Term, folded, pieces, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ölmez, burned!", "olmez  burned "),
        ("İZMİR’de Çağlar", "izmir de caglar"),
        ("a.b/c_d-e@f", "a b c d e f"),
        ("Αθήνα Йод", "αθηνα иод"),
        ("بيت آمن", "بيت آمن"),
        ("が 한국", "が 한국"),
    ],
)
def test_letters_are_small_and_bare_and_all_else_is_a_gap(text: str, found: str) -> None:
    assert folded(text) == found


@given(text=st.text())
def test_what_is_folded_stands_where_it_stood(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


def test_a_query_is_words_phrases_and_beginnings() -> None:
    assert terms('mill* "burned the" \0 … "" Al-Qaeda') == [
        Term(words="mill", begins=True),
        Term(words="burned the", begins=False),
        Term(words="Al-Qaeda", begins=False),
    ]


@given(gaps=st.lists(st.integers(1, 400), min_size=1, max_size=40))
def test_no_phrase_is_cut_apart_in_a_book(gaps: list[int]) -> None:
    words = [f"{'w' * gap}{number}" for number, gap in enumerate(gaps * 600)]
    book = " ".join(words)[: LARGEST_PIECE * 4]
    cut = list(pieces(book))
    assert all(len(piece) <= LARGEST_PIECE for piece in cut)
    for start in range(0, len(book) - OVERLAP, 997):
        assert any(book[start : start + OVERLAP] in piece for piece in cut)


def test_a_text_without_gaps_is_cut_all_the_same() -> None:
    assert max(map(len, pieces("x" * LARGEST_PIECE * 3))) <= LARGEST_PIECE
