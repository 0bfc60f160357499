"""The tasks: each reads the casebook, calls one room, writes back and leaves a Run."""

from __future__ import annotations

from muniment.workflow.adding import add, read, received, statements_of
from muniment.workflow.admitting import (
    SHORTEST,
    Issued,
    accept,
    admit,
    found,
    invite,
    issue,
    log_in,
    plain,
    visited,
    withdraw,
)
from muniment.workflow.asking import Ties, agreement_in, check, ties_among, ties_of
from muniment.workflow.building import build, write_refusals
from muniment.workflow.comparing import Changes, changes_between
from muniment.workflow.counting import count
from muniment.workflow.deciding import decide, undo
from muniment.workflow.entering import enter
from muniment.workflow.estimating import Wanted, estimate, estimates_in
from muniment.workflow.extracting import extract
from muniment.workflow.linking import WORKINGS, link
from muniment.workflow.moving import move
from muniment.workflow.noticing import Held, held_from, notice_of
from muniment.workflow.publishing import DOSSIER, compare, export, gathered, publish, published
from muniment.workflow.rereading import reread
from muniment.workflow.ruling import rule
from muniment.workflow.running import VERSION, Outcome, Progress, logged, now, silent
from muniment.workflow.sealing import KEY, custody_of, fingerprint, seal, sign, unpack
from muniment.workflow.splitting import split, take_back
from muniment.workflow.tabulating import (
    Basis,
    basis_from,
    counts_from,
    counts_of,
    coverage_of,
    matrix_of,
    series_from,
    series_of,
)

__all__ = [
    "DOSSIER",
    "KEY",
    "SHORTEST",
    "VERSION",
    "WORKINGS",
    "Basis",
    "Changes",
    "Held",
    "Issued",
    "Outcome",
    "Progress",
    "Ties",
    "Wanted",
    "accept",
    "add",
    "admit",
    "agreement_in",
    "basis_from",
    "build",
    "changes_between",
    "check",
    "compare",
    "count",
    "counts_from",
    "counts_of",
    "coverage_of",
    "custody_of",
    "decide",
    "enter",
    "estimate",
    "estimates_in",
    "export",
    "extract",
    "fingerprint",
    "found",
    "gathered",
    "held_from",
    "invite",
    "issue",
    "link",
    "log_in",
    "logged",
    "matrix_of",
    "move",
    "notice_of",
    "now",
    "plain",
    "publish",
    "published",
    "read",
    "received",
    "reread",
    "rule",
    "seal",
    "series_from",
    "series_of",
    "sign",
    "silent",
    "split",
    "statements_of",
    "take_back",
    "ties_among",
    "ties_of",
    "undo",
    "unpack",
    "visited",
    "withdraw",
    "write_refusals",
]
