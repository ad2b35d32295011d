"""Zendesk's tables of pairs: tags come to who and what came in before, and go again."""

from __future__ import annotations

from io import BytesIO

import pytest

from sandali.cases.models import Case
from sandali.customers.models import Customer, Organisation, Tag
from sandali.customers.search import find_customers
from sandali.history.queue import drain
from sandali.transfer import actions
from sandali.transfer.models import Import, Subject

pytestmark = pytest.mark.django_db

BEFORE = (
    (Subject.ORGANISATIONS, "id,name\n5,Simorgh Wood\n"), (Subject.CUSTOMERS, "id,name,email\n7,Sara,sara@example.net\n"),
    (Subject.CASES, "id,requester id,subject\n9,7,A chair\n"),
)  # fmt: skip
USERS = "tag,user_id,_fivetran_synced\nvip,7,2020-10-24 08:14:06\nvip,7,2020-10-24 08:14:06\nVIP ,8,2020-03-05 05:02:30\n"
ORGANISATIONS = "organization_id,tag,_fivetran_synced\n5,wholesale,2020-08-25 08:08:42\n"
TICKETS = "tag,ticket_id,_fivetran_synced\nvip,9,2020-03-05 04:50:07\nchair,9,2020-03-05 04:50:07\n"


def brought(cast, text: str, **plan) -> Import:
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    if plan:
        one = actions.change_plan(one, known="fill", unreadable="aside", source="zendesk", **{"plan": one.plan} | plan)
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    tried = one.counts
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert (one.state, {name: count for name, count in one.counts.items() if name not in ("filled", "customers")}) == ("done", tried)
    return one


def tagged() -> tuple[list[str], list[str], list[str], list[str]]:
    case, customer, organisation = Case.objects.get(subject="A chair"), Customer.objects.get(name="Sara"), Organisation.objects.get(name="Simorgh Wood")
    return (*(sorted(one.tags.values_list("name", flat=True)) for one in (customer, organisation, case)), sorted(Tag.objects.values_list("name", flat=True)))


@pytest.mark.practice("P03")
@pytest.mark.reliability("K3")
def test_pairs_tag_what_came_in_before_once_and_undoing_takes_the_tags_away(cast):
    for subject, text in BEFORE:
        brought(cast, text, subject=subject)
    before = tagged()
    done = [brought(cast, text) for text in (USERS, ORGANISATIONS, TICKETS)]
    assert [(one.subject, one.source, one.counts) for one in done] == [
        ("tags", "zendesk", {"made": 1, "known": 1, "wrong": 1}), ("tags", "zendesk", {"made": 1}), ("tags", "zendesk", {"made": 2}),
    ]  # fmt: skip
    assert tagged() == (["vip"], ["wholesale"], ["chair", "vip"], ["chair", "vip", "wholesale"])
    assert find_customers("vip") == [Customer.objects.get(name="Sara").pk]
    assert brought(cast, TICKETS).counts == {"known": 2}
    for one in reversed(done):
        actions.undo_import(one)
        drain()
    assert (tagged(), find_customers("vip")) == (before, [])
