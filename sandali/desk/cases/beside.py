"""The customer beside a case: who they are, how to reach them, what we know, their other cases, what happened lately."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandali.cases.access import cases_for
from sandali.cases.models import ON_US, Case, State
from sandali.company.permissions import may
from sandali.customers.models import Identity, IdentityKind, Stage
from sandali.customers.queries import timeline
from sandali.desk.cases.sentences import icon_of, sentence
from sandali.history.models import Event
from sandali.kit.dates import current_display
from sandali.kit.phones import show_phone

MOST_OTHERS, MOST_EVENTS, MOST_NOTES = 20, 10, 10
STAGE_TONES = {Stage.CUSTOMER: "brand", Stage.LEAD: "info", Stage.FORMER: "warn"}
IDENTITY_ICONS: dict[str, str] = {IdentityKind.EMAIL: "mail", IdentityKind.PHONE: "phone"}


def beside(case: Case, person: Any) -> dict[str, Any]:
    """Context of the customer panel."""
    customer = case.customer
    others = cases_for(person).filter(customer=customer).exclude(pk=case.pk).order_by("-last_message_at", "-pk")
    rows = list(others.values_list("pk", "subject", "preview", "state", "last_message_at")[: MOST_OTHERS + 1])
    return {
        "customer": customer,
        "stage": Stage(customer.stage).label,
        "stage_tone": STAGE_TONES.get(Stage(customer.stage), ""),
        "identities": [
            {"icon": IDENTITY_ICONS.get(one.kind, "at"), "value": shown_address(one), "suspect": one.suspect}
            for one in customer.identities.all()
        ],
        "customer_tags": list(customer.tags.all()),
        "notes": list(customer.notes.filter(removed_at=None).select_related("by")[:MOST_NOTES]),
        "other_cases": [other(*one) for one in rows[:MOST_OTHERS]],
        "has_more_cases": len(rows) > MOST_OTHERS,
        "happened": [happened(event) for event in timeline(customer, most=MOST_EVENTS)],
        "may_edit_customer": may(person, "edit_customers"),
    }


def shown_address(identity: Identity) -> str:
    """A phone number in groups, an address as it is; both stand from left to right."""
    return show_phone(identity.value, current_display().language) if identity.kind == IdentityKind.PHONE else identity.value


def other(number: int, subject: str, preview: str, state: str, at: datetime) -> dict[str, Any]:
    """One of the customer's other cases."""
    return {"id": number, "title": subject or preview, "state": State(state).label, "open": state in ON_US, "at": at}


def happened(event: Event) -> dict[str, Any]:
    """One event of the timeline."""
    return {"words": sentence(event), "icon": icon_of(event), "at": event.at, "case": event.case_id}
