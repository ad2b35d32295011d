"""Events as sentences for people, in the reader's language: codes become words, names keep their own direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandali.cases.access import cases_for
from sandali.cases.events_routing import GIVEN, GIVEN_TO_YOU
from sandali.cases.models import Direction, Kind, Mood, Priority, State
from sandali.channels.queries import failure_words
from sandali.company.permissions import RIGHT_NAMES, SCOPE_NAMES, Role
from sandali.customers.models import Purpose, Stage
from sandali.desk.remedies.words import event_words, money
from sandali.health.checks import CHECKS
from sandali.history.events import KINDS
from sandali.history.models import Event, Notice
from sandali.kit.dates import current_display, show_moment
from sandali.kit.digits import format_number, localize_digits
from sandali.kit.phones import show_phone
from sandali.resolution.models import Step, Target
from sandali.resolution.reading.answers import UNSURE, Answer, reason_of
from sandali.sales.models import OrderState

# First-strong isolate and its end: a Latin name inside a Persian sentence must not turn it around (UAX 9).
ISOLATE, END = "\u2068", "\u2069"
FIELDS = {"kind": gettext_lazy("the kind"), "priority": gettext_lazy("the priority"), "subject": gettext_lazy("the subject")}
# Which choices a key of an event's data holds a code of.
CHOICES: dict[tuple[str, str], Any] = {
    ("state_changed", "to"): State,
    ("mood_said", "mood"): Mood,
    ("stage_changed", "before"): Stage,
    ("stage_changed", "after"): Stage,
    ("person_changed", "role"): Role,
    ("right_changed", "role"): Role,
    ("order_set_back", "state"): OrderState,
    ("consent_given", "purpose"): Purpose,
    ("consent_withdrawn", "purpose"): Purpose,
} | dict.fromkeys([("clock_warned", "target"), ("clock_late", "target"), ("clock_escalated", "target"), ("clock_excused", "target")], Target)
# What counts people or things, and is read in thousands; other whole numbers name a case.
COUNTED = frozenset(["people", "followers", "count"])
# Of the events of clocks, what holds a moment; and those that tell of many cases at once.
MOMENTS = frozenset([("clock_warned", "due"), ("clock_late", "due"), ("clock_escalated", "due")])
CLOCKS_OF_MANY = frozenset(["clocks_warned", "clocks_late", "clocks_escalated"])
# What else tells of many: the list in which they stand, and what is asked of it.
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "promises_due_soon": ("promises", {"box": "all", "show": "open"}),
    "promises_broken": ("promises", {"box": "all", "show": "broken"}),
    "publics_due_soon": ("public_matters", {}),
    "publics_late": ("public_matters", {}),
    "remedies_overdue": ("remedies_asked", {}),
    "apologies_still_to_sign": ("recovery_waiting", {"what": "apologies", "box": "mine"}),
    "causes_to_find": ("recovery_waiting", {"what": "causes", "box": "mine"}),
    "next_steps_due": ("deals", {}),
    "records_worse": ("report_records", {}),
    "improvements_due": ("lessons", {"box": "mine", "state": "open"}),
    "improvements_overdue": ("lessons", {"box": "all", "state": "open"}),
}
# Papers of sales stand on their customer's timeline, and have pages of their own.
SALES = frozenset(["order", "deal", "quote"])
# The same where the words stand in a table.
TABLES: dict[tuple[str, str], Any] = {("recovery_step_taken_back", "step"): dict(Step.choices), ("right_changed", "right"): RIGHT_NAMES, ("right_changed", "scope"): SCOPE_NAMES, ("records_worse", "check"): {code: check.name for code, check in CHECKS.items()}}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as shown: its sentence, icon, moment, and where it leads."""

    text: str
    icon: str
    at: datetime
    url: str = ""
    unread: bool = False
    count: int = 1
    about: str = ""
    acts: str = ""  # HTML: what can be answered here


class _Words(dict[str, Any]):
    """An event of an earlier version may lack a key that its sentence names today."""

    def __missing__(self, key: str) -> str:
        return "…"
VISITED = gettext_lazy("%(who)s wrote down a visit")


def sentence(event: Event, *, reader: int | None = None) -> str:
    """The sentence of an event; `event.by` should be fetched already. A kind that this version does not know gives its name.

    `reader` is whom a notice speaks to: a case given to them was given to "you"."""
    kind = KINDS.get(event.kind)
    if kind is None:
        return event.kind
    words = _Words({key: shown(event, key, value) for key, value in event.data.items()})
    words["who"] = isolated(event.by.name) if event.by is not None else doer_of(event)
    took = event.kind == "case_assigned" and event.by_id is not None and event.data.get("person") == event.by_id
    yours = reader is not None and event.data.get("person") == reader
    given = (GIVEN_TO_YOU if yours else GIVEN).get(event.data.get("how", "")) if event.kind == "case_assigned" else None
    if event.kind == "contact_recorded" and event.data.get("direction") == Direction.VISIT:
        given = VISITED
    said: str = _("%(who)s took the case") % words if took else str(given or kind.sentence) % words
    if event.kind == "state_changed" and event.data.get("until"):
        until = datetime.fromisoformat(event.data["until"])
        said = _("%(sentence)s until %(moment)s") % {"sentence": said, "moment": show_moment(until)}
    return said


def doer_of(event: Event) -> str:
    """Who did what no person did: the rule that stands behind it, or the program."""
    behind = event.data.get("by_rule")
    return _("The rule “%(rule)s”") % {"rule": isolated(behind["name"])} if isinstance(behind, dict) else _("Sandali")


