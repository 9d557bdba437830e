"""The short way through a message gives exactly what the standard library gives, or nothing."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from throughline.importers.mail import parts, plain

words = st.sampled_from(
    ["", "words", "two\nlines\n", "--b", "--bb", "--b--\n", "\n--b\n", "--c--", "a: b\n", " folded", "caf\u00e9", "=E2=80=93", "aGk=\n", "\t", "\x85", "\0"]
)  # fmt: skip
odd = st.text("abB-:;=\"' \t\n<>\\*/\u00e9\0", max_size=8)
types = st.sampled_from(
    [
        "text/plain", "text/html; charset=utf-8", 'Text/Plain; charset="UTF-8"; format=flowed', "text/plain;\n\tcharset=iso-8859-1",
        "multipart/mixed; boundary=b", 'multipart/alternative; boundary="b"', "multipart/mixed; boundary=bb",
        'multipart/related; type="text/html"; boundary="c"', "multipart/mixed", "multipart/digest; boundary=b", "multipart/mixed; boundary=",
        'application/pdf; name="a.pdf"', "image/png; name=a.png;", "message/rfc822", "message/delivery-status", "text",
        "text/plain; charset=utf-8; charset=ascii", "text/plain; charset", "text/plain; name*=utf-8''x", 'text/plain; name=""', 'text/plain; name=" x "',
        "text/plain; name=<x>", 'text/plain; name="a;b"', "application/x; name==?utf-8?q?x?=", "", 'text/plain; charset = "utf-8"',
    ]
)  # fmt: skip
dispositions = st.sampled_from(
    ["inline", "attachment", "Attachment; filename=a.txt", 'attachment; filename="a b.txt"', 'attachment; filename="a\n b"', "x-other", "inline;"]
)  # fmt: skip
encodings = st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "QUOTED-PRINTABLE ", "x-uuencode", ""])
names = st.sampled_from(["From", "DATE", "subject", "X-A", "Content-Type", ":", "no field", " folded", "From "])
fields = st.one_of(
    st.builds("Content-Type: {}\n".format, types),
    st.builds("Content-Disposition:{}\n".format, dispositions),
    st.builds("Content-Transfer-Encoding: {}\n".format, encodings),
    st.builds("{}:{}\n".format, st.sampled_from(["From", "DATE", "subject", "X-A"]), st.one_of(words, odd)),
    st.builds("{}: {}\n".format, names, odd),
)
heads = st.builds("".join, st.lists(fields, max_size=4))
ends = st.sampled_from(["\n", "\n", "\n", ""])


def multiparts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Messages whose parts are messages, their boundaries mostly in place."""

    def built(boundary: str, quoted: bool, pieces: list[str], before: str, close: str) -> str:
        between = f"\n--{boundary}\n"
        given_as = f'"{boundary}"' if quoted else boundary
        head = f"From: a@example.org\nContent-Type: multipart/mixed; boundary={given_as}\n\n"
        return head + before + between + between.join(pieces) + close.replace("BOUNDARY", boundary)

    closes = st.sampled_from(
        ["\n--BOUNDARY--\n", "\n--BOUNDARY--", "\n--BOUNDARY-- \nafter\n--BOUNDARY\n", "\n--BOUNDARY--x", "\n"]
    )
    boundaries = st.sampled_from(["b", "bb", "c", "=_x", "b'", "b:1"])
    return st.builds(built, boundaries, st.booleans(), st.lists(inner, min_size=1, max_size=3), words, closes)


single = st.builds("{}{}{}".format, heads, ends, st.builds("".join, st.lists(words, max_size=3)))
messages = st.recursive(single, multiparts, max_leaves=6)


@settings(max_examples=300, deadline=None)
@given(messages, st.sampled_from(["utf-8", "latin-1"]))
def test_the_short_way_and_the_careful_way_agree(message: str, charset: str) -> None:
    content = message.encode(charset)
    short = plain.parse(content)
    event("short" if short is not None else "careful")
    if short is not None:
        assert short == parts.parse(content)


def test_the_usual_message_goes_the_short_way() -> None:
    head = b"From: Sam <sam@example.org>\nSubject: =?utf-8?q?caf=C3=A9?=\nDate: Thu, 15 Jan 2026 10:18:40 +0000\n"
    part = b'--b\nContent-Type: text/%s; charset="UTF-8"\n\nwords\n\n'
    both = b'Content-Type: multipart/alternative; boundary="b"\n\n' + part % b"plain" + part % b"html" + b"--b--\n"
    for content in (head + b"\nwords\n", head + both):
        assert plain.parse(content) is not None
