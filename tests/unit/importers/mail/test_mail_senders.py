"""Who a message is from is never what its sender would like it to look like."""

from __future__ import annotations

import pytest

from throughline.importers.mail.addresses import read_addresses


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("Sam <sam@example.org>", "sam@example.org", "Sam"),
        ("sam@example.org (Sam Doe)", "sam@example.org", "Sam Doe"),
        ("alice@example.org <bob@example.org>", "bob@example.org", "alice@example.org"),
        ('"alice@example.org" <bob@example.org>', "bob@example.org", "alice@example.org"),
        ('alice@example.org "A" <bob@example.org>', "bob@example.org", "alice@example.org A"),
        ("=?utf-8?q?alice=40example=2Eorg=3E=2C?= <bob@example.org>", "bob@example.org", "alice@example.org>,"),
        ("=?utf-8?q?Doe=2C_Jane?= <jane@example.org>", "jane@example.org", "Doe, Jane"),
        ("Doe, Jane <jane@example.org>", "jane@example.org", "Jane"),
        ('"Sam <sam@example.org>', "sam@example.org", "Sam"),
        ("Sam sam@example.org", "sam@example.org", "Sam"),
        ("Friends: a@example.org, b@example.org;", "a@example.org", None),
    ],
)
def test_the_address_and_the_name(written: str, address: str, name: str | None) -> None:
    party, found = read_addresses(written)[0]
    assert (party.kind, party.value, found) == ("email", address, name)


@pytest.mark.parametrize("written", ["Jane Doe", "undisclosed-recipients:;", "jane at example.org", "(" * 100_000])
def test_what_holds_no_address_is_kept_as_it_is_written(written: str) -> None:
    ((party, _),) = read_addresses(written)
    assert party.kind == "other"
    assert party.value[:60_000] == written[:60_000]
