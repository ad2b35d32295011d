"""What speaks for a program having filled in a form. Nothing is thrown away for it: it goes where people look at spam."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from django.utils import timezone

from sandali.channels.models import Arrival, Channel

TRAP, LINKS, MANY = "form-trap", "form-links", "form-many"
LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MOST_LINKS: Final = 5
LEAST_WORDS: Final = 4  # besides the links
MOST_AN_HOUR: Final = 5  # with one address


def is_little_but_links(text: str) -> bool:
    """Whether a text is made of links: many of them, or one with hardly a word around it."""
    links = LINK.findall(text)
    if not links:
        return False
    words = [word for word in LINK.sub(" ", text).split() if any(letter.isalpha() for letter in word)]
    return len(links) >= MOST_LINKS or len(words) < LEAST_WORDS


def network_of(address: str) -> str:
    """Whose an address of the internet is, as far as one can tell: itself, or the /64 of one of IPv6, which is one household's (or one
    program's with 2⁶⁴ addresses). What is no address is counted together."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "none"
    if found.version == 6 and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False).network_address)


def many_in_one_name(channel: Channel, lane: str) -> bool:
    """Whether many came with one address within an hour: somebody fills in somebody else's (RELIABILITY C11)."""
    since = timezone.now() - timedelta(hours=1)
    return bool(lane) and Arrival.objects.filter(channel=channel, lane=f"{channel.pk}:{lane}"[:120], received_at__gt=since).count() >= MOST_AN_HOUR
