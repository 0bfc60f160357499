"""The main job: every task in its order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from muniment.casebook import Casebook
from muniment.settings import Settings
from muniment.workflow.adding import add
from muniment.workflow.counting import count
from muniment.workflow.extracting import extract
from muniment.workflow.linking import link
from muniment.workflow.publishing import publish
from muniment.workflow.running import Outcome, Progress, silent


def build(
    paths: Sequence[str | Path], folder: Path, settings: Settings, *, jobs: int = 0, progress: Progress = silent
) -> list[Outcome]:
    """The main job: add, extract, link, count and publish, in one go; safe to run again."""
    with Casebook.create(folder, settings) as casebook:
        outcomes = [add(casebook, paths, progress=progress), extract(casebook, jobs=jobs, progress=progress)]
        outcomes += [task(casebook, progress=progress) for task in (link, count, publish)]
        write_refusals(casebook)
    return outcomes


def write_refusals(casebook: Casebook) -> Path | None:
    """What was refused, one a line, beside the casebook; the file goes when nothing is refused any more."""
    path = casebook.folder.with_name(f"{casebook.folder.name}.refusals.tsv")
    lines = [
        "\t".join(
            part.replace("\t", " ").replace("\n", " ") for part in (found.subject, found.task, found.reason, found.hint)
        )
        for found in casebook.refusals()
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    path.write_text("\n".join(["subject\ttask\treason\thint", *lines]) + "\n", encoding="utf-8")
    return path
