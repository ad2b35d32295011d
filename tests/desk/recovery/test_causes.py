"""The page of a cause: its cases in a period, page by page; mended and not mended after all; whether it came back; and the letter to everybody."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.models import Message
from sandali.kit.dates import show_date
from sandali.resolution.models import Cause, Reached, Telling, Told
from sandali.resolution.recovery import causes
from sandali.resolution.recovery.causes import write_lesson
from sandali.resolution.recovery.telling import GRACE, by_day, tell_due
from tests.complaining import complained
from tests.desk.browsing import browser
from tests.measured import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P13")]
DAY = timedelta(days=1)


@pytest.fixture
def cause(cast):
    return causes.add_cause("جعبهٔ سست", by=cast.nahid)


def shown(html):
    return [int(number) for number in re.findall(r'class="[^"]*list-row[^"]*"[^>]*href="/cases/(\d+)/"|href="/cases/(\d+)/"[^>]*class="[^"]*list-row', html) for number in number if number]


def case_rows(client, address):
    return [int(number) for number in re.findall(r'href="/cases/(\d+)/"', str(client.get(address).context["rows"]))]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_its_cases_stand_on_its_page_the_latest_first(nahid, cast, cause, count):
    cases = [complained(cast, cause, days=number + 1) for number in range(count)]
    page = nahid.get(f"/causes/{cause.pk}/")
    assert (case_rows(nahid, f"/causes/{cause.pk}/"), page.context["count"]) == ([case.pk for case in cases], count)


def test_a_period_narrows_them_and_nonsense_does_not(nahid, cast, cause):
    old, new = complained(cast, cause, days=40), complained(cast, cause, days=2)
    since = (timezone.localdate() - 10 * DAY).isoformat()
    assert [case_rows(nahid, f"/causes/{cause.pk}/{query}") for query in (f"?from={since}", f"?to={since}", "?from=x&to=y", "?from=0001-01-01")] == [
        [new.pk], [old.pk], [new.pk, old.pk], [new.pk, old.pk],
    ]  # fmt: skip


def test_a_long_list_is_read_page_by_page_and_counted_whole(nahid, cast, cause):
    cases = {complained(cast, cause, days=1, messages=0).pk for _case in range(53)}
    page = nahid.get(f"/causes/{cause.pk}/")
    more = re.search(r'href="(/causes/[^"]*after=[^"]*)"', page.content.decode())
    assert (page.context["count"], len(case_rows(nahid, f"/causes/{cause.pk}/")), more is not None) == (53, 50, True)
    rest = nahid.get(more[1].replace("&amp;", "&")).content.decode()
    assert {int(number) for number in re.findall(r'href="/cases/(\d+)/"', page.content.decode() + rest)} == cases


def test_who_may_not_see_a_case_does_not_see_it_here(cast, cause):
    complained(cast, cause, department=cast.accounting)
    assert [case_rows(browser(one), f"/causes/{cause.pk}/") != [] for one in (cast.sara, cast.omid)] == [False, True]


def test_mended_with_what_is_different_and_taken_back(nahid, cast, cause):
    address = f"/causes/{cause.pk}/mending/"
    answer = nahid.post(address, {"day": timezone.localdate().isoformat(), "how": "جعبهٔ محکم", "version": 1})
    cause.refresh_from_db()
    page = nahid.get(f"/causes/{cause.pk}/").content.decode()
    assert (answer.status_code, cause.mended_by, "جعبهٔ محکم" in page, f"{address}removal/" in page) == (303, cast.nahid, True, True)
    nahid.post(f"{address}removal/", {"version": cause.version})
    assert Cause.objects.get().mended_at is None


@pytest.mark.parametrize(("field", "typed"), [("how", ""), ("how", "\x01"), ("day", ""), ("day", "روزی"), ("day", "2199-01-01")])
def test_what_mends_nothing_is_said_and_stays_typed(nahid, cause, field, typed):
    given = {"day": timezone.localdate().isoformat(), "how": "جعبهٔ محکم"} | {field: typed}
    answer = nahid.post(f"/causes/{cause.pk}/mending/", given | {"version": 1})
    assert (answer.status_code, Cause.objects.get().mended_at) == (422, None)
    assert {name: answer.context["form"][name].value() for name in given} == given


def test_of_two_who_mend_it_at_once_the_second_keeps_their_words(nahid, cast, cause):
    causes.mend_cause(cause, "او گفت", by=cast.admin)
    answer = nahid.post(f"/causes/{cause.pk}/mending/", {"day": timezone.localdate().isoformat(), "how": "نوشتهٔ من", "version": 1})
    html = answer.content.decode()
    assert (answer.status_code, "او گفت" in html, "نوشتهٔ من" in html, Cause.objects.get().mended_how) == (409, True, True, "او گفت")
    assert nahid.post(f"/causes/{cause.pk}/mending/removal/", {"version": 1}).status_code == 409
    assert Cause.objects.get().mended_at is not None


def test_whether_it_came_back_is_said_and_each_figure_opens_its_cases(nahid, cast, cause):
    causes.mend_cause(cause, "جعبهٔ محکم", by=cast.nahid, at=timezone.now() - 21 * DAY)
    before = [complained(cast, cause, days=22 + number) for number in range(4)]
    since = [complained(cast, cause, days=3)]
    measured = nahid.get(f"/causes/{cause.pk}/").context["measured"]
    assert (measured["before"], measured["after"]) == ("۴", "۱")
    assert [sorted(case_rows(nahid, measured[url])) for url in ("before_url", "after_url")] == [sorted(case.pk for case in cases) for cases in (before, since)]


def test_in_its_first_moments_nought_is_not_set_beside_nought(nahid, cast, cause):
    complained(cast, cause, days=9)
    causes.mend_cause(cause, "جعبهٔ محکم", by=cast.nahid)
    page = nahid.get(f"/causes/{cause.pk}/")
    assert (page.context["measured"]["is_counted"], "kpis" in page.content.decode()) == (False, False)


def test_what_was_learnt_of_it_stands_there(nahid, cast, cause):
    write_lesson(complained(cast, cause), "بشماریم", by=cast.sara)
    assert [one.text for one, _url in nahid.get(f"/causes/{cause.pk}/").context["lessons"]] == ["بشماریم"]


# --- Everybody who complained of it ----------------------------------------------------------------------------------
@pytest.fixture
def mended(cast, cause):
    return causes.mend_cause(cause, "جعبهٔ محکم", by=cast.nahid)


@pytest.mark.practice("P12")
def test_from_the_cause_to_everybody_told(nahid, cast, mended):
    cases = [complained(cast, mended, customer) for customer in (cast.mina, cast.kaveh)]
    address = f"/causes/{mended.pk}/telling/"
    assert address in nahid.get(f"/causes/{mended.pk}/").content.decode()
    page = nahid.get(address)
    assert ([row["chosen"] for row in page.context["people"]], page.context["reachable"]) == ([True, True], 2)
    given = {"text": "از این پس می‌شماریم.", "key": page.context["key"], "customer": [cast.mina.pk, cast.kaveh.pk]}
    answers = [nahid.post(address, given) for _twice in range(2)]
    letter = Telling.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, f"{address}{letter.pk}/")] * 2
    assert f"{address}{letter.pk}/withdrawal/" in nahid.get(f"{address}{letter.pk}/").content.decode()
    tell_due(by_day(timezone.now() + GRACE))
    counts = nahid.get(f"{address}{letter.pk}/").context["counts"]
    assert (counts["all"], counts["told"], set(Message.objects.filter(direction="out").values_list("case_id", flat=True))) == (2, 2, {case.pk for case in cases})
    assert [row["why_not"] != "" for row in nahid.get(address).context["people"]] == [True, True]


def offered(client, cause):
    """How "tell everybody" is offered on a cause's page, and what is said of whom was told."""
    page = client.get(f"/causes/{cause.pk}/")
    [kind] = re.findall(rf'<a class="button ?([^"]*)"[^>]*href="/causes/{cause.pk}/telling/"', page.content.decode()) or [None]
    return kind, page.context.get("told_words")


