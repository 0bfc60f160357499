"""Weighing: how common words, names and outcomes are, what that makes each agreement weigh, and the pairs weighed by it."""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import combinations
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI
from sqlglot import transpile

from muniment.linking.clustering import sets
from muniment.linking.matching import THRESHOLD, WRITTEN_IN, learned, weighed
from muniment.linking.weights import UNTIED, Weights, as_plain, from_plain, outcomes, shipped, with_u
from muniment.linking.workings import COLUMNS, Workings

UNCOMMON, UNCOMMON_SHARE = 10, 0.02
"""Reports, or share of all reports, up to which a word is uncommon."""

MOST_WORDS = 40
"""Uncommon words of a telling that are compared: the most uncommon ones."""

RARE, RAREST = 10, 8
"""Reports up to which a word is rare enough to be a key by itself, and the most such keys of a telling."""

WORD_CROWDED = 12
"""Tellings of one month that may share an uncommon word as their key."""

COMMON_NAME = 40
"""Reports from which a name tells nothing of an incident: a president, a spokesman."""

CROWDED = 120
"""Tellings that may share a key; one that more share says too little."""

LARGE = 20_000
"""Tellings from which a casebook is large: adding to it does not weigh again what was weighed."""

GROWN = 1.1
"""How much a large casebook grows before frequencies and weights are taken anew."""

ENOUGH_FOR_U, ENOUGH_FOR_M = 500, 2000
"""Tellings from which the casebook's own pairs tell how common an outcome is, and what pairs of one incident show."""

DRAWN = 100_000
"""Pairs drawn to see how common each outcome is among pairs of two incidents."""

MOST_COMPLETED = 200
"""Tellings that strong pairs may connect and still all be compared with one another."""

ALIKE = "coalesce(country_l = country_r AND abs(published_l - published_r) > 10, FALSE)"
"""Whether two tellings are of one country and of two times, in the SQL of DuckDB."""

SIDES = ", ".join(f"{side}.{name} AS {name}_{side}" for side in "lr" for name in COLUMNS)
"""The columns of both ends of a pair, in SQL."""

HELD_BACK = 100
"""Pairs that the shipped frequencies count for beside those drawn."""


def weigh(workings: Workings, fresh: Collection[str]) -> Weights:
    """Weighs every pair worth comparing that has a telling of a fresh report, or all where weights are taken anew.

    Gives the weights that were used; the workings hold what was weighed, now and before.
    """
    number = workings.number("SELECT count(*) FROM kept.tellings WHERE founds")
    held = workings.state("weights")
    weights = from_plain(json.loads(held)) if held else None
    if weights is not None and LARGE <= number <= GROWN * weights.tellings:
        _prepare(workings, fresh)
    else:
        workings.duckdb.execute("DELETE FROM kept.pairs")
        _frequencies(workings)
        _prepare(workings, None)
        weights = _weights(workings, number)
    _score(workings, weights)
    _complete(workings, weights)
    workings.note("weights", json.dumps(as_plain(weights)))
    return weights


def _frequencies(workings: Workings) -> None:
    """How many reports have each word and name, and how many tellings each key, where that is more than one."""
    for column, counted in (("words", "report"), ("people", "report"), ("key", "id")):
        workings.duckdb.execute(
            f"""
            CREATE OR REPLACE TABLE kept.number_of_{column} AS
            SELECT value, count(DISTINCT {counted}) AS number
            FROM (SELECT {counted}, unnest({column}) AS value FROM kept.tellings)
            GROUP BY value HAVING count(*) > 1 ORDER BY value
            """
        )
    workings.note("reports", str(workings.number("SELECT count(*) FROM kept.readings")))


