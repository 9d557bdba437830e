"""Photograph the page “Put together” of the example's diary, as somebody sees it on a phone, for the README.

    python docs/pictures/photograph.py

Needs chromium and playwright, and writes docs/pictures/together.webp.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from running_service import found, serving, without_settings  # noqa: E402 (it lies with the tests)

WIDTH, HEIGHT, SCALE = 560, 760, 1.25


def main() -> None:
    """Begin the example in a folder that goes away, open its diary, photograph the page."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        begin = [sys.executable, str(ROOT / "examples" / "riverside" / "begin_diary.py"), name]
        printed = subprocess.run(begin, env=without_settings(), check=True, capture_output=True, text=True).stdout
        with serving(data) as service:
            picture = photograph(
                service.root, found(r"user name:  (\S+)", printed), found(r"passphrase: (.+)", printed)
            )
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(HERE / "together.webp", quality=60, method=6)


def photograph(root: str, user_name: str, passphrase: str) -> bytes:
    """The top of the page as PNG."""
    with sync_playwright() as driver:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE)
        page.goto(f"{root}/me/in/")
        page.fill("[name=user_name]", user_name)
        page.fill("[name=passphrase]", passphrase)
        page.click("main button")
        page.click("nav >> text=Put together")
        page.wait_for_load_state()
        page.evaluate("window.scrollTo(0, 0)")
        picture = page.screenshot()
        browser.close()
    return picture


if __name__ == "__main__":
    main()
