"""What a provider's mail says became of a fax that left by mail: found by our tag, judged by its words. Without a database."""

from __future__ import annotations

import re
from typing import Final, Literal

from sandali.channels.adapter import Incoming, Receipt
from sandali.kit.secrets import mac, mac_ok

PURPOSE: Final = "fax-by-mail"
SIGNS: Final = 20
TAG: Final = re.compile(rf"sandali-(\d{{1,20}})-([a-z2-7]{{{SIGNS}}})(?![a-z2-7])", re.IGNORECASE)
LONGEST: Final = 20_000  # characters of a report that are read
# Said by the providers' reports that we know of, and in Persian. A word of failing is taken out before a word of success is looked for, as
# "unsuccessful" and «ارسال نشد» hold one.
FAILED: Final = re.compile(
    r"\b(?:fail(?:ed|ure|s)?|un(?:successful(?:ly)?|delivered|deliverable|able)|(?:not|n['’]t)(?: been| be)? (?:sent|delivered|successful|transmitted|completed)"
    r"|error|busy|no answer|rejected|cancell?ed|timed? ?out|insufficient|refused|aborted)\b"
    r"|ناموفق|(?:ارسال|فرستاده|تحویل|انجام) ن(?:شد|گردید)|اشغال|خطا|پاسخ نداد|بی.?پاسخ|شکست خورد|لغو شد|رد شد",
    re.IGNORECASE,
)  # fmt: skip
ON_ITS_WAY: Final = re.compile(
    r"\b(?:queued|queue|accepted|scheduled|in progress|being sent|will be (?:sent|faxed|delivered)|(?:received|got) your|submitted)\b|در صف|در حال ارسال|پذیرفته شد|ثبت شد",
    re.IGNORECASE,
)
DELIVERED: Final = re.compile(
    r"\b(?:success(?:ful(?:ly)?)?|delivered|transmitted|sent|completed|ok)\b|موفق|(?:ارسال|فرستاده|تحویل|انجام) (?:شد|گردید)", re.IGNORECASE
)
Word = Literal["delivered", "failed", "on-its-way", ""]


def tag_of(reference: str) -> str:
    """Our name for a fax that leaves by mail: nobody who has not seen it can tell us of it."""
    return f"sandali-{reference}-{mac(PURPOSE, reference, chars=SIGNS)}"


def tag_in(mail: Incoming) -> tuple[str, str]:
    """The tag that a mail names, and our reference in it: in what it answers, brings back or says; "" for none."""
    places = [*mail.references, mail.failed_message_id, mail.subject, mail.text[:LONGEST], mail.quoted[:LONGEST], *(file.name for file in mail.attachments)]
    for place in places:
        for found in TAG.finditer(place):
            if mac_ok(found[2], PURPOSE, found[1], chars=SIGNS):
                return found[0].lower(), found[1]
    return "", ""


def judged(words: str) -> Word:
    """What a text says; "" where it says nothing of it, or both."""
    failed = bool(FAILED.search(words))
    rest = FAILED.sub(" ", words)
    if failed:
        return "" if ON_ITS_WAY.search(rest) or DELIVERED.search(rest) else "failed"
    if ON_ITS_WAY.search(rest):
        return "on-its-way"
    return "delivered" if DELIVERED.search(rest) else ""


def report_in(mail: Incoming, tag: str, reference: str) -> tuple[Word, Receipt | None]:
    """What a mail that names our tag says of that fax, the subject before the text. A mail server's own report is a failure."""
    if mail.failed:
        final = next((one for one in mail.failed if one.hard), None)
        return ("failed", Receipt(tag, "failed", reason=final.reply or final.reason, reference=reference)) if final else ("on-its-way", None)
    for words in (mail.subject, mail.text[:LONGEST]):
        said = judged(TAG.sub(" ", words))
        if said == "failed":
            return said, Receipt(tag, "failed", reason=line_of(words), reference=reference)
        if said:
            return said, Receipt(tag, "delivered", reference=reference) if said == "delivered" else None
    return "", None


def line_of(words: str) -> str:
    """The line that says why."""
    return next((line.strip()[:300] for line in words.splitlines() if FAILED.search(line)), "")
