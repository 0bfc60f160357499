"""The pages of the desk."""

from __future__ import annotations

from litestar import Router

from muniment.desk.access import seated
from muniment.desk.pages import (
    accounts,
    actors,
    counts,
    entering,
    home,
    incidents,
    log,
    notice,
    pairs,
    reports,
    review,
    seeing,
)

ENTRY = [*entering.HANDLERS]
"""Pages for those who have not come in yet."""

PAGES = [
    Router("/", route_handlers=[*page.HANDLERS], guards=[seated])
    for page in (home, reports, review, pairs, incidents, actors, notice, seeing, counts, log, accounts)
]
