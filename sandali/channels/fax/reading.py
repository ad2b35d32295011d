"""A fax as facts: one that HylaFAX's scripts handed over, a provider's mail with pages in it, or what became of one of ours. Pure, but for
the first page of a PDF, which a process of its own draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sandali.channels.adapter import FIRST_PAGE, Attached, Incoming, Party, Reached, Receipt, Unreadable
from sandali.channels.email import reading as mails
from sandali.channels.fax.reports import report_in, tag_in
from sandali.channels.fax.tiff import Broken, is_pdf, is_tiff, pages_of
from sandali.kit.digits import localize_digits
from sandali.kit.downloads import image_preview, safe_name
from sandali.kit.pdf_pages import UNDRAWN, FirstPage, first_page
from sandali.kit.phones import parse_phone
from sandali.kit.text import clean

KIND: Final = "fax"
HEAD: Final = b"sandali-fax 1 "
LONGEST_HEAD: Final = 8192  # bytes
CUT: Final = "fax-cut"  # a remark: receiving was broken off
# How a job of HylaFAX's ends (FaxNotify's $why): what else it says is on the way still, or nothing that we follow.
ENDS: Final[dict[str, Reached]] = {
    "done": "delivered", "failed": "failed", "rejected": "failed", "removed": "failed", "killed": "failed", "timedout": "failed",
    "no_formatter": "failed", "format_failed": "failed", "poll_failed": "failed", "poll_rejected": "failed",
}  # fmt: skip
# A telephone number inside other words: digits with what people put between them.
NUMBER: Final = r"(\+?\(?\d[\d ./-]{0,6}\)?[\d ./-]{2,24}\d)"
PLACE: Final = "{number}"
MOST_DRAWN: Final = 5  # PDFs of one fax: each may take half a minute


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What came. Raises Unreadable."""
    if raw.startswith(HEAD):
        known, content = opened(raw)
        return [ended(known)] if known.get("tag") else [received(known, content, settings)]
    if not raw.strip() or b":" not in raw.partition(b"\n")[0]:
        raise Unreadable(_("This is neither a fax nor a mail that brings one."))
    return [mailed(raw, settings)]


def opened(raw: bytes) -> tuple[dict[str, str], bytes]:
    """What stands in our own line, and the fax behind it. Raises Unreadable."""
    line, _end, content = raw[len(HEAD) :].partition(b"\n")
    try:
        found = json.loads(line[:LONGEST_HEAD])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unreadable(_("This is neither a fax nor a mail that brings one."))
    return {str(name): clean(str(value)) for name, value in found.items()}, content


def ended(known: dict[str, str]) -> Incoming:
    """How one of our own faxes ended; a word for us that opens nothing."""
    reached = ENDS.get(known.get("why", ""))
    receipts = (Receipt(known["tag"], reached, reason=known.get("status", "")),) if reached else ()
    return Incoming(sender=None, receipts=receipts, automatic="" if receipts else "command")


def received(known: dict[str, str], content: bytes, settings: dict[str, Any]) -> Incoming:
    """A fax that a machine took. Raises Unreadable."""
    name = safe_name(known.get("file") or "fax") if "." in known.get("file", "") else f"fax{ending(content)}"
    text, files = pages_as_files(((name, content),))
    sender = caller(known.get("from", ""), settings, name=known.get("name", ""))
    return Incoming(
        sender=sender,
        external_id=f"fax:{known['id']}" if known.get("id") else "",
        text=text,
        attachments=files,
        remarks=(CUT,) if known.get("error") else (),
        chat=sender.value if sender is not None else "",
        known_by=telephone_of(sender),
        no_matter=True,
    )


def telephone_of(sender: Party | None) -> tuple[Party, ...]:
    """The same number as a telephone: one line often is both."""
    return (Party("phone", sender.value),) if sender is not None and sender.value.startswith("+") else ()


def pages_as_files(pages: Iterable[tuple[str, bytes]]) -> tuple[str, tuple[Attached, ...]]:
    """What came, in a few words, and its files as they came (name, content), before a PDF the picture of its first page. Raises Unreadable."""
    words: list[str] = []
    files: list[Attached] = []
    left = MOST_DRAWN
    for name, content in pages:
        if is_pdf(content):
            drawn = first_page(content) if left else UNDRAWN
            left -= bool(left)
            words.append(words_of_pdf(drawn))
            if drawn.picture:
                files.append(Attached(safe_name(f"{name}.png"), "image/png", drawn.picture, inline=True, label=FIRST_PAGE))
        else:
            words.append(words_of(content))
        files.append(Attached(name, type_of(content), content))
    return "\n".join(words), tuple(files)


