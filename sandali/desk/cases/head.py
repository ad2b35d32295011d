"""The head of a case: what it is, whose it is, and the menus that change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandali.cases.access import could_own
from sandali.cases.holding import may_hold
from sandali.cases.models import NO_DEADLINE, ON_US, Case, Kind, Priority, State
from sandali.cases.queries import COUNTS_KEPT, tags_of
from sandali.company.models import ONLINE_FOR, Company, Department, Presence
from sandali.company.queries import people_who_may
from sandali.desk.cases.boxes import STATE_CHIPS, Filter
from sandali.desk.cases.due import due_words
from sandali.desk.cases.timing.choices import as_items, snooze_choices
from sandali.desk.cases.timing.forms import SnoozeForm
from sandali.kit.components.overlays import menu_item
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display, show_date, show_moment
from sandali.kit.digits import localize_digits
from sandali.kit.markup_text import format_html_join
from sandali.kit.page_addresses import reverse

Newest = tuple[int, datetime]
PRIORITY_ICONS = {Priority.LOW: "chevron-down", Priority.NORMAL: "circle", Priority.HIGH: "chevron-up", Priority.URGENT: "flag"}


def head(case: Case, person: Any, wanted: Filter, company: Company | None, newest: Newest | None) -> dict[str, Any]:
    """Context of the head: every menu with its choices and which of them holds now."""
    known = roster(newest)
    icon_name, tone = STATE_CHIPS.get(State(case.state), ("circle-dot", "brand"))
    return {
        "state": {"label": State(case.state).label, "icon": icon_name, "tone": tone, "note": state_note(case)},
        "due": due_words(case.due_at, case.warn_at, timezone.now()) if case.due_at != NO_DEADLINE else None,
        "is_on_us": case.state in ON_US,
        "assignees": assignees(case, person, known.people),
        "departments": departments(case, known.departments),
        "kinds": items("kind", tuple((kind.value, str(kind.label), "", "") for kind in Kind), case.kind),
        "kind_label": Kind(case.kind).label if case.kind else "",
        "priorities": priorities(case),
        "priority_label": Priority(case.priority).label,
        "snoozes": snoozes(company),
        "snooze_day": SnoozeForm(auto_id="snooze-%s")["day"],
        "number": number_of(case),
        "reopened": reopened(case),
        "tags": tags_of(case.pk) if may_hold(case, "tags") else [],
        "back_url": wanted.url,
        "urls": {name: reverse(f"case_{name}", args=[case.pk]) + wanted.query for name in ACTS},
    }


MOST_PEOPLE = 50
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
        if case.sleeps_until_reply:
            return _("until they write, at most until %(day)s") % {"day": show_date(case.snoozed_until, "short")}
        return _("until %(moment)s") % {"moment": show_moment(case.snoozed_until, "short")}
    return ""


@lru_cache(maxsize=512)
def items(name: str, choices: tuple[tuple[str, str, str, str], ...], current: str | None) -> SafeString:
    """Choices of a menu as buttons that post `name`: (value, label, icon, hint) each. Kept, since menus hardly ever change."""
    return format_html_join(
        "",
        "{}",
        (
            (menu_item(label, icon_name=icon_name, hint=hint, current=value == current, name=name, value=value),)
            for value, label, icon_name, hint in choices
        ),
    )


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom a case can be given to."""

    pk: int
    name: str
    seen_at: datetime | None
    departments: frozenset[int]
    owns: bool = True  # whether cases can be theirs; in the departments of `otherwise` it is the other way round
    otherwise: frozenset[int] = frozenset()

    def could_own(self, department: int | None) -> bool:
        """As `cases.access.could_own` finds."""
        return self.owns != (department in self.otherwise)


@dataclass(frozen=True, slots=True)
class Roster:
    """Who and where a case can be given to, in the order of their names. The same for every case and everybody."""

    people: tuple[Colleague, ...]
    departments: tuple[tuple[int, str], ...]


def read_roster() -> Roster:
    """The roster as it stands. `seen_at` is None of those who say that they are away."""
    return Roster(
        tuple(colleague(one) for one in people_who_may("handle_cases")),
        tuple(Department.objects.filter(archived_at=None).order_by("name").values_list("pk", "name")),
    )


def colleague(person: Any) -> Colleague:
    """A person of ours as the menus need them."""
    owns, places = could_own(person, None), person.standing.places
    return Colleague(
        person.pk, person.name, person.seen_at if person.presence == Presence.HERE else None,
        frozenset(place.department for place in places if not place.reads_only),
        owns, frozenset(place.department for place in places if could_own(person, place.department) != owns),
    )  # fmt: skip


_roster: tuple[Newest, float, Roster] | None = None


def roster(newest: Newest | None) -> Roster:
    """The roster of a moment ago when nothing happened since: everything that changes it is an event."""
    global _roster
    kept = _roster
    if kept is None or newest is None or kept[0] != newest or monotonic() - kept[1] > COUNTS_KEPT:
        found = read_roster()
        if newest is None:
            return found
        kept = _roster = (newest, monotonic(), found)
    return kept[2]


def assignees(case: Case, person: Any, people: tuple[Colleague, ...]) -> SafeString:
    """Whom the case can be given to: myself first, then the people of its department, then all others."""
    now = timezone.now()
    taken = case.assignee_id not in (None, person.pk)  # a colleague's case is taken over with a word
    people = tuple(one for one in people if one.could_own(case.department_id) and not (taken and one.pk == person.pk))
    ordered = sorted(people, key=lambda one: (one.pk != person.pk, case.department_id not in one.departments))[:MOST_PEOPLE]
    choices = tuple((str(one.pk), one.name, "user", hint_of(one, person, now)) for one in ordered)
    return items("person", choices, str(case.assignee_id))


def hint_of(one: Colleague, person: Any, now: datetime) -> str:
    """What stands beside a colleague's name."""
    if one.pk == person.pk:
        return _("me")
    return _("online") if one.seen_at is not None and now - one.seen_at < ONLINE_FOR else ""


def departments(case: Case, places: tuple[tuple[int, str], ...]) -> SafeString:
    """Where the case can be moved."""
    return items("department", tuple((str(pk), name, "users-group", "") for pk, name in places), str(case.department_id))


def priorities(case: Case) -> SafeString:
    """The priorities, the most urgent first."""
    choices = tuple((str(level.value), str(level.label), PRIORITY_ICONS[level], "") for level in reversed(Priority))
    return items("priority", choices, str(case.priority))


def snoozes(company: Company | None) -> SafeString:
    """Ready-made snoozes: later today, the next working morning, next week, until the customer writes."""
    return as_items(snooze_choices(company), "until")
