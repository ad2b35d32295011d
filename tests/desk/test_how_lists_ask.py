"""The lists of what is settled and what is not ask as often for thirty rows as for one, and never sort or read a whole table."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.resolution.models import (
    Affected,
    Asking,
    CaseCause,
    Cause,
    Clock,
    Doing,
    Improvement,
    Lesson,
    Policy,
    PolicyException,
    Promise,
    Promised,
    PublicDeed,
    PublicMatter,
    PublicPlan,
    Reached,
    Remedy,
    Situation,
    Standard,
    Story,
    Telling,
    Told,
)
from sandali.team.models import Suggestion, Voice
from tests.cast import make_case
from tests.measured import somebody

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPEN, LATE = {"state": Promised.OPEN}, {"state": Promised.BROKEN}


@pytest.fixture
def ground(cast):
    """What stands once: a cause that is mended with a letter about it, a policy that a situation relaxes."""
    now = timezone.now()
    cause = Cause.objects.create(name="پیک", folded="پیک", mended_at=now - 30 * DAY, mended_by=cast.nahid, mended_how="پیک دیگر")
    policy = Policy.objects.create(name="برگشت", owner=cast.nahid)
    situation = Situation.objects.create(name="سیل", by=cast.nahid, affects={"city": "x"}, begins_at=now - DAY)
    situation.policies.add(policy)
    lesson_case = make_case(cast, kind="complaint")
    lesson = Lesson.objects.create(case=lesson_case, department=cast.support, text="بشماریم", by=cast.sara)
    return {
        "now": now, "cause": cause, "policy": policy, "situation": situation, "lesson": lesson, "matter": PublicMatter.objects.create(case=lesson_case, by=cast.sara, where="site"),
        "letter": Telling.objects.create(cause=Cause.objects.create(name="انبار", folded="انبار"), text="!", by=cast.nahid, key="k", starts_at=now - HOUR),
    }  # fmt: skip


def grow(cast, ground, first, last):
    """One more of everything that the lists show, for each number, each of a customer and a case of its own."""
    now, who = ground["now"], (cast.nahid, cast.sara, cast.reza)
    for number in range(first, last):
        customer, by, other = somebody(cast, f"مشتری {number}"), who[number % 3], who[(number + 1) % 3]
        customer.identities.create(kind="email", value=f"n{number}@example.com")
        at = now - number * HOUR
        case = make_case(cast, customer=customer, state="open", kind="complaint", assignee=by, opened_at=at - DAY)
        asked = make_case(cast, customer=customer, messages=0, state="answered", kind="complaint", assignee=by, opened_at=at)
        Asking.objects.create(case=asked, opened_at=at, asked_at=at, asked_by=by, next_at=now + DAY, state="open")
        promise = {"case": case, "customer": customer, "owner": cast.nahid, "made_by": by, "made_at": at}
        Promise.objects.create(**promise, what=f"قول {number}", due_at=now + DAY, next_at=now + DAY)
        Promise.objects.create(**promise, what=f"شکسته {number}", due_at=at, state=Promised.BROKEN, broken_at=at)
        Promise.objects.create(**promise, what=f"ماند {number}", due_at=at, state=Promised.KEPT, kept_at=at)
        remedy(case, by, number, at, ground)
        CaseCause.objects.create(case=case, cause=ground["cause"], opened_at=case.opened_at, by=by)
        lesson = Lesson.objects.create(case=case, department=cast.support, text=f"درس {number}", by=by, at=at)
        for one in (lesson, ground["lesson"]):
            Improvement.objects.create(lesson=one, what=f"بهبود {number}", owner=other, due_at=now + DAY, by=other, state=Doing.OPEN)
        Told.objects.create(telling=ground["letter"], case=case, customer_id=customer.pk, state=Reached.TOLD, at=at)
        matter = PublicMatter.objects.create(case=case, by=by, where="network", at=at, due_at=now + DAY)
        PublicDeed.objects.create(matter=matter, what="thanked", by=by, removed_at=now)
        PublicDeed.objects.create(matter=ground["matter"], what="thanked", by=by, removed_at=now)
        PublicPlan.objects.create(name=f"برنامه {number}", steps="1. !")
        Affected.objects.create(case=case, situation=ground["situation"])
        Standard.objects.create(name=f"استاندارد {number}", customer=customer, first=60)
        Clock.objects.create(case=case, target="first", standard=Standard.objects.order_by("pk").first(), department=cast.support, minutes=60, began_at=at, due_at=at, ended_at=now, outcome="missed")
        suggestions(case, by, other, at)


def remedy(case, by, number, at, ground):
    """A good act with its story and the exception that it was, and one that is asked for."""
    fields = {"case": case, "customer": case.customer, "currency": "IRR", "at": at}
    given = Remedy.objects.create(**fields, kind="exception", amount=10 * number + 10, by=by, state="given", dedupe_key=f"given {number}", what="x")
    PolicyException.objects.create(case=case, policy=ground["policy"], remedy=given, reason="چون دیر شد", by=by, at=at)
    Story.objects.create(remedy=given, title=f"داستان {number}", text="!", by=by, at=at)
    Remedy.objects.create(**fields, kind="refund", amount=100, by=by, state="asked", due_at=at + DAY, dedupe_key=f"asked {number}")


def suggestions(case, by, other, at):
    """A suggestion in each state, with somebody who met it too."""
    answer = {"answer": "!", "answered_by": other, "answered_at": at}
    for state in ("waiting", "taken_up", "declined", "done"):
        more = {} if state == "waiting" else answer | ({"outcome": "!", "outcome_by": other, "outcome_at": at} if state == "done" else {})
        made = Suggestion.objects.create(text="!", by=by, at=at, state=state, state_at=at, due_at=at + DAY, case=case, **more)
        Voice.objects.create(suggestion=made, by=other, word="من هم", case=case)


def lists(ground):
    """Every list of these rooms, by its address."""
    cause, letter = ground["cause"].pk, ground["letter"].pk
    return [
        "/board/", "/board/?turn=us", "/board/?turn=customer", "/board/public/", "/board/public/?owed=thanked", f"/cases/{ground['matter'].case_id}/public/",
        "/promises/?box=mine&show=open", "/promises/?box=department&show=broken", "/promises/?box=all&show=kept", "/reports/promises/?period=year", "/promises/?figure=due&period=year",
        "/remedies/", "/remedies/?period=all", "/remedies/?kind=exception", f"/remedies/?policy={ground['policy'].pk}", "/remedies/asked/", "/remedies/stories/",
        *(f"/lessons/?box={box}" for box in ("all", "mine", "department")), "/lessons/?state=open", f"/lessons/{ground['lesson'].pk}/",
        f"/causes/{cause}/", f"/causes/{cause}/telling/", f"/causes/{ground['letter'].cause_id}/telling/{letter}/", "/reports/causes/", "/settings/causes/", f"/settings/causes/{cause}/",
        f"/policies/{ground['policy'].pk}/", "/settings/policies/", "/settings/public/", "/settings/standards/", "/reports/standards/?period=year", "/reports/standards/cases/?period=year",
        *(f"/suggestions/?box={box}" for box in ("waiting", "done", "mine")),
    ]  # fmt: skip


def asked(client, address):
    """What a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    # What is kept in memory is asked for anew when a minute has passed, whatever the list is.
    return [query["sql"] for query in queries if 'FROM "history_event"' not in query["sql"]]


