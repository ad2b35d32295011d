"""Whole mails: bytes in, facts out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandali.channels.adapter import Party, Unreadable
from sandali.channels.email.reading import read
from tests.channels.email.conftest import MAILS, SETTINGS

DAMAGE = [b"\x00", b"\xff", b"\r", b"\n\n", b"=?", b"?=", b'"', b"<", b">", b";", b"--", b":", b"*0*=''", b"\x1b$B", b"(", b"@", b"utf-16", b"\xd8", b"begin 644 a\n"]
ORDER = "سلام، وقت بخیر\n\nسفارشم هنوز به دستم نرسیده. شمارهٔ سفارش ۱۲۳۴۵ است.\nممنون می‌شوم پیگیری کنید."
INVOICE = "با سلام\n\nلطفاً فاکتور رسمی را برای شرکت ما صادر کنید."
DEVICE = "با سلام\n\nدستگاه خريداري شده روشن نمي شود. لطفا راهنمايي کنيد."
ADDRESS = "سلام\nلطفاً نشانی من را به تهران، خیابان ولیعصر تغییر دهید."
NORMAL = [
    ("gmail_fa", "Re: پیگیری سفارش", ORDER, [], "fa"),
    ("outlook_fa", "RE: فاکتور سفارش ۷۷۷", INVOICE, [], "fa"),
    ("outlook_fa_html_only", "RE: فاکتور سفارش ۷۷۷", INVOICE, [], "fa"),
    ("iphone_fa", "Re: رنگ صندلی", "سلام، رنگ مشکی را می‌خواهم، نه سفید", [], "fa"),
    ("yahoo_fa", "Re: تغییر نشانی", ADDRESS, [], "fa"),
    ("cp1256", "خرابي دستگاه", DEVICE, [], "fa"),
    ("cp1256_undeclared", "خرابي دستگاه", DEVICE, [], "fa"),
    ("utf8_called_latin", "کد تخفیف", "کد تخفیف من کار نمی‌کند.", [], "fa"),
    ("iso2022jp", "椅子の在庫について", "お世話になります。\n椅子の在庫はありますか。", [], ""),
    ("inline_image", "عکس خرابی", "سلام، عکس خرابی را می‌بینید:\n\nلطفاً تعویض کنید.", [("عکس خرابی.png", 70)], "fa"),
    ("forwarded", "Fwd: تأخیر در ارسال", "سلام، نامهٔ زیر را مشتری برای من فرستاده است. لطفاً رسیدگی کنید.", [], "fa"),
    ("calendar", "دعوت: جلسهٔ بررسی قرارداد", "برای جلسهٔ بررسی قرارداد دعوت شده‌اید.", [("invite.ics", 163)], "fa"),
]


@pytest.mark.reliability("B1")
@pytest.mark.parametrize(("name", "subject", "text", "files", "language"), NORMAL, ids=[row[0] for row in NORMAL])
def test_a_normal_mail_gives_its_text_names_and_files(mail, name, subject, text, files, language):
    incoming = mail(name)
    assert incoming.subject == subject
    assert incoming.text == text
    assert [(file.name, len(file.content)) for file in incoming.attachments] == files
    assert incoming.language == language
    assert incoming.automatic == ""
    assert incoming.remarks == ()
    assert incoming.sent_at == datetime(2025, 11, 3, 11, 10, 12, tzinfo=UTC)
    assert incoming.to == (Party(kind="email", value="support@sandali.example", name="پشتیبانی صندلی"),)
    assert incoming.delivered_to == ("support@sandali.example",)


@pytest.mark.reliability("B8")
@pytest.mark.parametrize(
    ("name", "files", "remarks"),
    [
        ("winmail", [("winmail.dat", "winmail", 64)], ()),
        ("smime_signed", [("smime.p7s", "smime", 43)], ()),
        ("smime_encrypted", [("smime.p7m", "smime", 200)], ("encrypted",)),
        ("pgp_encrypted", [("attachment-1", "pgp", 10), ("encrypted.asc", "pgp", 66)], ("encrypted",)),
        ("uuencode", [("report.bin", "uuencode", 512)], ()),
        ("partial", [("whole.eml", "partial", 63)], ()),
    ],
)
def test_what_we_do_not_open_is_kept_and_labelled(mail, name, files, remarks):
    incoming = mail(name)
    assert [(file.name, file.label, len(file.content)) for file in incoming.attachments] == files
    assert incoming.remarks == remarks


def test_a_uuencoded_file_leaves_the_text_and_keeps_its_bytes(mail):
    incoming = mail("uuencode")
    assert incoming.text == "The report is below."
    assert incoming.attachments[0].content == bytes(range(256)) * 2


def test_answers_between_the_quotes_are_kept_whole(mail):
    incoming = mail("answers_between")
    assert "صندلی اداری مدل ۲۰۱" in incoming.text and "> به کدام نشانی بفرستیم؟" in incoming.text
    assert incoming.quoted == ""


def test_an_inline_image_is_known_by_its_content_id(mail):
    (image,) = mail("inline_image").attachments
    assert (image.content_id, image.inline, image.content[:4]) == ("photo1@gmail.example", True, b"\x89PNG")


@pytest.mark.reliability("B9")
def test_what_was_cut_can_always_be_shown(mail):
    for name in ("gmail_fa", "outlook_fa", "outlook_fa_html_only", "iphone_fa", "yahoo_fa", "forwarded"):
        assert "صندلی" in mail(name).quoted or "بستهٔ" in mail(name).quoted or "نشانی شما" in mail(name).quoted, name


def test_the_html_part_is_handed_on_as_it_came(mail):
    assert mail("gmail_fa").html.startswith('<div dir="rtl">سلام، وقت بخیر<div><br></div>')


def test_references_come_nearest_first(mail):
    assert mail("gmail_fa").references == ("t.1.a.mac@sandali.example", "t.0.z.mac@sandali.example")


@pytest.mark.reliability("B6")
@pytest.mark.parametrize(
    ("date", "remarks"),
    [
        ("", ()),
        ("Mon, 01 Jan 1601 00:00:00 +0000", ("date-absurd",)),
        ("Fri, 31 Dec 9999 23:59:59 +0000", ("date-absurd",)),
        ("Mon, 03 Nov 2025 14:40:12 +9999", ("date-absurd",)),
        ("yesterday", ("date-absurd",)),
        ("99999999999999999999 Nov 2025 14:40:12", ("date-absurd",)),
    ],
)
def test_an_absurd_date_is_no_date(read_bytes, date, remarks):
    incoming = read_bytes(f"From: a@b.example\r\nDate: {date}\r\n\r\nhello".encode())
    assert (incoming.sent_at, incoming.remarks) == (None, remarks)


def test_a_date_with_comments_and_blanks_is_read(read_bytes):
    incoming = read_bytes(b"From: a@b.example\r\nDate: Fri, 21 Nov 1997 09(comment):   55  :  06 -0600\r\n\r\nhello")
    assert incoming.sent_at == datetime(1997, 11, 21, 15, 55, 6, tzinfo=UTC)


def test_no_bytes_are_no_mail():
    with pytest.raises(Unreadable):
        read(b" \r\n\r\n", settings={})


def test_a_mail_without_any_field_is_still_read(read_bytes):
    incoming = read_bytes(b"\r\nonly words\r\n")
    assert (incoming.sender, incoming.text, incoming.external_id) == (None, "only words", "")


def test_nul_bytes_and_lone_surrogates_never_come_through(read_bytes):
    raw = b"From: =?utf-8?q?a=00b=ED=A0=80?= <a@b.example>\r\nSubject: x\x00y\r\nMessage-ID: <a\x00b@c>\r\n\r\nte\x00xt \xed\xa0\x80"
    incoming = read_bytes(raw)
    shown = f"{incoming.subject}{incoming.text}{incoming.sender.name}{incoming.external_id}"
    assert "\x00" not in shown
    assert not any("\ud800" <= char <= "\udfff" for char in shown)


def test_two_message_ids_give_the_first(read_bytes):
    assert read_bytes(b"From: a@b.example\r\nMessage-ID: <one@x>\r\nMessage-ID: <two@x>\r\n\r\nhi").external_id == "one@x"


def test_an_empty_message_id_is_none(read_bytes):
    assert read_bytes(b"From: a@b.example\r\nMessage-ID: <>\r\n\r\nhi").external_id == ""


def test_the_plus_address_of_ours_is_noted_and_strangers_are_not(read_bytes):
    raw = b"Delivered-To: Support+tok123@Sandali.example\r\nFrom: a@b.example\r\nTo: x@y.example\r\nCc: support+other@sandali.example\r\n\r\nhi"
    assert read_bytes(raw).delivered_to == ("support+tok123@sandali.example", "support+other@sandali.example")


def test_our_loop_mark_comes_back_as_written(read_bytes):
    assert read_bytes(b"From: a@b.example\r\nX-Sandali-Loop: v1.abc.def\r\n\r\nhi").loop_mark == "v1.abc.def"


def test_the_html_decides_where_the_plain_text_shows_no_quote(read_bytes):
    html = '<p>Yes please</p><div class="gmail_quote">old words</div>'
    raw = (
        "From: a@b.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nYes please\r\nold words\r\n"
        f"--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n"
    )
    incoming = read_bytes(raw.encode())
    assert (incoming.text, incoming.quoted) == ("Yes please", "old words")


@pytest.mark.reliability("B5")
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(MAILS.glob("*.eml"))), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(DAMAGE)), max_size=12))
def test_damaged_mails_are_read_without_an_exception(path, damage):
    raw = bytearray(path.read_bytes())
    for where, piece in damage:
        place = int(where * len(raw))
        raw[place : place + 2] = piece
    (incoming,) = read(bytes(raw), settings=SETTINGS)
    shown = f"{incoming.text}{incoming.quoted}{incoming.html}{incoming.subject}{[file.name for file in incoming.attachments]}"
    assert "\x00" not in shown
    assert not any("\ud800" <= char <= "\udfff" for char in shown)
