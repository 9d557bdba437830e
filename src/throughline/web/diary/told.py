"""Between a form and an item as the case file writes it: what a form tells, and what it is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from throughline.patterns.names import NAMED_ORDERS
from throughline.web.diary.forms import CHANGES, IncidentForm, lines

_PLAIN = ("account", "attribution", "place", "person", "private_note", "private", "behaviours", "exhibits")


def incident_told(form: IncidentForm, before: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What a valid form says of an incident; only what the form asked for. `before` is the incident as it is."""
    given = form.cleaned_data
    told: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "exact" in given:
        told["occurred"] = form.occurred(now)
        if before.get("occurred", {}).get("to"):
            told["occurred"]["to"] = before["occurred"]["to"]
    if "fear" in given:
        impact = {
            "fear": int(given["fear"]) if given["fear"] else None,
            "changes": given["changes"],
            "note": given["impact_note"],
        }
        kept = [code for code in before.get("impact", {}).get("changes", []) if code not in CHANGES]
        impact["changes"] = [*kept, *given["changes"]]
        told["impact"] = {key: item for key, item in impact.items() if item not in (None, "", [])}
    if "witnesses" in given:
        told["witnesses"] = lines(given["witnesses"])
        told["reports"] = [*before.get("reports", [])[1:]] if _has_report(given) else before.get("reports", [])[1:]
        if _has_report(given):
            told["reports"] = [_report(given), *told["reports"]]
    return told


def _has_report(given: Mapping[str, Any]) -> bool:
    return any(given[name] for name in ("report_to", "report_date", "report_reference"))


def _report(given: Mapping[str, Any]) -> dict[str, str]:
    at = given["report_date"].isoformat() if given["report_date"] else ""
    report = {"to": given["report_to"], "at": at, "reference": given["report_reference"]}
    return {key: item for key, item in report.items() if item}


def incident_initial(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the form is filled with for an incident that is there."""
    occurred, impact = value.get("occurred", {}), value.get("impact", {})
    start, precision = occurred.get("from", ""), occurred.get("precision", "minute")
    report = (value.get("reports") or [{}])[0]
    return {
        **{name: value[name] for name in _PLAIN if name in value},
        "exact": precision if start else "unknown",
        "date": start[:10] if len(start) >= 10 else f"{start}-01" if start else None,
        "time": start[11:16] or None,
        "fear": "" if impact.get("fear") is None else str(impact["fear"]),
        "changes": impact.get("changes", []),
        "impact_note": impact.get("note", ""),
        "witnesses": "\n".join(value.get("witnesses", [])),
        "report_to": report.get("to", ""),
        "report_date": report.get("at", "")[:10] or None,
        "report_reference": report.get("reference", ""),
    }


def place_told(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of a place."""
    return {"label": given["label"], "kind": given["kind"]}


def person_told(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of a person: each line of each list is one number, address, account or vehicle."""
    identifiers: list[dict[str, str]] = []
    for kind, name in IDENTIFIER_FIELDS.items():
        for line in lines(given[name]):
            identifiers.append(_identifier(kind, line))
    return {"name": given["name"], "relationship": given["relationship"], "identifiers": identifiers}


IDENTIFIER_FIELDS: Mapping[str, str] = {
    "phone": "phones", "email": "emails", "handle": "accounts", "vehicle": "vehicles", "other": "others",
}  # fmt: skip


def _identifier(kind: str, line: str) -> dict[str, str]:
    service, colon, value = line.partition(":")
    if kind == "handle" and colon and value.strip():
        return {"kind": kind, "service": service.strip().lower(), "value": value.strip()}
    return {"kind": kind, "value": line}


def person_initial(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the form is filled with for a person who is there."""
    filled: dict[str, Any] = {"name": value.get("name", ""), "relationship": value.get("relationship", "unknown")}
    for kind, name in IDENTIFIER_FIELDS.items():
        written = [it for it in value.get("identifiers", []) if (it.get("kind") or "other") == kind]
        filled[name] = "\n".join(_line(it) for it in written)
    return filled


def _line(identifier: Mapping[str, str]) -> str:
    service = identifier.get("service")
    is_handle = service and identifier.get("kind") == "handle"
    return f"{service}: {identifier.get('value', '')}" if is_handle else identifier.get("value", "")


def milestone_told(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of a milestone, with the order's terms where it is one."""
    at = f"{given['date']:%Y-%m-%d}" + (f"T{given['time']:%H:%M}" if given["time"] else "")
    told = {
        "at": at,
        "kind": given["kind"],
        "person": given.get("person", ""),
        "note": given["note"],
        "private": given["private"],
    }
    told["order"] = _order(given) if given["kind"] == "order_made" else None
    return told


def _order(given: Mapping[str, Any]) -> dict[str, Any]:
    terms = []
    if given["no_contact"]:
        terms.append({"id": "t1", "kind": "no_contact", "text": given["no_contact"]})
    if given["stay_away"]:
        terms.append({"id": "t2", "kind": "zone", "text": given["stay_away"], "places": given.get("zone_places", [])})
    terms += [
        {"id": f"t{3 + at}", "kind": "other", "text": line} for at, line in enumerate(lines(given["other_terms"]))
    ]
    chosen = given["order_kind"] or "other"
    order = {
        "kind": NAMED_ORDERS.get(chosen, chosen),
        "name": given["order_name"].strip() or (chosen if chosen in NAMED_ORDERS else ""),
        "ends": given["order_ends"].isoformat() if given["order_ends"] else "",
        "terms": [{key: item for key, item in term.items() if item} for term in terms],
        "exceptions": lines(given["exceptions"]),
    }
    return {key: item for key, item in order.items() if item not in ("", [])}


def milestone_initial(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the form is filled with for a milestone that is there."""
    order = value.get("order", {})
    name = order.get("name", "")
    terms = {term.get("kind"): term for term in order.get("terms", [])}
    return {
        "kind": value.get("kind", "other"), "date": value["at"][:10], "time": value["at"][11:16] or None,
        "person": value.get("person", ""), "note": value.get("note", ""), "private": value.get("private", False),
        "order_kind": name if name in NAMED_ORDERS else order.get("kind", ""),
        "order_name": "" if name in NAMED_ORDERS else name, "order_ends": order.get("ends", "")[:10] or None,
        "no_contact": terms.get("no_contact", {}).get("text", ""), "stay_away": terms.get("zone", {}).get("text", ""),
        "zone_places": terms.get("zone", {}).get("places", []),
        "other_terms": "\n".join(it.get("text", "") for it in order.get("terms", []) if it.get("kind") not in ("no_contact", "zone")),
        "exceptions": "\n".join(order.get("exceptions", [])),
    }  # fmt: skip
