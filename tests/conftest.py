"""What all tests share: properties without a clock, for machines are shared; one browser and one server, where they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from server import PROGRAMS, Server, running

hypothesis.settings.register_profile(
    "shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("shared")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; the tests that need it say loudly when it is missing."""
    if CHROMIUM is None:
        pytest.skip("CHROMIUM IS MISSING: no page was tested in a browser; apt install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own; the tests that need it say loudly when it is missing."""
    if None in PROGRAMS.values():
        pytest.skip("POSTGRESQL IS MISSING: no casebook was tested on a server; apt install postgresql")
    with running() as started:
        yield started


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The URL of an empty database."""
    with server.database() as url:
        yield url
