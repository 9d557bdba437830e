"""The service under load, and how it grows: `throughline serve` itself, over HTTP on this machine, with 20,000 cases stored.

    python bench/service [cases, 20,000 if not given]

Prints one table with what was aimed for. About ten minutes on two cores; nothing else should run beside it.
"""

from __future__ import annotations

import math
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "tests")]

from load import SAID, alone, at_once, put_together, record_incident, right

from served import Browser, Served, Upload, served, upload

PASSPHRASE = "four small green words"
PEOPLE = 50
USUAL = (40, 500)
"""Incidents and messages of each of the fifty."""
GIB, MIB = 2**30, 2**20
GLOBALEAKS_SECONDS, GLOBALEAKS_SECONDS_WITH_FILE = 3.3, 4.15
"""Measured elsewhere on such a machine (issue 3)."""


def main(cases: int) -> None:
    """Everything, in one data folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        os.environ |= {
            "THROUGHLINE_DATA": f"{folder}/data",
            "DJANGO_SETTINGS_MODULE": "throughline.web.settings",
        }
        print(f"{'':66}{'measured':>14}{'goal':>14}")
        with served(Path(folder)) as service:
            import django

            django.setup()
            first_page(service)
            large_upload(service)
        with served(Path(folder)) as service:
            beside_globaleaks(service)
            with_more_cases(service, cases)
            fifty_at_once(service)
        with served(Path(folder)) as service:
            with_a_larger_case(service)
            long_case(service)


def title(text: str) -> None:
    """A heading."""
    print(f"\n{text}")


def row(name: str, value: str, goal: str = "", *, met: bool | None = None) -> None:
    """A line of the table."""
    print(f"{name:66}{value:>14}{goal:>14}{'' if met is None else '  met' if met else '  MISSED'}", flush=True)


def seconds(value: float) -> str:
    """Seconds, as the table has them."""
    return f"{value:.3f} s"


def first_page(service: Served) -> None:
    """What the first page costs somebody with a new phone: the page and everything it names, compressed as a browser asks."""
    browser = service.browser()
    page = browser.get("/", **{"Accept-Encoding": "br"})
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    sizes = {"/": weight(page)}
    for address in sorted(addresses):
        sizes[address] = weight(right(browser.get(address, **{"Accept-Encoding": "br"}), 200))
        if address.endswith(".css"):
            plain = browser.get(address).text
            for font in set(re.findall(r'url\("?([^")]+\.woff2)"?\)', plain)):
                at = urljoin(address, font)
                sizes[at] = weight(right(browser.get(at), 200))
    whole = sum(sizes.values())
    title("The first page over the wire, headers too")
    for address, size in sizes.items():
        row(f"  {re.sub(r'[.][0-9a-f]{12}', '', address)}", f"{size / 1000:.1f} kB")
    row("in all", f"{whole / 1000:.1f} kB", "150 kB", met=whole < 150_000)


def weight(answer: object) -> int:
    """The bytes of an answer: its body, and its headers as they were sent."""
    return len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + 20  # type: ignore[attr-defined]


def large_upload(service: Served) -> None:
    """A gigabyte through the form for files."""
    browser = service.browser()
    browser.sign_up(PASSPHRASE)
    time.sleep(1)
    idle = memory(service, "VmRSS")
    for process in service.processes():
        Path(f"/proc/{process}/clear_refs").write_text("5")  # the peak counts from here
    block = os.urandom(MIB)
    sent = Upload("film.mp4", GIB, (block for _ in range(GIB // MIB)))
    answer = right(browser.upload("/files/add/", {"description": "a film"}, sent), 302)
    peak = memory(service, "VmHWM")
    title("An upload of 1 GiB, sealed as it arrives")
    row("time", seconds(answer.seconds))
    row(
        "peak resident memory of the process that serves",
        f"{max(peak[1:]):.0f} MiB",
        "200 MiB",
        met=max(peak[1:]) < 200,
    )
    row("  of the one that starts it", f"{peak[0]:.0f} MiB")
    row("  what the upload added", f"{max(peak[1:]) - max(idle[1:]):.0f} MiB")
    row("  of both, what they share counted once", f"{shared_once(service):.0f} MiB")


def memory(service: Served, what: str) -> list[float]:
    """A line of each process's status, in MiB."""
    found = []
    for process in service.processes():
        status = Path(f"/proc/{process}/status").read_text()
        found.append(int(re.search(rf"{what}:\s+(\d+) kB", status)[1]) / 1024)  # type: ignore[index]
    return found


def shared_once(service: Served) -> float:
    """The memory of all processes, what several share counted in parts (Pss), in MiB."""
    rollups = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in service.processes()]
    return sum(int(re.search(r"\nPss:\s+(\d+) kB", text)[1]) / 1024 for text in rollups)  # type: ignore[index]


