"""A wrong passphrase for a name that is known, and for one that is not: does the time an answer takes tell them apart?

    python bench/sign_in.py [tries of each, 100 if not given]

Both kinds in turn, in one process, without HTTP, with the real cost of 64 MiB: first the work of unlocking alone, then the whole
page of signing in. Shown are, in CPU time, medians, the middle half, their difference, and how often a single answer of the one kind took
longer than one of the other: 50 % says nothing. The known and the unknown name are compared with themselves as well: what
those differ by is noise.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

_FOLDER = tempfile.TemporaryDirectory(prefix="throughline-bench-")
os.environ |= {"THROUGHLINE_DATA": _FOLDER.name, "DJANGO_SETTINGS_MODULE": "throughline.web.settings"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from throughline.web.accounts.actions import unlock_account
from throughline.web.accounts.models import Tries
from throughline.web.signing.actions import sign_up

WRONG = "not this one, surely"


def taken(work: Callable[[str], object], names: Sequence[str], times: int) -> list[list[float]]:
    """Milliseconds of CPU time of each try of each name, in turn, the order turned round every time."""
    took: list[list[float]] = [[] for _ in names]
    for round_ in range(times):
        order = range(len(names)) if round_ % 2 else reversed(range(len(names)))
        for at in order:
            started = time.process_time()
            work(names[at])
            took[at].append(1000 * (time.process_time() - started))
    return took


def slower(one: list[float], other: list[float]) -> float:
    """How often a try of the one took longer than one of the other."""
    return sum(a > b for a in one for b in other) / (len(one) * len(other))


def show(
    title: str, known: list[float], known_too: list[float], unknown: list[float], unknown_too: list[float]
) -> None:
    print(f"\n{title}\n{'':14}{'median ms':>11}{'middle half':>18}")
    for name, took in (("known", known + known_too), ("unknown", unknown + unknown_too)):
        low, middle, high = statistics.quantiles(took, n=4)
        print(f"{name:14}{middle:11.2f}{low:10.2f} –{high:6.2f}")
    pairs = {
        "known – unknown": (known, unknown), "known – known": (known, known_too), "unknown – unknown": (unknown, unknown_too),
    }  # fmt: skip
    for name, (one, other) in pairs.items():
        apart = statistics.median(one) - statistics.median(other)
        print(f"{name:20}{apart:+8.2f} ms between medians, slower in {slower(one, other):.0%}")


def sign_in_page(name: str) -> None:
    Tries.objects.all().delete()  # or the eleventh would be refused
    assert Client(SERVER_NAME="127.0.0.1").post("/me/in/", {"user_name": name, "passphrase": WRONG}).status_code == 200


def main(times: int) -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir()
    call_command("migrate", verbosity=0)
    for number in range(50):
        account = sign_up(word=f"word{number}", passphrase="four small green words").account
    names = [account.user_name, account.user_name, "nobody-1234", "nobody-5678"]
    for name in names:
        sign_in_page(name)
    show("Unlocking", *taken(lambda name: unlock_account(name, WRONG), names, times))
    show("The page of signing in", *taken(sign_in_page, names, times))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