def shown(event: Event, key: str, value: Any) -> str:
    """One value of an event's data in words."""
    if (event.kind, key) in CHOICES:
        return label(CHOICES[event.kind, key], value)
    if (event.kind, key) in TABLES:
        return str(TABLES[event.kind, key].get(value, value))
    if (event.kind, key) in MOMENTS:
        return show_moment(datetime.fromisoformat(value), "short")
    if (event.kind, key) == ("answer_unsure", "why"):
        return reason_of(Answer(UNSURE, tuple(map(isolated, value[1:])), value[0]))
    if key == "due":
        return show_moment(datetime.fromisoformat(value))
    if key == "remedy":
        return event_words(value)
    if key == "money":
        return money(*value)
    if event.kind == "case_classified":
        return classified(event.data, key, value)
    if event.kind == "message_bounced" and key == "reason":
        return isolated(failure_words(str(value)))
    if key == "to" and event.kind == "answer_mailed" and str(value).startswith("+"):
        value = show_phone(str(value), current_display().language)
    if key == "value" and "@" not in str(value):
        value = show_phone(str(value), current_display().language)  # as the page shows it elsewhere
    if key in COUNTED and isinstance(value, int):
        return format_number(value, current_display().language)
    return isolated(value) if isinstance(value, str) else localize_digits(str(value), current_display().language)


def classified(data: dict[str, Any], key: str, value: Any) -> str:
    """What of a case was changed, and to what."""
    if key == "what":
        return str(FIELDS.get(value, value))
    what = data.get("what")
    if what == "kind":
        return label(Kind, value) if value else _("none")
    if what == "priority":
        return label(Priority, int(value)) if str(value).isdigit() else str(value)
    return isolated(value) if value else _("none")


def label(choices: Any, value: Any) -> str:
    """The words of a choice, or the value itself when it is none of today's."""
    return str(choices(value).label) if value in choices.values else str(value)


def isolated(value: object) -> str:
    """A name or other text of people, kept in its own direction."""
    return f"{ISOLATE}{value}{END}"


def icon_of(event: Event) -> str:
    """The icon of an event's kind."""
    return KINDS[event.kind].icon if event.kind in KINDS else "bolt"


# What leads to a page about the event, about its subject, or to the list where its subject stands.
OWN_PAGES = {
    "customer_export_ready": "customer_export_file", "export_ready": "report_export", "sales_export_ready": "sale_export", "segment_export_ready": "segment_export",
}  # fmt: skip
SUBJECT_PAGES = {
    "import": "settings_import", "policy": "policy", "entry": "knowledge_entry", "cause": "cause", "suggestion": "suggestion", "channel": "settings_channel",
}  # fmt: skip
SUBJECT_LISTS = {
    "archive": "settings_archives", "duplicaterules": "duplicates", "publicplan": "public_matters", "suggestionrules": "suggestions",
}  # fmt: skip


def address_of(event: Event) -> str:
    """Where an event leads, "" when nowhere."""
    if event.case_id:
        return reverse("case", args=[event.case_id])
    if event.subject_type in SALES:
        return reverse(event.subject_type, args=[event.subject_id])
    if event.customer_id:
        return reverse("customer", args=[event.customer_id])
    if event.kind in LISTS:
        place, asked = LISTS[event.kind]
        return reverse(place, query=asked or None)
    if event.kind in CLOCKS_OF_MANY:
        narrowed = {"department": event.subject_id} if event.subject_type == "department" else {}
        box = "mine" if event.subject_type == "person" else "all"
        return f"{reverse('cases')}?{urlencode({'box': box, **narrowed, 'due': 'today' if event.kind == 'clocks_warned' else 'late'})}"
    if event.kind == "arrival_quarantined":
        return reverse("settings_quarantine")
    if event.kind in OWN_PAGES:
        return reverse(OWN_PAGES[event.kind], args=[event.pk])
    if event.subject_type in SUBJECT_PAGES:
        return reverse(SUBJECT_PAGES[event.subject_type], args=[event.subject_id])
    if event.subject_type in SUBJECT_LISTS:
        return reverse(SUBJECT_LISTS[event.subject_type])
    if event.kind == "telling_ended":
        return reverse("cause_letter", args=[event.data["cause_id"], event.subject_id])
    return reverse("settings_rules") if event.kind.startswith("auto_rule") else ""


def notice_rows(notices: Iterable[Notice], person: Any, acts: Mapping[int, str] | None = None) -> list[Line]:
    """A person's notices as lines; below the sentence stands which case it is about, when they may still see it.

    `acts`: notice's number → what can be answered there, as HTML."""
    shown_notices = list(notices)
    about = case_names(person, {notice.event.case_id for notice in shown_notices if notice.event.case_id})
    return [
        Line(
            sentence(notice.event, reader=person.pk),
            icon_of(notice.event),
            notice.at,
            address_of(notice.event),
            notice.read_at is None,
            notice.count,
            about.get(notice.event.case_id or 0, ""),
            (acts or {}).get(notice.pk, ""),
        )
        for notice in shown_notices
    ]


def case_names(person: Any, numbers: set[int]) -> dict[int, str]:
    """Case number → "Case 12 · subject · customer", of those the person may see, in one query."""
    cases = cases_for(person).filter(pk__in=numbers).select_related("customer").only("subject", "customer__name")
    names = {}
    for case in cases:
        number = localize_digits(str(case.pk), current_display().language)
        parts = [_("Case %(number)s") % {"number": number}, case.subject, str(case.customer)]
        names[case.pk] = " · ".join(isolated(part) for part in parts if part)
    return names
