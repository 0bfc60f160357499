"""The pages where people see: the first page, the map, the timeline, tables of counts, and the sources of a figure."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.conftest import seated
from factory import received
from muniment import workflow
from muniment.desk.asking.questions import Question
from muniment.desk.looking.behind import listed
from muniment.desk.looking.occasions import known, narrowed, occasions
from muniment.desk.looking.overview import visited
from muniment.desk.looking.timeline import strips
from muniment.desk.sight import remembering
from muniment.desk.sight.remembering import Remembered
from muniment.desk.sight.shelf import Shelf
from muniment.desk.words.wording import percent, said
from muniment.library import Casebook
from muniment.settings import Settings
from muniment.workflow import build

Client = TestClient[Any]
SEEING = ("/", "/map", "/timeline", "/counts", "/counts?by=month&by=agent", "/refused")


def links(page: str, start: str) -> list[str]:
    """The addresses on a page that begin so."""
    return [unescape(one) for one in re.findall(rf'href="({re.escape(start)}[^"]*)"', page)]


def plain(page: str) -> str:
    """The words of a page, one space apart."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Client]:
    """The desk over a casebook without anything in it."""
    with Casebook.create(tmp_path / "empty", Settings(title="Nothing yet")) as casebook, seated(casebook) as client:
        yield client


@pytest.fixture
def undated(tmp_path: Path) -> Iterator[Client]:
    """The desk over a casebook that tells of something and says neither when nor where."""
    (tmp_path / "note.txt").write_text(
        "Note\n\nSoldiers killed 3 people. The army arrested two nurses. Four men were killed.\n", "utf-8"
    )
    build([str(tmp_path / "note.txt")], tmp_path / "book", Settings(title="Some day"), jobs=1)
    with Casebook.open(tmp_path / "book") as casebook, seated(casebook) as client:
        yield client


