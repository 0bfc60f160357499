"""What programs and lists tell of rulings: nothing to a second reader before they rule, and nobody undoes what they may not rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.clearances import Client
from desk.conftest import HOST
from factory import at, received, statement
from muniment import workflow
from muniment.actor import Name, actor_of
from muniment.desk.serving import desk
from muniment.desk.sight.shelf import Shelf
from muniment.errand import Errand
from muniment.library import Casebook
from muniment.run import run_of
from muniment.settings import Settings

READ = run_of("extract", version="0", settings={})
TEXT = "The Front killed Anna Velk in Tarse. Bruno Osme was killed in Velm."
AMENDED = {"visibility": "partner"}


@dataclass(frozen=True, kw_only=True)
class Book:
    """A casebook of two statements, each read by two people, and a client for each role."""

    casebook: Casebook
    clients: dict[str, Client]
    one: str
    other: str
    actor: str

    def get(self, who: str, path: str, **asked: Any) -> Any:
        answer = self.clients[who].get(f"/api/v1{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, who: str, path: str, **said: Any) -> int:
        return self.clients[who].post(f"/api/v1{path}", json=said).status_code


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    casebook = Casebook.create(tmp_path / "book", Settings(title="Odem", code="ODE", second_reading=1.0))
    casebook.keep([READ])
    came = received(TEXT, published="2021-06-01")
    casebook.keep_report(came)
    start = TEXT.index("Anna Velk")
    named = (Name(words="Anna Velk", start=start, end=start + 9),)
    actor = actor_of(came.report.id, "Anna Velk", kind="person", names=named, run=READ.id)
    one, other = (
        statement(came.report, f"killed {victim}", type="life.killing", run=READ.id, victim=at(victim, **known))
        if victim != "Bruno Osme"
        else statement(came.report, "was killed", type="life.killing", run=READ.id, victim=victim)
        for victim, known in (("Anna Velk", {"actor": actor.id}), ("Bruno Osme", {}))
    )
    casebook.keep_reading(came.report.id, READ.id, [one, other], [actor])
    clients: dict[str, Client] = {}
    for name, role in (("A. Chief", "administrator"), ("B. Reader", "reviewer"), ("C. Reader", "reviewer")):
        workflow.admit(casebook, name, role, by="R. Velt")
        scopes = ("read", "review", "edit") if role == "administrator" else ("read", "review")
        whole = workflow.issue(casebook, name, scopes, days=9, label="", by=name).whole
        clients[name[0]] = Client(desk(casebook, None, hosts=[HOST]), base_url=f"http://{HOST}")
        clients[name[0]].headers["Authorization"] = f"Bearer {whole}"
    with clients["A"], clients["B"], clients["C"]:
        yield Book(casebook=casebook, clients=clients, one=one.id, other=other.id, actor=actor.id)
    casebook.close()


def test_a_second_readers_program_is_told_nothing_of_the_first(book: Book) -> None:
    assert book.post("B", "/decisions", target=book.one, ruling="amended", amendment=AMENDED, reason="mine") == 201
    told = book.get("C", f"/statements/{book.one}")
    assert (told["decisions"], told["seen"], told["as_read"]) == ([], "", None)
    assert told["statement"]["visibility"] != "partner"
    assert told["waits"]
    rows = {one["id"]: one for one in book.get("C", "/statements")["results"]}
    assert rows[book.one] == told["statement"]
    assert book.get("C", "/statements", review="amended")["total"] == 0
    assert book.get("C", "/statements", review="waiting")["total"] == 2
    assert book.get("C", "/decisions", target=book.one)["total"] == book.get("C", "/decisions")["total"] == 0
    (made,) = book.casebook.decisions()
    assert book.post("C", f"/decisions/{made.id}/undo") == 404
    assert book.get("B", f"/statements/{book.one}")["seen"] == made.id
    assert book.get("B", "/decisions", target=book.one)["total"] == 1
    assert book.post("C", "/decisions", target=book.one, ruling="accepted", seen=told["seen"]) == 201
    assert [one.independent for one in book.casebook.decisions()] == [True, True]
    assert {one["by"] for one in book.get("A", f"/statements/{book.one}")["decisions"]} == {"B. Reader", "C. Reader"}


def test_what_a_program_sends_back_as_seen_is_of_the_statement_as_a_whole(book: Book) -> None:
    workflow.rule(book.casebook, "different", (book.one, book.other), by="B. Reader")
    slot = workflow.decide(book.casebook, book.one, "redacted", by="A. Chief", slot="victim")
    told = book.get("A", f"/statements/{book.one}")
    assert slot.id in {one["id"] for one in told["decisions"]}
    assert told["seen"] == ""


def test_only_editors_take_a_ruling_on_an_actor_or_a_report_back(book: Book) -> None:
    report = next(book.casebook.reports()).id
    hidden = workflow.decide(book.casebook, book.actor, "redacted", by="A. Chief")
    opened = workflow.decide(book.casebook, report, "amended", by="A. Chief", amendment={"visibility": "partner"})
    for made in (hidden, opened):
        assert book.post("B", f"/decisions/{made.id}/undo") == 403
        assert book.post("A", f"/decisions/{made.id}/undo") == 201
    assert book.get("A", "/decisions", subject="actor")["total"] == 2


def test_an_actor_is_found_by_the_id_that_statements_give_it(book: Book) -> None:
    workflow.link(book.casebook)
    found = book.get("B", f"/actors/{book.actor}")["actor"]
    assert "Anna Velk" in found["name"]
    assert book.get("B", f"/actors/{found['id']}")["actor"] == found
    assert [one["id"] for one in book.get("B", "/statements", actor=book.actor)["results"]] == [book.one]


@pytest.mark.parametrize("since", ["yesterday", "12.03.2021", "2021-03-12T09:00:00+02:00"])
def test_a_moment_that_is_none_is_refused_by_lists(book: Book, since: str) -> None:
    for path in ("/decisions", "/reports"):
        answer = book.clients["A"].get(f"/api/v1{path}", params={"since": since})
        assert answer.status_code == 400
        assert "since" in answer.json()["hint"]


def test_a_moment_in_utc_is_understood_however_it_is_written(book: Book) -> None:
    made = workflow.decide(book.casebook, book.one, "accepted", by="A. Chief")
    for since in (made.at, made.at.replace("+00:00", "Z"), made.at.replace("+", " "), made.at[:16], made.at[:10]):
        assert book.get("A", "/decisions", since=since)["total"] == 1, since


def test_what_waits_is_counted_by_each_clearance_and_after_each_ruling(book: Book) -> None:
    shelf = Shelf(book.casebook)
    assert [shelf.seen(sees).progress() for sees in ("sealed", "public")] == [(2, 2), (0, 0)]
    workflow.decide(book.casebook, book.one, "amended", by="B. Reader", amendment={"visibility": "public"})
    workflow.decide(
        book.casebook, book.one, "accepted", by="C. Reader", seen=[one.id for one in book.casebook.decisions()]
    )
    assert shelf.seen("sealed").progress() == (1, 2)
    assert shelf.seen("restricted").progress() == (1, 2)


def test_titles_of_reports_with_hidden_words_are_looked_up_once(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    workflow.decide(book.casebook, book.one, "redacted", by="A. Chief")
    shelf, read = Shelf(book.casebook), list[str]()
    known = Casebook.report
    monkeypatch.setattr(Casebook, "report", lambda self, id: (read.append(id), known(self, id))[1])  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    assert shelf.seen("restricted").number_of_reports() == 1
    assert read == []
    first, again = (shelf.seen("restricted").reports() for _ in range(2))
    assert first == again
    assert len(read) == 1


def test_a_report_that_came_since_has_its_progress_before_all_of_it_is_worked_out_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muniment.desk.sight.remembering.QUICK", -1.0)
    shelf = Shelf(book.casebook)
    assert len(shelf.seen("sealed").progress_of_reports()) == 1
    came = received("Nothing was told that day.", name="late.txt")
    book.casebook.keep_report(came)
    assert shelf.seen("sealed").progress_of_reports()[came.report.id]["all"] == 0


def test_why_a_task_stopped_is_not_told_where_something_is_hidden(book: Book) -> None:
    stopped = Errand(id="er_1", event="stopped", task="link", by="A. Chief", at=workflow.now(), note="Anna Velk")
    seen = Shelf(book.casebook).seen("restricted")
    assert seen.errands([stopped]) == [stopped]
    workflow.decide(book.casebook, book.one, "redacted", by="A. Chief")
    assert [one.note for one in Shelf(book.casebook).seen("restricted").errands([stopped])] == [""]
    assert [one.note for one in Shelf(book.casebook).seen("sealed").errands([stopped])] == ["Anna Velk"]


def test_what_a_list_names_of_sealed_material_counts_as_read_and_the_rest_does_not(book: Book) -> None:
    report = next(book.casebook.reports()).id
    for target in (book.one, book.other, report):
        workflow.decide(book.casebook, target, "redacted", by="A. Chief")
    seen = Shelf(book.casebook).seen("sealed")
    assert len(seen.made()) == 3
    assert seen.opened == set()
    seen.words_of([book.one, report])
    assert seen.opened == {book.one, report}
    page = book.get("A", "/decisions", limit=1)["results"]
    noted = {one.target for one in book.casebook.visits()}
    assert noted == {target for one in page for target in one["targets"]}
