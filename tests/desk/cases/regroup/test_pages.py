"""Merging, splitting, spam and blocked senders from the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.actions.spam import block_sender, mark_spam
from sandali.cases.models import BlockedSender, Case, Message, Regrouping
from sandali.desk.cases.regroup.pieces import beginning
from tests.cast import make_case

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


@pytest.fixture
def nahid(client, cast):
    client.force_login(cast.nahid)
    return client


@pytest.fixture
def pair(cast):
    return [make_case(cast, assignee=cast.sara, subject=subject, messages=2) for subject in ("یکی", "دیگری")]


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("kept", [0, 1])
def test_two_cases_are_looked_at_merged_in_either_direction_and_made_two_again(sara, pair, kept):
    one, other = pair
    stays, goes = pair[kept], pair[1 - kept]
    page = text(sara.get(f"/cases/{one.pk}/merging/?other={other.pk}&keep={stays.pk}"))
    assert all(words in page for words in ("یکی", "دیگری", f'name="keep" value="{stays.pk}"'))
    answer = sara.post(f"/cases/{one.pk}/merging/", {"other": other.pk, "keep": stays.pk})
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{stays.pk}/?box=mine")
    assert Message.objects.filter(case=stays).count() == 4
    assert f'href="/cases/{goes.pk}/?stay=1"' in text(sara.get(f"/cases/{stays.pk}/"))
    assert sara.post(f"/cases/{stays.pk}/regroupings/{Regrouping.objects.get().pk}/undoing/").status_code == 303
    assert list(Case.objects.order_by("pk").values_list("aside", "message_count")) == [("", 2), ("", 2)]


def test_the_address_of_a_merged_case_leads_on_and_can_be_looked_at(sara, cast, pair):
    merge_cases(*pair, by=cast.sara)
    answer = sara.get(f"/cases/{pair[0].pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{pair[1].pk}/")
    page = sara.get(f"/cases/{pair[0].pk}/?stay=1")
    assert (page.status_code, f"/cases/{pair[1].pk}/" in text(page), "/undoing/" in text(page)) == (200, True, True)
    assert sara.post(f"/cases/{pair[0].pk}/state/", {"state": "open"}).status_code == 403


@pytest.mark.reliability("H3")
def test_who_may_not_see_where_it_lives_is_told_no_more_than_that(client, cast, pair):
    hidden = make_case(cast, department=cast.accounting, subject="محرمانه")
    merge_cases(pair[0], hidden, by=cast.admin)
    client.force_login(cast.reza)
    page = text(client.get(f"/cases/{pair[0].pk}/"))
    assert ("محرمانه" in page, f'href="/cases/{hidden.pk}/"' in page) == (False, False)


def test_two_customers_are_warned_of(sara, cast, pair):
    stranger = make_case(cast, assignee=cast.sara, customer=cast.kaveh)
    pages = [text(sara.get(f"/cases/{pair[0].pk}/merging/?other={other.pk}")) for other in (pair[1], stranger)]
    assert ['regroup-warning' in page for page in pages] == [False, True]


def test_words_find_what_one_may_merge_and_nothing_else(sara, cast, pair):
    make_case(cast, assignee=cast.reza, subject="یکی")
    page = text(sara.get(f"/cases/{pair[0].pk}/merging/?q={pair[1].pk}", headers=PART | {"HX-Target": "div#merging-found"}))
    assert page.count("&amp;other=") == 1
    assert text(sara.get(f"/cases/{pair[0].pk}/merging/")).count("&amp;other=") == 1


@pytest.mark.reliability("H4")
def test_both_cases_must_be_in_reach(sara, cast, pair):
    colleagues, hidden = make_case(cast, assignee=cast.reza), make_case(cast, department=cast.accounting)
    answers = [sara.post(f"/cases/{pair[0].pk}/merging/", {"other": number}) for number in (colleagues.pk, hidden.pk, 99999)]
    assert ([answer.status_code for answer in answers], Regrouping.objects.count()) == ([422] * 3, 0)
    assert [sara.get(f"/cases/{number}/merging/").status_code for number in (colleagues.pk, hidden.pk, 99999)] == [403, 404, 404]
    made = merge_cases(colleagues, pair[0], by=cast.nahid)
    assert sara.post(f"/cases/{pair[0].pk}/regroupings/{made.pk}/undoing/").status_code == 403


def test_what_somebody_did_meanwhile_is_said(sara, cast, pair):
    third = make_case(cast, assignee=cast.sara)
    merge_cases(pair[1], third, by=cast.reza)
    answer = sara.post(f"/cases/{pair[0].pk}/merging/", {"other": pair[1].pk, "keep": pair[0].pk})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("preview", "shown"),
    [
        ("کوتاه است.", "کوتاه است."),
        ("م" * 155 + " بنوی", "م" * 155 + "…"),
        ("م" * 156 + ". رو", "م" * 156 + "…"),
    ],
)
def test_what_is_cut_ends_with_a_whole_word_and_says_so(preview, shown):
    assert beginning(preview) == shown


def test_messages_are_ticked_and_move_to_a_new_case(sara, cast, pair):
    case = pair[0]
    first = case.messages.first()
    page = text(sara.get(f"/cases/{case.pk}/splitting/"))
    assert page.count('name="message"') == 2
    empty = sara.post(f"/cases/{case.pk}/splitting/", {"subject": "x", "department": cast.support.pk})
    assert (empty.status_code, Case.objects.count()) == (422, 2)
    found = text(sara.post(f"/cases/{case.pk}/splitting/", {"message": first.pk, "subject": "نو", "q": "کاوه", "find": "1"}))
    assert (f'value="{first.pk}" checked' in found, f'name="chosen" value="{cast.kaveh.pk}"' in found, "نو" in found) == (True, True, True)
    both = {"message": first.pk, "subject": "نو", "q": "کاوه", "customer": case.customer_id, "chosen": cast.kaveh.pk}  # as a browser posts the button
    assert f'name="customer" value="{cast.kaveh.pk}"' in text(sara.post(f"/cases/{case.pk}/splitting/", both))
    answer = sara.post(f"/cases/{case.pk}/splitting/", {"message": first.pk, "subject": "نو", "department": cast.support.pk, "customer": cast.kaveh.pk})
    new = Case.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{new.pk}/?box=mine")
    assert (new.customer, new.subject, new.messages.get().pk) == (cast.kaveh, "نو", first.pk)
    assert all(f'href="/cases/{there}/?stay=1"' in text(sara.get(f"/cases/{here}/")) for here, there in ((case.pk, new.pk), (new.pk, case.pk)))


def test_spam_is_marked_listed_and_brought_back(sara, cast, pair):
    case = pair[0]
    assert sara.post(f"/cases/{case.pk}/spam/").status_code == 303
    assert f'href="/cases/{case.pk}/"' in text(sara.get("/cases/spam/"))
    assert "/spam/removal/" in text(sara.get(f"/cases/{case.pk}/"))
    assert f"case-row-{case.pk}" not in text(sara.get("/cases/?box=all"))
    assert sara.post(f"/cases/{case.pk}/spam/removal/").status_code == 303
    assert Case.objects.get(pk=case.pk).aside == ""


def test_whoever_marks_spam_stays_at_the_case_and_its_list(sara, pair):
    """Once it led to one's own list, and the place in the list was lost."""
    where = f"/cases/{pair[0].pk}/?box=unassigned"
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://testserver{where}"}
    assert sara.post(f"/cases/{pair[0].pk}/spam/", headers=headers)["HX-Redirect"] == where
    assert sara.post(f"/cases/{pair[0].pk}/spam/removal/", headers=headers)["HX-Redirect"] == where


