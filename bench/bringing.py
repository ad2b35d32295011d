"""200,000 customers from a CSV file, checked for duplicates on the way, while somebody opens pages."""

from __future__ import annotations

import os
import random
import resource
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.db import connections
from django.test import Client

from bench.figures import Figure
from sandali.company.models import Person, Role
from sandali.customers.models import Customer
from sandali.transfer import actions
from sandali.transfer.models import Import

ROWS = 200_000
PAGES = ("/cases/", "/customers/")


def lines(rows: int, seed: int) -> Iterator[str]:
    """The file's lines; one in fifty says somebody a second time."""
    rng = random.Random(seed)
    yield "نام,نام خانوادگی,موبایل,ایمیل,شرکت,شهر\n"
    for number in range(rows):
        who = number - 1 if number % 50 == 49 else number
        yield f"نام{who},خانوادگی{rng.randrange(9000)},0912{who:07d},person{who}@example.com,شرکت {who % 5000},تهران\n"


def browse(times: list[float], stop: threading.Event) -> None:
    """Open pages one after another until it is said to stop; how long each took, in seconds."""
    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.filter(role=Role.ADMIN).earliest("pk"))
    while not stop.is_set():
        for page in PAGES:
            begun = time.perf_counter()
            client.get(page)
            times.append(time.perf_counter() - begun)
        time.sleep(0.2)
    connections.close_all()


def figures(rows: int = ROWS) -> list[Figure]:
    """The same as figures; the goal is that of 200,000 rows."""
    seen = measure(rows)
    note = f"{seen['CPU s']} s of CPU with the pages, {seen['child CPU s']} s in the child that reads ahead; {seen['counts']}; {seen['memory MB']} MB came to the process; {seen['pages']} pages meanwhile"
    goal = 40 * rows / ROWS
    return [
        Figure(f"import: {rows:,} customers from CSV, doubles looked for", seen["seconds"], "s", goal, note),
        Figure("import: a page meanwhile, in the same process, p50", seen["page p50 ms"], "ms"),
        Figure("import: a page meanwhile, in the same process, p99", seen["page p99 ms"], "ms"),
    ]


def measure(rows: int = ROWS, seed: int = 1) -> dict[str, Any]:
    """Bring them in; seconds, memory that came to it (MB), how many were made and known, and how long pages took meanwhile (ms)."""
    before, base = Customer.objects.count(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    one = actions.begin_import(BytesIO("".join(lines(rows, seed)).encode()), name="bench.csv", by=Person.objects.filter(role=Role.ADMIN).earliest("pk"))
    Import.objects.filter(pk=one.pk).update(state="running")
    one.refresh_from_db()
    times: list[float] = []
    stop = threading.Event()
    visitor = threading.Thread(target=browse, args=(times, stop))
    visitor.start()
    begun, used = time.perf_counter(), os.times()
    actions.work_on(one.pk)
    took, spent = time.perf_counter() - begun, os.times()
    stop.set()
    visitor.join()
    one.refresh_from_db()
    taken = sorted(times)
    return {
        "rows": rows, "seconds": round(took, 1), "child CPU s": round(spent[2] + spent[3] - used[2] - used[3], 1), "counts": one.counts, "came": Customer.objects.count() - before,
        "memory MB": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024,
        "CPU s": round(spent[0] + spent[1] - used[0] - used[1], 1),
        "page p50 ms": round(taken[len(taken) // 2] * 1000), "page p99 ms": round(taken[int(len(taken) * 0.99)] * 1000), "pages": len(taken),
    }  # fmt: skip
