"""Evidence in a real browser: sent with a bar or plainly, seen inside its page, wound on, put to entries."""

from __future__ import annotations

import io
import wave

import pytest
from PIL import Image

from browsing import PHONE, a_page, somebody, write_down
from films import film

pytestmark = pytest.mark.django_db(transaction=True)


def send(page, name: str, content: bytes, description: str) -> None:
    page.goto("/files/add/")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.fill("[name=description]", description)
    page.click("main button[type=submit]")
    page.wait_for_url("**/files/")


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(kept, "JPEG")
    return kept.getvalue()


def recording(seconds: int = 300) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(44100)
        sound.writeframes(bytes(2 * 44100 * seconds))
    return kept.getvalue()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_photograph_is_seen_in_its_page_and_put_to_an_entry(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script, size=PHONE)
    somebody(page)
    write_down(page, "The van was at the gate again.")
    send(page, "IMG_1.jpg", picture(), "The van")
    page.click("main h2 a")
    page.wait_for_url("**/files/AB-1/")
    shown = page.locator("img.tl-exhibit")
    assert not shown.is_visible(), "a picture is opened by choice"
    page.click("text=Look at the picture")
    shown.wait_for()
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/files/AB-1/content") for url in page.asked)
    page.click("text=Say which entries it belongs to")
    page.check("label:has-text('The van was at the gate')")
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/files/AB-1/")
    assert "The van was at the gate" in page.inner_text("main")
    page.click("article a")
    page.wait_for_url("**/notes/i1/")
    assert "AB/1" in page.inner_text("main")


def test_a_film_and_a_recording_are_wound_on_by_ranges(chromium, live_server, tmp_path):
    page = a_page(chromium, live_server, size=PHONE)
    somebody(page)
    moving, heard = tmp_path / "door.webm", tmp_path / "call.wav"
    moving.write_bytes(film())
    heard.write_bytes(recording())
    assert moving.stat().st_size > 20 * 2**20
    for path in (moving, heard):
        page.goto("/files/add/")
        page.set_input_files("input[type=file]", path)
        page.click("main button[type=submit]")
        page.wait_for_url("**/files/")
    for ref, kind, opened in (("AB-1", "video", "text=Look at the film"), ("AB-2", "audio", None)):
        answers: list[tuple[int, str]] = []
        page.on("response", lambda it, kept=answers: kept.append((it.status, it.headers.get("content-range", ""))))
        page.goto(f"/files/{ref}/")
        if opened:
            page.click(opened)
        wound = page.evaluate(
            """kind => new Promise((done, failed) => {
                 const it = document.querySelector(kind);
                 it.addEventListener("error", () => failed(new Error(it.error.message)));
                 const wind = () => {
                   it.addEventListener("seeked", () => done([it.duration, it.currentTime]));
                   it.currentTime = it.duration * 0.9;
                 };
                 if (it.readyState >= 1) wind(); else it.addEventListener("loadedmetadata", wind);
               })""",
            kind,
        )
        assert wound[0] > 10
        assert wound[1] == pytest.approx(wound[0] * 0.9, abs=0.1)
        assert [told for status, told in answers if status == 206 and not told.startswith("bytes 0-")], ref


def test_a_long_upload_says_how_far_it_is(chromium, live_server):
    page = a_page(chromium, live_server)
    somebody(page)
    page.goto("/files/add/")
    page.evaluate(
        """() => { window.said = [];
             new MutationObserver(() => window.said.push(document.querySelector("[data-said]").textContent))
               .observe(document.querySelector("[data-said]"), {childList: true, characterData: true, subtree: true}); }"""
    )
    page.route("**/files/add/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    content = bytes(3 * 2**20)
    page.set_input_files(
        "input[type=file]", {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.click("main button[type=submit]")
    page.wait_for_selector("text=The connection was lost")
    assert page.locator("progress").is_hidden()
    page.unroute("**/files/add/")
    page.click("main button[type=submit]")
    page.locator("progress").wait_for(state="visible", timeout=5000) if page.url.endswith("/add/") else None
    page.wait_for_url("**/files/")
    assert "AB/1" in page.inner_text("main")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_bad_upload_is_said_and_what_was_typed_is_still_there(chromium, live_server, script):
    page = a_page(chromium, live_server, script=script)
    somebody(page)
    page.goto("/files/add/")
    page.set_input_files("input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b""})
    page.fill("[name=description]", "The van at the gate")
    page.click("main button[type=submit]")
    page.wait_for_selector(".govuk-error-summary")
    assert "is empty" in page.inner_text("main")
    assert page.input_value("[name=description]") == "The van at the gate"
