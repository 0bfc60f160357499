"""The desk over an encrypted casebook: the same pages, files that wait are encrypted, and the process of a task is given the key."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

import locks
from muniment.casebook import converting
from muniment.desk import tasks as errands
from muniment.desk.access import Door
from muniment.desk.serving import desk
from muniment.desk.tasks import Tasks
from muniment.errand import Errand
from muniment.library import Casebook

from .conftest import HOST
from .test_tasks import ended, state, until

TOKEN = r'value="[0-9a-f]{64,}"'
STORY = b"Police arrested five glassblowers in Velm on 20 March 2021.\n"
ERRAND = Errand(id="er_1", event="asked", task="count", by="R. Velt", at="2021-03-20T00:00:00+00:00")


@pytest.fixture
def casebook(built: Path, tmp_path: Path) -> Iterator[Casebook]:
    """The casebook of the other tests, encrypted."""
    shutil.copytree(built, tmp_path / "book")
    converting.convert(tmp_path / "book", None, locks.key())
    with Casebook.open(tmp_path / "book", key=locks.key()) as opened:
        yield opened


def pages(casebook: Casebook) -> list[str]:
    door = Door("R. Velt")
    with TestClient(desk(casebook, door, hosts=[HOST]), base_url=f"http://{HOST}") as client:
        client.get(f"/enter/{door.key}")
        report = next(casebook.reports()).id
        answers = [client.get(at) for at in ("/", f"/reports/{report}", "/reports", "/incidents", "/log")]
    assert [one.status_code for one in answers] == [200] * len(answers)
    return [one.text for one in answers]


def test_the_desk_shows_what_it_shows_of_a_plain_casebook(casebook: Casebook, built: Path) -> None:
    with Casebook.open(built) as plain:
        shown = pages(plain)
    assert [re.sub(TOKEN, "", page) for page in pages(casebook)[1:4]] == [
        re.sub(TOKEN, "", page) for page in shown[1:4]
    ]
    assert "Odem raid kills nine" in pages(casebook)[2]


def test_a_file_that_waits_is_encrypted_and_so_is_its_name_and_it_is_added(
    casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks(casebook)
    inbox = casebook.folder / "inbox"
    try:
        with monkeypatch.context() as patch:
            patch.setattr(tasks._pool, "submit", lambda *_: None)  # pyright: ignore[reportPrivateUsage]
            files = [("glassblowers.txt", io.BytesIO(STORY)), ("glassblowers.txt", io.BytesIO(STORY + b"Again.\n"))]
            asked = tasks.ask("add", by="R. Velt", files=files)
        waiting = [path for path in inbox.rglob("*") if path.is_file()]
        assert len(waiting) == 2
        assert not any(b"glassblowers" in path.read_bytes() or "glassblowers" in path.name for path in waiting)
        tasks.resume()
        until(lambda: ended(casebook, asked.id))
    finally:
        tasks.close()
    assert state(casebook, asked.id).event == "done", state(casebook, asked.id)
    names = [report.name for report in casebook.reports()]
    assert "glassblowers.txt" in names
    assert "1-glassblowers.txt" in names
    assert not list(inbox.glob("*"))
    assert list(casebook.audit()) == []


def test_the_key_is_handed_over_where_nobody_else_sees_it(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[object] = []

    class Process:
        def __init__(self, *, target: object, args: tuple[object, ...], daemon: bool) -> None:
            handed.extend(args)

        def start(self) -> None:
            raise RuntimeError

    context = errands.multiprocessing.get_context("spawn")
    monkeypatch.setattr(type(context), "Process", Process)
    tasks = Tasks(casebook)
    with pytest.raises(RuntimeError):
        tasks._in_a_process(ERRAND)  # pyright: ignore[reportPrivateUsage]
    tasks.close()
    assert casebook.key in handed
    assert "AGE-SECRET" not in repr(handed)
