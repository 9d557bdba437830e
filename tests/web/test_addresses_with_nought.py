"""An address that no database could hold is an address where nothing is."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("address", ["/notes/draft/a%00b", "/bring-in/a%00b/", "/files/a%00/", "/notes/i1%00/change/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_there(someone, address, method):
    assert getattr(someone.browser, method)(address).status_code == 404
