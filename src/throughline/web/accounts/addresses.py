"""Where a request comes from, as far as guessing is slowed by it. Nothing here is ever written down."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The network address of whoever asks: the whole of an IPv4 one, the /64 of an IPv6 one, which is one household's.

    Behind `PROXIES` servers in front, it is what the first of them saw: the entry that many from the right of
    `X-Forwarded-For`. What stands left of it is whatever the sender liked to write.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < settings.PROXIES <= len(forwarded):
        seen = forwarded[-settings.PROXIES]
    return _network(seen.strip())


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped
        return str(inside) if inside else str(ip_network((int(address), 64), strict=False))
    return str(address)
