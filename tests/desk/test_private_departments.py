"""What stands in a private department's case is nowhere for others: every page is walked and its words are looked for (H3)."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from sandali.cases import search
from sandali.cases.access import cases_for
from sandali.cases.actions import assign_case, write_note
from sandali.cases.actions.checklist import add_item
from sandali.cases.models import Case
from sandali.company.models import Membership, Person
from sandali.desk.cases.news.topics import News, topics_for
from sandali.history.models import Notice
from tests.cast import make_case
from tests.desk.who import address_of, our_addresses, things

pytestmark = pytest.mark.django_db
SECRET = "zanbagh"  # what is searched for; a page may repeat that, but nothing of what stands beside it
SAID = ("subject", "preview", "text", "note", "step")
SEARCHED = "?q={0}&words={0}&shown=every&box=all"


def secret_case(cast) -> Case:
    """A case of accounting, which is private, that says the word wherever one can write."""
    case = make_case(cast, customer=cast.kaveh, department=cast.accounting, subject=f"{SECRET} subject", preview=f"{SECRET} preview")
    case.messages.update(text=f"{SECRET} text")
    search.index_case(case)
    assign_case(case, cast.omid, by=cast.admin)
    write_note(Case.objects.get(pk=case.pk), f"{SECRET} note", by=cast.omid)
    add_item(case, f"{SECRET} step", by=cast.omid)
    return case


def pages_with(client: Client, made, words: str) -> list[str]:
    """Addresses whose page shows the words: each is asked once as it is, and once with the words searched for in every way."""
    addresses = [address for address in our_addresses() if address.policy and "GET" in address.policy.methods and address.name != "live"]
    # What is no page of a case has the same path for both.
    paths = dict.fromkeys(address_of(address, made.words_for(address, case)) for address in addresses for case in (made.near, made.far))
    found = []
    for path in (f"{path}{query}" for path in paths for query in ("", SEARCHED.format(words))):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = body.decode("utf-8", "replace").replace("<mark>", "").replace("</mark>", "")
        if any(f"{words} {said}" in shown for said in SAID):
            found.append(path)
    return sorted(found)


@pytest.mark.reliability("H3")
@pytest.mark.parametrize("outsider", ["sara", "nahid", "parvaneh"])
def test_nobody_else_finds_a_word_of_a_private_departments_case(cast, outsider):
    made = things(cast)
    made.far = secret_case(cast)
    twin = {name.replace(f" of {made.near.pk}", f" of {made.far.pk}"): number for name, number in made.numbers.items()}
    made.numbers = twin | made.numbers
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, outsider))
    assert pages_with(client, made, SECRET) == []


@pytest.mark.reliability("H3")
def test_its_own_people_find_it_by_the_same_walk(cast):
    made = things(cast)
    made.far = secret_case(cast)
    made.numbers |= {name.replace(f" of {made.near.pk}", f" of {made.far.pk}"): number for name, number in made.numbers.items()}
    client = Client(raise_request_exception=False)
    client.force_login(cast.omid)
    found = pages_with(client, made, SECRET)
    assert [f"/cases/{made.far.pk}/" in found, f"/search/{SEARCHED.format(SECRET)}" in found] == [True, True]


@pytest.mark.reliability("H3")
def test_neither_notice_nor_live_stream_tells_others_of_it(cast):
    case = secret_case(cast)
    people = {"sara": False, "nahid": False, "parvaneh": False, "omid": True}
    assert {name: cases_for(getattr(cast, name)).filter(pk=case.pk).exists() for name in people} == people
    news = [News(1, "message_received", case.pk)]
    assert {name: f"case:{case.pk}" in topics_for(getattr(cast, name), news) for name in people} == people
    assert set(Notice.objects.filter(event__case_id=case.pk).values_list("person__name", flat=True)) <= {"Omid"}


@pytest.mark.reliability("H3")
def test_who_leaves_a_private_department_loses_its_cases_at_once(cast):
    case = secret_case(cast)
    Case.objects.filter(pk=case.pk).update(assignee=None)
    client = Client()
    client.force_login(cast.omid)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    Membership.objects.filter(person=cast.omid).delete()
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert SECRET not in json.dumps([one.subject for one in cases_for(Person.objects.get(pk=cast.omid.pk))])
    assert timezone.now() > case.opened_at
