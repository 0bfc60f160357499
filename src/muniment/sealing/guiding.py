"""The page in a sealed package that says how to verify it, for somebody who has no Muniment and trusts nobody."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from muniment.custody import Custody, Signature
from muniment.sealing.signing import fingerprint

TEMPLATE = "verify.md.jinja"


def guide(title: str, head: Custody | None, links: int, signatures: Sequence[Signature]) -> str:
    """The page for one package."""
    source = files("muniment.sealing").joinpath(TEMPLATE).read_text(encoding="utf-8")
    made = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    made.filters["fingerprint"] = fingerprint
    return made.from_string(source).render(title=title, head=head, links=links, signatures=signatures)
