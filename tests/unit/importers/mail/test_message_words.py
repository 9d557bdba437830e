"""The words of a message: all of them, once, and said so where they are not sure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest

from throughline.domain.communication import Communication

ReadOne = Callable[..., Communication]
PLAIN = "Content-Type: text/plain; charset=utf-8\n\nplain words\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>html &amp; words</p>line<br>two<script>x()</script>\n"


def multipart(kind: str, *parts: str) -> tuple[str, str]:
    body = "".join(f"--B\n{part}\n" for part in parts)
    return f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="B"\n', f"{body}--B--\n"


def test_of_alternatives_the_plain_one_is_read_unless_it_is_empty(read_one: ReadOne) -> None:
    assert read_one(*multipart("alternative", PLAIN, HTML)).text == "plain words"
    assert (
        read_one(*multipart("alternative", "Content-Type: text/plain\n\n \n", HTML)).text == "html & words\nline\ntwo"
    )


def test_words_that_stand_beside_one_another_are_all_read(read_one: ReadOne) -> None:
    text = read_one(*multipart("mixed", HTML, "Content-Type: text/plain\n\nA list's footer\n")).text
    assert text == "html & words\nline\ntwo\nA list's footer"


@pytest.mark.parametrize(
    ("charset", "content", "text", "state"),
    [
        ("windows-1252", b"\x93caf\xe9\x94", "“café”", None),
        ("iso-8859-1", b"\x93caf\xe9\x94", "“café”", None),
        ("utf-8", b"\x93caf\xe9\x94", "“café”", "undecodable"),
        ("unknown-8bit", "café".encode(), "café", None),
        ("unknown-8bit", b"caf\xe9", "café", "undecodable"),
        ("gb2312", "中文𠀀".encode("gb18030"), "中文𠀀", None),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本", None),
        ("unicode_escape", b"a\\u0041", "a\\u0041", None),
        ("punycode", b"plain-", "plain-", None),
    ],
)
def test_charsets(read_one: ReadOne, charset: str, content: bytes, text: str, state: str | None) -> None:
    item = read_one(f"Content-Type: text/plain; charset={charset}\n", content)
    assert (item.text, item.state) == (text, state)


@pytest.mark.parametrize(
    ("encoding", "body", "text", "state"),
    [
        ("base64", b64encode("café".encode()).decode(), "café", None),
        ("base64 ;", b64encode(b"hello").decode(), "hello", None),
        ("base64", b64encode(b"hello you").decode() + "\n____\na footer", "hello you\n____\na footer", "undecodable"),
        ("base64", "these are not encoded!", "these are not encoded!", "undecodable"),
        ("quoted-printable", "caf=C3=A9 =ZZ soft=\nend", "café =ZZ softend", None),
        ("x-uuencode", "begin 644 a\n#:&D*\n`\nend\n", "hi", None),
    ],
)
def test_transfer_encodings(read_one: ReadOne, encoding: str, body: str, text: str, state: str | None) -> None:
    item = read_one(f"Content-Transfer-Encoding: {encoding}\n", body)
    assert (item.text, item.state) == (text, state)


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),
        ("=?utf-8?B?aGk?=", "hi"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        ("=?utf-8*en?q?caf=C3=A9?=", "café"),
        ("=?utf-8?q?two=0Alines?=", "two lines"),
        ("a\n folded\n\tfield", "a folded field"),
    ],
)
def test_subjects(read_one: ReadOne, written: str, subject: str) -> None:
    assert read_one(f"Subject: {written}\n").text == f"Subject: {subject}\n\nwords"


def test_file_names(read_one: ReadOne) -> None:
    names = [
        "Content-Disposition: attachment;\n filename*0*=utf-8''caf%C3%A9%20;\n filename*1*=%E2%80%93x.pdf\n\nx\n",
        "Content-Type: application/pdf; name==?utf-8?q?caf=C3=A9.pdf?=\n\nx\n",
        'Content-Disposition: attachment; filename="../../x.txt"\n\nx\n',
        "Content-Disposition: attachment; filename=cafés.txt\nContent-Type: text/plain\n\nx\n",
        "Content-Type: message/rfc822\n\nFrom: x@example.org\n\ninner\n",
        'Content-Type: application/ms-tnef; name="winmail.dat"\n\nx\n',
    ]
    item = read_one(*multipart("mixed", PLAIN, *names))
    assert item.text == "plain words"
    assert item.attachments == (
        "café –x.pdf",
        "café.pdf",
        ".._.._x.txt",
        "cafés.txt",
        "attached message",
        "winmail.dat",
    )
