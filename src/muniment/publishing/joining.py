"""Why tellings stand together, which reports repeat one another, and which pairs a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from muniment.incident import Comparison, Copy, Incident, Link
from muniment.publishing.gathering import Gathered, incident_date, incident_title, links_of, near_to
from muniment.publishing.wording import author_name

SCALE = 15.0
"""Weight whose bar is as wide as a bar gets."""

TELLING = 1.0
"""Weight from which a comparison is named where there is room for few."""

MOST_WORDS = 60
"""Words of a copied passage that are shown."""

Waterfall = Sequence[tuple[Comparison, str, float]]
"""Each comparison, `for` or `against`, and the width of its bar in percent."""


def joins(view: Gathered, incident: Incident) -> list[Mapping[str, Any]]:
    """The links of an incident, the strongest first: whose words, the weight, and what it is made of."""
    return [_shown(view, link) for link in sorted(links_of(view, incident), key=lambda link: -link.weight)]


def nearly(view: Gathered, incident: Incident) -> list[Mapping[str, Any]]:
    """The incidents that might be the same, with why it is thought and why they are not joined."""
    found: dict[str, Mapping[str, Any]] = {}
    for link, other in sorted(near_to(view, incident), key=lambda found: -found[0].weight):
        told = view.told(other)
        known = {"other": other, "title": incident_title(told), "date": incident_date(told)}
        found.setdefault(other.id, _shown(view, link) | known)
    return list(found.values())


def _shown(view: Gathered, link: Link) -> dict[str, Any]:
    ends = [view.report(view.statements[end]) for end in (link.left, link.right)]
    said = [one.outcome.partition(":")[0] for one in link.compared if one.of != "prior" and one.weight >= TELLING]
    return {
        "link": link,
        "names": " and ".join(map(author_name, ends)),
        "briefly": ", ".join(said),
        "waterfall": waterfall(link),
    }


def waterfall(link: Link) -> Waterfall:
    """The comparisons of a link with the width of their bars."""
    return [
        (one, "for" if one.weight >= 0 else "against", round(min(1.0, abs(one.weight) / SCALE) * 100, 1))
        for one in link.compared
    ]


def repeated(view: Gathered) -> list[Mapping[str, Any]]:
    """The originals that other reports repeat, each with who repeats how much of it, and the words."""
    found: list[Mapping[str, Any]] = []
    for origin in view.dossier.origins:
        copies = [copy for copy in origin.copies if {copy.report, copy.original} <= view.reports.keys()]
        if copies:
            by_report: dict[str, list[Copy]] = {}
            for copy in copies:
                by_report.setdefault(copy.report, []).append(copy)
            found.append(
                {
                    "original": view.reports[origin.reports[0]],
                    "repeating": [
                        (view.reports[report], sum(copy.words for copy in held), _words(view, held[0]))
                        for report, held in by_report.items()
                    ],
                }
            )
    return found


def _words(view: Gathered, copy: Copy) -> str:
    """The first words of a passage, as the report that repeats it has them."""
    words = view.reports[copy.report].text[copy.start : copy.end].split()
    return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")


def pair_rows(view: Gathered) -> Iterator[Mapping[str, object]]:
    """A row for each pair that a person may rule on: joined by the machine, or proposed and left apart."""
    for link in view.dossier.links:
        left, right = (_called(view, link, end) for end in (link.left, link.right))
        yield {
            "of": link.of,
            "left": link.left,
            "right": link.right,
            "left_name": left,
            "right_name": right,
            "joined": link.joined,
            "weight": round(link.weight, 2),
            "why": "; ".join(f"{one.outcome} ({one.weight:+.1f})" for one in link.compared),
        }


def _called(view: Gathered, link: Link, end: str) -> str:
    if link.of == "actor":
        joined = view.actor_of.get(end)
        return f"{joined.number} {joined.name}" if joined else ""
    incident = view.incident_of.get(end)
    return f"{incident.number} {author_name(view.report(view.statements[end]))}" if incident else ""


def proposals(view: Gathered) -> list[Mapping[str, Any]]:
    """Actors that may be one and are not joined: for a person to rule on."""
    found: list[Mapping[str, Any]] = []
    for link in view.dossier.links:
        one, other = view.actor_of.get(link.left), view.actor_of.get(link.right)
        if link.of == "actor" and not link.joined and one is not None and other is not None:
            found.append({"one": one, "other": other, "why": ", ".join(part.outcome for part in link.compared)})
    return found
