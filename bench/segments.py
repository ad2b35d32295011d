"""Segments over 200,000 customers with as many orders and half as many again of cases: how long a count and a first page take."""

from __future__ import annotations

import time
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Model

from bench.figures import Figure
from sandali.cases.models import Case
from sandali.company.models import Department, Person
from sandali.customers.models import Customer
from sandali.customers.queries import newest_first
from sandali.customers.segments.queries import members, question_from
from sandali.customers.segments.questions import offered_to, read_question
from sandali.sales.models import Order

CUSTOMERS: Final = 200_000
GOAL: Final = 1_000.0  # ms
ONCE, TWICE = {"how": "at_least", "times": "1"}, {"how": "at_least", "times": "2"}
ASKED: Final = {
    "bought twice, complained once, silent": ({"kind": "bought", **TWICE}, {"kind": "cases", "of_kind": "complaint", "how": "exactly", "times": "1"}, {"kind": "silent", "days": "60"}),
    "never complained, bought in a year": ({"kind": "cases", "of_kind": "complaint", "how": "never"}, {"kind": "bought", **ONCE, "days": "365"}),
    "three cases, one of them open": ({"kind": "cases", "how": "at_least", "times": "3"}, {"kind": "cases", **ONCE, "state": "open"}),
    "bought for 5,000,000, of a city": ({"kind": "spent", "how": "at_least", "amount": "5000000 IRR", "currency": "IRR"}, {"kind": "city", "city": "تهران"}),
}  # fmt: skip


def chance(salt: int, most: int) -> str:
    """A number below `most` for the row `i`, the same in each run and on both databases."""
    return f"(((i + {salt}) * 1103515245 + 12345 * {salt}) %% 2147483647 / 7 %% {most})"


def ago(salt: int, *, later: int = 0) -> str:
    """A moment of the last two years, or so many days before one."""
    seconds = f"{chance(salt, 730 * 86_400)} + {later * 86_400}"
    if connection.vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', 'now', '-' || ({seconds}) || ' seconds')"
    return f"now() - make_interval(secs => {seconds})"


def picked(salt: int, *values: str) -> str:
    """One of the values, each as often."""
    return f"CASE {chance(salt, len(values))} " + " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values)) + " END"


def write(model: type[Model], count: int, **given: str) -> None:
    """Write so many rows by one statement: these columns as expressions over `i`, the others as a fresh row has them."""
    fields = [field for field in model._meta.concrete_fields if field.column in given or not field.primary_key]
    values = [given.get(field.column, "%s") for field in fields]
    usual = [field.get_db_prep_save(field.get_default(), connection) for field in fields if field.column not in given]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(field.column for field in fields)}) "
            f"WITH RECURSIVE seq(i) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT i + 1 FROM seq WHERE i + 1 < {count}) "
            f"SELECT {', '.join(values)} FROM seq",
            usual,
        )


def fill(count: int) -> int:
    """Add so many customers, with 1.5 cases and an order each on average, unevenly; returns the number of the first of them."""
    first = (Customer.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    number = (Order.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    places = [str(pk) for pk in Department.objects.order_by("pk").values_list("pk", flat=True)]
    where = f"CAST({picked(3, *places)} AS integer)"

    def whose(salt: int) -> str:
        return f"{first} + ({chance(salt, count)} * {chance(salt + 1, count)} / {count})"

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size=-400000")  # to fill it; what reads has what the program has
        else:
            cursor.execute("SET statement_timeout = 0")
        write(Customer, count, id=f"{first} + i", name="'مشتری ' || i", city=picked(5, "تهران", "اصفهان", "شیراز", "تبریز", ""), created_at=ago(6, later=200), last_contact_at=ago(6))
        kinds = [*["question"] * 8, *["request"] * 4, *["complaint"] * 4, "praise", "suggestion", "inquiry", ""]
        states = ["open", *["answered"] * 6, *["lapsed"] * 3]
        write(Case, count * 3 // 2, customer_id=whose(11), department_id=where, kind=picked(13, *kinds), state=picked(14, *states), opened_at=ago(15), last_message_at=ago(15))
        bought = {"placed_at": ago(21), "bought_at": ago(21), "created_at": ago(21)}
        write(
            Order, count, number=f"{number} + i", customer_id=whose(22), department_id=where, state="'delivered'", currency="'IRR'",
            total=f"500000 + {chance(24, 8_500_000)}", **bought,
        )  # fmt: skip
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")  # as its own housekeeping does within minutes
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
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
