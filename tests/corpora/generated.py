"""Mails as Persian and English customers' programs write them, always the same for one seed, each with what must become of it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from bench import words

ACCOUNT = "support@simorgh.example"
CHARSETS = {"fa": ["utf-8", "utf-8", "utf-8", "windows-1256"], "en": ["utf-8", "utf-8", "iso-8859-1"]}
INTRODUCTIONS = {
    "fa": ["در تاریخ یکشنبه ۱۰ اسفند ۱۴۰۴ ساعت ۱۰:۲۰ پشتیبانی <support@simorgh.example> نوشت:", "On Sun, 1 Mar 2026 at 10:20, Support <support@simorgh.example> wrote:"],
    "en": ["On Sun, 1 Mar 2026 at 10:20, Support <support@simorgh.example> wrote:", "On 1/3/26 10:20, Support wrote:"],
}
FILE_NAMES = {"fa": ["عکس صندلی {0}.jpg", "فاکتور-{0}.pdf"], "en": ["picture {0}.jpg", "invoice-{0}.pdf"]}
MACHINE_FIELDS = {"auto-reply": ("Auto-Submitted", "auto-replied"), "list": ("List-Id", "<news.example.com>")}
BOUNCE = """From: Mail Delivery System <mailer-daemon@{domain}>
To: {account}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{message_id}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

This is the mail system at {domain}. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


@dataclass(frozen=True)
class Wanted:
    """What must become of a mail. `parent` is the number of the mail whose case it continues, `again` of the one that it repeats."""

    number: int
    kind: str  # "person", "list" (a case without an acknowledgement), "auto-reply" and "bounce" (nothing)
    language: str
    address: str
    name: str
    subject: str
    text: str
    message_id: str
    quoted: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    parent: int | None = None
    parent_id: str = ""
    again: int | None = None


def generate(count: int, *, seed: str, start: datetime | None = None) -> Iterator[tuple[Wanted, bytes]]:
    """`count` mails: nine of ten of people, a third of those answering an earlier one of theirs; machines; 2 % the same bytes again."""
    random, at = Random(seed), start or datetime.now(UTC)
    people: list[Wanted] = []
    last: tuple[Wanted, bytes] | None = None
    for number in range(count):
        share = random.random()
        if share < 0.02 and last:
            yield replace(last[0], number=number, again=last[0].number), last[1]
            continue
        kind = "person" if share < 0.92 else random.choice(["auto-reply", "list", "bounce"])
        earlier = random.choice(people[-200:]) if kind == "person" and people and random.random() < 0.33 else None
        wanted = plan(random, number, kind, earlier, seed)
        raw = bounce(wanted) if kind == "bounce" else written(random, wanted, at)
        if kind == "person":
            people.append(wanted)
            last = (wanted, raw)
        yield wanted, raw


def plan(random: Random, number: int, kind: str, earlier: Wanted | None, seed: str) -> Wanted:
    """What one mail says, and of whom it is."""
    language = earlier.language if earlier else words.language(random)
    address = earlier.address if earlier else f"g{number}.{words.address(random, number)}"
    subject = words.sentence(random, language)[:70].strip(" \u200c")
    names = FILE_NAMES[language] if random.random() < 0.1 else []
    return Wanted(
        number,
        kind,
        language,
        address,
        earlier.name if earlier else words.person_name(random, language),
        f"Re: {subject}" if earlier else subject,
        matter(random, language),
        f"{seed}.{number}.{random.getrandbits(64):x}@{address.partition('@')[2]}",
        quoted=words.message(random, language, 2, 4) if earlier else "",
        files={name.format(number): random.randbytes(random.randrange(1, 20_000)) for name in names},
        parent=earlier.number if earlier else None,
        parent_id=earlier.message_id if earlier else "",
    )


def matter(random: Random, language: str) -> str:
    """What somebody says. It does not end in a closing ("with many thanks"), which is a signature and is cut."""
    text = words.message(random, language, 1, 6)
    while words.SENTENCES[language].split("\n")[-2 if language == "fa" else -1] in text:
        text = words.message(random, language, 1, 6)
    return text


def bounce(wanted: Wanted) -> bytes:
    """A report of a mail that was never ours."""
    domain = wanted.address.partition("@")[2]
    text = BOUNCE.format(domain=domain, account=ACCOUNT, message_id=wanted.message_id, address=wanted.address)
    return text.replace("\n", "\r\n").encode()


def written(random: Random, wanted: Wanted, at: datetime) -> bytes:
    """The mail: plain, with an HTML twin, or HTML alone; in a charset of its language; with a quote below when it answers."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f'"{wanted.name}" <{wanted.address}>'
    mail["To"] = f"Support <{ACCOUNT}>"
    mail["Message-ID"] = f"<{wanted.message_id}>"
    mail["Date"] = format_datetime(at + timedelta(seconds=wanted.number % 60))
    if wanted.parent_id:
        mail["In-Reply-To"] = mail["References"] = f"<{wanted.parent_id}>"
    if wanted.kind in MACHINE_FIELDS:
        name, value = MACHINE_FIELDS[wanted.kind]
        mail[name] = value
    intro = random.choice(INTRODUCTIONS[wanted.language])
    plain = f"{wanted.text}\n" + (f"\n{intro}\n{below(wanted.quoted)}\n" if wanted.quoted else "")
    encoding, shape = random.choice(["base64", "quoted-printable"]), random.random()
    if shape < 0.85:
        mail.set_content(plain, cte=encoding, charset=fitting(random, wanted.language, plain))
    if shape >= 0.85:
        mail.set_content(page(wanted, intro), subtype="html", cte=encoding)
    elif shape >= 0.4:
        mail.add_alternative(page(wanted, intro), subtype="html", cte=encoding)
    for name, content in wanted.files.items():
        major, minor = ("image", "jpeg") if name.endswith("jpg") else ("application", "pdf")
        mail.add_attachment(content, maintype=major, subtype=minor, filename=name)
    # Python 3.11 loses spaces where it folds an encoded subject; its older writer does not.
    subject = Header(wanted.subject, "utf-8", 70, "Subject").encode(linesep="\r\n")
    return f"Subject: {subject}\r\n".encode() + mail.as_bytes()


def fitting(random: Random, language: str, text: str) -> str:
    """A charset of the language that can hold the text."""
    charset = random.choice(CHARSETS[language])
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset


def below(quoted: str) -> str:
    """Quoted lines."""
    return "\n".join("> " + line for line in quoted.split("\n"))


def page(wanted: Wanted, intro: str) -> str:
    """The HTML that a mail program makes of it."""
    direction = "rtl" if wanted.language == "fa" else "ltr"

    def paragraphs(said: str) -> str:
        return "".join(f'<p dir="{direction}" style="line-height:1.8">{html.escape(part)}</p>' for part in said.split("\n\n"))

    quote = ""
    if wanted.quoted:
        inner = f'<div class="gmail_attr">{html.escape(intro)}</div><blockquote class="gmail_quote">{paragraphs(wanted.quoted)}</blockquote>'
        quote = f'<div class="gmail_quote">{inner}</div>'
    return f'<html><head><meta charset="utf-8"></head><body dir="{direction}"><div>{paragraphs(wanted.text)}</div>{quote}</body></html>'
