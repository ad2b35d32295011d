"""Calls on the desk: who is rung sees who calls, the log says what was, and a press calls a customer once."""

import json
import re
from html import unescape

import pytest
from django.utils import timezone

from sandali.cases.actions.calls import take_call
from sandali.cases.models import Call, CallState, Case, Message
from sandali.cases.queries import thread
from sandali.channels.adapter import TryLater
from sandali.channels.setup import change_channel
from sandali.channels.telephone import adapter
from sandali.channels.telephone.reading import read
from sandali.customers.models import Wishes
from sandali.desk.calls import views
from sandali.desk.cases.news.topics import as_news, topics_for
from sandali.history.models import Event
from tests.cast import make_case
from tests.desk.browsing import browser
from tests.phones import call_of, make_phone

pytestmark = pytest.mark.django_db
MINA = "+989123456789"


@pytest.fixture
def phone(cast):
    """A telephone system, and two telephones."""
    return make_phone(cast)


@pytest.fixture
def hear(phone):
    """Takes events of calls in."""

    def take(*events):
        for event in events:
            for one in read(json.dumps(event).encode(), settings={"region": "IR"}):
                take_call(one.call, channel=phone, heard_at=timezone.now())

    return take


@pytest.fixture
def mina(cast):
    """A customer who is known by her telephone."""
    cast.mina.identities.create(kind="phone", value=MINA, shown="0912 345 6789")
    return cast.mina


