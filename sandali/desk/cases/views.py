"""The inbox and the case page: the same list with, or without, a case beside it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from sandali.cases.access import access_case, cases_for, rights_on
from sandali.cases.actions import mark_case_read
from sandali.cases.holding import look_into
from sandali.cases.models import Aside, Case
from sandali.cases.queries import counted, read_until
from sandali.company.permissions import may
from sandali.customers.models import Identity
from sandali.customers.queries import identities_of
from sandali.desk.cases.beside import beside, happened_lately
from sandali.desk.cases.boxes import (
    Filter,
    asked_filter,
    capped,
    filters,
    inbox,
    read_rows,
    row,
    tabs,
)
from sandali.desk.cases.came_from import filter_of, remember_list
from sandali.desk.cases.composer import composer_of
from sandali.desk.cases.head import head
from sandali.desk.cases.inside.views import work_context
from sandali.desk.cases.lists.tabs import view_tabs
from sandali.desk.cases.lists.words import context_of as chips_of
from sandali.desk.cases.own_fields import fields_context
from sandali.desk.cases.paging import asked_place
from sandali.desk.cases.regroup.moved import moved
from sandali.desk.cases.thread import Thread, thread_page
from sandali.desk.cases.timing.context import reminders_context
from sandali.desk.cases.together.context import handed_banner, head_context, panel_context
from sandali.desk.entering import SIGNED_IN, staff
from sandali.desk.frame import bell_parts, newest_of
from sandali.desk.promises.context import promises_context
from sandali.desk.reach.context import voices_context
from sandali.desk.recovery.context import recovery_context
from sandali.desk.remedies.context import right_context
from sandali.desk.sales.beside_case import sales_context
from sandali.desk.setup.checklist import steps
from sandali.desk.understanding.context import opens_by_itself, understanding_context
from sandali.history.models import Notice
from sandali.history.notices import mark_read
from sandali.kit.components.regions import show_more
from sandali.kit.htmx import asked_by_htmx, asked_part, fragments, page
from sandali.kit.markup_text import format_html
from sandali.kit.page_addresses import reverse
from sandali.kit.prepared import Prepared

INBOX, CASE = "desk/cases/inbox.html", "desk/cases/case.html"
CASE_ADDRESS = re.compile(r"/cases/(\d{1,18})/")


@staff(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The desk begins at the inbox."""
    return HttpResponseRedirect(reverse("cases"))


@staff("see_cases")
def cases(request: HttpRequest) -> HttpResponse:
    """The inbox without a case; `cases-list` is its list, `more` the next rows."""
    wanted = asked_filter(request.GET)
    if "" in request.GET.values() and not asked_by_htmx(request):
        return HttpResponseRedirect(wanted.url)  # fields of the filter's form that were left empty
    after = asked_place(request.GET, wanted.sort)
    if asked_by_htmx(request) and asked_part(request) == "more":
        context = inbox(request.user, wanted, after=after)
        return HttpResponse(format_html("{}{}", context["rows"], more(context["more_url"])))
    if not asked_by_htmx(request):
        remember_list(request, wanted)
    first_steps = [] if asked_by_htmx(request) else steps(request.user)
    return page(request, INBOX, listed(request, wanted, after=after) | {"checklist": first_steps}, part=["cases-list"])


def listed(request: HttpRequest, wanted: Filter, *, current: int = 0, after: Any = None) -> dict[str, Any]:
    """Context of the list beside any page of the inbox."""
    newest = newest_of(request)
    context = inbox(request.user, wanted, after=after, current=current)
    boxes = tabs(request.user, wanted, newest)
    unassigned = counted(request.user, "unassigned", newest) if wanted.box == "mine" else 0
    return context | {
        "tabs": boxes,
        "tab_counts": tuple(one["count"] for one in boxes),
        "filters": filters(wanted),
        "more": more(context["more_url"]),
        "list_url": wanted.url if not current else wanted.case_url(current),
        "current": current,
        "is_filtered": wanted.shown != "us" or bool(wanted.asked),
        "view_tabs": view_tabs(request.user, wanted, newest),
        "filter_url": address_of("case_filter") + wanted.query,
        "view_url": address_of("saved_view_new") + wanted.query,
        "bulk_url": address_of("case_bulk") + wanted.query,
        "may_choose": may(request.user, "handle_cases"),
        **chips_of(wanted),
        "all_url": Filter(box="all").url,
        "mine_count": counted(request.user, "mine", newest),
        "unassigned_url": Filter(box="unassigned").url,
        "unassigned_count": capped(unassigned) if unassigned else "",
        "handed": handed_banner(request.user),
    }


@cache
def address_of(name: str) -> str:
    """The address of a page that has no number."""
    return reverse(name)


def more(url: str) -> Any:
    """The button under the list; nothing at its end."""
    return show_more(url=url, target="more") if url else ""


