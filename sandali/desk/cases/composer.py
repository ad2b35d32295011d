"""Where one writes in a case: what may be written, by which channel it leaves, and what was begun."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.models import Case, Direction, Draft, Message, State
from sandali.cases.queries import answer_way
from sandali.channels.kinds import adapter_of
from sandali.channels.models import Channel
from sandali.desk.cases.boxes import CHANNEL_ICONS
from sandali.kit.prepared import Prepared

# What the composer's kinds are in the thread.
DIRECTIONS = {"reply": Direction.OUT, "note": Direction.NOTE, "contact": Direction.CALL}
KINDS = {Direction.OUT: "reply", Direction.NOTE: "note", Direction.CALL: "contact", Direction.VISIT: "contact"}
# How an answer may leave the case, the usual one first.
AFTERWARDS = {
    State.WAITING: gettext_lazy("The case waits for the customer"),
    State.OPEN: gettext_lazy("Send and keep the case open"),
    State.ANSWERED: gettext_lazy("Send and set the case to answered"),
}


@dataclass(frozen=True, slots=True)
class Composer:
    """`why_not` says why no answer can leave, "" when one can. `key` makes sending the same form twice one answer (D1)."""

    kinds: tuple[str, ...]
    kind: str
    text: str
    key: str
    why_not: str = ""
    channel_icon: str = ""
    channel_name: str = ""
    address: str = ""
    takes_files: bool = True


def composer_of(
    case: Case, person: Any, rights: frozenset[str], *, text: str | None = None, kind: str = "", key: str = "", last: Message | None = None
) -> Composer:
    """The composer of a person on a case. `text` and `kind` come back from a form that could not be taken.

    `last` is the newest message that came in by a channel, where it is known."""
    kinds = tuple(
        name for name, right in (("reply", "answer"), ("note", "note"), ("contact", "answer")) if right in rights
    )
    channel, identity = answer_way(case, list(case.customer.identities.all()), last) if "answer" in rights else (None, None)
    why_not = "" if identity is not None else _("This customer has no address that we can write to. Add one, or write down a call.")
    if "answer" not in rights:
        why_not = ""
    if why_not:
        kinds = tuple(name for name in kinds if name != "reply")
    began = latest_draft(case, person) if text is None and kinds else None
    if began is not None:
        text, kind = began[0], KINDS[Direction(began[1])]
    return Composer(
        kinds=kinds,
        kind=kind if kind in kinds else (kinds[0] if kinds else ""),
        text=text or "",
        key=key or uuid.uuid4().hex,
        why_not=why_not,
        channel_icon=CHANNEL_ICONS.get(channel.kind, "message-circle") if channel is not None else "",
        channel_name=channel.name if channel is not None else "",
        address=identity.value if identity is not None else "",
        takes_files=takes_files(channel),
    )


_drafts = Prepared(
    lambda case, person: Draft.objects.filter(case=case, person=person).order_by("-saved_at").values_list("text", "direction")[:1]
)


def latest_draft(case: Case, person: Any) -> tuple[str, str] | None:
    """(text, direction) of what the person began to write last."""
    return next(iter(_drafts(case.pk, person.pk)), None)  # type: ignore[arg-type]


def takes_files(channel: Channel | None) -> bool:
    """Whether answers by this channel may carry files."""
    return channel is None or adapter_of(channel).can.files
