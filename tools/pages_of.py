"""Says, as JSON, which pages a data folder has to photograph, and makes sessions of its administrator, of an agent, and of whoever brought data in.

Run by tools/photograph.py in a process of its own, as Django reads SANDALI_DATA once."""

from __future__ import annotations

import json
import os
import re
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandali.settings")

import django  # noqa: E402 - the settings module is named first

django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402 - Django is set up first
from django.conf import settings  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402

from sandali.automation.models import Macro, Rule, Webhook  # noqa: E402
from sandali.cases.models import ON_US, Case, Message, Mood, Reminder, RoutingRule, SavedView, Task  # noqa: E402
from sandali.channels.kinds import CONNECTED_KINDS, MAIL_KINDS  # noqa: E402
from sandali.channels.models import Channel  # noqa: E402
from sandali.company.actions import invite_person  # noqa: E402
from sandali.company.models import Department, Person  # noqa: E402
from sandali.company.queries import company_zone, current_company  # noqa: E402
from sandali.customers.models import Customer, CustomField, Organisation, Segment, Tag  # noqa: E402
from sandali.desk.account.mails import password_link  # noqa: E402
from sandali.desk.me.notice_mails import fewer_url  # noqa: E402
from sandali.knowledge.models import Entry  # noqa: E402
from sandali.resolution.confirmation.question import link_of  # noqa: E402
from sandali.resolution.models import (  # noqa: E402
    PATH,
    Affected,
    Apology,
    Asking,
    Heard,
    Lesson,
    Offer,
    Policy,
    Promise,
    Promised,
    PublicPlan,
    Remedy,
    Situation,
    Standard,
    Telling,
)
from sandali.resolution.understanding.offering import link_of as link_of_offer  # noqa: E402
from sandali.sales.actions.quotes import link_of as link_of_quote  # noqa: E402
from sandali.sales.models import Deal, Order, Pipeline, Product, Quote  # noqa: E402
from sandali.team.models import Suggestion  # noqa: E402
from tools.pages_brought import brought, who_brought  # noqa: E402
from tools.pages_opened import OPENED  # noqa: E402
from tools.pages_plain import PLAIN  # noqa: E402
from tools.pages_sent import failures, letters, notices  # noqa: E402

STAFF, OWNER, AGENT, VISITOR = "signed in", "owner", "agent", "visitor"
EXAMPLES = 1  # cases that a new company begins with
# What looks the same in a company where nothing has happened yet.
ALIKE = {"gallery", "mfa", "mfa-keys", "mfa-app", "mfa-key-new", "sessions", "password-change", "sign-out", "settings-channel-new"}
VISITORS = {
    "help": "help", "offline": "offline", "sign-in": "account_login", "password-reset": "account_reset_password",
    "password-reset-done": "account_reset_password_done", "password-set": "account_reset_password_from_key_done", "inactive": "account_inactive",
}  # fmt: skip


def checks() -> list[tuple[str, str]]:
    """Lists of the health of records: one where many are put right at once, one with an act of each row, and one that is in order."""
    return [(f"records-{code}", reverse("report_record_check", args=[code])) for code in ("no_kind", "misspelt", "no_step", "no_name")]


def inboxes() -> list[tuple[str, str]]:
    """The inbox in each box, and filtered to what is snoozed and done."""
    home = reverse("cases")
    boxes = [(f"inbox-{box}", f"{home}?box={box}") for box in ("mine", "unassigned", "department", "all")]
    return [*boxes, ("inbox-snoozed", f"{home}?box=all&state=snoozed"), ("inbox-done", f"{home}?box=all&state=done")]


