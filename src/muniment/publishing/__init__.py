"""The record becomes something a person can open: a page, tables, JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping

from muniment.publishing.page import Page
from muniment.publishing.rows import Csv, JsonLines
from muniment.seams import Exporter

__all__ = ["EXPORTERS"]

EXPORTERS: Mapping[str, Exporter] = {exporter.name: exporter for exporter in (Page(), Csv(), JsonLines())}
"""The publications that are written by default, by name."""
