"""What Seen gives to a clearance never holds an id, words or an offset of what it may not see, whatever the casebook."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factory import at, received, statement
from muniment.actor import Actor, Name, actor_of
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.desk.sight.withheld import holds
from muniment.errors import MunimentError
from muniment.incident import Incident, Origin, link_of
from muniment.library import Casebook
from muniment.record import as_json, digest
from muniment.report import Report
from muniment.run import run_of
from muniment.settings import Settings
from muniment.statement import VISIBILITIES, Content, Statement, Visibility
from muniment.workflow import decide, rule

READ, LINK = (run_of(task, version="0", settings={}) for task in ("extract", "link"))
levels = st.sampled_from(VISIBILITIES)
told = st.lists(st.tuples(levels, st.booleans(), st.sampled_from(["", *VISIBILITIES])), min_size=1, max_size=3)
casebooks = st.lists(st.tuples(told, st.sampled_from(["", "", *VISIBILITIES])), min_size=1, max_size=3)
"""Reports → statements: each with its visibility, whether another points to it, and what somebody ruled it to have."""


def secret(report: int, number: int) -> str:
    """A name that stands in one statement alone."""
    return f"Zq{report}x{number} Vorn{report}y{number}"


def made(folder: str, drawn: Any) -> Casebook:
    casebook = Casebook.create(folder, Settings(title="Odem", code="ODE"))
    casebook.keep([READ, LINK])
    every: list[Statement] = []
    joined: list[Actor] = []
    reports: list[Report] = []
    for place, (statements, of_report) in enumerate(drawn):
        names = [secret(place, number) for number in range(len(statements))]
        text = " ".join(f"The Front killed {name} at Plaza{place}n{number}." for number, name in enumerate(names))
        came = received(text, name=f"{place}.txt", title=text[:40], published="2021-06-01")
        casebook.keep_report(came)
        reports.append(came.report)
        held: list[Statement] = []
        actors: list[Actor] = []
        for number, (level, pointed, _) in enumerate(statements):
            start = text.index(names[number])
            named = (Name(words=names[number], start=start, end=start + len(names[number])),)
            actors.append(actor_of(came.report.id, names[number], kind="person", names=named, run=READ.id))
            slots: dict[str, Any] = {}
            if pointed and held:
                other = held[-1]
                slots["content"] = Content(statement=other.id, **as_json(other.trigger))
            held.append(
                statement(
                    came.report,
                    f"killed {names[number]}",
                    type="life.killing",
                    visibility=level,
                    run=READ.id,
                    victim=at(names[number], actor=actors[number].id),
                    place=f"Plaza{place}n{number}",
                    slots=slots,
                )
            )
        casebook.keep_reading(came.report.id, READ.id, held, actors)
        every += held
        joined += actors
        for one, (_, _, ruled) in zip(held, statements, strict=True):
            if ruled:
                decide(
                    casebook, one.id, "amended", by="R. Velt", reason=f"on {one.id}", amendment={"visibility": ruled}
                )
        if of_report:
            decide(casebook, came.report.id, "amended", by="R. Velt", amendment={"visibility": of_report})
    if len(every) > 1:
        rule(casebook, "different", (every[0].id, every[-1].id), by="R. Velt", reason=f"{every[0].id} {every[-1].id}")
    casebook.keep_derived("link", LINK.id, _derived(every, joined, reports), casebook.mark())
    return casebook


def _derived(every: list[Statement], actors: list[Actor], reports: list[Report]) -> Iterator[Any]:
    """All statements are one incident, and all actors one: whatever is joined must come apart again."""
    number = "ODE-0001"
    yield Incident(id=digest("in", number), number=number, statements=tuple(one.id for one in every), run=LINK.id)
    yield Actor(
        id=digest("ac", *(one.id for one in actors)),
        kind="person",
        name=actors[-1].name,
        names=tuple(name for one in actors for name in one.names),
        members=tuple(one.id for one in actors),
        number="ODE-A0001",
        run=LINK.id,
    )
    yield Origin(id=digest("og", reports[0].id), reports=tuple(one.id for one in reports), run=LINK.id)
    for one, other in itertools.pairwise(every):
        yield link_of("statement", one.id, other.id, compared=(), joined=True, run=LINK.id)


def given_to(seen: Seen, words: list[str]) -> Iterator[Any]:
    """Everything that can be asked of it."""
    ids = [one.id for one in seen.statements()]
    yield seen.statements()
    yield [seen.as_read(one) for one in ids]
    yield [seen.rulings_on(one) for one in ids]
    yield [seen.principal(one.id) for one in seen.reports()]
    yield seen.reports()
    yield [seen.report(one.id) for one in seen.reports()]
    yield [seen.rulings_on(one.id) for one in seen.reports()]
    yield seen.made()
    yield seen.log()
    yield seen.incidents()
    yield [seen.counts_of(one) for one in seen.incidents()]
    yield [seen.links_of(one) for one in seen.incidents()]
    yield seen.totals()
    yield seen.actors()
    for one in seen.actors():
        yield as_json(seen.ties(one.name, date(2021, 3, 12)).actor)
    for by in ("place", "victim", "origin", "incident", "publisher"):
        yield seen.counts([by], {}).value
    yield seen.series("month", {}).value
    for query in ("killed", "Front", *words, *(f"killed {one}" for one in words)):
        for where in ("reports", "statements"):
            yield seen.search(query, in_=where)


def refused(call: Any, *known: Any) -> bool:
    try:
        call(*known)
    except MunimentError:
        return True
    return False


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=casebooks, sees=levels)
def test_nothing_that_is_hidden_is_given_in_any_form(drawn: Any, sees: Visibility) -> None:
    with tempfile.TemporaryDirectory() as folder, made(f"{folder}/book", drawn) as casebook:
        shelf = Shelf(casebook)
        seen = shelf.seen(sees)
        hidden = [one for one in casebook.statements() if not seen.shows(one.id)]
        closed = [one for one in casebook.reports() if not seen.shows_report(one.id)]
        _check_levels(casebook, shelf, seen, sees)
        names = [value.words for one in hidden for value in one.parties("victim")]
        places = [value.words for one in hidden for value in one.places()]
        black = {*names, *places, *(one.id for one in hidden), *(one.id for one in closed)}
        for answer in given_to(seen, names):
            said = json.dumps(as_json(answer), ensure_ascii=False, default=str)
            assert not {one for one in black if one in said}, said
        for one in hidden:
            assert refused(seen.statement, one.id)
            assert refused(seen.as_read, one.id)
        for one in closed:
            assert refused(seen.report, one.id)
        for name in names:
            assert refused(seen.actor, name)
            assert seen.search(name) == []
            assert seen.search(f"killed {name}") == []


def _check_levels(casebook: Casebook, shelf: Shelf, seen: Seen, sees: Visibility) -> None:
    """What is shown is what may be shown, and all of it."""
    for one in casebook.statements():
        may = VISIBILITIES.index(shelf.state.visibility(one.id)) <= VISIBILITIES.index(sees)
        assert seen.shows(one.id) == may
        if may:
            assert seen.report(one.report).text[one.trigger.start : one.trigger.end] == one.trigger.words
    assert seen.whole or sees != "sealed"


@given(words=st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6), min_size=1, max_size=6))
def test_a_text_holds_its_own_words_and_phrases_and_beginnings(words: list[str]) -> None:
    text = " ".join(words)
    assert holds(text, f'"{text}"')
    for one in words:
        assert holds(text.upper() if one.upper().casefold() == one.casefold() else text, one)
    assert not holds(text, "zzzzzzzz")
    assert not holds(text, "")
    assert not holds("killed nine", "kill")
    assert holds("killed nine", "kill*")
    assert not holds("nine killed", '"killed nine"')
