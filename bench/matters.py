"""A hundred thousand open matters: half of them asked whether they are settled, each with a promise; then the board and the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Mod
from django.utils import timezone

from bench.browsing import Browser
from bench.figures import Figure
from bench.pages import agent, measure_kind
from bench.processes import Server
from sandali.cases.models import Case, State
from sandali.company.models import Person
from sandali.resolution.models import Asking, Promise, Promised

GOAL = 150.0  # ms, p95 with one client
PART = 5_000  # rows a statement
AHEAD, BEHIND = 90, 60  # days in which promises are due
REQUESTS_OF_A_REPORT = 20


@transaction.atomic
def fill(seed: int) -> int:
    """Open every case of the filled database again, ask and promise in it; returns how many there are."""
    random, now = Random(f"matters:{seed}"), timezone.now()
    agents = list(Person.objects.filter(role="agent").order_by("pk").values_list("pk", flat=True))
    halved = Case.objects.annotate(half=Mod(F("pk"), 2))
    opened = {"state_by": None, "snoozed_until": None, "aside": "", "kind": "complaint"}
    halved.filter(half=0).update(state=State.ANSWERED, waiting_since=None, **opened)
    halved.filter(half=1).update(state=State.OPEN, **opened)
    Asking.objects.all().delete()
    cases = list(Case.objects.order_by("pk").values_list("pk", "customer_id", "assignee_id", "opened_at", "state"))
    for start in range(0, len(cases), PART):
        part = cases[start : start + PART]
        asked = [one for one in part if one[4] == State.ANSWERED]
        Asking.objects.bulk_create(
            Asking(case_id=case, opened_at=opened_at, asked_at=now, state="open", next_at=now + timedelta(days=3)) for case, _who, _owner, opened_at, _state in asked
        )
        Promise.objects.bulk_create(made(random, now, case, customer, owner or random.choice(agents)) for case, customer, owner, _at, _state in part)
    return len(cases)


def made(random: Random, now: datetime, case: int, customer: int, owner: int) -> Promise:
    """A promise that is open, broken, or was kept."""
    due = now + timedelta(days=random.uniform(-BEHIND, AHEAD))
    state = Promised.OPEN if due > now else random.choice((Promised.BROKEN, Promised.KEPT))
    kept = {"kept_at": due, "ended_at": due} if state == Promised.KEPT else {"broken_at": due} if state == Promised.BROKEN else {}
    return Promise(
        case_id=case, customer_id=customer, what="قطعهٔ جایگزین را می‌فرستیم", due_at=due, owner_id=owner, made_by_id=owner, made_at=due - timedelta(days=2),
        state=state, next_at=due if state == Promised.OPEN else None, **kept,
    )  # fmt: skip


def addresses() -> list[tuple[str, list[str]]]:
    """(name, addresses) of what is measured; the ledger also far down in it."""
    deep = (timezone.now() + timedelta(days=AHEAD / 2)).isoformat().replace("+", "%2B")
    ledger = [(f"ledger, {box}, {show}", [f"/promises/?box={box}&show={show}"]) for box in ("mine", "department", "all") for show in ("open", "broken", "kept")]
    board = [(f"board, {turn}", [f"/board/?turn={turn}"]) for turn in ("all", "us", "customer")]
    return [*board, *ledger, ("ledger, all, far down", [f"/promises/?box=all&show=open&after={deep},1"])]


def measure(server: Server, *, requests: int) -> list[Figure]:
    """Board and ledger of an agent, and promises kept in a season."""
    browser, figures = Browser(server.url, agent()), []
    for name, where in addresses():
        found = measure_kind(server, browser, name, where, None, requests)
        figures += [found[0], Figure(found[1].name, found[1].seen, "ms", GOAL)]
    found = measure_kind(server, browser, "promises kept, a season", ["/reports/promises/?period=season"], None, min(requests, REQUESTS_OF_A_REPORT))
    return figures + found


