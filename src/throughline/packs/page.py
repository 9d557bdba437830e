"""index.html: the pack to click through offline. No script, no remote request; everything a person wrote is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from throughline.packs.chronology import Row
from throughline.packs.content import MEANING, Content, readable
from throughline.patterns.pictures.drawing import Picture
from throughline.patterns.wording import at_start

_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1rem;font:1.0625rem/1.55 system-ui,sans-serif;color:#1d2226;background:#fffdf9;overflow-wrap:anywhere}td,th{overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.375rem;margin-top:2.5rem}h3{font-size:1.1875rem;margin:1.75rem 0 .5rem}h4,.entry h3{font-size:1.0625rem;margin:.25rem 0}
a{color:#0b5560}a:focus{outline:3px solid #0b5560;outline-offset:2px}
nav ul{padding-left:1.25rem}dl{display:grid;grid-template-columns:12rem minmax(0,1fr);gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0}.entry{border-top:1px solid #d9d4ca;padding:.75rem 0}.words{white-space:pre-wrap}
.when{font-weight:600}.quiet{color:#4b5359}.hash{font-family:ui-monospace,monospace;font-size:.8125rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem;border-bottom:1px solid #d9d4ca}
.wide{overflow-x:auto}.day{font-weight:600;margin:1.25rem 0 .25rem}.came{list-style:none;margin:0 0 1rem;padding:0}
.came li{display:grid;grid-template-columns:5rem minmax(0,1fr) 17rem;gap:0 1rem;padding:.2rem 0}.source{color:#4b5359;font-size:.8125rem}
@media(max-width:48rem){.came li{grid-template-columns:1fr;padding:.35rem 0}.hash{font-size:.75rem}
dl{grid-template-columns:7.5rem minmax(0,1fr)}section>dl{grid-template-columns:1fr}section>dl dd{margin-bottom:.5rem}}
.drawn svg{max-width:40rem}
@media print{a{color:inherit}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_MOST_IDS = 24
_SECTIONS = (
    ("summary", "Summary"), ("chronology", "Chronology"), ("findings", "Findings"), ("impact", "What changed"), ("steps", "Next steps, as they were given to the person"),
    ("elements", "What may help show what the law asks"), ("exhibits", "Exhibits"), ("method", "What this is, and is not"),
)  # fmt: skip


def build_page(content: Content) -> bytes:
    """The page as UTF-8."""
    sections = (
        _summary(content), _chronology(content), _findings(content), _impact(content), _steps(content), _elements(content), _exhibits(content),
        _method(content),
    )  # fmt: skip
    body = "".join(
        f'<section aria-labelledby="{id}"><h2 id="{id}">{escape(title)}</h2>{section}</section>'
        for (id, title), section in zip(_SECTIONS, sections, strict=True)
    )
    links = "".join(f'<li><a href="#{id}">{escape(title)}</a></li>' for id, title in _SECTIONS)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(content.title)}</title><style>{_STYLE}</style></head><body><header><h1>{escape(content.title)}</h1>"
        f'<p class="quiet">Made {escape(content.made)} ({escape(content.zone)}) with {escape(content.software)}, for '
        f'{escape(content.recipient)}.</p></header><nav aria-label="Contents"><ul>{links}</ul></nav><main>{readable(body)}</main></body></html>\n'
    ).encode()


def _words(text: str) -> str:
    """What somebody wrote, kept apart so that its direction cannot reorder what stands around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(key)}</dt><dd>{_words(value)}</dd>" for key, value in pairs) + "</dl>"


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _summary(content: Content) -> str:
    shortly = _list(
        f'<a href="#{_finding_anchor(id)}">{escape(id)}</a>. {_words(statement)}' for id, statement in content.shortly
    )
    shortly = f"<h3>From the findings</h3>{shortly}" if content.shortly else ""
    dates = f"<h3>Dates, and what came after them</h3>{_pairs(content.dates)}" if content.dates else ""
    looks = f"<h3>What to look at first</h3>{_list(map(_words, content.looks))}" if content.looks else ""
    remarks = _remarks(content)
    return (
        _pairs((*content.summary, ("How soon", content.level)))
        + dates
        + looks
        + shortly
        + (f"<h3>About this pack</h3>{remarks}" if remarks else "")
    )


def _remarks(content: Content) -> str:
    remarks = list(content.warnings)
    if content.withheld:
        remarks.append(f"{content.withheld:,} entries were left out of this pack by choice.")
    if content.left_out:
        remarks.append(
            f"{content.left_out:,} communications are not shown one by one here; chronology.csv has each of them."
        )
    return _list(map(escape, remarks)) if remarks else ""


def _chronology(content: Content) -> str:
    parts: list[str] = []
    for day, rows in groupby(content.rows, key=lambda row: row.day):
        if day:
            parts.append(f'<p class="day">{escape(day)}</p><ul class="came">{"".join(map(_came, rows))}</ul>')
        else:
            parts += map(_entry, rows)
    return "".join(parts) or "<p>Nothing is recorded yet.</p>"


def _came(row: Row) -> str:
    """One communication on one line: there are many of them."""
    anchor = f' id="{_anchor(row.id)}"' if row.id else ""
    who = f"<b>{_words(row.who)}</b>: " if row.who else ""
    said = f'<span class="{"words" if row.what else "quiet"}">{_words(row.said)}</span>'
    return (
        f'<li{anchor}><span class="quiet">{escape(row.clock)}</span><span>{who}{said}</span>'
        f'<span class="source">{_words(row.source)}</span></li>'
    )


