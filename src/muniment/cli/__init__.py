"""The command line: one verb a task; it decides nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import CycloptsError

from muniment.cli import agreeing, asking, counting, desking, estimating, keeping, making, sealing
from muniment.cli.app import app
from muniment.errors import MunimentError
from muniment.terminal import DONE, MISUSED, err, say_error

__all__ = ["agreeing", "app", "asking", "counting", "desking", "estimating", "keeping", "main", "making", "sealing"]


def main(tokens: Sequence[str] | None = None) -> None:
    """Runs one verb and exits with its code."""
    try:
        code = app(tokens, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        code = MISUSED
    except MunimentError as error:
        say_error(error)
        code = MISUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except KeyboardInterrupt:
        err.print("stopped; run the same command again to go on from here")
        code = 130
    sys.exit(code if isinstance(code, int) else DONE)
