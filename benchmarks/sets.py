"""The public sets, which are no part of the project: where a split of one is, or that it is not here."""

from __future__ import annotations

from pathlib import Path


def split_of(folder: str | Path, split: str, home: str) -> Path | None:
    """The file of a split; says so and gives none where the set is not here. `home` is where it is published."""
    source = Path(folder) / f"{split}.jsonl"
    if source.exists():
        return source
    print(f"skipped: {source} is not here; the set is public: {home}")
    return None
