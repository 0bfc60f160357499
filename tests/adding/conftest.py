"""Small files of every format, made here, and what reading them gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from muniment.adding.opening import find, read
from muniment.errors import UnreadableReport
from muniment.report import Report

Reader = Callable[..., tuple[list[Report], list[UnreadableReport]]]


@pytest.fixture
def opened(tmp_path: Path) -> Reader:
    """Writes a file, finds and reads it: the reports and the refusals."""

    def _opened(
        name: str, content: bytes | str, *, mapping: Mapping[str, str] | None = None, largest: int = 10_000_000
    ) -> tuple[list[Report], list[UnreadableReport]]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found = [
            one
            for place in find([path])
            if isinstance(place, Path)
            for one in read(place, largest=largest, mapping=mapping)
        ]
        refused = [one for one in found if isinstance(one, UnreadableReport)]
        return [one.report for one in found if not isinstance(one, UnreadableReport)], refused

    return _opened
