"""A fresh casebook for each test, once in its folder and once on a server: one body for both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intruder import Intruder
from muniment.casebook import Casebook
from muniment.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the record is kept; none for the folder itself."""
    return None if request.param == "sqlite" else request.getfixturevalue("database")


@pytest.fixture
def casebook(tmp_path: Path, url: str | None) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Karsa", database=url)) as made:
        yield made


@pytest.fixture
def intruder(casebook: Casebook, url: str | None) -> Iterator[Intruder]:
    came = Intruder(casebook.folder, url)
    yield came
    came.engine.dispose()
