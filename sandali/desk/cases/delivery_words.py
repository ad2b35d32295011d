"""What became of an answer, on its bubble: on its way (and how to take it back), being tried, delivered, refused, came back."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sandali.cases.models import Message
from sandali.channels.models import Delivery, DeliveryState, Reached
from sandali.channels.queries import failure_words
from sandali.desk.cases.timing.bubbles import A_FEW_SECONDS, leaves_later
from sandali.desk.sentences import isolated
from sandali.kit.components.buttons import post_button
from sandali.kit.components.markup import icon
from sandali.kit.dates import show_time
from sandali.kit.markup_text import format_html

NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Words:
    """`state` as kit's bubble takes it; `foot` is what stands below the text."""

    state: str = ""
    foot: SafeString = NOTHING


def of(message: Message, *, may_answer: bool, csrf_token: str) -> Words:
    """The delivery of a message in words; nothing for what was never sent."""
    delivery = message.delivery
    if delivery is None:
        return Words()
    if message.bounced:
        return Words("failed", reason(_("It came back: %(reason)s"), failure_words(message.bounced)))
    match delivery.state:
        case DeliveryState.QUEUED:
            return queued(message, delivery, may_answer=may_answer, csrf_token=csrf_token)
        case DeliveryState.SENDING:
            return Words("queued")
        case DeliveryState.SENT:
            # Where the provider tells further how far it got, taken is not delivered.
            return Words("sent" if delivery.reached == Reached.SENT else "delivered")
        case DeliveryState.FAILED:
            return refused(message, delivery, may_answer=may_answer, csrf_token=csrf_token)
        case DeliveryState.UNKNOWN:
            return unclear(message, delivery, may_answer=may_answer, csrf_token=csrf_token)
    return Words()


def queued(message: Message, delivery: Delivery, *, may_answer: bool, csrf_token: str) -> Words:
    """Not left yet: within the undo window it can be taken back; after a failed try it says when the next one is."""
    if delivery.attempts:
        said = reason(_("Not delivered yet: %(reason)s"), delivery.reason)
        again = _("Next try at %(time)s") % {"time": show_time(delivery.not_before)}
        return Words("queued", format_html('{}<span class="soft">{}</span>', said, again))
    if message.leaves_at is not None and message.leaves_at > timezone.now() + A_FEW_SECONDS:
        return Words("queued", leaves_later(message, may_answer=may_answer, csrf_token=csrf_token))
    if not may_answer or delivery.not_before <= timezone.now():
        return Words("queued", format_html('<span class="soft">{}</span>', _("On its way")))
    button = post_button(
        _("Take back"),
        url=reverse("message_withdrawal", args=[message.case_id, message.pk]),
        csrf_token=csrf_token,
        icon_name="arrow-back-up",
        kind="ghost",
        small=True,
        data_key="u",
        hx_post=reverse("message_withdrawal", args=[message.case_id, message.pk]),
        hx_swap="none",
    )
    return Words("queued", format_html('<span class="soft">{}</span>{}', _("Sending in a few seconds"), button))


def refused(message: Message, delivery: Delivery, *, may_answer: bool, csrf_token: str) -> Words:
    """Refused, why, and the way to try again."""
    said = reason(_("Not delivered: %(reason)s"), delivery.reason)
    return Words("failed", format_html("{}{}", said, retry_button(message, _("Try again"), csrf_token) if may_answer else NOTHING))


def unclear(message: Message, delivery: Delivery, *, may_answer: bool, csrf_token: str) -> Words:
    """Its provider may have it or not: while it is asked nothing can be done; what it cannot say a person decides."""
    said = reason(_("It is unclear whether it arrived: %(reason)s"), delivery.reason)
    if delivery.ask_at is not None:
        return Words("queued", format_html('{}<span class="soft">{}</span>', said, _("The provider is being asked; nothing is sent twice.")))
    advice = _("Ask the customer, or send it again; then they may have it twice.")
    again = retry_button(message, _("Send again"), csrf_token) if may_answer else NOTHING
    return Words("failed", format_html('{}<span class="soft">{}</span>{}', said, advice, again))


def retry_button(message: Message, words: str, csrf_token: str) -> SafeString:
    """The way to send a message once more."""
    url = reverse("message_retry", args=[message.case_id, message.pk])
    return post_button(words, url=url, csrf_token=csrf_token, icon_name="refresh", small=True, hx_post=url, hx_swap="none")


def reason(sentence: str, why: str) -> SafeString:
    """A sentence of what went wrong; servers' own words keep their direction."""
    return format_html(
        '<span class="text-bad delivery-reason">{}<span>{}</span></span>', icon("alert-circle", small=True), sentence % {"reason": isolated(why)}
    )
