"""The look through 200,000 customers, while somebody writes: how long it takes, what memory comes to it, and how long a write waits."""

from __future__ import annotations

import random
import resource
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections
from django.test import Client
from django.utils import timezone

from bench.figures import Figure
from bench.writing import keep
from sandali.company.models import Company, Person, Role
from sandali.customers.models import Customer, Identity, Stage
from sandali.health.checks import CHECKS
from sandali.health.counting import count_all
from sandali.health.rules import check_rules

ROWS = 200_000
NOW = datetime.now(UTC)


def people(rows: int, first: int, rng: random.Random) -> Iterator[Customer]:
    """Customers over five years: three in a hundred without a name, one in seven a lead."""
    for number in range(rows):
        last = NOW - timedelta(days=1800 * rng.random())
        yield Customer(
            pk=first + number, name=f"نام{number}" if rng.random() > 0.03 else "", stage=rng.choices(list(Stage.values), [50, 15, 30, 5])[0],
            created_at=last - timedelta(days=rng.randrange(400)), last_contact_at=last,
        )  # fmt: skip


def addresses(rows: int, first: int, rng: random.Random) -> Iterator[Identity]:
    """Most have a mail address, two in a thousand with a slip, half a telephone; a few have none."""
    for number in range(rows):
        if rng.random() < 0.97:
            domain = "gmial.com" if rng.random() < 0.002 else rng.choice(("gmail.com", "yahoo.com", "firm.example"))
            yield Identity(customer_id=first + number, kind="email", value=f"person{number}@{domain}", shown=f"person{number}@{domain}")
        if rng.random() < 0.5:
            yield Identity(customer_id=first + number, kind="phone", value=f"+98935{number:07d}", shown=f"0935{number:07d}")


def write(waits: list[float], stop: threading.Event) -> None:
    """Write something small again and again; how long each took, in seconds."""
    while not stop.is_set():
        begun = time.perf_counter()
        Company.objects.filter(pk=1).update(set_up_at=timezone.now())
        waits.append(time.perf_counter() - begun)
        time.sleep(0.02)
    connections.close_all()


def memory() -> float:
    """The most that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def figures(rows: int = ROWS, seed: int = 1) -> list[Figure]:
    """Fill up, count, and open each list once."""
    rng, last = random.Random(seed), Customer.objects.order_by("-pk").first()
    first = (last.pk if last else 0) + 1
    keep(people(rows, first, rng))
    keep(addresses(rows, first, rng))
    base, waits, stop = memory(), list[float](), threading.Event()
    writer = threading.Thread(target=write, args=(waits, stop))
    writer.start()
    begun = time.perf_counter()
    count_all(NOW.date(), check_rules(), since=timezone.now())
    took, grown = time.perf_counter() - begun, memory() - base
    stop.set()
    writer.join()
    slowest, times = lists()
    return [
        Figure(f"health: a look through {rows:,} customers", took, "s", 60 * rows / ROWS, f"{len(CHECKS)} checks"),
        Figure("health: memory that came to it", grown, "MB", 40),
        Figure("health: a write meanwhile, the longest", max(waits) * 1000, "ms", 250, f"{len(waits)} writes"),
        Figure("health: the page of figures", times["figures"] * 1000, "ms"),
        Figure("health: the slowest list", times[slowest] * 1000, "ms", 500, slowest),
    ]


def lists() -> tuple[str, dict[str, float]]:
    """(the slowest list, seconds of each page), the second time that each is asked for."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.filter(role=Role.ADMIN).earliest("pk"))
    found: dict[str, Any] = {}
    for code in ("", *CHECKS):
        path = f"/reports/records/{code}/" if code else "/reports/records/"
        for _time in range(2):
            begun = time.perf_counter()
            client.get(path)
            found[code or "figures"] = time.perf_counter() - begun
    return max((code for code in found if code != "figures"), key=lambda code: found[code]), found
