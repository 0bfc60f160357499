"""Notice at the desk: one order of time, every line of which leads to its statement; and only what somebody may see."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from litestar.testing import TestClient

from muniment import workflow
from muniment.desk.looking import noticing
from muniment.desk.sight import remembering
from muniment.desk.sight.remembering import Worked
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook
from muniment.notice import Afterwards, Notice

Client = TestClient[Any]


def lines_of(seen: Seen, name: str, *kinds: str) -> list[noticing.Line]:
    asked = noticing.noticed(seen, noticing.held(seen), seen.actor(name), kinds, None, None)
    return noticing.lines(asked.value, seen)


def test_the_desk_shows_what_the_command_gives(seen: Seen, casebook: Casebook) -> None:
    for name in ("Karsan army", "Council of Island States", "government of Karsa"):
        notice = workflow.notice_of(casebook, name)
        given = {one.statements for one in (*notice.noted, *notice.after)}
        assert {tuple(line.statements) for line in lines_of(seen, name)} == given


def test_lines_stand_in_the_order_of_time_and_the_undated_last(seen: Seen) -> None:
    found = lines_of(seen, "Karsan army")
    dated = [one.first for one in found if one.first]
    assert dated == sorted(dated)
    places = [one.first is None for one in found]
    assert places == sorted(places)


def test_every_line_leads_to_its_statement_with_its_voices_and_review(client: Client, seen: Seen) -> None:
    actor = seen.actor("Karsan army")
    page = client.get(f"/notice?actor={actor.number}").text
    rows = re.findall(r'<tr class="[^"]*">.*?</tr>', page, re.DOTALL)
    assert len(rows) == len(lines_of(seen, actor.number)) > 0
    for row in rows:
        assert re.search(r'href="/review/st_', row)
        assert 'class="voices"' in row
        assert "not yet reviewed" in row
    assert "should have known is only ever a person" in page


def test_lines_are_narrowed_to_what_is_asked(client: Client, seen: Seen) -> None:
    actor = seen.actor("Karsan army")
    page = client.get(f"/notice?actor={actor.number}&what=public").text
    kinds = set(re.findall(r'<tr class="(\w+)', page))
    assert kinds <= {"public"}
    assert client.get(f"/notice?actor={actor.number}&of=nothing").status_code == 400
    assert client.get(f"/notice?actor={actor.number}&since=soon").status_code == 400
    assert client.get("/notice?actor=Nobody+at+all").status_code == 404


def test_those_who_were_told_something_are_offered(client: Client) -> None:
    assert "Council of Island States" in client.get("/notice").text


def test_what_is_sealed_is_in_nobodys_notice_who_may_not_see_it(casebook: Casebook, seen: Seen) -> None:
    before = lines_of(seen, "Council of Island States")
    for one in {id for line in before for id in line.statements}:
        workflow.decide(casebook, one, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    hidden = Shelf(casebook).seen("restricted")
    shown = {id for line in lines_of(hidden, "Council of Island States") for id in line.statements}
    assert not shown & {id for line in before for id in line.statements}


def test_a_line_of_what_has_gone_since_is_left_out(seen: Seen) -> None:
    whole = noticing.noticed(seen, noticing.held(seen), seen.actor("Karsan army"), (), None, None).value
    first, *others = whole.noted
    gone = replace(first, statements=("st_gone",))
    acts = Afterwards(
        statements=("st_gone",), types=("life.killing",), of=first.of, dates=(), least=1, most=2, sure=True, origins=()
    )
    left = noticing.lines(replace(whole, noted=(gone, *others), after=(*whole.after, acts)), seen)
    assert left == [one for one in noticing.lines(whole, seen) if one.statements != first.statements]


def test_a_notice_of_a_moment_ago_is_never_kept_as_that_of_now(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "QUICK", -1.0)  # whatever is worked out takes long
    shelf = Shelf(casebook)

    def asked() -> Worked[Notice]:
        seen = shelf.seen("sealed")
        return noticing.noticed(seen, noticing.held(seen), seen.actor("Karsan army"), (), None, None)

    before = asked().value.noted
    workflow.decide(casebook, before[0].statements[0], "rejected", by="R. Velt", reason="not said")
    assert not asked().current
    deadline = time.monotonic() + 10
    while not (now := asked()).current and time.monotonic() < deadline:
        time.sleep(0.01)
    assert now.current
    assert before[0].statements not in {one.statements for one in now.value.noted}
