"""A fresh casebook for each test, once in its folder and once on a server: one body for both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intruder import Intruder
from muniment.casebook import Casebook
from muniment.settings import Settings
from server import Server

SETTINGS = "muniment.toml"


@pytest.fixture(scope="session")
def blank(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the URL of an empty casebook on the server: its tables are made once, and copied for each test."""
    folder = tmp_path_factory.mktemp("blank") / "book"
    with server.database() as url:
        Casebook.create(folder, Settings(title="Karsa", database=url)).close()
        yield folder, url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where the record is kept; none for the folder itself."""
    if request.param == "sqlite":
        yield None
    elif "casebook" in request.fixturenames:
        _, made = request.getfixturevalue("blank")
        with request.getfixturevalue("server").database(like=made.rpartition("/")[2]) as copied:
            yield copied
    else:
        yield request.getfixturevalue("database")


@pytest.fixture
def casebook(tmp_path: Path, url: str | None, request: pytest.FixtureRequest) -> Iterator[Casebook]:
    book = tmp_path / "book"
    if url:
        folder, made = request.getfixturevalue("blank")
        shutil.copytree(folder, book)
        settings = book / "muniment.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace(made, url), encoding="utf-8")
    with Casebook.create(book, Settings(title="Karsa")) as opened:
        yield opened


@pytest.fixture
def intruder(casebook: Casebook, url: str | None) -> Iterator[Intruder]:
    came = Intruder(casebook.folder, url)
    yield came
    came.engine.dispose()
