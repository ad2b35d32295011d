"""The pages of promises: beside the case, the new date, the ledger, the report, the signs in lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.channels.models import Delivery
from sandali.resolution.models import Promise, Promised
from sandali.resolution.promises.actions import keep_promise, make_promise, move_promise
from sandali.resolution.recovery import causes
from tests.cast import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P11")]
DAY = timedelta(days=1)


@pytest.fixture
def case(cast):
    return make_case(cast, state="open", assignee=cast.sara)


def around_now():
    """A report of yesterday, today and tomorrow: whatever was due a moment ago, or will be in one, is in it, at midnight too."""
    return f"?period=days&from={(timezone.localdate() - DAY).isoformat()}&to={(timezone.localdate() + DAY).isoformat()}"


def promised(case, by, what="صندلی را می‌فرستیم", due=None, broken=False):
    made = make_promise(case, what, due or timezone.now() + 3 * DAY, by=by)
    if broken:
        ago = timezone.now() - timedelta(hours=2)
        Promise.objects.filter(pk=made.pk).update(state=Promised.BROKEN, due_at=ago, broken_at=ago, next_at=None)
        made.refresh_from_db()
    return made


def test_beside_the_case_stands_what_we_owe_with_the_next_step(client, cast, case):
    promised(case, cast.sara)
    promised(case, cast.sara, what="هزینه را برمی‌گردانیم", broken=True)
    client.force_login(cast.sara)
    panel = client.get(f"/cases/{case.pk}/promises/").content.decode().partition('id="case-promises"')[2].partition("</section>")[0]
    assert (panel.count("<li"), panel.count("هم‌اکنون به مشتری بگویید"), panel.count("زمان تازه"), panel.count("انجام‌شده")) == (2, 1, 1, 2)


def test_where_nothing_is_promised_nothing_is_said(client, cast, case):
    client.force_login(cast.sara)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert page.partition('id="case-promises"')[2].partition(">")[2].startswith("</section>")


def test_a_case_with_promises_costs_as_many_queries_with_one_as_with_three(client, cast, case, django_assert_max_num_queries):
    client.force_login(cast.sara)
    counts = []
    for _promise in range(3):
        promised(case, cast.sara)
        client.get(f"/cases/{case.pk}/")
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/cases/{case.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_kept_by_one_click_and_taken_back_by_another(client, cast, case):
    made = promised(case, cast.sara)
    client.force_login(cast.sara)
    address = f"/cases/{case.pk}/promises/{made.pk}/keeping/"
    assert client.post(address, {"version": "1"}).status_code == 303
    assert Promise.objects.get().state == Promised.KEPT
    client.post(f"{address}?back=1")
    assert Promise.objects.get().state == Promised.OPEN


def test_a_lost_race_is_said_and_overwrites_nothing(client, cast, case):
    made = promised(case, cast.sara)
    keep_promise(made, by=cast.reza)
    client.force_login(cast.sara)
    page = client.post(f"/cases/{case.pk}/promises/{made.pk}/withdrawal/", {"version": "1", "reason": "x"}, headers={"HX-Request": "true"})
    assert (page.status_code, Promise.objects.get().state) == (409, Promised.KEPT)


def test_the_form_of_a_new_date_holds_the_facts_in_the_customers_language(client, cast, case):
    made = promised(case, cast.nahid, what="Send the chair")
    cast.nahid.language = "en"
    cast.nahid.save()
    client.force_login(cast.nahid)
    text = client.get(f"/cases/{case.pk}/promises/{made.pk}/").context["form"].initial["text"]
    assert text.splitlines()[0] == "سلام مینا کریمی،"
    assert "قول ما: Send the chair" in text


def test_a_new_date_goes_to_the_customer_with_its_reason_and_the_empty_lines_filled(client, cast, case):
    made = promised(case, cast.sara, broken=True)
    client.force_login(cast.sara)
    address = f"/cases/{case.pk}/promises/{made.pk}/"
    page = client.get(address)
    day = timezone.localdate() + 5 * DAY
    fields = {"key": page.context["key"], "seen": page.context["seen"], "version": made.version, "text": page.context["form"].initial["text"]}
    assert client.post(address, fields | {"day": day.isoformat(), "clock": "۱۰:۰۰", "why": "کارخانه دیر فرستاد"}).status_code == 303
    sent = Delivery.objects.get().payload["text"]
    assert ["چرا بیشتر طول می‌کشد: کارخانه دیر فرستاد" in sent, "زمان تازه: " in sent and "۱۰:۰۰" in sent] == [True, True]
    made.refresh_from_db()
    assert (made.state, made.followed_by.state, made.broken_at is not None) == (Promised.REPLACED, Promised.OPEN, True)


@pytest.mark.parametrize("gap", ["day", "why", "text"])
def test_without_a_date_a_reason_and_words_it_stays_as_it_is_with_what_was_typed(client, cast, case, gap):
    made = promised(case, cast.sara)
    client.force_login(cast.sara)
    fields = {"day": (timezone.localdate() + 5 * DAY).isoformat(), "why": "کارخانه دیر فرستاد", "text": "سلام، دیر شد.", "key": "1"} | {gap: ""}
    page = client.post(f"/cases/{case.pk}/promises/{made.pk}/", fields)
    assert (page.status_code, Delivery.objects.count(), Promise.objects.count()) == (422, 0, 1)


def rows(client, query):
    return client.get(f"/promises/{query}").content.decode().count('id="promise-')


def test_the_ledger_shows_mine_my_departments_and_all_by_how_they_stand(client, cast, case):
    other, far = make_case(cast, assignee=cast.reza), make_case(cast, department=cast.accounting, assignee=cast.omid)
    promised(case, cast.sara)
    promised(case, cast.sara, broken=True)
    keep_promise(promised(other, cast.reza), by=cast.reza)
    promised(other, cast.reza)
    promised(far, cast.omid)
    client.force_login(cast.sara)
    seen = [rows(client, f"?box={box}&show={show}") for box in ("mine", "department", "all") for show in ("open", "broken", "kept")]
    assert seen == [1, 1, 0, 2, 1, 1, 2, 1, 1]


def test_a_long_ledger_is_read_page_by_page_in_the_order_of_its_dates(client, cast, case):
    for number in range(45):
        promised(case, cast.sara, what=f"قول {number}", due=timezone.now() + (50 - number) * DAY)
    client.force_login(cast.sara)
    page = client.get("/promises/").context
    assert (page["rows"].count("list-row"), page["rows"].index("قول 44") < page["rows"].index("قول 43")) == (40, True)
    address = page["more"].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(address).content.decode().count('id="promise-') == 5


def test_the_report_counts_what_was_due_and_each_count_opens_to_its_promises(client, cast, case):
    now = timezone.now()
    for state, broken in (("kept", False), ("kept", True), ("broken", True), ("withdrawn", False)):
        made = promised(case, cast.sara)
        kept = {"kept_at": now} if state == "kept" else {}
        Promise.objects.filter(pk=made.pk).update(state=state, due_at=now, broken_at=now if broken else None, **kept)
    move_promise(promised(case, cast.sara, due=now + timedelta(minutes=5)), now + 40 * DAY, by=cast.sara, why="دیر شد", text="دیر شد.", dedupe_key="1")
    client.force_login(cast.nahid)
    page = client.get(f"/reports/promises/{around_now()}").context
    counted = {name: cell for name, cell in page["whole"]}
    assert [cell.value for cell in counted.values()] == ["4", "1", "1", "1", "1", "0"]
    assert [client.get(cell.url).content.decode().count('id="promise-') for cell in counted.values() if cell.url] == [4, 1, 1, 1, 1]


@pytest.mark.practice("P13")
def test_the_report_goes_by_cause_and_each_count_opens_to_its_promises(client, cast, case):
    boxes, couriers = (causes.add_cause(name, by=cast.nahid) for name in ("بسته‌بندی", "پیک"))
    other = make_case(cast, state="open", assignee=cast.sara)
    for where, cause in ((case, boxes), (case, couriers), (other, boxes)):
        causes.find_cause(where, cause.pk, by=cast.nahid)
    soon = timezone.now() + timedelta(minutes=1)
    for where in (case, other, make_case(cast, state="open", assignee=cast.sara)):
        promised(where, cast.sara, due=soon)
    client.force_login(cast.nahid)
    page = client.get(f"/reports/promises/?period=week&on={timezone.localdate().isoformat()}").context
    lines = page["causes_table"].lines
    assert [(line.name, line.cells[0].value) for line in lines] == [("بسته‌بندی", "2"), ("پیک", "1"), ("هنوز علتی پیدا نشده", "1")]
    assert all(line.cells[0].url for line in lines)
    pages = [client.get(line.cells[0].url) for line in lines]
    assert [(one.content.decode().count('id="promise-'), one.context["cause_name"]) for one in pages] == [(2, "بسته‌بندی"), (1, "پیک"), (1, "هنوز علتی پیدا نشده")]
    assert page["whole"][0][1].value == "3"


def test_the_promises_of_no_department_open_too(client, cast, case):
    soon = timezone.now() + timedelta(minutes=1)
    promised(case, cast.sara, due=soon)
    promised(make_case(cast, department=None, assignee=cast.nahid), cast.nahid, what="بی بخش", due=soon)
    client.force_login(cast.nahid)
    lines = client.get(f"/reports/promises/?period=week&on={timezone.localdate().isoformat()}").context["departments_table"].lines
    behind = client.get(next(line for line in lines if line.name == "بدون بخش").cells[0].url).content.decode()
    assert (behind.count('id="promise-'), "بی بخش" in behind) == (1, True)


def test_of_few_it_is_said_how_many_and_no_share(client, cast, case):
    promised(case, cast.sara, due=timezone.now() + timedelta(minutes=1))
    Promise.objects.update(state="kept", kept_at=timezone.now())
    client.force_login(cast.nahid)
    sentence = client.get(f"/reports/promises/{around_now()}").context["sentence"]
    assert sentence == "۱ قول از ۱ قول سر وقت انجام شد."


def test_an_agent_sees_their_own_figures_alone(client, cast, case):
    soon = timezone.now() + timedelta(minutes=1)
    promised(case, cast.sara, due=soon)
    promised(make_case(cast, assignee=cast.reza), cast.reza, due=soon)
    client.force_login(cast.sara)
    lines = client.get(f"/reports/promises/{around_now()}").context["people"].lines
    assert [line.name for line in lines] == ["Sara"]


def test_lists_and_the_board_show_what_is_broken_or_due_today(client, cast, case):
    promised(case, cast.sara, broken=True)
    client.force_login(cast.sara)
    inbox, board = (client.get(address).content.decode() for address in ("/cases/?box=mine", "/board/"))
    assert ["قول شکسته" in inbox, "قول شکسته" in board] == [True, True]


def test_the_customers_page_shows_what_we_owe_them_as_far_as_one_may_see(client, cast, case):
    promised(case, cast.sara, broken=True)
    promised(make_case(cast, department=cast.accounting, assignee=cast.omid), cast.omid, what="راز حسابداری")
    client.force_login(cast.sara)
    page = client.get(f"/customers/{cast.mina.pk}/").content.decode()
    assert ["صندلی را می‌فرستیم" in page, "راز حسابداری" in page] == [True, False]
