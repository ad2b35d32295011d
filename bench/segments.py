"""Segments over 200,000 customers with as many orders and half as many again of cases: how long a count and a first page take."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from bench.figures import Figure
from sandali.cases.models import Case, Kind
from sandali.company.models import Department, Person
from sandali.customers.models import Customer
from sandali.customers.queries import newest_first
from sandali.customers.segments.queries import members, question_from
from sandali.customers.segments.questions import offered_to, read_question
from sandali.sales.models import Order

CUSTOMERS: Final = 200_000
GOAL: Final = 1_000.0  # ms
PART: Final = 10_000
ONCE, TWICE = {"how": "at_least", "times": "1"}, {"how": "at_least", "times": "2"}
ASKED: Final = {
    "bought twice, complained once, silent": ({"kind": "bought", **TWICE}, {"kind": "cases", "of_kind": "complaint", "how": "exactly", "times": "1"}, {"kind": "silent", "days": "60"}),
    "never complained, bought in a year": ({"kind": "cases", "of_kind": "complaint", "how": "never"}, {"kind": "bought", **ONCE, "days": "365"}),
    "three cases, one of them open": ({"kind": "cases", "how": "at_least", "times": "3"}, {"kind": "cases", **ONCE, "state": "open"}),
    "bought for 5,000,000, of a city": ({"kind": "spent", "how": "at_least", "amount": "5000000 IRR", "currency": "IRR"}, {"kind": "city", "city": "تهران"}),
}  # fmt: skip


def kept(rows: Iterable[Model]) -> None:
    """Write rows part by part."""
    rows = iter(rows)
    while part := list(islice(rows, PART)):
        with transaction.atomic():
            type(part[0])._default_manager.bulk_create(part)


def fill(count: int, seed: int = 1) -> int:
    """Add so many customers, with 1.5 cases and an order each on average; returns the number of the first of them."""
    random, now = Random(f"segments:{seed}"), timezone.now()
    first = (Customer.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    number = (Order.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    departments = list(Department.objects.order_by("pk").values_list("pk", flat=True))
    cities = ("تهران", "اصفهان", "شیراز", "تبریز", "")

    def at() -> datetime:
        return now - timedelta(days=random.random() * 730)

    def people() -> Iterator[Customer]:
        for pk in range(first, first + count):
            last = at()
            yield Customer(pk=pk, name=f"مشتری {pk}", city=random.choice(cities), language="fa", stage="customer", created_at=last - timedelta(days=200), last_contact_at=last)

    def cases() -> Iterator[Case]:
        for _time in range(count * 3 // 2):
            opened, state = at(), random.choices(("open", "answered", "lapsed"), (1, 6, 3))[0]
            yield Case(
                customer_id=first + min(int(random.expovariate(3 / count)), count - 1), department_id=random.choice(departments), subject="سفارش",
                kind=random.choices(Kind.values, (40, 20, 15, 10, 10, 5))[0], state=state, opened_at=opened, last_message_at=opened,
            )  # fmt: skip

    def orders() -> Iterator[Order]:
        for place in range(count):
            placed = at()
            yield Order(
                number=number + place, customer_id=first + min(int(random.expovariate(3 / count)), count - 1), department_id=random.choice(departments),
                state="delivered", placed_at=placed, bought_at=placed, created_at=placed, currency="IRR", total=random.randrange(500_000, 9_000_000),
            )  # fmt: skip

    for rows in (people(), cases(), orders()):
        kept(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return first


def quickest(work: Any, times: int = 5) -> float:
    """Milliseconds of the median of several runs."""
    taken = []
    for _time in range(times):
        since = time.perf_counter()
        work()
        taken.append((time.perf_counter() - since) * 1000)
    return sorted(taken)[times // 2]


def figures(count: int = CUSTOMERS) -> list[Figure]:
    """A count and a first page of each question, for an administrator and for somebody of one department."""
    fill(count)
    people = {"all": Person.objects.filter(role="admin").first(), "a department": Person.objects.filter(role="agent").order_by("pk").first()}
    found = []
    for name, typed in ASKED.items():
        for reach, person in people.items():
            if person is None:
                continue
            question = question_from(read_question(typed, joined="all", offered=offered_to(person)))
            number = members(person, question).order_by().count()
            note = f"{number:,} of {count:,}, {connection.vendor}"
            found.append(Figure(f"segment, count, {reach}: {name}", quickest(lambda: members(person, question).order_by().count()), "ms", GOAL, note))  # noqa: B023 - run at once
            found.append(Figure(f"segment, first page, {reach}: {name}", quickest(lambda: newest_first(members(person, question), most=31)), "ms", GOAL, note))  # noqa: B023 - run at once
    return found
