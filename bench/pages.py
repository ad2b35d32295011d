"""Server CPU and waiting time a page, one client, each page in turn over different cases, customers and words."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.browsing import Browser
from bench.figures import Figure, percentile
from bench.processes import Server, settle
from sandali.cases.models import Case
from sandali.company.actions import make_api_token
from sandali.company.models import Person
from sandali.company.scopes import SCOPES
from sandali.customers.models import Customer, Identity

WARM = 20
YEARS = 180
P95_GOAL = 60.0  # milliseconds
COMMON, RARE = ("سفارش", "فاکتور", "ارسال", "invoice"), ("جراحان", "اقتصادی سال", "آسیب‌دیدگی", "پیشرفته تکنولوژیکی")
SEARCH = "/search/?q="
API = "API, "
OTHER_LISTS = ("organisations", "events", "tags")  # of what this database has enough


def agent() -> Person:
    """An agent who owns cases, in the department with most of them."""
    return Person.objects.filter(role="agent").order_by("pk")[0]


def kinds(person: Person) -> Iterator[tuple[str, list[str], float | None]]:
    """(name, addresses, goal in ms of CPU) of each kind of page."""
    from sandali.cases.access import cases_for  # models of the filled database: only once Django is set up

    long_cases = list(cases_for(person).filter(message_count=20).order_by("-pk").values_list("pk", flat=True)[:60])
    long_cases = long_cases or list(cases_for(person).order_by("-message_count").values_list("pk", flat=True)[:20])
    people = list(Customer.objects.order_by("-last_contact_at").values_list("pk", flat=True)[:60:2])
    regulars = list(Case.objects.filter(pk__in=long_cases).values_list("customer_id", flat=True)[:20])
    phones = list(Identity.objects.filter(kind="phone").order_by("-pk").values_list("shown", flat=True)[:40:2])
    names = [name for name in Customer.objects.order_by("pk").values_list("name", flat=True)[:60:3] if name]
    yield "inbox, mine", ["/cases/"], 25
    yield "inbox, my department", ["/cases/?box=department"], 25
    yield "inbox, all", ["/cases/?box=all"], 25
    yield "inbox, all, answered and confirmed", ["/cases/?box=all&state=done"], 25
    yield "inbox, all states, latest first", ["/cases/?box=all&state=every"], 25
    yield "case with 20 messages", [f"/cases/{number}/" for number in long_cases], 20
    yield "customer", [f"/customers/{number}/" for number in people + regulars], 20
    yield "customers, list", ["/customers/"], None
    yield "report of a year", [year_before(day) for day in range(YEARS)], 100
    yield "search, common Persian word", [SEARCH + word for word in COMMON], 20
    yield "search, rare Persian word", [SEARCH + word for word in RARE], 20
    yield "search, name", [SEARCH + name for name in names], 20
    yield "search, telephone", [SEARCH + phone for phone in phones], 20
    yield "API, list of 50 cases", [f"/api/v1/cases?limit=50&sort={sort}" for sort in ("latest", "due", "waiting", "priority")], None
    yield "API, list of 50 customers", ["/api/v1/customers?limit=50"], None
    for name in OTHER_LISTS:
        yield f"API, list of 50 {name.replace('-', ' ')}", [f"/api/v1/{name}?limit=50"], None


def year_before(days: int) -> str:
    """The report of the year that ended so many days ago: each another one, as reports are kept for half a minute."""
    last = datetime.now(UTC).date() - timedelta(days=days)
    return f"/reports/?period=days&from={last - timedelta(days=364)}&to={last}"


def measure(server: Server, only: str, requests: int) -> list[Figure]:
    """All kinds of pages, each asked for `requests` times; `only` is a part of their names."""
    person = agent()
    browser = Browser(server.url, person)
    browser.client.headers["Authorization"] = f"Bearer {make_api_token(person, name='bench', scopes=SCOPES, days=1)[1]}"  # pages do not look at it
    figures = []
    for name, addresses, goal in kinds(person):
        if only in name and addresses:
            figures += measure_kind(server, browser, name, addresses, goal, requests)
    return figures


def measure_kind(server: Server, browser: Browser, name: str, addresses: list[str], goal: float | None, requests: int) -> list[Figure]:
    """One kind. What the server uses while idle is not the page's, and is taken off."""
    turn = itertools.cycle(addresses)
    for _ in range(WARM):
        browser.get(next(turn))
    idle = settle(server, most=3)
    waits, before, since = [], server.cpu, time.monotonic()
    for _ in range(requests):
        began = time.perf_counter()
        answer = browser.get(next(turn))
        waits.append((time.perf_counter() - began) * 1000)
    cpu = (server.cpu - before - idle * (time.monotonic() - since)) / requests * 1000
    size = len(answer.content)
    note = f"p50 {percentile(waits, 0.5):.0f} ms, {size / 1000:.0f} kB of HTML"
    return [
        Figure(f"{name}: server CPU", cpu, "ms", goal, note),
        Figure(f"{name}: p95, one client", percentile(waits, 0.95), "ms", P95_GOAL if goal or name.startswith(API) else None),
    ]
