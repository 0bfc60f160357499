"""The shelf: what somebody holds stays as it was when they asked, whatever is added to the casebook meanwhile."""

from __future__ import annotations

from muniment import workflow
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook
from muniment.run import run_of

AGAIN = run_of("extract", version="again", settings={})


def words(seen: Seen) -> list[str]:
    return seen.remembered("words", lambda: [one.trigger.words for one in seen.statements()]).value


def test_what_was_seen_before_a_sealing_is_not_remembered_as_seen_after_it(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    before, target = shelf.seen("restricted"), next(casebook.statements()).id
    workflow.decide(casebook, target, "redacted", by="R. Velt")
    after = shelf.seen("restricted")
    assert len(words(before)) == len(words(after)) + 1
    assert before.edition < after.edition


def test_a_page_goes_on_while_its_report_is_read_anew(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    seen = shelf.seen("sealed")
    held = seen.statements()
    casebook.keep([AGAIN])
    for report in casebook.reports():
        casebook.keep_reading(report.id, AGAIN.id, [])
    assert shelf.seen("sealed").statements() == []
    assert seen.statements() == held
