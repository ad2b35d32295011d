"""Mails as people send them: plain, with an HTML twin and a quote, HTML alone, one in ten with a file; Persian and English."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from bench import words

TO = "support@simorgh.example"
QUOTE_LINE = {"fa": "در تاریخ {date} {name} نوشت:", "en": "On {date}, {name} wrote:"}
STYLE = "font-family:Tahoma,Arial,sans-serif;font-size:14px;line-height:1.8"


def mails(count: int, *, seed: str, start: datetime | None = None) -> Iterator[bytes]:
    """`count` mails, always the same for one seed. A third answer an earlier one of the same person."""
    random = Random(seed)
    at = start or datetime.now(UTC)
    sent: list[tuple[str, str, str]] = []
    for number in range(count):
        earlier = random.choice(sent[-300:]) if sent and random.random() < 0.33 else None
        language = words.language(random)
        name, address, _id = earlier or (words.person_name(random, language), words.address(random, random.randrange(60_000)), "")
        own_id = f"{seed}.{number}.{random.getrandbits(64):x}@{address.partition('@')[2]}"
        mail = one(random, language, name, address, number)
        mail["Message-ID"] = f"<{own_id}>"
        mail["Date"] = format_datetime(at + timedelta(seconds=number))
        if earlier:
            mail["In-Reply-To"] = mail["References"] = f"<{earlier[2]}>"
        sent.append((name, address, own_id))
        yield mail.as_bytes()


def one(random: Random, language: str, name: str, address: str, number: int) -> EmailMessage:
    """One mail with its body, without Message-ID and Date."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f'"{name}" <{address}>'
    mail["To"] = f"Support <{TO}>"
    mail["Subject"] = words.sentence(random, language)[:70]
    mail["Received"] = f"from mx.{address.partition('@')[2]} by mail.simorgh.example with ESMTPS id {random.getrandbits(40):x}"
    text, quoted = words.message(random, language, 2, 8), words.message(random, language, 2, 5)
    intro = QUOTE_LINE[language].format(date="2026-03-01 10:20", name="Support")
    shape = random.random()
    encoding = random.choice(["base64", "quoted-printable"])
    if shape < 0.35:
        mail.set_content(text + "\n", cte=encoding)
    elif shape < 0.85:
        below = "\n".join("> " + line for line in quoted.split("\n"))
        mail.set_content(f"{text}\n\n{intro}\n{below}\n", cte=encoding)
        mail.add_alternative(page(text, language, intro=intro, quoted=quoted), subtype="html", cte=encoding)
    else:
        mail.set_content(page(text, language), subtype="html", cte=encoding)
    if number % 10 == 9:
        mail.add_attachment(random.randbytes(40_000), maintype="image", subtype="jpeg", filename=f"عکس-{number}.jpg")
    return mail


def page(text: str, language: str, *, intro: str = "", quoted: str = "") -> str:
    """The HTML that a mail program makes of it."""
    direction = "rtl" if language == "fa" else "ltr"

    def paragraphs(said: str) -> str:
        return "".join(f'<p dir="{direction}" style="{STYLE}">{html.escape(part)}</p>' for part in said.split("\n\n"))

    quote = f'<div class="gmail_quote"><div class="gmail_attr">{intro}</div><blockquote class="gmail_quote">{paragraphs(quoted)}</blockquote></div>'
    return (
        '<html><head><meta charset="utf-8"><style>p{margin:0 0 1em}</style></head>'
        f'<body dir="{direction}"><div>{paragraphs(text)}</div>{quote if quoted else ""}</body></html>'
    )
