"""A customer of ten thousand entries: what happened in many cases of others is told of one, and their page is read, also far down."""

from __future__ import annotations

from django.db import transaction

from bench.browsing import Browser
from bench.figures import Figure
from bench.pages import agent, measure_kind
from bench.processes import Server
from sandali.cases.access import cases_for
from sandali.cases.models import Case, Message
from sandali.company.models import Person
from sandali.customers.models import Customer
from sandali.desk.customers.story import FILTERS
from sandali.history.models import Event

ENTRIES = 10_000
PART = 500  # cases at once
GOAL = 150.0  # ms, p95 with one client
FAR_DOWN = 8_000  # entries above


@transaction.atomic
def fill(person: Person) -> tuple[int, int]:
    """Give cases that the person sees, the newest first, to one customer until so much happened with them; returns who that is, and how much."""
    customer = Customer.objects.filter(merged_into=None).order_by("-pk")[0].pk
    theirs = Event.objects.filter(customer_id=customer)
    numbers = list(cases_for(person).order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), PART):
        some = numbers[start : start + PART]
        Case.objects.filter(pk__in=some).update(customer=customer)
        Message.objects.filter(case__in=some, direction="in").update(customer=customer)
        Event.objects.filter(case_id__in=some).update(customer_id=customer)
        if theirs.count() >= ENTRIES:
            break
    return customer, theirs.count()


def measure(server: Server, *, requests: int) -> list[Figure]:
    """The page as it opens, each filter of the story, and a page far down in it."""
    person = agent()
    customer, entries = fill(person)
    print(f"  {entries:,} entries", flush=True)
    browser = Browser(server.url, person)
    page = f"/customers/{customer}/"
    numbers = list(Event.objects.filter(customer_id=customer).order_by("-pk").values_list("pk", flat=True))
    far = numbers[min(FAR_DOWN, len(numbers) - 1)]
    found = measure_kind(server, browser, f"a customer of {entries:,} entries", [page], GOAL, requests)
    for show in FILTERS:
        if show != "all":
            found += measure_kind(server, browser, f"the same, only {show}", [f"{page}?show={show}"], GOAL, max(20, requests // 5))
    return found + measure_kind(server, browser, "the same, far down", [f"{page}?show=all&below={far}"], GOAL, requests)
