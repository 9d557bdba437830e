"""People at the service at once, each with an account, a session and a kept connection of their own."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from served import Answer, Browser

SAID = {"account": "He was outside my building again, on the bench by the door. " * 4, "exact": "now"}


@dataclass
class Times:
    """How long each piece of work took, in seconds, and how many answers were not what they should be."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    elapsed: float = 0.0

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th of a hundred."""
        return quantiles(self.seconds, n=20, method="inclusive")[-1]

    @property
    def rate(self) -> float:
        """Pieces of work a second, all people together."""
        return len(self.seconds) / self.elapsed


Work = Callable[[Browser], float]
"""Does one thing as somebody, and gives the seconds the service took; raises AssertionError for a wrong answer."""


def record_incident(browser: Browser) -> float:
    """The form, and what is sent with it: three answers."""
    asked = right(browser.get("/notes/add/"), 200)
    return asked.seconds + right(browser.post("/notes/add/", SAID), 302).seconds


def put_together(browser: Browser) -> float:
    """The page with the findings, the next steps and the pictures."""
    return right(browser.get("/overview/"), 200).seconds


def right(answer: Answer, status: int) -> Answer:
    """The answer, where it is the one that was to come."""
    assert answer.status == status, f"answered {answer.status}"
    return answer


def at_once(people: Sequence[Browser], work: Work, *, times: int, pause: float = 0.0) -> Times:
    """Each person does it so many times, with a pause of that many seconds on average between, all beginning together."""
    taken, together, lock = Times(), threading.Barrier(len(people) + 1), threading.Lock()

    def one(browser: Browser, chance: random.Random) -> None:
        together.wait()
        for _ in range(times):
            if pause:
                time.sleep(chance.expovariate(1 / pause))
            try:
                seconds = work(browser)
            except (AssertionError, OSError):
                with lock:
                    taken.errors += 1
                continue
            with lock:
                taken.seconds.append(seconds)

    threads = [threading.Thread(target=one, args=(it, random.Random(number))) for number, it in enumerate(people)]
    for thread in threads:
        thread.start()
    together.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    taken.elapsed = time.perf_counter() - started
    return taken


def alone(browser: Browser, work: Work, *, times: int) -> float:
    """The median of so many, one after the other, with nobody else there."""
    return median(work(browser) for _ in range(times))
