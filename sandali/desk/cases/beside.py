"""The customer beside a case: who they are, how to reach them, what we know, their other cases, what happened lately."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from sandali.cases.access import cases_for, reach_key
from sandali.cases.holding import may_hold
from sandali.cases.models import ON_US, Aside, Case, State
from sandali.channels.kinds import ACCOUNTS, KINDS
from sandali.company.permissions import may
from sandali.customers.models import CustomerNote, Identity, IdentityKind, Stage
from sandali.customers.queries import tags_of
from sandali.desk.calls.rows import calls_by_press
from sandali.desk.cases.told import EVENT_FIELDS, events_of
from sandali.desk.customers.rows import account_words, icon_of_identity
from sandali.desk.customers.story import told
from sandali.desk.sentences import icon_of, sentence
from sandali.history.models import Event
from sandali.kit.components.talk import timeline_item
from sandali.kit.dates import current_display
from sandali.kit.kept import Kept
from sandali.kit.markup_text import format_html, format_html_join
from sandali.kit.page_addresses import reverse
from sandali.kit.phones import show_phone
from sandali.kit.prepared import Prepared

MOST_SPAM = 30  # that is counted
MOST_OTHERS, MOST_EVENTS, MOST_NOTES = 6, 10, 10
STAGE_TONES = {Stage.CUSTOMER: "brand", Stage.LEAD: "info", Stage.FORMER: "warn"}


_latest: Kept[Prepared] = Kept(512)
_notes = Prepared(
    lambda customer: CustomerNote.objects.filter(customer=customer, removed_at=None).order_by("-at", "-pk")
    .values_list("text", "at", "by__name")[:MOST_NOTES]
)  # fmt: skip


_others: Kept[Prepared] = Kept(512)


def other_cases(case: Case, person: Any) -> list[tuple[Any, ...]]:
    """The customer's other cases that the person may see, the latest first and spam at the end, and more than is shown.

    What was merged is left out: it lives on in another of these."""
    query = _others.get(
        reach_key(person),
        lambda: Prepared(
            lambda customer, number: cases_for(person).filter(customer=customer).exclude(pk=number).exclude(aside=Aside.MERGED)
            .order_by("aside", "-last_message_at", "-pk")
            .values_list("pk", "subject", "preview", "state", "last_message_at", "aside")[: MOST_OTHERS + MOST_SPAM]
        ),
    )  # fmt: skip
    return query(case.customer_id, case.pk)


def call_url(identity: Identity) -> str:
    """What a telephone dials; "" for what is no number. Mail has no such link: it is answered here, and not from somebody's own."""
    return f"tel:{identity.value}" if identity.kind == IdentityKind.PHONE else ""


def place_url(identity: Identity, case: Case) -> str:
    """Where a customer is called from one's own telephone, "" for what is no number of theirs."""
    if identity.kind != IdentityKind.PHONE or identity.claimed_by:
        return ""
    return f"{reverse('identity_call', args=[identity.customer_id, identity.pk])}?case={case.pk}"


def told_apart(identities: list[Identity]) -> list[Identity]:
    """The addresses without an account's name of which the account itself, called so, stands there too."""
    known = {shown_address(one) for one in identities if one.kind in KINDS}
    return [one for one in identities if one.kind in KINDS or one.kind not in ACCOUNTS or shown_address(one) not in known]


def beside(case: Case, person: Any, identities: list[Identity]) -> dict[str, Any]:
    """Context of the customer panel. `identities`: the customer's addresses."""
    customer = case.customer
    found, calls = other_cases(case, person), calls_by_press(person)
    rows = [row[:-1] for row in found if not row[-1]]
    return {
        "customer": customer,
        "customer_tags_url": reverse("case_customer_tags", args=[case.pk]),
        "customer_notes_url": reverse("case_customer_notes", args=[case.pk]),
        "stage": Stage(customer.stage).label,
        "stage_tone": STAGE_TONES.get(Stage(customer.stage), ""),
        "identities": [
            {"icon": icon_of_identity(one.kind), "value": shown_address(one), "suspect": one.suspect, "claimed": bool(one.claimed_by), "call_url": call_url(one), "place_url": place_url(one, case) if calls else ""}
            for one in told_apart(identities)
        ],
        "customer_tags": tags_of(customer.pk) if may_hold(case, "customer_tags") else [],
        "notes": [{"text": text, "at": at, "by": {"name": name}} for text, at, name in (_notes(customer.pk) if may_hold(case, "customer_notes") else [])],
        "other_cases": [other(*one) for one in rows[:MOST_OTHERS]],
        "spam_count": len(found) - len(rows),
        "has_more_cases": len(rows) > MOST_OTHERS,
        "happened": happened_lately(customer.pk, person),
        "may_edit_customer": may(person, "edit_customers"),
    }


def shown_address(identity: Identity) -> str:
    """A phone number in groups, an address as it is, an account by the name that people know; all stand from left to right."""
    if identity.kind == IdentityKind.PHONE:
        return show_phone(identity.value, current_display().language)
    if identity.kind in ACCOUNTS:
        return account_words(str(identity))
    return identity.value


def other(number: int, subject: str, preview: str, state: str, at: datetime) -> dict[str, Any]:
    """One of the customer's other cases."""
    return {"id": number, "title": subject or preview, "state": State(state).label, "open": state in ON_US, "at": at}


def happened_lately(customer: int, person: Any) -> SafeString:
    """The customer's timeline as far as the person may see it, the newest first."""
    query = _latest.get(
        reach_key(person), lambda: Prepared(lambda number: told(person, number, "all").values_list(*EVENT_FIELDS)[:MOST_EVENTS])
    )
    return format_html_join("", "{}", ((happened(event),) for event in events_of(query(customer))))


def happened(event: Event) -> SafeString:
    """One event of the timeline."""
    return _happened(sentence(event), icon_of(event), event.at, current_display())


@lru_cache(maxsize=512)
def _happened(words: str, icon_name: str, at: datetime, _display: object) -> SafeString:
    return timeline_item(format_html("<div>{}</div>", words), icon_name=icon_name, at=at)