def _prepare(workings: Workings, fresh: Collection[str] | None) -> None:
    """The table that is matched: tellings with their uncommon words, and without crowded keys and common names.

    Without `fresh`, every telling is.
    """
    most = max(UNCOMMON, UNCOMMON_SHARE * int(workings.state("reports") or 0))
    workings.duckdb.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE uncommon AS
        SELECT id, value, number, rank, published // 30 AS month FROM (
            SELECT id, value, number, published, row_number() OVER (PARTITION BY id ORDER BY number, value) AS rank
            FROM (SELECT id, published, unnest(words) AS value FROM kept.tellings)
            JOIN kept.number_of_words USING (value) WHERE number BETWEEN 2 AND {most}
        ) WHERE rank <= {MOST_WORDS}
        """
    )
    workings.duckdb.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE usable AS
        SELECT id, value FROM (SELECT id, unnest(key) AS value FROM kept.tellings)
        LEFT JOIN kept.number_of_key USING (value) WHERE coalesce(number, 1) <= {CROWDED}
        UNION ALL SELECT id, 'word ' || value FROM uncommon WHERE number <= {RARE} AND rank <= {RAREST}
        UNION ALL SELECT id, 'word ' || value || ' in ' || unnest([month, month + 1]) FROM uncommon
        JOIN (SELECT value, month FROM uncommon GROUP BY ALL HAVING count(*) <= {WORD_CROWDED}) USING (value, month)
        """
    )
    workings.duckdb.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT id, value FROM (SELECT id, unnest(people) AS value FROM kept.tellings)
        LEFT JOIN kept.number_of_people USING (value) WHERE coalesce(number, 1) <= {COMMON_NAME}
        """
    )
    workings.duckdb.register("fresh", pa.table({"report": pa.array(sorted(fresh or ()), pa.string())}))
    workings.duckdb.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE matched AS
        SELECT t.* REPLACE (
            coalesce(u.words, []) AS words, coalesce(p.people, []) AS people, coalesce(k.key, []) AS key
        ), {"TRUE" if fresh is None else "report IN (FROM fresh)"} AS fresh
        FROM kept.tellings t
        LEFT JOIN (SELECT id, list(value ORDER BY value) AS words FROM uncommon GROUP BY id) u USING (id)
        LEFT JOIN (SELECT id, list(value ORDER BY value) AS people FROM named GROUP BY id) p USING (id)
        LEFT JOIN (SELECT id, list(value ORDER BY value) AS key FROM usable GROUP BY id) k USING (id)
        ORDER BY id
        """
    )
    workings.duckdb.unregister("fresh")


def _weights(workings: Workings, number: int) -> Weights:
    """The weights for a casebook of so many tellings."""
    weights = replace(shipped(), tellings=number)
    if number < ENOUGH_FOR_U:
        return weights
    weights = replace(with_u(weights, _seen(workings, weights)), source="shipped, with frequencies of the casebook")
    if number < ENOUGH_FOR_M:
        return weights
    with _splink(workings, "SELECT * FROM matched WHERE founds") as (_, tellings):
        return learned(tellings, weights)