def test_an_agent_marks_spam_and_blocks_nobody_a_manager_does_both(client, cast, pair):
    for person, count in ((cast.sara, 0), (cast.nahid, 1)):
        client.force_login(person)
        client.post(f"/cases/{pair[0].pk}/spam/", {"block": "sender"})
        assert BlockedSender.objects.count() == count


def test_senders_are_blocked_counted_and_let_in_again(nahid):
    wrong = nahid.post("/settings/blocked/", {"sender": "@gmail.com"})
    assert (wrong.status_code, BlockedSender.objects.count()) == (422, 0)
    nahid.post("/settings/blocked/", {"sender": "@bad.example", "reason": "تبلیغ"})
    blocked = BlockedSender.objects.get()
    assert "@bad.example" in text(nahid.get("/settings/blocked/"))
    assert nahid.post(f"/settings/blocked/{blocked.pk}/lifting/").status_code == 303
    blocked.refresh_from_db()
    assert blocked.lifted_at is not None


@pytest.mark.parametrize("who, status", [("omid", 404), ("parvaneh", 403)])
def test_who_may_not(client, cast, pair, who, status):
    client.force_login(getattr(cast, who))
    addresses = ["merging/", "splitting/", "spam/", "spam/removal/"]
    assert [client.post(f"/cases/{pair[0].pk}/{address}").status_code for address in addresses] == [status] * 4