@staff("see_cases")
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case with the list and the customer. Parts: the case as a whole, its thread, its head, the list, earlier messages."""
    found = access_case(request.user, number)
    if found.aside == Aside.MERGED:
        return moved(request, found)
    wanted = filter_of(request)
    part = asked_part(request) if asked_by_htmx(request) else ""
    if part == "earlier":
        return earlier(request, found, wanted)
    if part == "cases-list":
        return page(request, INBOX, listed(request, wanted, current=number) | {"case": found}, part=part)
    look_into(found)
    if part == "case-thread":
        context = thread_context(request, found, wanted)
        told = mark_seen(request.user, found, read=context["read"])
        context["happened"] = happened_lately(found.customer_id, request.user)
        answer = fragments(request, CASE, "case-thread", "case-head", "panel-happened", context=context, swap="outerMorph")
        return with_bell(request, answer) if told else answer
    context = case_context(request, found, wanted)
    told = mark_seen(request.user, found, read=context["read"])
    if part == "main":
        answer = opened(request, found, wanted, context)
        return with_bell(request, answer) if told else answer
    if part:
        return page(request, CASE, context, part=["case-head", "case-composer", "panel"])
    return page(request, CASE, context | listed(request, wanted, current=number))


def thread_context(request: HttpRequest, found: Case, wanted: Filter) -> dict[str, Any]:
    """What the thread and the head of a case show."""
    rights = rights_on(request.user, found)
    read = read_until(request.user, [found.pk]).get(found.pk)
    thread = thread_page(
        found, rights=rights, csrf_token=get_token(request), read=read, below=asked_number(request, "below"), since=asked_number(request, "since")
    )
    address = wanted.case_url(found.pk)
    shown = head(found, request.user, wanted, request.company, newest_of(request))
    earlier_url = f"{address}&below={thread.earlier}" if thread.earlier else ""
    return {
        "case": found,
        "filter": wanted,
        "rights": rights,
        "read": read,
        "may": {name: name in rights for name in ("answer", "note", "handle", "regroup")},
        "may_block": may(request.user, "block_senders"),
        "may_sell": may(request.user, "sell"),
        "thread": thread,
        "thread_url": f"{address}&since={thread.first}" if thread.first else address,
        "earlier": show_more(url=earlier_url, target="earlier", label=_("Show earlier messages")) if earlier_url else "",
        "head": shown,
        "version": found.version,
        "snoozes": shown["snoozes"],
        "assignees": shown["assignees"],
        "case_subject": found.subject,
        **head_context(found, request.user, rights),
        **right_context(found, request.user, rights),
        **understanding_context(found, rights),
        **voices_context(found),
        **{f"{name}_url": url for name, url in shown["urls"].items()},
    }


def case_context(request: HttpRequest, found: Case, wanted: Filter, **composer: Any) -> dict[str, Any]:
    """Everything that the case and the customer beside it show. `composer`: what comes back from a form that was not taken."""
    identities = identities_of(found.customer_id)
    context = thread_context(request, found, wanted)
    around = beside(found, request.user, identities)
    shown = composer_of(found, request.user, context["rights"], **(known_of(context["thread"], identities) | composer))
    return {
        **context,
        "composer": shown,
        "composer_key": shown.key,
        "composer_text": shown.text,
        "composer_seen": shown.seen,
        "composer_address": shown.address,
        "composer_leaves": shown.leaves,
        "composer_name": f"case-{found.pk}",
        "composer_customer": found.customer_id,
        "draft_url": reverse("case_draft", args=[found.pk]),
        "messages_url": reverse("case_messages", args=[found.pk]) + wanted.query,
        "facts_query": f"?case={found.pk}",
        **around,
        "before_opens": opens_by_itself(found, context["rights"], has_history=bool(around["other_cases"]), answered=context["thread"].answered),
        **work_context(found, request.user, context["rights"]),
        **panel_context(found, request.user, context["rights"]),
        **reminders_context(found, request.user),
        **promises_context(request, found, context["rights"]),
        **recovery_context(found, request.user, context["rights"]),
        **sales_context(found, request.user),
        **fields_context(found, context["rights"]),
    }


def known_of(thread: Thread, identities: list[Identity]) -> dict[str, Any]:
    """What the composer need not ask again."""
    return {"last": thread.last_in, "sent": thread.last_out, "identities": identities}


def asked_number(request: HttpRequest, name: str) -> int | None:
    """A number of the query string, None when it is missing or none."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def earlier(request: HttpRequest, found: Case, wanted: Filter) -> HttpResponse:
    """The page of messages before `below`, with the way further back above them."""
    rights = rights_on(request.user, found)
    page_of = thread_page(found, rights=rights, csrf_token=get_token(request), below=asked_number(request, "below"))
    url = f"{wanted.case_url(found.pk)}&below={page_of.earlier}" if page_of.earlier else ""
    button = show_more(url=url, target="earlier", label=_("Show earlier messages")) if url else ""
    return HttpResponse(format_html("{}{}", button, page_of.html))


def opened(request: HttpRequest, found: Case, wanted: Filter, context: dict[str, Any]) -> HttpResponse:
    """A case opened from the list: the thread, the customer, and in the list the marks of the row left and the row entered."""
    answer = fragments(request, CASE, "main", "panel", context=context)
    now = timezone.now()
    left = CASE_ADDRESS.search(request.headers.get("HX-Current-URL", ""))
    numbers = {found.pk, int(left[1])} if left else {found.pk}
    parts = [format_html("<title>{} · {}</title>", found.subject or found.customer, request.company)]
    for one in read_rows(request.user, cases_for(request.user).filter(pk__in=numbers)):
        shown = row(one, wanted, now=now, current=one.number == found.pk)
        parts.append(format_html('<hx-partial hx-target="#case-row-{}" hx-swap="outerHTML">{}</hx-partial>', one.number, shown))
    answer.content += "".join(parts).encode()
    return answer


def with_bell(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An answer for htmx that also brings the bell, because looking has read a notice."""
    answer.content += bell_parts(request).encode()
    return answer


_unread_notice = Prepared(lambda person, about: Notice.objects.filter(person=person, about=about, read_at=None).values_list("pk", "at")[:1])


def mark_seen(person: Any, found: Case, *, read: int | None) -> bool:
    """Whoever looks at a case has read it, and its notices too. `read` is how far they had come. Whether a notice was read."""
    if read is None or read < found.last_message_id:
        mark_case_read(found, by=person)
    about = f"case:{found.pk}"
    return bool(_unread_notice(person.pk, about)) and bool(mark_read(person, about=about))
