"""The ledger of good acts, what waits for somebody's answer, and the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sandali.cases.access import rights_on
from sandali.cases.models import Kind
from sandali.company.permissions import may
from sandali.company.queries import current_company, open_departments
from sandali.desk.cases.head import number_of
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.remedies.words import ICONS, money, titled
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display, find_zone
from sandali.kit.htmx import page
from sandali.kit.periods import Almanac, before, name_of, period_of
from sandali.resolution.models import Policy, Remedy, RemedyKind
from sandali.resolution.recovery.tree import read_tree, walk
from sandali.resolution.remedies.access import may_withhold
from sandali.resolution.remedies.allowances import currency_now
from sandali.resolution.remedies.granting import asked_by, asked_of
from sandali.resolution.remedies.ledger import Sought, Total, page_of, totals, whole
from sandali.resolution.remedies.stories import stories_for

PAGE: Final = 30
PERIODS: Final = ("month", "before", "year", "all")
BY_NAMES: Final = {
    "kind": gettext_lazy("By what was given"), "matter": gettext_lazy("By kind of matter"), "policy": gettext_lazy("By policy"),
    "department": gettext_lazy("By department"), "cause": gettext_lazy("By cause"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One good act as the ledger shows it."""

    title: str
    what: str
    icon: str
    customer: str
    case: str
    url: str
    by: str
    at: datetime
    has_story: bool


def places(current: str) -> list[dict[str, Any]]:
    """The three pages of this subject."""
    names = {"remedies": _("Ledger"), "remedies_asked": _("Awaiting an answer"), "stories": _("Stories")}
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in names.items()]


def period_names() -> dict[str, str]:
    """What may be asked of time, by name: this month and the one before, this year, all."""
    display, company = current_display(), current_company()
    almanac = Almanac(company.calendar if company else "jalali")
    today = timezone.now().astimezone(find_zone(company.zone if company else "Asia/Tehran")).date()
    month, year = period_of("month", today, almanac), period_of("year", today, almanac)
    return {"month": name_of(month, display), "before": name_of(before(month, almanac), display), "year": name_of(year, display), "all": _("All times")}


def moments(period: str) -> tuple[datetime | None, datetime | None]:
    """From when to when a period lasts, in the company's calendar and zone."""
    if period == "all":
        return None, None
    company = current_company()
    zone, almanac = find_zone(company.zone if company else "Asia/Tehran"), Almanac(company.calendar if company else "jalali")
    today = timezone.now().astimezone(zone).date()
    found = period_of("year" if period == "year" else "month", today, almanac)
    return (before(found, almanac) if period == "before" else found).moments(zone)


def asked_of_page(request: HttpRequest) -> tuple[dict[str, str], Sought]:
    """What the address narrows the ledger to: as it is written there, and as it is looked for. Anything else is as if absent."""
    given = {name: request.GET.get(name, "") for name in ("kind", "matter", "department", "policy", "cause", "period")}
    given["kind"] = given["kind"] if given["kind"] in RemedyKind.values else ""
    given["matter"] = given["matter"] if given["matter"] in Kind.values else ""
    given["period"] = given["period"] if given["period"] in PERIODS else "year"
    numbers = {name: read_number(given[name]) for name in ("department", "policy", "cause")}
    given |= {name: str(value) if value else "" for name, value in numbers.items()}
    since, until = moments(given["period"])
    return given, Sought(given["kind"], given["matter"], numbers["department"] or None, numbers["policy"] or None, numbers["cause"] or None, since, until)


@staff("see_cases")
def ledger(request: HttpRequest) -> HttpResponse:
    """Good acts, the latest first, with totals of the whole. Never by person (P20)."""
    given, sought = asked_of_page(request)
    currency = currency_now()
    found = page_of(request.user, sought, below=read_number(request.GET.get("below", "")) or None, most=PAGE + 1)
    departments, policies = list(open_departments().values_list("pk", "name")), list(Policy.objects.values_list("pk", "name"))
    names = {
        "kind": {value: str(label) for value, label in RemedyKind.choices}, "matter": {value: str(label) for value, label in Kind.choices},
        "policy": {str(pk): name for pk, name in policies}, "department": {str(pk): name for pk, name in departments},
        "cause": {str(one.pk): one.path for one in walk(read_tree())},
    }  # fmt: skip
    context = {
        "acts": [act(one) for one in found[:PAGE]],
        "more_url": f"{address_of(given)}&below={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "places": places("remedies"), "given": given, "is_narrowed": any(given[name] for name in ("kind", "matter", "department", "policy", "cause")),
        "kinds": RemedyKind.choices, "matters": Kind.choices, "periods": period_names().items(),
        "departments": departments, "policies": policies, "causes": names["cause"].items(),
        "whole": figures(whole(request.user, sought, currency=currency), currency),
        "tables": [table(request, sought, by, names[by], given, currency) for by in BY_NAMES],
    }  # fmt: skip
    return page(request, "desk/remedies/ledger.html", context, part=["ledger-more", "ledger"])


