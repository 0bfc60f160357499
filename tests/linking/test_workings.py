"""What was compared is kept beside the casebook: only what is new is worked out, and nothing is lost with the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from linking.strikes import told
from muniment.linking import weighing
from muniment.linking.incidents import Read, cluster, take_in
from muniment.linking.rulings import Rulings
from muniment.linking.weighing import weigh
from muniment.linking.weights import as_plain, from_plain, shipped
from muniment.linking.workings import Workings
from muniment.report import Report
from muniment.statement import Statement

Told = tuple[Report, list[Statement]]
STRIKES = [
    told(place, day, publisher=publisher)
    for place in ("Odem", "Harrowby Down")
    for day in ("2021-03-12", "2021-03-19", "2021-05-02")
    for publisher in ("Post", "Tide", "Gale")
]


def linked(path: Path | None, *given: Told, taken: list[str] | None = None) -> frozenset[frozenset[str]]:
    """The statements of each incident, by the workings in a file."""
    readings: Mapping[str, str] = {report.id: "1" for report, _ in given}
    with Workings(path) as workings:
        stale = workings.stale(readings)
        read = [Read(report=report, statements=said) for report, said in given if report.id in stale]
        for _ in take_in(workings, read, readings, Rulings()):
            pass
        if taken is not None:
            taken += sorted(stale)
        weigh(workings, stale)
        return frozenset(frozenset(each.statements) for each in cluster(workings, Rulings()))


def test_what_is_added_is_described_alone_and_the_result_is_that_of_all_at_once(tmp_path: Path) -> None:
    path, taken = tmp_path / "linking.duckdb", list[str]()
    linked(path, *STRIKES[:12])
    assert linked(path, *STRIKES, taken=taken) == linked(None, *STRIKES)
    assert taken == sorted(report.id for report, _ in STRIKES[12:])


def test_a_large_casebook_is_not_weighed_again_for_a_few_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "LARGE", 10)
    path = tmp_path / "linking.duckdb"
    linked(path, *STRIKES[:17])
    with Workings(path) as workings:
        workings.duckdb.execute("UPDATE kept.pairs SET weight = weight + 0.125")
    linked(path, *STRIKES)
    with Workings(path) as workings:
        marked = [pair for pair in workings.pairs() if pair.weight % 0.25 and abs(sum(pair.weights)) > 0]
        newest = STRIKES[17][1][0].id
        assert any(newest in (pair.one, pair.other) for pair in marked)
        shifted = {pair.weight - sum(pair.weights) for pair in workings.pairs() if newest not in (pair.one, pair.other)}
        fresh = {pair.weight - sum(pair.weights) for pair in workings.pairs() if newest in (pair.one, pair.other)}
    assert round(min(shifted) - max(fresh), 2) == 0.12, "old pairs are those that were weighed before"


def test_what_is_gone_or_read_anew_goes_from_the_workings(tmp_path: Path) -> None:
    path = tmp_path / "linking.duckdb"
    linked(path, *STRIKES)
    assert linked(path, *STRIKES[:3]) == linked(None, *STRIKES[:3])


def test_a_broken_file_is_thrown_away_and_made_again(tmp_path: Path) -> None:
    path = tmp_path / "linking.duckdb"
    path.write_bytes(b"not a database" * 1000)
    assert linked(path, *STRIKES[:6]) == linked(None, *STRIKES[:6])


def test_a_kill_while_describing_leaves_what_was_kept_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "linking.duckdb"
    readings = {report.id: "1" for report, _ in STRIKES}

    class Killed(BaseException):
        pass

    def read() -> object:
        yield from (Read(report=report, statements=said) for report, said in STRIKES[:4])
        raise Killed

    with Workings(path) as workings, pytest.raises(Killed):
        list(take_in(workings, read(), readings, Rulings()))  # pyright: ignore[reportArgumentType]
    assert linked(path, *STRIKES) == linked(None, *STRIKES)


@pytest.mark.parametrize("order", [STRIKES[::-1], STRIKES[7:] + STRIKES[:7]])
def test_the_order_in_which_reports_come_changes_nothing(order: Sequence[Told]) -> None:
    assert linked(None, *order) == linked(None, *STRIKES)


def test_weights_are_kept_with_where_they_come_from() -> None:
    again = from_plain(as_plain(shipped()))
    assert (again.source, again.tellings) == (shipped().source, shipped().tellings)
    for each, same in zip(shipped().compared, again.compared, strict=True):
        assert [level.weight for level in each.levels] == pytest.approx(
            [level.weight for level in same.levels], abs=0.1
        )
    for each in shipped().compared:
        assert sum(level.m for level in each.levels) == pytest.approx(1)
        assert sum(level.u for level in each.levels) == pytest.approx(1)
        assert not each.levels[-1].when, "the last outcome is whatever is left"
