"""Senders that may be blocked: an address, or a whole domain as "@example.com", in one spelling."""

from __future__ import annotations

import unicodedata
from typing import Final

from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.kit.addresses import ConnectionProblem, clean_host

MOST_LABELS: Final = 8
# Everybody may have an address there, so the domain says nothing of who writes.
PUBLIC_DOMAINS: Final = frozenset(
    "gmail.com googlemail.com yahoo.com ymail.com yahoo.co.uk yahoo.fr yahoo.de rocketmail.com outlook.com hotmail.com live.com msn.com"
    " icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de web.de mail.com mail.ru yandex.com yandex.ru proton.me protonmail.com"
    " pm.me tutanota.com zoho.com fastmail.com qq.com 163.com 126.com chmail.ir mailfa.com mihanmail.ir iran.ir vatanmail.ir"
    " hotmail.co.uk hotmail.fr outlook.fr t-online.de orange.fr free.fr hey.com duck.com rediffmail.com naver.com".split()
)
# What stands below a country like a top-level domain: "@co.uk" would keep out a whole country's companies.
SECOND_LEVEL: Final = frozenset("co com ac gov org net edu sch id or ne go in plc ltd me".split())


class CannotBlock(ValueError):
    """This sender cannot be blocked; `code` says why: not-a-sender, ours, colleague, provider, too-wide."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def ascii_domain(domain: str) -> str:
    """A domain as mail servers write it (IDNA), or in lower case where it is none."""
    try:
        return clean_host(domain)
    except ConnectionProblem:
        return domain.strip().lower()


def normal_sender(typed: str) -> str:
    """An address or "@domain" in the spelling that is compared. Raises CannotBlock "not-a-sender" or "too-wide"."""
    text = unicodedata.normalize("NFKC", typed).strip().strip("<>").lower()
    local, at, domain = text.rpartition("@")
    domain = ascii_domain(domain.rstrip("."))
    labels = domain.split(".")
    if not at or "@" in local or len(labels) < 2 or not all(labels) or any(letter.isspace() for letter in text) or len(text) > 254:
        raise CannotBlock("not-a-sender", typed)
    if not local and len(labels) == 2 and labels[0] in SECOND_LEVEL and len(labels[1]) == 2:
        raise CannotBlock("too-wide", domain)
    return f"{local}@{domain}"


def candidates(sender: str) -> tuple[str, ...]:
    """Every value by which a sender may be blocked: the address, its domain and those above it."""
    local, at, domain = sender.lower().rpartition("@")
    if not at:
        return (sender or "-",)
    domain = ascii_domain(domain)
    labels = domain.split(".")[-MOST_LABELS:]
    return (f"{local}@{domain}", *("@" + ".".join(labels[start:]) for start in range(len(labels) - 1)))


def refuse_ours(value: str) -> None:
    """Raises CannotBlock for our own addresses, colleagues, the domains of either, and providers where everybody has an address."""
    local, _at, domain = value.rpartition("@")
    if not local and (domain in PUBLIC_DOMAINS):
        raise CannotBlock("provider", domain)
    for code, addresses in (
        ("ours", Channel.objects.exclude(address="").values_list("address", flat=True)),
        ("colleague", Person.objects.filter(is_active=True).values_list("email", flat=True)),
    ):
        if any(value in candidates(address) for address in addresses):
            raise CannotBlock(code, value)
