"""Write the exports of the Riverside example from its story. Standard library only; the same story gives the same bytes.

    python examples/riverside/write_exports.py

Everything in it is made up. The layouts are those of the real apps: WhatsApp on Android in the United Kingdom (times to the
minute, in the phone's zone), SMS Backup & Restore (milliseconds since 1970), and a mailbox in the mboxrd form.
"""

from __future__ import annotations

import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
STORY = HERE / "story"
EXPORTS = HERE / "exports"
LONDON = ZoneInfo("Europe/London")
EXPORTED = datetime(2026, 4, 1, 8, 14, 20, tzinfo=LONDON)

_CALLS = {"in": (1, 1), "out": (2, 1), "missed": (3, 1), "rejected": (5, 1)}
"""What a call was, as its type; and that its number was shown."""
_BEYOND_FIRST_PLANE = re.compile("[\U00010000-\U0010ffff]")
_WITHHELD = 2
_SENT = 2


class Line(NamedTuple):
    """One line of a story file: its day, its time of day as written, and the rest."""

    day: str
    time: str
    rest: str


def main() -> None:
    """Write all four exports, replacing those that are there."""
    EXPORTS.mkdir(exist_ok=True)
    numbers = read_numbers()
    write_chat(EXPORTS / "WhatsApp Chat with Sam.zip")
    (EXPORTS / "sms-20260401.xml").write_text(texts_xml(numbers), encoding="utf-8", newline="\n")
    (EXPORTS / "calls-20260401.xml").write_text(calls_xml(numbers), encoding="utf-8", newline="\n")
    (EXPORTS / "mail.mbox").write_bytes(b"".join(mailbox()))


