"""A report at the desk: its marks, what stands beside them, what people enter, and what an editor rules on the whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from desk.test_desk import deaths, post
from factory import report, statement
from muniment import workflow
from muniment.desk.reading.marks import LONGEST, blocks, plain, trimmed
from muniment.library import Casebook
from muniment.report import Mark

Client = TestClient[Any]


def words_at(casebook: Casebook, words: str) -> tuple[str, str]:
    """The report that has these words, and where they are in it."""
    held = next(one for one in casebook.reports() if words in one.text)
    start = held.text.index(words)
    return held.id, f"{start}:{start + len(words)}"


def test_a_mark_opens_its_statement_beside_the_text_with_its_ruling(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    page = client.get(f"/reports/{one.report}?at={one.id}").text
    assert re.search(rf'class="mark [^"]*now[^"]*"[^>]*data-statements="[^"]*{one.id}', page)
    assert 'class="told"' in page
    part = client.get(f"/reports/{one.report}/told/{one.id}").text
    assert "<html" not in part
    assert "not yet reviewed" in part
    assert client.get(f"/reports/{one.report}/told/st_none").status_code == 404


def test_a_ruling_in_the_text_leads_back_to_it(client: Client, casebook: Casebook) -> None:
    one = deaths(casebook)
    back = f"/reports/{one.report}?at={one.id}#{one.id}"
    answer = post(client, f"/review/{one.id}", ruling="accepted", seen="", back=back)
    assert answer.headers["location"] == back
    assert "accepted by" in client.get(f"/reports/{one.report}/told/{one.id}").text
    (decision,) = casebook.decisions()
    for wrong in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"):
        answer = post(client, f"/review/{one.id}", ruling="accepted", seen=decision.id, back=wrong)
        assert answer.headers["location"] == f"/review?after={one.id}"
        decision = list(casebook.decisions())[-1]


def test_a_statement_is_entered_from_selected_words(client: Client, casebook: Casebook) -> None:
    held, trigger = words_at(casebook, "residents said")
    start = casebook.report(held).text.index("Odem army")
    agent = f"{start}:{start + 9}"
    voice = f"{trigger.partition(':')[0]}:{int(trigger.partition(':')[0]) + 9}"
    start = casebook.report(held).text.index(" Tarse ")
    place = f"{start}:{start + 7}"
    answer = post(
        client,
        f"/reports/{held}/statements",
        type="life.killing",
        trigger=trigger,
        add=[f"agent:{agent}", f"place:{place}"],
        voice=voice,
        realis="actual",
        specificity="specific",
        reason="the machine missed it",
        **{f"as:agent:{agent}": "Army of Odem", f"commit:{voice}": "PR+"},
    )
    assert answer.status_code == 303, answer.text
    (made,) = casebook.entered()
    assert answer.headers["location"] == f"/reports/{held}?at={made.id}#{made.id}"
    assert (made.kind, made.type, made.entered_by) == ("act", "life.killing", "R. Velt")
    assert [one.value for one in made.parties("agent")] == ["Army of Odem"]
    assert [one.words for one in made.places()] == ["Tarse"]
    assert [(one.name, one.commit) for one in made.voices] == [("author", "Uu"), ("residents", "PR+")]
    assert "entered by R. Velt" in client.get(answer.headers["location"]).text
    assert "1 entered" in client.get("/reports").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "life.nothing"},
        {"trigger": ""},
        {"trigger": "9:3"},
        {"trigger": "0:99999999"},
        {"add": "count:0:4"},
        {"add": "bearer:0:4"},
        {"voice": "0:4", "commit:0:4": "perhaps"},
        {"realis": "dreamt"},
    ],
)
def test_what_cannot_be_entered_is_refused(client: Client, casebook: Casebook, wrong: dict[str, str]) -> None:
    held = next(casebook.reports()).id
    answer = post(client, f"/reports/{held}/statements", **({"type": "life.killing", "trigger": "0:4"} | wrong))
    assert answer.status_code == 400
    assert list(casebook.entered()) == []


def test_an_editor_rules_who_may_see_a_report(client: Client, casebook: Casebook) -> None:
    held = next(casebook.reports()).id
    answer = post(client, f"/reports/{held}", ruling="amended", visibility="sealed", reason="a witness is named")
    assert answer.headers["location"] == f"/reports/{held}"
    (decision,) = casebook.decisions()
    assert (decision.subject, decision.amendment, decision.by) == ("report", {"visibility": "sealed"}, "R. Velt")
    assert post(client, f"/reports/{held}", ruling="redacted", seen=decision.id).status_code == 303
    assert post(client, f"/reports/{held}", ruling="accepted").status_code == 400
    assert post(client, f"/reports/{held}", ruling="amended", visibility="none").status_code == 400


def test_marks_that_overlap_lose_no_word_and_each_is_found() -> None:
    held = report("The army shelled the hospital in Tarse.\n\nResidents fled.")
    one = statement(held, "shelled the hospital", type="life.killing")
    other = statement(held, "hospital in Tarse", type="harm.loss_of_property")
    made = list(blocks(held, [one, other], state=lambda _: "waits"))
    text = "".join(str(block.markup.striptags()) for block in made)
    assert text == "The army shelled the hospital in Tarse.Residents fled."
    assert all(f'id="{each.id}"' in str(made[0].markup) for each in (one, other))
    assert [held.text[block.start :][:9] for block in made] == ["The army ", "Residents"]


def test_pages_are_named_where_they_begin() -> None:
    held = report(
        "First page.\n\nSecond page.",
        marks=(Mark(label="page 1", start=0, end=13), Mark(label="page 2", start=13, end=25)),
    )
    assert [block.label for block in blocks(held, [], state=str)] == ["page 1", "page 2"]


def test_a_line_without_end_is_cut_into_blocks_that_together_are_the_line() -> None:
    held = report("word " * 30_000)
    made = list(blocks(held, [], state=str))
    assert max(block.end - block.start for block in made) <= LONGEST
    assert "".join(held.text[block.start : block.end] for block in made) == held.text


def test_signs_that_nobody_sees_are_named_and_shut_in() -> None:
    assert str(plain("a\u202egnp.<b>")) == (
        'a<bdi class="control" title="right-to-left override" data-code="U+202E">\u202e</bdi>gnp.&lt;b&gt;'
    )


def test_spaces_around_selected_words_are_left_out() -> None:
    assert trimmed("in Tarse on", 2, 9) == (3, 8)


def test_words_that_are_blackened_cannot_be_entered(casebook: Casebook) -> None:
    from muniment.desk.reading.amending import words_at as selected
    from muniment.errors import BadChoice
    from muniment.publishing.withholding import blackened

    one = deaths(casebook)
    held = blackened(casebook.report(one.report), [one], [])
    with pytest.raises(BadChoice):
        selected(held, f"{one.trigger.start}:{one.trigger.end}")


def test_a_report_that_repeats_another_shows_what_it_repeats(client: Client, casebook: Casebook, tmp_path: Any) -> None:
    first = next(one for one in casebook.reports() if one.name == "odem.txt")
    (tmp_path / "reprint.txt").write_text("Reprint\n20 March 2021\n\n" + first.text * 3, encoding="utf-8")
    workflow.add(casebook, [str(tmp_path / "reprint.txt")])
    workflow.extract(casebook)
    workflow.link(casebook)
    reprint = next(one for one in casebook.reports() if one.name == "reprint.txt")
    page = client.get(f"/reports/{reprint.id}").text
    if not any(len(origin.reports) > 1 for origin in casebook.origins()):
        pytest.fail("nothing was found to be copied")
    assert "Repeats another report" in page
    assert 'class="copied"' in page
    assert "repeats" in client.get("/reports?copies=repeats").text
