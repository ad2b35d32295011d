"""What stands in the thread of what was forwarded and of its answers, and the way to forward a message."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.actions.forwarding import receiver_of
from sandali.cases.models import Direction, Message
from sandali.kit.components.markup import icon
from sandali.kit.markup_text import format_html
from sandali.kit.page_addresses import reverse

NOTHING = SafeString("")
SIDES = {Direction.FORWARD: "agent beside", Direction.THIRD: "customer beside"}


def beside_line(message: Message) -> SafeString:
    """That a message is none between the customer and us; nothing for all others."""
    if message.direction == Direction.FORWARD:
        return line("mail-forward", _("Forwarded to %(address)s"), receiver_of(message))
    if message.direction == Direction.THIRD:
        return line("lock", _("%(address)s answers what was forwarded. The customer does not see it."), message.from_value)
    return NOTHING


def line(icon_name: str, words: str, address: str) -> SafeString:
    """A sentence with an address in it, which keeps its own direction."""
    said = format_html(words % {"address": "{}"}, format_html('<bdi class="ltr">{}</bdi>', address))
    return format_html('<p class="also-to in-words">{}<span>{}</span></p>', icon(icon_name, small=True), said)


def way_to_forward(message: Message, rights: frozenset[str]) -> SafeString:
    """The link that passes a message on; for a third person's answer, the one that answers them."""
    if message.direction not in (Direction.IN, Direction.THIRD) or "answer" not in rights:
        return NOTHING
    words = _("Answer them") if message.direction == Direction.THIRD else _("Forward this message")
    address = f"{reverse('case_forwarding', args=[message.case_id])}?message={message.pk}"
    name = "arrow-back-up" if message.direction == Direction.THIRD else "mail-forward"
    return format_html('<a class="original" href="{}" title="{}">{}</a>', address, words, icon(name, small=True, label=words))
