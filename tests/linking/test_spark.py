"""The same model on Spark weighs the same pairs the same, and so makes the same incidents."""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest

from linking.test_workings import STRIKES
from muniment.linking.clustering import clusters
from muniment.linking.incidents import Read, take_in
from muniment.linking.matching import LEAST_WEIGHT, weighed
from muniment.linking.rulings import Rulings
from muniment.linking.weighing import weigh
from muniment.linking.workings import Workings

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed: linking on Spark is not tested")
pytestmark = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ,
    reason="Java is not here: linking on Spark is not tested",
)


@pytest.fixture(scope="module")
def spark() -> Any:
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            SparkSession.builder.master("local[2]")  # pyright: ignore[reportAttributeAccessIssue]
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )
        yield session
        session.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_makes_the_same_incidents_as_duckdb(spark: Any, tmp_path: Path) -> None:
    from splink import SparkAPI

    readings = {report.id: "1" for report, _ in STRIKES}
    with Workings() as workings:
        fresh = workings.stale(readings)
        read = [Read(report=report, statements=said) for report, said in STRIKES]
        for _ in take_in(workings, read, readings, Rulings()):
            pass
        weights = weigh(workings, fresh)
        ours = {(one, other): weight for one, other, weight in workings.weights(LEAST_WEIGHT)}
        told = list(workings.tellings())
        workings.duckdb.execute(f"COPY matched TO '{tmp_path}/matched.parquet'")
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    tellings = api.register(spark.read.parquet(f"{tmp_path}/matched.parquet"))
    rows = weighed(api, tellings, weights).as_record_list()
    theirs = {(min(row["id_l"], row["id_r"]), max(row["id_l"], row["id_r"])): row["match_weight"] for row in rows}
    assert theirs.keys() <= ours.keys()
    assert {pair: round(theirs[pair], 6) for pair in theirs} == {pair: round(ours[pair], 6) for pair in theirs}
    on_spark = [(one, other, weight) for (one, other), weight in {**ours, **theirs}.items()]
    mine = clusters(told, lambda least: [pair for pair in ours_as(ours) if pair[2] >= least], Rulings())
    assert mine == clusters(told, lambda least: [pair for pair in on_spark if pair[2] >= least], Rulings())
    assert len(mine) == 6


def ours_as(pairs: dict[tuple[str, str], float]) -> list[tuple[str, str, float]]:
    """Pairs with their weights, as clustering reads them."""
    return [(one, other, weight) for (one, other), weight in pairs.items()]
