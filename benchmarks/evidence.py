"""How long it takes to sign, check, seal and open a casebook of invented statements, and what custody weighs.

Usage: python -m benchmarks.evidence [--statements N] [--seed S]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.large import keep, rulings, told
from muniment import workflow
from muniment.casebook import Casebook
from muniment.custody import line
from muniment.errors import BadSignature, BrokenCustody
from muniment.record import as_json
from muniment.report import Report
from muniment.settings import Settings
from muniment.statement import Statement

MEGABYTE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        with Casebook.create(folder / "book", Settings(title="Invented", code="INV")) as casebook:
            timed("keep, with the chain", lambda: keep(casebook, told(arguments.statements, arguments.seed)))
            casebook.keep(rulings(casebook.statements(), arguments.seed))
            print(f"{casebook.number(Report):,} reports, {casebook.number(Statement):,} statements")
            timed("sign", lambda: workflow.sign(casebook, folder / "key.pem"))
            timed("check", lambda: _clean(casebook))
            timed("seal", lambda: workflow.seal(casebook, folder / "bag"))
            chain = [line(as_json(link)).encode() for link in casebook.custody()]
        timed("open", lambda: workflow.unpack(folder / "bag", folder / "opened"))
        size("casebook.db", folder / "book" / "casebook.db")
        size("the package", folder / "bag")
        print(f"the chain: {len(chain):,} links, {sum(map(len, chain)) / MEGABYTE:.1f} MB")


def timed(what: str, task: Callable[[], Any]) -> None:
    """Says how long a task took, by the wall and by the processor."""
    started, busy = time.perf_counter(), time.process_time()
    task()
    print(f"{what}: {time.perf_counter() - started:.1f} s, processor {time.process_time() - busy:.1f} s", flush=True)


def size(what: str, path: Path) -> None:
    """Says how large a file or a folder is."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    print(f"{what}: {sum(one.stat().st_size for one in files) / MEGABYTE:.1f} MB")


def _clean(casebook: Casebook) -> None:
    # The ids of invented actors are not those that their names would give, which the audit says of each.
    assert not [one for one in workflow.check(casebook) if isinstance(one, (BrokenCustody, BadSignature))]


if __name__ == "__main__":
    main()
