"""What estimates say, refuse and warn of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting.estimation.lists import of_rows, population, three

from muniment.count import Estimate, Model
from muniment.counting.estimation.estimating import estimate
from muniment.counting.estimation.judging import cautions
from muniment.counting.estimation.latent import sample
from muniment.counting.estimation.models import Asked, Name
from muniment.counting.estimation.patterns import Patterns, patterns_of
from muniment.errors import UnusableLists

QUICK: tuple[Name, ...] = ("graphs", "log_linear", "chao")
BRIEF = Asked(keep=1_000)


def deaths(table: Patterns, *models: Name) -> Estimate:
    return estimate(table, measure="harm.death", models=models or QUICK, asked=BRIEF)


@given(st.permutations("abcd"), st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_the_order_of_lists_and_records_changes_nothing(order: list[str], turn: int) -> None:
    table = population(300, (0.5, 0.4, 0.3, 0.4), seed=1)
    places = ["abcd".index(name) for name in order]
    rows = list(table.table().items())
    moved = patterns_of(order, {tuple(row[place] for place in places): n for row, n in rows[turn:] + rows[:turn]})
    assert moved.table() == table.table()
    assert deaths(moved) == deaths(table)


def test_the_order_of_lists_changes_no_draw() -> None:
    table = population(300, (0.5, 0.4, 0.3), seed=1)
    moved = patterns_of("cba", {row[::-1]: count for row, count in table.table().items()})
    same = [sample(one, seed=7, keep=500, longest=1).missing for one in (table, moved)]
    assert np.array_equal(*same)
    assert not np.array_equal(same[0], sample(table, seed=8, keep=500, longest=1).missing)


def test_every_model_finds_a_population_that_lists_catch_independently() -> None:
    found = deaths(population(1_000, (0.4, 0.35, 0.3, 0.3), seed=3), "latent_class", *QUICK)
    assert [model.name for model in found.models] == ["latent_class", *QUICK]
    for model in found.models:
        assert model.low is not None
        assert model.high is not None
        assert model.low <= 1_000 <= model.high, model
        assert model.high < 1_300
    assert found.cautions == ()
    assert f"{found.documented:,} people are on at least one of 4 lists: that is a count." in found.meaning


def test_people_whom_lists_catch_unequally_are_found_by_the_latent_class_model() -> None:
    rng = np.random.default_rng(2)
    chances = np.where(rng.random((3_000, 1)) < 0.5, 0.12, 0.6)
    table = of_rows((rng.random((3_000, 4)) < chances).astype(int).tolist())
    latent, chao = deaths(table, "latent_class", "chao").models
    assert latent.low is not None
    assert latent.high is not None
    assert latent.low < 3_000 < latent.high
    assert chao.best is not None
    assert chao.best < 3_000


def test_lists_that_could_not_overlap_are_declared() -> None:
    """Two lists that each know one region seem to be on bad terms; declared, the zero says nothing."""
    rng = np.random.default_rng(5)
    north = rng.random((2_000, 1)) < 0.5
    caught = rng.random((2_000, 4)) < 0.35
    caught[:, :1] &= north
    caught[:, 1:2] &= ~north
    counts = of_rows(caught.astype(int).tolist()).table()
    declared = deaths(patterns_of("abcd", counts, apart=["ab"]), "latent_class", "graphs", "log_linear")
    latent, graphs, log_linear = declared.models
    assert graphs.refused
    for model in (latent, log_linear):
        assert model.low is not None
        assert model.high is not None
        assert model.low < 2_000 < model.high
    assert declared.never == ("a+b",)
    assert not any("share nobody" in caution for caution in declared.cautions)
    assert any("a and b: these share nobody" in caution for caution in deaths(patterns_of("abcd", counts)).cautions)


def test_no_number_is_given_without_its_interval() -> None:
    tables = [population(people, (0.3, 0.2, 0.2), seed) for people in (20, 60, 200) for seed in range(5)]
    for model in (model for table in tables for model in deaths(table).models):
        given = [end is not None for end in (model.low, model.best, model.high)]
        assert all(given) or not any(given)
        assert bool(model.refused) != all(given)
        if model.low is not None and model.best is not None and model.high is not None:
            assert model.low <= model.best <= model.high


def test_one_list_estimates_nothing_and_two_only_the_bound() -> None:
    assert all("one list" in model.refused for model in deaths(patterns_of("a", {(1,): 40})).models)
    two = deaths(patterns_of("ab", {(1, 0): 30, (0, 1): 50, (1, 1): 20}), "latent_class", *QUICK)
    assert [bool(model.refused) for model in two.models] == [True, True, True, False]
    assert any("Two lists" in caution for caution in two.cautions)


def test_lists_that_hardly_overlap_are_refused_in_words() -> None:
    thin = deaths(three({(1, 0, 0): 50, (0, 1, 0): 40, (0, 0, 1): 60, (1, 1, 0): 2, (0, 1, 1): 3}))
    assert all("only 5 of 155" in model.refused for model in thin.models)
    assert "cannot be estimated" in thin.meaning
    alone = deaths(three({(1, 0, 0): 50, (0, 1, 0): 40, (0, 0, 1): 60, (1, 1, 0): 20}))
    assert all("c shared nobody" in model.refused for model in alone.models)


def test_models_that_disagree_are_said_to() -> None:
    """Few are easily caught and many hardly: each model has its own guess at the many."""
    rng = np.random.default_rng(2)
    chances = np.where(rng.random((3_000, 1)) < 0.8, 0.05, 0.8)
    found = deaths(of_rows((rng.random((3_000, 4)) < chances).astype(int).tolist()))
    least, most = sorted(model.best or 0 for model in found.models if model.name != "chao")
    assert most > 1.25 * least
    assert any(f"{least:,}" in caution and f"{most:,}" in caution for caution in found.cautions)
    agreeing = deaths(population(1_000, (0.4, 0.35, 0.3, 0.3), seed=3))
    assert not any("disagree" in caution for caution in agreeing.cautions)


def test_rivals_that_fit_as_well_are_named() -> None:
    found = deaths(three({(1, 0, 0): 60, (0, 1, 0): 55, (0, 0, 1): 50, (1, 1, 0): 9, (1, 0, 1): 12, (0, 1, 1): 4}))
    assert any("fit about equally well" in caution for caution in found.cautions)


def test_ways_of_matching_widen_the_interval() -> None:
    few, many = population(1_000, (0.4, 0.35, 0.3), seed=3), population(1_150, (0.4, 0.35, 0.3), seed=4)
    alone = deaths(few)
    both = estimate([(few, 0.6), (many, 0.4)], measure="harm.death", models=QUICK, asked=BRIEF)
    assert both.clusterings == 2
    assert (both.documented_low, both.documented_high) == (few.documented, many.documented)
    for one, two in zip(alone.models, both.models, strict=True):
        assert (two.high or 0) > (one.high or 0)
        assert (two.low or 0) <= (one.low or 0) * 1.02


@pytest.mark.parametrize(
    ("lists", "counts", "says"),
    [
        ("aa", {(1, 0): 3}, "name of their own"),
        ("ab", {(0, 0): 3}, "no list"),
        ("ab", {(1, 0): -3}, "never negative"),
        ("ab", {(1, 2): 3}, "one 0 or 1"),
    ],
)
def test_counts_that_make_no_sense_are_refused(lists: str, counts: dict[tuple[int, ...], int], says: str) -> None:
    with pytest.raises(UnusableLists, match=says):
        patterns_of(lists, counts)


def test_declaring_lists_apart_that_share_somebody_is_refused() -> None:
    with pytest.raises(UnusableLists, match="declared unable"):
        patterns_of("ab", {(1, 1): 1}, apart=["ab"])
    with pytest.raises(UnusableLists, match="does not name"):
        patterns_of("ab", {(1, 1): 1}, apart=["az"])


def test_chains_that_agree_only_roughly_are_said_to() -> None:
    given = {"name": "latent_class", "low": 500, "best": 520, "high": 560}
    for rhat, effective, expected in ((1.001, 900.0, 0), (1.03, 900.0, 1), (1.001, 120.0, 1)):
        model = Model(**given, rhat=rhat, effective=effective)  # pyright: ignore[reportArgumentType]
        said = [one for one in cautions(three(), [model]) if "agree only roughly" in one]
        assert len(said) == expected