def test_who_was_told_and_when_stands_on_the_page_and_then_telling_is_offered_quietly(nahid, cast, mended):
    assert offered(nahid, mended) == (None, "")
    for customer in (cast.mina, cast.kaveh):
        complained(cast, mended, customer)
    assert offered(nahid, mended) == ("primary", "")
    address = f"/causes/{mended.pk}/telling/"
    nahid.post(address, {"text": "!", "key": "k", "customer": [cast.mina.pk]})
    assert offered(nahid, mended) == ("primary", "نامه‌ای دربارهٔ آن در راه است.")
    nahid.post(address, {"text": "!", "key": "m", "customer": [cast.kaveh.pk]})
    assert offered(nahid, mended) == ("ghost", "نامه به همه در راه است.")
    at = by_day(timezone.now() + GRACE)
    tell_due(at)
    day = show_date(at, language="fa")
    assert offered(nahid, mended) == ("ghost", f"به ۲ مشتری که از آن شکایت کرده بودند خبر داده شد، به آخرین آن‌ها در {day}.")
    complained(cast, mended, somebody(cast, "نرگس"))
    assert offered(nahid, mended)[0] == "primary"


def test_who_cannot_be_told_stands_in_the_letter_by_name_and_the_page_says_so_before(nahid, cast, mended):
    silent = somebody(cast, "بی‌نشانی")
    for customer in (cast.mina, silent):
        complained(cast, mended, customer)
    address = f"/causes/{mended.pk}/telling/"
    page = nahid.get(address)
    left_out = {row["case"].customer_id: row["why_not"] for row in page.context["people"] if row["why_not"]}
    assert left_out == {silent.pk: "نشانی‌ای که بتوان به آن نوشت ندارد"}
    assert "کسانی که نمی‌توان به آنان گفت کنار گذاشته می‌شوند و نامشان با دلیل در نامه می‌آید." in page.content.decode()
    nahid.post(address, {"text": "!", "key": "k", "customer": [cast.mina.pk]})
    letter = nahid.get(f"{address}{Telling.objects.get().pk}/")
    assert {row["row"].case.customer_id: row["why"] for row in letter.context["rows"] if row["why"]} == left_out
    assert "بی‌نشانی" in letter.content.decode()


