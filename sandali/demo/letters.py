"""Raw mails for what only real mail shows: HTML with a table and pictures, quoted answers, a bounce, an answering machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from django.utils.html import format_html, format_html_join

from sandali.demo.matters import render, table_of
from sandali.demo.pictures import logo

# A picture that the reader decides about; .example can never be reached.
REMOTE_PICTURE = "https://pictures.baran-hotel.example/banner.png"
LOGO = "logo@baran-hotel.example"


def new_letter(sender: tuple[str, str], to: str, subject: str, at: datetime, number: int) -> EmailMessage:
    """A mail without its text. `sender` is (name, address)."""
    name, address = sender
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(name, addr_spec=address)
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = format_datetime(at - timedelta(seconds=9))
    letter["Message-ID"] = f"<{number:016x}@{address.rpartition('@')[2]}>"
    return letter


def quoting_answer(
    letter: EmailMessage, text: str, *, answered: str, message_id: str, company: str, day: str, hour: str, language: str
) -> bytes:
    """An answer to a mail of ours that quotes it, as mail programs do."""
    [line] = table_of(language, "lists")["quote-line"]
    intro = render(line, {"day": day, "hour": hour, "company": company}, Random(0))
    quoted = "\n".join(f"> {row}".rstrip() for row in answered.splitlines())
    letter["In-Reply-To"] = letter["References"] = f"<{message_id}>"
    letter.set_content(f"{text}\n\n{intro}\n\n{quoted}\n")
    return letter.as_bytes()


def table_letter(letter: EmailMessage, language: str, random: Random) -> bytes:
    """An inquiry as hotels send them: a letterhead, a coloured table, a banner that lives elsewhere."""
    lists = table_of(language, "lists")
    [intro], [outro] = lists["html-intro"], lists["html-outro"]
    goods = random.sample(sorted(set(lists["names-of-goods"])), 6)
    rows = [(number, name, number * 4 + 8, random.choice(lists["colors"])) for number, name in enumerate(goods, 1)]
    letter.set_content("\n\n".join([intro, "\n".join(f"{row[0]}. {row[1]}: {row[2]}" for row in rows), outro]))
    cells = "<tr><td>{}</td><td>{}</td><td align='center'>{}</td><td>{}</td></tr>"
    page = format_html(
        "<div dir='{}'><img src='cid:{}' width='48' height='48' alt=''><p>{}</p>"
        "<table border='1' cellpadding='6' bgcolor='#f4efe4'><tr>{}</tr>{}</table>"
        "<p>{}</p><img src='{}' width='480' height='90' alt='Baran'></div>",
        "rtl" if language == "fa" else "ltr", LOGO, intro,
        format_html_join("", "<th>{}</th>", ((word,) for word in lists["html-head"])),
        format_html_join("", cells, rows), outro, REMOTE_PICTURE,
    )  # fmt: skip
    letter.add_alternative(str(page), subtype="html")
    parts = letter.get_payload()
    assert isinstance(parts, list)
    html = parts[1]
    assert isinstance(html, EmailMessage)
    html.add_related(logo(), "image", "png", cid=f"<{LOGO}>", filename="logo.png", disposition="inline")
    return letter.as_bytes()


def away_answer(letter: EmailMessage, message_id: str, language: str) -> bytes:
    """An answering machine."""
    [text] = table_of(language, "lists")["away-text"]
    letter["Auto-Submitted"] = "auto-replied"
    letter["In-Reply-To"] = letter["References"] = f"<{message_id}>"
    letter.set_content(text + "\n")
    return letter.as_bytes()


def bounce(to: str, address: str, message_id: str, at: datetime) -> bytes:
    """A mail server's report that a mail of ours could not be delivered (RFC 3464)."""
    host = address.rpartition("@")[2]
    head = [
        f"From: Mail Delivery System <MAILER-DAEMON@mx.{host}>", f"To: {to}", "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}", f"Message-ID: <bounce.{message_id.partition('@')[0]}@mx.{host}>", "MIME-Version: 1.0",
        "Auto-Submitted: auto-replied", 'Content-Type: multipart/report; report-type=delivery-status; boundary="=b"', "",
    ]  # fmt: skip
    parts = [
        "--=b", "Content-Type: text/plain", "", f"<{address}>: no such user here", "",
        "--=b", "Content-Type: message/delivery-status", "", f"Reporting-MTA: dns; mx.{host}", "",
        f"Final-Recipient: rfc822; {address}", "Action: failed", "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown", "",
        "--=b", "Content-Type: text/rfc822-headers", "", f"Message-ID: <{message_id}>", f"To: {address}", "", "--=b--", "",
    ]  # fmt: skip
    return "\r\n".join([*head, *parts]).encode()