def beside_globaleaks(service: Served) -> None:
    """The same work as was measured there: something is reported, with and without a file of 1 MB, sealed, over HTTP."""
    browser = service.browser()
    name = browser.sign_up(PASSPHRASE)
    key_derivation = browser.sign_in(name, PASSPHRASE).seconds

    def with_file(browser: Browser) -> float:
        took = [right(browser.get("/files/add/"), 200)]
        took.append(right(browser.upload("/files/add/", {}, upload("a.jpg", b"\xff\xd8\xff" + os.urandom(10**6))), 302))
        page = right(browser.get("/notes/add/?all"), 200)
        newest = re.findall(r'name="exhibits" value="([^"]+)"', page.text)[-1]
        took += [page, right(browser.post("/notes/add/?all", {**SAID, "exhibits": [newest], "everything": "on"}), 302)]
        return sum(it.seconds for it in took)

    bare, filled = alone(browser, record_incident, times=30), alone(browser, with_file, times=30)
    title("One incident, sealed, over HTTP, beside GlobaLeaks' report (measured elsewhere on such a machine)")
    for what, took, theirs in (
        ("without a file", bare, GLOBALEAKS_SECONDS),
        ("with 1 MB", filled, GLOBALEAKS_SECONDS_WITH_FILE),
    ):
        row(f"{what}: all pages and forms, median of 30", seconds(took), f"{theirs / 5:.2f} s", met=took < theirs / 5)
        row("  times as fast", f"{theirs / took:.0f}")
    row("key derivation, once a sign-in, apart (Argon2id, 64 MiB)", seconds(key_derivation))


def with_more_cases(service: Served, cases: int) -> None:
    """One person's work among ever more cases of others."""
    from stored import store_case, store_cases

    from throughline.vault.identity import DEFAULT_COST

    store_case("usual", PASSPHRASE, *USUAL, cost=DEFAULT_COST)
    browser = service.browser()
    browser.sign_in("usual", PASSPHRASE)
    title(f"One person's case of {USUAL[0]} incidents and {USUAL[1]} messages, among so many cases (medians)")
    stored, base = 0, {}
    for many in (cases // 100, cases // 10, cases):
        store_cases(stored, many)
        stored = many
        for name, work in WORKS.items():
            took = alone(browser, work, times=20)
            base.setdefault(name, took)
            goal, met = ("flat", took < 1.5 * base[name]) if many > cases // 100 else ("", None)
            row(f"{many:>9,} cases: {name}", seconds(took), goal, met=met)


WORKS: dict[str, Callable[[Browser], float]] = {
    "record an incident": record_incident,
    "put together": put_together,
    "the diary": lambda browser: right(browser.get("/notes/"), 200).seconds,
}


def fifty_at_once(service: Served) -> None:
    """Fifty people, as fast as they are answered, and as people are: a pause of five seconds on average."""
    people = list(signed_in(service))
    title(f"{PEOPLE} people at once, each with {USUAL[0]} incidents and {USUAL[1]} messages")
    for how, pause, times in (("without a pause", 0.0, 12), ("with a pause of 5 s on average", 5.0, 6)):
        for name, work in (("record an incident (form and saving)", record_incident), ("put together", put_together)):
            taken = at_once(people, work, times=times, pause=pause)
            row(f"{name}, {how}: p50", seconds(taken.p50))
            row("  p95", seconds(taken.p95))
            row("  a second", f"{taken.rate:.1f}")
            row("  errors", str(taken.errors), "0", met=taken.errors == 0)
    row("memory of all processes afterwards, what they share counted once", f"{shared_once(service):.0f} MiB")


def signed_in(service: Served) -> Iterator[Browser]:
    """The fifty, with the real key derivation, one after the other."""
    from stored import store_case

    from throughline.vault.identity import DEFAULT_COST

    for number in range(PEOPLE):
        store_case(f"person-{number}", PASSPHRASE, *USUAL, cost=DEFAULT_COST)
        browser = service.browser()
        browser.sign_in(f"person-{number}", PASSPHRASE)
        yield browser


def with_a_larger_case(service: Served) -> None:
    """One person's work with ever more incidents, beside n log n from the case before."""
    from stored import CHEAP, store_case

    title("A case of so many incidents (medians), beside n log n from the one before")
    before: dict[str, tuple[int, float]] = {}
    for many in (100, 1000, 10_000):
        store_case(f"incidents-{many}", PASSPHRASE, many, cost=CHEAP)
        browser = service.browser()
        browser.sign_in(f"incidents-{many}", PASSPHRASE)
        for name, work in WORKS.items():
            took = alone(browser, work, times=5)
            goal, met = "", None
            if name in before:
                fewer, then = before[name]
                most = then * many * math.log(many) / (fewer * math.log(fewer))
                goal, met = seconds(most), took < most
            before[name] = (many, took)
            row(f"{many:>9,} incidents: {name}", seconds(took), goal, met=met)


def long_case(service: Served) -> None:
    """Unlocking and showing a case of a thousand incidents and a hundred thousand messages."""
    from stored import store_case

    from throughline.vault.identity import DEFAULT_COST, lock, new_identity, unlock

    store_case("long", PASSPHRASE, 1000, 100_000, cost=DEFAULT_COST)
    envelope = lock(new_identity().private, PASSPHRASE, purpose="passphrase")
    started = time.perf_counter()
    unlock(envelope, PASSPHRASE, purpose="passphrase")
    derived = time.perf_counter() - started
    browser = service.browser()
    unlocked = browser.sign_in("long", PASSPHRASE).seconds
    first = {
        address: right(browser.get(address), 200).seconds for address in ("/notes/", "/overview/", "/overview/order/")
    }
    shown = unlocked + first["/notes/"]
    title("A case of 1,000 incidents and 100,000 messages")
    row("unlocking and showing the diary", seconds(shown), "2 s", met=shown < 2)
    row("  of it key derivation (Argon2id, 64 MiB), measured apart", seconds(derived))
    both = unlocked + first["/overview/"]
    row("unlocking and putting it together", seconds(both), "2 s", met=both < 2)
    row("everything in order, once unlocked", seconds(first["/overview/order/"]))
    row("recording an incident in it", seconds(alone(browser, record_incident, times=5)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
