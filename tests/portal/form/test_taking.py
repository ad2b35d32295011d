"""What is sent by a form becomes one case; whatever is wrong with it is said, and nothing that somebody typed is lost."""

import re
from html import unescape
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sandali.cases.actions import reply
from sandali.cases.models import Attachment, Case, Message
from sandali.channels.models import Arrival, Channel
from sandali.channels.webform.stamps import is_solved, read_stamp
from sandali.customers.actions import find_customer
from sandali.customers.models import Identity
from sandali.kit import files
from tests.portal.form.conftest import KEY, SHOP, Person, stamp_in, typed_in

pytestmark = pytest.mark.django_db
MORE = {"field-c": "2", "field-m": ["1", "2"], "field-d": "۱۴۰۵/۹/۱", "field-n": "۱۲٫۵", "subject": "سفارش", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹"}


@pytest.mark.practice("P04", "P05")
def test_what_somebody_fills_in_is_a_case_of_its_department_and_kind(person, cast, read_all):
    answer = person.send(**MORE)
    assert (answer.status_code, answer["Location"]) == (303, f"/form/{KEY}/?lang=fa&said=1")
    read_all()
    case = Case.objects.get()
    assert (case.department, case.kind, case.subject, case.customer.name, case.aside) == (cast.support, "complaint", "سفارش", "مینا", "")
    assert case.messages.get().text == "سفارش من هنوز نرسیده است.\n\nرنگ: سبز\nروزها: شنبه، یکشنبه\nتاریخ خرید: ۱۴۰۵/۰۹/۰۱\nشمار: ۱۲٫۵"
    assert "سپاس از شما.<br>پاسخ می‌دهیم." in person.client.get(answer["Location"]).content.decode()


def test_the_answer_leaves_by_the_address_that_was_given(person, cast, read_all):
    person.send(subject="سفارش")
    read_all()
    case = Case.objects.get()
    sent = reply(case, "فردا می‌رسد.", by=cast.sara, dedupe_key="k1", delay=0)
    assert (sent.channel, sent.delivery.to_value, sent.delivery.payload["subject"]) == (cast.channel, "mina.form@example.com", "Re: سفارش")


@pytest.mark.reliability("G4")
def test_who_fills_in_another_customers_address_stays_somebody_else(person, cast, read_all):
    person.send(email="mina@example.com")
    read_all()
    assert (Case.objects.get().customer == cast.mina, find_customer("email", "mina@example.com")) == (False, cast.mina)
    assert Identity.objects.filter(value="mina@example.com").exclude(claimed_by=0).get().customer == Case.objects.get().customer


def test_a_double_click_is_one_case(person, read_all):
    assert [person.send(**MORE).status_code for _time in range(3)] == [303] * 3
    read_all()
    assert (Case.objects.count(), Arrival.objects.count()) == (1, 1)


def test_what_is_changed_and_sent_once_more_is_asked_about_and_then_a_message_of_its_own(person, read_all):
    person.send()
    answer = person.send(message="چیز دیگری")
    page = answer.content.decode()
    assert (answer.status_code, "چیز دیگری</textarea>" in page, Arrival.objects.count()) == (409, True, 1)
    assert person.send(message="چیز دیگری", stamp=stamp_in(page)).status_code == 303
    read_all()
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"email": ""}, "email"), ({"email": "nowhere"}, "email"), ({"phone": "12"}, "phone"), ({"message": " "}, "message"), ({"message": "x" * 20_001}, "message"),
     ({"field-c": "3"}, "field-c"), ({"field-m": ["9"]}, "field-m"), ({"field-d": "1405/13/1"}, "field-d"), ({"field-n": "many"}, "field-n")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_everything_typed_stays(person, fields, field):
    answer = person.send(**{"subject": "<b>x", **MORE, **fields})
    page = answer.content.decode()
    assert (answer.status_code, typed_in(page, "name"), Arrival.objects.count()) == (422, "مینا", 0)
    assert re.findall(r'id="id_([\w-]+)-error"', page) == [field]
    assert ('role="alert"' in page, "support@simorgh.example" in page, stamp_in(page) == person.stamp) == (True, True, True)
    assert list(person.send(script=True, **{**MORE, **fields}).json()["fields"]) == [field]


def test_files_come_in_and_stay_through_a_mistake(person, read_all):
    given = [SimpleUploadedFile("../../رسید\u202egpj.exe", b"MZ", "image/png"), SimpleUploadedFile("a.txt", b"one\n\ntwo", "text/plain")]
    page = person.send(email="", file=given).content.decode()
    codes = [unescape(code) for code in re.findall(r'name="kept" value="([^"]+)"', page)]
    assert (len(codes), "رسیدgpj.exe" in page) == (2, True)
    assert person.send(kept=[*codes, "forged.code", codes[0][:-1]], file=SimpleUploadedFile("b.txt", b"three")).status_code == 303
    read_all()
    assert [(one.name, files.open_file(one.sha256).read()) for one in Attachment.objects.order_by("pk")] == [
        ("رسیدgpj.exe", b"MZ"), ("a.txt", b"one\n\ntwo"), ("b.txt", b"three"),
    ]  # fmt: skip


def test_too_many_and_too_large_files_are_refused_and_the_words_stay(person):
    many = person.send(file=[SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)])
    large = person.send(file=[SimpleUploadedFile(f"{number}.bin", b"x" * (11 * 1024 * 1024)) for number in range(2)])
    assert [(one.status_code, "سفارش من هنوز" in one.content.decode()) for one in (many, large)] == [(422, True), (413, True)]
    huge = person.client.post(person.at, b"x", content_type="text/plain", CONTENT_LENGTH=str(10**9))
    assert (huge.status_code, Arrival.objects.count()) == (413, 0)


