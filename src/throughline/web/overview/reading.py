"""The reading list of an open case, made in a process of its own at low priority, so that no page waits for it.

That process (`python -m throughline.patterns.grave_words`) gets the words on its standard input and answers with numbers. What it
answered is kept in the memory of the service for a quarter of an hour: positions and categories, no words.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillAtIt
from dataclasses import dataclass
from functools import cached_property
from time import monotonic

from django.core.paginator import Page

from throughline.domain.finding import Finding, Ranked
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, build_chronology
from throughline.patterns.detectors.grave_words import messages_with_words, number_listed, reading_list
from throughline.patterns.grave_words.placed import Placed
from throughline.patterns.names import CATEGORY_NAMED
from throughline.patterns.wording import at_start, when
from throughline.web.cases.queries import OpenCase

MOST_SECONDS = 20 * 60
PATIENCE_SECONDS = 2.0
KEPT_SECONDS = 15 * 60.0
MOST_KEPT = 16
Numbers = tuple[float, list[Placed]]
"""How likely the first is one of the kinds, and the first in order."""
_making: dict[tuple[str, bytes], tuple[float, Future[Numbers]]] = {}
_one_at_a_time = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading-list")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the list: which kind it is nearest to, when it came, and its words. Everything in order holds it where it
    came from somebody of the diary, or with the number withheld."""

    id: str
    category: str
    when: str
    words: str
    is_in_order: bool


class Reading:
    """The reading list of a case. `finding` is None where no message with words came, or the list is not ready."""

    def __init__(self, case: OpenCase) -> None:
        self._chronology: Chronology = build_chronology(case.case, case.communications)
        self._messages = messages_with_words(self._chronology)
        self.has_messages = not self._messages.is_empty()
        self._numbers = self._asked(case) if self.has_messages else None
        self.is_ready = self._numbers is not None

    def _asked(self, case: OpenCase) -> Numbers | None:
        """What was made of the case as it is now; begins to make it where nothing was. None while it is being made."""
        key, now = (str(case.row.pk), case.head.mac), monotonic()
        for old in [it for it, (asked_at, _) in _making.items() if now - asked_at > KEPT_SECONDS]:
            _making.pop(old, None)
        if key not in _making:
            while len(_making) >= MOST_KEPT:
                _making.pop(next(iter(_making)))
            texts, number = self._messages["text"].to_list(), number_listed(self._chronology)
            _making[key] = (now, _one_at_a_time.submit(_elsewhere, texts, number))
        future = _making[key][1]
        try:
            return future.result(PATIENCE_SECONDS)
        except StillAtIt:
            return None
        except (OSError, ValueError, subprocess.SubprocessError):
            _making.pop(key, None)  # the next time begins again
            return None

    @cached_property
    def finding(self) -> Finding | None:
        """The finding, as the engine would say it."""
        if self._numbers is None:
            return None
        probability, placed = self._numbers
        return reading_list(self._chronology, self._messages, placed, probability)

    def shown(self, page: Page[Ranked]) -> list[Shown]:
        """The messages of one page of the list."""
        messages, known = self._messages, self._chronology
        places = {id: place for place, id in enumerate(messages["id"])}
        rows = [(ranked, messages.row(places[ranked.id], named=True)) for ranked in page]
        in_order = set(known.contacts["id"])
        return [
            Shown(
                ranked.id,
                at_start(CATEGORY_NAMED[ranked.category]),
                when(Span(row["earliest"], row["latest"]), known.zone),
                row["text"],
                ranked.id in in_order,
            )
            for ranked, row in rows
        ]


def _elsewhere(texts: Sequence[str], number: int) -> Numbers:
    """The order as the other process says it. The words go through a pipe: into no command, environment or file."""
    command = [sys.executable, "-I", "-m", "throughline.patterns.grave_words", str(number)]
    done = subprocess.run(  # noqa: S603
        command,
        input=json.dumps(texts).encode(),
        capture_output=True,
        timeout=MOST_SECONDS,
        check=True,
        env={},
        cwd="/",
    )
    probability, placed = json.loads(done.stdout)
    return float(probability), [Placed(int(at), category, float(reads)) for at, category, reads in placed]