def words(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def cards(person) -> str:
    answer = browser(person).get("/calls/ringing/", headers={"HX-Request": "true", "HX-Target": "div#calls"})
    return words(answer)


def test_a_call_of_a_known_customer_offers_their_case_and_page_to_who_is_rung_and_to_nobody_else(hear, cast, mina):
    case = make_case(cast, customer=mina)
    hear(call_of("a")[0])
    page = browser(cast.sara).get("/calls/ringing/", headers={"HX-Request": "true", "HX-Target": "div#calls"}).content.decode()
    assert [f'href="/cases/{case.pk}/"' in page, f'href="/customers/{mina.pk}/"' in page, "مینا کریمی" in page, "۰۹۱۲ ۳۴۵ ۶۷۸۹" in page] == [True] * 4
    assert (cards(cast.reza), cards(cast.nahid)) == ("", "")


def test_an_unknown_caller_is_offered_as_a_new_customer(hear, cast):
    hear(call_of("a")[0])
    page = browser(cast.sara).get("/calls/ringing/", headers={"HX-Request": "true", "HX-Target": "div#calls"}).content.decode()
    assert f'href="/cases/new/?phone={MINA.replace("+", "%2B")}"' in page
    form = browser(cast.sara).get(f"/cases/new/?phone={MINA.replace('+', '%2B')}").content.decode()
    assert f'value="{MINA}"' in form


def test_a_withheld_number_offers_nothing_but_to_put_it_away(hear, cast):
    hear(call_of("a", number="anonymous")[0])
    assert cards(cast.sara) == "تماسی برای شما تماس‌گیرندهٔ ناشناس شماره پنهان است مشتری و پروندهٔ تازه"


@pytest.mark.reliability("F7")
def test_a_call_that_one_answers_leaves_the_other_s_screen_and_ends_on_both(hear, cast, mina):
    ringing, answered, ended = call_of("a")
    hear(ringing, {**ringing, "sequence": 9, "extension": "205"})
    assert [bool(cards(one)) for one in (cast.sara, cast.reza)] == [True, True]
    hear(answered)
    assert [bool(cards(one)) for one in (cast.sara, cast.reza)] == [True, False]
    hear(ended)
    assert [bool(cards(one)) for one in (cast.sara, cast.reza)] == [False, False]


def test_a_page_that_is_opened_while_it_rings_shows_it_and_who_has_no_telephone_is_asked_nothing(hear, cast, mina, django_assert_max_num_queries):
    hear(call_of("a")[0])
    assert 'id="call-' in browser(cast.sara).get("/notices/").content.decode()
    assert 'id="calls"' not in browser(cast.nahid).get("/notices/").content.decode()


def test_what_is_put_away_stays_away_for_them_alone(hear, cast):
    ringing = call_of("a")[0]
    hear(ringing, {**ringing, "sequence": 9, "extension": "205"})
    call = Call.objects.get()
    client = browser(cast.sara)
    answers = [client.post(f"/calls/{call.pk}/putting-away/", {"next": "/notices/"})["Location"] for _n in range(2)]
    assert (answers, cards(cast.sara), bool(cards(cast.reza)), Call.objects.get().put_away_by) == (["/notices/"] * 2, "", True, [cast.sara.pk])


def test_open_pages_of_who_is_rung_are_told_and_no_others(hear, cast):
    hear(call_of("a")[0])
    news = as_news(list(Event.objects.filter(kind="call_moved").values_list("pk", "kind", "case_id")))
    assert [topics_for(one, news) for one in (cast.sara, cast.reza)] == [["calls"], []]


def test_the_log_says_who_when_how_long_and_by_whom(hear, cast, mina):
    hear(*call_of("a"), *call_of("b", answered=False), *call_of("c", number="unknown", answered=False), *call_of("d", way="out", answered=False))
    client = browser(cast.sara)
    pages = {box: client.get(f"/calls/?box={box}").content.decode() for box in ("all", "mine", "missed")}
    assert {box: len(re.findall(r"<li><svg", page)) for box, page in pages.items()} == {"all": 4, "mine": 2, "missed": 2}
    said = words(client.get("/calls/?box=mine"))
    assert ["۳ دقیقه" in said, "Sara" in said, "مینا کریمی" in said] == [True] * 3
    assert browser(cast.omid).get("/calls/").content.decode().count(f"/cases/{Case.objects.get().pk}/") == 0


def test_an_empty_log_offers_a_telephone_system_to_who_may_connect_one_until_there_is_one(cast):
    offers = lambda person: "kind=telephone" in browser(person).get("/calls/").content.decode()  # noqa: E731 - asked three times
    before = [offers(cast.admin), offers(cast.sara)]
    make_phone(cast)
    assert [*before, offers(cast.admin)] == [True, False, False]


def test_the_log_is_read_page_by_page(hear, cast, phone, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    hear(*[event for n in range(5) for event in call_of(f"c{n}", number=f"0912000000{n}", began=1_763_000_000 + n)])
    client, seen, at = browser(cast.sara), [], "/calls/"
    while at:
        page = client.get(at).content.decode()
        seen += re.findall(r"۰۹۱۲ ۰۰۰ ۰۰۰(.)", page)
        more = re.search(r'href="(/calls/\?box=all&amp;after=[^"]+)"', page)
        at = unescape(more[1]) if more else ""
    assert seen == ["۴", "۳", "۲", "۱", "۰"]


def test_the_thread_says_what_came_of_a_call(hear, cast, mina):
    hear(*call_of("a", answered=False), *call_of("b", began=1_763_000_000.0), {"call": "b", "event": "recorded", "sequence": 5, "recording": "https://pbx.example/b.wav"})
    page = words(browser(cast.sara).get(f"/cases/{Case.objects.get().pk}/"))
    assert [said in page for said in ("تماس بی‌پاسخ · ۰۹۱۲ ۳۴۵ ۶۷۸۹", "مشتری تماس گرفت · ۳ دقیقه · ۰۹۱۲ ۳۴۵ ۶۷۸۹", "فایل ضبط‌شده", "تماس با \u2068Sara\u2069")] == [True] * 4


def test_a_thread_without_calls_asks_nothing_of_them(cast, django_assert_num_queries):
    case = make_case(cast)
    thread(case)
    with django_assert_num_queries(2):
        thread(case)
    Message.objects.create(case=case, direction="call", author=cast.sara, text="یادداشت")
    with django_assert_num_queries(3):  # its author besides
        thread(case)


@pytest.fixture
def placed(phone, cast, monkeypatch):
    """A telephone system that takes calls, and those that it took."""
    settings = {**phone.settings, "system": "ami", "receive": "ami"}
    change_channel(phone, by=cast.admin, department=cast.support, settings=settings)
    taken: list[tuple] = []
    monkeypatch.setattr(adapter, "place", lambda channel, *, extension, number, reference: taken.append((extension, number, reference)))
    return taken


def test_a_press_rings_one_s_own_telephone_once_and_what_is_told_of_it_stands_in_the_case(placed, hear, cast, mina):
    case = make_case(cast, customer=mina)
    other = make_case(cast, customer=mina)
    number = mina.identities.get(kind="phone").pk
    client = browser(cast.sara)
    assert f'href="/customers/{mina.pk}/identities/{number}/call/?case={case.pk}"' in client.get(f"/cases/{case.pk}/").content.decode()
    assert f'href="/customers/{mina.pk}/identities/{number}/call/"' in client.get(f"/customers/{mina.pk}/").content.decode()
    at = f"/customers/{mina.pk}/identities/{number}/call/"
    answers = [client.post(at, {"case": case.pk}) for _n in range(2)]
    assert ([answer.status_code for answer in answers], answers[0]["Location"], len(placed)) == ([303, 303], f"/cases/{case.pk}/", 1)
    assert placed[0][:2] == ("204", MINA)
    call = Call.objects.get()
    assert (call.state, call.call_id, call.case) == (CallState.PLACED, placed[0][2], case)
    hear(*[{**event, "number": ""} for event in call_of(call.call_id, way="out")])
    call.refresh_from_db()
    assert (call.outcome, call.message.case, call.message.author, other.messages.filter(direction="call").count()) == ("talked", case, cast.sara, 0)


def test_who_does_not_want_to_be_called_is_called_with_a_reason_only(placed, cast, mina):
    case = make_case(cast, customer=mina)
    Wishes.objects.create(customer=mina, never=["phone"])
    type(mina).objects.filter(pk=mina.pk).update(has_wishes=True)
    at = f"/customers/{mina.pk}/identities/{mina.identities.get(kind='phone').pk}/call/"
    client = browser(cast.sara)
    refused = client.post(at, {"case": case.pk})
    assert (refused.status_code, 'name="reason"' in refused.content.decode(), placed, Call.objects.count()) == (422, True, [], 0)
    assert (client.post(at, {"case": case.pk, "reason": "قرارش امروز است"}).status_code, len(placed)) == (303, 1)


def test_a_telephone_system_that_is_away_leaves_nothing_behind_and_says_so(placed, cast, mina, monkeypatch):
    def away(channel, **more):
        raise TryLater("سامانهٔ تلفن پاسخ نداد.", "timeout")

    monkeypatch.setattr(adapter, "place", away)
    answer = browser(cast.sara).post(f"/customers/{mina.pk}/identities/{mina.identities.get(kind='phone').pk}/call/")
    assert (answer.status_code, "سامانهٔ تلفن پاسخ نداد." in words(answer), Call.objects.count()) == (422, True, 0)


def test_without_an_extension_nothing_is_offered_and_a_press_says_why(phone, cast, mina):
    case = make_case(cast, customer=mina)
    client = browser(cast.nahid)
    assert "/call/" not in client.get(f"/cases/{case.pk}/").content.decode()
    answer = client.post(f"/customers/{mina.pk}/identities/{mina.identities.get(kind='phone').pk}/call/")
    assert (answer.status_code, Call.objects.count()) == (422, 0)


@pytest.mark.parametrize("at", ["/me/", "person"])
def test_an_extension_is_kept_in_one_s_own_profile_and_by_an_administrator(at, cast):
    who, url = (cast.sara, "/me/") if at == "/me/" else (cast.admin, f"/settings/people/{cast.sara.pk}/")
    client = browser(who)
    page = client.get(url).content.decode()
    assert 'name="extension"' in page
    given = {"name": "Sara", "role": "agent", "departments": [cast.support.pk], "extension": "۲۰۷", "theme": "auto", "language": "fa", "calendar": ""}
    given |= {"was": re.search(r'name="was" value="([^"]*)"', page)[1]} if at != "/me/" else {}
    assert client.post(url, given).status_code in (200, 302, 303)
    cast.sara.refresh_from_db()
    assert cast.sara.extension == "207"
    assert client.post(url, given | {"extension": "a b"}).status_code == 422
