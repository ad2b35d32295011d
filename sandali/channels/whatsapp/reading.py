"""What Meta tells of a WhatsApp number, as facts: who says what, and how far messages of ours got. Pure.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from sandali.channels.adapter import Event, Incoming, Party, Press, Reached, Receipt, Unreadable
from sandali.channels.metaapi.hooks import (
    OURS,
    entries,
    kept_whole,
    moment,
    packed,
    part,
    rows,
    seconds_of,
    text_of,
    told_in,
)
from sandali.channels.metaapi.troubles import words_of as words_of_code
from sandali.channels.whatsapp.contents import FILES, files_of, words_of
from sandali.kit.text import clean, isolate, language_of, looks_mixed_script

KIND: Final = "whatsapp"
USER: Final = "whatsapp-id"  # who somebody is for this business, whatever number they have: Meta's "business-scoped user ID"
OBJECT: Final = "whatsapp_business_account"
REACTION: Final = "reaction"
SETTLES: Final = 0.7  # seconds; several pictures are told within tenths of one, in any order
REACHED: Final[dict[str, Reached]] = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
NOTHING: Final = Incoming(sender=None, automatic="command")  # a word for us that opens nothing


def values_in(told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(entry, value) of what happened to messages; other news of an account is none of ours."""
    for entry in entries(told):
        for change in rows(entry.get("changes")):
            if change.get("field") == "messages":
                yield entry, part(change, "value")


def events(body: bytes, *, settings: dict[str, Any]) -> list[Event]:
    """What a request tells, each thing by itself; whole when it tells of no message."""
    told = told_in(body, OBJECT)
    made = [event for entry, value in values_in(told) for event in events_of(entry, value)] if told is not None else []
    return made or kept_whole(body)


def events_of(entry: dict[str, Any], value: dict[str, Any]) -> Iterator[Event]:
    """Messages by their ids, in the order of their writer; how far ours got by id and state."""
    about = {name: value[name] for name in ("messaging_product", "metadata", "contacts") if name in value}
    for name in ("messages", "statuses"):
        for one in rows(value.get(name)):
            raw = packed(OBJECT, {"id": entry.get("id"), "changes": [{"field": "messages", "value": {**about, name: [one]}}]})
            number = clean(text_of(one, "id"))
            if not number:
                yield Event(raw)
            elif name == "statuses":
                yield Event(raw, id=f"s:{number}:{clean(text_of(one, 'status'))}")
            else:
                who, settles = sender_of(one, value), SETTLES if text_of(one, "type") in FILES else 0
                yield Event(raw, id=f"m:{number}", lane=who.value if who else "", order=int(seconds_of(one.get("timestamp"))), settles=settles)


def read(raw: bytes, *, settings: dict[str, Any]) -> list[Incoming]:
    """What was told. Raises Unreadable, also for what somebody wrote to a number that is not this channel's."""
    told = told_in(raw, OBJECT)
    if told is None:
        raise Unreadable(_("This is not what WhatsApp tells."))
    found: list[Incoming] = []
    for _entry, value in values_in(told):
        ours, theirs = str(settings.get("phone_number_id") or ""), text_of(part(value, "metadata"), "phone_number_id")
        if ours and theirs and ours != theirs:
            if not rows(value.get("messages")):
                continue
            shown = {"number": clean(text_of(part(value, "metadata"), "display_phone_number"))}
            raise Unreadable(_("Somebody wrote to another number of this account: %(number)s. Connect it as a channel of its own.") % shown)
        found += [fact for one in rows(value.get("messages")) if (fact := fact_of(one, value)) is not None]
        found += [fact_of_status(one) for one in rows(value.get("statuses"))]
    return found


def fact_of(message: dict[str, Any], value: dict[str, Any]) -> Incoming | None:
    """One message. What is no word of anybody says nothing."""
    sender, kind = sender_of(message, value), text_of(message, "type")
    if sender is None or kind == "request_welcome":
        return NOTHING
    if kind in ("edit", "revoke"):
        return change_of(message, sender, kind)
    data = text_of(part(part(message, "interactive"), "button_reply"), "id")
    if data.startswith(OURS):
        number = f"{sender.value}:{clean(text_of(message, 'id'))}"
        return Incoming(sender=sender, chat=sender.value, press=Press(number[:300], clean(data.removeprefix(OURS))[:64]))
    return said_in(message, sender, own_addresses(message, value))


