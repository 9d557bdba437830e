"""Counts of tries at a secret, for all processes of the service together.

A count is a bucket: each try fills it by one, and it empties by one every `seconds_each`. A try that would overfill it is refused
and adds nothing, so nobody waits longer than `seconds_each`, however much somebody else tries. A try is counted before the
secret is looked at, under a lock of its row: tries at the same moment cannot slip past each other.

The rows hold no address and no name, only a hash under this installation's key, and go when they are empty. Django's
database cache was no place for them: it adds by reading and then writing, and throws entries away when it is full.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from throughline.domain.errors import Busy, TooManyTries
from throughline.web.accounts.models import Tries

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries at once, and then one more every so many seconds."""

    name: str
    tries: int
    seconds_each: int

    def of(self, *whose: str) -> Count:
        """The count of one address, name or session under this limit."""
        key = salted_hmac("throughline tries", "\0".join((self.name, *whose)), algorithm="sha256").hexdigest()
        return Count(self, key)


@dataclass(frozen=True, slots=True)
class Count:
    """One bucket: its limit, and the hash of whose it is."""

    limit: Limit
    key: str


def take(counts: Sequence[Count]) -> None:
    """Count one try in each, or in none. Raises TooManyTries."""
    now = time.time()
    with transaction.atomic():
        empty = Tries.objects.select_for_update(skip_locked=True).filter(until__lt=now)
        Tries.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).delete()
        for count in counts:
            row, _ = Tries.objects.select_for_update().get_or_create(key=count.key, defaults={"until": now})
            each = count.limit.seconds_each
            filled = max(row.until, now)
            wait = filled - now - (count.limit.tries - 1) * each
            if wait > 0:
                raise TooManyTries(math.ceil(wait))
            Tries.objects.filter(pk=row.pk).update(until=filled + each)


def give_back(counts: Sequence[Count]) -> None:
    """What was counted was no wrong try."""
    for count in counts:
        Tries.objects.filter(key=count.key).update(until=F("until") - count.limit.seconds_each)


def guess(counts: Sequence[Count], look: Callable[[], Found | None]) -> Found | None:
    """Look whether a secret is right (`look` gives None where it is not), counting it unless it is."""
    take(counts)
    try:
        found = look()
    except Busy:
        give_back(counts)
        raise
    if found is not None:
        give_back(counts)
    return found
