"""Takes the picture of the README from a casebook's page: `python docs/picture.py demo-casebook`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent / "picture.png"


def main() -> None:
    """Opens the page at its first incident and takes the picture."""
    page_path = Path(sys.argv[1]) / "dossier" / "index.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        page.goto(page_path.resolve().as_uri())
        page.locator("html").evaluate("node => node.style.scrollBehavior = 'auto'")
        page.locator("#incidents").evaluate("node => node.scrollIntoView()")
        page.wait_for_timeout(500)
        page.locator("#incidents").evaluate("node => node.scrollIntoView()")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
