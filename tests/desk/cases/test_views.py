"""The inbox and the case page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.cases.actions import reply, write_note
from sandali.cases.actions.closing import confirm, lapse
from sandali.cases.models import Case, CaseRead, Message
from sandali.channels.models import Delivery, DeliveryState
from sandali.history.models import Event, Notice
from sandali.history.notices import tell
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def htmx(part):
    return {"HX-Request": "true", "HX-Target": f"div#{part}"}


def rows_of(html):
    return [int(piece.split('"')[0]) for piece in html.split('id="case-row-')[1:]]


def test_the_desk_begins_at_the_inbox(sara):
    answer = sara.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/cases/")


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(client, cast):
    answer = client.get("/cases/?box=all")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/cases/%3Fbox%3Dall")


@pytest.mark.practice("P09")
@pytest.mark.parametrize(("ends", "says"), [(confirm, "مشتری پاسخ ما را تأیید کرد"), (lapse, "از مشتری پرسیده شد")])
def test_the_thread_says_how_the_customer_ended_it(sara, cast, ends, says):
    case = make_case(cast, state="answered")
    ends(case)
    thread = sara.get(f"/cases/{case.pk}/").content.decode().split('id="case-thread"')[1].split('id="case-composer"')[0]
    assert thread.count(says) == 1


def test_each_box_and_state_lists_its_own_cases(sara, cast):
    now = timezone.now()
    mine = make_case(cast, assignee=cast.sara, waiting_since=now - timedelta(hours=2))
    free = make_case(cast)
    waits = make_case(cast, assignee=cast.sara, state="waiting", waiting_since=None)
    done = make_case(cast, assignee=cast.sara, state="confirmed", waiting_since=None)
    make_case(cast, department=cast.accounting)
    shown = {
        query: rows_of(sara.get(f"/cases/?{query}").content.decode())
        for query in ("", "box=unassigned", "box=all", "state=waiting", "state=done", "box=all&state=every&sort=latest", "box=nonsense&state=1&sort=id")
    }
    assert shown == {
        "": [mine.pk], "box=unassigned": [free.pk], "box=all": [mine.pk, free.pk], "state=waiting": [waits.pk], "state=done": [done.pk],
        "box=all&state=every&sort=latest": [done.pk, waits.pk, free.pk, mine.pk], "box=nonsense&state=1&sort=id": [mine.pk],
    }  # fmt: skip


def test_the_list_pages_on_with_and_without_htmx(sara, cast):
    now = timezone.now()
    made = [make_case(cast, assignee=cast.sara, waiting_since=now - timedelta(minutes=100 - number)) for number in range(35)]
    first = sara.get("/cases/").content.decode()
    assert rows_of(first) == [case.pk for case in made[:30]]
    more = first.split('class="show-more"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    rest = [case.pk for case in made[30:]]
    assert rows_of(sara.get(more).content.decode()) == rest
    part = sara.get(more, headers={"HX-Request": "true", "Sandali-Part": "more"}).content.decode()
    assert (rows_of(part), "<html" in part, "show-more" in part) == (rest, False, False)


def test_a_page_mark_that_makes_no_sense_begins_at_the_beginning(sara, cast):
    case = make_case(cast, assignee=cast.sara)
    for after in ("x", "2026-01-01,1", "2026-01-01T00:00:00+00:00", ",", "2026-01-01T00:00:00+00:00,x"):
        assert rows_of(sara.get("/cases/", {"after": after}).content.decode()) == [case.pk]


def test_an_empty_inbox_is_kind_and_an_empty_filter_offers_to_clear(sara):
    assert 'href="/cases/?box=all"' in sara.get("/cases/").content.decode()
    assert 'class="button small" href="/cases/?box=mine"' in sara.get("/cases/?state=waiting").content.decode()


def test_the_list_part_is_the_list_of_the_page(sara, cast):
    make_case(cast, assignee=cast.sara)
    whole = sara.get("/cases/").content.decode()
    part = sara.get("/cases/", headers=htmx("cases-list")).content.decode()
    assert part.strip().startswith('<div class="list-part" id="cases-list"')
    assert rows_of(part) == rows_of(whole)


def test_a_case_shows_what_was_said_with_the_customer_beside_it(sara, cast):
    case = make_case(cast, messages=2)
    write_note(case, "یادداشت ما", by=cast.reza)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    positions = [html.index(words) for words in ("پیام 1", "پیام 2", "یادداشت ما")]
    assert positions == sorted(positions)
    assert html.count('class="message note"') == 1
    assert "mina@example.com" in html and f'href="/customers/{cast.mina.pk}/"' in html


def test_what_customers_write_is_text_and_never_markup(sara, cast):
    case = make_case(cast, subject="<script>alert(1)</script>", preview="<b>x</b>")
    Message.objects.filter(case=case).update(text="<img src=x onerror=alert(1)> **no**", from_name="<i>Mina</i>", quoted="<u>q</u>")
    html = sara.get(f"/cases/{case.pk}/?box=all").content.decode()
    assert [html.count(bad) for bad in ("<script>alert", "<img src=x", "<i>Mina", "<u>q", "<b>x", "<strong>no")] == [0] * 6
    assert "&lt;img src=x onerror=alert(1)&gt; **no**" in html


def test_the_thread_part_brings_the_head_along(sara, cast):
    case = make_case(cast)
    part = sara.get(f"/cases/{case.pk}/", headers=htmx("case-thread")).content.decode()
    assert [part.count(f'hx-target="#{name}"') for name in ("case-thread", "case-head", "case-composer")] == [1, 1, 0]


def test_a_case_opened_from_the_list_brings_its_panel_and_marks_both_rows(sara, cast):
    left, entered = make_case(cast), make_case(cast)
    headers = htmx("main") | {"HX-Current-URL": f"http://testserver/cases/{left.pk}/?box=all"}
    html = sara.get(f"/cases/{entered.pk}/?box=all", headers=headers).content.decode()
    targets = [piece.split('"')[0] for piece in html.split('hx-target="#')[1:] if piece[:4] in ("main", "pane", "case")]
    assert {"main", "panel", f"case-row-{left.pk}", f"case-row-{entered.pk}"} <= set(targets)
    assert html.count('aria-current="true"') - html.count('role="menuitem" aria-current') >= 1


def test_looking_at_a_case_reads_it_and_its_notices(sara, cast):
    case = make_case(cast, assignee=cast.sara)
    tell(write_note_event(case, cast.reza))
    assert Notice.objects.filter(person=cast.sara, read_at=None).count() == 1
    sara.get(f"/cases/{case.pk}/")
    assert Notice.objects.filter(person=cast.sara, read_at=None).count() == 0
    assert CaseRead.objects.get(person=cast.sara).message_id == Case.objects.get(pk=case.pk).last_message_id


def write_note_event(case, by):
    write_note(case, "ببین", by=by)
    return Event.objects.get(kind="note_written")


def test_earlier_messages_come_by_pages(sara, cast):
    case = make_case(cast, messages=60)
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert html.count('class="message customer"') == 50
    url = html.split('class="show-more"')
    url = next(piece for piece in url if "below=" in piece).split('href="')[1].split('"')[0].replace("&amp;", "&")
    part = sara.get(url, headers={"HX-Request": "true", "Sandali-Part": "earlier"}).content.decode()
    assert (part.count('class="message customer"'), "<html" in part) == (10, False)
    assert sara.get(url).content.decode().count('class="message customer"') == 10


@pytest.mark.parametrize("who, status", [("reza", 200), ("nahid", 200), ("parvaneh", 200), ("omid", 404)])
def test_who_may_open_a_case_of_support(client, cast, who, status):
    case = make_case(cast)
    client.force_login(getattr(cast, who))
    assert client.get(f"/cases/{case.pk}/").status_code == status


def test_a_case_that_is_not_there_is_not_found(sara):
    assert [sara.get(f"/cases/{number}/").status_code for number in (999, 0)] == [404, 404]
    assert sara.get("/cases/99999999999999999999999/").status_code == 404


def test_a_reader_sees_no_act_that_they_may_not_do(client, cast):
    case = make_case(cast)
    client.force_login(cast.parvaneh)
    html = client.get(f"/cases/{case.pk}/").content.decode()
    assert [words in html for words in ('value="reply"', 'value="note"', f"/cases/{case.pk}/assignment/", f"/cases/{case.pk}/state/")] == [
        False, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["/cases/", "/cases/{}/?box=all"])
def test_more_rows_cost_no_more_queries(sara, cast, address):
    first = make_case(cast, assignee=cast.sara, messages=1)
    reply(first, "پاسخ", by=cast.sara, dedupe_key="first", state="open")  # with an author to name from the start
    counted = []
    for _round in range(2):
        sara.get(address.format(first.pk))
        with CaptureQueriesContext(connection) as queries:
            sara.get(address.format(first.pk))
        counted.append(len(queries))
        for number in range(3):
            case = make_case(cast, assignee=cast.sara, messages=3)
            reply(first, f"پاسخ {number}", by=cast.sara, dedupe_key=f"{_round}{number}", state="open")
            write_note(case, "x", by=cast.sara)  # her own: nobody is told, so the bell asks nothing more
    assert counted[0] == counted[1]


@pytest.mark.parametrize("state", DeliveryState.values)
def test_more_answers_whatever_became_of_them_cost_no_more_queries(sara, cast, state):
    case = make_case(cast, assignee=cast.sara, messages=1)
    counted = []
    for answers in (1, 3):
        for number in range(answers):
            reply(case, f"پاسخ {number}", by=cast.sara, dedupe_key=f"{answers}{number}", state="open")
        Delivery.objects.update(state=state, attempts=1, reason="451 later")
        sara.get(f"/cases/{case.pk}/")
        with CaptureQueriesContext(connection) as queries:
            sara.get(f"/cases/{case.pk}/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.reliability("D5")
def test_an_answer_taken_back_stands_in_nobodys_thread(sara, cast):
    case = make_case(cast)
    message = reply(case, "اشتباه فرستادم", by=cast.reza, dedupe_key="1")
    Message.objects.filter(pk=message.pk).update(withdrawn_at=timezone.now())
    assert f"message-{message.pk}" not in sara.get(f"/cases/{case.pk}/").content.decode()


def test_whoever_comes_to_a_case_by_a_way_that_names_no_list_goes_back_to_the_one_looked_at_last(sara, cast):
    case = make_case(cast)
    def link(address):
        arrow = re.search(r'<a class="[^"]*\bback\b[^"]*" href="([^"]*)"', sara.get(address).content.decode())
        return arrow and arrow[1]

    assert link(f"/cases/{case.pk}/") == "/cases/?box=mine"
    sara.get("/cases/?box=department&sort=latest")
    assert link(f"/cases/{case.pk}/") == "/cases/?box=department&amp;sort=latest"
    assert link(f"/cases/{case.pk}/?box=all") == "/cases/?box=all"
    assert link(f"/cases/{case.pk}/") == "/cases/?box=department&amp;sort=latest"
    sara.get("/cases/?box=all", headers=htmx("cases-list"))  # news in another tab
    assert link(f"/cases/{case.pk}/") == "/cases/?box=department&amp;sort=latest"
    sara.get("/cases/")
    assert link(f"/cases/{case.pk}/") == "/cases/?box=mine"
