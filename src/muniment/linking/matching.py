"""Matching: Splink weighs the pairs of tellings that share a key, on DuckDB or on Spark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from splink import Linker, SettingsCreator, block_on
from splink.internals.comparison_level_library import CustomLevel, ElseLevel
from splink.internals.comparison_library import CustomComparison
from splink.internals.splink_dataframe import SplinkDataFrame

from muniment.linking.weights import Compared, Level, Weights, with_m

LEAST_WEIGHT = -6.0
"""Weight below which a pair is not kept; it counts as if it had this one."""

THRESHOLD = 3.0
"""Weight from which two tellings, or on average two groups of them, are joined: eight to one."""

RARITY = 0.5
"""How much of what a rare place weighs more is believed: places and days of one casebook go together."""

ROUNDS = 30
"""Of expectation maximisation, at most."""

WRITTEN_IN = "spark"
"""The dialect of the conditions in `data/linkage.toml`; Splink turns them into DuckDB's."""

WORTH_COMPARING = {
    "blocking_rule": "l.key = r.key AND (l.report <> r.report OR l.founds <> r.founds) AND (l.founds OR r.founds) "
    "AND (l.fresh OR r.fresh)",
    "arrays_to_explode": ["key"],
    "sql_dialect": WRITTEN_IN,
}
"""Pairs that share a key: of two reports, or of what happened and what is denied or feared of it; one of them new."""

TRAINED_ON = (("place", "admin1", "published"), ("first", "last", "admin1"), ("first", "last", "published"))
"""Columns that agree in pairs of which many are of one incident; what they do not compare is learned from these pairs."""


def settings(weights: Weights) -> SettingsCreator:
    """The linkage model for Splink."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        probability_two_random_records_match=2**weights.prior / (1 + 2**weights.prior),
        comparisons=[_comparison(each) for each in weights.compared],
        blocking_rules_to_generate_predictions=[WORTH_COMPARING],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=False,
        max_iterations=ROUNDS,
    )


def _comparison(each: Compared) -> CustomComparison:
    unknown = CustomLevel(each.unknown, "not said", base_dialect_str=WRITTEN_IN).configure(is_null_level=True)
    return CustomComparison(
        output_column_name=each.of, comparison_levels=[unknown, *(_level(level) for level in each.levels)]
    )


def _level(level: Level) -> Any:
    if not level.when:
        return ElseLevel().configure(m_probability=level.m, u_probability=level.u, label_for_charts=level.says)
    known: dict[str, Any] = {"m_probability": level.m, "u_probability": level.u}
    if level.frequency:
        known |= {
            "tf_adjustment_column": level.frequency,
            "tf_adjustment_weight": RARITY,
            "disable_tf_exact_match_detection": True,
        }
    return CustomLevel(level.when, level.says, base_dialect_str=WRITTEN_IN).configure(**known)


def weighed(api: Any, tellings: SplinkDataFrame, weights: Weights, *, pairs: Any = None) -> SplinkDataFrame:
    """The pairs worth comparing with their weights: `id_l, id_r, match_weight`, and `mw_…` for each comparison.

    `tellings` has the columns of a Description, and `key`, `founds` and `fresh`. With `pairs`, a table of
    `join_key_l, join_key_r`, those are weighed whatever their keys.
    """
    linker = _linker(tellings, settings(weights))
    if pairs is not None:
        linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    return linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")


def learned(tellings: SplinkDataFrame, weights: Weights) -> Weights:
    """The weights with `m` estimated by expectation maximisation, beginning from those given; `u` stays.

    An outcome that the training pairs never show keeps the `m` it had.
    """
    linker = _linker(tellings, settings(weights))
    for columns in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), fix_u_probabilities=True, estimate_without_term_frequencies=True
        )
    trained: Sequence[Mapping[str, Any]] = linker.misc.save_model_to_json()["comparisons"]
    m: dict[str, list[float]] = {}
    for each in weights.compared:
        found = next(one for one in trained if one["output_column_name"] == each.of)["comparison_levels"][1:]
        m[each.of] = [
            level.m if one.get("m_probability") is None else one["m_probability"]
            for level, one in zip(each.levels, found, strict=True)
        ]
    return replace(with_m(weights, m), source="trained on the casebook")


def _linker(tellings: SplinkDataFrame, model: SettingsCreator) -> Linker:
    return Linker(tellings, model, log_level=40)
