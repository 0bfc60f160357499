"""A snapshot of the record: everything in it is as it stood at one moment."""

from __future__ import annotations

from factory import received
from muniment.casebook import Casebook
from muniment.custody import Custody
from muniment.report import Report


def test_what_is_kept_meanwhile_is_not_in_a_snapshot(casebook: Casebook) -> None:
    casebook.keep_report(received("Soldiers burned the mill.", name="mill.txt"))
    with casebook.whole.snapshot() as record:
        head = record.head()
        casebook.keep_report(received("Guards shut the gate.", name="gate.txt"))
        assert [report.name for report in record.kept(Report)] == ["mill.txt"]
        assert len(list(record.lines("reports"))) == 1
        assert list(record.kept(Custody)) == [head]
    with casebook.whole.snapshot() as record:
        assert record.head() == casebook.head() != head
