"""The command as a test runs it."""

from __future__ import annotations

import pytest

from muniment.cli import main


def run(*arguments: object) -> int:
    """Runs one verb; its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)
