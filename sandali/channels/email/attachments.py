"""Files that came with a mail: safe names, exact content, a label for kinds that are kept but not opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandali.channels.adapter import Attached
from sandali.channels.email import charsets
from sandali.channels.email.headers import decode_words, parameters
from sandali.channels.email.mime import Part
from sandali.kit.text import isolate

MAX_ATTACHMENTS = 100
MAX_NAME = 150
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
EXTENSIONS = {
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "message/rfc822": ".eml", "image/jpeg": ".jpg",
    "image/jpg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "application/pdf": ".pdf", "application/zip": ".zip",
    "application/pkcs7-mime": ".p7m", "application/x-pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s", "application/pgp-signature": ".asc",
    "application/ms-tnef": ".dat", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/amr": ".amr", "video/mp4": ".mp4", "text/vcard": ".vcf",
}  # fmt: skip
STANDARD_NAMES = {
    "text/calendar": "invite.ics",
    "message/delivery-status": "delivery-status.txt", "message/feedback-report": "feedback-report.txt", "text/rfc822-headers": "headers.txt",
    "message/disposition-notification": "disposition-notification.txt",
}  # fmt: skip
LABELS = {
    "application/ms-tnef": "winmail", "application/vnd.ms-tnef": "winmail", "application/pkcs7-mime": "smime", "application/x-pkcs7-mime": "smime",
    "application/pkcs7-signature": "smime", "application/x-pkcs7-signature": "smime", "application/pgp-encrypted": "pgp",
    "application/pgp-signature": "pgp", "application/pgp-keys": "pgp", "application/pgp": "pgp", "message/partial": "partial",
    "message/external-body": "partial", "message/rfc822": "message", "message/global": "message", "message/news": "message",
}  # fmt: skip


def declared_name(part: Part) -> str:
    """The file name as the sender gave it, decoded, "" when there is none."""
    for source in (part.disposition_parameters, part.parameters):
        for key in ("filename", "name"):
            if source.get(key):
                return decode_words(source[key])
    return ""


def safe_name(name: str) -> str:
    """A name that shows and saves as what it is: no path, no controls, no turned text, at most 150 characters, the
    extension kept. "" when nothing remains."""
    name = isolate(re.sub(r"[\x00-\x1f\x7f]", "", name)).replace("\\", "/").rpartition("/")[2]
    name = FORBIDDEN.sub("_", name).strip(" .\u200c")
    if len(name) > MAX_NAME:
        extension = EXTENSION.search(name)
        end = extension.group() if extension else ""
        name = name[: MAX_NAME - len(end)].rstrip(" .") + end
    return f"_{name}" if RESERVED.match(name) else name


def unique(name: str, taken: set[str]) -> str:
    """The name, or the name with a number where it is taken already (case does not tell names apart)."""
    stem, dot, end = name.rpartition(".") if EXTENSION.search(name) else (name, "", "")
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{end}"
    taken.add(candidate.casefold())
    return candidate


def label_of(part: Part, name: str) -> str:
    """The label of a kind that we keep and do not open, "" for ordinary files."""
    if name.lower() == "winmail.dat":
        return "winmail"
    if part.parent_type == "multipart/encrypted" and part.content_type == "application/octet-stream":
        return "pgp"
    return LABELS.get(part.content_type, "")


def fallback_name(part: Part, number: int) -> str:
    """A name for a file that has none; an attached mail is named after its subject."""
    extension = EXTENSIONS.get(part.content_type, "")
    if part.content_type in STANDARD_NAMES:
        return STANDARD_NAMES[part.content_type]
    if part.content_type.startswith("message/"):
        head = part.raw_body(20_000)
        subject = re.search(rb"(?im)^subject:[ \t]*([^\r\n]{1,300}(?:\r?\n[ \t][^\r\n]{1,300}){0,4})", head)
        written = charsets.guess(b" ".join(subject.group(1).split())) if subject else ""
        stem = safe_name(decode_words(written))[: MAX_NAME - 10].strip(" .")
        return f"{stem or f'message-{number}'}.eml"
    return f"attachment-{number}{extension}"


def files(parts: list[Part], html: str, remarks: list[str]) -> Iterator[Attached]:
    """The attachments among `parts`, at most 100 (more is a remark), names unique."""
    taken: set[str] = set()
    parts = without_repeated_invitation(parts)
    for number, part in enumerate(parts, start=1):
        if number > MAX_ATTACHMENTS:
            remarks.append("too-many-attachments")
            return
        declared = safe_name(declared_name(part))
        content_id = content_id_of(part)
        referenced = bool(content_id) and f"cid:{content_id}" in html
        picture = part.content_type.startswith("image/")
        yield Attached(
            name=unique(declared or fallback_name(part, number), taken),
            content_type=part.content_type if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,100}", part.content_type, re.ASCII) else "application/octet-stream",
            content=part.content(),
            content_id=content_id,
            inline=referenced or (picture and part.disposition == "inline" and part.parent_type == "multipart/related"),
            label=label_of(part, declared),
        )


def without_repeated_invitation(parts: list[Part]) -> list[Part]:
    """The parts without a nameless text/calendar that comes a second time as a file (Google and Outlook do that)."""
    calendars = [part for part in parts if part.content_type in ("text/calendar", "application/ics")]
    named = {part.content() for part in calendars if declared_name(part)}
    repeated = {id(part) for part in calendars if not declared_name(part) and part.content() in named}
    return [part for part in parts if id(part) not in repeated]


def content_id_of(part: Part) -> str:
    """The Content-ID without its brackets, "" when missing or not fit for an URL."""
    value = part.headers.get("content-id").strip().strip("<>").strip()
    return value if re.fullmatch(r"[^\s<>\"'\x00-\x20]{1,250}", value) else ""


def is_encrypted(parts: list[Part]) -> bool:
    """True when a part is the mail itself, enciphered (S/MIME enveloped data or PGP/MIME)."""
    for part in parts:
        if part.content_type == "multipart/encrypted":
            return True
        if part.content_type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            kind = parameters(part.headers.get("content-type"))[1].get("smime-type", "enveloped-data").lower()
            if "signed" not in kind and "compressed" not in kind and "certs" not in kind:
                return True
    return False
