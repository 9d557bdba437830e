"""One browser for each worker; without a browser, the tests of pages are passed over."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from browsing import BROWSER, NO_BROWSER, OPTIONS

WSGIRequestHandler.disable_nagle_algorithm = (
    True  # else the server of the tests waits 40 ms before the body of every answer
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser. Each test makes itself a fresh context in it."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install playwright"
    )
    if BROWSER is None:
        pytest.skip(NO_BROWSER)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop of its own in this thread
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=OPTIONS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def a_folder_of_its_own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sealed files and heads of a test lie in a folder of its own, and its pages are closed when it is over: left open they go on
    working, and asking a server that is gone."""
    if "chromium" not in request.fixturenames:
        yield
        return
    from throughline.web.cases import storage

    settings = request.getfixturevalue("settings")
    folder = tmp_path_factory.mktemp("data")
    settings.FILES, settings.HEADS = folder / "files", folder / "heads"
    storage.store.cache_clear()
    yield
    for context in request.getfixturevalue("chromium").contexts:
        context.close()
    storage.store.cache_clear()