# --- A person, or a program ----------------------------------------------------------------------------------------------
def test_what_is_sent_too_quickly_is_looked_over_once_more_and_then_taken(person, read_all):
    person.open()
    page = person.send().content.decode()
    assert ("سفارش من هنوز نرسیده است." in page, Arrival.objects.count()) == (True, 0)
    assert person.send(stamp=stamp_in(page)).status_code == 303
    read_all()
    assert Case.objects.get().aside == ""


def test_a_browser_does_a_little_work_instead_and_sends_by_itself(person):
    person.open()
    told = person.send(script=True).json()
    number = read_stamp(Channel.objects.get(kind="webform").pk, person.stamp)
    done = next(str(tried) for tried in count() if is_solved(number, str(tried)))
    assert (told["work"], person.send(script=True, work="0x").status_code) == (14, 422)
    assert (person.send(script=True, work=done).status_code, Arrival.objects.count()) == (201, 1)


@pytest.mark.parametrize("ago", [{"hours": 25}, {"hours": -2}])
def test_a_page_that_stood_open_for_long_keeps_everything_and_is_sent_by_one_more_press(person, fresh, ago):
    answer = person.send(stamp=fresh(**ago))
    page = answer.content.decode()
    assert (answer.status_code, "سفارش من هنوز نرسیده است.</textarea>" in page, person.send(stamp=stamp_in(page)).status_code) == (422, True, 303)


@pytest.mark.parametrize(
    ("fields", "remark"),
    [({"website": "http://spam.example"}, "form-trap"), ({"message": "https://a.example https://b.example"}, "form-links")],
)
def test_what_looks_like_spam_is_thanked_for_and_stands_aside_with_its_reason(person, read_all, fields, remark):
    assert person.send(**fields).status_code == 303
    read_all()
    assert (Case.objects.get().aside, Message.objects.get().remarks) == ("spam", [remark])


@pytest.mark.reliability("C11")
def test_many_in_the_name_of_one_victim_stand_aside_and_write_to_nobody(person, fresh, read_all):
    assert {person.send(email="victim@example.com", message=f"hello you {number}", stamp=fresh()).status_code for number in range(8)} == {303}
    read_all()
    assert list(Case.objects.order_by("pk").values_list("aside", flat=True)) == [""] * 5 + ["spam"] * 3
    assert Channel.objects.filter(deliveries__isnull=False).count() == 0


def test_much_from_one_connection_is_held_up_with_everything_that_was_written(person, fresh):
    statuses = [person.send(message=f"hello there {number}", email=f"p{number}@example.com", stamp=fresh()).status_code for number in range(62)]
    assert (statuses[:10], set(statuses[10:60]), statuses[60:]) == ([303] * 10, {422}, [429, 429])
    last = person.send(message="the last one", stamp=fresh()).content.decode()
    assert ("the last one</textarea>" in last, "support@simorgh.example" in last) == (True, True)


def test_a_sixty_four_of_ipv6_is_one_connection(person, fresh):
    statuses = [person.client.post(person.at, {"stamp": fresh(), "email": f"p{n}@example.com", "message": "hello"}, REMOTE_ADDR=f"2001:db8::{n:x}").status_code for n in range(12)]
    assert statuses == [303] * 10 + [422] * 2
    elsewhere = person.client.post(person.at, {"stamp": fresh(), "email": "q@example.com", "message": "hello"}, REMOTE_ADDR="2001:db8:0:1::1")
    assert elsewhere.status_code == 303


# --- A form of the website's own ----------------------------------------------------------------------------------------
def test_a_page_of_a_named_website_sends_without_a_stamp_and_a_double_click_is_one(person, read_all):
    assert [person.send(stamp="", headers={"Origin": SHOP}).status_code for _time in range(2)] == [303, 303]
    assert person.send(stamp="", headers={"Origin": SHOP}, message="another matter").status_code == 303
    read_all()
    assert Case.objects.count() == 2


@pytest.mark.reliability("G9")
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"{SHOP}.evil.example"}])
def test_from_anywhere_else_it_is_looked_over_on_our_page_first(person, origin):
    answer = person.send(stamp="", headers=origin)
    page = answer.content.decode()
    assert (answer.status_code, "سفارش من هنوز نرسیده است.</textarea>" in page, Arrival.objects.count()) == (422, True, 0)
    assert person.send(stamp=stamp_in(page), headers=origin).status_code == 303


def test_nothing_is_lost_when_the_disk_is_full(person, settings):
    settings.ROOM_MINIMUM = 10**18
    answer = person.send()
    assert (answer.status_code, "سفارش من هنوز نرسیده است.</textarea>" in answer.content.decode(), Arrival.objects.count()) == (503, True, 0)


def test_in_english_the_same_form_asks_and_keeps_in_english(web_form, fresh, read_all):
    someone = Person(language="en")
    page = someone.open()
    assert ("Colour" in page, "رنگ" in page, 'dir="ltr"' in page) == (True, False, True)
    someone.send(message="Where is it?", stamp=fresh(), **{"field-c": "1", "field-d": "2026-11-22"})
    read_all()
    assert Message.objects.get().text == "Where is it?\n\nColour: Blue\nBought on: 2026-11-22"
