"""The dossier as one page that opens offline: every sentence and figure leads to the marked words."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment

from muniment.dossier import Dossier
from muniment.publishing import charts, estimates, maps, noting, wording
from muniment.publishing.bars import rates
from muniment.publishing.gathering import gathered, statements_of, summary
from muniment.publishing.joining import proposals, repeated
from muniment.publishing.marking import marked
from muniment.publishing.parts import EMPTY
from muniment.publishing.pivoting import MOST_ORIGINS, covered, pivot, shared_notes
from muniment.publishing.sections import METHOD, sections
from muniment.publishing.telling import actor_views, grouped, incident_views
from muniment.publishing.templating import environment
from muniment.statement import Statement

MOST_ROWS = 200


class Page:
    """Writes `index.html`, with everything it needs inside."""

    name = "page"

    def write(self, dossier: Dossier, path: Path) -> list[Path]:
        """The one file."""
        target = path / "index.html"
        target.write_text(rendered(dossier), encoding="utf-8")
        return [target]


def rendered(dossier: Dossier) -> str:
    """The page's HTML."""
    view = gathered(dossier)
    script = _static("page.js")
    written = sections(view) if dossier.says else []
    template = _environment().get_template("page.html")
    return template.render(
        view=view,
        dossier=view.dossier,
        style=_static("page.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        summary=summary(view),
        timeline=charts.timeline(view),
        network=charts.network(view),
        map=maps.drawn(view),
        incidents=incident_views(view),
        method=METHOD,
        empty=EMPTY,
        more=[one for one in written if one.id in ("sources", "withheld", "corrections")],
        totals=[count for count in view.dossier.counts if count.over == "selection"],
        pivots=[pivot(table) for table in view.dossier.tables],
        pivot_notes=shared_notes(view.dossier.tables),
        most_origins=MOST_ORIGINS,
        series=view.dossier.series,
        rates=rates(view.dossier.series) if view.dossier.series else "",
        covered=covered(view.dossier.coverage) if view.dossier.coverage else [],
        estimates=[
            {"is": one, "overlap": estimates.overlap(one), "posterior": estimates.posterior(one)}
            for one in view.dossier.estimates
        ],
        intervals=estimates.intervals(view.dossier.estimates),
        actors=actor_views(view),
        notices=list(noting.shown(view)),
        told=grouped(view),
        repeated=repeated(view),
        proposals=proposals(view),
        languages=Counter(report.language or "not said" for report in view.dossier.reports),
        most=MOST_ROWS,
    )


def _environment() -> Environment:
    return environment(
        "muniment.publishing",
        names=wording.names,
        value_words=wording.value_words,
        voice_words=wording.voice_words,
        context=wording.context,
        role=lambda slot: wording.ROLES.get(slot, slot.replace("_", " ")),
        marked=marked,
        statements_of=statements_of,
        why_not=why_not,
        noted_words=noting.noted_words,
        after_words=noting.after_words,
        answer_words=noting.answer_words,
        model_name=estimates.NAMES.__getitem__,
        isolated=estimates.isolated,
    )


def _static(name: str) -> str:
    return files("muniment.publishing").joinpath("static").joinpath(name).read_text(encoding="utf-8")


def why_not(statement: Statement) -> str:
    """Why a statement does not count, in words."""
    reasons: list[str] = []
    if any(voice.commit.endswith("-") for voice in statement.voices):
        reasons.append("a voice denies it")
    elif not any(voice.commit in ("CT+", "PR+") and not voice.coerced for voice in statement.voices):
        reasons.append("no voice that speaks freely affirms it")
    if statement.realis not in ("actual", "ongoing", "attempted"):
        reasons.append(wording.MOODS.get(statement.realis, statement.realis).lower())
    if statement.specificity != "specific":
        reasons.append("told as a habit or in general")
    return "; ".join(reasons)