def _entry(row: Row) -> str:
    anchor = f' id="{_anchor(row.id)}"' if row.id else ""
    who = f" · {_words(row.who)}" if row.who else ""
    words = f'<p class="words">{_words(row.what)}</p>' if row.what else ""
    exhibits = " ".join(f'<a href="#{_anchor(ref)}">{escape(ref)}</a>' for ref in row.exhibits)
    exhibits = f"<p>Exhibits: {exhibits}</p>" if exhibits else ""
    mark = f' <span class="quiet">({escape(row.id)})</span>' if row.id else ""
    head = f'<h3><span class="when">{escape(row.when[:1].upper() + row.when[1:])}</span> · {escape(row.kind)}{who}{mark}</h3>'
    return (
        f'<article class="entry"{anchor}>{head}{words}{_pairs(row.details) if row.details else ""}{exhibits}</article>'
    )


def _link(id: str) -> str:
    return f'<a href="#{_anchor(id)}">{escape(id)}</a>'


def _anchor(id: str) -> str:
    return "e-" + quote(id, safe="")


def _finding_anchor(id: str) -> str:
    return "f-" + quote(id, safe="")


def _findings(content: Content) -> str:
    return "".join(
        f"<h3>{escape(heading)}</h3>" + "".join(_finding(it, content.pictures.get(it["id"])) for it in findings)
        for heading, findings in content.findings
    )


def _picture(picture: Picture | None) -> str:
    """The drawing, which is ours throughout, and its numbers."""
    if picture is None:
        return ""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in picture.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in picture.rows)
    return (
        f'<div class="drawn">{picture.svg}</div><details><summary>The same in numbers</summary><div class="wide"><table><thead><tr>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div></details>"
    )


def _finding(finding: Mapping[str, Any], picture: Picture | None) -> str:
    chance = f". Chance without a change: {escape(finding['chance'])}" if finding["chance"] else ""
    first, last = (
        [f"{_link(it['id'])} {escape(it['when'])}: {_words(it['what'])}" for it in finding[end]]
        for end in ("first", "last")
    )
    between = finding["between"]
    more = [f"and {between:,} more: chronology.csv has {escape(finding['id'])} beside each of them"] if between else []
    method = (
        f'<p class="quiet">How it was found: {escape(finding["method"])}</p>' if finding["sort"] == "inference" else ""
    )
    law = f'<p class="quiet">In law, see: {escape("; ".join(finding["law"]))}.</p>' if finding["law"] else ""
    return (
        f'<article class="entry" id="{_finding_anchor(finding["id"])}">'
        f"<h4>{escape(finding['id'])}. {_words(finding['statement'])}</h4>"
        f'<p class="quiet">{escape(finding["sort"].capitalize())}, rule {escape(finding["rule"])}{chance}. '
        f"{_words(finding['caveat'])}</p>{_picture(picture)}{method}{_list([*first, *more, *last])}{law}</article>"
    )


def _impact(content: Content) -> str:
    if not content.impact:
        return "<p>Nothing is written about this yet.</p>"
    cells = "".join(
        f'<tr><td><a href="#{_anchor(it["id"])}">{escape(it["when"])}</a></td><td>{_words(it["changes"])}</td><td>{_words(it["note"])}</td></tr>'
        for it in content.impact
    )
    return f'<div class="wide"><table><thead><tr><th scope="col">When</th><th scope="col">Changed</th><th scope="col">In their words</th></tr></thead><tbody>{cells}</tbody></table></div>'


def _steps(content: Content) -> str:
    return f"<p>{escape(content.level)}</p>" + (_list(map(escape, content.steps)) if content.steps else "")


def _elements(content: Content) -> str:
    parts: list[str] = []
    shown = {row.id for row in content.rows}
    for route, elements in groupby(content.elements, key=lambda element: str(element["route"])):
        parts.append(f"<h3>{escape(route)}</h3>")
        parts += (_element(element, shown) for element in elements)
    return "".join(parts) or "<p>The elements for this jurisdiction are not in this version yet.</p>"


def _element(element: Mapping[str, Any], shown: set[str]) -> str:
    ids = element["shows"]
    shows = ", ".join(_link(id) if id in shown else escape(id) for id in ids[:_MOST_IDS])
    shows += f" and {len(ids) - _MOST_IDS:,} more" if len(ids) > _MOST_IDS else ""
    missing = f"<p>Not there yet:</p>{_list(map(escape, element['missing']))}" if element["missing"] else ""
    name = at_start(element["element"])
    return (
        f'<article class="entry"><h4>{escape(name)}</h4>'
        f"<p>May help show it: {shows or 'nothing in the case yet'}.</p>{missing}</article>"
    )


def _exhibits(content: Content) -> str:
    rows = "".join(
        f'<tr id="{_anchor(it["ref"])}"><td>{escape(it["ref"])}</td><td>'
        + (
            f'<a href="exhibits/{quote(it["file"])}">{_words(it["what"] or it["file"])}</a>'
            if it["file"]
            else _words(it["what"])
        )
        + f'</td><td class="hash">{escape(it["sha256"])}</td></tr>'
        for it in content.exhibits
    )
    head = '<thead><tr><th scope="col">Reference</th><th scope="col">What it is</th><th scope="col">SHA-256 at intake</th></tr></thead>'
    return f'<div class="wide"><table>{head}<tbody>{rows}</tbody></table></div>'


def _method(content: Content) -> str:
    zone = f"Times are in {content.zone}. A time in words such as “about” is as exact as it is known."
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in (*MEANING, zone))
