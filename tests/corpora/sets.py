"""The sets of mails beside this checkout, as bytes with names."""

from __future__ import annotations

import email
import json
from email.utils import parseaddr
from pathlib import Path

from tests.corpora.way import Mail, Outcome

# Folder -> how many mails stand in it.
FOLDERS = {"mail-bounces": 221, "mail-helpdesk": 39, "mail-imap-fetched": 35, "mail-malformed": 43, "mail-odd": 52, "mail-replies": 30}
NOT_MAILS = (".md", ".txt", ".json", ".gitattributes")
ENVELOPE = "From: Anna <anna{number}@example.com>\nTo: support@simorgh.example\nSubject: {name}\nMessage-ID: <{name}@example.com>\n"
TYPE = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


def mails_of(data: Path, folder: str) -> list[Mail]:
    """The mails of a set in the order of their names; bodies alone (mail-replies) get a plain header."""
    if folder == "mail-replies":
        return [reply(path, number) for number, path in enumerate(sorted((data / folder / "emails").glob("*.txt")))]
    paths = sorted(path for path in (data / folder).rglob("*") if path.is_file() and not path.name.endswith(NOT_MAILS))
    return [(str(path.relative_to(data / folder)), path.read_bytes()) for path in paths]


def reply(path: Path, number: int) -> Mail:
    """A body as somebody's mail."""
    head = ENVELOPE.format(number=number, name=path.stem) + TYPE
    return path.name, head.encode() + path.read_bytes()


def parents_first(mails: list[Mail]) -> list[Mail]:
    """The same mails in the order in which they can have been written: what refers to another comes after it."""
    referring = [one for one in mails if refers(one, mails)]
    return [one for one in mails if one not in referring] + referring


def refers(mail: Mail, mails: list[Mail]) -> bool:
    """Whether it names the Message-ID of another one of them."""
    ids = {message_id(raw) for name, raw in mails if name != mail[0]} - {""}
    return bool(ids & set(references(mail[1])))


def message_id(raw: bytes) -> str:
    """Its Message-ID as Python's own parser gives it, without brackets."""
    return str(email.message_from_bytes(raw)["message-id"] or "").strip().strip("<>")


def references(raw: bytes) -> list[str]:
    """What it says that it answers, by Python's own parser."""
    mail = email.message_from_bytes(raw)
    fields = [str(value) for name in ("in-reply-to", "references") for value in mail.get_all(name, [])]
    return [word.strip("<>,") for value in fields for word in value.split()]


def writer(raw: bytes) -> str:
    """The address in its From, by Python's own parser, in lower case."""
    return parseaddr(str(email.message_from_bytes(raw)["from"] or ""))[1].lower()


def threading_misses(outcome: Outcome) -> list[str]:
    """Mails that name an earlier mail of the same writer in this set and do not stand in its case."""
    cases: dict[tuple[str, str], set[int]] = {}
    misses = []
    for one in outcome.taken:
        if one.message is None:
            continue
        who = writer(one.raw)
        wanted = set().union(*(cases.get((who, reference), set()) for reference in references(one.raw)))
        if wanted and one.message.case_id not in wanted:
            misses.append(one.name)
        cases.setdefault((who, message_id(one.raw)), set()).add(one.message.case_id)
    return misses


def expectations(data: Path, folder: str) -> dict[str, dict]:
    """What stands beside the mails, by name; {} for a set without."""
    path = data / folder / "expected.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def expected_misses(data: Path, outcome: Outcome) -> tuple[list[tuple[str, str]], int]:
    """(what of mail-imap-fetched's expectations is not so in what was stored, how many expectations there are)."""
    taken = {one.name: one for one in outcome.taken}
    misses, total = [], 0
    for name, wanted in sorted(expectations(data, "mail-imap-fetched").items()):
        for key, value in wanted.items():
            total += 1
            found = stored(taken[name].message, key)
            if found is not None and " ".join(str(found).split()) != " ".join(str(value).split()):
                misses.append((name, key))
    return misses, total


def stored(message, key: str) -> object:
    """What the database holds for one key; None for what only the source holds (HTML, the date of a mail that was not kept)."""
    if message is None:
        return ""
    to = next((other["value"] for other in message.others if other["role"] == "to"), "")
    return {
        "subject": message.case.subject, "from": message.from_value, "from->mail": message.from_value, "sender->mail": message.from_value,
        "from->personal": message.from_name, "to": to, "to->mail": to, "message_id": message.external_id,
        "attachments": message.attachments.count(), "date_utc": f"{message.sent_at:%Y-%m-%d %H:%M:%S}" if message.sent_at else "",
        "getTextBody": f"{message.text}\n{message.quoted}", "getHTMLBody": None,
    }[key]  # fmt: skip
