"""The guidance under load: `throughline serve` itself over HTTP, its pages asked for at a steady rate by people who do not wait for
each other.

    python bench/guidance.py [requests a second, 300 if not given] [seconds, 20 if not given]

A request's time counts from the moment it was due, so that a service that falls behind shows it. The one who asks runs on the
same cores. First the pages as a visitor without a cookie gets them, then the forms: a self-check that was filled in, and a search.
Printed are the rate that was reached, the median, the 95th and the 99th of a hundred, and how many answers were wrong; then what a
first visit weighs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

import django

from served import FORM, Answer, Browser, Served, served
from throughline.guidance.load import load_content

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
django.setup()

from throughline.web.guidance.leaves import address_of

ASKING = 16
"""Connections that take the requests in turn."""
Ask = Callable[[Browser], Answer]


def pages() -> list[str]:
    """The lists, in English and in Welsh, and every page of the content."""
    content = load_content()
    kinds = {
        "behaviour": content.behaviours,
        "guide": content.guides,
        "script": content.scripts,
        "law": content.law,
        "way": content.ways,
    }
    lists = ["/guide/", "/guide/check/", "/guide/who/", "/guide/figures/", "/guide/routes/england_wales/", "/now"]
    return lists + [f"/cy{it}" for it in lists] + [address_of(kind, id) for kind, of in kinds.items() for id in of]


def page(address: str) -> Ask:
    """Asks for a page as a browser does."""
    return lambda browser: browser.get(address, **{"Accept-Encoding": "gzip, br"})


def form(address: str, typed: dict[str, str]) -> Ask:
    """Sends a form."""
    body = urlencode(typed).encode()
    return lambda browser: browser.send("POST", address, body, headers={"Content-Type": FORM})


def at_a_rate(service: Served, asks: Sequence[Ask], rate: int, seconds: int) -> tuple[list[float], int, float]:
    """Seconds of each request from when it was due, how many were not answered with 200, and the rate that was reached."""
    took: list[float] = []
    wrong = 0
    lock, started = threading.Lock(), time.perf_counter() + 0.5

    def person(first: int) -> None:
        nonlocal wrong
        browser = service.browser()
        for number in range(first, rate * seconds, ASKING):
            due = started + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            is_right = asks[number % len(asks)](browser).status == 200
            with lock:
                took.append(time.perf_counter() - due)
                wrong += not is_right
        browser.close()

    people = [threading.Thread(target=person, args=(first,)) for first in range(ASKING)]
    for it in people:
        it.start()
    for it in people:
        it.join()
    return took, wrong, len(took) / (time.perf_counter() - started)


def show(name: str, measured: tuple[list[float], int, float]) -> None:
    """One line of the table."""
    took, wrong, rate = measured
    cuts = quantiles(took, n=100, method="inclusive")
    p50, p95, p99 = (f"{1000 * cuts[at]:9.1f}" for at in (49, 94, 98))
    print(f"{name:34}{rate:10.0f}{p50}{p95}{p99}{wrong:8}", flush=True)


def first_visit(service: Served, address: str) -> int:
    """Bytes of the bodies of a page and of all it needs, to a browser that was never here."""
    whole = service.browser().get(address, **{"Accept-Encoding": "br"})
    plain = service.browser().get(address, **{"Accept-Encoding": "identity"}).text
    needed = {it.split('"')[0] for it in plain.split('"/static/')[1:]}
    sheet = service.browser().get(next(f"/static/{it}" for it in needed if it.endswith(".css"))).text
    fonts = {
        it.split('"')[0].split(")")[0]
        for it in sheet.replace('url("', "url(").split("url(")[1:]
        if "woff2" in it.split(")")[0]
    }
    addresses = [f"/static/{it}" for it in (*needed, *fonts)]
    return len(whole.body) + sum(len(service.browser().get(it, **{"Accept-Encoding": "br"}).body) for it in addresses)


def main(rate: int, seconds: int) -> None:
    """All of it, in one data folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder, served(Path(folder)) as service:
        asked = [page(it) for it in pages()]
        for it in asked:
            it(service.browser())
        answers = {"contact": "yes", "danger_now": "not_sure", "where": "scotland"}
        print(f"{'':34}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'wrong':>8}")
        show("Pages", at_a_rate(service, asked, rate, seconds))
        show("A self-check, answered", at_a_rate(service, [form("/guide/check/", answers)], rate // 10, seconds))
        show("A search", at_a_rate(service, [form("/guide/find/", {"asked": "silent calls"})], rate // 10, seconds))
        sizes = {it: first_visit(service, it) for it in pages()}
        heaviest = max(sizes, key=lambda it: sizes[it])
        print(f"\nA first visit, with style sheet, fonts and script: at most {sizes[heaviest]:,} bytes ({heaviest})")


if __name__ == "__main__":
    main(*(int(it) for it in (*sys.argv[1:], *("300", "20")[len(sys.argv) - 1 :])))
