"""A fresh casebook for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.casebook import Casebook
from muniment.settings import Settings


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    with Casebook.create(tmp_path / "book", Settings(title="Karsa")) as made:
        yield made
