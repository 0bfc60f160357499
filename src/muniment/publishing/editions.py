"""Editions: what a dossier said, kept small enough to lay beside the next; and what changed between two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from muniment.dossier import Correction, Dossier
from muniment.errors import MunimentError
from muniment.publishing.gathering import Gathered, gathered, summary
from muniment.publishing.telling import incident_views
from muniment.publishing.wording import range_words, sentence

MANIFEST = "manifest.json"

Said = Mapping[str, Any]
"""A manifest: profile, edition, statements by id, sentences by what they are of, and why statements were withdrawn."""


class Manifest:
    """Writes `manifest.json`: ids and sentences as published, and no secrets."""

    name = "manifest"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The one file."""
        target = path / MANIFEST
        target.write_text(as_text(manifest(dossier)), encoding="utf-8")
        return [target]


def manifest(dossier: Dossier) -> dict[str, Any]:
    """What a dossier says, by ids that are stable in it."""
    view = gathered(dossier)
    statements = {
        one.id: {"sentence": sentence(one, view.report(one)), "review": view.review(one)}
        for one in view.statements.values()
    }
    return {
        "dossier": dossier.title,
        "profile": dossier.profile,
        "edition": dossier.edition,
        "made": dossier.made,
        "statements": statements,
        "sentences": {name: {"words": words, "statements": list(ids)} for name, words, ids in _sentences(view)},
        "withdrawn": {one.of: one.why for one in dossier.corrections if one.change == "withdrawn" and one.why},
    }


def _sentences(view: Gathered) -> Iterator[tuple[str, str, Sequence[str]]]:
    """The sentences that stand on several statements: the summary, and each section that is not made of single ones."""
    for one in summary(view):
        yield f"summary: {one.statements[0]}", one.sentence, one.statements
    for count in view.dossier.counts:
        amount = f"{range_words(count.low, count.best, count.high)} {count.unit}, {count.scope}"
        yield f"figure: {count.id}", f"{count.measure}: {amount}", count.statements
    for each in incident_views(view):
        for slot, said, ids in each["contradictions"]:
            # By the number alone: a title may hold the name of a place that is redacted since.
            yield f"contradiction: {each['number'] or each['id']}: {slot}", f"{slot}: {said}", ids


def read(folder: Path) -> Said:
    """The manifest of a published dossier; raises `MunimentError` where there is none."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise MunimentError(
            f"{folder} holds no manifest of a dossier",
            hint="name two folders that `muniment publish --profile …` wrote",
        ) from error


def as_text(said: Said) -> str:
    """A manifest as it is kept."""
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def same(one: Said, other: Said) -> bool:
    """Whether two editions say the same."""
    return all(one[part] == other[part] for part in ("statements", "sentences"))


def compared(before: Said, now: Said, why: Mapping[str, str] | None = None) -> list[Correction]:
    """What was withdrawn, changed and added, and every sentence that stood on it; withdrawn statements first."""
    reasons = {**now.get("withdrawn", {}), **(why or {})}
    old, new = before["statements"], now["statements"]
    gone = {id: reasons.get(id, "no longer in the record") for id in old if id not in new}
    changed = {id for id in old if id in new and old[id]["sentence"] != new[id]["sentence"]}
    found = [Correction(of=id, change="withdrawn", why=reason) for id, reason in gone.items()]
    for id in old:
        if id in changed:
            words = {"before": old[id]["sentence"], "now": new[id]["sentence"]}
            found.append(Correction(of=id, change="changed", statements=(id,), **words))
    found += _sentences_compared(before["sentences"], now["sentences"], gone, changed)
    found += [
        Correction(of=id, change="added", now=one["sentence"], statements=(id,))
        for id, one in new.items()
        if id not in old
    ]
    return found


def _sentences_compared(
    before: Mapping[str, Any], now: Mapping[str, Any], gone: Mapping[str, str], changed: set[str]
) -> Iterator[Correction]:
    """The sentences and figures that used a statement which was withdrawn or changed, or that read otherwise now."""
    for name, one in before.items():
        lost = [id for id in one["statements"] if id in gone]
        touched = lost or [id for id in one["statements"] if id in changed]
        after = now.get(name)
        if not touched and after is not None and after["words"] == one["words"]:
            continue
        because = "; ".join(sorted({gone[id] for id in lost})) or ("a statement it rests on changed" if touched else "")
        told = {"before": "" if lost else one["words"], "now": after["words"] if after else ""}
        reason = tuple(touched) or tuple(one["statements"])
        yield Correction(of=name, change="changed" if after else "withdrawn", why=because, statements=reason, **told)
