"""EDTF arithmetic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment import edtf


@pytest.mark.parametrize(
    ("written", "first", "last", "precision"),
    [
        ("2021-03-12", date(2021, 3, 12), date(2021, 3, 12), "day"),
        ("2021-03-12~", date(2021, 3, 9), date(2021, 3, 15), "day"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2020-02-XX", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2020-12~", date(2020, 11, 1), date(2021, 1, 31), "month"),
        ("2020", date(2020, 1, 1), date(2020, 12, 31), "year"),
        ("2020-21", date(2020, 3, 1), date(2020, 11, 30), "season"),
        ("2020-22", date(2019, 12, 1), date(2021, 2, 28), "season"),
        ("199X", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31), "century"),
        ("XXXX-03-12", None, None, "unknown"),
        ("2017/..", date(2017, 1, 1), None, "interval"),
        ("/2017-05", None, date(2017, 5, 31), "interval"),
        ("2021-01/2021-04~", date(2021, 1, 1), date(2021, 5, 31), "interval"),
    ],
)
def test_a_date_covers_the_days_it_may_mean(written: str, first: date | None, last: date | None, precision: str):
    assert edtf.bounds(written) == (first, last)
    assert edtf.precision(written) == precision


@pytest.mark.parametrize("written", ["", "..", "../..", "12 March", "2021-13", "2021-02-30", "2021/2020", "21-03-12"])
def test_what_is_not_a_date_is_refused(written: str):
    assert not edtf.valid(written)


def test_an_open_end_excludes_nothing_after_it():
    assert edtf.overlaps("2017/..", "2021-03-12")
    assert not edtf.overlaps("2017/..", "2016")
    assert edtf.overlaps("XXXX-03-12", "2016")


def test_a_day_lies_within_its_month_and_not_the_other_way_round():
    assert edtf.within("2021-03-12", "2021-03")
    assert not edtf.within("2021-03", "2021-03-12")
    assert not edtf.within("2017/..", "2017/2018")


def test_the_widest_of_several_dates_is_the_one_that_covers_most_days():
    assert edtf.widest(["2021-03-12", "2021-03", "2021-03-01/2021-03-05"]) == "2021-03"
    assert edtf.widest(["2021", "2020/.."]) == "2020/.."
    assert edtf.widest([]) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_covers_itself_and_its_month_and_year_cover_it(day: date):
    written = edtf.of_day(day)
    assert edtf.bounds(written) == (day, day)
    assert edtf.days(written) == 1
    assert edtf.within(written, edtf.of_month(day.year, day.month))
    assert edtf.within(written, f"{day.year}")


@given(st.integers(1000, 3000), st.integers(-30, 30))
def test_months_run_over_into_other_years(year: int, month: int):
    (first, _), (january, _) = edtf.bounds(edtf.of_month(year, month)), edtf.bounds(edtf.of_month(year, 1))
    assert first is not None
    assert january is not None
    assert (first.year - january.year) * 12 + first.month == month
