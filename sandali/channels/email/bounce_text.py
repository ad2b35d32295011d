"""Bounces that are only prose: is it one, whom does it name, what was said about each (qmail, Exim, Gmail, Exchange, …)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandali.channels.email.addresses import normal_address, without_tag
from sandali.channels.email.automatic import DAEMON, is_auto_submitted, null_sender
from sandali.channels.email.headers import Headers, decode_words

MAX_LINES = 400
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[^\W_](?:[\w-]{0,62})(?:\.[\w-]{1,63}){0,8}")
# Where the copy of our mail begins.
COPY = re.compile(
    r"[\s>*_]{0,6}(?:[-=_*]{2,60}.{0,60}(?:original (?:message|mail)|copy of the message|this is a copy|unsent message|returned message|message header|included is a copy|below this line|"
    r"header of the|undelivered message|mensaje original|encabezados originales)|original message (?:follows|headers)|message headers? follow|included is a copy|"
    r"original mail as follows|received: |return-path: |dkim-signature: |x-received: |mime-version: )",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"undeliver|un-?deliver|returned (?:mail|to sender|message)|delivery (?:status|failure|failed|report|notification|error|problem|has failed|unsuccessful)|failure notice|failure delivery|"
    r"mail (?:delivery|could not)|message (?:delivery|could not be delivered|status)|could not be delivered|not be delivered|permanent delivery|nondeliver|non remis|non recapitabile|"
    r"unzustellbar|mail system error|returning message|warning: (?:message|could not)|not listed in|returned mail|delivery delayed|loop alert|are not member|"
    r"échec|no se (?:ha )?pod|配信|送信|メッセージ(?:を)?(?:配信|送信)|rejected|bounce|تحویل (?:داده )?نشد|برگشت (?:نامه|ایمیل|خورد)|عدم تحویل|لم يتم (?:تسليم|التسليم)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:could|can|was|has|is|were|did)(?: ?n.t|not| not)(?: be| been)? (?:deliver|reach|send|sent)|(?:unable|fail(?:ed|ure)?) to (?:deliver|send)|delivery .{0,60}(?:fail|delayed|aborted|unsuccessful)|"
    r"undeliverable|permanent (?:fatal )?error|delivery (?:errors|problems)|error delivering|transcript of session|unknown user|user mailbox|invalid final delivery|failed \d+ attempts|"
    r"error message below|error occurred while trying to deliver|not a member of this|duplicated message-id|as their mailbox is full|rejected your message|(?:does|did) not (?:like|accept)|"
    r"送信できませんでした|配信|group you tried to contact|google ?groups|groups\.google|تحویل داده نشد|لم يتم تسليم",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(r"mail(?:er)?[ ._-]?(?:delivery|deliver|daemon)|system administrator|mail system|postmaster|interscan|mdaemon|delivery subsystem", re.IGNORECASE)
# A line that is about somebody who failed, though the address does not begin it.
ABOUT = re.compile(
    r"(?:deliver(?:ed|y|ing)?|message|mail|user|userid|mailbox|size|attempts|undeliverable|sent|recipients?|gateway|rcpt|failed|wrote)\b.{0,60}\b(?:to|for|:|user|userid|size|attempts)\b|unknown user|rcpt to|"
    r"final-recipient|invalid|\.\.\. |could ?n.t be found|wasn.t delivered|in <",
    re.IGNORECASE,
)
NOT_ABOUT = re.compile(r"^\s*(?:from|sender|mail from|original sender|reply-to|subject|to|cc|date|sent|message-id|by|x-[\w-]+|received|for further|please|contact|hello|dear|hi)\b.{0,40}?[:@ ]|mail from:|envelope|>>> mail|<<< mail|hi\. this is|(?:generated|expanded) from", re.IGNORECASE)
LEADS = re.compile(r"[\s>*<\"'\[(|-]{0,12}(?:mailto:)?$|^\s*(?:[^\s@<>]{1,40}\s*)<(?:mailto:)?$|^\s*[45]\d\d[ -](?:[45]\.\d+\.\d+ )?<?$")
FINAL = re.compile(r"\s*(?:5[05]\d) <?([^\s<>]{3,254}@[^\s<>]{1,250}?)>?(?:\.\.\.|,)")
PASSING = re.compile(r"\s*(?:421|250)[ -]|\s*-----")
DELAY = re.compile(r"\(delay\)|has been delayed|delivery (?:is |was )?delayed|warning message only|still (?:being retried|trying)|will (?:be retried|retry|continue to try)|delivery incomplete|not yet (?:been )?delivered", re.IGNORECASE)
FOUND_ID = re.compile(r"(?im)^[ \t>]{0,4}message-id:\s{0,4}(?:\r?\n\s{1,4})?<?([^<>\s]{3,500})>?")


@dataclass(slots=True)
class Said:
    """What a bounce says about one recipient."""

    address: str
    diagnostic: str
    status: str = ""
    command: str = ""
    delayed: bool = False


def read_text(headers: Headers, text: str, own: frozenset[str], *, certain: bool) -> list[Said] | None:
    """The recipients that a bounce in prose names; None when the mail is no bounce. `certain` when its form says it."""
    subject = decode_words(headers.get("subject"))[:300]
    report = before_copy(text)
    named = [address for value in headers.all("x-failed-recipients") for address in addresses(value)]
    if not (certain or named or looks_like_bounce(headers, subject, report)):
        return None
    to_us = own | {without_tag(address) for address in addresses(headers.get("to"))}
    found = spans(report, to_us) or spans(report, own)
    if named:
        found = {address: found.get(address) or " ".join(found.values()) or report for address in named}
    if not found:
        found = dict.fromkeys(guessed(headers, subject, report, to_us), report)
    if len(found) == 1 and not FINAL.search(report):
        found = {address: report for address in found}
    delayed = DELAY.search(subject) is not None or (DELAY.search(report[:1_500]) is not None and "permanent" not in report[:1_500].lower())
    if not found:
        return [] if certain else None
    return [Said(address, said.strip() or subject, "", command_in(said), delayed) for address, said in found.items()]


def looks_like_bounce(headers: Headers, subject: str, report: str) -> bool:
    """True when a machine wrote it and it says that something was not delivered."""
    sender = headers.get("from")
    local = next(iter(addresses(sender)), sender.strip("<> ")).partition("@")[0].strip("\"'<> ")
    body = BODY.search(report[:6_000]) is not None
    machine = DAEMON.match(local) is not None or DAEMON_NAME.search(decode_words(sender)) is not None or sender.strip() in ("<>", "")
    if machine:
        return body or SUBJECT.search(subject) is not None
    automatic = null_sender(headers) or is_auto_submitted(headers) or local.endswith("-admin") or local.startswith(("no-reply", "noreply"))
    return body and (automatic and (SUBJECT.search(subject) is not None or " " not in subject))


def before_copy(text: str) -> str:
    """The report without the copy of our mail below it."""
    kept: list[str] = []
    for line in text.splitlines()[: MAX_LINES * 2]:
        if kept and any(one.strip() for one in kept) and COPY.match(line[:200]):
            break
        kept.append(line[:1_000])
        if len(kept) >= MAX_LINES:
            break
    return "\n".join(kept)


def addresses(text: str) -> list[str]:
    """Every address in a piece of text, clean, in order, each once."""
    found = (normal_address(match.strip(".'`=*")) for match in ADDRESS.findall(text[:20_000]))
    return list(dict.fromkeys(address for address in found if address))


def spans(report: str, own: frozenset[str]) -> dict[str, str]:
    """Failed address to the lines about it. Lines that lead with an address count; only where there are none, lines
    that merely name one."""
    lines = report.splitlines()
    if "Transcript of session follows" in report and "fatal errors" not in report:
        found = transcript(lines, own)
        if found:
            return found
    for leading in (True, False):
        named = [failed_in(line, own, leading) for line in lines]
        if any(named):
            return about(lines, named)
    return {}


def about(lines: list[str], named: list[str]) -> dict[str, str]:
    """Each named address to the lines from its own to the next one's."""
    found: dict[str, list[str]] = {}
    current = ""
    for line, address in zip(lines, named, strict=True):
        current = address or current
        if current:
            found.setdefault(current, []).append(line)
    return {address: "\n".join(said) for address, said in found.items()}