def figures(total: Total, currency: str) -> dict[str, str]:
    """A total in words."""
    count = ngettext("%(count)s good act", "%(count)s good acts", total.count) % {"count": number(total.count)}
    return {"count": count, "amount": money(total.amount, currency) if total.amount else ""}


def table(request: HttpRequest, sought: Sought, by: str, names: dict[str, str], given: dict[str, str], currency: str) -> dict[str, Any]:
    """Totals by something that is no person, each line leading to the acts behind it, in the order of their names."""
    lines = []
    found = totals(request.user, sought, by=by, currency=currency)
    for one in found if by != "cause" or any(one.key for one in found) else ():
        if one.key or by != "policy":  # what was no exception has no policy
            url = address_of(given | {by: one.key}) if one.key else ""
            amount = money(one.amount, currency) if one.amount else ""
            lines.append({"name": names.get(one.key, _("No cause found yet") if by == "cause" else _("None")), "url": url, "count": number(one.count), "amount": amount})
    return {"label": BY_NAMES[by], "is_wide": by == "cause", "lines": sorted(lines, key=lambda line: (not line["url"], str(line["name"])))}


def address_of(given: dict[str, str]) -> str:
    """The ledger narrowed to something."""
    return f"{reverse('remedies')}?{urlencode({name: value for name, value in given.items() if value})}"


def act(one: Remedy) -> Act:
    """One remedy as a line of the ledger."""
    exception = getattr(one, "policy_exception", None)
    what = " · ".join(part for part in (exception.policy.name if exception else "", one.what) if part)
    return Act(
        titled(one.kind, one.amount, one.currency), what, ICONS.get(RemedyKind(one.kind), "gift"), str(one.case.customer), number_of(one.case),
        reverse("case", args=[one.case_id]), one.by.name, one.at, hasattr(one, "story"),
    )  # fmt: skip


@staff("see_cases")
def asked(request: HttpRequest) -> HttpResponse:
    """What waits for my answer, and what I asked for."""
    context = {
        "to_me": [question(one) for one in asked_of(request.user)[:PAGE]],
        "mine": [question(one) for one in asked_by(request.user)[:PAGE]],
        "may_grant": may(request.user, "grant_remedies"),
        "places": places("remedies_asked"),
        "here": reverse("remedies_asked"),
    }
    return page(request, "desk/remedies/asked.html", context, part="asked-list")


def question(one: Remedy) -> dict[str, Any]:
    """One question with the addresses of its answers."""
    where = [one.case_id, one.pk]
    return {
        "title": titled(one.kind, one.amount, one.currency), "what": one.what, "icon": ICONS.get(RemedyKind(one.kind), "gift"),
        "by": one.by.name, "at": one.at, "due": one.due_at, "is_late": one.due_at is not None and one.due_at < timezone.now(),
        "customer": str(one.case.customer), "case": number_of(one.case), "subject": one.case.subject, "url": reverse("case", args=[one.case_id]),
        "granting_url": reverse("case_remedy_granting", args=where), "refusal_url": reverse("case_remedy_refusal", args=where),
        "version": one.version, "pk": one.pk,
    }  # fmt: skip


@staff("see_cases")
def stories(request: HttpRequest) -> HttpResponse:
    """Good acts as stories, with the customers' words and who did it."""
    below = read_number(request.GET.get("below", ""))
    found = stories_for(request.user)
    rows = list((found.filter(pk__lt=below) if below else found)[: PAGE + 1])
    shown = [
        {
            "story": one, "customer": str(one.remedy.case.customer), "by": one.remedy.by, "case": number_of(one.remedy.case),
            "url": reverse("case", args=[one.remedy.case_id]),
            "withholding_url": reverse("case_remedy_withholding", args=[one.remedy.case_id, one.remedy_id])
            if may_withhold(request.user, one, rights_on(request.user, one.remedy.case)) else "",
        }
        for one in rows[:PAGE]
    ]  # fmt: skip
    more = f"{reverse('stories')}?below={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return page(request, "desk/remedies/stories.html", {"stories": shown, "more_url": more, "places": places("stories")}, part="stories-more")
