"""The tasks: each reads the casebook, calls one room, writes back and leaves a Run."""

from __future__ import annotations

from muniment.workflow.adding import add, read, received, statements_of
from muniment.workflow.asking import Ties, check, ties_of
from muniment.workflow.building import build, write_refusals
from muniment.workflow.counting import count
from muniment.workflow.deciding import decide, undo
from muniment.workflow.estimating import Wanted, estimate, estimates_in
from muniment.workflow.extracting import extract
from muniment.workflow.linking import WORKINGS, link
from muniment.workflow.publishing import DOSSIER, export, gathered, publish
from muniment.workflow.ruling import rule
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent
from muniment.workflow.tabulating import counts_of, coverage_of, matrix_of, series_of

__all__ = [
    "DOSSIER",
    "VERSION",
    "WORKINGS",
    "Outcome",
    "Progress",
    "Ties",
    "Wanted",
    "add",
    "build",
    "check",
    "count",
    "counts_of",
    "coverage_of",
    "decide",
    "estimate",
    "estimates_in",
    "export",
    "extract",
    "gathered",
    "link",
    "logged",
    "matrix_of",
    "now",
    "publish",
    "read",
    "received",
    "rule",
    "series_of",
    "silent",
    "statements_of",
    "ties_of",
    "undo",
    "write_refusals",
]