def words_of_pdf(drawn: FirstPage) -> str:
    """How many pages, or why there is no picture of the first one."""
    if drawn.picture:
        return counted(drawn.pages)
    if drawn.why == "locked":
        return _("A fax as a PDF that is locked by a password. Please open the file.")
    if drawn.why == "many":
        shown = {"pages": localize_digits(str(drawn.pages), get_language() or "en")}
        return _("A fax as a PDF of %(pages)s pages, too many to be shown here. Please open the file.") % shown
    return _("A fax as a PDF. It cannot be shown as a picture here: please open the file.")


def words_of(content: bytes) -> str:
    """What came, in a few words, for who reads the case. Raises Unreadable for what is no fax or cannot be opened."""
    if not is_tiff(content):
        raise Unreadable(_("This is neither a TIFF nor a PDF. The file is kept."))
    try:
        pages = pages_of(content)
    except Broken as problem:
        raise Unreadable(_("The fax ends before its own directory says. The file is kept.")) from problem
    if image_preview(content) is None:
        raise Unreadable(_("The pages of the fax cannot be read. The file is kept."))
    return counted(pages)


def counted(pages: int) -> str:
    """How many pages a fax has."""
    return ngettext("A fax of one page.", "A fax of %(pages)s pages.", pages) % {"pages": localize_digits(str(pages), get_language() or "en")}


def type_of(content: bytes) -> str:
    """What it is by its own beginning."""
    return "application/pdf" if is_pdf(content) else "image/tiff"


def ending(content: bytes) -> str:
    """What such a file is called."""
    return ".pdf" if is_pdf(content) else ".tif"


def caller(number: str, settings: dict[str, Any], *, name: str = "") -> Party | None:
    """Who sent it: by their number where it is one, else by what their machine calls itself; None where nothing is known."""
    written = clean(number).strip()[:60]
    phone = parse_phone(written, str(settings.get("region") or "IR"))
    if phone is not None:
        return Party(KIND, phone.e164, clean(name).strip()[:160], shown=phone.e164)
    return Party(KIND, " ".join(written.lower().split()), clean(name).strip()[:160], shown=written) if written else None


def mailed(raw: bytes, settings: dict[str, Any]) -> Incoming:
    """A fax that a provider sends on as a mail. Raises Unreadable where it is not from there, or says no number, or brings no pages."""
    [mail] = mails.read(raw, settings=settings)
    tag, reference = tag_in(mail)
    if tag and mail.failed:  # a mail server, which nobody named, says that our own mail did not arrive
        return reported(mail, tag, reference)
    allowed = lines(settings.get("mail_from"))
    sender = mail.sender.value.lower() if mail.sender is not None else ""
    if not any(sender == one or (one.startswith("@") and sender.endswith(one)) for one in allowed):
        raise Unreadable(_("This mail is not from the address by which your provider sends faxes on."))
    if tag:
        return reported(mail, tag, reference)
    pages = tuple(file for file in mail.attachments if is_pdf(file.content) or is_tiff(file.content))
    if not pages:
        raise Unreadable(_("This mail brings no pages, neither as a TIFF nor as a PDF."))
    addresses = [sender, *(party.value for party in (*mail.to, *mail.reply_to)), *mail.delivered_to]
    number = number_in([mail.subject, *addresses, mail.text], lines(settings.get("mail_patterns")) or [PLACE])
    if not number:
        raise Unreadable(_("The mail does not say from which number the fax came."))
    party = caller(number, settings)
    text, files = pages_as_files((safe_name(file.name), file.content) for file in pages)
    return Incoming(
        sender=party, external_id=mail.external_id, text=text, attachments=files, sent_at=mail.sent_at, chat=party.value if party else "",
        known_by=telephone_of(party), no_matter=True,
    )  # fmt: skip


def reported(mail: Incoming, tag: str, reference: str) -> Incoming:
    """What became of a fax of ours that left by mail; also where the report brings its pages back. Raises Unreadable where it says neither."""
    word, receipt = report_in(mail, tag, reference)
    if not word:
        raise Unreadable(_("This mail is about a fax of ours, and does not say whether it arrived."))
    return Incoming(sender=None, receipts=(receipt,) if receipt else (), automatic="" if receipt else "command")


def lines(value: object) -> list[str]:
    """What a field of the form says, a thing a line, in lower case."""
    return [line.strip().lower() for line in str(value or "").splitlines() if line.strip()]


def number_in(texts: list[str], patterns: list[str]) -> str:
    """The first number that stands as one of the patterns says ("fax from {number}"); "" for none. Linear in what is read."""
    for pattern in patterns:
        before, _place, after = pattern.partition(PLACE)
        wanted = re.compile(re.escape(before) + NUMBER + re.escape(after), re.IGNORECASE)
        for text in texts:
            found = wanted.search(clean(text)[:2000])
            if found:
                return found[1]
    return ""
