"""The main job: every task in its order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from muniment.casebook import Casebook
from muniment.casebook.encryption import SUFFIX, Key
from muniment.settings import Settings
from muniment.workflow.adding import add
from muniment.workflow.counting import count
from muniment.workflow.extracting import extract
from muniment.workflow.linking import link
from muniment.workflow.publishing import publish
from muniment.workflow.running import Outcome, Progress, silent


def build(
    paths: Sequence[str | Path],
    folder: Path,
    settings: Settings,
    *,
    jobs: int = 0,
    key: Key | None = None,
    progress: Progress = silent,
) -> list[Outcome]:
    """The main job: add, extract, link, count and publish, in one go; safe to run again.

    A casebook with a key is not published: a dossier can be read by whoever has the folder, and must be asked for.
    """
    with Casebook.create(folder, settings, key=key) as casebook:
        outcomes = [add(casebook, paths, progress=progress), extract(casebook, jobs=jobs, progress=progress)]
        tasks = (link, count) if casebook.key else (link, count, publish)
        outcomes += [task(casebook, progress=progress) for task in tasks]
        write_refusals(casebook)
    return outcomes


def write_refusals(casebook: Casebook) -> Path | None:
    """What was refused, one a line, beside the casebook; the file goes when nothing is refused any more.

    That of an encrypted casebook is encrypted too.
    """
    plain, locked = refusals_of(casebook.folder), refusals_of(casebook.folder, encrypted=True)
    path, other = (locked, plain) if casebook.key else (plain, locked)
    other.unlink(missing_ok=True)
    lines = [
        "\t".join(
            part.replace("\t", " ").replace("\n", " ") for part in (found.subject, found.task, found.reason, found.hint)
        )
        for found in casebook.refusals()
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    content = ("\n".join(["subject\ttask\treason\thint", *lines]) + "\n").encode()
    path.write_bytes(casebook.key.encrypt(content) if casebook.key else content)
    return path


def refusals_of(folder: Path, *, encrypted: bool = False) -> Path:
    """The file beside a casebook that lists what was refused."""
    return folder.with_name(f"{folder.name}.refusals.tsv{SUFFIX if encrypted else ''}")
