"""The question itself, in plain words and the customer's language: under our answer, or as a message of its own."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from sandali.cases.contact import (
    BEST,
    GoneWay,
    Outward,
    Permission,
    language_of,
    may_we,
    own_page_below,
    way_asked,
)
from sandali.cases.in_public import PUBLIC
from sandali.cases.models import Case, Direction, Message
from sandali.cases.queries import chat_of
from sandali.cases.threads import loop_mark, new_message_id, reply_token
from sandali.channels.actions import queue_delivery
from sandali.channels.adapter import Button, Outgoing, Party
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Delivery
from sandali.channels.queries import why_not_automatic
from sandali.company.queries import current_company
from sandali.customers.contact import Leave, note_begun
from sandali.customers.models import Purpose
from sandali.kit import markdown
from sandali.kit.headers import header_value
from sandali.kit.secrets import mac
from sandali.kit.signed_links import make_link
from sandali.resolution.models import Asking

PURPOSE: Final = "confirmation"
PRESS: Final = "ask"  # what the data of our buttons begins with, see settings.PRESS_READERS
PRESS_MAC: Final = "confirmation-press"
LASTS: Final = timedelta(days=90)
QUOTED: Final = 240  # characters of our answer


def link_of(asking: Asking) -> str:
    """The page on which the customer answers; one address a day, and all of them lead to the same question."""
    return make_link(PURPOSE, asking.pk, lasts=LASTS)


def has_buttons(case: Case, outward: Outward = BEST) -> bool:
    """Whether what leaves for this customer now may carry buttons."""
    try:
        way = way_asked(case, outward)
    except GoneWay:
        return False  # whoever sends it says so
    return way is not None and adapter_of(way.channel).can.buttons and not way.privately


def is_public(case: Case, outward: Outward = BEST) -> bool:
    """Whether what leaves for this customer now can be read by everybody: a link of theirs must not stand there."""
    try:
        way = way_asked(case, outward)
    except GoneWay:
        return False  # whoever sends it says so
    return way is not None and way.place == PUBLIC


def buttons_of(asking: Asking) -> tuple[Button, ...]:
    """Yes and not yet, in the customer's language. What comes back names the question and cannot be made up."""
    with translation.override(language_of(asking.case)):
        return (Button(_("Yes, it is settled"), press_data(asking, "yes")), Button(_("Not yet"), press_data(asking, "no")))


def press_data(asking: Asking, says: str) -> str:
    """What a button carries: at most 64 bytes."""
    return f"{PRESS}.{asking.pk}.{says}.{mac(PRESS_MAC, asking.pk, says)}"


def question_below(asking: Asking, *, buttons: bool = False) -> str:
    """The question as it stands under an answer, in Markdown; with `buttons` these say the rest."""
    with translation.override(language_of(asking.case)):
        if buttons:
            return "**{}**".format(_("Is your matter settled now?"))
        question = _("Is your matter settled now? Yes, or not yet: one click tells us.")
        words = _("You can also reply to this message, with “yes” or with what is still missing.")
    return f"---\n\n**{question}**\n\n<{link_of(asking)}>\n\n{words}"


def whole_question(asking: Asking, *, buttons: bool = False) -> tuple[str, str]:
    """(subject, text in Markdown) of a question that goes out by itself: alone, as a reminder, or as a second look."""
    case, company = asking.case, current_company()
    name = company.name if company else ""
    with translation.override(language_of(case)):
        hello = _("Hello,")
        if asking.is_second_look:
            subject = _("Is all still well?")
            said = _("some days ago you told us that your matter is settled. We wanted to ask whether all is still well.")
        else:
            subject = _("Is your matter settled?")
            said = _("we have answered you, and do not know yet whether your matter is settled. Only you can tell us.")
        click = _("Yes, or not yet: one click tells us.")
        words = _("You can also reply to this message, with “yes” or with what is still missing.")
    ways = [words] if buttons else [click, f"<{link_of(asking)}>", words]
    parts = [hello, said, quoted(last_answer(case)), *ways, name]
    return subject, "\n\n".join(part for part in parts if part)


def last_answer(case: Case) -> Message | None:
    """The newest of our answers."""
    said = Message.objects.filter(case=case, direction=Direction.OUT, withdrawn_at=None, leaves_at=None, automatic="")
    return said.order_by("-id").first()


def quoted(answer: Message | None) -> str:
    """The beginning of our own answer as a quote, so that the customer knows which matter is meant.

    Nothing that the customer wrote goes into a message by itself: who claims their address might have chosen it (C7)."""
    if answer is None or not answer.text.strip():
        return ""
    first = markdown.to_text(answer.text)[:QUOTED * 2].strip().split("\n\n")[0]
    first = first if len(first) <= QUOTED else first[:QUOTED].rsplit(" ", 1)[0] + "…"
    return "\n".join(f"> {line}" for line in first.splitlines())


def purpose_of(asking: Asking) -> str:
    """A question about an answer is part of their matter; whether it is still well some days after a yes, we ask of ourselves."""
    return Purpose.LISTENING if asking.is_second_look else Purpose.SERVICE


def way_to_ask(case: Case, purpose: str, now: datetime) -> Permission:
    """By which way a question may go to the customer by itself now; why not is a code of customers.contact or of why_not_automatic."""
    found = may_we(case, purpose=purpose, now=now)
    if found.way is None or found.leave.why:
        return found
    identity = found.way.identity
    return Permission(Leave(why_not_automatic(found.way.channel, identity.kind, identity.value, f"case:{case.pk}")), found.way)


def last_heard(case: Case) -> str:
    """The customer's last message as mail programs know it, so that the question stands with it; "" when there is none."""
    heard = Message.objects.filter(case=case, direction=Direction.IN).exclude(external_id="")
    return heard.order_by("-id").values_list("external_id", flat=True).first() or ""


def send_question(asking: Asking, found: Permission, *, by: Any, now: datetime) -> Delivery | None:
    """Put the question on its way as a message of its own; None where it may not leave, or nothing reaches the customer."""
    if found.way is None or not found.leave.is_given:
        return None
    case, channel, identity = asking.case, found.way.channel, found.way.identity
    company, language = current_company(), language_of(case)
    can = adapter_of(channel).can
    subject, text = whole_question(asking, buttons=can.buttons)
    text = f"{text}\n\n{own_page_below(case.customer, language)}"
    outgoing = Outgoing(
        message_id=new_message_id(case, channel.address.rpartition("@")[2] or "localhost"),
        to=Party(identity.kind, identity.value, header_value(case.customer.name)),
        from_name=header_value(company.name if company else channel.name),
        subject=header_value(subject),
        text=markdown.to_text(text),
        html=markdown.mail_html_body(text, language=language, signature="") if can.html else "",
        language=language,
        reply_token=reply_token(case),
        loop_mark=loop_mark(case),
        in_reply_to=last_heard(case),
        automatic=True,
        markdown=text if can.markdown else "",
        chat=chat_of(case, channel, identity) if can.chat else "",
        buttons=buttons_of(asking) if can.buttons else (),
    )
    key = hashlib.sha256(f"{asking.pk}:{asking.reminders}:{asking.state}".encode()).hexdigest()[:48]
    delivery, made = queue_delivery(channel, outgoing, dedupe_key=f"ask:{key}", thread=f"case:{case.pk}", by=by)
    if made:
        note_begun(case.customer, channel.kind, purpose=purpose_of(asking), case=case.pk, at=now)
    return delivery
