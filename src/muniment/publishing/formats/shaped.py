"""Files in the columns of a dataset of others: rows of incidents, what they are and are not, and what was dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from muniment.dossier import Dossier
from muniment.publishing.formats.dropping import Dropped, apart, withheld, write_dropped
from muniment.publishing.formats.events import Event, events
from muniment.publishing.gathering import gathered
from muniment.publishing.rows import written
from muniment.taxonomy import data


def write_shaped(
    dossier: Dossier,
    path: Path,
    name: str,
    *,
    readme: str,
    unfit: Callable[[Event], str],
    row: Callable[[Event], Mapping[str, object]],
    less: Callable[[Event], Iterable[Dropped]],
) -> list[Path]:
    """Writes `NAME-shaped.csv`, with a README and what was dropped, in the columns that `data/formats.toml` gives for it.

    `unfit` says why an incident is no row, or nothing; `less` is what the row of one does not say.
    """
    view = gathered(dossier)
    rows: list[Mapping[str, object]] = []
    dropped = [*withheld(view), *apart(view)]
    for event in events(view):
        if why := unfit(event):
            dropped.append(Dropped(id=event.number, what="incident", reason=why))
        else:
            rows.append(row(event))
            dropped += less(event)
    says = path / f"{name}-shaped.README.md"
    says.write_text(f"# {name.upper()}-shaped rows\n\n{readme}", encoding="utf-8")
    table = written(path / f"{name}-shaped.csv", data("formats.toml")[name]["columns"].split(), rows)
    return [table, says, write_dropped(path / f"{name}-shaped.dropped.csv", dropped)]
