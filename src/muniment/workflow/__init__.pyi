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
    "change_passphrase",
    "changes_between",
    "check",
    "compare",
    "count",
    "counts_from",
    "counts_of",
    "coverage_of",
    "custody_of",
    "decide",
    "decrypt",
    "encrypt",
    "enter",
    "estimate",
    "estimates_in",
    "export",
    "extract",
    "fingerprint",
    "found",
    "gathered",
    "grade",
    "held_from",
    "invite",
    "issue",
    "link",
    "log_in",
    "logged",
    "matrix_of",
    "may_encrypt",
    "move",
    "notice_of",
    "now",
    "plain",
    "publish",
    "published",
    "read",
    "readable",
    "received",
    "refusals_of",
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

from .adding import add, read, received, statements_of
from .admitting import (
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
from .asking import Ties, agreement_in, check, ties_among, ties_of
from .building import build, refusals_of, write_refusals
from .comparing import Changes, changes_between
from .counting import count
from .deciding import decide, grade, undo
from .entering import enter
from .estimating import Wanted, estimate, estimates_in
from .extracting import extract
from .linking import WORKINGS, link
from .locking import change_passphrase, decrypt, encrypt, may_encrypt, readable
from .moving import move
from .noticing import Held, held_from, notice_of
from .publishing import DOSSIER, compare, export, gathered, publish, published
from .rereading import reread
from .ruling import rule
from .running import VERSION, Outcome, Progress, logged, now, silent
from .sealing import KEY, custody_of, fingerprint, seal, sign, unpack
from .splitting import split, take_back
from .tabulating import (
    Basis,
    basis_from,
    counts_from,
    counts_of,
    coverage_of,
    matrix_of,
    series_from,
    series_of,
)
