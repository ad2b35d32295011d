"""What a reader should know about how a message came: cut, from another address, an automatic answer, a name that pretends."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.actions.opening import YES_REPORTED
from sandali.cases.actions.timing import SLEEPS_ON, STAYS_SETTLED
from sandali.cases.in_public import stands_in_public
from sandali.cases.models import Case, Direction, Message
from sandali.kit.components.markup import icon

# Codes of channels.email; a code without a line here is of no use to a reader.
REMARKS = {
    "text-cut": gettext_lazy("The text was very long and is cut here. The raw message holds all of it."),
    "too-large": gettext_lazy("The message was too large to be read whole. The raw message holds all of it."),
    "too-deep": gettext_lazy("Its parts were nested too deeply; not all are shown."),
    "too-many-parts": gettext_lazy("It had too many parts; not all are shown."),
    "too-many-attachments": gettext_lazy("It had too many files; not all were kept apart."),
    "too-many-addresses": gettext_lazy("It went to very many addresses; not all are shown."),
    "unknown-charset": gettext_lazy("Some of its letters could not be read."),
    "encrypted": gettext_lazy("It is encrypted; Sandali cannot open it."),
    "mixed-script-sender": gettext_lazy("The sender's name or address mixes letters that look alike. Look twice before you trust it."),
    SLEEPS_ON: gettext_lazy("The case stays snoozed: they only said thanks."),
    STAYS_SETTLED: gettext_lazy("Only thanks: the case stays as it was."),
    YES_REPORTED: gettext_lazy("A program told us this yes, so it confirms nothing. Only the customer's own click does; the question stays open."),
    "forwarded": gettext_lazy("Forwarded: somebody else had said it first."),
    "anothers-address": gettext_lazy("The number that they share belongs to another customer by our books. Are they one person?"),
    "joined": gettext_lazy("It does not say which case it is about, so it was added to the only open one."),
    "opt-out": gettext_lazy("They ask for no more messages."),
    "form-trap": gettext_lazy("A field was filled in that people do not see. Programs do that."),
    "form-links": gettext_lazy("It is little but links."),
    "form-many": gettext_lazy("Many messages came with this address within an hour."),
    "fax-cut": gettext_lazy("Receiving this fax was broken off: pages may be missing."),
    "unclear-sender": gettext_lazy("Who sent it could not be read for certain."),
}
AUTOMATIC = {
    "auto-reply": gettext_lazy("An automatic answer"),
    "bounce": gettext_lazy("A report that a message could not be delivered"),
    "delay": gettext_lazy("A report that a message is delayed"),
    "list": gettext_lazy("From a mailing list"),
    "report": gettext_lazy("An automatic report"),
    "no-reply": gettext_lazy("From an address that reads no answers"),
}
WARNINGS = frozenset(["fax-cut", "mixed-script-sender", "unclear-sender", "anothers-address", "form-trap", "form-links", "form-many"])


def remarks_of(message: Message, case: Case) -> SafeString:
    """The remarks of a message as small lines; nothing for most."""
    said = [(code in WARNINGS, str(REMARKS[code])) for code in message.remarks if code in REMARKS]
    if message.automatic in AUTOMATIC:
        said.insert(0, (False, str(AUTOMATIC[message.automatic])))
    if message.is_stranger and message.direction == Direction.IN:
        said.insert(0, (True, _("From another address than the customer's: %(address)s") % {"address": message.from_value}))
    if stands_in_public(message.chat):
        said.insert(0, (False, _("Everyone can read this.")))
    if not said:
        return SafeString("")
    lines = (
        ("text-warn" if warns else "soft", icon("alert-triangle" if warns else "info-circle", small=True), words) for warns, words in said
    )
    return format_html('<ul class="remarks">{}</ul>', format_html_join("", '<li class="{}">{}<span>{}</span></li>', lines))