def cases() -> list[tuple[str, str]]:
    """Cases that show something in particular: the newest that does."""
    messages = Message.objects.filter(withdrawn_at=None).order_by("-pk")
    wanted = {
        "case-with-task": messages.filter(case__tasks__isnull=False),
        "case-with-remedy": messages.filter(case__remedies__state="asked"),
        "case-affected": messages.filter(case__in=Affected.objects.values("case")),
        "case-with-html": messages.filter(has_html=True),
        "case-with-note": messages.filter(direction="note"),
        "case-with-call": messages.filter(direction="call"),
        "case-with-visit": messages.filter(direction="visit"),
        "case-complaint": Message.objects.filter(case__kind="complaint", case__recovery_steps__step="understand").order_by("-pk"),
        "case-to-sign": Message.objects.filter(case__apologies__state="asked"),
        "case-refused": messages.filter(delivery__state="failed"),
        "case-bounced": messages.exclude(bounced=""),
        "case-with-files": messages.filter(file_count__gt=0),
        "case-clock-runs": messages.filter(case__clocks__ended_at=None, case__clocks__isnull=False),
        "case-telegram": messages.filter(channel__kind="telegram"),
        "case-bale": messages.filter(channel__kind="bale"),
        "case-spam": Message.objects.filter(case__aside="spam"),
        "case-merged": Message.objects.filter(case__merged__isnull=False),
        "case-confirmed": messages.filter(case__state="confirmed"),
        "case-long": Message.objects.filter(case__in=Case.objects.order_by("-message_count")[:1]),
    }
    found = {name: rows.values_list("case_id", flat=True).first() for name, rows in wanted.items()}
    lost = Message.objects.exclude(bounced="").values("case_id")
    refused = Message.objects.filter(delivery__state="failed").values("case_id")
    talked_about = Case.objects.filter(state__in=ON_US, message_count__gte=3).exclude(pk__in=lost).exclude(pk__in=refused).order_by("-message_count", "pk")
    found["inbox-open"] = talked_about.values_list("pk", flat=True).first()
    address = "{}?box=all".format
    return [(name, address(reverse("case", args=[number]))) for name, number in found.items() if number is not None]


def promises() -> list[tuple[str, str]]:
    """The ledger, what is broken in it, the case of a broken promise, and that promise by itself."""
    ledger = reverse("promises")
    found = [("promises", f"{ledger}?box=all"), ("promises-broken", f"{ledger}?box=all&show=broken"), ("promises-kept", f"{ledger}?box=all&show=kept")]
    broken = Promise.objects.filter(state=Promised.BROKEN).order_by("pk").first()
    if broken is not None:
        found.append(("case-promise", reverse("case", args=[broken.case_id])))
        found.append(("promise", reverse("case_promise", args=[broken.case_id, broken.pk])))
        found.append(("customer-promised", reverse("customer", args=[broken.customer_id])))
    return found


def records_of_sales() -> list[tuple[str, str, Any]]:
    """The same of deals, quotes and orders."""
    return [
        ("deal", "deal", Deal.objects.filter(quotes__state="sent").order_by("pk")),
        ("deal-lost", "deal", Deal.objects.filter(state="lost").order_by("pk")),
        ("deal-edit", "deal_edit", Deal.objects.filter(state="open").order_by("pk")),
        ("quote", "quote", Quote.objects.filter(state="accepted").order_by("pk")),
        ("quote-paper", "quote_paper", Quote.objects.filter(state="sent").order_by("pk")),
        ("quote-lines", "quote_lines", Quote.objects.filter(state="draft").order_by("pk")),
        ("quote-sending", "quote_sending", Quote.objects.filter(state="draft").order_by("pk")),
        ("order", "order", Order.objects.filter(state="delivered", payments__isnull=False).order_by("pk")),
        ("order-draft", "order_lines", Order.objects.filter(state="draft").order_by("pk")),
        ("product", "product", Product.objects.order_by("pk")),
        ("settings-tag", "settings_tag", Tag.objects.order_by("pk")),
        ("settings-pipeline", "settings_pipeline", Pipeline.objects.order_by("pk")),
    ]


def records_of_houses() -> list[tuple[str, str, Any]]:
    """The same of what only some houses have: channels, webhooks, fields of their own, wishes."""
    return [
        ("settings-channel", "settings_channel", Channel.objects.filter(kind="email").order_by("pk")),
        ("settings-channel-bot", "settings_channel", Channel.objects.filter(kind__in=["telegram", "bale"]).order_by("pk")),
        ("settings-channel-counter", "settings_channel", Channel.objects.filter(kind="counter").order_by("pk")),
        ("settings-webhook", "settings_webhook", Webhook.objects.filter(removed_at=None).order_by("pk")),
        ("settings-field", "settings_field", CustomField.objects.filter(kind="choice").order_by("pk")),
        ("customer-wishes", "customer_wishes", Customer.objects.filter(wishes__isnull=False).order_by("pk")),
    ]


