"""Rates have the intervals of the books, empty windows are kept, and the newest is compared with those before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from linking.strikes import Told, linked, told
from muniment.count import Series
from muniment.counting.coverage import coverage, matrix
from muniment.counting.series import Size, differing, garwood, series
from muniment.counting.tallies import Ground
from muniment.errors import BadChoice
from muniment.incident import Incident, original_at

TOWNS = "Odem Tarse Sele Velm Brask Lune Orsa Pell Quent Rusk Stell Torv".split()


def strikes(*days: str, published: str | None = None, publisher: str = "Odem Post") -> list[Told]:
    return [told(town, day, published=published, publisher=publisher) for town, day in zip(TOWNS, days, strict=False)]


def asked(given: Sequence[Told], size: Size = "month") -> Series:
    """The series of incidents that are one report each."""
    incidents = [
        Incident(id=f"in_{place}", number=f"KAR-{place:04d}", statements=tuple(one.id for one in said))
        for place, (_, said) in enumerate(given)
    ]
    return series(incidents, {one.id: one for _, said in given for one in said}, ground(given), size=size)


def ground(given: Sequence[Told]) -> Ground:
    return Ground(reports={report.id: report for report, _ in given}, original_at=original_at(()), voice_kinds={})


@pytest.mark.parametrize(
    ("number", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.364, 121.627)]
)
def test_the_interval_is_garwoods(number: int, low: float, high: float) -> None:
    assert garwood(number) == pytest.approx((low, high), abs=0.001)


def test_the_newest_window_is_compared_by_the_exact_binomial_test() -> None:
    # 9 of 10 incidents in half of the days: 2 × (10 + 1) of 1024 outcomes are as unlikely.
    assert differing(9, 1, 30, 30) == pytest.approx(22 / 1024)
    assert differing(0, 0, 30, 30) == 1.0


def test_empty_windows_are_kept_and_the_last_is_as_long_as_it_was_watched() -> None:
    found = asked(strikes("2021-03-12", "2021-03-20", "2021-05-02", published="2021-05-10") + strikes("2021-03-01"))
    assert [(one.period, one.incidents, one.days) for one in found.windows] == [
        ("2021-03", 3, 31),
        ("2021-04", 0, 30),
        ("2021-05", 1, 10),
    ]
    assert [one.reports for one in found.windows] == [1, 0, 3]
    assert found.windows[1].low == 0.0
    assert found.windows[1].high == pytest.approx(3.69)
    assert found.latest == "2021-05"
    assert "Reporting itself changes" in found.caveat


def test_a_surge_is_flagged_and_a_steady_rate_is_not() -> None:
    surge = strikes("2021-03-02", *(f"2021-04-{day:02d}" for day in range(2, 12)), published="2021-04-30")
    found = asked([*surge, *strikes("2021-03-01", publisher="Tide")])
    assert found.differs == "more"
    assert found.p is not None
    assert found.p < 0.05
    steady = asked(strikes("2021-03-02", "2021-03-20", "2021-04-05", "2021-04-20"))
    assert steady.differs is None


def test_what_was_before_the_first_report_is_left_out_by_name() -> None:
    found = asked(strikes("2019-03-12", "2021-05-02", published="2021-05-10"))
    assert len(found.earlier) == 1
    assert [one.period for one in found.windows] == ["2021-05"]
    assert found.p is None


def test_an_incident_without_a_day_is_in_no_window() -> None:
    found = asked(strikes("2021-03-12", "2021"))
    assert len(found.undated) == 1
    assert sum(one.incidents for one in found.windows) == 1


def test_too_many_windows_are_refused_with_what_to_do() -> None:
    with pytest.raises(BadChoice, match="window"):
        asked([*strikes("2018-03-12"), *strikes("2021-05-02", publisher="Tide")], size="day")


def test_who_covers_what_and_the_matrix_name_every_origin() -> None:
    given = [
        told("Odem", "2021-03-12", published="2021-03-13"),
        told("Odem", "2021-03-12", publisher="Tide", published="2021-03-14"),
        told("Tarse", "2021-04-12", publisher="Tide", published="2021-04-14"),
        told("Velm", "2021-05-12", publisher="Gale", published="2021-05-14"),
    ]
    derived = linked(given)
    statements = {one.id: one for _, said in given for one in said}
    table = coverage(derived.incidents, statements, ground(given), by=("origin", "month"))
    assert {(*cell.keys.values(), cell.incidents) for cell in table} == {
        ("Odem Post", "2021-03", 1),
        ("Tide", "2021-03", 1),
        ("Tide", "2021-04", 1),
        ("Gale", "2021-05", 1),
    }
    assert not any(cell.added for cell in table)
    # Gale tells of one incident alone: it is counted in the last column, and has none of its own.
    assert matrix(derived.incidents, statements, ground(given)).csv().splitlines() == [
        "incident,Tide,other",
        "KAR-0001,1,1",
        "KAR-0002,1,0",
        "KAR-0003,0,1",
    ]
