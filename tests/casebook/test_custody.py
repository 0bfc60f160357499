"""The chain of custody: everything that is kept is in it, and what was touched past Muniment is named."""

from __future__ import annotations

import hashlib
import json

import pytest

from factory import received, statement
from intruder import Intruder
from muniment.account import account_of, token_of
from muniment.actor import actor_of
from muniment.casebook import Casebook, folder, lines, tables
from muniment.custody import FIRST, line
from muniment.decision import Decision, decision_of
from muniment.errors import BrokenCustody, TamperedReport
from muniment.incident import Incident
from muniment.record import as_json
from muniment.report import Report
from muniment.run import run_of
from muniment.statement import Statement

RUN = run_of("extract", version="1", settings={"model": "small"})
AT = "2024-01-01T00:00:00Z"


@pytest.fixture
def told(casebook: Casebook) -> tuple[Report, list[Statement]]:
    came = received("Soldiers burned the mill on 3 May. Guards shut the gate.")
    casebook.keep([RUN])
    casebook.keep_report(came)
    found = [
        statement(came.report, "burned", type="property.destruction", agent="Soldiers"),
        statement(came.report, "shut", type="move.blockade", agent="Guards"),
    ]
    casebook.keep_reading(came.report.id, RUN.id, found, [actor_of(came.report.id, "Soldiers")])
    ruling = decision_of("statement", (found[0].id,), "accepted", by="Inan", at=AT)
    casebook.keep_decisions([ruling])
    casebook.keep_derived("link", RUN.id, [Incident(id="in_1", statements=(found[0].id,), run=RUN.id)], "1")
    return came.report, found


def broken(casebook: Casebook) -> list[str]:
    return [str(found) for found in casebook.audit() if isinstance(found, BrokenCustody)]


def test_each_thing_that_is_kept_is_a_link_that_holds_on_to_the_one_before(
    casebook: Casebook, told: tuple[Report, list[Statement]]
) -> None:
    report, found = told
    links = list(casebook.custody())
    assert [(link.number, link.step, link.of, link.by) for link in links] == [
        (1, "kept", (), ""),
        (2, "received", (report.id,), ""),
        (3, "read", (report.id,), RUN.id),
        (4, "accepted", (found[0].id,), "Inan"),
        (5, "derived", ("link",), RUN.id),
    ]
    assert [link.before for link in links] == [FIRST, *(link.digest for link in links[:-1])]
    assert {held.id for held in links[2].holds} >= {one.id for one in found}
    assert casebook.head() == links[-1]
    assert all(link.at.endswith("+00:00") for link in links)


def test_the_digest_of_a_link_is_that_of_its_line(casebook: Casebook, told: object) -> None:
    for link in casebook.custody():
        assert link.digest == hashlib.sha256(line(as_json(link)).encode()).hexdigest()


def test_what_comes_again_leaves_no_link_and_another_name_leaves_one(casebook: Casebook) -> None:
    came = received("Soldiers burned the mill.")
    casebook.keep_report(came)
    casebook.keep_report(came)
    assert [link.step for link in casebook.custody()] == ["received"]
    casebook.keep_report(received("Soldiers burned the mill.", name="copy.txt"))
    assert [link.step for link in casebook.custody()] == ["received", "seen again"]


def test_what_is_not_kept_leaves_no_link(casebook: Casebook) -> None:
    stranger = statement(received("Guards shut the gate.").report, "shut", type="move.blockade")
    with pytest.raises(ValueError, match="is of"):
        casebook.keep_reading("rp_other", RUN.id, [stranger])
    assert casebook.head() is None


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("decisions", {"reason": "another"}),
        ("reports", {"publisher": "Somebody else"}),
        ("readings", {"refused": "7"}),
        ("runs", {"version": "2"}),
        ("derivations", {"fingerprint": "2"}),
        ("statements", {"visibility": "public"}),
    ],
)
def test_a_row_that_was_changed_is_named_with_the_link_that_holds_what_it_was(
    casebook: Casebook, intruder: Intruder, told: object, table: str, change: dict[str, str]
) -> None:
    intruder.tamper(table, **change)
    (problem,) = broken(casebook)
    assert f" in {table} was changed; link " in problem


def test_a_row_that_was_removed_is_named(casebook: Casebook, intruder: Intruder, told: object, url: str | None) -> None:
    (ruling,) = casebook.decisions()
    remove(intruder, "decisions", "1 = 1", url)
    assert broken(casebook) == [f"{ruling.id} in decisions was removed; link 4 of the chain holds what it was"]


def test_a_row_that_was_put_in_is_named(casebook: Casebook, intruder: Intruder, told: object) -> None:
    made = decision_of("statement", ("st_1",), "rejected", by="Nobody", at=AT)
    row = tables.values(made)
    names = ", ".join(f'"{name}"' for name in row)
    intruder.run(f"INSERT INTO decisions ({names}) VALUES ({', '.join(f':{name}' for name in row)})", **row)
    assert broken(casebook) == [f"{made.id} in decisions was put in past Muniment; no link of the chain holds it"]


def test_results_that_were_changed_are_named(casebook: Casebook, intruder: Intruder, told: object) -> None:
    intruder.run("UPDATE incidents SET statements = '[]'")
    assert broken(casebook) == [
        "incidents derived by link are not those that were derived; link 5 of the chain holds what it was"
    ]