def test_acts_take_no_get(nahid, pair):
    assert [nahid.get(f"/cases/{pair[0].pk}/{act}").status_code for act in ("spam/", "spam/removal/", "regroupings/1/undoing/")] == [405] * 3


@pytest.mark.parametrize("address", ["/cases/spam/", "/settings/blocked/"])
def test_more_rows_cost_no_more_queries(nahid, cast, address):
    counted = []
    for count in (1, 3):
        for number in range(count):
            mark_spam(make_case(cast), by=cast.sara)
            block_sender(f"x{count}{number}@bad.example", by=cast.nahid)
        nahid.get(address)
        with CaptureQueriesContext(connection) as queries:
            nahid.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("wanted", ["?box=all&state=waiting", "?box=all&state=every&kind=none"])
def test_the_list_one_came_from_goes_through_merging_and_its_undoing(sara, pair, wanted):
    one, other = pair
    assert f'/cases/{one.pk}/merging/{wanted.replace("&", "&amp;")}"' in text(sara.get(f"/cases/{one.pk}/{wanted}"))
    choosing = text(sara.get(f"/cases/{one.pk}/merging/{wanted}"))
    further = f"/cases/{one.pk}/merging/{wanted}&other={other.pk}"
    assert (f'{further.replace("&", "&amp;")}"' in choosing, 'name="box" value="all"' in choosing) == (True, True)
    assert f'action="/cases/{one.pk}/merging/{wanted.replace("&", "&amp;")}"' in text(sara.get(further))
    answer = sara.post(f"/cases/{one.pk}/merging/{wanted}", {"other": other.pk, "keep": one.pk})
    assert answer["Location"] == f"/cases/{one.pk}/{wanted}"
    undone = sara.post(
        f"/cases/{one.pk}/regroupings/{Regrouping.objects.get().pk}/undoing/", headers={"HX-Current-URL": f"https://x{answer['Location']}"}
    )
    assert undone["Location"] == f"/cases/{other.pk}/{wanted}"


def test_the_list_one_came_from_goes_through_splitting(sara, pair):
    wanted = "?box=all&state=waiting"
    assert f'action="/cases/{pair[0].pk}/splitting/{wanted.replace("&", "&amp;")}"' in text(sara.get(f"/cases/{pair[0].pk}/splitting/{wanted}"))
    first = pair[0].messages.order_by("pk").first().pk
    answer = sara.post(f"/cases/{pair[0].pk}/splitting/{wanted}", {"message": first, "subject": "x"})
    assert answer["Location"] == f"/cases/{Case.objects.latest('pk').pk}/{wanted}"


def test_an_address_that_says_something_else_than_a_list_leaves_the_last_list_as_it_was(sara, pair):
    sara.get("/cases/?box=all&state=waiting")
    answer = sara.post(f"/cases/{pair[0].pk}/merging/?other={pair[1].pk}", {"other": pair[1].pk, "keep": pair[0].pk})
    assert answer["Location"] == f"/cases/{pair[0].pk}/?box=all&state=waiting"
