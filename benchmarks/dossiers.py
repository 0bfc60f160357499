"""Seconds and size of each format of a dossier.

Usage: python -m benchmarks.dossiers CASEBOOK [--profile court]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from muniment import workflow
from muniment.casebook import Casebook
from muniment.publishing import TRAVELLING
from muniment.publishing.protecting import profile_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--profile", default="court")
    arguments = parser.parse_args()
    began = time.perf_counter()
    with Casebook.open(arguments.casebook) as casebook:
        made = workflow.published(casebook, profile_of(arguments.profile), b"a key for measuring" * 2).dossier
    print(f"{arguments.profile}: {len(made.statements):,} statements of {len(made.reports):,} reports")
    print(f"gathered, protected and counted: {time.perf_counter() - began:.1f} s")
    for exporter in TRAVELLING.values():
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            files = exporter.write(made, Path(folder))
            size = sum(file.stat().st_size for file in files)
            print(f"{exporter.name}: {time.perf_counter() - began:.1f} s, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
