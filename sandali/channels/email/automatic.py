"""Mail that no person wrote to us: which kind, so that nothing answers it (RFC 3834 and what predates it)."""

from __future__ import annotations

import re

from sandali.channels.adapter import Automatic
from sandali.channels.email.addresses import without_tag
from sandali.channels.email.headers import Headers, decode_words

AWAY = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:(?:auto(?:matic|mated|matische|matisch)?[ -]?(?:reply|response|antwort|svar)|autoreply|auto:|auto-?response)\b|"
    r"(?:away|absent) from (?:my |the )?(?:mail|office|desk)|out of (?:the |my )?office|ooo\b|vacation\b|on vacation\b|holiday (?:notice|reply)|"
    r"automatische (?:antwort|reactie)|automatisches svar|abwesenheit|abwesenheitsnotiz|ich bin (?:nicht )?(?:im|am) urlaub|réponse automatique|"
    r"absence du bureau|absent du bureau|respuesta autom[aá]tica|fuera de la oficina|resposta autom[aá]tica|risposta automatica|fuori sede|"
    r"autosvar|frånvaro|automatiskt svar|afwezig|автоответ|автоматический ответ|нет на месте|otomatik yanıt|"
    r"پاسخ خودکار|پاسخ اتوماتیک|پاسخگوی خودکار|پاسخ‌گوی خودکار|خارج از دفتر|در مرخصی|مرخصی هستم|رد تلقائي|الرد التلقائي|خارج المكتب|自动回复|自動返信)",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"^(?:(?:[\w.+-]{1,40}[._-])?no[._-]?reply|do[._-]?not[._-]?reply|dont[._-]?reply|noreply.*|no-reply.*|donotreply.*|nao-?responda|ne-?pas-?repondre|bounces?(?:[+=-].*)?|"
    r"auto[._-]?(?:reply|response|mailer|confirm).*|notifications?[._-]?no[._-]?reply)$",
    re.IGNORECASE,
)
DAEMON = re.compile(r"^(?:mailer[._-]?daemon|mail[._-]?daemon|post[._-]?master|mail\.?delivery\.?(?:system|subsystem)|mdaemon|double-bounce)$", re.IGNORECASE)
PRECEDENCE = {"bulk": "list", "list": "list", "junk": "list", "auto_reply": "auto-reply", "auto-reply": "auto-reply"}
LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "mailing-list", "x-mailing-list", "x-list", "x-mailman-version")
AUTO_REPLY_FIELDS = (
    "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-mail-autoreply", "x-auto-reply", "x-auto-response",
    "x-autoresponse", "x-vacation", "auto-reply", "x-amazon-auto-reply", "x-ironport-auto-reply",
)  # fmt: skip
# Exchange writes this on ordinary mail too; only these values tell of a machine.
SUPPRESS_MACHINE = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)


def null_sender(headers: Headers) -> bool:
    """True when the envelope sender was empty ("Return-Path: <>"), by which machines keep from being answered."""
    return any(re.sub(r"\s", "", value) in ("<>", "") for value in headers.all("return-path"))


def is_auto_submitted(headers: Headers) -> bool:
    """True for any Auto-Submitted other than "no" (RFC 3834 5)."""
    value = headers.get("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    return value not in ("", "no")


def is_auto_reply(headers: Headers) -> bool:
    """True when fields or subject say that an answering machine wrote it."""
    if is_auto_submitted(headers):
        return True
    if any(headers.get(name).strip().lower() not in ("", "no", "false", "0") for name in AUTO_REPLY_FIELDS):
        return True
    if headers.get("x-auto-response-suppress") and SUPPRESS_MACHINE.search(headers.get("x-auto-response-suppress")) and null_sender(headers):
        return True
    if "vacation" in headers.get("x-mailer").lower() or headers.get("delivered-to").strip().lower() in ("autoresponder", "vacation"):
        return True
    subject = decode_words(headers.get("subject"))[:200]
    return AWAY.match(re.sub(r"^\s*(?:(?:re|aw|sv|fwd?|پاسخ)\s*:\s*)+", "", subject, flags=re.IGNORECASE)) is not None


def is_list(headers: Headers) -> bool:
    """True for mailing lists and bulk mail."""
    return PRECEDENCE.get(headers.get("precedence").strip().lower()) == "list" or any(headers.has(name) for name in LIST_FIELDS)


def is_loop(headers: Headers, sender: str, own: frozenset[str]) -> bool:
    """True when the mail comes from one of our own addresses, or carries one in X-Loop."""
    if sender and without_tag(sender) in own:
        return True
    return any(without_tag(value.strip(" <>")) in own for value in headers.all("x-loop"))


def kind_of(headers: Headers, sender: str, own: frozenset[str]) -> Automatic:
    """Which kind of automatic mail the fields tell of, "" for a person's. Bounces and reports are told apart before
    (see bounces); `sender` is the clean address or "", `own` our addresses without plus parts."""
    local = sender.rpartition("@")[0]
    if is_loop(headers, sender, own):
        return "loop"
    if is_list(headers) and not is_auto_submitted(headers):
        return "list"
    if is_auto_reply(headers) or PRECEDENCE.get(headers.get("precedence").strip().lower()) == "auto-reply":
        return "auto-reply"
    if is_list(headers):
        return "list"
    if local and NO_REPLY.match(local):
        return "no-reply"
    if null_sender(headers) or DAEMON.match(local or "-"):
        return "auto-reply"
    return ""