def _seen(workings: Workings, weights: Weights) -> dict[str, list[float]]:
    """How common each outcome is among pairs drawn at random, less what pairs of one incident add to them.

    What tellings of one country have in common anyway, as words and agents, is seen in pairs of one country, printed so
    far apart that few are of one incident.
    """
    number = max(weights.tellings, 2)
    shifts = max(1, min(DRAWN // number, (number - 1) // 2))
    left, right = (", ".join(f"{name} AS {name}_{side}" for name in COLUMNS) for side in "lr")
    # Each step is a table of its own: in one query, DuckDB may take to comparing all with all.
    for table, query in (
        ("shuffled", "SELECT *, row_number() OVER (ORDER BY md5(id)) - 1 AS n FROM matched WHERE founds"),
        (
            "lefts",
            f"SELECT (n + shift) % {number} AS n, {left} FROM shuffled, range(1, {shifts + 1}) AS shifts(shift) "
            f"WHERE n < {DRAWN}",
        ),
        ("rights", f"SELECT n, {right} FROM shuffled"),
        ("ends", "SELECT * FROM lefts JOIN rights USING (n) WHERE report_l <> report_r"),
        ("drawn", f"SELECT {_cases(weights)}, {ALIKE} AS alike FROM ends"),
    ):
        workings.duckdb.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")
    found: dict[str, list[float]] = {}
    for each in weights.compared:
        among = "alike" if each.topical else "TRUE"
        query = f"SELECT {each.of}, count(*) FROM drawn WHERE {among} GROUP BY ALL"
        numbers = dict(workings.duckdb.execute(query).fetchall())
        total = sum(count for outcome, count in numbers.items() if outcome >= 0) + HELD_BACK
        shares = [(numbers.get(index, 0) + HELD_BACK * level.u) / total for index, level in enumerate(each.levels)]
        found[each.of] = [
            max(share - level.m / number, share / 10) for share, level in zip(shares, each.levels, strict=True)
        ]
    return found


def _score(workings: Workings, weights: Weights, pairs: pa.Table | None = None) -> None:
    """Adds the pairs that Splink weighs to those that are kept: those that share a key, or those given."""
    rare = {each.of for each in weights.compared for level in each.levels if level.frequency}
    names = [each.of for each in weights.compared]
    parts = ", ".join(f"mw_{name} + mw_tf_adj_{name}" if name in rare else f"mw_{name}" for name in names)
    with _splink(workings, "SELECT * FROM matched") as (api, tellings):
        found = weighed(api, tellings, weights, pairs=pairs)
        workings.duckdb.execute(
            "CREATE OR REPLACE TEMP TABLE scored AS SELECT least(id_l, id_r) AS one, greatest(id_l, id_r) AS other, "
            f"match_weight AS weight, [{parts}]::FLOAT[] AS weights FROM {found.physical_name}"
        )
    workings.duckdb.execute(
        f"""
        INSERT INTO kept.pairs SELECT one, other, CASE WHEN untied THEN {UNTIED} ELSE weight END, weights FROM scored
        LEFT JOIN (
            SELECT id_l AS one, id_r AS other, TRUE AS untied
            FROM (SELECT {SIDES} FROM scored JOIN matched l ON l.id = one JOIN matched r ON r.id = other
                WHERE weight > {UNTIED})
            WHERE NOT ({_tied(weights)})
        ) USING (one, other)
        """
    )


def _complete(workings: Workings, weights: Weights) -> None:
    """Weighs also the pairs without a common key that strong pairs lead to from both ends.

    Without them, a telling that names no place would count against the incident that its date and words put it in.
    """
    groups = sets((one, other) for one, other, _ in workings.weights(THRESHOLD))
    near = [each for each in groups if 2 < len(each) <= MOST_COMPLETED]
    if not near:
        return
    ends = [pair for each in near for pair in combinations(sorted(each), 2)]
    workings.duckdb.register("near", pa.table({"one": [one for one, _ in ends], "other": [other for _, other in ends]}))
    missing = workings.duckdb.sql(
        """
        SELECT one AS join_key_l, other AS join_key_r, '0' AS match_key
        FROM near JOIN matched l ON l.id = one JOIN matched r ON r.id = other
        ANTI JOIN kept.pairs ON pairs.one = near.one AND pairs.other = near.other
        WHERE l.report <> r.report ORDER BY ALL
        """
    ).to_arrow_table()
    workings.duckdb.unregister("near")
    if missing.num_rows:
        _score(workings, weights, missing)


def seen_between(
    workings: Workings, weights: Weights, pairs: Collection[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], Sequence[int]]]:
    """The number of each comparison's outcome for these pairs, by the table that was matched last; −1 for not said."""
    ends = pa.table({"one": [one for one, _ in pairs], "other": [other for _, other in pairs]}) if pairs else None
    if ends is None:
        return
    workings.duckdb.register("asked", ends)
    workings.duckdb.execute(
        f"SELECT id_l, id_r, {_cases(weights)} "
        f"FROM (SELECT {SIDES} FROM asked JOIN matched l ON l.id = one JOIN matched r ON r.id = other)"
    )
    found = workings.duckdb.fetchall()
    workings.duckdb.unregister("asked")
    for one, other, *numbers in found:
        yield (one, other), numbers


def _cases(weights: Weights) -> str:
    """The outcome of each comparison as a column, in DuckDB's SQL."""
    return ", ".join(f"{case} AS {name}" for name, case in _outcomes(weights))


def _tied(weights: Weights) -> str:
    """The condition that an outcome ties two tellings to one occasion, in DuckDB's SQL."""
    cases = dict(_outcomes(weights))
    tying = {each.of: [str(at) for at, level in enumerate(each.levels) if level.ties] for each in weights.compared}
    return " OR ".join(f"{cases[of]} IN ({', '.join(levels)})" for of, levels in tying.items() if levels)


def _outcomes(weights: Weights) -> Iterator[tuple[str, str]]:
    for name, case in outcomes(weights):
        yield name, transpile(case, read=WRITTEN_IN, write="duckdb")[0]


@contextmanager
def _splink(workings: Workings, query: str) -> Generator[tuple[DuckDBAPI, Any]]:
    """Splink on a table of the workings; what it leaves there goes at the end."""
    api = DuckDBAPI(workings.duckdb)
    workings.duckdb.execute(f"CREATE OR REPLACE TEMP VIEW looked_at AS {query}")
    try:
        yield api, api.register("looked_at", table_name="tellings_matched")
    finally:
        with suppress(duckdb.Error):
            api.delete_tables_created_by_splink_from_db()