def said_in(message: dict[str, Any], sender: Party, also: tuple[Party, ...], *, external_id: str = "", edited: bool = False) -> Incoming:
    """What a message says."""
    files, words = files_of(message), clean(words_of(message)).strip()
    if not words and not files:
        return NOTHING
    kind, context = text_of(message, "type"), part(message, "context")
    answered = text_of(part(message, REACTION), "message_id") or text_of(context, "id")
    remarks = [REACTION] if kind == REACTION else ["forwarded"] if context.get("forwarded") or context.get("frequently_forwarded") else []
    return Incoming(
        sender=sender,
        external_id=clean(external_id or text_of(message, "id"))[:250],
        text=words,
        sent_at=moment(message.get("timestamp")),
        references=(clean(answered),) if answered else (),
        language=language_of(words),
        remarks=tuple(remarks),
        chat=sender.value,
        change="edit" if edited else "",
        remote_files=files,
        proven=moved_to(part(message, "system")),
        also=also,
    )


def moved_to(system: dict[str, Any]) -> tuple[Party, ...]:
    """The number that somebody has now, where WhatsApp says that they changed it."""
    new = clean(text_of(system, "wa_id") or text_of(system, "new_wa_id"))[:40]
    return (Party(KIND, new), Party("phone", f"+{new}")) if new.isascii() and new.isdigit() else ()


def change_of(message: dict[str, Any], sender: Party, kind: str) -> Incoming:
    """Somebody reworded what they wrote, or took it away."""
    changed = part(message, kind)
    number = clean(text_of(changed, "original_message_id"))[:250]
    if kind == "revoke":
        return Incoming(sender=sender, external_id=number, chat=sender.value, change="delete", sent_at=moment(message.get("timestamp")))
    inner = {**part(changed, "message"), "timestamp": message.get("timestamp")}
    return said_in(inner, sender, (), external_id=number, edited=True)


def contact_of(message: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """What is said of the writer beside their message."""
    known = rows(value.get("contacts"))
    ids = {text_of(message, "from"), text_of(message, "from_user_id")} - {""}
    return next((one for one in known if ids & {text_of(one, "wa_id"), text_of(one, "user_id")}), known[0] if len(known) == 1 else {})


def user_of(message: dict[str, Any], value: dict[str, Any]) -> str:
    """Who wrote, for this business: it stays when they hide their number behind a name."""
    return clean(text_of(message, "from_user_id") or text_of(contact_of(message, value), "user_id"))[:200]


def sender_of(message: dict[str, Any], value: dict[str, Any]) -> Party | None:
    """Who wrote: by their number, and by what Meta calls them where that is hidden."""
    contact = contact_of(message, value)
    number = clean(text_of(message, "from") or text_of(contact, "wa_id"))[:40]
    profile = part(contact, "profile")
    name = isolate(clean(text_of(profile, "name"))).strip()[:160]
    username = isolate(clean(text_of(profile, "username"))).strip().lstrip("@")[:64]
    who = number or user_of(message, value)
    if not who:
        return None
    shown = f"+{number}" if number.isdigit() else f"@{username}" if username else ""
    return Party(KIND, who, name or username, "mixed-script" if looks_mixed_script(name) else "", shown)


def own_addresses(message: dict[str, Any], value: dict[str, Any]) -> tuple[Party, ...]:
    """What else is the writer's by WhatsApp's word: their telephone number, and who they are for this business."""
    number, user = text_of(message, "from"), user_of(message, value)
    phone = (Party("phone", f"+{number}"),) if number.isascii() and number.isdigit() else ()
    return (*phone, *((Party(USER, user),) if user else ()))


def fact_of_status(status: dict[str, Any]) -> Incoming:
    """How far a message of ours got."""
    number, state = clean(text_of(status, "id")), text_of(status, "status")
    if state == "deleted":  # of the On-Premises API: the customer took a message of theirs away
        return Incoming(sender=None, external_id=number, chat=clean(text_of(status, "recipient_id")), change="delete", sent_at=moment(status.get("timestamp")))
    reached = REACHED.get(state)
    if reached is None or not number:
        return NOTHING
    reference = clean(text_of(status, "biz_opaque_callback_data"))[:40]
    reason = why_failed(status) if reached == "failed" else ""
    return Incoming(sender=None, receipts=(Receipt(number, reached, moment(status.get("timestamp")), reason, reference),))


def why_failed(status: dict[str, Any]) -> str:
    """Why a message did not arrive, as a sentence."""
    for error in rows(status.get("errors")):
        code = error.get("code")
        said = clean(text_of(part(error, "error_data"), "details") or text_of(error, "message") or text_of(error, "title"))[:300]
        return words_of_code(code if isinstance(code, int) else 0, said)
    return _("WhatsApp says that it did not arrive, and not why.")