def transcript(lines: list[str], own: frozenset[str]) -> dict[str, str]:
    """Sendmail 5, which names the recipient after the dialogue: there the lines before count."""
    found: dict[str, str] = {}
    held: list[str] = []
    for line in lines:
        match = FINAL.match(line)
        address = normal_address(match.group(1)) if match else ""
        if address and address not in found:
            found[address] = "\n".join([*held, line])
            held = []
        elif not PASSING.match(line):
            held.append(line)
    return found


def failed_in(line: str, own: frozenset[str], leading: bool) -> str:
    """The failed address that a line is about, "" when it is about none."""
    match = ADDRESS.search(line[:1_000])
    if match is None:
        return ""
    before = line[: match.start()]
    if NOT_ABOUT.search(line[: match.start() + 12]) or "http" in before:
        return ""
    if LEADS.search(before) is None and (leading or not ABOUT.search(line[:300])):
        return ""
    address = normal_address(match.group().strip(".'`=*"))
    return "" if not address or without_tag(address) in own or address.startswith("mailer-daemon@") else address


def guessed(headers: Headers, subject: str, report: str, own: frozenset[str]) -> list[str]:
    """When no line leads with an address: the first one that is not the reader's own or the machine's."""
    writer = set(addresses(headers.get("from"))) | set(addresses(headers.get("to")))
    candidates = [address for address in addresses(f"{report}\n{subject}") if without_tag(address) not in own and not address.startswith("mailer-daemon@")]
    return [address for address in candidates if address not in writer][:1] or candidates[:1] or list(writer - own)[:1]


def near(text: str, address: str) -> str:
    """The lines of the text about one address, for what a machine-readable report leaves out."""
    report = before_copy(text)
    found = spans(report, frozenset())
    return found.get(address, report if len(found) <= 1 else "")[:3_000]


def command_in(said: str) -> str:
    """The SMTP command that was answered with the refusal: "MAIL", "RCPT", "DATA" or ""."""
    lowered = said.lower()
    for command, pattern in (
        ("RCPT", r"rcpt to|rcpt command|smtp:rcpt|does not like recipient|(?:reply|response) to (?:the )?rcpt"),
        ("DATA", r"end of data|end-of-data|our final data|after data|pipelined data|\bdata command|message content"),
        ("MAIL", r"mail from:<|mail from:|>>> mail|sender was rejected|my name was rejected|mail command"),
    ):
        if re.search(pattern, lowered):
            return command
    return ""


def message_id(text: str) -> str:
    """Message-ID of the copy of our mail inside the text, "" when it is not there."""
    found = FOUND_ID.search(text)
    return found.group(1) if found else ""
