"""Take the pictures of the documents from a running demo: `make demo` in one window, this in another."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from lineofsight.demo.password import PASSWORD

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
WIDE, PHONE = 1280, 360
PICTURES = {  # name → who, where, width
    "scorecard.png": ("eleanor.whitfield", "/results/", WIDE),
    "line-of-sight.png": ("dana.whitfield", "/line-of-sight/", WIDE),
    "home.png": ("daniela.flores", "/", PHONE),
    "import.png": ("imani.brooks", "/import/", WIDE),
    "people.png": ("imani.brooks", "/setup/people/", WIDE),
}


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/**")
    page.wait_for_load_state("networkidle")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (who, where, width) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": 800})
            sign_in(page, address, who)
            page.goto(address + where)
            page.screenshot(path=IMAGES / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