def test_each_list_asks_as_often_for_thirty_rows_as_for_one(client, cast, ground):
    client.force_login(cast.nahid)
    counts, addresses = {}, lists(ground)
    for first, last in ((0, 1), (1, 3), (3, 30)):
        grow(cast, ground, first, last)
        for address in addresses:
            if first == 0:
                client.get(address)  # what is kept in memory from then on
            found = counts.setdefault(address, [])
            found.append(min(len(asked(client, address)) for _time in range(2 if first == 0 else 1)))
            if found[-1] != found[0]:  # what is asked once in a while fell in between, or it is asked each time
                found[-1] = len(asked(client, address))
    assert {address: found for address, found in counts.items() if len(set(found)) > 1} == {}
    assert max(found[0] for found in counts.values()) < 60


# --- How the database finds them -------------------------------------------------------------------------------------
BIG = {
    "cases_case", "cases_message", "history_event", "history_notice", "customers_customer", "customers_identity", "resolution_asking", "resolution_promise", "resolution_remedy",
    "resolution_story", "resolution_lesson", "resolution_improvement", "resolution_casecause", "resolution_told", "resolution_publicmatter", "resolution_policyexception",
    "resolution_clock", "resolution_affected", "team_suggestion", "team_voice",
}  # fmt: skip


# What is sorted after all, and why that is little; what is read whole, and why there is no other way.
SMALL = {
    "company_person", "company_department", "channels_channel", "resolution_cause", "resolution_policy", "resolution_proposal", "resolution_publicplan",
    "resolution_standard",
}  # fmt: skip
SORTED = {
    "customers_identity": "of the customers on the page",
    "resolution_publicdeed": "of one matter",
    "/remedies/asked/": "what waits for an answer today",
    "/remedies/?policy=": "the exceptions to one policy",
    "/causes/": "the cases of one cause",
    "/lessons/": "one case",
}
WHOLE = {"/remedies/?period=all": "totals of all times"}


def plan_of(sql):
    """The lines of how SQLite goes about a question; a short name that several tables have is only one of them where all are big."""
    tables = {}
    for table, alias in re.findall(r'"(\w+)" (?:AS )?"?([UVWTZ]\d+)"?\b', sql):
        tables.setdefault(alias, set()).add(table)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        lines = [row[3] for row in cursor.fetchall()]

    def named(found):
        among = tables.get(found[2], {found[2]})
        return f"{found[1]} {sorted(among)[0] if among <= BIG else 'something small'}"

    return [re.sub(r"\b(SCAN|SEARCH) (\w+)", named, line) for line in lines]


def wrong_in(sql, address):
    """What of a question's plan reads or sorts a whole table."""
    first = re.search(r' FROM "(\w+)"', sql)
    table = first[1] if first else ""
    limited = re.search(r" LIMIT \d+(\) subquery)?$", sql) is not None
    lines = plan_of(sql)
    found = [line for line in lines if line.startswith("SCAN") and line.split()[1] in BIG and "INDEX" not in line and not limited]
    if not any(address.startswith(one) for one in WHOLE):
        yield from found
    if table not in SMALL and not any(table == one or address.startswith(one) for one in SORTED):
        yield from (line for line in lines if line == "USE TEMP B-TREE FOR ORDER BY" and "GROUP BY" not in sql)  # ties alone are sorted by the others


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it reads SQLite's plans")
def test_no_list_reads_or_sorts_a_whole_table(client, cast, ground):
    client.force_login(cast.nahid)
    grow(cast, ground, 0, 3)
    asked_of = {address: [sql for sql in asked(client, address) if sql.startswith("SELECT")] for address in lists(ground)}
    wrong = {(address, line, sql[:300]) for address, found in asked_of.items() for sql in found for line in wrong_in(sql, address)}
    assert sorted(wrong) == []
