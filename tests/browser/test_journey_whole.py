"""The whole way: somebody new, on a phone and without JavaScript, gets from nothing to a pack that its verifier accepts,
without reading anything but the pages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from browsing import PHONE, SCREEN, a_page, begin, write_down

pytestmark = pytest.mark.django_db(transaction=True)
EXPORTS = Path(__file__).resolve().parents[2] / "examples" / "riverside" / "exports"
TOLD = (
    ("They stood outside my building.", "loitering"),
    ("A silent call.", "silent_calls"),
    ("They were at my bus stop.", "turning_up"),
)


def photograph() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(kept, "JPEG")
    return kept.getvalue()


def bring_in(page, export: Path, party: str) -> None:
    page.click("nav >> text=Bring in")
    page.set_input_files("input[type=file]", export)
    page.click("main button[type=submit]")
    page.get_by_text(party).first.wait_for()
    page.check(f"label:has-text('{party}')")
    page.click("text=Keep it")
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("script", "size"), [(False, PHONE), (True, SCREEN)], ids=["phone without script", "screen with script"]
)
def test_somebody_new_gets_from_nothing_to_a_pack_that_verifies(chromium, live_server, tmp_path, script, size):
    from throughline.packs.verify import main as verify

    page = a_page(chromium, live_server, script=script, size=size)
    begin(page)
    for words, kind in TOLD:
        write_down(page, words, kind)
    page.click("text=Add a file to this entry")
    picture = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.set_input_files("input[type=file]", picture)
    page.fill("[name=description]", "The bus stop")
    page.click("main button[type=submit]")
    page.wait_for_url("**/notes/i3/")
    assert "AB/1" in page.inner_text("main")
    bring_in(page, EXPORTS / "WhatsApp Chat with Sam.zip", "Sam")
    bring_in(page, EXPORTS / "calls-20260401.xml", "Sam")
    page.click("nav >> text=Put together")
    seen = page.inner_text("main")
    assert "3 diary entries" in seen
    assert "messages and calls" in seen
    assert "cannot tell you that you are safe" in seen
    assert page.locator("article.tl-card").count() > 3
    page.click("nav >> text=Take away")
    page.click("text=Make a pack")
    page.click("text=See what it will reveal")
    with page.expect_download() as coming:
        page.click("text=Download the pack")
    path = tmp_path / "pack.zip"
    coming.value.save_as(path)
    assert coming.value.suggested_filename == "notes-pack.zip"
    assert verify([str(path)]) == 0
    assert {url.split("/")[2] for url in page.asked} == {live_server.url.split("/")[2]}
