"""Notice at the desk: one timeline, every line of which leads to its statement; and only what somebody may see."""

from __future__ import annotations

import re
from typing import Any

from litestar.testing import TestClient

from muniment import workflow
from muniment.desk import timeline
from muniment.desk.seen import Seen
from muniment.desk.shelf import Shelf
from muniment.library import Casebook

Client = TestClient[Any]


def lines_of(seen: Seen, name: str, *kinds: str) -> list[timeline.Line]:
    asked = timeline.asked(seen, timeline.held(seen), seen.actor(name), kinds, None, None)
    return timeline.lines(asked.value, seen)


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
