"""The servers of well-known mail providers, from the domain of an address (each provider's own help pages)."""

from __future__ import annotations

from typing import Any

# Domain → (IMAP host, SMTP host). TLS on both: 993 and 465, unless the provider only offers STARTTLS on 587.
_GMAIL = ("imap.gmail.com", "smtp.gmail.com")
_OUTLOOK = ("outlook.office365.com", "smtp-mail.outlook.com")
_YAHOO = ("imap.mail.yahoo.com", "smtp.mail.yahoo.com")
_ICLOUD = ("imap.mail.me.com", "smtp.mail.me.com")
PROVIDERS: dict[str, tuple[str, str]] = {
    "gmail.com": _GMAIL,
    "googlemail.com": _GMAIL,
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), _OUTLOOK),
    **dict.fromkeys(("yahoo.com", "yahoo.co.uk", "ymail.com"), _YAHOO),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _ICLOUD),
    "chmail.ir": ("mail.chmail.ir", "mail.chmail.ir"),
    "mailfa.com": ("mail.mailfa.com", "mail.mailfa.com"),
    "zoho.com": ("imap.zoho.com", "smtp.zoho.com"),
    "fastmail.com": ("imap.fastmail.com", "smtp.fastmail.com"),
    "gmx.com": ("imap.gmx.com", "mail.gmx.com"),
    "yandex.com": ("imap.yandex.com", "smtp.yandex.com"),
}
ONLY_STARTTLS = {"smtp-mail.outlook.com", "smtp.mail.me.com"}
PLUS_ADDRESSES = {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "fastmail.com"}


def guess_servers(address: str) -> dict[str, Any]:
    """Settings to begin with for an address: known ones for a known provider, else mail.<domain>, as most hosts have it.

    {} when it is no address. `guessed` is True when the names are only usual, not known."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if not local or "." not in domain:
        return {}
    imap, smtp = PROVIDERS.get(domain, (f"mail.{domain}", f"mail.{domain}"))
    starttls = smtp in ONLY_STARTTLS
    return {
        "imap_host": imap,
        "imap_port": 993,
        "imap_security": "tls",
        "imap_username": address.strip(),
        "smtp_host": smtp,
        "smtp_port": 587 if starttls else 465,
        "smtp_security": "starttls" if starttls else "tls",
        "smtp_username": address.strip(),
        "plus_addressing": domain in PLUS_ADDRESSES,
        "guessed": domain not in PROVIDERS,
    }
