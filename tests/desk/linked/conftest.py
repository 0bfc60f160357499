"""A casebook of some reports of Karsa, with one that tries to be more than text."""

from __future__ import annotations

from pathlib import Path

import pytest

from muniment.desk.looking.listing import Listed, listed
from muniment.desk.sight.seen import Seen
from muniment.desk.sight.shelf import Shelf
from muniment.library import Casebook
from muniment.settings import settings_from
from muniment.workflow import build

KARSA = Path(__file__).parents[3] / "examples" / "karsa"
READ = (
    "2021-03-12-island-wire-dorrane.txt",
    "2021-03-13-velisar-courier-dorrane.html",
    "2021-03-13-front-communique.md",
    "2021-03-14-defence-ministry-dorrane.txt",
    "2021-03-17-velisar-courier-osmeth.html",
    "2021-04-15-island-wire-tirrel.txt",
    "2021-04-16-interior-ministry-tirrel.txt",
    "2021-05-20-lantern-medical-tirrel.html",
    "2021-06-03-state-television-okelle.html",
    "2021-07-12-tamrith-post-inquiry.html",
)
LONG = "K" + "a" * 299
HOSTILE = (
    f"<script>document.title='read'</script> \u202elive\u202c {LONG}\n17 March 2021\n\n"
    "<img src=x onerror=alert(1)> The Karsan army attacked the Old Market in Dorrane on 12 March 2021 and killed 40 people. "
    f"The Ministry of {LONG} warned the Karsan army of the attack on 10 March 2021. "
    f"Colonel {LONG} \u202eTesh\u202c commands the Karsan army since January 2021.\n"
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook, which no test changes."""
    folder = tmp_path_factory.mktemp("linked")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    reports = [str(KARSA / "reports" / name) for name in READ] + [str(folder / "hostile.txt")]
    build(reports, folder / "book", settings_from(KARSA / "muniment.toml"), jobs=1)
    return folder / "book"


@pytest.fixture
def seen(casebook: Casebook) -> Seen:
    """All of it, as somebody sees it who may see everything."""
    return Shelf(casebook).seen("sealed")


@pytest.fixture
def told_most(seen: Seen) -> Listed:
    """The incident that most origins tell."""
    return max(listed(seen).value, key=lambda row: row.origins)
