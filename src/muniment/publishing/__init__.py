"""The record becomes something a person can open: a page, tables, JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping

from muniment.publishing.editions import Manifest
from muniment.publishing.page import Page
from muniment.publishing.paper import Paper
from muniment.publishing.rows import Csv, JsonLines
from muniment.publishing.word import Word
from muniment.seams import Exporter

__all__ = ["EXPORTERS", "TRAVELLING"]

EXPORTERS: Mapping[str, Exporter] = {exporter.name: exporter for exporter in (Page(), Csv(), JsonLines())}
"""The publications that are written by default, by name."""

TRAVELLING: Mapping[str, Exporter] = {
    **EXPORTERS,
    **{exporter.name: exporter for exporter in (Paper(), Word(), Manifest())},
}
"""Those of a dossier that leaves the team."""
