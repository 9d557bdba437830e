"""What a share would hold, counted before anything is shared."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from throughline.domain.policies import Part
from throughline.packs.withholding import private_ids
from throughline.patterns.wording import count, listed
from throughline.web.cases.queries import OpenCase


@dataclass(frozen=True, slots=True)
class Counts:
    """How much goes, and how much stays because it is private."""

    incidents: int
    milestones: int
    messages: int
    files: int
    private: int

    @property
    def told(self) -> str:
        """What goes, in words: only what there is."""
        kinds = (
            (self.incidents, "entry", "entries"), (self.milestones, "thing that changed something", "things that changed something"),
            (self.messages, "message or call", "messages and calls"), (self.files, "file", "files"),
        )  # fmt: skip
        return listed([count(number, one, many) for number, one, many in kinds if number]) or "nothing"


def counted(case: OpenCase, parts: Set[Part]) -> Counts:
    """The counts for a choice of parts."""
    private = private_ids(case.case)
    return Counts(
        incidents=sum(it.id not in private for it in case.case.incidents) if "diary" in parts else 0,
        milestones=sum(it.id not in private for it in case.case.milestones) if "milestones" in parts else 0,
        messages=case.communications.height if "messages" in parts else 0,
        files=sum(it.ref not in private for it in case.case.exhibits) if "files" in parts else 0,
        private=len(private),
    )