def records() -> list[tuple[str, str, Any]]:
    """Name, URL name and records of each kind, but cases: the first is shown."""
    known = Customer.objects.annotate(brought=Count("cases")).order_by("-brought", "pk")
    return [
        ("customer", "customer", known),
        ("customer-short", "customer", known.reverse()),
        ("customer-segments", "customer_segments", known),
        ("customer-merging", "customer_merging", known),
        ("saved-view", "saved_view", SavedView.objects.order_by("pk")),
        ("segment", "segment", Segment.objects.filter(removed_at=None).order_by("pk")),
        ("segment-edit", "segment_edit", Segment.objects.filter(removed_at=None).order_by("pk")),
        *records_of_houses(),
        ("settings-routing-rule", "settings_routing_rule", RoutingRule.objects.order_by("pk")),
        ("settings-rule", "settings_rule", Rule.objects.order_by("pk")),
        ("settings-rule-history", "settings_rule_history", Rule.objects.order_by("pk")),
        ("macro", "macro", Macro.objects.order_by("pk")),
        ("customer-edit", "edit_customer", Customer.objects.order_by("pk")),
        ("customer-erasure", "customer_erasure", known),
        ("settings-routing-department", "settings_routing_department", Department.objects.order_by("pk")),
        ("settings-standard", "settings_standard", Standard.objects.order_by("pk")),
        ("knowledge-entry", "knowledge_entry", Entry.objects.order_by("pk")),
        ("knowledge-edit", "knowledge_edit", Entry.objects.order_by("pk")),
        ("policy", "policy", Policy.objects.filter(proposals__isnull=False).order_by("pk")),
        ("settings-policy", "settings_policy", Policy.objects.order_by("pk")),
        ("settings-situation", "settings_situation", Situation.objects.order_by("pk")),
        *records_of_sales(),
        ("organisation", "organisation", Organisation.objects.order_by("pk")),
        ("organisation-edit", "edit_organisation", Organisation.objects.order_by("pk")),
        ("organisation-joining", "organisation_joining", Organisation.objects.order_by("pk")),
        ("suggestion", "suggestion", Suggestion.objects.filter(state="waiting").order_by("due_at")),
        ("suggestion-done", "suggestion", Suggestion.objects.filter(state="done").order_by("pk")),
        ("suggestion-wording", "suggestion_wording", Suggestion.objects.filter(state="waiting", by__role="admin").order_by("pk")),
        ("customer-reach", "customer_reach", Customer.objects.filter(audience__isnull=False).order_by("pk")),
        ("settings-plan", "settings_public_plan", PublicPlan.objects.order_by("pk")),
        ("settings-person", "settings_person", Person.objects.order_by("-pk")),
        ("settings-department", "settings_department", Department.objects.order_by("pk")),
    ]


def pages_of_cases() -> list[tuple[str, str, Any]]:
    """The same of the pages that a case has besides its own."""
    ours = Case.objects.filter(state__in=ON_US).order_by("-pk")
    return [
        ("case-task-new", "case_tasks", ours),
        ("case-reminder-new", "case_reminders", ours),
        ("case-link-new", "case_links", ours),
        ("case-macros", "case_macros", ours),
        ("case-forwarding", "case_forwarding", ours),
        ("case-followers", "case_followers", ours),
        ("case-sales", "case", Case.objects.filter(customer__orders__isnull=False, state__in=ON_US).order_by("-pk")),
        ("case-promise-new", "case_promises", ours),
        ("case-print", "case_print", Case.objects.order_by("-message_count", "pk")),
        ("case-fields", "case_fields", Case.objects.filter(state__in=ON_US).order_by("-pk")),
        ("case-merging", "case_merging", Case.objects.order_by("-message_count", "pk")),
        ("case-splitting", "case_splitting", Case.objects.order_by("-message_count", "pk")),
        ("case-handover", "case_handover", Case.objects.filter(state__in=ON_US, assignee__isnull=False).order_by("-pk")),
        ("case-clocks", "case_clocks", Case.objects.filter(clocks__outcome="missed").order_by("-pk")),
        ("case-remedies", "case_remedies", Case.objects.filter(remedies__isnull=False).order_by("pk")),
        ("case-remedy-new", "case_remedy_new", Case.objects.filter(remedies__isnull=False).order_by("pk")),
        ("case-exceptions", "case_exceptions", Case.objects.filter(remedies__isnull=False).order_by("pk")),
        ("case-public", "case_public", Case.objects.filter(public_matter__answered_at=None, public_matter__plan__isnull=False).order_by("pk")),
        ("case-public-done", "case_public", Case.objects.filter(public_matter__thanked_at__isnull=False).order_by("pk")),
        ("case-public-new", "case_public", Case.objects.filter(public_matter=None, state__in=ON_US).order_by("pk")),
        ("case-said-in-public", "case", Case.objects.filter(public_matter__answered_at=None, public_matter__plan__isnull=False).order_by("pk")),
        ("case-reach", "case_reach", Case.objects.filter(public_matter__isnull=False).order_by("pk")),
    ]


def numbered() -> list[tuple[str, str]]:
    """One of each record."""
    found = [(name, url, query.values_list("pk", flat=True).first()) for name, url, query in [*records(), *pages_of_cases()]]
    return [*((name, reverse(url, args=[number])) for name, url, number in found if number is not None), *remedies()]


