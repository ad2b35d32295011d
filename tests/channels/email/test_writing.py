"""The bytes of a mail that leaves, read again by a parser that is not ours."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy

import pytest

from sandali.channels.adapter import Outgoing, OutgoingFile, Party
from sandali.channels.email import writing
from sandali.channels.email.reading import read
from sandali.kit import files
from sandali.kit.headers import HeaderRefused

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
PLAIN = Outgoing(
    message_id="t.12.abcdef.mark@simorgh.example",
    to=Party("email", "mina@example.com", "مینا کریمی"),
    from_name="سارا (سیمرغ)",
    subject="پاسخ: خرابی یخچال",
    text="سلام\n\nدرست شد.",
    html='<html lang="fa" dir="rtl"><body><p>سلام</p></body></html>',
    language="fa",
    loop_mark="12.mark",
    in_reply_to="question@example.com",
    references=("first@example.com", "question@example.com"),
)


def written(outgoing: Outgoing, *, reply_to: str = "") -> bytes:
    return b"".join(writing.write_mail(outgoing, address="support@simorgh.example", reply_to=reply_to, at=AT))


def parsed(outgoing: Outgoing, **more):
    return email.message_from_bytes(written(outgoing, **more), policy=policy.default)


def test_a_persian_mail_says_what_it_should():
    mail = parsed(PLAIN)
    assert [
        str(mail[name]) for name in ("From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Content-Language", "Date")
    ] == [
        '"سارا (سیمرغ)" <support@simorgh.example>', "مینا کریمی <mina@example.com>", "پاسخ: خرابی یخچال",
        "<t.12.abcdef.mark@simorgh.example>", "<question@example.com>", "<first@example.com> <question@example.com>", "fa",
        "Sat, 21 Nov 2026 10:30:00 +0000",
    ]  # fmt: skip
    assert mail["X-Sandali-Loop"] == "12.mark"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == "سلام\n\nدرست شد."
    assert 'dir="rtl"' in mail.get_body(("html",)).get_content()


def test_a_person_s_answer_carries_no_mark_of_a_machine_or_a_list():
    names = {name.lower() for name, _value in parsed(PLAIN).items()}
    assert names & {"auto-submitted", "precedence", "x-auto-response-suppress", "reply-to", "cc"} == set()
    assert [name for name in names if name.startswith("list-")] == []


def test_automatic_mail_says_so():
    mail = parsed(replace(PLAIN, automatic=True))
    assert (mail["Auto-Submitted"], mail["Precedence"]) == ("auto-replied", "bulk")
    assert parsed(replace(PLAIN, automatic=True, in_reply_to=""))["Auto-Submitted"] == "auto-generated"


def test_every_line_is_short_and_ascii():
    long = replace(PLAIN, subject="بسیار " * 80, references=tuple(f"{'r' * 60}{number}@example.com" for number in range(50)))
    head = written(long).partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) <= 98
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert str(email.message_from_bytes(head, policy=policy.default)["Subject"]) == ("بسیار " * 80).strip()


def test_references_are_the_first_and_the_last_nineteen():
    ids = tuple(f"id{number}@example.com" for number in range(50))
    kept = str(parsed(replace(PLAIN, references=ids))["References"]).split()
    assert kept == ["<id0@example.com>", *(f"<id{number}@example.com>" for number in range(31, 50))]


def test_the_files_come_out_as_they_went_in(settings, tmp_path):
    settings.FILES = tmp_path
    settings.ROOM_MINIMUM = 0
    wanted = {
        "فاکتور شماره ۱۲ از فروشگاه بسیار دور و دراز ما.pdf": bytes(range(256)) * 2000,
        "plain.txt": b"text",
        'a "quoted" \\ name.txt': b"",
        "گزارش.eml": b"From: x\r\n\r\ny",
    }
    kinds = ["application/pdf", "text/plain", "no type at all", "message/rfc822"]
    outgoing = replace(
        PLAIN,
        files=tuple(
            OutgoingFile(name, kind, files.put(content)) for (name, content), kind in zip(wanted.items(), kinds, strict=True)
        ),
    )
    raw = written(outgoing)
    found = {part.get_filename(): part.get_payload(decode=True) for part in email.message_from_bytes(raw, policy=policy.default).iter_attachments()}
    assert found == wanted
    ours = read(raw, settings={})[0].attachments
    assert [file.content for file in ours] == list(wanted.values())
    assert [file.name for file in ours][:2] == list(wanted)[:2]  # the odd ones were made safe to save


def test_our_own_reader_reads_it_as_a_mail_of_ours():
    found = read(written(PLAIN), settings={"addresses": ["support@simorgh.example"]})[0]
    assert (found.automatic, found.loop_mark, found.external_id, found.subject) == (
        "loop", "12.mark", PLAIN.message_id, PLAIN.subject,
    )  # fmt: skip


@pytest.mark.parametrize("breaking", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\u2029", "\x00", "=?utf-8?q?=0D=0ABcc:_x@evil.example?="])
@pytest.mark.reliability("D6")
def test_no_subject_or_name_makes_a_header(breaking):
    evil = f"Hello{breaking}Bcc: victim@evil.example"
    clean = {name for name, _value in email.message_from_bytes(written(PLAIN)).items()}
    for outgoing in (
        replace(PLAIN, subject=evil), replace(PLAIN, from_name=evil), replace(PLAIN, to=Party("email", "mina@example.com", evil)),
    ):  # fmt: skip
        mail = email.message_from_bytes(written(outgoing), policy=policy.default)
        assert set(mail.keys()) == clean
        assert [address.addr_spec for address in mail["To"].addresses] == ["mina@example.com"]


@pytest.mark.parametrize(
    "address",
    [
        "mina@example.com\r\nBcc: x@evil.example", "mina@example.com, x@evil.example", "mina@example.com>", "a@b@example.com",
        "mina@example.com\u2028", " mina@example.com", "mina", "", "a b@example.com", "mina@example.com\x00",
    ],
)  # fmt: skip
@pytest.mark.reliability("D6")
def test_an_address_that_is_not_one_address_is_refused(address):
    with pytest.raises(HeaderRefused):
        writing.recipients_of(replace(PLAIN, to=Party("email", address)))


@pytest.mark.reliability("D6")
def test_ids_that_are_not_ids_are_refused_or_left_out():
    with pytest.raises(HeaderRefused):
        written(replace(PLAIN, message_id="x>\r\nBcc: y"))
    mail = parsed(replace(PLAIN, in_reply_to="a\r\nBcc: x@evil.example", references=("b c", "d>\n", "ok@example.com")))
    assert (mail["In-Reply-To"], mail["References"], mail["Bcc"]) == (None, "<ok@example.com>", None)


def test_domains_in_other_letters_go_out_in_ascii():
    assert writing.address_of("info@سلام.ایران") == "info@xn--mgbx5cf.xn--mgba3a4f16a"


def test_the_reply_address_carries_the_token():
    assert writing.reply_address("support@simorgh.example", "12.mac") == "support+12.mac@simorgh.example"
    assert writing.reply_address("support+shop@simorgh.example", "12.mac") == ""
    assert parsed(PLAIN, reply_to="support+12.mac@simorgh.example")["Reply-To"] == "support+12.mac@simorgh.example"
