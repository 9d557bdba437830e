"""Passkeys (WebAuthn) as a second step: what the browser is asked, and whether its answer holds.

A passkey belongs to the name that the service is reached at. Without a name, or without TLS anywhere but on this machine
itself, browsers offer none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from throughline.web.accounts.models import Account
from throughline.web.accounts.second_steps import NAME_IN_APPS, Step

Answer = TypeVar("Answer")
_STATE = "passkey"
_LONGEST_ANSWER = 50_000


def host_of(request: HttpRequest) -> str:
    """The name that passkeys belong to here; nothing where the service is reached in a way that allows none."""
    host = request.get_host().rsplit(":", 1)[0].lower()
    is_this_machine = host == "localhost" or host.endswith(".localhost")
    return host if not _is_number(host) and (request.is_secure() or is_this_machine) else ""


def usable(request: HttpRequest, steps: Sequence[Step]) -> list[Step]:
    """The passkeys among the steps that work at this name."""
    host = host_of(request)
    return [step for step in steps if host and step.kind == "passkey" and step.host == host]


def ask_to_make(request: HttpRequest, account: Account, steps: Sequence[Step]) -> dict[str, Any]:
    """What to ask the browser for a new passkey. It is asked for one that the device does not list, under a name that says
    nothing."""
    user = PublicKeyCredentialUserEntity(
        id=salted_hmac("throughline passkey", str(account.pk), algorithm="sha256").digest(),
        name=NAME_IN_APPS,
        display_name=NAME_IN_APPS,
    )
    options, state = _server(request).register_begin(
        user,
        _credentials(usable(request, steps)),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[_STATE] = state
    return dict(options)


def made(request: HttpRequest, answer: str) -> bytes | None:
    """The new passkey's credential data; None where the browser's answer does not hold."""
    try:
        told, state = _read(request, answer)
        credential = _server(request).register_complete(state, told).credential_data
    except Exception:  # whatever its parser stumbles over came from a browser, and is no passkey
        return None
    return None if credential is None else bytes(credential)


def ask_to_use(request: HttpRequest, steps: Sequence[Step]) -> dict[str, Any]:
    """What to ask the browser, so that it shows one of these passkeys."""
    options, state = _server(request).authenticate_begin(
        _credentials(usable(request, steps)), user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[_STATE] = state
    return dict(options)


def is_shown(request: HttpRequest, steps: Sequence[Step], answer: str) -> bool:
    """Tell whether the browser's answer shows one of these passkeys. Each question can be answered once."""
    try:
        told, state = _read(request, answer)
        _server(request).authenticate_complete(state, _credentials(usable(request, steps)), told)
    except Exception:  # as above
        return False
    return True


def _read(request: HttpRequest, answer: str) -> tuple[dict[str, Any], Any]:
    state = request.session.pop(_STATE)
    if len(answer) > _LONGEST_ANSWER:
        raise ValueError("no passkey's answer is as long as this")
    return json.loads(answer), state


def _server(request: HttpRequest) -> Fido2Server:
    origin = f"{request.scheme}://{request.get_host()}"
    rp = PublicKeyCredentialRpEntity(name=NAME_IN_APPS, id=host_of(request))
    return Fido2Server(rp, verify_origin=lambda told: told == origin)


def _credentials(steps: Sequence[Step]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(step.credential_bytes) for step in steps]


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