def remedies() -> list[tuple[str, str]]:
    """One remedy that stands, and its story's form."""
    stands = Remedy.objects.filter(story__isnull=False).order_by("pk").values_list("case_id", "pk").first()
    return [(name, reverse(url, args=stands)) for name, url in (("case-remedy", "case_remedy"), ("case-remedy-story", "case_remedy_story"))] if stands else []


def recoveries() -> list[tuple[str, str]]:
    """A complaint's path and its steps, an apology to sign, a cause with its letter, a lesson."""
    complaint = Case.objects.filter(kind="complaint", recovery_steps__step="understand").order_by("-opened_at").first()
    found = []
    if complaint is not None:
        steps = [(f"recovery-{step}", reverse("case_recovery_step", args=[complaint.pk, step.value])) for step in PATH]
        found = [("recovery", reverse("case_recovery", args=[complaint.pk])), ("apology", reverse("case_apology", args=[complaint.pk])), *steps]
    apology, telling = Apology.objects.order_by("-pk").first(), Telling.objects.order_by("-pk").first()
    lesson = Lesson.objects.filter(improvements__state="open").order_by("-pk").first()
    if apology is not None:
        found.append(("signature", reverse("case_signature", args=[apology.case_id, apology.pk])))
    if telling is not None:
        number = telling.cause_id
        found += [("cause", reverse("cause", args=[number])), ("telling", reverse("cause_telling", args=[number]))]
        found += [("telling-letter", reverse("cause_letter", args=[number, telling.pk])), ("settings-cause", reverse("settings_cause", args=[number]))]
    return [*found, ("lesson", reverse("lesson", args=[lesson.pk]))] if lesson is not None else found


def searches() -> list[tuple[str, str]]:
    """A search that finds something, and one that does not."""
    subject = Case.objects.exclude(subject="").values_list("subject", flat=True).order_by("-message_count").first() or "a"
    longest = max(re.findall(r"\w+", subject), key=len, default="a")
    return [("search", f"{reverse('search')}?q={longest}"), ("search-nothing", f"{reverse('search')}?q=qqxqq")]


def questions() -> list[tuple[str, str]]:
    """The customer's page of a question that is open, of one that was answered with yes, and of a case that is open again."""
    askings = Asking.objects.order_by("-pk")
    wanted = {
        "confirm": askings.filter(state="open"),
        "confirmed": askings.filter(state="yes"),
        "confirm-open-again": askings.filter(state="no", case__state__in=ON_US),
    }
    found = {name: rows.first() for name, rows in wanted.items()}
    return [(name, urlsplit(link_of(asking)).path) for name, asking in found.items() if asking is not None]


def understandings() -> list[tuple[str, str]]:
    """The customer's page of what we understood, open, right and corrected; the history before a reply; a case with a mood."""
    wanted = {"understand": Heard.OPEN, "understood": Heard.RIGHT, "understood-otherwise": Heard.CORRECTED}
    offers = {name: Offer.objects.filter(state=state).order_by("-pk").first() for name, state in wanted.items()}
    found = [(name, urlsplit(link_of_offer(offer)).path) for name, offer in offers.items() if offer is not None]
    return found


def quotes() -> list[tuple[str, str]]:
    """The customer's page of a quote that waits for their word, and of one that they accepted."""
    found = {f"quote-{name}": Quote.objects.filter(state=state).order_by("pk").first() for name, state in (("open", "sent"), ("taken", "accepted"))}
    return [(name, urlsplit(link_of_quote(one)).path) for name, one in found.items() if one is not None]


def histories() -> list[tuple[str, str]]:
    """The history before a reply where there is most to tell, where the customer corrected us, and a case whose customer is angry."""
    wanted = {
        "before": ("case_before", Case.objects.filter(mood=Mood.ANGRY)),
        "before-corrected": ("case_before", Case.objects.filter(understanding__offer__state=Heard.CORRECTED)),
        "case-angry": ("case", Case.objects.filter(mood=Mood.ANGRY)),
    }
    found = [(name, url, cases.order_by("-pk").values_list("pk", flat=True).first()) for name, (url, cases) in wanted.items()]
    return [(name, reverse(url, args=[number])) for name, url, number in found if number is not None]