@pytest.mark.parametrize("path", SEEING)
def test_an_empty_casebook_opens_and_says_what_to_do(empty: Client, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code == 200
    if path != "/refused":
        assert 'href="/reports#adding"' in answer.text
        assert 'id="adding"' in empty.get("/reports").text


@pytest.mark.parametrize("path", SEEING)
def test_what_nobody_dates_or_places_is_said_and_not_drawn(undated: Client, path: str) -> None:
    answer = undated.get(path)
    assert answer.status_code == 200
    if path == "/timeline":
        assert "No incident here is dated precisely enough" in plain(answer.text)
        assert "no date is said" in plain(undated.get(links(answer.text, "/timeline?apart=undated")[0]).text).casefold()
    if path == "/map":
        assert 'class="pin"' not in answer.text
        assert links(answer.text, "/map?nowhere=yes")


def test_a_cell_opens_exactly_the_statements_it_counts(client: Client) -> None:
    page = client.get("/counts?by=month&by=type&measure=harm.death").text
    table = json.loads(client.get("/counts.json?by=month&by=type&measure=harm.death").text)
    opens = links(page, "/sources?")
    assert opens
    for address in opens:
        assert "st_" not in address
        shown = set(re.findall(r'href="/review/(st_[0-9a-f]+)"', client.get(address).text))
        assert shown in [set(cell["statements"]) for cell in (*table["cells"], *table["totals"])], address


def test_a_source_says_the_words_who_published_them_and_when_and_what_the_figure_is_of(client: Client) -> None:
    page = client.get("/counts?by=month&measure=harm.death").text
    said = plain(client.get(links(page, "/sources?")[0]).text)
    assert "killed 9 people in Tarse on 12 March 2021" in said
    assert "15 March 2021" in said
    for fact in ("unit people", "scope incident", "period 12 March 2021", "origins 2", "as of 15 March 2021"):
        assert fact in said, fact


def test_a_range_is_shown_from_end_to_end_and_never_as_its_middle(client: Client) -> None:
    page = plain(client.get("/counts?by=month&measure=harm.death").text)
    assert "9 to 31" in page
    assert "20" not in re.findall(r"\b\d+\b", page.partition("March 2021")[2].partition("How to read it")[0])


def test_a_table_by_agent_shows_shares_and_how_many_nobody_names(client: Client) -> None:
    page = plain(client.get("/counts?by=agent").text)
    assert re.search(r"Police 1 33%", page)
    assert "No voice names an agent in" in page


def test_the_table_is_taken_along_as_csv_and_json(client: Client) -> None:
    answer = client.get("/counts.csv?by=month&measure=harm.death")
    (row,) = [one for one in csv.DictReader(io.StringIO(answer.text)) if one["measure"] == "harm.death"]
    assert (row["month"], row["low"], row["high"]) == ("2021-03", "9", "31")
    assert "attachment" in answer.headers["content-disposition"]


def test_what_is_left_out_of_a_table_opens_its_incidents(client: Client) -> None:
    page = client.get("/counts?by=month&until=2021-03-12").text
    (address, *_) = (one for one in links(page, "/counts?") if "left_out=date" in one)
    listed = client.get(address.partition("#")[0]).text
    assert re.search(r'href="/incidents/[A-Z]+-\d+"', listed)


@pytest.mark.parametrize(
    "path",
    [
        "/counts?by=month&by=month",
        "/counts?by=mouth",
        "/counts?by=month&page=0",
        "/map?frame=1,2,3",
        "/map?frame=nan,0,1,1",
        "/map?type=mayhem",
        "/map?since=yesterday",
        "/timeline?by=hour",
        "/timeline?review=maybe",
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_hint(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "desk could not" not in answer.text


def test_an_actor_whom_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/map?actor=Nobody+Known").status_code == 404


def test_the_bars_of_a_timeline_open_the_incidents_they_count(client: Client) -> None:
    page = client.get("/timeline?by=day").text
    bars = re.findall(r'<a href="([^"]+)" aria-label="[^":]+: (\d+) incidents?', page)
    assert bars
    for address, number in bars:
        listed = client.get(unescape(address).partition("#")[0]).text
        assert f"{number} incident" in plain(listed.partition('id="told"')[2]), address


def test_filters_narrow_the_pictures_and_say_what_they_cannot_place(casebook: Casebook) -> None:
    seen = Shelf(casebook).seen("sealed")
    every = occasions(seen).value
    march = narrowed(seen, Question(path="/map", fields=(("since", "2021-03-13"), ("until", "2021-03-13"))))
    assert {one.period for one in march.held} == {"2021-03-13"}
    assert {one.period for one in march.unsure} <= {None}
    assert len(march.unsure) == sum(one.period is None for one in every)
    killed = narrowed(seen, Question(path="/map", fields=(("type", "harm.death"),)))
    assert killed.held
    assert all("harm.death" in one.types for one in killed.held)
    assert not narrowed(seen, Question(path="/map", fields=(("review", "reviewed"),))).held


def test_a_rejected_statement_is_in_no_picture(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    for one in list(casebook.statements()):
        workflow.decide(casebook, one.id, "rejected", by="R. Velt", reason="not said")
    assert occasions(shelf.seen("sealed")).value == []


def test_pictures_show_nothing_of_a_statement_that_is_hidden(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    for one in list(casebook.statements()):
        workflow.decide(casebook, one.id, "amended", by="R. Velt", amendment={"visibility": "sealed"})
    assert occasions(shelf.seen("sealed")).value
    assert occasions(shelf.seen("restricted")).value == []


def test_a_long_memory_is_drawn_in_longer_windows(casebook: Casebook) -> None:
    (one, *_) = [held for held in occasions(Shelf(casebook).seen("sealed")).value if held.first]
    old = replace(
        one,
        first=date(1990, 1, 1),
        last=date(1990, 1, 1),
        windows=dict.fromkeys(("day", "week"), "1990") | {"month": "1990-01", "year": "1990"},
    )
    drawn = strips([one, old], {}, Question(path="/timeline", fields=(("by", "month"),)))
    assert (drawn.size, drawn.shortened) == ("year", True)
    assert (drawn.windows[0], drawn.windows[-1], len(drawn.windows)) == ("1990", "2021", 32)


def test_what_others_did_since_somebody_was_here_is_shown(client: Client, casebook: Casebook) -> None:
    client.cookies.delete("here")
    assert "does not know that you were here before" in plain(client.get("/").text)
    assert "does not know that you were here before" not in plain(client.get("/").text)
    before = datetime.now(UTC) - timedelta(days=1)
    client.cookies.delete("here")
    client.cookies.set("here", f"0.0.{int(before.timestamp())}.1")
    (one, *_) = casebook.statements()
    workflow.decide(casebook, one.id, "accepted", by="M. Kestra")
    page = plain(client.get("/").text)
    assert "1 new report" in page
    assert "1 ruling by others" in page
    assert "accepted by M. Kestra" in page
    assert "0 ruled by you today" in page


@pytest.mark.parametrize("said", ["", "1.2.3", "a.b.c.d", "9" * 40 + ".1.1.1", "٣.1.1.1"])
def test_a_cookie_that_says_nothing_is_as_if_there_were_none(said: str) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    visit = visited(said, now, 7)
    assert (visit.before, visit.last, visit.last_reports) == (None, now, 7)


def test_a_look_within_the_hour_belongs_to_the_same_sitting() -> None:
    first = datetime(2026, 3, 1, 8, tzinfo=UTC)
    here = visited("", first, 5)
    again = visited(here.said(), first + timedelta(minutes=30), 6)
    assert (again.before, again.reports) == (first, 5)
    third = visited(again.said(), first + timedelta(minutes=40), 6)
    assert (third.before, third.reports) == (first, 5)
    back = visited(again.said(), first + timedelta(hours=5), 9)
    assert (back.before, back.reports) == (first + timedelta(minutes=30), 6)
    still = visited(back.said(), first + timedelta(hours=5, minutes=10), 9)
    assert (still.before, still.reports) == (back.before, 6)


def test_the_dossier_says_how_much_of_it_had_been_reviewed(client: Client, casebook: Casebook) -> None:
    number = len(list(casebook.statements()))
    assert f"Of the {number} statements that stand now, 0 had been reviewed by then" in plain(client.get("/").text)


def test_what_was_refused_is_listed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "note.txt").write_text("Soldiers killed 3 people in Odem on 3 May 2020.\n", "utf-8")
    build([str(tmp_path)], tmp_path / "book", Settings(title="Half"), jobs=1)
    with Casebook.open(tmp_path / "book") as casebook, seated(casebook) as client:
        assert "refused, and why" in plain(client.get("/").text)
        assert "broken.pdf" in client.get("/refused").text


def test_what_takes_long_is_worked_out_beside_and_shown_when_it_is_done() -> None:
    remembered, go = Remembered(), Event()

    def make() -> int:
        go.wait(10)
        return 7

    assert remembered.soon("key", 1, make) is None
    assert remembered.soon("key", 1, make) is None
    go.set()
    deadline = time.monotonic() + 10
    while (found := remembered.soon("key", 1, make)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found is not None
    assert (found.value, found.current) == (7, True)


def test_what_many_ask_for_at_once_is_worked_out_once() -> None:
    remembered, made = Remembered(), list[int]()

    def make() -> int:
        time.sleep(0.05)
        made.append(7)
        return 7

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(lambda _: remembered.get("key", 1, make).value, range(8)))
    assert (found, made) == ([7] * 8, [7])


def test_an_error_in_what_is_worked_out_beside_reaches_whoever_asked() -> None:
    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Remembered().soon("key", 1, fail)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is worked out takes long, so that what it was a moment ago is shown first."""
    monkeypatch.setattr(remembering, "QUICK", -1.0)


@pytest.mark.usefixtures("slow")
def test_pictures_of_a_moment_ago_are_never_kept_as_those_of_now(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    before = known(shelf.seen("sealed"))
    assert "life.killing" in before.value.types
    for one in casebook.statements(type="life.killing"):
        workflow.decide(casebook, one.id, "rejected", by="R. Velt", reason="not said")
    assert not known(shelf.seen("sealed")).current
    deadline = time.monotonic() + 10
    while not (now := known(shelf.seen("sealed"))).current and time.monotonic() < deadline:
        time.sleep(0.01)
    assert now.current
    assert "life.killing" not in now.value.types


@pytest.mark.usefixtures("slow")
def test_what_was_hidden_a_moment_ago_is_in_nothing_that_is_remembered(casebook: Casebook) -> None:
    shelf, (one, *_) = Shelf(casebook), casebook.statements()

    def words() -> set[str]:
        seen = shelf.seen("restricted")
        return seen.remembered("words", lambda: {held.id for held in seen.statements()}).value

    assert one.id in words()
    workflow.decide(casebook, one.id, "amended", by="R. Velt", reason="danger", amendment={"visibility": "sealed"})
    assert one.id not in words()
    assert one.id not in set(shelf.seen("restricted").basis().value.statements)


@pytest.mark.usefixtures("slow")
def test_a_report_that_has_just_come_stands_in_the_list_before_its_progress_is_worked_out(casebook: Casebook) -> None:
    shelf = Shelf(casebook)
    before = set(shelf.seen("sealed").progress_of_reports())
    came = received("Soldiers killed 3 people in Odem on 3 May 2020.", name="new.txt")
    casebook.keep_report(came)
    assert set(shelf.seen("sealed").progress_of_reports()) == {*before, came.report.id}


def test_an_incident_that_has_gone_since_is_not_listed(casebook: Casebook) -> None:
    seen = Shelf(casebook).seen("sealed")
    every = occasions(seen).value
    gone = replace(every[0], number="ODE-9999")
    page = listed(seen, [gone, *every[1:]], Question(path="/timeline"))
    assert {row["occasion"].number for row in page.rows} == {one.number for one in every[1:]}


@pytest.mark.usefixtures("slow")
def test_pictures_of_the_first_page_speak_the_language_of_whoever_looks(client: Client) -> None:
    assert "Incidents by month" in client.get("/").text
    assert "Incidents by month" not in client.get("/", headers={"accept-language": "fr"}).text


def test_rates_are_not_given_for_a_review_that_counting_does_not_know(client: Client) -> None:
    said = plain(client.get("/timeline?rates=yes&review=partly+reviewed").text)
    assert "rates are of what is reviewed, or of what is not yet" in said


def test_counts_name_their_unit_and_who_stands_by_a_total_in_words(client: Client) -> None:
    page = plain(client.get("/counts?by=month&measure=life.killing").text)
    assert "Killing (incidents)" in page
    assert "Killing (incidents)" in plain(client.get("/counts?by=month&by=agent&measure=life.killing").text)
    assert "Incidents (incidents)" not in plain(client.get("/counts?by=month").text)


def test_a_code_of_a_place_that_is_not_said_is_words_and_halves_are_rounded_up() -> None:
    assert said("UKR, admin1 not said") == "Ukraine, province not said"
    assert said("admin1 not said") == "province not said"
    assert [percent(one) for one in (54.5, 54.4, 4.5, 100.0)] == ["55", "54", "5", "100"]


def test_the_author_of_a_report_is_named_as_who_stands_by_a_total(tmp_path: Path) -> None:
    text = "Toll\n14 March 2021\n\nThe army has killed 214 people in Tarse since January 2021.\n"
    (tmp_path / "toll.txt").write_text(text, encoding="utf-8")
    build([str(tmp_path / "toll.txt")], tmp_path / "book", Settings(title="Toll"), jobs=1)
    with Casebook.open(tmp_path / "book") as casebook, seated(casebook) as client:
        page = plain(client.get("/counts").text)
    assert "Totals that voices give" in page
    assert "1 origin : author" not in page
    assert "the report “Toll”" in page


def test_every_pin_is_named_beside_the_map_and_every_incident_leads_to_its_page(client: Client) -> None:
    page = client.get("/map").text
    if "Pins" in page:
        address = links(page.partition("<h2>Pins</h2>")[2], "/map?")[0]
        page = client.get(address.partition("#")[0]).text
    told = client.get(links(page, "/map?")[-1].partition("#")[0]).text.partition('id="told"')[2]
    assert re.search(r'<th scope="row" dir="auto"><a href="/incidents/[^"]+">', told)
