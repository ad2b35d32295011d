"""The head of a case: what it is, whose it is, and the menus that change it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.models import ON_US, Case, Kind, Priority, State
from sandali.company.models import Company, Department, Person
from sandali.company.queries import online_people
from sandali.desk.cases.boxes import STATE_CHIPS, Filter
from sandali.desk.cases.forms import MORNING, SnoozeForm
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display, show_moment, to_zone
from sandali.kit.digits import localize_digits

PRIORITY_ICONS = {Priority.LOW: "chevron-down", Priority.NORMAL: "circle", Priority.HIGH: "chevron-up", Priority.URGENT: "flag"}


def head(case: Case, person: Any, wanted: Filter, company: Company | None) -> dict[str, Any]:
    """Context of the head: every menu with its choices and which of them holds now."""
    icon_name, tone = STATE_CHIPS.get(State(case.state), ("circle-dot", "brand"))
    return {
        "state": {"label": State(case.state).label, "icon": icon_name, "tone": tone, "note": state_note(case)},
        "is_on_us": case.state in ON_US,
        "assignees": assignees(case, person),
        "departments": departments(case),
        "kinds": [{"value": kind.value, "label": kind.label, "current": kind == case.kind} for kind in Kind],
        "kind_label": Kind(case.kind).label if case.kind else "",
        "priorities": [
            {"value": level.value, "label": level.label, "current": level == case.priority, "icon": PRIORITY_ICONS[level]}
            for level in reversed(Priority)
        ],
        "priority_label": Priority(case.priority).label,
        "priority_tone": {Priority.URGENT: "bad", Priority.HIGH: "warn"}.get(Priority(case.priority), ""),
        "snoozes": snoozes(company),
        "snooze_day": SnoozeForm(auto_id="snooze-%s")["day"],
        "number": number_of(case),
        "reopened": reopened(case),
        "open": {"state": State.OPEN.value, "version": case.version},
        "answered": {"state": State.ANSWERED.value, "version": case.version},
        "tags": list(case.tags.all()),
        "back_url": wanted.url,
        "urls": {name: reverse(f"case_{name}", args=[case.pk]) + wanted.query for name in ACTS},
    }


ACTS = ("assignment", "department", "kind", "priority", "state", "snooze", "subject", "tags")


def number_of(case: Case) -> str:
    """The case's number in the digits of the page, without separators: it is a name, not a quantity."""
    return localize_digits(case.pk, current_display().language)


def reopened(case: Case) -> str:
    """How often the customer came back after we thought it was done."""
    said = ngettext("reopened %(number)s time", "reopened %(number)s times", case.reopened)
    return said % {"number": number(case.reopened)} if case.reopened else ""


def state_note(case: Case) -> str:
    """What a snooze or a reopening adds to the state."""
    if case.state == State.SNOOZED and case.snoozed_until is not None:
        return _("until %(moment)s") % {"moment": show_moment(case.snoozed_until, "short")}
    return ""


def assignees(case: Case, person: Any) -> list[dict[str, Any]]:
    """Whom the case can be given to: myself first, then the people of its department, then all others."""
    online = set(online_people())
    near = set(case.department.people.values_list("pk", flat=True)) if case.department is not None else set()
    people = Person.objects.filter(is_active=True).exclude(role="executive")
    ordered = sorted(people, key=lambda one: (one.pk != person.pk, one.pk not in near, one.name))
    return [
        {
            "id": one.pk,
            "name": one.name,
            "current": one.pk == case.assignee_id,
            "hint": _("me") if one.pk == person.pk else _("online") if one.pk in online else "",
        }
        for one in ordered[:50]
    ]


def departments(case: Case) -> list[dict[str, Any]]:
    """Where the case can be moved."""
    return [
        {"id": one.pk, "name": one.name, "current": one.pk == case.department_id}
        for one in Department.objects.filter(archived_at=None)
    ]


def snoozes(company: Company | None) -> list[dict[str, str]]:
    """Ready-made snoozes: in three hours, tomorrow morning, the first morning of next week."""
    zone = current_display().zone
    today = to_zone(timezone.now(), zone).date()
    week_start = company.week_start if company is not None else 5
    ahead = (week_start - today.weekday()) % 7 or 7
    mornings = [
        (_("Tomorrow morning"), datetime.combine(today + timedelta(days=1), MORNING, zone)),
        (_("The first morning of next week"), datetime.combine(today + timedelta(days=ahead), MORNING, zone)),
    ]
    later = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=3)
    return [
        {"label": label, "value": until.isoformat(), "hint": show_moment(until, "short")}
        for label, until in [(_("In three hours"), later), *mornings]
    ]