def session_of(person: Person) -> str:
    """A signed-in session of this person, who gave the password just now: pages about signing in ask for it again otherwise."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, person, method="password", username=person.email, reauthenticated=True)
    request.session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def works(person: Person) -> list[tuple[str, str]]:
    """A task and a reminder of one's own by themselves."""
    task = Task.objects.filter(case__state__in=ON_US).order_by("-pk").first()
    reminder = Reminder.objects.filter(person=person, removed_at=None).order_by("pk").first()
    found = [("case-task", reverse("case_task", args=[task.case_id, task.pk]))] if task is not None else []
    return [*found, *([("case-reminder", reverse("case_reminder", args=[reminder.case_id, reminder.pk]))] if reminder is not None else [])]


def channels_to_connect() -> list[tuple[str, str]]:
    """The form of each kind of channel, before it is connected."""
    address = reverse("settings_channel_new")
    bots = [(f"settings-channel-{kind}", f"{address}?kind={kind}") for kind in CONNECTED_KINDS if kind not in MAIL_KINDS]
    return [("settings-channel-form", f"{address}?address=support@example.com"), *bots]


def links(by: Person) -> list[tuple[str, str]]:
    """What links in a mail open: joining, a new password, fewer mails, an article of the help page."""
    _invitation, token = invite_person("ladan@example.com", by=by, role="agent")
    article = Entry.objects.filter(is_public=True, archived_at=None).order_by("pk").first()
    found = [("invitation", reverse("invitation", args=[token])), ("password-from-key", urlsplit(password_link(by)).path)]
    found += [("fewer-mails", urlsplit(fewer_url(by, "message_received")).path), ("fewer-mails-all", urlsplit(fewer_url(by, "")).path)]
    return [*found, ("help-article", reverse("help_article", args=[article.pk]))] if article is not None else found


def opened(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pages once more with something opened on them; those whose page the data has."""
    known = {page["name"]: page for page in pages}
    refused = {"status": 422}
    return [known[on] | (refused if name.startswith("wrong-") else {}) | {"name": name, "acts": acts, "where": where} for name, on, acts, where in OPENED if on in known]


def company_language() -> str:
    """What the company speaks."""
    company = current_company()
    return company.language if company is not None else "fa"


def shot(name: str, path: str, who: str, status: int = 200) -> dict[str, Any]:
    """One page as tools/photograph.py reads it."""
    return {"name": name, "path": path, "who": who, "status": status}


def all_pages(person: Person) -> list[dict[str, Any]]:
    """Every page of a filled company."""
    plain = [(name, reverse(url)) for name, url in PLAIN.items()]
    # Pages without a number first: those about signing in are asked for while the session is young.
    staff = [*plain, *inboxes(), *checks(), *cases(), *promises(), *numbered(), *recoveries(), *histories(), *searches(), *works(person), *channels_to_connect()]
    visitors = [*((name, reverse(url)) for name, url in VISITORS.items()), *questions(), *understandings(), *quotes(), *links(person)]
    agent = [("agent-inbox", reverse("cases")), ("agent-board", reverse("board")), ("agent-reports", reverse("reports")), ("agent-notices", reverse("notices"))]
    pages = [
        *(shot(name, path, STAFF) for name, path in staff),
        shot("not-found", "/cases/999999999/", STAFF, 404),
        *(shot(name, path, OWNER) for name, path in brought()),
        *(shot(name, path, AGENT) for name, path in agent),
        shot("forbidden", reverse("settings_people"), AGENT, 403),
        *(shot(name, path, VISITOR) for name, path in visitors),
        shot("portal-no-link", "/p/survey/not-a-token/", VISITOR, 404),
        shot("invitation-gone", reverse("invitation", args=["gone"]), VISITOR, 404),
    ]
    return [*pages, *opened(pages)]


def main() -> dict[str, Any]:
    """The sessions by who looks, the pages, and what is shown without an address as [name, HTML].

    A company with nothing but its example has the pages that need no number, as they are while there is nothing yet."""
    person = Person.objects.filter(role="admin", is_active=True).order_by("pk").first()
    if person is None:
        raise SystemExit("There is no administrator in this data folder.")
    answer = {"sessions": {STAFF: session_of(person)}, "zone": company_zone().key}
    if Case.objects.count() <= EXAMPLES:
        pages = [shot(f"empty-{name}", path, STAFF) for name, path in [*inboxes()[:4], *((name, reverse(url)) for name, url in PLAIN.items() if name not in ALIKE)]]
        return answer | {"pages": [*pages, shot("empty-help", reverse("help"), VISITOR)], "documents": []}
    agent = Person.objects.filter(role="agent", is_active=True).order_by("pk").first() or person
    answer["sessions"] |= {AGENT: session_of(agent), OWNER: session_of(who_brought() or person)}
    return answer | {"pages": all_pages(person), "documents": [*failures(company_language()), *letters(), *notices(person)]}


if __name__ == "__main__":
    print(json.dumps(main()))
