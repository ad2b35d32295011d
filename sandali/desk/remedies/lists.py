"""The ledger of good acts, what waits for somebody's answer, and the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
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
from sandali.desk.cases.paging import asked_after
from sandali.desk.customers.paging import read_number
from sandali.desk.entering import staff
from sandali.desk.remedies.words import ICONS, money, titled
from sandali.kit.components.pieces import number
from sandali.kit.dates import current_display, find_zone
from sandali.kit.htmx import page
from sandali.kit.periods import Almanac, before, name_of, period_of
from sandali.resolution.models import Policy, Remedy, RemedyKind, Story
from sandali.resolution.recovery.tree import read_tree, walk
from sandali.resolution.remedies.access import may_withhold
from sandali.resolution.remedies.allowances import currency_now
from sandali.resolution.remedies.granting import asked_by, asked_of
from sandali.resolution.remedies.ledger import Sought, Total, page_of, totals, whole
from sandali.resolution.remedies.stories import story_page

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
    found = page_of(request.user, sought, after=asked_after(request.GET), most=PAGE + 1)
    departments, policies = list(open_departments().values_list("pk", "name")), list(Policy.objects.values_list("pk", "name"))
    names = {
        "kind": {value: str(label) for value, label in RemedyKind.choices}, "matter": {value: str(label) for value, label in Kind.choices},
        "policy": {str(pk): name for pk, name in policies}, "department": {str(pk): name for pk, name in departments},
        "cause": {str(one.pk): one.path for one in walk(read_tree())},
    }  # fmt: skip
    context = {
        "acts": [act(one) for one in found[:PAGE]],
        "more_url": f"{address_of(given)}&{next_page(found[PAGE - 1])}" if len(found) > PAGE else "",
        "places": places("remedies"), "given": given, "is_narrowed": any(given[name] for name in ("kind", "matter", "department", "policy", "cause")),
        "kinds": RemedyKind.choices, "matters": Kind.choices, "periods": period_names().items(),
        "departments": departments, "policies": policies, "causes": names["cause"].items(),
        "whole": figures(whole(request.user, sought, currency=currency), currency),
        "tables": [table(request, sought, by, names[by], given, currency) for by in BY_NAMES],
    }  # fmt: skip
    return page(request, "desk/remedies/ledger.html", context, part=["ledger-more", "ledger"])


def next_page(last: Remedy | Story) -> str:
    """Where the next page begins, as `asked_after` reads it."""
    return urlencode({"after": f"{last.at.isoformat()},{last.pk}"})


def figures(total: Total, currency: str) -> dict[str, str]:
    """A total in words."""
    count = ngettext("%(count)s good deed", "%(count)s good deeds", total.count) % {"count": number(total.count)}
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
    to_me, more_to_me = some(request, asked_of(request.user), "after")
    mine, more_mine = some(request, asked_by(request.user), "mine_after")
    context = {
        "to_me": [question(one) for one in to_me], "to_me_more": more_to_me, "mine": [question(one) for one in mine], "mine_more": more_mine,
        "may_grant": may(request.user, "grant_remedies"),
        "places": places("remedies_asked"),
        "here": reverse("remedies_asked"),
    }
    return page(request, "desk/remedies/asked.html", context, part="asked-list")


def some(request: HttpRequest, asked: QuerySet[Remedy], name: str) -> tuple[list[Remedy], str]:
    """A page of questions, the longest waiting first, and the address of the next ones; each of the two lists goes on by a name of its own."""
    after = asked_after({"after": request.GET.get(name, "")})
    found = list((asked if after is None else asked.filter(Q(at__gt=after[0]) | Q(at=after[0], pk__gt=after[1])))[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    return found[:PAGE], f"{reverse('remedies_asked')}?{urlencode({name: f'{found[PAGE - 1].at.isoformat()},{found[PAGE - 1].pk}'})}"


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
    rows = story_page(request.user, after=asked_after(request.GET), most=PAGE + 1)
    shown = [
        {
            "story": one, "customer": str(one.remedy.case.customer), "by": one.remedy.by, "case": number_of(one.remedy.case),
            "url": reverse("case", args=[one.remedy.case_id]),
            "withholding_url": reverse("case_remedy_withholding", args=[one.remedy.case_id, one.remedy_id])
            if may_withhold(request.user, one, rights_on(request.user, one.remedy.case)) else "",
        }
        for one in rows[:PAGE]
    ]  # fmt: skip
    more = f"{reverse('stories')}?{next_page(rows[PAGE - 1])}" if len(rows) > PAGE else ""
    return page(request, "desk/remedies/stories.html", {"stories": shown, "more_url": more, "places": places("stories")}, part="stories-more")