def test_the_letter_can_be_taken_back_while_nothing_has_left(nahid, cast, mended):
    complained(cast, mended, cast.mina)
    address = f"/causes/{mended.pk}/telling/"
    nahid.post(address, {"text": "!", "key": "k", "customer": cast.mina.pk})
    letter = f"{address}{Telling.objects.get().pk}/"
    nahid.post(f"{letter}withdrawal/")
    assert (Telling.objects.get().withdrawn_at is not None, tell_due(by_day(timezone.now() + GRACE))) == (True, 0)
    assert "withdrawal" not in nahid.get(letter).content.decode()


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "\x01"}, {"customer": []}, {"customer": ["x", "9" * 30]}])
def test_a_letter_to_nobody_or_without_words_stays_with_what_was_chosen(nahid, cast, mended, given):
    for customer in (cast.mina, cast.kaveh):
        complained(cast, mended, customer)
    answer = nahid.post(f"/causes/{mended.pk}/telling/", {"text": "نوشتهٔ من", "key": "k", "customer": [cast.mina.pk]} | given)
    chosen = [row["case"].customer_id for row in answer.context["people"] if row["chosen"]]
    assert (answer.status_code, chosen, Telling.objects.count()) == (422, [] if "customer" in given else [cast.mina.pk], 0)
    if "text" not in given:
        assert "نوشتهٔ من" in answer.content.decode()


def test_of_a_cause_that_is_not_mended_nobody_is_told(nahid, cast, cause):
    complained(cast, cause, cast.mina)
    answer = nahid.post(f"/causes/{cause.pk}/telling/", {"text": "!", "key": "k", "customer": cast.mina.pk})
    assert (answer.status_code, Telling.objects.count(), "text" in answer.context["form"].data) == (422, 0, True)


def test_everybody_is_told_also_those_whom_one_page_does_not_show(nahid, cast, mended, monkeypatch):
    monkeypatch.setattr("sandali.desk.recovery.telling.MOST_ROWS", 2)
    for number in range(5):
        customer = somebody(cast, f"مشتری {number}")
        customer.identities.create(kind="email", value=f"n{number}@example.com")
        complained(cast, mended, customer)
    page = nahid.get(f"/causes/{mended.pk}/telling/")
    shown_ones = [row["case"].customer_id for row in page.context["people"]]
    assert (len(shown_ones), page.context["rest"]) == (2, 3)
    nahid.post(f"/causes/{mended.pk}/telling/", {"text": "!", "key": "k", "customer": shown_ones[:1], "shown": page.context["shown"], "rest": "1"})
    assert (Told.objects.count(), Told.objects.filter(customer_id=shown_ones[1]).exists()) == (4, False)


def test_the_rows_of_a_long_letter_are_read_page_by_page(nahid, cast, mended, monkeypatch):
    monkeypatch.setattr("sandali.desk.recovery.telling.MOST_ROWS", 2)
    letter = Telling.objects.create(cause=mended, text="!", by=cast.nahid, key="k", starts_at=timezone.now() - DAY)
    for number, state in enumerate((Reached.TOLD, Reached.NOT_TOLD, Reached.TOLD)):
        case = complained(cast, mended, somebody(cast, f"مشتری {number}"))
        Told.objects.create(telling=letter, case=case, customer_id=case.customer_id, state=state)
    first = nahid.get(f"/causes/{mended.pk}/telling/{letter.pk}/")
    rest = nahid.get(first.context["more_url"])
    assert [len(page.context["rows"]) for page in (first, rest)] == [2, 1]
    assert len({row["row"].pk for page in (first, rest) for row in page.context["rows"]}) == 3


def test_who_keeps_no_causes_or_answers_nobody_is_refused(cast, mended):
    sara, parvaneh = browser(cast.sara), browser(cast.parvaneh)
    assert sara.get(f"/causes/{mended.pk}/").status_code == 200
    acts = [f"/causes/{mended.pk}/{what}" for what in ("mending/", "mending/removal/", "telling/")]
    assert [client.post(act, {}).status_code for client in (sara, parvaneh) for act in acts] == [403] * 6
    assert [client.get(f"/causes/{mended.pk}/telling/").status_code for client in (sara, parvaneh)] == [403, 403]
    assert browser(cast.nahid).get(f"/causes/{mended.pk}/telling/987/").status_code == 404
