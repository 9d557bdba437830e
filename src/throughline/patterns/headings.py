"""Findings under the headings of their kinds, so that thirty of them read as ten short lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from throughline.domain.finding import Finding
from throughline.patterns.names import KIND_NAMED


def under_headings(findings: Iterable[Finding]) -> Iterator[tuple[str, list[tuple[Finding, str]]]]:
    """Each heading with its findings in their order, each with its caveat; a caveat stands once under a heading.

    Takes findings in the order of the engine, in which those of a kind stand together.
    """
    for kind, of_kind in groupby(findings, key=lambda finding: finding.kind):
        said: set[str] = set()
        shown: list[tuple[Finding, str]] = []
        for finding in of_kind:
            shown.append((finding, "" if finding.caveat in said else finding.caveat))
            said.add(finding.caveat)
        yield KIND_NAMED[kind], shown