def read_lines(name: str) -> Iterator[Line]:
    """The lines of a story file, each with its day; lines that begin with a bar go on with the one before."""
    day, held = "", None
    for line in (STORY / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and held is not None:
            held = held._replace(rest=held.rest + "\n" + line[2:])
            continue
        if held is not None:
            yield held
            held = None
        if line.startswith("== "):
            day = line[3:]
        elif line and not line.startswith("#"):
            time, rest = line.split(" ", 1)
            held = Line(day, time, rest)
    if held is not None:
        yield held


def read_numbers() -> dict[str, str]:
    """The phone book: name to number."""
    lines = (STORY / "people.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line)


def write_chat(path: Path) -> None:
    """The chat as WhatsApp exports it with its media: a text file and the pictures that were still on the phone."""
    lines = [chat_line(line) for line in read_lines("chat.txt")]
    text = "\n".join(lines) + "\n"
    pictures = sorted(set(re.findall(r"IMG-\d{8}-WA\d{4}\.jpg", text)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(member("WhatsApp Chat with Sam.txt"), text.encode())
        for name in pictures:
            archive.writestr(member(name), (HERE / "media" / name).read_bytes())


def member(name: str) -> zipfile.ZipInfo:
    """A file in the archive, dated when the chat was exported."""
    info = zipfile.ZipInfo(name, EXPORTED.timetuple()[:6])
    info.external_attr = 0o600 << 16
    return info


def chat_line(line: Line) -> str:
    """A line of the chat as the app writes it. `{file NAME}` is a picture, which the app marks with U+200E."""
    day = datetime.fromisoformat(line.day).strftime("%d/%m/%Y")
    words = re.sub(r"\{file (.+?)\}", "\u200e\\1 (file attached)", line.rest.removeprefix("* "))
    return f"{day}, {line.time} - {words}"


def texts_xml(numbers: dict[str, str]) -> str:
    """The texts as a backup of SMS Backup & Restore."""
    rows = []
    for line in read_lines("texts.txt"):
        arrow, rest = line.rest.split(" ", 1)
        who, words = rest.split(" | ", 1)
        sent = arrow == ">"
        at, name = moment(line), who if who in numbers else "(Unknown)"
        rows.append(element("sms", {
            "protocol": "0", "address": address(numbers.get(who, who)), "date": milliseconds(at, words),
            "type": str(_SENT if sent else 1), "subject": "null", "body": words, "toa": "null", "sc_toa": "null",
            "service_center": "null" if sent else "+447700900009", "read": "1", "status": "-1", "locked": "0",
            "date_sent": "0" if sent else f"{int(at.timestamp()) - 1}000", "sub_id": "1",
            "readable_date": readable(at), "contact_name": name,
        }))  # fmt: skip
    return backup("smses", "sms", rows)


def calls_xml(numbers: dict[str, str]) -> str:
    """The call log as a backup of SMS Backup & Restore. A withheld number is empty and has presentation 2."""
    rows = []
    for line in read_lines("calls.txt"):
        what, rest = line.rest.split(" ", 1)
        who, duration = rest.rsplit(" ", 1)
        kind, presentation = _CALLS[what]
        at = moment(line)
        is_withheld = who == "withheld"
        rows.append(element("call", {
            "number": "" if is_withheld else address(numbers.get(who, who)), "duration": duration,
            "date": milliseconds(at, line.rest), "type": str(kind),
            "presentation": str(_WITHHELD if is_withheld else presentation), "subscription_id": "1",
            "post_dial_digits": "", "subscription_component_name": "null", "readable_date": readable(at),
            "contact_name": who if who in numbers else "(Unknown)",
        }))  # fmt: skip
    return backup("calls", "calls", rows)


def backup(root: str, stylesheet: str, rows: list[str]) -> str:
    """The frame that the app puts around its rows."""
    made = f"<!--File Created By SMS Backup & Restore v10.21.001 on {EXPORTED:%d/%m/%Y %H:%M:%S}-->"
    opening = {"count": str(len(rows)), "backup_set": "5d0f6c1e-0b57-4c1c-9a51-7d2b0e8c4f10",
               "backup_date": f"{int(EXPORTED.timestamp())}000", "type": "full"}  # fmt: skip
    return "\n".join([
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>", made,
        f'<?xml-stylesheet type="text/xsl" href="{stylesheet}.xsl"?>',
        element(root, opening).removesuffix(" />") + ">", *(f"  {row}" for row in rows), f"</{root}>", "",
    ])  # fmt: skip


def element(name: str, attributes: dict[str, str]) -> str:
    """An empty XML element, with characters beyond the first plane as references, as the app writes them."""
    written = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name} {_BEYOND_FIRST_PLANE.sub(lambda found: f'&#{ord(found[0])};', written)} />"


def moment(line: Line) -> datetime:
    """When a line happened, in London."""
    return datetime.fromisoformat(f"{line.day}T{line.time}").replace(tzinfo=LONDON)


def milliseconds(at: datetime, words: str) -> str:
    """The moment in milliseconds since 1970. The last three digits come from the words, so that they stay the same."""
    return str(int(at.timestamp()) * 1000 + zlib.crc32(words.encode()) % 1000)


def readable(at: datetime) -> str:
    """The moment as the app writes it for people."""
    return f"{at.day} {at:%b %Y %H:%M:%S}"


def address(number: str) -> str:
    """A number as the network gives it: national mobile numbers in full, all others as they are."""
    plain = number.replace(" ", "")
    return "+44" + plain[1:] if re.fullmatch(r"0[27]\d{9}", plain) else plain


def mailbox() -> Iterator[bytes]:
    """The letters as a mailbox in the mboxrd form: a line of a body that begins with "From " gets a ">" before it."""
    letters = tomllib.loads((STORY / "letters.toml").read_text(encoding="utf-8"))["letter"]
    for number, letter in enumerate(letters, 1):
        content = email(letter, number).as_bytes()
        escaped = re.sub(rb"^(>*From )", rb">\1", content, flags=re.MULTILINE)
        at = letter["at"].astimezone(ZoneInfo("UTC"))
        yield f"From {letter['address']} {at:%a %b} {at.day:2} {at:%H:%M:%S %Y}\n".encode() + escaped + b"\n"


def email(letter: dict[str, Any], number: int) -> EmailMessage:
    """One letter with the headers a mailbox keeps, the last server's first."""
    at, domain = letter["at"], letter["address"].split("@")[1]
    message = EmailMessage(policy=default)
    message["Return-Path"] = f"<{letter['address']}>"
    message["Delivered-To"] = "alex@example.org"
    message["Received"] = (
        f"from {letter['server']} ({letter['server']} [{letter['network']}]) by mx.example.org with ESMTPS"
        f" id 4riv{number:04} for <alex@example.org>; {format_datetime(at)}"
    )
    message["Authentication-Results"] = f"mx.example.org; spf=pass smtp.mailfrom={domain}"
    message["Date"] = at
    message["From"] = Address(letter["name"], addr_spec=letter["address"])
    message["To"] = Address("Alex", addr_spec="alex@example.org")
    message["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.{number:04}@{domain}>"
    message["Subject"] = letter["subject"]
    message.set_content(letter["body"].lstrip("\n"))
    if "html" in letter:
        message.add_alternative(letter["html"].lstrip("\n"), subtype="html")
        message.set_boundary(f"=_rota_{number:04}")
    return message


if __name__ == "__main__":
    main()