def test_results_that_take_the_place_of_others_are_no_damage(casebook: Casebook, told: object) -> None:
    casebook.keep_derived("link", RUN.id, [Incident(id="in_2", statements=(), run=RUN.id)], "2")
    assert broken(casebook) == []


def test_a_link_that_was_changed_no_longer_holds(casebook: Casebook, intruder: Intruder, told: object) -> None:
    intruder.tamper("custody", by="Somebody else")
    assert broken(casebook) == [
        "links 1 and 2 of the chain do not hold together: one of them was changed; "
        "link 2 of the chain holds what it was"
    ]


def test_a_link_that_was_removed_is_missed_with_what_it_held(
    casebook: Casebook, intruder: Intruder, told: object, url: str | None
) -> None:
    (ruling,) = casebook.decisions()
    remove(intruder, "custody", "number = 4", url)
    found = broken(casebook)
    assert found[0].startswith("link 4 of the chain is missing")
    assert any(problem.startswith(f"{ruling.id} in decisions was put in") for problem in found)


def test_a_ruling_that_was_changed_with_its_link_breaks_the_chain(
    casebook: Casebook, intruder: Intruder, told: object, url: str | None
) -> None:
    """Whoever rewrites a row and its link must rewrite every link after it too; a signature for any of those tells."""
    intruder.tamper("decisions", reason="another")
    (ruling,) = casebook.decisions()
    link = next(one for one in casebook.custody() if one.number == 4)
    row = intruder.run("SELECT * FROM decisions")[0]
    digest = lines.digest_of(tables.decisions, dict(zip(tables.decisions.c.keys(), row, strict=False)))
    holds = json.dumps([as_json(link.holds[0]) | {"sha256": digest}], sort_keys=True)
    assert ruling.id in holds
    rewrite(intruder, "custody", "holds", holds, "number = 4", url)
    assert any("links 4 and 5" in problem for problem in broken(casebook))


def test_bytes_that_were_changed_are_named_and_the_chain_holds(casebook: Casebook, told: tuple[Report, object]) -> None:
    path = casebook.content(told[0])
    path.chmod(0o644)
    path.write_bytes(b"Nothing happened.")
    (problem,) = list(casebook.audit())
    assert isinstance(problem, TamperedReport)
    assert problem.report == told[0].id


def test_a_casebook_of_before_is_in_the_chain_from_the_day_it_is_opened(
    casebook: Casebook, intruder: Intruder, told: object
) -> None:
    casebook.close()
    for lost in ("custody", "signatures"):
        intruder.run(f"DROP TABLE {lost}")
    intruder.run("ALTER TABLE reports DROP COLUMN replaces")
    intruder.run("UPDATE alembic_version SET version_num = '0006'")
    with Casebook.open(casebook.folder) as opened:
        (link,) = opened.custody()
        assert (link.step, link.number, link.before) == ("found", 1, FIRST)
        assert {held.table for held in link.holds} >= {"reports", "statements", "decisions", "incidents"}
        assert list(opened.audit()) == []
    assert folder.VERSIONS[-1] >= "0007"


def test_passwords_and_keys_have_no_line(casebook: Casebook) -> None:
    account = account_of("Inan", role="editor", by="Inan", at=AT, password="$argon2id$hash")
    token = token_of("key", "secret", account="Inan", scopes=("read",), expires=AT, by="Inan", at=AT)
    casebook.keep([account, token])
    (link,) = casebook.custody()
    assert [(held.table, held.id) for held in link.holds] == [("accounts", account.id)]
    assert "argon2id" not in lines.line_of(tables.accounts, tables.values(account) | {"sequence": 1})


def test_a_row_is_the_one_that_its_line_was_made_of(casebook: Casebook, told: object) -> None:
    for table in tables.IN_CUSTODY:
        with casebook._engine.connect() as connection:
            for row in lines.rows(connection, table):
                assert lines.row_of(table, json.loads(lines.line_of(table, row))) == row


def test_the_line_of_a_row_stays_what_it_is() -> None:
    """A change here would break the chain of every casebook there is: a default that a row relies on is never changed."""
    ruled = Decision(
        id="dc_1", subject="statement", targets=("st_1",), ruling="accepted", by="Inan", at=AT, reason="seen"
    )
    assert lines.line_of(tables.decisions, tables.values(ruled) | {"sequence": 3}) == (
        '{"at": "2024-01-01T00:00:00Z", "by": "Inan", "id": "dc_1", "reason": "seen", "ruling": "accepted", '
        '"sequence": 3, "subject": "statement", "targets": ["st_1"]}\n'
    )


def remove(intruder: Intruder, table: str, where: str, url: str | None) -> None:
    if url is None:
        intruder.run(f"DROP TRIGGER {table}_no_DELETE")
    intruder.run(f"DELETE FROM {table} WHERE {where}", unchecked=True)


def rewrite(intruder: Intruder, table: str, column: str, value: str, where: str, url: str | None) -> None:
    if url is None:
        intruder.run(f"DROP TRIGGER {table}_no_UPDATE")
    intruder.run(f"UPDATE {table} SET {column} = :value WHERE {where}", unchecked=True, value=value)
